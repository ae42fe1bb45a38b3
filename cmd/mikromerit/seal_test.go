package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust/online"
)

// sealBench is a bench with the key of an organisation and with the services of its
// authority.
type sealBench struct {
	*bench
	services testkit.Services
	key      []string // the flags that name the key
	root     string
	asked    []string // what the services were made with
}

func newSealBench(t *testing.T) *sealBench {
	b := &sealBench{bench: newBench(t)}
	ca := testkit.NewCA()
	b.services.CA, b.services.Clock = ca, b.clock
	file, err := pkcs12.Modern.Encode(ca.RSA.Key, ca.RSA.Certificate, []*x509.Certificate{ca.Intermediate}, "secret")
	require.NoError(t, err)
	b.key = []string{"--key", b.put("seal.p12", file), "--password-file", b.put("password", []byte("secret\n"))}
	b.root = b.put("root.pem", testkit.PEM(ca.Root))
	b.seals = func(o online.Options, everything bool) (jades.Services, error) {
		b.asked = append(b.asked, o.TSA)
		if !everything {
			return onlyStamps{&b.services}, nil
		}
		return &b.services, nil
	}
	return b
}

// seal runs the command with the key and with every service.
func (b *sealBench) seal(args ...string) {
	b.run(append(append([]string{"seal"}, b.key...), args...)...)
}

// draftOf returns a draft without what sealing completes.
func (b *sealBench) draft(name string) string {
	text, err := os.ReadFile("../../examples/data/vestre-aas-micro-credential.payload.json")
	require.NoError(b.t, err)
	return b.put(name, text)
}

const anyTSA = "https://tsa.example/"

// A draft becomes a seal of the level that the flags allow, which verify finds valid,
// and each thing that was completed is told.
func TestSealAndVerify(t *testing.T) {
	b := newSealBench(t)
	draft := b.draft("draft.json")
	for level, flags := range map[string][]string{
		"B": nil, "T": {"--tsa", anyTSA}, "LTA": {"--tsa", anyTSA, "--online"}, "LT": {"--tsa", anyTSA, "--online", "--level", "lt"},
	} {
		out := b.path(level + ".jsonld")
		b.seal(append(flags, "--anchor", b.root, "-o", out, draft)...)
		require.Equal(t, exitValid, b.status, b.err)
		require.Contains(t, b.err, "draft.json: sealed, level "+level+"\n")
		require.Contains(t, b.err, "/issuanceDate")
		require.True(t, strings.HasPrefix(b.get(level+".jsonld"), `{"payload":`), "Europass software knows a seal by its first member")
		b.run("verify", "--anchor", b.root, out)
		require.NotEqual(t, exitInvalid, b.status, b.out)
		require.Equal(t, strings.HasPrefix(level, "LT"), b.status == exitValid, "only a seal with revocation data is valid: %s", b.out)
	}
	require.NotEmpty(t, b.asked)
}

// Without --tsa and --online nobody is asked, and a level that needs a service is
// refused before anything is sealed.
func TestSealAsksNobodyUnlessTold(t *testing.T) {
	b := newSealBench(t)
	draft := b.draft("draft.json")
	b.seal("-o", b.path("out.jsonld"), draft)
	require.Equal(t, exitValid, b.status, b.err)
	require.Empty(t, b.asked)
	b.seal("--level", "T", draft)
	require.Equal(t, exitError, b.status)
	require.Equal(t, "mikromerit: --level T needs a time stamp; name the service with --tsa\n", b.err)
	b.seal("--level", "LTA", "--tsa", anyTSA, draft)
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "add --online")
	require.Empty(t, b.asked)
}

// What cannot be sealed is refused with a sentence, and nothing is written.
func TestSealRefuses(t *testing.T) {
	b := newSealBench(t)
	b.draft("draft.json")
	text := b.get("draft.json")
	sealedFile, _ := sealed(b.bench, "sealed.json", sealable())
	for name, test := range map[string]struct{ file, want string }{
		"sealed":        {sealedFile, "sealed.json is not sealed: it is sealed already; extend makes a seal last longer"},
		"badge":         {b.put("badge.json", openBadge(quoted("did:example:a"))), "only Europass credentials are sealed; convert it first"},
		"other issuer":  {b.put("other.json", []byte(strings.Replace(text, `"NTRNO-000000017"`, `"NTRNO-999999999"`, 1))), "add --overwrite"},
		"broken rule":   {b.put("broken.json", []byte(strings.Replace(text, `"validFrom"`, `"x-validFrom"`, 1))), "breaks rules of its profile, so it is not sealed"},
		"no credential": {b.put("x.json", []byte(`{"a":1}`)), "x.json"},
	} {
		t.Run(name, func(t *testing.T) {
			b.seal("-o", b.path("out.jsonld"), test.file)
			require.NotEqual(t, exitValid, b.status)
			require.Contains(t, b.err, test.want)
			require.NoFileExists(t, b.path("out.jsonld"))
		})
	}
	b.seal("--overwrite", "-o", b.path("out.jsonld"), b.path("other.json"))
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.err, "before NTRNO-999999999")
}

