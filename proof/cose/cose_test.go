package cose_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func keyOf(signer crypto.Signer) *keys.Private { return must(keys.New(signer, "", "")) }

// seed returns the secret of a key that is the same in every process of a fuzzer.
func seed(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }

var (
	issuer   = keyOf(ed25519.NewKeyFromSeed(seed(1)))
	stranger = keyOf(ed25519.NewKeyFromSeed(seed(2)))
	holder   = keyOf(must(ecdsa.ParseRawPrivateKey(elliptic.P256(), seed(3))))
	people   = map[string]*keys.Private{
		"EdDSA": issuer, "ES256": holder, "ES384": keyOf(must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))),
		"ES512": keyOf(must(ecdsa.GenerateKey(elliptic.P521(), rand.Reader))), "PS256": keyOf(must(rsa.GenerateKey(rand.Reader, 2048))),
	}
	now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
)

func env() vc.Env { return vc.Env{Clock: func() time.Time { return now }} }

func badge(id string) vc.Document {
	return must(vc.ParseDocument([]byte(fmt.Sprintf(`{ "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01", "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås høgskole"}, "validFrom": "2026-01-01T00:00:00Z", "validUntil": "2027-01-01T00:00:00Z",
  "credentialSubject": {"id": %q, "type": ["AchievementSubject"],
    "achievement": {"id": "urn:uuid:7c5a", "type": ["Achievement"], "name": "Grønn omstilling", "description": "Ti uker", "criteria": {"narrative": "Bestått"}}} }`, id, holder.Controller())), vc.Limits{}))
}

func presentation(by string, inside ...string) vc.Document {
	return must(vc.ParseDocument([]byte(fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":%q,"verifiableCredential":[%s]}`,
		by, strings.Join(inside, ","))), vc.Limits{}))
}

func sign(tb testing.TB, doc vc.Document, form cose.Form, by *keys.Private, o cose.Options) *proof.Secured {
	tb.Helper()
	file, err := cose.Sign(tb.Context(), env(), doc, form, by.Key(), o)
	require.NoError(tb, err)
	return file
}

// raw signs any header and payload, right or wrong.
func raw(by *keys.Private, header map[int64]any, payload string) []byte {
	algorithm, _ := jws.Default(by.Signer().Public())
	return must(sign1.Write(header, []byte(payload), func(input []byte) ([]byte, error) { return algorithm.Sign(by.Signer(), input) }))
}

// header returns a good header of the issuer with changes: a label and its value,
// which is left out if it is nil.
func header(changes ...any) map[int64]any {
	h := map[int64]any{1: -8, 3: "application/vc", 4: []byte(issuer.Method()), 16: "application/vc+cose"}
	for i := 0; i < len(changes); i += 2 {
		label := int64(changes[i].(int))
		if h[label] = changes[i+1]; h[label] == nil {
			delete(h, label)
		}
	}
	return h
}

func anyone() proof.Policy { return proof.NewPolicy(proof.AnyIssuer()) }

func verify(tb testing.TB, file []byte, policy proof.Policy) *proof.Result {
	tb.Helper()
	registry := must(proof.NewRegistry(append(cose.Suites(), jose.Suites()...)...))
	result, err := proof.NewVerifier(env(), registry).Verify(tb.Context(), file, policy)
	require.NoError(tb, err)
	return result
}

// status returns the outcome of a rule, the worst if it was asked twice.
func status(r *proof.Result, code string) (worst string) {
	for _, f := range r.Findings {
		if f.Code == code && (worst == "" || worst == "pass") {
			worst = f.Status.String()
		}
	}
	return worst
}

