package speed

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// sealed is a file with a seal and who believes it.
type sealed struct {
	file, payload []byte
	signed        []byte // what the signature covers
	verifier      *mikromerit.Verifier
}

// newSealed seals a credential as the Commission's software does, at baseline
// level B with an RSA key.
func newSealed(t testing.TB, payload []byte) sealed {
	t.Helper()
	ca := testkit.NewCA()
	s := sealed{payload: payload, file: testkit.Seal(payload, testkit.SealOptions{})}
	var parts struct {
		Payload    string `json:"payload"`
		Signatures []struct {
			Protected string `json:"protected"`
		} `json:"signatures"`
	}
	require.NoError(t, json.Unmarshal(s.file, &parts))
	s.signed = []byte(parts.Signatures[0].Protected + "." + parts.Payload)
	s.verifier = mikromerit.NewVerifier(mikromerit.Trust{Anchors: trust.NewAnchors(ca.Root), Issuers: []string{testkit.SealIdentifier}})
	s.verifier.Policy.UnsafeAllowUnknownRevocation = true // level B has no revocation data
	s.verifier.Env = vc.Env{Clock: func() time.Time { return now.Add(time.Hour) }}
	return s
}

// verify returns the ways to verify the seal: with the rules of the format, and
// without them.
func (s sealed) verify(t testing.TB) (whole, alone *way) {
	t.Helper()
	registry, err := proof.NewRegistry(jades.Suites()...)
	require.NoError(t, err)
	v := proof.NewVerifier(s.verifier.Env, registry)
	whole = &way{name: "seal", do: func() error { return errOf(s.verifier.Verify(context.Background(), s.file)) }}
	alone = &way{name: "seal, proof alone", do: func() error { return errOf(v.Verify(context.Background(), s.file, s.verifier.Policy)) }}
	return whole, alone
}

// errOf returns why a result is not valid, or why there is none.
func errOf(result interface{ Err() error }, err error) error {
	if err != nil {
		return err
	}
	return result.Err()
}

// seals compares the verification of a seal with what nobody can avoid: RSA,
// SHA-256 over what is signed, and to read the credential once.
func (b *bench) seals(t *testing.T) []row {
	w := workOf(t, "elm111k", "edc")
	s := newSealed(t, w.text)
	whole, alone := s.verify(t)
	least := limit(t, s.payload, verifyingToken(t, testkit.NewCA().RSA.Key, s.signed))
	n, each := rounds()
	race(t, n, each, whole, alone, least)
	return []row{
		{w.name + ", JAdES seal verify over the limit", whole.over(least).String(), "1.8 / 1.3"},
		{w.name + ", JAdES seal verify over the limit, without the rules of the format", alone.over(least).String(), "1.8 / 1.3"},
	}
}

// tokens compares VC-JWT with its limit. The comparison with npm's jose is in
// [TestNode].
func (b *bench) tokens(t *testing.T) []row {
	w := workOf(t, "ob4k", "badge")
	var rows []row
	for _, kind := range []keys.Type{keys.P256, keys.Ed25519} {
		token := b.newToken(t, kind, w.text)
		whole, alone := token.verify(t)
		least := limit(t, token.payload, verifyingToken(t, token.key.Signer(), token.signed))
		n, each := rounds()
		race(t, n, each, whole, alone, least)
		rows = append(rows,
			row{w.name + ", VC-JWT verify over the limit, " + string(kind), whole.over(least).String(), ""},
			row{w.name + ", VC-JWT verify over the limit, " + string(kind) + ", without the rules of the format", alone.over(least).String(), ""})
	}
	return rows
}

// token is a credential as a VC-JWT (Open Badges 3.0 section 8.2).
type token struct {
	file, payload, signed []byte
	key                   *keys.Private
}

func (b *bench) newToken(t testing.TB, kind keys.Type, text []byte) token {
	t.Helper()
	key := b.key
	if kind != keys.Ed25519 {
		var err error
		key, err = keys.Generate(kind)
		require.NoError(t, err)
	}
	out, err := mikromerit.IssueDocument(t.Context(), document(t, text), key, mikromerit.IssueOptions{
		SignOptions: mikromerit.SignOptions{Env: env(), Suite: "jwt"}, SetIssuer: key != b.key,
	})
	require.NoError(t, err)
	k := token{file: out.File.Bytes(), key: key}
	k.signed = k.file[:bytes.LastIndexByte(k.file, '.')]
	k.payload, err = base64.RawURLEncoding.DecodeString(string(k.signed[bytes.IndexByte(k.signed, '.')+1:]))
	require.NoError(t, err)
	return k
}

func (k token) verify(t testing.TB) (whole, alone *way) {
	t.Helper()
	all := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{k.key.Controller()}})
	all.Env = env()
	registry, err := proof.NewRegistry(jose.Suites()...)
	require.NoError(t, err)
	v := proof.NewVerifier(env(), registry)
	whole = &way{name: "token", do: func() error { return errOf(all.Verify(context.Background(), k.file)) }}
	alone = &way{name: "token, proof alone", do: func() error { return errOf(v.Verify(context.Background(), k.file, all.Policy)) }}
	return whole, alone
}
