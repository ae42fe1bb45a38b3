package mikromerit_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// published is the complete badge of the specification, cut down to what most
// badges have: without endorsements and what nobody can look up, and issued by key.
func published(tb testing.TB, key *keys.Private) vc.Document {
	tb.Helper()
	var all map[string]any
	require.NoError(tb, json.Unmarshal(testkit.ReadShared(tb, "data", "samples", "ob3-spec", "Complete_OpenBadgeCredential.json"), &all))
	all["@context"] = []string{vc.ContextV2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
	all["validFrom"], all["validUntil"] = "2024-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
	for _, name := range []string{"proof", "endorsement", "endorsementJwt", "credentialStatus", "refreshService", "evidence"} {
		delete(all, name)
	}
	issuer := all["issuer"].(map[string]any)
	issuer["id"] = key.Controller()
	delete(issuer, "endorsement")
	delete(issuer, "endorsementJwt")
	subject := all["credentialSubject"].(map[string]any)
	achievement := subject["achievement"].(map[string]any)
	delete(achievement, "endorsement")
	delete(achievement, "endorsementJwt")
	achievement["creator"] = map[string]any{"id": "https://1edtech.edu/issuers/565049", "type": []string{"Profile"}, "name": "1EdTech University"}
	achievement["resultDescription"] = achievement["resultDescription"].([]any)[:1]
	subject["result"] = subject["result"].([]any)[:1]
	all["credentialSchema"] = []any{map[string]any{"id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", "type": "JsonSchema"}}
	text, err := json.Marshal(all)
	require.NoError(tb, err)
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(tb, err)
	return doc
}

func minimal(tb testing.TB, key *keys.Private) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(`{"@context":["`+vc.ContextV2+`"],"id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","type":["VerifiableCredential"],"issuer":"`+key.Controller()+`","validFrom":"2024-01-01T00:00:00Z","credentialSubject":{"id":"did:example:abcdef"}}`), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

func BenchmarkSign(b *testing.B) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(b, err)
	pk := key.Key()
	for name, doc := range map[string]vc.Document{"badge": published(b, key), "minimal": minimal(b, key)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			text := doc.Bytes()
			for b.Loop() {
				doc, err := vc.ParseDocument(text, vc.Limits{})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := dataintegrity.Sign(b.Context(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, pk, dataintegrity.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(b, err)
	pk := key.Key()
	for name, doc := range map[string]vc.Document{"badge": published(b, key), "minimal": minimal(b, key)} {
		signed, err := dataintegrity.Sign(b.Context(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, pk, dataintegrity.Options{})
		require.NoError(b, err)
		v := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{key.Controller()}})
		text := signed.Bytes()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r, err := v.Verify(b.Context(), text)
				if err != nil {
					b.Fatal(err)
				}
				if r.Verdict != vc.Valid {
					b.Fatal(r.Findings)
				}
			}
		})
		b.Run(name+"/two", func(b *testing.B) {
			b.SetParallelism(1)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := v.Verify(b.Context(), text); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}

// BenchmarkBBS measures bbs-2023 on the badge: with what a badge must show mandatory,
// and the name and criteria of the achievement revealed.
func BenchmarkBBS(b *testing.B) {
	key, err := keys.Generate(keys.BLS12381)
	require.NoError(b, err)
	doc := published(b, key)
	mandatory := dataintegrity.SelectiveOptions{Mandatory: ob3.MandatoryPointers(doc)}
	reveal := dataintegrity.DeriveOptions{Reveal: []string{"/credentialSubject/achievement/name", "/credentialSubject/achievement/criteria"}, PresentationHeader: []byte("8f1c")}
	base, err := dataintegrity.SignSelective(b.Context(), vc.Env{}, doc, key.Key(), mandatory)
	require.NoError(b, err)
	derived, err := dataintegrity.Derive(b.Context(), vc.Env{}, base, reveal)
	require.NoError(b, err)
	v := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{key.Controller()}})
	v.Policy.Challenge = "8f1c"
	for name, do := range map[string]func() error{
		"Issue": func() error {
			_, err := dataintegrity.SignSelective(b.Context(), vc.Env{}, doc, key.Key(), mandatory)
			return err
		},
		"Derive": func() error {
			_, err := dataintegrity.Derive(b.Context(), vc.Env{}, base, reveal)
			return err
		},
		"Verify": func() error {
			r, err := v.Verify(b.Context(), derived.Bytes())
			if err == nil && r.Verdict != vc.Valid {
				b.Fatal(r.Findings)
			}
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
