package standard_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/standard"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// now is when the tests take place, in the validity period of the credential.
var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// person is somebody with a key.
type person struct {
	id  string // DID or URL
	key proof.Key
}

// didKey returns the owner of a key who is named by it.
func didKey(key crypto.Signer) person {
	text := must(multikey.EncodePublic(key.Public()))
	return person{"did:key:" + text, proof.Key{Method: "did:key:" + text + "#" + text, Signer: key}}
}

// fragment returns the key as the fragment of a did:key method spells it.
func (p person) fragment() string { return p.key.Method[strings.IndexByte(p.key.Method, '#')+1:] }

// The people of the tests: a school that issues, its second key, a learner
// who holds, and somebody who attacks. The school also has a seal.
var (
	ca       = testkit.NewCA()
	school   = didKey(ed25519Of("school"))
	schoolEC = didKey(ecdsaOf(elliptic.P256(), "school"))
	schoolP3 = didKey(ecdsaOf(elliptic.P384(), "school of the same name"))
	learner  = didKey(ed25519Of("learner"))
	attacker = didKey(ed25519Of("attacker"))
)

// The keys are made of names, so that they are the same in every process that
// a fuzzer starts.
func ed25519Of(name string) crypto.Signer {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func ecdsaOf(curve elliptic.Curve, name string) *ecdsa.PrivateKey {
	secret := sha512.Sum384([]byte(name))
	return must(ecdsa.ParseRawPrivateKey(curve, secret[:curve.Params().BitSize/8]))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// directory is a resolver with a few controller documents.
type directory map[string]*vc.Controller

func (d directory) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	if doc := d[id]; doc != nil {
		return doc, nil
	}
	return nil, fmt.Errorf("%w: not in the directory", vc.ErrUnreachable)
}

// controller returns the document of somebody with some keys, #0, #1, ...
func controller(id string, keys ...crypto.PublicKey) *vc.Controller {
	doc := &vc.Controller{ID: id, Purposes: make(map[string][]string)}
	for i, key := range keys {
		m := vc.Method{ID: fmt.Sprintf("%s#%d", id, i), Type: "Multikey", Controller: id, Key: key}
		doc.Methods = append(doc.Methods, m)
		for _, purpose := range []string{vc.AssertionMethod, vc.Authentication} {
			doc.Purposes[purpose] = append(doc.Purposes[purpose], m.ID)
		}
	}
	return doc
}

func env(docs ...*vc.Controller) vc.Env {
	d := make(directory)
	for _, doc := range docs {
		d[doc.ID] = doc
	}
	return vc.Env{Clock: func() time.Time { return now }, Resolver: d}
}

const obContext = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

// badge returns a credential of the data model 2.0.
func badge(issuer string) vc.Document {
	return document(fmt.Sprintf(`{
  "@context": [%q, %q],
  "id": "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Vinterferdsel",
  "issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås høgskole"},
  "validFrom": "2026-01-01T00:00:00Z",
  "validUntil": "2027-01-01T00:00:00Z",
  "credentialSubject": {
    "id": %q,
    "type": ["AchievementSubject"],
    "creditsEarned": 2.5,
    "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}],
    "achievement": {"id": "urn:uuid:7c5a0d7e-1111-4a0e-9a53-6a3a1f1a7e01", "type": ["Achievement"], "name": "Vinterferdsel",
      "description": "Ti uker", "humanCode": "VF-1", "fieldOfStudy": "1015", "creditsAvailable": 10, "criteria": {"narrative": "Bestått"},
      "tag": ["vinter", "redning"]}
  }
}`, vc.ContextV2, obContext, issuer, learner.id))
}

// plain returns a credential that is short and understood under any context.
func plain(issuer string) vc.Document {
	return document(fmt.Sprintf(`{"@context":[%q],"type":["VerifiableCredential"],"issuer":%q,"credentialSubject":{"id":%q}}`, vc.ContextV2, issuer, learner.id))
}

func presentation(holder string, credentials ...string) vc.Document {
	return document(fmt.Sprintf(`{"@context":[%q],"type":["VerifiablePresentation"],"holder":%q,"verifiableCredential":[%s]}`,
		vc.ContextV2, holder, strings.Join(credentials, ",")))
}

func document(text string) vc.Document { return must(vc.ParseDocument([]byte(text), vc.Limits{})) }

// edit sets or, where the value is "", removes members; edits are pairs of
// pointer and JSON text.
func edit(doc vc.Document, edits ...string) vc.Document {
	for i := 0; i+1 < len(edits); i += 2 {
		if edits[i+1] == "" {
			doc = must(doc.Without(edits[i]))
		} else {
			doc = must(doc.With(edits[i], edits[i+1]))
		}
	}
	return doc
}

// change edits a secured file, as somebody without the key can.
func change(file string, edits ...string) string { return edit(document(file), edits...).String() }

// once replaces one text in a file, which must be there.
func once(tb testing.TB, file, old, other string) string {
	tb.Helper()
	require.Contains(tb, file, old)
	return strings.Replace(file, old, other, 1)
}

func quote(text string) string { return fmt.Sprintf("%q", text) }

// signed returns a document with a proof.
func signed(tb testing.TB, doc vc.Document, suite dataintegrity.Cryptosuite, by person, options dataintegrity.Options) string {
	tb.Helper()
	if options.Created.IsZero() {
		options.Created = now.Add(-time.Hour)
	}
	file, err := dataintegrity.Sign(tb.Context(), env(), doc, suite, by.key, options)
	require.NoError(tb, err)
	return string(file.Bytes())
}

// added returns a file with a further proof.
func added(tb testing.TB, file string, suite dataintegrity.Cryptosuite, by person, options dataintegrity.Options) string {
	tb.Helper()
	secured, err := proof.Open([]byte(file), vc.Limits{})
	require.NoError(tb, err)
	if options.Created.IsZero() {
		options.Created = now.Add(-time.Hour)
	}
	secured, err = dataintegrity.Add(tb.Context(), env(), secured, suite, by.key, options)
	require.NoError(tb, err)
	return string(secured.Bytes())
}

// token returns a document as a token.
func token(tb testing.TB, doc vc.Document, form jose.Form, by person, options jose.Options) string {
	tb.Helper()
	file, err := jose.Sign(tb.Context(), env(), doc, form, by.key, options)
	require.NoError(tb, err)
	return string(file.Bytes())
}

// rawToken signs any header and payload, right or wrong.
func rawToken(key crypto.Signer, header, payload string) string {
	algorithm, _ := jws.Default(key.Public())
	input := b64(header) + "." + b64(payload)
	return input + "." + jws.Encode(must(algorithm.Sign(key, []byte(input))))
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func envelope(tb testing.TB, token string) string {
	tb.Helper()
	file, err := proof.Open([]byte(token), vc.Limits{})
	require.NoError(tb, err)
	doc, err := jose.Envelope(file)
	require.NoError(tb, err)
	return doc.String()
}

// modeller returns a verifier that knows every proof and the W3C data model,
// and the rules of no format.
func modeller() *proof.Verifier {
	return proof.NewVerifier(env(), must(proof.NewRegistry(append(dataintegrity.Suites(), jose.Suites()...)...)))
}

// anyone does not ask who issued, but knows the root of the test authority.
func anyone() proof.Policy {
	return proof.NewPolicy(proof.Trust{Any: true, Anchors: trust.NewAnchors(ca.Root)})
}

// only trusts those with these identifiers, and seals under the root of the
// test authority.
func only(ids ...string) proof.Policy {
	return proof.NewPolicy(proof.Trust{Issuers: ids, Anchors: trust.NewAnchors(ca.Root)})
}

// strict also demands that the document keeps the rules of its format.
func strict() proof.Policy {
	p := anyone()
	p.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	return p
}

// bound is what a verifier demands that gave a challenge.
func bound() proof.Policy {
	p := anyone()
	p.Domain, p.Challenge = []string{"verifier.example"}, "c1"
	return p
}

func lax() proof.Policy {
	p := anyone()
	p.UnsafeAllowForeignKeys = true
	return p
}

// verifier returns a verifier of everything.
func verifier(env vc.Env) *proof.Verifier {
	return proof.NewVerifier(env, must(standard.Registry()))
}

// outcome verifies a file and returns the verdict with the codes of what was
// required and failed or, where nothing did, is unknown: "valid", "invalid
// PROOF-SIGNATURE", "indeterminate STATUS". A file that is not opened is
// "refused" with the code of the reason.
func outcome(tb testing.TB, v *proof.Verifier, file string, policy proof.Policy) string {
	tb.Helper()
	r, err := v.Verify(tb.Context(), []byte(file), policy)
	return describe(tb, r, err)
}

func describe(tb testing.TB, r *proof.Result, err error) string {
	tb.Helper()
	var format *proof.FormatError
	switch {
	case errors.As(err, &format):
		require.Nil(tb, r)
		return "refused " + format.Code
	case errors.Is(err, vc.ErrLimit):
		require.Nil(tb, r)
		return "refused, limit"
	}
	require.NoError(tb, err)
	require.Equal(tb, vc.AxesOf(r.Findings), r.Axes)
	require.Equal(tb, r.Axes.Verdict(r.Required), r.Verdict)
	require.Equal(tb, r.Verdict == vc.Valid, r.Err() == nil)
	decisive := map[vc.Verdict]vc.Status{vc.Invalid: vc.Fail, vc.Indeterminate: vc.Unknown}
	status, ok := decisive[r.Verdict]
	if !ok {
		return r.Verdict.String()
	}
	var codes []string
	for _, f := range r.Findings {
		if f.Status == status && slices.Contains(r.Required, f.Axis) && !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	return r.Verdict.String() + " " + strings.Join(codes, " ")
}

// check is [outcome] with the environment of the tests and any issuer.
func check(tb testing.TB, file string) string {
	tb.Helper()
	return outcome(tb, verifier(env()), file, anyone())
}

func finding(r *proof.Result, code string) string {
	for _, f := range r.Findings {
		if f.Code == code {
			return f.Status.String()
		}
	}
	return ""
}

// expect compares an outcome and goes on to the next row of a table.
func expect(tb testing.TB, want, got string, name ...any) {
	tb.Helper()
	if want != got {
		tb.Errorf("%s: want %q, got %q", strings.TrimSpace(fmt.Sprintln(name...)), want, got)
	}
}
