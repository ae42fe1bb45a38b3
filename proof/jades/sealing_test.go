package jades_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// draft is a credential with all that could be changed by mistake: white space,
// escapes, other scripts, a number in an unusual form.
const draft = "{ \"id\": \"urn:credential:1\",\n\t\"issuer\": {\"id\": \"urn:epass:org:1\", \"legalName\": {\"nb\": \"Vestre Ås høgskole\"}},\n" +
	"\"title\": \"a < b & c > d \\u00e5 \\/ \U0001f393 čáŋđ\", \"n\": 1.50e+2 }\n"

var sealCA = testkit.NewCA()

func sealerOf(s testkit.Sealer) jades.Sealer {
	return jades.Sealer{Key: s.Key, Chain: append([]*x509.Certificate{s.Certificate}, s.Chain...)}
}

// sealedBy seals the draft with services at a time.
func sealedBy(t *testing.T, o jades.SealOptions) jades.Sealed {
	t.Helper()
	if o.Services == nil {
		o.Services = &testkit.Services{CA: sealCA, Clock: sealClock}
	}
	o.Anchors = trust.NewAnchors(sealCA.Root)
	out, err := jades.Seal(t.Context(), vc.Env{Clock: sealClock}, []byte(draft), sealerOf(sealCA.RSA), o)
	require.NoError(t, err)
	return out
}

func sealClock() time.Time { return testkit.SealTime }

// newSealers returns a sealer with each kind of key.
func newSealers(t *testing.T) map[string]testkit.Sealer {
	t.Helper()
	out := map[string]testkit.Sealer{"RS256": sealCA.RSA, "ES256": sealCA.EC}
	for i, curve := range map[string]elliptic.Curve{"ES384": elliptic.P384(), "ES512": elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		require.NoError(t, err)
		out[i] = sealCA.Issue(key, nil)
	}
	return out
}

// Every combination of key, layout, options and level makes a seal that holds
// under a strict policy, is of the level and keeps the payload to the byte.
func TestSeal(t *testing.T) {
	anchors := trust.NewAnchors(sealCA.Root)
	changes := map[string]func(*jades.SealOptions){
		"general":   func(*jades.SealOptions) {},
		"flattened": func(o *jades.SealOptions) { o.Layout = jades.Flattened },
		"encoded":   func(o *jades.SealOptions) { o.Encoded = true },
		"sigT":      func(o *jades.SealOptions) { o.SigT = true },
		"x5t#o":     func(o *jades.SealOptions) { o.DigestO = true },
		"adoTst":    func(o *jades.SealOptions) { o.ContentStamp = true },
		"both":      func(o *jades.SealOptions) { o.ContentStamp, o.Encoded, o.Layout = true, true, jades.Flattened },
	}
	for alg, sealer := range newSealers(t) {
		for name, change := range changes {
			for level := jades.B; level <= jades.LTA; level++ {
				o := jades.SealOptions{Level: level, Anchors: anchors, Services: &testkit.Services{CA: sealCA, Clock: sealClock}}
				change(&o)
				out, err := jades.Seal(t.Context(), vc.Env{Clock: sealClock}, []byte(draft), sealerOf(sealer), o)
				require.NoError(t, err)
				require.Equal(t, level, out.Level, "%s %s: %v", alg, name, out.Findings)
				require.True(t, strings.HasPrefix(string(out.File), `{"payload":"`), "Europass recognises a sealed file by its first member")
				file, err := proof.Open(out.File, vc.Limits{})
				require.NoError(t, err)
				require.Equal(t, proof.JAdES, file.Format())
				require.Equal(t, alg, file.Proofs()[0].Signature.Header.Get("alg").Text())
				payload, err := file.Proofs()[0].Signature.PayloadBytes()
				require.NoError(t, err)
				require.Equal(t, draft, string(payload))
				policy := strict(anchors)
				policy.UnsafeAllowUnknownRevocation = level < jades.LT
				require.Empty(t, faults(checkWith(t, file, policy, testkit.SealTime)[0].Findings), "%s %s %s", alg, name, level)
			}
		}
	}
}

