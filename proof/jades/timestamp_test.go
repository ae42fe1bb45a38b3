package jades_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// component writes an entry of etsiU as base64url.
func component(json string) string {
	return `"` + base64.RawURLEncoding.EncodeToString([]byte(json)) + `"`
}

func tokens(name string, ders ...[]byte) string {
	var all []string
	for _, der := range ders {
		all = append(all, value(der))
	}
	return `{"` + name + `":{"tstTokens":[` + strings.Join(all, ",") + `]}}`
}

// brief returns a sealer whose certificate expired an hour ago, so that only a
// proof that the seal is older helps it.
func brief() testkit.Sealer {
	return ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Hour) })
}

// A sound time stamp of an authority that you trust proves when the seal
// existed: the certificate may have expired since. Each of the others is
// named, proves nothing, and does not make the signature doubtful.
func TestTimestamps(t *testing.T) {
	sealer := brief()
	soon := testkit.LongTerm{Answered: stampedAt.Add(time.Minute)}
	// with makes the header of a sound seal, but for the time stamps.
	with := func(stamps func(p testkit.SealParts) string) func(testkit.SealParts) string {
		return func(p testkit.SealParts) string {
			rest := soon
			rest.NoStamp = true
			header := ca.LongTerm(sealer, rest)(p)
			return strings.Replace(header, `{"etsiU":[`, `{"etsiU":[`+component(stamps(p))+",", 1)
		}
	}
	sound := func(p testkit.SealParts) []byte { return ca.Timestamp(stampedAt, p.Signature) }
	flip := func(der []byte, at int) []byte {
		der[len(der)-at] ^= 1
		return der
	}
	for name, c := range map[string]struct {
		stamps func(p testkit.SealParts) string
		want   string // of the findings on time stamps
		why    string
		proven bool
	}{
		"sound": {func(p testkit.SealParts) string { return tokens("sigTst", sound(p)) }, "JADES-TIMESTAMP pass", "proves that", true},
		"sound, twice": {func(p testkit.SealParts) string { return tokens("sigTst", sound(p), sound(p)) },
			"JADES-TIMESTAMP pass, JADES-TIMESTAMP pass", "proves that", true},
		"sound beside rubbish": {func(p testkit.SealParts) string { return tokens("sigTst", []byte{1}, sound(p)) },
			"JADES-TIMESTAMP warn, JADES-TIMESTAMP pass", "damaged", true},
		"of another seal":        {func(testkit.SealParts) string { return tokens("sigTst", ca.Timestamp(stampedAt, "x")) }, "JADES-TIMESTAMP warn", "something else", false},
		"over the raw signature": {func(p testkit.SealParts) string { return tokens("sigTst", ca.Timestamp(stampedAt, raw(p.Signature))) }, "JADES-TIMESTAMP warn", "something else", false},
		"over the payload":       {func(p testkit.SealParts) string { return tokens("sigTst", ca.Timestamp(stampedAt, p.Payload)) }, "JADES-TIMESTAMP warn", "something else", false},
		"wrong signature":        {func(p testkit.SealParts) string { return tokens("sigTst", flip(sound(p), 3)) }, "JADES-TIMESTAMP warn", "damaged", false},
		"changed content": {func(p testkit.SealParts) string {
			return tokens("sigTst", []byte(strings.Replace(string(sound(p)), "20260302", "20250302", 1)))
		}, "JADES-TIMESTAMP warn", "damaged", false},
		"cut off":        {func(p testkit.SealParts) string { return tokens("sigTst", sound(p)[:200]) }, "JADES-TIMESTAMP warn", "damaged", false},
		"bytes after it": {func(p testkit.SealParts) string { return tokens("sigTst", append(sound(p), 0)) }, "JADES-TIMESTAMP warn", "damaged", false},
		"rubbish":        {func(testkit.SealParts) string { return tokens("sigTst", []byte("rubbish")) }, "JADES-TIMESTAMP warn", "damaged", false},
		"too large":      {func(testkit.SealParts) string { return tokens("sigTst", make([]byte, 1<<20)) }, "JADES-TIMESTAMP warn", "damaged", false},
		"empty":          {func(testkit.SealParts) string { return tokens("sigTst", nil) }, "JADES-TIMESTAMP warn", "not DER", false},
		"no tokens":      {func(testkit.SealParts) string { return `{"sigTst":{}}` }, "JADES-TIMESTAMP warn", "without a token", false},
		"a number":       {func(testkit.SealParts) string { return `{"sigTst":7}` }, "JADES-TIMESTAMP warn", "without a token", false},
		"no base64":      {func(testkit.SealParts) string { return `{"sigTst":{"tstTokens":[{"val":"*"}]}}` }, "JADES-TIMESTAMP warn", "not DER", false},
		"text as token":  {func(testkit.SealParts) string { return `{"sigTst":{"tstTokens":["AAAA"]}}` }, "JADES-TIMESTAMP warn", "not DER", false},
		"from the future": {func(p testkit.SealParts) string {
			return tokens("sigTst", ca.Timestamp(now.Add(time.Hour), p.Signature))
		}, "JADES-TIMESTAMP warn", "not come", false},
		"by a seal certificate": {func(p testkit.SealParts) string {
			return tokens("sigTst", testkit.TimestampBy(ca.RSA, stampedAt, p.Signature))
		}, "JADES-TIMESTAMP warn", "damaged", false},
		"an authority for all": {func(p testkit.SealParts) string {
			return tokens("sigTst", ca.TimestampWith(anyUse, stampedAt, p.Signature))
		}, "JADES-TIMESTAMP warn", "damaged", false},
		"an unknown authority": {func(p testkit.SealParts) string {
			return tokens("sigTst", ca.TimestampWith(serial(77), stampedAt, p.Signature))
		}, "JADES-TIMESTAMP warn", "nothing in the file shows", false},
		"a stranger's": {func(p testkit.SealParts) string {
			return tokens("sigTst", testkit.TimestampBy(strangerTSA(t), stampedAt, p.Signature))
		}, "JADES-TIMESTAMP warn", "nobody whom you trust", false},
		"over references":           {func(p testkit.SealParts) string { return tokens("rfsTst", sound(p)) }, "JADES-TIMESTAMP warn", "something else", false},
		"over references, damaged":  {func(p testkit.SealParts) string { return tokens("sigRTst", flip(sound(p), 3)) }, "JADES-TIMESTAMP warn", "damaged", false},
		"an archive one of another": {func(p testkit.SealParts) string { return tokens("arcTst", sound(p)) }, "JADES-TIMESTAMP warn", "something else", false},
		"an archive one of its own": {func(p testkit.SealParts) string {
			return tokens("arcTst", ca.Timestamp(stampedAt, p.Payload+"."+p.Protected+"."+p.Signature+"."))
		}, "JADES-TIMESTAMP pass", "proves that", true},
		"very many": {func(p testkit.SealParts) string {
			return `{"sigTst":{"tstTokens":[` + strings.Repeat("1,", 5000) + "1]}}"
		},
			strings.Repeat("JADES-TIMESTAMP warn, ", 32) + "JADES-TIMESTAMP warn", "rest were not looked at", false},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := proof.Open(seal(testkit.SealOptions{Sealer: sealer, Late: with(c.stamps)}), vc.Limits{})
			require.NoError(t, err)
			findings := checkWith(t, file, strict(anchors()), now)[0].Findings
			stamps := named(findings, "JADES-TIMESTAMP")
			require.Equal(t, c.want, summary(stamps))
			require.Contains(t, stamps[0].Detail, c.why)
			require.Equal(t, vc.Valid, vc.AxesOf(findings)[vc.Authentic])
			require.Equal(t, vc.Valid, vc.AxesOf(findings)[vc.Trusted], "who vouches does not end with the certificate")
			want := vc.Indeterminate
			if c.proven {
				want = vc.Valid
			}
			require.Equal(t, want, vc.AxesOf(findings)[vc.InForce], summary(findings))
			require.Equal(t, c.proven, finding(t, findings, "SEAL-PERIOD").Status == vc.Pass)
		})
	}
}

