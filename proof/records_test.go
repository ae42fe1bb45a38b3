package proof_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// record returns a Comprehensive Learner Record of the learner with
// credentials.
func record(issuer string, credentials string) vc.Document {
	return document(fmt.Sprintf(`{
  "@context": [%q, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", %q],
  "id": "urn:uuid:1e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e02", "type": ["VerifiableCredential", "ClrCredential"], "name": "Utskrift",
  "issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås høgskole"}, "validFrom": "2026-01-01T00:00:00Z",
  "credentialSubject": {"id": %q, "type": ["ClrSubject"], "verifiableCredential": [%s]}
}`, vc.ContextV2, obContext, issuer, learner.id, credentials))
}

// The library's verifier looks into a record by itself: it is no more valid
// than the badges in it, whoever signed the record.
func TestForgedBadgesInARecord(t *testing.T) {
	good := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	ended := signed(t, edit(badge(school.id), "/validUntil", `"2026-02-01T00:00:00Z"`), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	lacking := signed(t, edit(badge(school.id), "/credentialSubject/achievement/criteria", ""), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	for _, tt := range []struct {
		name, credentials string
		policy            proof.Policy
		want              string
		is                error
	}{
		{"right", good, only(school.id), "valid", nil},
		{"changed", once(t, good, "Vinterferdsel", "Sommerferdsel"), only(school.id), "invalid NESTED-CREDENTIAL", proof.ErrSignature},
		{"one of two changed", good + "," + once(t, good, "Vinterferdsel", "Sommerferdsel"), anyone(), "invalid NESTED-CREDENTIAL", proof.ErrSignature},
		{"without a proof", change(good, "/proof", ""), anyone(), "invalid NESTED-CREDENTIAL", proof.ErrUnsigned},
		{"ended", ended, anyone(), "invalid NESTED-CREDENTIAL", proof.ErrExpired},
		{"of a stranger", signed(t, badge(attacker.id), dataintegrity.EdDSARDFC2022, attacker, dataintegrity.Options{}), only(school.id), "invalid NESTED-CREDENTIAL", proof.ErrNotTrusted},
		{"without criteria", lacking, anyone(), "valid", nil},
		{"without criteria, which is asked", lacking, strict(), "invalid NESTED-CREDENTIAL", proof.ErrNotConformant},
	} {
		file := signed(t, record(school.id, tt.credentials), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
		expect(t, tt.want, passOrFail(t, verifier(env()), file, tt.policy), tt.name)
		if err := verified(t, file, tt.policy).Err(); tt.is != nil {
			require.ErrorIs(t, err, tt.is, tt.name)
			require.ErrorIs(t, err, proof.ErrInvalid, tt.name)
		} else {
			require.NoError(t, err, tt.name)
		}
	}
}

// The badges of a record are found however the record is written: a list in a
// list is no member less in JSON-LD, so the signature of the record stays
// right, and the holder must not be able to hide a badge from the verifier.
func TestBadgesHiddenInARecord(t *testing.T) {
	ended := signed(t, edit(badge(school.id), "/validUntil", `"2026-02-01T00:00:00Z"`), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	doc := record(school.id, ended)
	for _, suite := range []dataintegrity.Cryptosuite{dataintegrity.EdDSARDFC2022, dataintegrity.EdDSAJCS2022} {
		file := signed(t, doc, suite, school, dataintegrity.Options{})
		require.Equal(t, "invalid NESTED-CREDENTIAL", check(t, file))
		subject := doc.Get("credentialSubject").Raw()
		for name, edits := range map[string][]string{
			"the subject in a list":         {"/credentialSubject", "[" + subject + "]"},
			"the subject in a list of one":  {"/credentialSubject", "[[" + subject + "]]"},
			"the subject in a set":          {"/credentialSubject", `{"@set":[` + subject + `]}`},
			"the badge in a list of one":    {"/credentialSubject/verifiableCredential", "[[" + ended + "]]"},
			"the badge in a set":            {"/credentialSubject/verifiableCredential", `{"@set":[` + ended + `]}`},
			"the badge in a graph":          {"/credentialSubject/verifiableCredential", `{"@graph":[` + ended + `]}`},
			"the type in a set":             {"/type", `{"@set":["VerifiableCredential","ClrCredential"]}`},
			"the type and nothing":          {"/type", `["VerifiableCredential","ClrCredential",null]`},
			"the type in a list of one":     {"/type", `[["VerifiableCredential","ClrCredential"]]`},
			"the type as a keyword":         {"/type", "", "/@type", `["VerifiableCredential","ClrCredential"]`},
			"the type by its IRI":           {"/type", `["VerifiableCredential","https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential"]`},
			"the badge below another node":  {"/credentialSubject/verifiableCredential", "", "/@included", `[{"id":` + quote(learner.id) + `,"verifiableCredential":[` + ended + `]}]`},
			"the subject by its id, a twin": {"/credentialSubject", quote(learner.id), "/@included", "[" + subject + "]"},
		} {
			require.NotEqual(t, "valid", check(t, change(file, edits...)), "%s: %s", suite, name)
		}
	}
}