// The algorithm follows the key, and can be chosen among those that fit it.
func TestAlgorithms(t *testing.T) {
	for _, c := range []struct {
		want string
		o    jades.SealOptions
	}{
		{"RS256", jades.SealOptions{}}, {"PS256", jades.SealOptions{PSS: true}}, {"RS384", jades.SealOptions{Algorithm: "RS384"}},
		{"RS512", jades.SealOptions{Algorithm: "RS512"}}, {"PS512", jades.SealOptions{Algorithm: "PS512", PSS: true}},
	} {
		file, err := proof.Open(sealedBy(t, c.o).File, vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, c.want, file.Proofs()[0].Signature.Header.Get("alg").Text())
		require.Empty(t, faults(checkSecured(t, file, trust.NewAnchors(sealCA.Root), testkit.SealTime)[0].Findings))
	}
}

// A compact seal is possible at level B.
func TestCompactSeal(t *testing.T) {
	out := sealedBy(t, jades.SealOptions{Layout: jades.Compact})
	require.Equal(t, 2, strings.Count(string(out.File), "."))
	require.Empty(t, faults(check(t, out.File, trust.NewAnchors(sealCA.Root), testkit.SealTime)[0].Findings))
}

// brokenKey is a key in a device that answers with something else than a signature.
type brokenKey struct {
	crypto.Signer
	err error
}

func (k brokenKey) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return make([]byte, 256), k.err
}

// What cannot become a valid seal is refused before anything is signed.
func TestSealRefuses(t *testing.T) {
	issued := func(change func(*x509.Certificate)) jades.Sealer {
		return sealerOf(sealCA.Issue(sealCA.RSA.Key, change))
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	good, services := sealerOf(sealCA.RSA), &testkit.Services{CA: sealCA, Clock: sealClock}
	token := "eyJhbGciOiJFUzI1NiIsInR5cCI6InZjK2p3dCJ9.e30.AAAA"
	for _, c := range []struct {
		name, code, payload string
		sealer              jades.Sealer
		o                   jades.SealOptions
	}{
		{"no key", "SEAL-CERTIFICATE", draft, jades.Sealer{Chain: good.Chain}, jades.SealOptions{}},
		{"no certificate", "SEAL-CERTIFICATE", draft, jades.Sealer{Key: good.Key}, jades.SealOptions{}},
		{"another key", "SEAL-CERTIFICATE", draft, jades.Sealer{Key: sealCA.EC.Key, Chain: good.Chain}, jades.SealOptions{}},
		{"chain upside down", "SEAL-CERTIFICATE", draft, jades.Sealer{Key: good.Key, Chain: []*x509.Certificate{sealCA.Intermediate, good.Chain[0]}}, jades.SealOptions{}},
		{"key for encryption", "SEAL-KEY-USAGE", draft, issued(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), jades.SealOptions{}},
		{"authority", "SEAL-KEY-USAGE", draft, issued(func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }), jades.SealOptions{}},
		{"expired", "SEAL-PERIOD", draft, issued(func(c *x509.Certificate) { c.NotAfter = testkit.SealTime.Add(-time.Second) }), jades.SealOptions{}},
		{"not yet valid", "SEAL-PERIOD", draft, issued(func(c *x509.Certificate) { c.NotBefore = testkit.SealTime.Add(time.Second) }), jades.SealOptions{}},
		{"future", "JADES-SIGNING-TIME", draft, good, jades.SealOptions{At: testkit.SealTime.Add(time.Hour)}},
		{"Ed25519", "JWS-ALG", draft, sealerOf(sealCA.Issue(ed, nil)), jades.SealOptions{}},
		{"short RSA key", "JWS-ALG", draft, sealerOf(sealCA.Issue(small, nil)), jades.SealOptions{}},
		{"unfit algorithm", "JWS-ALG", draft, good, jades.SealOptions{Algorithm: "ES256"}},
		{"no algorithm", "JWS-ALG", draft, good, jades.SealOptions{Algorithm: "none"}},
		{"PSS by curve", "JWS-ALG", draft, sealerOf(sealCA.EC), jades.SealOptions{PSS: true}},
		{"PSS and not", "JWS-ALG", draft, good, jades.SealOptions{PSS: true, Algorithm: "RS256"}},
		{"device fails", "SEAL-KEY", draft, jades.Sealer{Key: brokenKey{good.Key, errors.New("out of order")}, Chain: good.Chain}, jades.SealOptions{}},
		{"device lies", "SEAL-KEY", draft, jades.Sealer{Key: brokenKey{good.Key, nil}, Chain: good.Chain}, jades.SealOptions{}},
		{"compact T", "SEAL-LAYOUT", draft, good, jades.SealOptions{Layout: jades.Compact, Level: jades.T, Services: services}},
		{"no services", "SEAL-SERVICES", draft, good, jades.SealOptions{Level: jades.T}},
		{"no services for adoTst", "SEAL-SERVICES", draft, good, jades.SealOptions{ContentStamp: true}},
		{"no such level", "SEAL-LEVEL", draft, good, jades.SealOptions{Level: 9, Services: services}},
		{"no such layout", "SEAL-LAYOUT", draft, good, jades.SealOptions{Layout: 9}},
		{"sealed already", "SEAL-PAYLOAD", string(sealedBy(t, jades.SealOptions{}).File), good, jades.SealOptions{}},
		{"compact already", "SEAL-PAYLOAD", string(sealedBy(t, jades.SealOptions{Layout: jades.Compact}).File), good, jades.SealOptions{}},
		{"token", "SEAL-PAYLOAD", token, good, jades.SealOptions{}},
		{"empty", "", "", good, jades.SealOptions{}},
		{"array", "", "[]", good, jades.SealOptions{}},
		{"no JSON", "", "{]", good, jades.SealOptions{}},
		{"name twice", "", `{"a":1,"a":2}`, good, jades.SealOptions{}},
		{"lone surrogate", "", `{"a":"\ud800"}`, good, jades.SealOptions{}},
		{"no UTF-8", "", "{\"a\":\"\xff\"}", good, jades.SealOptions{}},
		{"byte order mark", "", "\ufeff{}", good, jades.SealOptions{}},
	} {
		out, err := jades.Seal(t.Context(), vc.Env{Clock: sealClock}, []byte(c.payload), c.sealer, c.o)
		require.Error(t, err, c.name)
		if c.code != "" {
			require.ErrorContains(t, err, c.code+": ", c.name)
		}
		require.Empty(t, out, c.name)
	}
	require.Empty(t, services.Calls, "nothing may be asked for what is refused")
}

