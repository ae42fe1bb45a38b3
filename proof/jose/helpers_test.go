package jose_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

const issuerURL = "https://vestre-aas.example/issuer"

// signer is somebody with a key.
type signer struct {
	id  string // DID or URL
	key proof.Key
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// didKey returns the owner of a key who is named by it.
func didKey(key crypto.Signer) signer {
	text := must(multikey.EncodePublic(key.Public()))
	return signer{"did:key:" + text, proof.Key{Method: "did:key:" + text + "#" + text, Signer: key}}
}

// didJWK returns the owner of a key, of any kind, who is named by it.
func didJWK(key crypto.Signer) signer {
	id := "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(must(jwk.EncodePublic(key.Public(), ""))))
	return signer{id, proof.Key{Method: id + "#0", Signer: key}}
}

var (
	ed25519Key = newEd25519()
	otherKey   = newEd25519()
	holderKey  = newEd25519()
	p256Key    = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	p384Key    = must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	p521Key    = must(ecdsa.GenerateKey(elliptic.P521(), rand.Reader))
	rsaKey     = must(rsa.GenerateKey(rand.Reader, 2048))
	issuer     = didKey(ed25519Key)
)

func newEd25519() crypto.Signer {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return must(key, err)
}

// directory is a resolver with a few controller documents.
type directory map[string]*vc.Controller

func (d directory) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	if id == "https://broken.example" {
		return nil, errors.New("this is no controller document")
	}
	if doc := d[id]; doc != nil {
		return doc, nil
	}
	return nil, fmt.Errorf("%w: not in the directory", vc.ErrUnreachable)
}

// controller returns the document of somebody with some keys, #0, #1, ...
func controller(id string, keys ...crypto.PublicKey) *vc.Controller {
	doc := &vc.Controller{ID: id, Purposes: make(map[string][]string)}
	for i, key := range keys {
		m := vc.Method{ID: fmt.Sprintf("%s#%d", id, i), Type: "JsonWebKey", Controller: id, Key: key}
		doc.Methods = append(doc.Methods, m)
		for _, purpose := range []string{vc.AssertionMethod, vc.Authentication} {
			doc.Purposes[purpose] = append(doc.Purposes[purpose], m.ID)
		}
	}
	return doc
}

// now is in the validity period of the credentials.
var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func env(docs ...*vc.Controller) vc.Env {
	d := make(directory)
	for _, doc := range docs {
		d[doc.ID] = doc
	}
	return vc.Env{Clock: func() time.Time { return now }, Resolver: d}
}

// badge returns a credential of the data model 2.0.
func badge(issuer string) vc.Document {
	return document(fmt.Sprintf(`{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås høgskole"},
  "validFrom": "2026-01-01T00:00:00.25Z",
  "validUntil": "2027-01-01T01:00:00+01:00",
  "credentialSubject": {
    "id": "did:example:kari",
    "type": ["AchievementSubject"],
    "creditsEarned": 2.5,
    "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}],
    "achievement": {"id": "urn:uuid:7c5a", "type": ["Achievement"], "name": "Grønn omstilling", "description": "Ti uker", "criteria": {"narrative": "Bestått"}}
  }
}`, issuer))
}

// oldBadge returns a credential of the data model 1.1.
func oldBadge(issuer string) string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"urn:uuid:1","type":["VerifiableCredential"],
"issuer":{"id":%q},"issuanceDate":"2026-01-01T00:00:00Z","expirationDate":"2027-01-01T00:00:00Z","credentialSubject":{"id":"did:example:kari","degree":"x"}}`, issuer)
}

func presentation(holder string, credentials ...string) vc.Document {
	return document(fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":%q,"verifiableCredential":[%s]}`,
		holder, strings.Join(credentials, ",")))
}

func document(text string) vc.Document { return must(vc.ParseDocument([]byte(text), vc.Limits{})) }

func edit(doc vc.Document, pointer, raw string) vc.Document {
	if raw == "" {
		return must(doc.Without(pointer))
	}
	return must(doc.With(pointer, raw))
}

func sign(tb testing.TB, doc vc.Document, form jose.Form, by signer, options jose.Options) *proof.Secured {
	tb.Helper()
	file, err := jose.Sign(tb.Context(), env(), doc, form, by.key, options)
	require.NoError(tb, err)
	return file
}

// token signs any header and payload, right or wrong.
func token(key crypto.Signer, header, payload string) string {
	a, _ := jws.Default(key.Public())
	return tokenWith(a, key, header, payload)
}

func tokenWith(a jws.Algorithm, key crypto.Signer, header, payload string) string {
	input := jws.Encode([]byte(header)) + "." + jws.Encode([]byte(payload))
	return input + "." + jws.Encode(must(a.Sign(key, []byte(input))))
}

func anyone() proof.Policy { return proof.NewPolicy(proof.AnyIssuer()) }

func verifier(env vc.Env) *proof.Verifier {
	return proof.NewVerifier(env, must(proof.NewRegistry(jose.Suites()...)))
}

func verify(tb testing.TB, env vc.Env, file string, policy proof.Policy) *proof.Result {
	tb.Helper()
	result, err := verifier(env).Verify(tb.Context(), []byte(file), policy)
	require.NoError(tb, err)
	return result
}

// checked returns what the suite finds, whatever a verifier makes of it.
func checked(tb testing.TB, env vc.Env, text string, policy proof.Policy) proof.Evidence {
	tb.Helper()
	file, err := proof.Open([]byte(text), env.Limits)
	require.NoError(tb, err)
	e, err := jose.Suites()[0].Verify(tb.Context(), env, proof.Job{File: file, Proof: file.Proofs()[0], Policy: policy})
	require.NoError(tb, err)
	return e
}

// faults lists the findings that are no success.
func faults(r *proof.Result) string {
	var out []string
	for _, f := range r.Findings {
		if f.Status != vc.Pass && f.Status != vc.NotAsked {
			out = append(out, f.Code+" "+f.Status.String())
		}
	}
	return strings.Join(out, ", ")
}

func finding(r *proof.Result, code string) string { return status(r.Findings, code) }

func status(findings []vc.Finding, code string) string {
	for _, f := range findings {
		if f.Code == code {
			return f.Status.String()
		}
	}
	return ""
}