// With every kind of key, what was signed comes back to the byte, and says who
// signed it, alone and in an envelope.
func TestRoundTrips(t *testing.T) {
	for algorithm, by := range people {
		doc := badge(by.Controller())
		file := sign(t, doc, cose.VC, by, cose.Options{Algorithm: algorithm})
		require.Equal(t, proof.COSE, file.Format())
		require.Equal(t, doc.String(), file.Document().String())
		envelope := must(cose.Envelope(file))
		require.Contains(t, envelope.String(), `"id":"data:application/vc+cose;base64,0o`)
		for _, text := range [][]byte{file.Bytes(), envelope.Bytes()} {
			r := verify(t, text, anyone())
			require.Equal(t, vc.Valid, r.Verdict, "%s: %v", algorithm, r.Findings)
			require.Equal(t, by.Controller(), r.Proofs[0].Controller)
			require.Equal(t, "COSE_Sign1", r.Proofs[0].Suite)
			require.Equal(t, doc.String(), r.Document.String())
			for _, code := range []string{"COSE-ALG", "PROOF-SIGNATURE", "ISSUER-KEY", "VCDM2-RULES"} {
				require.Equal(t, "pass", status(r, code), code)
			}
		}
		untagged := verify(t, file.Bytes()[1:], anyone())
		require.Equal(t, vc.Valid, untagged.Verdict, "the tag may be missing (RFC 9052 section 2)")
	}
}

// No byte of a message can be changed, left out or added.
func TestEveryByteCounts(t *testing.T) {
	good := sign(t, badge(holder.Controller()), cose.VC, holder, cose.Options{Expires: now.Add(time.Hour)}).Bytes()
	registry := must(proof.NewRegistry(cose.Suites()...))
	accepts := func(file []byte) bool {
		r, err := proof.NewVerifier(env(), registry).Verify(t.Context(), file, anyone())
		return err == nil && r.Verdict == vc.Valid
	}
	require.True(t, accepts(good))
	for i := range good {
		for _, mask := range []byte{0x01, 0x20, 0x80} {
			bad := append([]byte{}, good...)
			bad[i] ^= mask
			require.False(t, accepts(bad), "byte %d", i)
		}
		require.False(t, accepts(append(append([]byte{}, good[:i]...), good[i+1:]...)) && i > 0, "without byte %d", i)
		require.False(t, accepts(good[:i]), "cut at byte %d", i)
	}
	require.False(t, accepts(append(good, 0)))
	require.False(t, accepts(append(good, '\n')), "a line break is a byte of the file like any other")
}