// A seal states its time as verifiers want it, and warns when that is the old way.
func TestSigningTime(t *testing.T) {
	old := sealedBy(t, jades.SealOptions{SigT: true})
	require.Equal(t, vc.Warn, finding(t, old.Findings, "JADES-SIGNING-TIME").Status)
	header := headerOf(t, old.File)
	require.Contains(t, header, `"sigT":"2026-03-02T09:30:00Z"`)
	require.Contains(t, header, `"crit":["b64","sigT"]`)
	require.NotContains(t, header, `"iat"`)
	header = headerOf(t, sealedBy(t, jades.SealOptions{At: testkit.SealTime.Add(-time.Hour), MediaType: "octet-stream"}).File)
	require.Contains(t, header, `"cty":"octet-stream"`)
	require.Contains(t, header, `"iat":1772440200,"crit":["b64"]`)
}

func headerOf(t *testing.T, file []byte) string {
	secured, err := proof.Open(file, vc.Limits{})
	require.NoError(t, err)
	raw, err := base64.RawURLEncoding.DecodeString(secured.Proofs()[0].Signature.Protected)
	require.NoError(t, err)
	return string(raw)
}

// The root is not in x5c, whatever the chain holds and in whatever order.
func TestChainInHeader(t *testing.T) {
	sealer := jades.Sealer{Key: sealCA.RSA.Key, Chain: []*x509.Certificate{sealCA.RSA.Certificate, sealCA.Root, sealCA.EC.Certificate, sealCA.Intermediate}}
	out, err := jades.Seal(t.Context(), vc.Env{Clock: sealClock}, []byte(draft), sealer, jades.SealOptions{})
	require.NoError(t, err)
	file, err := proof.Open(out.File, vc.Limits{})
	require.NoError(t, err)
	x5c := file.Proofs()[0].Signature.Header.Get("x5c")
	require.Equal(t, 2, x5c.Len())
	require.Equal(t, base64.StdEncoding.EncodeToString(sealCA.Intermediate.Raw), x5c.At(1).Text())
}

