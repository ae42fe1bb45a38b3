package examples_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"testing"
	"time"

	"github.com/multiformats/go-multibase"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// Each benchmark runs on a badge of 6 KB and a Europass credential of 24 KB.
// Where there is a case json-gold, it is the straightforward way to do the
// same with that module: parse into maps, Normalize, hash, Ed25519, and none
// of the other checks.
func benchmark(b *testing.B, run func(b *testing.B, doc vc.Document)) {
	edc := withDataIntegrity(b, document(b, payloadFile))
	for _, doc := range []vc.Document{document(b, badgeFile), edc} {
		name := "edc"
		if ob3.Is(doc) {
			name = "badge"
		}
		doc, err := vc.ParseDocument(compact(b, doc.Bytes()), vc.Limits{})
		require.NoError(b, err)
		b.Run(name, func(b *testing.B) { run(b, doc) })
	}
}

// withDataIntegrity adds the context that a Europass credential needs to carry
// a Data Integrity proof; the contexts of VC 2.0 have its terms, those of 1.1
// do not.
func withDataIntegrity(t testing.TB, doc vc.Document) vc.Document {
	doc, err := doc.With("/@context/-", `"https://w3id.org/security/data-integrity/v2"`)
	require.NoError(t, err)
	return doc
}

func measure(b *testing.B, name string, size int, do func() error) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(size))
		for b.Loop() {
			if err := do(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	benchmark(b, func(b *testing.B, doc vc.Document) {
		text := doc.Bytes()
		measure(b, "mikromerit", len(text), func() error {
			_, err := vc.ParseDocument(text, vc.Limits{})
			return err
		})
		measure(b, "encoding-json", len(text), func() error {
			var m map[string]any
			return json.Unmarshal(text, &m)
		})
	})
}

func BenchmarkCanonicalise(b *testing.B) {
	benchmark(b, func(b *testing.B, doc vc.Document) {
		measure(b, "mikromerit", len(doc.Bytes()), func() error {
			_, err := jsonld.Canonicalize(b.Context(), doc.Root(), jsonld.Options{})
			return err
		})
		gold, document := newGold(b), parseGold(b, doc.Bytes())
		measure(b, "json-gold", len(doc.Bytes()), func() error {
			_, err := gold.normalize(document)
			return err
		})
	})
}

func BenchmarkIssue(b *testing.B) {
	private := testKey(b).Signer().(ed25519.PrivateKey)
	key := proof.Key{Method: testKey(b).Method(), Signer: private}
	benchmark(b, func(b *testing.B, doc vc.Document) {
		text := doc.Bytes()
		measure(b, "mikromerit", len(text), func() error {
			doc, err := vc.ParseDocument(text, vc.Limits{})
			if err != nil {
				return err
			}
			_, err = dataintegrity.Sign(b.Context(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, key, dataintegrity.Options{})
			return err
		})
		gold := newGold(b)
		measure(b, "json-gold", len(text), func() error {
			_, err := gold.issue(text, private, key.Method)
			return err
		})
	})
}

func BenchmarkVerify(b *testing.B) {
	// The issuer of the Europass credential is known by a certificate, and no
	// did:key speaks for it; what is measured is the same.
	policy := proof.NewPolicy(proof.AnyIssuer())
	policy.UnsafeAllowForeignKeys = true
	registry, err := mikromerit.Registry()
	require.NoError(b, err)
	v := proof.NewVerifier(vc.Env{}, registry)
	benchmark(b, func(b *testing.B, doc vc.Document) {
		file := sign(b, doc, dataintegrity.EdDSARDFC2022).Bytes()
		measure(b, "mikromerit", len(file), func() error {
			result, err := v.Verify(b.Context(), file, policy)
			if err == nil && result.Verdict != vc.Valid {
				b.Fatalf("%+v", result.Findings)
			}
			return err
		})
		gold, public := newGold(b), testKey(b).Signer().Public().(ed25519.PublicKey)
		measure(b, "json-gold", len(file), func() error {
			if !gold.verify(b, file, public) {
				b.Fatal("the baseline does not accept the signature")
			}
			return nil
		})
	})
}

func BenchmarkVerifySeal(b *testing.B) {
	v, file := verifier(b, testkit.SealTime.Add(time.Hour)), read(b, sealedFile)
	measure(b, "edc", len(file), func() error {
		result, err := v.Verify(b.Context(), file)
		if err == nil && result.Verdict != vc.Valid {
			b.Fatalf("%+v", result.Findings)
		}
		return err
	})
}

// gold is the straightforward pipeline over json-gold, with all contexts in
// memory and parsed.
type gold struct {
	options   *ld.JsonLdOptions
	documents map[string]any
}

func newGold(t testing.TB) *gold {
	g := &gold{ld.NewJsonLdOptions(""), map[string]any{}}
	g.options.DocumentLoader = g
	g.options.Algorithm = ld.AlgorithmURDNA2015
	g.options.Format = "application/n-quads"
	for _, url := range []string{contexts.CredentialsV1, contexts.CredentialsV2, contexts.OpenBadges303,
		contexts.EuMicroCredential, contexts.DataIntegrityV2, contexts.EuropassEDC} {
		c, ok := contexts.Builtin().Lookup(url)
		require.True(t, ok, url)
		g.documents[url] = parseGold(t, c.JSON())
	}
	return g
}

func (g *gold) LoadDocument(url string) (*ld.RemoteDocument, error) {
	document, ok := g.documents[url]
	if !ok {
		return nil, ld.NewJsonLdError(ld.LoadingDocumentFailed, url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: document}, nil
}

func parseGold(t testing.TB, text []byte) map[string]any {
	var m map[string]any
	require.NoError(t, json.Unmarshal(text, &m))
	return m
}

func (g *gold) normalize(document map[string]any) (string, error) {
	out, err := ld.NewJsonLdProcessor().Normalize(document, g.options)
	if err != nil {
		return "", err
	}
	return out.(string), nil
}

// hashData returns what a proof with this configuration signs.
func (g *gold) hashData(document, config map[string]any) ([]byte, error) {
	config["@context"] = document["@context"]
	var out []byte
	for _, m := range []map[string]any{config, document} {
		text, err := g.normalize(m)
		if err != nil {
			return nil, err
		}
		digest := sha256.Sum256([]byte(text))
		out = append(out, digest[:]...)
	}
	delete(config, "@context")
	return out, nil
}

func (g *gold) issue(text []byte, key ed25519.PrivateKey, method string) ([]byte, error) {
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	config := map[string]any{
		"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-03-02T09:30:00Z",
		"verificationMethod": method, "proofPurpose": "assertionMethod",
	}
	input, err := g.hashData(document, config)
	if err != nil {
		return nil, err
	}
	if config["proofValue"], err = multibase.Encode(multibase.Base58BTC, ed25519.Sign(key, input)); err != nil {
		return nil, err
	}
	document["proof"] = config
	return json.Marshal(document)
}

func (g *gold) verify(t testing.TB, file []byte, key ed25519.PublicKey) bool {
	document := parseGold(t, file)
	config, single := document["proof"].(map[string]any)
	if !single { // Open Badges have an array of proofs
		config = document["proof"].([]any)[0].(map[string]any)
	}
	delete(document, "proof")
	_, signature, err := multibase.Decode(config["proofValue"].(string))
	require.NoError(t, err)
	delete(config, "proofValue")
	input, err := g.hashData(document, config)
	require.NoError(t, err)
	return ed25519.Verify(key, input, signature)
}

// The baseline must do the same work: what the one signs the other accepts.
func TestBaselineAgrees(t *testing.T) {
	private := testKey(t).Signer().(ed25519.PrivateKey)
	for _, name := range []string{badgeFile, payloadFile} {
		doc := document(t, name)
		if name == payloadFile {
			doc = withDataIntegrity(t, doc)
		}
		g := newGold(t)
		require.True(t, g.verify(t, sign(t, doc, dataintegrity.EdDSARDFC2022).Bytes(), private.Public().(ed25519.PublicKey)), name)
		file, err := g.issue(doc.Bytes(), private, testKey(t).Method())
		require.NoError(t, err)
		v := verifier(t, testkit.SealTime.Add(time.Hour))
		v.Policy = proof.NewPolicy(proof.AnyIssuer())
		v.Policy.UnsafeAllowForeignKeys = true
		result, err := v.Verify(t.Context(), file)
		require.NoError(t, err)
		require.Equal(t, vc.Valid, result.Verdict, "%s: %+v", name, result.Findings)
	}
}