// Headers that decide, each with the rule that it breaks.
func TestHeaders(t *testing.T) {
	text := badge(issuer.Controller()).String()
	for name, tt := range map[string]struct {
		header        map[int64]any
		code, outcome string
		verdict       vc.Verdict
	}{
		"as it should be":             {header(), "PROOF-SIGNATURE", "pass", vc.Valid},
		"no content type":             {header(3, nil), "COSE-CONTENT-TYPE", "", vc.Valid},
		"a number as content type":    {header(3, 50), "COSE-HEADER", "", vc.Valid},
		"that of a presentation":      {header(3, "application/vp"), "COSE-CONTENT-TYPE", "warn", vc.Valid},
		"a negative content type":     {header(3, -1), "COSE-HEADER", "fail", vc.Invalid},
		"no typ":                      {header(16, nil), "COSE-TYP-GIVEN", "warn", vc.Valid},
		"a typ of drafts":             {header(16, "application/vc+ld+json+cose"), "COSE-TYP-GIVEN", "warn", vc.Valid},
		"a typ without its beginning": {header(16, "vc+cose"), "COSE-TYP-GIVEN", "warn", vc.Valid},
		"the typ of a presentation":   {header(16, "application/vp+cose"), "COSE-CONTENT", "fail", vc.Invalid},
		"another typ":                 {header(16, "application/cwt"), "COSE-TYP", "unknown", vc.Indeterminate},
		"a number as typ":             {header(16, 61), "COSE-TYP", "unknown", vc.Indeterminate},
		"a typ that is a list":        {header(16, []string{"a"}), "COSE-TYP", "fail", vc.Invalid},
		"no algorithm":                {header(1, nil), "COSE-ALG", "fail", vc.Invalid},
		"the name of RFC 9864":        {header(1, -19), "COSE-ALG", "pass", vc.Valid},
		"an algorithm in text":        {header(1, "EdDSA"), "COSE-ALG", "unknown", vc.Indeterminate},
		"none":                        {header(1, "none"), "COSE-ALG", "fail", vc.Invalid},
		"an algorithm that is a list": {header(1, []int{-8}), "COSE-ALG", "fail", vc.Invalid},
		"HMAC":                        {header(1, 5), "COSE-ALG", "fail", vc.Invalid},
		"AES-GCM":                     {header(1, 1), "COSE-ALG", "fail", vc.Invalid},
		"SHA-256":                     {header(1, -16), "COSE-ALG", "fail", vc.Invalid},
		"RSA with SHA-1":              {header(1, -65535), "COSE-ALG", "fail", vc.Invalid},
		"ML-DSA-44":                   {header(1, -48), "COSE-ALG", "unknown", vc.Indeterminate},
		"ES256 with an Ed25519 key":   {header(1, -7), "COSE-ALG", "fail", vc.Invalid},
		"the name of Ed448":           {header(1, -53), "COSE-ALG", "unknown", vc.Indeterminate},
		"crit that is understood":     {header(2, []int{16}), "COSE-CRIT", "", vc.Valid},
		"crit of tomorrow":            {header(2, []any{"x"}, 99, true), "COSE-CRIT", "fail", vc.Invalid},
		"crit of another number":      {header(2, []any{99}, 99, true), "COSE-CRIT", "fail", vc.Invalid},
		"crit of what is not there":   {header(2, []int{15}), "COSE-CRIT", "fail", vc.Invalid},
		"empty crit":                  {header(2, []int{}), "COSE-CRIT", "fail", vc.Invalid},
		"crit that is no list":        {header(2, 1), "COSE-CRIT", "fail", vc.Invalid},
		"what nobody knows":           {header(99, map[string]any{"a": 1.5}), "PROOF-SIGNATURE", "pass", vc.Valid},
		"a kid in text":               {header(4, issuer.Method()), "COSE-HEADER", "fail", vc.Invalid},
		"no kid":                      {header(4, nil), "PROOF-SIGNATURE", "pass", vc.Valid},
		"a kid that names nothing":    {header(4, []byte{0xff}), "PROOF-SIGNATURE", "pass", vc.Valid},
		"a hint that leads nowhere":   {header(4, []byte("key-1")), "COSE-KID", "warn", vc.Valid},
		"the thumbprint of the key":   {header(4, []byte(issuer.Public().Thumbprint())), "COSE-KID", "", vc.Valid},
		"the kid of a stranger":       {header(4, []byte(stranger.Method())), "ISSUER-KEY", "fail", vc.Invalid},
		"claims that are no map":      {header(15, 1), "COSE-CLAIMS", "fail", vc.Invalid},
		"the right issuer":            {header(15, map[int]any{1: issuer.Controller(), 2: holder.Controller()}), "COSE-ISS", "", vc.Valid},
		"another issuer":              {header(15, map[int]any{1: stranger.Controller()}), "COSE-ISS", "fail", vc.Invalid},
		"an issuer in bytes":          {header(15, map[int]any{1: []byte(issuer.Controller())}), "COSE-ISS", "fail", vc.Invalid},
		"another subject":             {header(15, map[int]any{2: "did:example:ola"}), "COSE-CONFLICT", "warn", vc.Valid},
		"a signature that has ended":  {header(15, map[int]any{4: now.Unix()}), "COSE-EXP", "fail", vc.Invalid},
		"a second before its end":     {header(15, map[int]any{4: float64(now.Unix()) + 0.5}), "COSE-EXP", "pass", vc.Valid},
		"an end in text":              {header(15, map[int]any{4: "2099-01-01"}), "COSE-EXP", "fail", vc.Invalid},
		"one that has not begun":      {header(15, map[int]any{5: now.Unix() + 1}), "COSE-NBF", "fail", vc.Invalid},
		"an audience":                 {header(15, map[int]any{3: "https://verifier.example"}), "PROOF-DOMAIN", "not-asked", vc.Valid},
		"an audience that is none":    {header(15, map[int]any{3: 1}), "PROOF-DOMAIN", "fail", vc.Valid},
	} {
		r := verify(t, raw(issuer, tt.header, text), anyone())
		require.Equal(t, tt.outcome, status(r, tt.code), "%s: %v", name, r.Findings)
		require.Equal(t, tt.verdict, r.Verdict, "%s: %v", name, r.Findings)
	}
}

