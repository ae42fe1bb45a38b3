package badge_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// least signs a document with the default mandatory pointers and reveals
// nothing else.
func least(t *testing.T, doc vc.Document) *proof.Secured {
	t.Helper()
	key, err := keys.Generate(keys.P256)
	require.NoError(t, err)
	issuer := "/issuer/id"
	if !doc.Get("issuer").IsObject() {
		issuer = "/issuer"
	}
	doc, err = doc.With(issuer, quoted(key.Controller()))
	require.NoError(t, err)
	options := dataintegrity.SelectiveOptions{Mandatory: ob3.MandatoryPointers(doc)}
	options.Array = true
	base, err := dataintegrity.SignSelective(t.Context(), vc.Env{}, doc, proof.Key{Method: key.Method(), Signer: key.Signer()}, options)
	require.NoError(t, err)
	derived, err := dataintegrity.Derive(t.Context(), vc.Env{}, base, dataintegrity.DeriveOptions{})
	require.NoError(t, err)
	r, err := verifier(t, vc.Env{Clock: func() time.Time { return today }}).VerifySecured(t.Context(), derived, anyone)
	require.NoError(t, err)
	require.Equal(t, vc.Valid, r.Proofs[0].Verdict, "%v", r.Findings)
	return derived
}

// A holder who reveals nothing but what is mandatory has a badge that breaks no
// rule, when the issuer takes the default: no reader has to refuse it.
func TestMandatoryPointersYieldAConformantBadge(t *testing.T) {
	s := newSigner(t)
	example, err := os.ReadFile("../examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	parsed := func(text []byte) vc.Document {
		doc, err := vc.ParseDocument(text, vc.Limits{})
		require.NoError(t, err)
		return doc
	}
	made := func(c interface{ Document() (vc.Document, error) }) vc.Document {
		doc, err := c.Document()
		require.NoError(t, err)
		return doc
	}
	plainID := `[{"type":"IdentityObject","hashed":false,"identityHash":"Kari","identityType":"name"},{"type":"IdentityObject","hashed":false,"identityHash":"k@a.example","identityType":"emailAddress"}]`
	for name, test := range map[string]struct {
		doc        vc.Document
		kept, gone []string
	}{
		"our example": {parsed(example),
			[]string{"/id", "/name", "/validFrom", "/issuer/name", "/credentialSubject/identifier/0/salt", "/credentialSubject/achievement/criteria", "/credentialSubject/achievement/description"},
			[]string{"/credentialSubject/result", "/credentialSubject/birthDate", "/credentialSubject/achievement/tag", "/issuer/email"}},
		"made by hand":             {made(s.badge()), []string{"/credentialSubject/id"}, []string{"/credentialSubject/identifier"}},
		"a recipient with names":   {made(with(t, s.badge(), "/credentialSubject", `{"type":["AchievementSubject"],"identifier":`+plainID+`,"achievement":{"id":"urn:x:a","type":["Achievement"],"name":"n","description":"d","criteria":{"narrative":"x"}}}`)), []string{"/credentialSubject/identifier/0"}, []string{"/credentialSubject/identifier/1"}},
		"an endorsement":           {made(s.endorse(badgeID)), []string{"/credentialSubject/id", "/name"}, []string{"/credentialSubject/endorsementComment"}},
		"with an end and a status": {made(with(t, s.badge(), "/validUntil", `"2030-01-01T00:00:00Z"`, "/credentialStatus", `{"id":"https://a.example/1#1","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"https://a.example/1"}`)), []string{"/validUntil", "/credentialStatus/statusListIndex"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.Empty(t, ob3.Check(test.doc), "the whole")
			doc := least(t, test.doc).Document()
			require.Empty(t, ob3.Check(doc), doc.String())
			for _, pointer := range test.kept {
				require.True(t, doc.Lookup(pointer).Exists(), pointer)
			}
			for _, pointer := range test.gone {
				require.False(t, doc.Lookup(pointer).Exists(), pointer)
			}
		})
	}
	// What is missing has no pointer, and nothing is too odd to be asked.
	for _, odd := range []string{`{}`, `{"type":7,"issuer":[{"name":"x"}],"credentialSubject":"x"}`, `{"credentialSubject":[{"identifier":{}},7]}`} {
		for _, pointer := range ob3.MandatoryPointers(parsed([]byte(odd))) {
			require.True(t, parsed([]byte(odd)).Lookup(pointer).Exists(), pointer)
		}
	}
}

// A badge of ours that was issued without any mandatory pointer, before there
// were defaults, is derived and verified; the finding says what that means.
func TestBaseWithNothingMandatory(t *testing.T) {
	file, err := proof.Open(testkit.ReadShared(t, "cases/sd-base-nothing-mandatory.json"), vc.Limits{})
	require.NoError(t, err)
	derived, err := dataintegrity.Derive(t.Context(), vc.Env{}, file, dataintegrity.DeriveOptions{Reveal: []string{"/issuer", "/validFrom", "/credentialSubject/achievement/name"}})
	require.NoError(t, err)
	v := verifier(t, vc.Env{})
	r, err := v.VerifySecured(t.Context(), derived, anyone)
	require.NoError(t, err)
	said := false
	for _, f := range r.Findings {
		if f.Code == "SD-WITHHELD" {
			said = true
			require.Equal(t, vc.Warn, f.Status)
			require.Contains(t, f.Detail, "an end of validity or a status")
			require.Contains(t, f.Detail, "left /type, /issuer/id, /validFrom to the holder")
		}
	}
	require.True(t, said)
}
