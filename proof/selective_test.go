package proof_test

import (
	"bytes"
	"crypto/elliptic"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// derivedValue is the proof value of a derived proof, as the specification
// lays it out.
type derivedValue struct {
	_                struct{} `cbor:",toarray"`
	BaseSignature    []byte
	PublicKey        []byte
	Signatures       [][]byte
	Labels           map[uint32][]byte
	MandatoryIndexes []int
}

func readDerived(tb testing.TB, file string) derivedValue {
	tb.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(document(file).Lookup("/proof/proofValue").Text(), "u"))
	require.NoError(tb, err)
	require.True(tb, bytes.HasPrefix(raw, []byte{0xd9, 0x5d, 0x01}))
	var value derivedValue
	require.NoError(tb, cbor.Unmarshal(raw[3:], &value))
	return value
}

func (d derivedValue) put(file string) string {
	body := must(must(cbor.CoreDetEncOptions().EncMode()).Marshal(d))
	return change(file, "/proof/proofValue", quote("u"+base64.RawURLEncoding.EncodeToString(append([]byte{0xd9, 0x5d, 0x01}, body...))))
}

// selectively returns a base proof and a proof that is derived from it, which
// reveals both results.
func selectively(tb testing.TB, doc vc.Document, by person) (base, derived string) {
	tb.Helper()
	file, err := dataintegrity.SignSelective(tb.Context(), env(), doc, by.key, dataintegrity.SelectiveOptions{Mandatory: []string{"/issuer", "/validFrom", "/validUntil"}})
	require.NoError(tb, err)
	revealed, err := dataintegrity.Derive(tb.Context(), env(), file, dataintegrity.DeriveOptions{Reveal: []string{"/credentialSubject/result", "/credentialSubject/achievement/name"}})
	require.NoError(tb, err)
	return string(file.Bytes()), string(revealed.Bytes())
}

// A base proof is for the holder: shown to a verifier it proves nothing, in
// whatever way it is dressed up.
func TestBaseProofIsNoDerivedProof(t *testing.T) {
	base, derived := selectively(t, badge(schoolEC.id), schoolEC)
	require.Equal(t, "valid", check(t, derived))
	require.Equal(t, "invalid PROOF-VALUE", check(t, base))
	raw := must(base64.RawURLEncoding.DecodeString(document(base).Lookup("/proof/proofValue").Text()[1:]))
	for header := range byte(10) {
		raw[2] = header
		require.Equal(t, "invalid PROOF-VALUE", check(t, change(base, "/proof/proofValue", quote("u"+base64.RawURLEncoding.EncodeToString(raw)))), header)
	}
	value := readDerived(t, derived)
	require.Equal(t, "invalid PROOF-VALUE", check(t, value.put(base)), "a derived proof on the whole document")
	secured, err := proof.Open([]byte(derived), vc.Limits{})
	require.NoError(t, err)
	_, err = dataintegrity.Derive(t.Context(), env(), secured, dataintegrity.DeriveOptions{Reveal: []string{"/issuer"}})
	require.ErrorContains(t, err, "derived")
}

// A derived proof fits one selection of one credential. See [TestVectorsOfTheSuite] for
// most of what can be done to its value.
func TestDerivedProofs(t *testing.T) {
	_, file := selectively(t, badge(schoolEC.id), schoolEC)
	_, other := selectively(t, edit(badge(schoolEC.id), "/credentialSubject/result/0/value", `"F"`), schoolEC)
	good, foreign := readDerived(t, file), readDerived(t, other)
	require.Equal(t, "valid", check(t, good.put(file)))
	keys := make([]uint32, 0, len(good.Labels))
	for n := range good.Labels {
		keys = append(keys, n)
	}
	slices.Sort(keys)
	require.GreaterOrEqual(t, len(keys), 2)
	for name, forge := range map[string]func(*derivedValue){
		"other indexes":      func(d *derivedValue) { d.MandatoryIndexes[0]++ },
		"the key of another": func(d *derivedValue) { d.PublicKey = foreign.PublicKey },
	} {
		d := readDerived(t, file)
		forge(&d)
		got := check(t, d.put(file))
		require.True(t, strings.HasPrefix(got, "invalid PROOF-"), "%s: %s", name, got)
	}
	for name, edits := range map[string][]string{
		"a result less":          {"/credentialSubject/result/0", ""},
		"a result more":          {"/credentialSubject/result/-", `{"type":["Result"],"value":"A+"}`},
		"results put together":   {"/credentialSubject/result", `[{"type":["Result"],"value":["A","B"]}]`},
		"a result for another":   {"/credentialSubject/result/0/value", `"F"`},
		"what was not revealed":  {"/credentialSubject/creditsEarned", "2.5"},
		"a mandatory part":       {"/validUntil", ""},
		"another end":            {"/validUntil", `"2029-01-01T00:00:00Z"`},
		"a proof for signing in": {"/proof/proofPurpose", `"authentication"`},
		"a link":                 {"/proof/previousProof", `"urn:x"`},
		"another time":           {"/proof/created", `"2026-05-01T00:00:00Z"`},
	} {
		require.True(t, strings.HasPrefix(check(t, change(file, edits...)), "invalid "), name)
	}
	// A statement key of one's own cannot be put under a foreign base proof,
	// and a base proof of one's own is not the issuer's.
	_, forged := selectively(t, badge(schoolEC.id), didKey(ecdsaOf(elliptic.P256(), "forger")))
	require.Equal(t, "invalid ISSUER-KEY", check(t, forged))
}