// What decides does not count where anybody can change it.
func TestUnprotectedHeader(t *testing.T) {
	text := badge(issuer.Controller()).String()
	good := raw(issuer, header(), text)
	bare := raw(issuer, header(4, nil), text)
	at := strings.Index(string(good), "\xa0Y") // the empty map before the payload
	require.Positive(t, at)
	with := func(file []byte, unprotected string) []byte {
		at := strings.Index(string(file), "\xa0Y")
		return []byte(string(file[:at]) + unprotected + string(file[at+1:]))
	}
	for name, tt := range map[string]struct {
		file          []byte
		code, outcome string
		verdict       vc.Verdict
	}{
		"a kid":                {with(bare, "\xa1\x04\x45key-1"), "COSE-KID", "warn", vc.Valid},
		"a kid in both":        {with(good, "\xa1\x04\x45key-1"), "COSE-BOTH", "warn", vc.Valid},
		"a typ":                {with(good, "\xa1\x10\x61x"), "COSE-HEADER", "fail", vc.Invalid},
		"crit":                 {with(good, "\xa1\x02\x81\x01"), "COSE-HEADER", "fail", vc.Invalid},
		"claims":               {with(good, "\xa1\x0f\xa0"), "COSE-HEADER", "fail", vc.Invalid},
		"an algorithm in both": {with(good, "\xa1\x01\x05"), "COSE-BOTH", "warn", vc.Valid},
		"only the algorithm":   {with(raw(issuer, header(1, nil), text), "\xa1\x01\x27"), "COSE-ALG", "fail", vc.Invalid},
		"what nobody knows":    {with(good, "\xa1\x18\x63\xf5"), "PROOF-SIGNATURE", "pass", vc.Valid},
	} {
		r := verify(t, tt.file, anyone())
		require.Equal(t, tt.outcome, status(r, tt.code), "%s: %v", name, r.Findings)
		require.Equal(t, tt.verdict, r.Verdict, "%s: %v", name, r.Findings)
	}
}

// The payload must be a credential, read as strictly as any JSON.
func TestPayloads(t *testing.T) {
	text := badge(issuer.Controller()).String()
	for name, tt := range map[string]struct{ payload, code string }{
		"nothing":        {"", "COSE-PAYLOAD"},
		"no object":      {"[]", "COSE-PAYLOAD"},
		"a name twice":   {strings.Replace(text, `"id": "urn`, `"id": "urn:a", "id": "urn`, 1), "COSE-PAYLOAD"},
		"more after it":  {text + "{}", "COSE-PAYLOAD"},
		"no UTF-8":       {strings.Replace(text, "Bestått", "\xff", 1), "COSE-PAYLOAD"},
		"a presentation": {presentation(issuer.Controller()).String(), "COSE-CONTENT"},
		"no credential":  {`{"a":1}`, "ISSUER-KEY"},
		"has ended":      {strings.Replace(text, "2027-01", "2026-02", 1), "VALID-UNTIL"},
		"of a stranger":  {badge(stranger.Controller()).String(), "ISSUER-KEY"},
	} {
		r, err := proof.NewVerifier(env(), must(proof.NewRegistry(cose.Suites()...))).Verify(t.Context(), raw(issuer, header(), tt.payload), anyone())
		if err != nil {
			require.Equal(t, "COSE-PAYLOAD", tt.code, "%s: %v", name, err)
			continue
		}
		require.Equal(t, "fail", status(r, tt.code), "%s: %v", name, r.Findings)
		require.Equal(t, vc.Invalid, r.Verdict, name)
	}
	detached := strings.Replace(string(raw(issuer, header(), "{}")), "\xa0\x42{}", "\xa0\xf6", 1)
	_, err := proof.NewVerifier(env(), must(proof.NewRegistry(cose.Suites()...))).Verify(t.Context(), []byte(detached), anyone())
	require.ErrorContains(t, err, "FORMAT-PAYLOAD")
	inner := strings.Replace(text, `"validFrom"`, `"proof": {"type": "X"}, "validFrom"`, 1)
	r := verify(t, raw(issuer, header(), inner), anyone())
	require.Equal(t, "warn", status(r, "COSE-INNER-PROOF"))
	require.False(t, r.Document.Get("proof").Exists(), "a proof that nobody checked must not be relied upon")
}

