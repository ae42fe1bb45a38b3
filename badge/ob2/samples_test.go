package ob2

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// sampleWeb serves the published samples: each asset under its id and under
// the address that its file would have.
func sampleWeb(tb testing.TB) vc.StaticFetcher {
	tb.Helper()
	root := testkit.Shared(tb, "data/samples/ob2")
	web := vc.StaticFetcher{}
	for _, pattern := range []string{"*.json", "assets/*.json", "rdf-validation/*.json"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(tb, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(tb, err)
			doc, err := vc.ParseDocument(text, vc.Limits{})
			if err != nil {
				continue
			}
			name := filepath.Base(file)
			web["https://example.org/"+name], web["http://example.org/"+name] = text, text
			if id := doc.Get("id").Text(); isWeb(id) && strings.HasPrefix(pattern, "assets") {
				web[id] = text
			}
		}
	}
	return web
}

// sample is a published file and what Verify says of it, or, when it is no
// assertion, what Check says. The codes are those of the findings that did not
// pass, as "fail OB2-EXPIRES"; OB2-PLAIN-HTTP, which most have, is left out.
type sample struct {
	file  string
	want  string // verdict, "check" or "error"
	codes []string
	why   string // where it differs from what the name or the publisher's tests say
}

const moved = "warn OB2-LINK-ID"