// A service that fails leaves the seal at the level that it reached, which is
// valid as such, and says so. When the content time stamp fails, nothing is sealed.
func TestFailingServices(t *testing.T) {
	for _, c := range []struct {
		fails string
		from  int // the call that fails first
		want  jades.Level
	}{{"timestamp", 1, jades.B}, {"revocation", 1, jades.T}, {"revocation", 2, jades.T}, {"timestamp", 2, jades.LT}} {
		count := 0
		services := &testkit.Services{CA: sealCA, Clock: sealClock, Broken: func(call string) error {
			if call == c.fails {
				count++
			}
			if count >= c.from {
				return errors.New("ONLINE-TIMEOUT: the service did not answer in time")
			}
			return nil
		}}
		out := sealedBy(t, jades.SealOptions{Level: jades.LTA, Services: services})
		require.Equal(t, c.want, out.Level, c)
		f := finding(t, out.Findings, "SEAL-LEVEL")
		require.Equal(t, vc.Warn, f.Status)
		require.Contains(t, f.Detail, "at level "+c.want.String()+" and not LTA")
		require.Contains(t, f.Detail, "the service did not answer in time")
		require.NotContains(t, f.Detail, "ONLINE-TIMEOUT", "codes are for programs")
		require.Empty(t, faults(check(t, out.File, trust.NewAnchors(sealCA.Root), testkit.SealTime)[0].Findings))
	}
	broken := &testkit.Services{CA: sealCA, Broken: func(string) error { return errors.New("TSA-REFUSED: no") }}
	out, err := jades.Seal(t.Context(), vc.Env{}, []byte(draft), sealerOf(sealCA.RSA), jades.SealOptions{ContentStamp: true, Services: broken})
	require.ErrorContains(t, err, "TSA-REFUSED")
	require.Empty(t, out)
}

// A context that ends while services are asked is an error, not a lower level.
func TestCancelledSeal(t *testing.T) {
	for calls := range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		services := &testkit.Services{CA: sealCA, Clock: sealClock}
		services.Broken = func(string) error {
			if len(services.Calls) > calls {
				cancel()
				return ctx.Err()
			}
			return nil
		}
		out, err := jades.Seal(ctx, vc.Env{Clock: sealClock}, []byte(draft), sealerOf(sealCA.RSA), jades.SealOptions{Level: jades.LTA, Services: services})
		require.ErrorIs(t, err, context.Canceled, calls)
		require.Empty(t, out)
	}
}

// lying are services that answer with something else than they were asked for.
type lying struct {
	jades.Services
	token      func(imprint []byte) []byte
	revocation func() (ocsp, crl []byte)
}

func (l lying) Timestamp(ctx context.Context, hash crypto.Hash, imprint []byte) ([]byte, error) {
	if l.token == nil {
		return l.Services.Timestamp(ctx, hash, imprint)
	}
	return l.token(imprint), nil
}

func (l lying) Revocation(ctx context.Context, c, issuer *x509.Certificate) (ocsp, crl []byte, err error) {
	if l.revocation == nil {
		return l.Services.Revocation(ctx, c, issuer)
	}
	ocsp, crl = l.revocation()
	return ocsp, crl, nil
}

// No answer goes into a seal that a reader could not use.
func TestWrongAnswers(t *testing.T) {
	now := testkit.SealTime
	foreign := testkit.NewForeignCA(t)
	stamp := func(authority testkit.Sealer, at time.Time) func([]byte) []byte {
		return func(imprint []byte) []byte {
			return testkit.StampBy(authority, testkit.Stamp{At: at, Imprint: imprint})
		}
	}
	about := func(a testkit.Answer) []byte { return sealCA.OCSP(sealCA.Intermediate, a) }
	for name, c := range map[string]struct {
		token      func([]byte) []byte
		revocation func() (ocsp, crl []byte)
		want       jades.Level
	}{
		"other data":    {token: func([]byte) []byte { return sealCA.Timestamp(now, "something else") }, want: jades.B},
		"no token":      {token: func([]byte) []byte { return []byte("<html>") }, want: jades.B},
		"nothing":       {token: func([]byte) []byte { return nil }, want: jades.B},
		"long ago":      {token: stamp(sealCA.TSA(), now.Add(-time.Hour)), want: jades.B},
		"in the future": {token: stamp(sealCA.TSA(), now.Add(time.Hour)), want: jades.B},
		"by a sealer":   {token: stamp(sealCA.RSA, now), want: jades.B},
		"by a stranger": {token: stamp(foreign.TSA(), now), want: jades.B},
		"answer of others": {revocation: func() ([]byte, []byte) {
			return about(testkit.Answer{Certificate: sealCA.EC.Certificate, Produced: now}), nil
		}, want: jades.T},
		"old answer": {revocation: func() ([]byte, []byte) {
			return about(testkit.Answer{Certificate: sealCA.RSA.Certificate, Produced: now.Add(-time.Hour), Until: now.Add(-time.Minute)}), nil
		}, want: jades.T},
		"revoked": {revocation: func() ([]byte, []byte) {
			return about(testkit.Answer{Certificate: sealCA.RSA.Certificate, Produced: now, Revoked: now.Add(-time.Hour)}), nil
		}, want: jades.T},
		"no answer": {revocation: func() ([]byte, []byte) { return nil, nil }, want: jades.T},
		"damaged":   {revocation: func() ([]byte, []byte) { return []byte{0x30, 0x80}, []byte{0x30} }, want: jades.T},
		"list of a stranger": {revocation: func() ([]byte, []byte) {
			return nil, foreign.CRL(&x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now, NextUpdate: now.Add(time.Hour)})
		}, want: jades.T},
	} {
		services := lying{&testkit.Services{CA: sealCA, Clock: sealClock}, c.token, c.revocation}
		out := sealedBy(t, jades.SealOptions{Level: jades.LTA, Services: services})
		require.Equal(t, c.want, out.Level, name)
		require.Equal(t, vc.Warn, finding(t, out.Findings, "SEAL-LEVEL").Status, name)
		require.Equal(t, c.want >= jades.T, strings.Contains(string(out.File), "etsiU"), name)
	}
}

