package ob2

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// What is served at the addresses of a badge is no award: whoever gives it is
// told what it is, and not that it is a forged badge.
func TestWhatAwardsReferTo(t *testing.T) {
	oldClass := oldWeb(Edition10)[classID]
	for text, want := range map[string]Kind{
		string(testkit.ReadShared(t, "cases/ob2-badgeclass.json")):     Class,
		string(testkit.ReadShared(t, "cases/ob2-issuer-profile.json")): Profile,
		classText():                                   Class,
		issuerText():                                  Profile,
		string(oldClass):                              Class,
		string(oldWeb(Edition11)[classID]):            Class,
		string(oldWeb(Edition11)[issuerID]):           Profile,
		string(web()[listID]):                         RevocationList,
		string(keyText(t, keyID, issuerID, newEC(t))): Key,
		`{"@context":"https://w3id.org/openbadges/v2","@type":["Endorsement"],"@id":"https://a.example/e"}`: Endorsement,
		`{"@context":"https://w3id.org/openbadges/v2","type":"Criteria"}`:                                   Part,
		`{"@context":"https://w3id.org/openbadges/v2"}`:                                                     Part,
		`{"type":"Profile","id":"https://a.example/1"}`:                                                     0,
		`{}`: 0,
	} {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, want, KindOf(doc), text)
		_, err = Verify(t.Context(), []byte(text), vc.Env{}, trusted())
		require.ErrorIs(t, err, ErrNoBadge)
		var format *proof.FormatError
		require.True(t, errors.As(err, &format))
		require.Equal(t, "OB2-FORMAT", format.Code)
		if want != 0 {
			require.Contains(t, err.Error(), want.String()+" of Open Badges")
			require.Contains(t, err.Error(), "not an awarded badge")
		}
	}
	for _, text := range append([]string{awardText()}, oldBadges[Edition05], oldBadges[Edition10], oldBadges[Edition11]) {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, Award, KindOf(doc))
	}
	require.Equal(t, "no document of Open Badges", Kind(99).String())
}

// Blockcerts 1 and 2 are not supported, which is no reason to call them
// invalid; version 3 is a verifiable credential and nothing of this package.
func TestBlockcerts(t *testing.T) {
	two := edit(t, edit(t, awardText(), "/badge", edit(t, classText(), "/issuer", issuerText())), "/verification", `{"type":["MerkleProofVerification2017","Extension"]}`)
	two = edit(t, two, "/signature", `{"type":["MerkleProof2017","Extension"],"anchors":[{"sourceId":"0xabc","type":"ETHData"}]}`)
	for name, tt := range map[string]struct {
		text string
		want Kind
	}{
		"2 by its context":        {edit(t, two, "/@context", `["https://w3id.org/openbadges/v2","https://w3id.org/blockcerts/v2"]`), Blockcerts2},
		"2 by its proof":          {two, Blockcerts2},
		"2 of an early schema":    {edit(t, two, "/@context", `["https://w3id.org/openbadges/v2","https://w3id.org/blockcerts/schema/2.0-alpha/context.json"]`), Blockcerts2},
		"2 by its verification":   {edit(t, two, "/signature", ""), Blockcerts2},
		"1.2":                     {`{"@context":"https://w3id.org/blockcerts/v1","type":"CertificateDocument","document":{"recipient":{}},"receipt":{"type":"ChainpointSHA256v2"}}`, Blockcerts1},
		"1.2 without its context": {`{"document":{"recipient":{}},"receipt":{"type":"ChainpointSHA256v2"}}`, Blockcerts1},
		"1.1":                     {`{"recipient":{"identity":"x"},"assertion":{"uid":"1"},"certificate":{"issuer":{}},"verify":{},"signature":"x"}`, Blockcerts1},
	} {
		doc, err := vc.ParseDocument([]byte(tt.text), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, tt.want, KindOf(doc), name)
		for _, fetcher := range []vc.Fetcher{nil, web()} {
			p := trusted()
			p.Recipients = []string{mail}
			r := verify(t, tt.text, fetcher, p)
			require.Equal(t, vc.Indeterminate, r.Verdict, "%s: %v", name, unusual(r.Findings))
			require.Equal(t, vc.Indeterminate, r.Axes[vc.Authentic])
			require.Equal(t, vc.Indeterminate, r.Axes[vc.InForce])
			require.NotEqual(t, vc.Invalid, r.Axes[vc.Conformant])
			require.Contains(t, details(r, vc.Unknown), map[Kind]string{Blockcerts1: "Blockcerts 1 is not supported", Blockcerts2: "Blockcerts 2 is not supported"}[tt.want])
		}
	}
	_, err := Read(t.Context(), []byte(`{"document":{},"receipt":{}}`), ReadOptions{})
	require.ErrorContains(t, err, "Blockcerts 1 is not supported")
	three, err := vc.ParseDocument([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://w3id.org/blockcerts/v3"],"type":["VerifiableCredential","BlockcertsCredential"]}`), vc.Limits{})
	require.NoError(t, err)
	require.Zero(t, KindOf(three))
}

// A signature with padding is told what is wrong with it, as any token is.
func TestPaddedToken(t *testing.T) {
	_, err := Verify(t.Context(), testkit.ReadShared(t, "cases/ob2-padded-signature.jws"), vc.Env{}, trusted())
	require.ErrorContains(t, err, "JSON Web Signature")
	require.ErrorContains(t, err, "base64url")
	_, err = Verify(t.Context(), []byte("eyJhbGciOiJSUzI1NiJ9.bm90IEpTT04.AAAA"), vc.Env{}, trusted())
	require.ErrorIs(t, err, ErrNoBadge)
	require.ErrorContains(t, err, "what it signs is not one strict JSON object")
}