// A presentation answers one verifier's challenge, and its credentials are looked at.
func TestPresentations(t *testing.T) {
	const domain, challenge = "https://verifier.example", "a-challenge-of-theirs"
	inside := must(cose.Envelope(sign(t, badge(issuer.Controller()), cose.VC, issuer, cose.Options{}))).String()
	token := must(jose.Envelope(must(jose.Sign(t.Context(), env(), badge(issuer.Controller()), jose.VCJOSE, issuer.Key(), jose.Options{})))).String()
	policy := anyone()
	policy.Domain, policy.Challenge = []string{domain}, challenge
	policy.Require = []vc.Axis{vc.Authentic, vc.Bound}
	good := sign(t, presentation(holder.Controller(), inside, token), cose.VP, holder, cose.Options{Domain: policy.Domain, Challenge: challenge})
	for _, text := range [][]byte{good.Bytes(), must(cose.Envelope(good)).Bytes()} {
		r := verify(t, text, policy)
		require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
		require.Len(t, r.Credentials, 2)
	}
	for name, o := range map[string]cose.Options{
		"none": {}, "another domain": {Domain: []string{"https://other.example"}, Challenge: challenge},
		"one domain more": {Domain: []string{domain, "https://other.example"}, Challenge: challenge}, "another challenge": {Domain: policy.Domain, Challenge: "another-challenge"},
	} {
		r := verify(t, sign(t, presentation(holder.Controller(), inside), cose.VP, holder, o).Bytes(), policy)
		require.Equal(t, vc.Invalid, r.Verdict, name)
	}
	require.Equal(t, vc.Indeterminate, verify(t, good.Bytes(), func() proof.Policy { p := anyone(); p.Require = policy.Require; return p }()).Verdict,
		"it was made for somebody, who is perhaps not you")
	altered := strings.Replace(inside, "base64,0oR", "base64,0oQ", 1)
	for _, bad := range []string{altered, strings.Replace(inside, ";base64", "", 1), strings.Replace(inside, "base64,", "base64,%20", 1), strings.Replace(token, ",ey", ";base64,ey", 1)} {
		require.Equal(t, vc.Invalid, verify(t, sign(t, presentation(holder.Controller(), bad), cose.VP, holder, cose.Options{Domain: policy.Domain, Challenge: challenge}).Bytes(), policy).Verdict, bad)
	}
}

// An envelope is what it says, and its base64 may lack the padding.
func TestEnvelopes(t *testing.T) {
	var unpadded, padded int
	for n := range 3 {
		doc := must(badge(issuer.Controller()).With("/name", `"`+strings.Repeat("a", n+1)+`"`))
		good := must(cose.Envelope(sign(t, doc, cose.VC, issuer, cose.Options{}))).String()
		bare := strings.TrimRight(good[:len(good)-2], "=") + good[len(good)-2:]
		r := verify(t, []byte(bare), anyone())
		require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
		if bare == good {
			padded++
			require.Empty(t, status(r, "COSE-BASE64"))
		} else {
			unpadded++
			require.Equal(t, "warn", status(r, "COSE-BASE64"))
		}
		require.Equal(t, vc.Invalid, verify(t, []byte(strings.Replace(good, `"EnvelopedVerifiableCredential"`, `"EnvelopedVerifiablePresentation"`, 1)), anyone()).Verdict)
	}
	require.Equal(t, []int{1, 2}, []int{padded, unpadded})
}