// Each certificate and each answer is in the seal once, and those of anchors are
// not asked about.
func TestGathered(t *testing.T) {
	services := &testkit.Services{CA: sealCA, Clock: sealClock}
	names, components := componentsOf(t, sealedBy(t, jades.SealOptions{Level: jades.LTA, Services: services}).File)
	require.Equal(t, []string{"sigTst", "xVals", "rVals", "arcTst"}, names)
	require.Equal(t, 1, components[1].Get("xVals").Len(), "the signer's and its authority's are in x5c, the root is the reader's")
	require.Equal(t, 3, components[2].Get("rVals").Get("ocspVals").Len())
	require.Equal(t, []string{"timestamp", "revocation", "revocation", "revocation", "timestamp"}, services.Calls)

	responder := sealCA.Responder(nil)
	names, components = componentsOf(t, sealedBy(t, jades.SealOptions{Level: jades.LT, Services: &testkit.Services{CA: sealCA, Clock: sealClock, Delegated: &responder}}).File)
	require.Equal(t, []string{"sigTst", "xVals", "rVals"}, names)
	require.Equal(t, 2, components[1].Get("xVals").Len(), "that of the responder too")
	require.Equal(t, 1, components[2].Get("rVals").Get("crlVals").Len(), "which says about the responder what it does not say itself")
}

// crowd are services that name ever more certificates as issuers.
type crowd struct {
	jades.Services
	asked int
}

func (c *crowd) Issuers(context.Context, *x509.Certificate) ([]*x509.Certificate, error) {
	c.asked++
	out := make([]*x509.Certificate, 10_000)
	for i := range out {
		out[i] = sealCA.EC.Certificate
	}
	return append(out, nil), nil
}

// An endless chain of issuers ends, and says what is missing.
func TestEndlessIssuers(t *testing.T) {
	services := &crowd{Services: &testkit.Services{CA: sealCA, Clock: sealClock}}
	sealer := jades.Sealer{Key: sealCA.RSA.Key, Chain: []*x509.Certificate{sealCA.RSA.Certificate, nil}}
	o := jades.SealOptions{Level: jades.LT, Services: services, Anchors: trust.NewAnchors(sealCA.Root)}
	out, err := jades.Seal(t.Context(), vc.Env{Clock: sealClock}, []byte(draft), sealer, o)
	require.NoError(t, err)
	require.Equal(t, jades.T, out.Level)
	require.Contains(t, finding(t, out.Findings, "SEAL-LEVEL").Detail, "the certificate above the signer's certificate cannot be found")
	require.LessOrEqual(t, services.asked, 2)
}

// Levels and layouts are read as they are written.
func TestNamesOfLevels(t *testing.T) {
	for level := jades.B; level <= jades.LTA; level++ {
		got, err := jades.ParseLevel(strings.ToLower(level.String()))
		require.NoError(t, err)
		require.Equal(t, level, got)
	}
	for layout := jades.General; layout <= jades.Compact; layout++ {
		got, err := jades.ParseLayout(layout.String())
		require.NoError(t, err)
		require.Equal(t, layout, got)
	}
	_, err := jades.ParseLevel("A")
	require.ErrorContains(t, err, "SEAL-LEVEL")
	_, err = jades.ParseLayout("")
	require.ErrorContains(t, err, "SEAL-LAYOUT")
}
