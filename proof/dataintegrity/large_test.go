package dataintegrity_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// repeated returns n texts, each made with its number, as the elements of an array.
func repeated(n int, text func(i int) string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = text(i)
	}
	return "[" + strings.Join(all, ",") + "]"
}

// record is a comprehensive learner record of n ordinary badges, each with a
// proof of its own, and all of one learner without an id.
func record(t testing.TB, issuer string, n int) vc.Document {
	t.Helper()
	badges := repeated(n, func(i int) string {
		one := badge(t, issuer).String()
		one = strings.Replace(one, "0d1d1c0e-58cb", fmt.Sprintf("0d1d1c0e-%04d", i), 1)
		one = strings.Replace(one, "5bd6d3f6-6be8", fmt.Sprintf("5bd6d3f6-%04d", i/4), 1) // four of each achievement
		return strings.TrimSuffix(strings.TrimSpace(one), "}") + fmt.Sprintf(`,"proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022",
			"created":"2026-05-04T09:00:00Z","verificationMethod":%q,"proofPurpose":"assertionMethod","proofValue":"z%d"}]}`, issuer+"#key-1", i)
	})
	doc, err := vc.ParseDocument(fmt.Appendf(nil, `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:9d1d1c0e-58cb-4b1f-9a40-0c8f4d6a0b11", "type": ["VerifiableCredential", "ClrCredential"],
  "name": "Vitnemål", "issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås høgskole"}, "validFrom": "2026-05-04T09:00:00+02:00",
  "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": %s}}`, issuer, badges), vc.Limits{})
	require.NoError(t, err)
	return doc
}

// aligned is a badge with n alignments, which are blank nodes.
func aligned(t testing.TB, issuer string, n int) vc.Document {
	t.Helper()
	doc, err := badge(t, issuer).With("/credentialSubject/achievement/alignment", repeated(n, func(i int) string {
		return fmt.Sprintf(`{"type":["Alignment"],"targetName":"Ferdighet %d","targetUrl":"https://vocabulary.example/%d"}`, i, i)
	}))
	require.NoError(t, err)
	return doc
}

// graded is a badge with n results, which are blank nodes, of a few values.
func graded(t testing.TB, issuer string, n int) vc.Document {
	t.Helper()
	doc, err := badge(t, issuer).With("/credentialSubject/result", repeated(n, func(i int) string {
		return fmt.Sprintf(`{"type":["Result"],"resultDescription":"https://vocabulary.example/exam/%d","value":"%d"}`, i, i%7)
	}))
	require.NoError(t, err)
	return doc
}

// Size alone is no reason to refuse: what is limited is the work of telling
// like nodes apart, of which ordinary documents cause next to none.
func TestLargeOrdinaryDocuments(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	for name, doc := range map[string]vc.Document{
		"a record of 64 badges": record(t, key.Controller(), 64), "a record of 100 badges": record(t, key.Controller(), 100),
		"1,000 results":    graded(t, key.Controller(), 1_000),
		"1,000 alignments": aligned(t, key.Controller(), 1_000), "10,000 alignments": aligned(t, key.Controller(), 10_000),
	} {
		file, err := dataintegrity.Sign(t.Context(), clockAt(2026), doc, dataintegrity.EdDSARDFC2022, keyOf(key), dataintegrity.Options{})
		require.NoError(t, err, name)
		require.Equal(t, vc.Valid, verdictOfProof(t, file), name)
	}
}

// verdictOfProof is the verdict on the only proof of a file.
func verdictOfProof(t testing.TB, file *proof.Secured) vc.Verdict {
	t.Helper()
	registry, err := mikromerit.Registry()
	require.NoError(t, err)
	suite, ok := registry.Suite(file.Proofs()[0].Kind, file.Proofs()[0].Suite)
	require.True(t, ok)
	evidence, err := suite.Verify(t.Context(), clockAt(2026), proof.Job{File: file, Proof: file.Proofs()[0]})
	require.NoError(t, err)
	return vc.VerdictOf(evidence.Findings)
}