// A message of a key on another curve than the usual one is not said to be forged:
// RFC 9053 section 2.1 allows it, and it is not supported here.
func TestOtherCurves(t *testing.T) {
	h := header(1, -36, 4, []byte(holder.Method()))
	r := verify(t, raw(holder, h, badge(holder.Controller()).String()), anyone())
	require.Equal(t, "unknown", status(r, "COSE-ALG"))
	require.Equal(t, vc.Indeterminate, r.Verdict)
	h[1] = int64(-52) // ESP512 is tied to P-521 (RFC 9864 section 2.1)
	require.Equal(t, vc.Invalid, verify(t, raw(holder, h, badge(holder.Controller()).String()), anyone()).Verdict)
}

// A key of BLS12-381 signs no messages, and nobody's message is its own.
func TestBLSKey(t *testing.T) {
	bls := must(keys.Generate(keys.BLS12381))
	_, err := cose.Sign(t.Context(), env(), badge(bls.Controller()), cose.VC, bls.Key(), cose.Options{})
	require.ErrorContains(t, err, "COSE-ALG")
	for id, want := range map[int]string{-8: "fail", -7: "fail", -47: "unknown"} {
		r := verify(t, raw(issuer, header(1, id, 4, []byte(bls.Method())), badge(bls.Controller()).String()), anyone())
		require.Equal(t, want, status(r, "COSE-ALG"), id)
		require.Empty(t, status(r, "PROOF-SIGNATURE"))
	}
}

func TestSignRefuses(t *testing.T) {
	good, key := badge(issuer.Controller()), issuer.Key()
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for want, try := range map[string]func() (*proof.Secured, error){
		"COSE-TYP": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), good, "vc+jwt", key, cose.Options{})
		},
		"COSE-CONTENT": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), good, cose.VP, key, cose.Options{})
		},
		"must be enveloped": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), presentation(issuer.Controller(), good.String()), cose.VP, key, cose.Options{})
		},
		"COSE-ALG": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), good, cose.VC, key, cose.Options{Algorithm: "ES256"})
		},
		"PROOF-KEY": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), good, cose.VC, proof.Key{}, cose.Options{})
		},
		"PROOF-CHALLENGE": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), good, cose.VC, key, cose.Options{Challenge: "short"})
		},
		"PROOF-EXISTS": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), must(good.With("/proof", "{}")), cose.VC, key, cose.Options{})
		},
		"context canceled": func() (*proof.Secured, error) { return cose.Sign(canceled, env(), good, cose.VC, key, cose.Options{}) },
		"data model 2.0 are": func() (*proof.Secured, error) {
			return cose.Sign(t.Context(), env(), must(good.With("/@context", `["https://www.w3.org/2018/credentials/v1"]`)), cose.VC, key, cose.Options{})
		},
	} {
		_, err := try()
		require.ErrorContains(t, err, want)
	}
	_, err := cose.Envelope(must(proof.Open(good.Bytes(), vc.Limits{})))
	require.ErrorContains(t, err, "COSE-FORM")
}

// Whatever the bytes are, verifying them ends, and nobody's message but the issuer's
// is valid.
func FuzzVerify(f *testing.F) {
	good := must(cose.Sign(context.Background(), env(), badge(issuer.Controller()), cose.VC, issuer.Key(), cose.Options{})).Bytes()
	f.Add(good)
	f.Add(good[1:])
	f.Add([]byte("\xd2\x84\x40\xa0\xf6\x40"))
	f.Add(raw(stranger, header(), badge(issuer.Controller()).String()))
	verifier := proof.NewVerifier(env(), must(proof.NewRegistry(cose.Suites()...)))
	f.Fuzz(func(t *testing.T, src []byte) {
		r, err := verifier.Verify(t.Context(), src, anyone())
		if err == nil && r.Verdict == vc.Valid && r.Format == proof.COSE {
			require.Equal(t, issuer.Controller(), r.Proofs[0].Controller)
			require.Equal(t, badge(issuer.Controller()).String(), r.Document.String())
		}
	})
}