var samples = []sample{
	{file: "basic-assertion.json", want: "valid"},
	{file: "basic-assertion-with-language.json", want: "valid"},
	{file: "basic-assertion-no-public-key.json", want: "valid"},
	{file: "basic-assertion-expired.json", want: "invalid", codes: []string{"fail OB2-EXPIRES"}},
	{file: "basic-assertion-expired-before-issued.json", want: "invalid", codes: []string{"warn OB2-PERIOD", "fail OB2-EXPIRES"}},
	{file: "basic-assertion-in-future.json", want: "invalid", codes: []string{"fail OB2-ISSUED"}},
	{file: "basic-assertion-invalid-context.json", want: "valid", codes: []string{"fail OB2-CONTEXT"}, why: "It does not keep the rules, but it is what its issuer hosts."},
	{file: "basic-assertion-invalid-type.json", want: "valid", codes: []string{"fail OB2-TYPE"}, why: "As above."},
	{file: "basic-assertion-with-allowed-origins.json", want: "valid", codes: []string{moved, moved},
		why: "Class and issuer name other ids than their addresses, so a warning says whose documents were used."},
	{file: "basic-assertion-with-allowed-origins-valid-starts-with.json", want: "valid", codes: []string{moved, moved}, why: "As above."},
	{file: "basic-assertion-with-allowed-origins-valid-multiple-starts-with.json", want: "valid", codes: []string{moved, moved}, why: "As above."},
	{file: "basic-assertion-with-allowed-origins-invalid-starts-with.json", want: "invalid", codes: []string{moved, moved, "fail OB2-SCOPE"}},
	{file: "basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json", want: "invalid", codes: []string{moved, moved, "fail OB2-SCOPE"}},
	{file: "assertion-with-data-image.json", want: "valid", codes: []string{"warn OB2-AWARD-IMAGE"},
		why: "The publisher calls it invalid; the specification says where a picture should be, but does not forbid a data URL."},
	{file: "assertion-with-endorsements.json", want: "valid"},
	{file: "assertion-with-extension-node-basic.json", want: "valid"},
	{file: "assertion-with-multiple-extensions.json", want: "valid"},
	{file: "assertion-with-extension-node-invalid.json", want: "valid", codes: []string{"warn OB2-EXTENSION-CONTEXT", "fail OB2-EXTENSION"}, why: "As above."},
	{file: "warning-with-redirection.json", want: "valid", codes: []string{moved}},
	{file: "warning-issuer-non-http.json", want: "indeterminate",
		codes: []string{"warn OB2-ISSUER-WEB", "unknown OB2-LINK-ID", "unknown OB2-ISSUER", "unknown OB2-SCOPE"},
		why:   "The publisher only warns; but a profile that cannot be read at its own id is nobody's, so it is not known whose addresses are allowed."},
	{file: "redirected-validation-subject.json", want: "error", why: "The file has comments, which is not JSON."},
	{file: "simple.jwt", want: "valid"},
	{file: "simple-not-revoked.jwt", want: "valid"},
	{file: "simple-revoked.jwt", want: "invalid", codes: []string{"fail OB2-REVOKED"}},
	{file: "simple-badge.png", want: "error", why: "Taking a badge out of a picture is another package's business; see TestBakedSample for its content."},

	{file: "badge-class-with-language.json", want: "check", codes: []string{"fail OB2-REQUIRED"}, why: "The publisher only looks at the language; a badge class must have an image."},
	{file: "issuer-compact-iri-validation.json", want: "check"},
	{file: "rdf-validation/badge-class-invalid-issuer-type.json", want: "check", codes: []string{"fail OB2-REQUIRED"},
		why: "The issuer that is of a wrong class stands at an address, which Check does not follow; the image is missing too."},
	{file: "rdf-validation/invalid-class.json", want: "check", codes: []string{"fail OB2-TYPE"}},
	{file: "rdf-validation/invalid-empty-type.json", want: "check", codes: []string{"fail OB2-TYPE"}},
	{file: "rdf-validation/invalid-one-invalid-class.json", want: "check", codes: []string{"fail OB2-TYPE", "fail OB2-REQUIRED", "fail OB2-REQUIRED"}},
	{file: "rdf-validation/valid-alignment-object.json", want: "check"},
	{file: "rdf-validation/valid-badge-class.json", want: "check", codes: []string{"fail OB2-REQUIRED"}, why: "The publisher only looks at the classes; a badge class must have an image."},
	{file: "rdf-validation/valid-badge-class-empty-criteria-type.json", want: "check", codes: []string{"fail OB2-REQUIRED"}, why: "As above."},
	{file: "rdf-validation/valid-cool-class.json", want: "check"},
	{file: "rdf-validation/valid-issuer-extension.json", want: "check"},

	{file: "assets/altbadgeurl.json", want: "check"},
	{file: "assets/bad-issuer.json", want: "check", why: "Bad is only its id, urn:uuid, which the specification allows; it matters where a badge refers to it."},
	{file: "assets/badge-from-organization-with-empty-revocation-list.json", want: "check"},
	{file: "assets/badge-from-organization-with-revocation-list.json", want: "check"},
	{file: "assets/badge-with-bad-issuer.json", want: "check", why: "The issuer stands at an address, which Check does not follow."},
	{file: "assets/badge-with-data-image.json", want: "check"},
	{file: "assets/badgeclass-with-complex-image.json", want: "check"},
	{file: "assets/badgeclass-with-endorsements.json", want: "check"},
	{file: "assets/badgeclass-with-language.json", want: "check"},
	{file: "assets/badgeclass-with-verification-invalid-multiple-starts-with.json", want: "check", why: "Invalid is only the badge that its issuer's profile is applied to."},
	{file: "assets/badgeclass-with-verification-invalid-starts-with.json", want: "check", why: "As above."},
	{file: "assets/badgeclass-with-verification-valid-multiple-starts-with.json", want: "check"},
	{file: "assets/badgeclass-with-verification-valid-starts-with.json", want: "check"},
	{file: "assets/badgeclass-with-verification.json", want: "check"},
	{file: "assets/badgeclass1.json", want: "check"},
	{file: "assets/badgecriteria.json", want: "check", codes: []string{"fail OB2-CONTEXT", "fail OB2-TYPE"}, why: "Criteria within a badge need neither; the file alone does not say what it is."},
	{file: "assets/basic-badge-no-public-key.json", want: "check"},
	{file: "assets/beths-robot-badge.png", want: "error"},
	{file: "assets/beths-robot-work.html", want: "error"},
	{file: "assets/criteria-no-type.json", want: "check", codes: []string{"fail OB2-TYPE"}, why: "Criteria within a badge need no type; the file alone does not say what it is."},
	{file: "assets/empty-revocation-list.json", want: "check"},
	{file: "assets/endorsement-1.json", want: "check"},
	{file: "assets/endorsement-2.json", want: "check"},
	{file: "assets/endorsement-3.json", want: "check"},
	{file: "assets/endorsement-4.json", want: "check"},
	{file: "assets/issuer-invalid-type.json", want: "check", why: "Alone it is correct criteria; as an issuer it is not, see TestWrongIssuerClass."},
	{file: "assets/issuer-with-allowed-origins-invalid-multiple-starts-with.json", want: "check", why: "Invalid is only the badge that the profile is applied to."},
	{file: "assets/issuer-with-allowed-origins-invalid-starts-with.json", want: "check", why: "As above."},
	{file: "assets/issuer-with-allowed-origins-valid-multiple-starts-with.json", want: "check"},
	{file: "assets/issuer-with-allowed-origins-valid-starts-with.json", want: "check"},
	{file: "assets/issuer-with-allowed-origins.json", want: "check"},
	{file: "assets/issuer1.json", want: "check"},
	{file: "assets/key1.json", want: "check"},
	{file: "assets/key2.json", want: "check"},
	{file: "assets/key3.json", want: "check"},
	{file: "assets/openbadges_context.json", want: "error", why: "The file is cut from a program text and no JSON."},
	{file: "assets/organization-no-public-key.json", want: "check"},
	{file: "assets/organization-with-empty-revocation-list.json", want: "check"},
	{file: "assets/organization-with-revocation-list.json", want: "check"},
	{file: "assets/organization.json", want: "check"},
	{file: "assets/revocation-list.json", want: "check"},
	{file: "assets/robotics-badge.json", want: "check"},
	{file: "assets/robotics-badge.png", want: "error"},
}