// A service that fails leaves the seal at the level that it reached, and extend takes
// it further when the service is back.
func TestSealWhenAServiceFails(t *testing.T) {
	b := newSealBench(t)
	b.services.Broken = func(call string) error {
		if call == "timestamp" {
			return errors.New("the service is down")
		}
		return nil
	}
	b.seal("--tsa", anyTSA, "--online", "-o", b.path("b.jsonld"), b.draft("draft.json"))
	require.Equal(t, exitIndeterminate, b.status, b.err)
	require.Contains(t, b.err, "draft.json is sealed at level B only, because a service failed; when it works again, give the sealed file to extend")
	b.services.Broken = nil
	b.run("extend", "--level", "LTA", "--tsa", anyTSA, "--online", "--anchor", b.root, "-o", b.path("lta.jsonld"), b.path("b.jsonld"))
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.err, "sealed, level LTA")
	b.run("extend", "--tsa", anyTSA, b.path("draft.json"))
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.err, "draft.json is not extended: the file carries no seal; only a seal has levels")
}

// A folder of drafts becomes a folder of seals, with a line of JSON for each; one that
// fails does not keep the others.
func TestSealFolder(t *testing.T) {
	b := newSealBench(t)
	require.NoError(t, os.Mkdir(b.path("in"), 0o700))
	require.NoError(t, os.Mkdir(b.path("out"), 0o700))
	b.draft("in/one.json")
	b.put("in/two.json", []byte(`{"type":["VerifiableCredential","EuropeanDigitalCredential"]}`))
	b.seal("--json", "-o", b.path("out"), b.path("in"))
	require.Equal(t, exitInvalid, b.status, b.err)
	lines := strings.Split(strings.TrimSpace(b.out), "\n")
	require.Len(t, lines, 2)
	var one, two map[string]any
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &one))
	require.NoError(t, json.Unmarshal([]byte(lines[1]), &two))
	require.Equal(t, "B", one["level"])
	require.NotEmpty(t, one["effects"])
	require.NotEmpty(t, two["error"])
	require.FileExists(t, b.path("out/one.sealed.jsonld"))
	require.NoFileExists(t, b.path("out/two.sealed.jsonld"))
	b.seal(b.path("in"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "several files are written to a folder; name one with -o")
}

// A dry run seals nothing, and a key in PEM takes its certificate from another file.
func TestSealDryRunWithPEM(t *testing.T) {
	b := newSealBench(t)
	der, err := x509.MarshalPKCS8PrivateKey(b.services.CA.EC.Key)
	require.NoError(t, err)
	key := b.put("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	b.run("seal", "--key", key, "--dry-run", b.draft("draft.json"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "give it with --cert")
	b.run("seal", "--key", key, "--cert", b.put("cert.pem", testkit.PEM(b.services.CA.EC.Certificate)), "--dry-run", b.draft("draft.json"))
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.out, "draft.json: can be sealed; nothing was written")
	require.Contains(t, b.out, "/issuanceDate")
}

// A Europass presentation holds the sealed files as they are: each is verified as on
// its own, and the checks are shown as its maker's words.
func TestPresentEuropass(t *testing.T) {
	b := newSealBench(t)
	b.seal("--tsa", anyTSA, "--online", "--anchor", b.root, "-o", b.path("s.jsonld"), b.draft("draft.json"))
	b.run("present", "--europass", "--anchor", b.root, "-o", b.path("p.json"), b.path("s.jsonld"))
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.get("p.json"), strings.TrimSpace(b.get("s.jsonld")))
	b.run("verify", "--anchor", b.root, b.path("p.json"))
	require.Equal(t, exitValid, b.status, b.out)
	require.Contains(t, b.out, "/verifiableCredential/0: valid (JAdES seal)")
	b.run("inspect", "--anchor", b.root, b.path("p.json"))
	require.Contains(t, b.out, "Nobody sealed the presentation")
	b.run("present", "--europass", b.path("draft.json"))
	require.Equal(t, exitInvalid, b.status)
	require.Equal(t, "mikromerit: draft.json carries no seal, so it shows nothing; have it sealed first\n", b.err)
}
