package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/proof/trust/online"
	"github.com/mikromerit/mikromerit/vc"
)

// now is the present time of the tests.
var now = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

// bench is a folder to run commands in, with all that they say.
type bench struct {
	t     *testing.T
	dir   string
	stdin string
	clock func() time.Time
	web   vc.StaticFetcher // what --online reaches; nil: nothing
	seals func(o online.Options, everything bool) (jades.Services, error)

	workers int             // how many files are worked on at once; 0: as many as there are cores
	ended   context.Context // ends the work on files

	status   int
	out, err string
}

func newBench(t *testing.T) *bench {
	return &bench{t: t, dir: t.TempDir(), clock: func() time.Time { return now }}
}

// path returns the path of a file in the folder.
func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// put writes a file into the folder and returns its path.
func (b *bench) put(name string, content []byte) string {
	b.t.Helper()
	require.NoError(b.t, os.WriteFile(b.path(name), content, 0o600))
	return b.path(name)
}

func (b *bench) get(name string) string {
	b.t.Helper()
	content, err := os.ReadFile(b.path(name))
	require.NoError(b.t, err)
	return string(content)
}

// run runs a command; the path of the folder is left out of what it says.
func (b *bench) run(args ...string) *bench {
	var out, complaints bytes.Buffer
	a := &app{stdin: strings.NewReader(b.stdin), stdout: &out, stderr: &complaints, clock: b.clock, network: b.network, listSource: b.listSource, sealServices: b.seals, version: "v0.0.0-test", workers: b.workers, ended: b.ended}
	b.status = a.run(args)
	folder := b.dir + string(filepath.Separator)
	inJSON := strings.ReplaceAll(folder, `\`, `\\`) // on Windows
	clean := strings.NewReplacer(inJSON, "", folder, "", b.dir, "DIR")
	b.out, b.err = clean.Replace(out.String()), clean.Replace(complaints.String())
	return b
}

// network stands for the web.
func (b *bench) network() (vc.Fetcher, error) {
	if b.web == nil {
		return nil, errors.New("there is no network")
	}
	return b.web, nil
}

// listSource stands for the places of trusted lists.
func (b *bench) listSource() (lists.Source, error) {
	web, err := b.network()
	return lists.From(web), err
}

// requireMode compares who may use a file, on systems that know such modes.
func requireMode(t *testing.T, want os.FileMode, path string) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, want, info.Mode())
	}
}

// symlink makes a symbolic link; false where not everybody may make one.
func symlink(t *testing.T, to, from string) bool {
	t.Helper()
	if runtime.GOOS == "windows" {
		return false
	}
	require.NoError(t, os.Symlink(to, from))
	return true
}

// ok runs a command that must succeed.
func (b *bench) ok(args ...string) *bench {
	b.t.Helper()
	b.run(args...)
	require.Equal(b.t, exitValid, b.status, "%v: %s%s", args, b.out, b.err)
	return b
}

// refuses runs a command that must end with a status and one sentence that
// holds a text.
func (b *bench) refuses(status int, want string, args ...string) {
	b.t.Helper()
	b.run(args...)
	require.Equal(b.t, status, b.status, "%v: %s%s", args, b.out, b.err)
	require.Contains(b.t, b.err, want)
	require.True(b.t, strings.HasPrefix(b.err, "mikromerit: "), b.err)
	require.Empty(b.t, b.out)
}

// key makes a key file and returns its path and DID.
func (b *bench) key(name string) (path, did string) { return b.keyOf(name, keys.Ed25519) }

func (b *bench) keyOf(name string, kind keys.Type) (path, did string) {
	b.t.Helper()
	key, err := keys.Generate(kind)
	require.NoError(b.t, err)
	text, err := key.Encode()
	require.NoError(b.t, err)
	return b.put(name, text), key.Controller()
}

// credential is a sound credential of data model 2.0.
func credential(issuer string) []byte {
	return []byte(`{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "id": "urn:uuid:9a3f6f0e-3f5c-4a39-8d0b-6f3c1f6f5a10",
  "type": ["VerifiableCredential"],
  "name": "Fjord og fangst",
  "issuer": ` + issuer + `,
  "validFrom": "2026-05-04T12:00:00Z",
  "credentialSubject": {"id": "did:example:ingrid", "name": "Ingrid Ås"}
}
`)
}

// openBadge is a sound Open Badge 3.0.
func openBadge(issuer string) []byte {
	return []byte(`{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:4f1c1d3a-3a44-4f0f-9c53-1f6a4d7c2b11",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Fjord og fangst",
  "issuer": ` + issuer + `,
  "validFrom": "2026-05-04T12:00:00Z",
  "credentialSubject": {
    "id": "did:example:ingrid",
    "type": ["AchievementSubject"],
    "achievement": {
      "id": "https://vestre-aas.example/badges/fjord",
      "type": ["Achievement"],
      "name": "Fjord og fangst",
      "description": "Bærekraftig fiske i kystnære farvann.",
      "criteria": {"narrative": "Bestått praktisk prøve."}
    }
  }
}
`)
}

// sealable is a small Europass EDC, before it is sealed.
func sealable() []byte {
	return []byte(`{
  "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
  "id": "urn:credential:5f0c3d7e-2b60-4f0b-8f0e-6f1d8a4c9e21",
  "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
  "issuer": {
    "id": "urn:epass:org:1", "type": "Organisation",
    "legalName": {"nb": "Vestre Ås høgskole"},
    "eIDASIdentifier": {"id": "urn:epass:legalIdentifier:1", "type": "LegalIdentifier", "notation": "NTRNO-000000017",
      "spatial": {"id": "http://publications.europa.eu/resource/authority/country/NOR", "type": "Concept"}},
    "location": [{"id": "urn:epass:location:1", "type": "Location", "address": [{"id": "urn:epass:address:1", "type": "Address",
      "countryCode": {"id": "http://publications.europa.eu/resource/authority/country/NOR", "type": "Concept", "prefLabel": {"en": "Norway", "nb": "Norge"},
        "inScheme": {"id": "http://publications.europa.eu/resource/authority/country", "type": "ConceptScheme"}}}]}]
  },
  "issuanceDate": "2026-03-01T09:00:00Z",
  "issued": "2026-03-01T09:00:00Z",
  "validFrom": "2026-03-01T09:00:00Z",
  "credentialSchema": [{"id": "http://data.europa.eu/snb/model/ap/edc-generic-full", "type": "ShaclValidator2017"}],
  "credentialProfiles": [{"id": "http://data.europa.eu/snb/credential/e34929035b", "type": "Concept"}],
  "displayParameter": {"id": "urn:epass:displayParameter:1", "type": "DisplayParameter",
    "title": {"nb": "Fjord og fangst"},
    "primaryLanguage": {"id": "http://publications.europa.eu/resource/authority/language/NOB", "type": "Concept"},
    "language": [{"id": "http://publications.europa.eu/resource/authority/language/NOB", "type": "Concept"}]},
  "credentialSubject": {
    "id": "urn:epass:person:1", "type": "Person",
    "givenName": {"nb": "Ingrid"}, "familyName": {"nb": "Ås"}, "fullName": {"nb": "Ingrid Ås"},
    "hasClaim": [{
      "id": "urn:epass:learningAchievement:1", "type": "LearningAchievement",
      "title": {"nb": "Fjord og fangst", "en": "Fjord and catch"},
      "awardedBy": {"id": "urn:epass:awardingProcess:1", "type": "AwardingProcess", "awardingDate": "2026-02-20T00:00:00Z",
        "awardingBody": [{"id": "urn:epass:org:1", "type": "Organisation"}]},
      "provenBy": [{"id": "urn:epass:learningAssessment:1", "type": "LearningAssessment", "title": {"nb": "Praktisk prøve"},
        "grade": {"id": "urn:epass:note:1", "type": "Note", "noteLiteral": {"nb": "Bestått"}},
        "awardedBy": {"id": "urn:epass:awardingProcess:1", "type": "AwardingProcess"}}],
      "specifiedBy": {"id": "urn:epass:qualification:1", "type": "Qualification",
        "title": {"nb": "Fjord og fangst", "en": "Fjord and catch"},
        "learningOutcome": [{"id": "urn:epass:learningOutcome:1", "type": "LearningOutcome", "title": {"nb": "Kan planlegge bærekraftig fiske"}}],
        "creditPoint": [{"id": "urn:epass:creditPoint:1", "type": "CreditPoint", "point": "5",
          "framework": {"id": "http://data.europa.eu/snb/education-credit/6fcec5c5af", "type": "Concept", "prefLabel": {"en": "ECTS"},
            "inScheme": {"id": "http://data.europa.eu/snb/education-credit/25831c2", "type": "ConceptScheme"}}}]}
    }]
  }
}
`)
}

// sealed seals a document with the test authority, whose root is the anchor.
func sealed(b *bench, name string, payload []byte) (file, anchor string) {
	ca := testkit.NewCA()
	file = b.put(name, testkit.Seal(payload, testkit.SealOptions{Sealer: ca.RSA}))
	return file, b.put("anchor.pem", testkit.PEM(ca.Root))
}

func quoted(s string) string { return `"` + s + `"` }

func TestHelp(t *testing.T) {
	b := newBench(t)
	b.run()
	require.Equal(t, exitError, b.status, "nothing was asked for")
	require.Contains(t, b.out, "Usage: mikromerit <command>")
	require.Empty(t, b.err)
	b.run("--help")
	require.Equal(t, exitValid, b.status)
	for _, command := range []string{"verify", "inspect", "convert", "issue", "derive", "present", "bake", "unbake", "keygen", "rules", "explain", "help", "version",
		"status new", "status allocate", "status set", "status revoke", "status suspend", "status reinstate", "status list", "status publish"} {
		require.Contains(t, b.out, "\n  "+command+" ")
		b.run(append(strings.Fields(command), "--help")...)
		require.Equal(t, exitValid, b.status, command)
		require.Contains(t, b.out, "Usage: mikromerit "+command)
		require.Empty(t, b.err)
		for _, line := range strings.Split(b.out, "\n") {
			require.LessOrEqual(t, len(line), defaultWidth, "%s: %q", command, line)
		}
		b.run("--help")
	}
}

func TestVersion(t *testing.T) {
	b := newBench(t).run("version")
	require.Equal(t, exitValid, b.status)
	require.Contains(t, b.out, "mikromerit v0.0.0-test go")
	require.NotEmpty(t, buildVersion())
}

// Whatever cannot be done is one sentence on standard error.
func TestMisuse(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	draft := b.put("draft.json", credential(quoted(did)))
	b.ok("issue", "--key", key, "-o", b.path("signed.json"), draft)
	signed := b.path("signed.json")
	b.put("text.txt", []byte("hello"))
	for _, test := range []struct {
		name, want string
		args       []string
	}{
		{"command", `unexpected argument verfy, did you mean "verify"?`, []string{"verfy"}},
		{"flag", `unknown flag --bogus; run "mikromerit verify --help"`, []string{"verify", "--bogus", "x"}},
		{"no file", `expected "<file> ..."; run "mikromerit verify --help"`, []string{"verify"}},
		{"time", `--now: "yesterday" is not a time; write it as 2026-08-01T12:00:00Z`, []string{"verify", "--now", "yesterday", "x"}},
		{"time without zone", `"2026-08-01T12:00:00" is not a time`, []string{"verify", "--now", "2026-08-01T12:00:00", "x"}},
		{"anchor", "text.txt holds no certificates to trust", []string{"verify", "--anchor", b.path("text.txt"), "x"}},
		{"anchor missing", "none.pem cannot be read: there is no such file", []string{"verify", "--anchor", b.path("none.pem"), "x"}},
		{"target missing", "missing flags: --to=FORMAT", []string{"convert", "x"}},
		{"target unknown", `there is no format "pdf"; give --to one of: edc (Europass EDC), clr (Comprehensive Learner Record 2.0), ob3 (Open Badges 3.0)`, []string{"convert", "--to", "pdf", "x"}},
		{"target not written", "this version cannot write Open Badges 2 or older yet", []string{"convert", "--to", "ob2", "x"}},
		{"both to standard output", "cannot both go to standard output", []string{"convert", "--to", "ob3", "--report", "-", "x"}},
		{"language", `"¤" is not a language`, []string{"convert", "--to", "ob3", "--language", "¤", "x"}},
		{"suite", `there is no suite "rsa"; use one of eddsa-rdfc-2022, `, []string{"issue", "--suite", "rsa", "--key", key, draft}},
		{"key", `text.txt is not a key to sign with`, []string{"issue", "--suite", "eddsa-jcs-2022", "--key", b.path("text.txt"), "x"}},
		{"name without issuer", "give that, too", []string{"issue", "--suite", "eddsa-jcs-2022", "--key", key, "--issuer-name", "x", "x"}},
		{"suite of another key", `ecdsa-rdfc-2019 cannot be made with a key of the type ed25519, only with one of p256, p384; this key makes eddsa-rdfc-2022, eddsa-jcs-2022, Ed25519Signature2020, jwt, vc+jwt, vc+sd-jwt`, []string{"issue", "--suite", "ecdsa-rdfc-2019", "--key", key, draft}},
		{"mandatory elsewhere", "--mandatory is for ecdsa-sd-2023 and bbs-2023 only; add --suite ecdsa-sd-2023, or sign with a BLS12-381 key", []string{"issue", "--mandatory", "/issuer", "--key", key, draft}},
		{"disclosable elsewhere", "--disclosable and --holder are for vc+sd-jwt only; add --suite vc+sd-jwt", []string{"issue", "--suite", "vc+jwt", "--disclosable", "/name", "--key", key, draft}},
		{"previous alone", "--previous names proofs that the new one builds on; give --add, too", []string{"issue", "--previous", "urn:a", "--key", key, "x"}},
		{"add and set", "--set-issuer would change what the other proofs cover", []string{"issue", "--add", "--set-issuer", "--key", key, "x"}},
		{"add a token", "jwt makes a token, which has one signature and no id", []string{"issue", "--add", "--suite", "jwt", "--key", key, signed}},
		{"algorithm of a proof", "an algorithm is for tokens; eddsa-rdfc-2022 leaves no choice; give another --suite", []string{"issue", "--algorithm", "EdDSA", "--key", key, draft}},
		{"algorithm of another key", `there is no algorithm "HS256" for this key; use one of EdDSA`, []string{"issue", "--suite", "jwt", "--algorithm", "HS256", "--key", key, draft}},
		{"holder", "text.txt is not the public key of a holder", []string{"issue", "--suite", "vc+sd-jwt", "--holder", b.path("text.txt"), "--key", key, "x"}},
		{"holder's secret", "the file holds a private key where a public one is expected", []string{"issue", "--suite", "vc+sd-jwt", "--holder", key, "--key", key, "x"}},
		{"kid", "the key cannot be given that address", []string{"issue", "--kid", "key-1", "--key", key, "x"}},
		{"status list form", `--status-list "https://a.example/1" does not have the form URL=FILE`, []string{"verify", "--status-list", "https://a.example/1", "x"}},
		{"status list twice", "--status-list names https://a.example/1 twice", []string{"verify", "--status-list", "https://a.example/1=" + key, "--status-list", "https://a.example/1=" + key, "x"}},
		{"status list missing", "none.json cannot be read", []string{"verify", "--status-list", "https://a.example/1=" + b.path("none.json"), "x"}},
		{"revision form", `--context-revision "3.0.3" does not have the form URL=REVISION`, []string{"verify", "--context-revision", "3.0.3", "x"}},
		{"no network", "there is no network", []string{"verify", "--online", "x"}},
		{"no list", `there is no status list in DIR; start one with "mikromerit status new"`, []string{"status", "allocate", "--store", b.dir}},
		{"no place", "name what to change: the credential's file, its place in the list, or --recipient", []string{"status", "revoke"}},
		{"index", `run "mikromerit status revoke --help"`, []string{"status", "revoke", "-5"}},
		{"image missing", "missing flags: --image=IMG", []string{"bake", "x"}},
		{"key format", `--format must be one of "multikey","jwk","pem"`, []string{"keygen", "--format", "der"}},
		{"two to standard output", "cannot share standard output", []string{"keygen", "--public", "-"}},
		{"key type", `--type must be one of "ed25519","p256","p384","p521","rsa","bls12-381" but got "dsa"`, []string{"keygen", "--type", "dsa"}},
		{"missing file", "none.json cannot be read: there is no such file; check its name", []string{"inspect", b.path("none.json")}},
		{"folder", "DIR cannot be read: it is a folder; name a file in it", []string{"show", b.dir}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.run(test.args...)
			require.Equal(t, exitError, b.status)
			require.Contains(t, b.err, test.want)
			require.Regexp(t, `^mikromerit: [^\n]+\n$`, b.err, "one sentence")
			require.Empty(t, b.out)
		})
	}
}

// A panic must not end with Go's status 2, which means indeterminate here.
func TestPanicIsAnError(t *testing.T) {
	b := newBench(t)
	b.clock = func() time.Time { panic("the clock broke") }
	file := b.put("c.json", credential(quoted("did:example:school")))
	b.run("verify", "--json", file)
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.out, `"verdict":"error"`)
	require.Contains(t, b.out, `"code":"JOB-FAILED"`)
	require.Contains(t, b.err, "a fault in mikromerit itself")
	require.NotContains(t, b.err, "goroutine")
	b.run("inspect", file)
	require.Equal(t, exitError, b.status)
	require.Regexp(t, `^mikromerit: [^\n]+\n$`, b.err)
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestOutputThatCannotBeWritten(t *testing.T) {
	b := newBench(t)
	file := b.put("c.json", credential(quoted("did:example:school")))
	for _, args := range [][]string{{"verify", file}, {"verify", "--json", file}, {"inspect", file}, {"version"}, {"keygen"}} {
		var complaints bytes.Buffer
		a := &app{stdin: strings.NewReader(""), stdout: brokenWriter{}, stderr: &complaints, clock: b.clock}
		require.Equal(t, exitError, a.run(args), args)
		require.Equal(t, "mikromerit: standard output cannot be written: the disk is full\n", complaints.String(), args)
	}
}

func TestWorse(t *testing.T) {
	order := []int{exitValid, exitIndeterminate, exitInvalid, exitError}
	for i, a := range order {
		for j, b := range order {
			require.Equal(t, order[max(i, j)], worse(a, b))
		}
	}
}