// webFor serves what one sample needs: the assertion at its id, and of several
// issuers with one id the one that the name of the file tells.
func webFor(web vc.StaticFetcher, file string, text []byte) vc.StaticFetcher {
	served := maps.Clone(web)
	if doc, err := vc.ParseDocument(text, vc.Limits{}); err == nil {
		served[doc.Get("id").Text()] = text
	}
	if _, kind, found := strings.Cut(file, "with-allowed-origins"); found {
		served["http://example.org/issuer-with-allowed-origins"] = web["http://example.org/issuer-with-allowed-origins"+kind]
	}
	return served
}

func sampleClock() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// unusual are the findings that did not pass.
func unusual(findings []vc.Finding) (codes []string) {
	for _, f := range findings {
		if f.Status != vc.Pass && f.Status != vc.NotAsked && f.Code != "OB2-PLAIN-HTTP" {
			codes = append(codes, f.Status.String()+" "+f.Code)
		}
	}
	return codes
}

func TestSamples(t *testing.T) {
	root := testkit.Shared(t, "data/samples/ob2")
	web := sampleWeb(t)
	listed := map[string]bool{}
	for _, s := range samples {
		listed[s.file] = true
		t.Run(s.file, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, s.file))
			require.NoError(t, err)
			if s.want == "check" {
				doc, err := vc.ParseDocument(text, vc.Limits{})
				require.NoError(t, err)
				require.False(t, Is(doc))
				var found []vc.Finding
				for _, p := range Check(doc) {
					found = append(found, p.Finding())
				}
				require.Equal(t, s.codes, unusual(found))
				return
			}
			env := vc.Env{Fetcher: webFor(web, s.file, text), Clock: sampleClock}
			r, err := Verify(t.Context(), text, env, proof.NewPolicy(proof.AnyIssuer()))
			if s.want == "error" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, s.codes, unusual(r.Findings))
			require.Equal(t, s.want, r.Verdict.String())
			broken := slices.ContainsFunc(r.Findings, func(f vc.Finding) bool { return f.Axis == vc.Conformant && f.Status == vc.Fail })
			require.Equal(t, broken, r.Axes[vc.Conformant] == vc.Invalid)

			offline, err := Verify(t.Context(), text, vc.Env{Clock: sampleClock}, proof.NewPolicy(proof.AnyIssuer()))
			require.NoError(t, err)
			require.NotEqual(t, vc.Valid, offline.Axes[vc.Authentic], "nothing is authentic offline")
			require.NotEqual(t, vc.Valid, offline.Axes[vc.InForce], "offline nothing says whether a badge was revoked")
		})
	}
	require.NoError(t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		require.True(t, d.IsDir() || listed[filepath.ToSlash(name)], "%s is in no row of the table", name)
		return err
	}))
}

// The text chunk of the published picture holds a badge that verifies.
func TestBakedSample(t *testing.T) {
	picture := testkit.ReadShared(t, "data/samples/ob2/simple-badge.png")
	_, chunk, found := bytes.Cut(picture, []byte("iTXtopenbadges\x00\x00\x00\x00\x00"))
	require.True(t, found)
	end := bytes.LastIndexByte(chunk[:bytes.Index(chunk, []byte("bKGD"))], '}')
	text := chunk[:end+1]
	env := vc.Env{Fetcher: webFor(sampleWeb(t), "", text), Clock: sampleClock}
	r, err := Verify(t.Context(), text, env, proof.NewPolicy(proof.Issuers("https://example.org/organization.json")))
	require.NoError(t, err)
	require.Equal(t, vc.Valid, r.Verdict, "%v", unusual(r.Findings))
}

// An issuer that is of another class is found once it is fetched.
func TestWrongIssuerClass(t *testing.T) {
	web := sampleWeb(t)
	text := bytes.Replace(web["https://example.org/basic-assertion.json"],
		[]byte("https://example.org/robotics-badge.json"), []byte("http://example.org/badge-class-invalid-issuer-type.json"), 1)
	r, err := Verify(t.Context(), text, vc.Env{Fetcher: webFor(web, "", text), Clock: sampleClock}, proof.NewPolicy(proof.AnyIssuer()))
	require.NoError(t, err)
	require.Equal(t, vc.Indeterminate, r.Verdict)
	require.Subset(t, unusual(r.Findings), []string{"fail OB2-TYPE", "unknown OB2-ISSUER", "unknown OB2-SCOPE"})
}