func raw(text string) string {
	out, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return string(out)
}

func anyUse(c *x509.Certificate) {
	c.ExtraExtensions = nil
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageAny}
}

func serial(n int64) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.SerialNumber = big.NewInt(n) }
}

// strangerTSA is a time-stamp authority that nobody trusts: it signed its own
// certificate.
func strangerTSA(tb testing.TB) testkit.Sealer {
	c := *ca.TSA().Certificate
	c.Issuer, c.Subject = pkix.Name{CommonName: "x"}, pkix.Name{CommonName: "x"}
	c.RawSubject, c.RawIssuer, c.AuthorityKeyId, c.ExtKeyUsage, c.UnknownExtKeyUsage = nil, nil, nil, nil, nil
	c.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 37}, Critical: true, Value: []byte{0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 8}}}
	der, err := x509.CreateCertificate(nil, &c, &c, ca.RSA.Key.Public(), ca.RSA.Key)
	require.NoError(tb, err)
	own, err := x509.ParseCertificate(der)
	require.NoError(tb, err)
	return testkit.Sealer{Certificate: own, Key: ca.RSA.Key}
}

// An archive time stamp carries the others past the end of their authority's
// certificate; without it they prove nothing any more.
func TestArchiveTimestamps(t *testing.T) {
	lt := testkit.LongTerm{Archive: stampedAt.Add(time.Hour)}
	findings := longTerm(t, lt, now)
	require.Equal(t, "JADES-TIMESTAMP pass, JADES-TIMESTAMP pass", summary(named(findings, "JADES-TIMESTAMP")))
	require.Equal(t, "valid, pass", inForce(t, findings))

	short := func(c *x509.Certificate) {
		c.NotAfter, c.SerialNumber = stampedAt.Add(2*time.Hour), big.NewInt(501)
	}
	unprotected := func(archive bool) func(p testkit.SealParts) string {
		return func(p testkit.SealParts) string {
			entries := []string{
				component(tokens("sigTst", ca.TimestampWith(short, stampedAt, p.Signature))),
				component(`{"xVals":[{"x509Cert":` + value(ca.Root.Raw) + `}]}`),
				component(`{"rVals":{"ocspVals":[` + value(ca.OCSP(ca.Intermediate, good(ca.RSA.Certificate))) + "," +
					value(ca.OCSP(ca.Root, good(ca.Intermediate))) + "," + value(ca.OCSP(ca.Root, good(ca.TSA().Certificate))) + "," +
					value(ca.OCSP(ca.Root, good(shortTSA()))) + `]}}`),
			}
			if archive {
				covered := p.Payload + "." + p.Protected + "." + p.Signature + "." + strings.ReplaceAll(strings.Join(entries, ""), `"`, "")
				entries = append(entries, component(tokens("arcTst", ca.Timestamp(stampedAt.Add(time.Hour), covered))))
			}
			return `{"etsiU":[` + strings.Join(entries, ",") + `]}`
		}
	}
	later := now.AddDate(1, 0, 0)
	findings = late(t, unprotected(true), later)
	require.Equal(t, "JADES-TIMESTAMP pass, JADES-TIMESTAMP pass", summary(named(findings, "JADES-TIMESTAMP")))
	require.Equal(t, "valid, pass", inForce(t, findings))
	findings = late(t, unprotected(false), later)
	require.Contains(t, finding(t, findings, "JADES-TIMESTAMP").Detail, "has expired and no later time stamp covers it")
	require.Equal(t, "indeterminate, unknown", inForce(t, findings))
}

// shortTSA is named as the authority whose certificate ends early.
func shortTSA() *x509.Certificate {
	c := *ca.TSA().Certificate
	c.SerialNumber = big.NewInt(501)
	return &c
}

// Whoever piles up time stamps of strangers does not make the reader search
// for a chain for each.
func TestManyStrangers(t *testing.T) {
	stranger := strangerTSA(t)
	findings := late(t, func(p testkit.SealParts) string {
		one := testkit.TimestampBy(stranger, stampedAt, p.Signature)
		var all [][]byte
		for range 20 {
			all = append(all, one)
		}
		return `{"etsiU":[` + component(tokens("sigTst", all...)) + `]}`
	}, now)
	stamps := named(findings, "JADES-TIMESTAMP")
	require.Len(t, stamps, 20)
	require.Contains(t, stamps[0].Detail, "was not looked at")
	require.Contains(t, stamps[19].Detail, "nobody whom you trust")
}
