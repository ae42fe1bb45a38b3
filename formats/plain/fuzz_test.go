package plain

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// FuzzDecode reads any credential with any residue. Every leaf is accounted for, and
// whatever the residue says, who issued the credential, who it is for and when it is in
// force stay what every reader sees.
func FuzzDecode(f *testing.F) {
	f.Add(foreign, `{}`)
	f.Add(`{"@context":["https://www.w3.org/ns/credentials/v2","`+ExtensionContext+`"],"type":["VerifiableCredential","EuMicroCredential"],"name":"Kurs","issuer":{"id":"did:web:a.example","name":"A"},"validUntil":"2026-01-01T00:00:00Z","credentialSubject":{"id":"did:key:z6Mk","name":"Kari"}}`,
		`{"envelope.issuer.id":"did:web:b.example","envelope":null,"envelope.validUntil":null,"learner.id":"x","definition.outcomes[100000].title":{"en":"x"},"award.parts[0].award.parts[0].definition.title":{"nb":"Doktorgrad"},"envelope.revocation":"x"}`)
	f.Fuzz(func(t *testing.T, text, residue string) {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{Bytes: 1 << 16})
		if err != nil {
			return
		}
		if r, err := doc.With("/residue", `{"microcredential":`+residue+`}`); err == nil {
			doc = r
		}
		c, report, err := Decode(doc, DecodeOptions{})
		if err != nil {
			return
		}
		require.NoError(t, mapping.AccountsForDocument(report, doc.Root(), c))
		seen, _, err := Decode(doc, DecodeOptions{WithoutExtension: true})
		require.NoError(t, err)
		for _, id := range [][2]string{{seen.Envelope.ID, c.Envelope.ID}, {seen.Envelope.Issuer.ID, c.Envelope.Issuer.ID}, {seen.Learner.ID, c.Learner.ID}} {
			require.True(t, id[0] == "" || id[0] == id[1], id)
		}
		require.True(t, seen.Envelope.ValidUntil.IsZero() || seen.Envelope.ValidUntil == c.Envelope.ValidUntil)
		require.True(t, seen.Envelope.ValidFrom.IsZero() || seen.Envelope.ValidFrom == c.Envelope.ValidFrom)
		require.LessOrEqual(t, len(mc.Paths(c)), 1_000+100*len(mapping.Leaves(doc.Root())))
		_, _, _ = Encode(c, EncodeOptions{IssuerID: issuerID, PersonalData: true})
	})
}
