package examples_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// verifier believes the test authority and the test key, and thinks it is the
// given time.
func verifier(t testing.TB, now time.Time) *mikromerit.Verifier {
	t.Helper()
	anchors, err := trust.ParsePEM(read(t, anchorFile))
	require.NoError(t, err)
	v := mikromerit.NewVerifier(mikromerit.Trust{Anchors: anchors, Issuers: []string{testKey(t).Controller(), testkit.SealIdentifier}})
	v.Env = vc.Env{Clock: func() time.Time { return now }}
	return v
}

// The examples are to be valid for as long as anybody may read them.
func TestSecuredFilesAreValidForDecades(t *testing.T) {
	for _, name := range []string{sealedFile, signedFile, signedJCSFile} {
		for _, year := range []int{2027, 2043} {
			now := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
			result, err := verifier(t, now).Verify(t.Context(), read(t, name))
			require.NoError(t, err)
			require.Equal(t, vc.Valid, result.Verdict, "%s in %d: %+v", name, year, result.Findings)
			for _, f := range result.Findings {
				switch f.Code {
				case "SEAL-REVOCATION", "SEAL-NAME", "ELM-RULES":
				default:
					require.Contains(t, []vc.Status{vc.Pass, vc.NotAsked}, f.Status, "%s in %d: %+v", name, year, f)
				}
			}
		}
	}
}

// The digests were computed with other implementations, from the published contexts
// and the file of our extension: PyLD 2 for the badge, jsonld.js 8 in safe mode for
// the payload.
func TestCanonicalFormsAgreeWithAnotherImplementation(t *testing.T) {
	for name, want := range map[string]string{
		badgeFile:   "80d9fdea09c4dec35cdc4e2a4d5096ec998bc9d9dd624b0101a69b89fe19a5ca",
		payloadFile: "8cd2829093d769ee22ec8d27e0df84c9406673d82e5e10ea9f0b812418f321a2",
	} {
		canonical, err := jsonld.Canonicalize(t.Context(), document(t, name).Root(), jsonld.Options{})
		require.NoError(t, err, name)
		digest := sha256.Sum256(canonical.Bytes())
		require.Equal(t, want, hex.EncodeToString(digest[:]), name)
	}
}

func TestPayloadHasAllElementsOfAnnexI(t *testing.T) {
	credential, _, err := edc.Decode(document(t, payloadFile), edc.DecodeOptions{})
	require.NoError(t, err)
	for _, row := range mc.AnnexI(credential) {
		require.Equal(t, mc.Present, row.Status, "%s: %s", row.Title, row.Note)
	}
}

// badgeElements says where in the badge each element of Annex I stands.
var badgeElements = []string{
	1: "/credentialSubject/identifier/0/identityHash", 2: "/credentialSubject/achievement/title/se",
	3: "/issuer/address/addressCountryCode", 4: "/credentialSubject/awardingBody/0/name", 5: "/awardedDate",
	6: "/credentialSubject/achievement/learningOutcome/2/title", 7: "/credentialSubject/achievement/creditPoint/0/point",
	8: "/credentialSubject/achievement/level/1/concept/id", 9: "/credentialSubject/achievement/assessment/0/assessmentType/0",
	10: "/credentialSubject/achievement/participation/0", 11: "/credentialSubject/achievement/quality/0/qualityType",
	12: "/credentialSubject/achievement/entryRequirement/fi", 13: "/credentialSubject/assessmentResult/0/supervision/identityVerified",
	14: "/credentialSubject/assessmentResult/0/grade/sv", 15: "/credentialSubject/achievement/stackability/stackMode",
	16: "/credentialSubject/achievement/furtherInformation/nb",
}

func TestBadgeHasAllElementsOfAnnexI(t *testing.T) {
	for number, pointer := range badgeElements[1:] {
		require.True(t, document(t, badgeFile).Lookup(pointer).Exists(), "element %d at %s", number+1, pointer)
	}
}

func TestBadgeFitsThePublishedSchema(t *testing.T) {
	text := testkit.ReadShared(t, "data/schemas/ob_v3p0_achievementcredential_schema.json")
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("https://schema.example/ob", parsed))
	schema, err := compiler.Compile("https://schema.example/ob")
	require.NoError(t, err)
	for _, name := range []string{badgeFile, signedFile, signedJCSFile} {
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(document(t, name).String()))
		require.NoError(t, err)
		require.NoError(t, schema.Validate(instance), name)
	}
	require.Error(t, schema.Validate(map[string]any{"type": json.Number("1")}), "the schema accepts anything")
}

// Nobody real is named: every address is below .example (RFC 6761 section
// 6.5) or names a vocabulary.
func TestEverythingIsFictional(t *testing.T) {
	vocabularies := []string{"www.w3.org", "purl.imsglobal.org", "mikromerit.github.io", "data.europa.eu", "publications.europa.eu"}
	for _, name := range []string{payloadFile, badgeFile} {
		for _, text := range texts(document(t, name).Root()) {
			address, err := url.Parse(text)
			if _, mail, ok := strings.Cut(text, "@"); ok {
				require.True(t, strings.HasSuffix(mail, ".example"), text)
			} else if err == nil && address.Host != "" && !slices.Contains(vocabularies, address.Host) {
				require.True(t, strings.HasSuffix(address.Host, ".example"), text)
			}
		}
	}
}

// texts returns every string of a value.
func texts(v jsontree.Value) []string {
	if v.Kind() == jsontree.String {
		return []string{v.Text()}
	}
	var out []string
	for i := range v.Len() {
		out = append(out, texts(v.At(i))...)
	}
	return out
}
