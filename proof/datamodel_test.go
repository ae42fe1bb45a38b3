package proof_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// Whatever the W3C's suite for the data model 2.0 takes for a credential can be
// signed in every way, and the proof is right: with contexts that are written
// out, full URLs as types, base directions. (Some are expired by now, or have
// a status list that nobody serves; that is another question.)
func TestDataModelSuiteCanBeSigned(t *testing.T) {
	folder := testkit.Shared(t, "data", "vectors", "vc-data-model-2.0")
	files, err := filepath.Glob(filepath.Join(folder, "*-ok.json"))
	require.NoError(t, err)
	world := env()
	world.Contexts = webContexts{"https://www.w3.org/ns/credentials/examples/v2": `{"@context":{"@vocab":"https://www.w3.org/ns/credentials/examples#"}}`}
	dates := strings.NewReplacer("PAST DATE", "2026-01-01T00:00:00Z", "FUTURE DATE", "2027-01-01T00:00:00Z")
	credentials := 0
	for _, file := range files {
		name := filepath.Base(file)
		doc := document(dates.Replace(string(testkit.ReadShared(t, "data", "vectors", "vc-data-model-2.0", name))))
		if doc.Get("proof").Exists() {
			doc = edit(doc, "/proof", "")
		}
		if strings.HasPrefix(name, "presentation-") {
			signEmbedded(t, world, doc, name)
			continue
		}
		credentials++
		signEmbedded(t, world, doc, name)
		for _, form := range []jose.Form{jose.VCJOSE, jose.VCSDJWT, jose.VCJWT} {
			signed, err := jose.Sign(t.Context(), world, issuedBy(doc, school), form, school.key, jose.Options{})
			require.NoError(t, err, "%s %s", name, form)
			requireProof(t, world, string(signed.Bytes()), name, string(form))
		}
	}
	require.Equal(t, 54, credentials)
}

// issuedBy names somebody as the issuer of a credential.
func issuedBy(doc vc.Document, by person) vc.Document {
	if doc.Get("issuer").IsObject() {
		return edit(doc, "/issuer/id", quote(by.id))
	}
	return edit(doc, "/issuer", quote(by.id))
}

func signEmbedded(t *testing.T, world vc.Env, doc vc.Document, name string) {
	t.Helper()
	for suite, by := range map[dataintegrity.Cryptosuite]person{
		dataintegrity.EdDSARDFC2022: school, dataintegrity.EdDSAJCS2022: school, dataintegrity.Ed25519Signature2020: school, dataintegrity.ECDSARDFC2019: schoolEC, dataintegrity.ECDSAJCS2019: schoolP3, dataintegrity.ECDSASD2023: schoolEC, dataintegrity.BBS2023: schoolBL,
	} {
		options := dataintegrity.Options{}
		if strings.HasPrefix(name, "presentation-") {
			if dataintegrity.IsSelective(suite) {
				continue
			}
			options.Purpose = vc.Authentication
		} else {
			doc = issuedBy(doc, by)
		}
		if dataintegrity.IsSelective(suite) {
			file, err := signStatements(t, world, doc, suite, by)
			require.NoError(t, err, "%s %s", name, suite)
			requireProof(t, world, file, name, string(suite))
			continue
		}
		file, err := dataintegrity.Sign(t.Context(), world, doc, suite, by.key, options)
		require.NoError(t, err, "%s %s", name, suite)
		requireProof(t, world, string(file.Bytes()), name, string(suite))
	}
}

// requireProof requires that the proof of a file holds, whatever is to be said
// about the credential.
func requireProof(t *testing.T, world vc.Env, file string, name ...string) {
	t.Helper()
	r, err := verifier(world).Verify(t.Context(), []byte(file), lax())
	require.NoError(t, err, name)
	require.Len(t, r.Proofs, 1)
	require.Equal(t, "pass", finding(r, "PROOF-SIGNATURE"), name)
	for _, f := range r.Findings {
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			require.NotRegexp(t, "^(PROOF|JSONLD|JWS|SDJWT)-", f.Code, "%s %v", name, f)
		}
	}
}
