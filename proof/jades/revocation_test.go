package jades_test

import (
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ocsp"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// The order of events in the tests: sealed, stamped a minute later.
var (
	sealedAt  = testkit.SealTime
	stampedAt = sealedAt.Add(time.Minute)
)

// longTerm checks a seal with time stamp and revocation data by a policy that
// nobody weakened.
func longTerm(tb testing.TB, lt testkit.LongTerm, at time.Time) []vc.Finding {
	tb.Helper()
	return late(tb, ca.LongTerm(ca.RSA, lt), at)
}

func late(tb testing.TB, unprotected func(testkit.SealParts) string, at time.Time) []vc.Finding {
	tb.Helper()
	file, err := proof.Open(seal(testkit.SealOptions{Late: unprotected}), vc.Limits{})
	require.NoError(tb, err)
	return checkWith(tb, file, strict(anchors()), at)[0].Findings
}

// inForce returns the answer on the axis and how the rule on revocation came
// out.
func inForce(tb testing.TB, findings []vc.Finding) string {
	tb.Helper()
	require.Equal(tb, vc.Valid, vc.AxesOf(findings)[vc.Authentic], "who signed does not depend on it: "+summary(findings))
	require.Equal(tb, vc.Valid, vc.AxesOf(findings)[vc.Trusted])
	return vc.AxesOf(findings)[vc.InForce].String() + ", " + finding(tb, findings, "SEAL-REVOCATION").Status.String()
}

// A seal that itself shows that its certificate was revoked is not in force,
// unless a time stamp proves that it was made before. One that shows nothing
// leaves the question open.
func TestRevocation(t *testing.T) {
	years := 3 * 365 * 24 * time.Hour
	for name, c := range map[string]struct {
		lt   testkit.LongTerm
		want string
	}{
		"good":                             {testkit.LongTerm{}, "valid, pass"},
		"good, by lists":                   {testkit.LongTerm{Lists: true, Answered: now.Add(-time.Hour)}, "valid, pass"},
		"good, plain components":           {testkit.LongTerm{Clear: true}, "valid, pass"},
		"good, no time stamp":              {testkit.LongTerm{NoStamp: true}, "valid, pass"}, // the answers still hold now
		"no data":                          {testkit.LongTerm{NoData: true}, "indeterminate, unknown"},
		"revoked before sealing":           {testkit.LongTerm{Revoked: sealedAt.Add(-time.Hour)}, "invalid, fail"},
		"revoked when stamped":             {testkit.LongTerm{Revoked: stampedAt}, "invalid, fail"},
		"revoked after it was stamped":     {testkit.LongTerm{Revoked: stampedAt.Add(time.Second)}, "valid, warn"},
		"revoked after, no time stamp":     {testkit.LongTerm{Revoked: stampedAt.Add(time.Second), NoStamp: true}, "invalid, fail"},
		"revoked long before":              {testkit.LongTerm{Revoked: sealedAt.Add(-years)}, "invalid, fail"},
		"revoked before, by lists":         {testkit.LongTerm{Revoked: sealedAt.Add(-time.Hour), Lists: true}, "invalid, fail"},
		"revoked after, by lists":          {testkit.LongTerm{Revoked: stampedAt.Add(time.Hour), Lists: true}, "valid, warn"},
		"compromised after it was stamped": {testkit.LongTerm{Revoked: stampedAt.Add(time.Hour), Reason: ocsp.KeyCompromise}, "valid, warn"},
		"on hold before sealing":           {testkit.LongTerm{Revoked: sealedAt.Add(-time.Hour), Reason: ocsp.CertificateHold}, "indeterminate, unknown"},
		"on hold after it was stamped":     {testkit.LongTerm{Revoked: stampedAt.Add(time.Hour), Reason: ocsp.CertificateHold}, "valid, warn"},
		"answers from before the stamp":    {testkit.LongTerm{Answered: stampedAt.Add(-48 * time.Hour)}, "indeterminate, unknown"},
		"answers that held at the stamp":   {testkit.LongTerm{Answered: stampedAt.Add(-23 * time.Hour)}, "valid, pass"},
		"answers from the future":          {testkit.LongTerm{Answered: now.Add(time.Hour)}, "indeterminate, unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			findings := longTerm(t, c.lt, now)
			require.Equal(t, c.want, inForce(t, findings), summary(findings)+finding(t, findings, "SEAL-REVOCATION").Detail)
		})
	}
}

// Years later the answers have expired. With a time stamp they still tell of
// the time at which the seal was made; without one they tell nothing of now.
func TestRevocationLater(t *testing.T) {
	later := now.AddDate(5, 0, 0)
	require.Equal(t, "valid, pass", inForce(t, longTerm(t, testkit.LongTerm{}, later)))
	require.Equal(t, "indeterminate, unknown", inForce(t, longTerm(t, testkit.LongTerm{NoStamp: true}, later)))
	require.Equal(t, "valid, warn", inForce(t, longTerm(t, testkit.LongTerm{Revoked: sealedAt.AddDate(0, 0, 1), Answered: sealedAt.AddDate(1, 0, 0), NoData: false, Lists: false}, later)))
}

// You may say that it does not matter whether anything shows a revocation; one
// that is shown still counts.
func TestUnknownRevocationAllowed(t *testing.T) {
	check := func(lt testkit.LongTerm) []vc.Finding {
		file, err := proof.Open(seal(testkit.SealOptions{Late: ca.LongTerm(ca.RSA, lt)}), vc.Limits{})
		require.NoError(t, err)
		return checkWith(t, file, lenient(anchors()), now)[0].Findings
	}
	require.Equal(t, "valid, warn", inForce(t, check(testkit.LongTerm{NoData: true})))
	require.Equal(t, "invalid, fail", inForce(t, check(testkit.LongTerm{Revoked: sealedAt.Add(-time.Hour)})))
	require.Equal(t, "indeterminate, unknown", inForce(t, check(testkit.LongTerm{Revoked: sealedAt.Add(-time.Hour), Reason: ocsp.CertificateHold})), "a hold is known")
}

// rVals makes an unprotected header with a time stamp and these data alone.
func rVals(json string) func(testkit.SealParts) string {
	return func(p testkit.SealParts) string {
		stamped := ca.LongTerm(ca.RSA, testkit.LongTerm{})(p)
		tail := base64.RawURLEncoding.EncodeToString([]byte(`{"rVals":` + json + `}`))
		// What stands after the data in the header is not looked at twice.
		parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(stamped, `{"etsiU":[`), `]}`), ",")
		tsa := base64.RawURLEncoding.EncodeToString([]byte(`{"tstVD":{"rVals":{"ocspVals":[` + value(ca.OCSP(ca.Root, good(ca.TSA().Certificate))) + `,` + value(ca.OCSP(ca.Root, good(ca.Intermediate))) + `]}}}`))
		return `{"etsiU":[` + parts[0] + `,` + parts[1] + `,"` + tsa + `","` + tail + `"]}`
	}
}

func value(der []byte) string {
	return `{"val":"` + base64.StdEncoding.EncodeToString(der) + `"}`
}

// good answers for a certificate, a minute after the seal was stamped.
func good(c *x509.Certificate) testkit.Answer {
	return testkit.Answer{Certificate: c, Produced: stampedAt.Add(time.Minute), Until: stampedAt.Add(24 * time.Hour)}
}

// What does not come from the authority of the certificate, or is damaged, is
// named and not used: neither to clear the seal nor to condemn it.
func TestRevocationDataThatDoNotCount(t *testing.T) {
	leaf := ca.RSA.Certificate
	revoked := good(leaf)
	revoked.Revoked = sealedAt.Add(-time.Hour)
	by := func(responder testkit.Sealer, answer testkit.Answer) string {
		return `{"ocspVals":[` + value(testkit.OCSPBy(responder, ca.Intermediate, answer)) + `]}`
	}
	own := by(ca.Responder(nil), good(leaf))
	bare := `{"ocspVals":[` + value(ca.OCSP(ca.Intermediate, good(leaf))) + `]}`
	flip := func(json string, at int) string {
		text := strings.TrimSuffix(strings.TrimPrefix(json, `{"ocspVals":[{"val":"`), `"}]}`)
		der, err := base64.StdEncoding.DecodeString(text)
		require.NoError(t, err)
		der[len(der)-at] ^= 1
		return `{"ocspVals":[` + value(der) + `]}`
	}
	list := func(change func(*x509.RevocationList)) string {
		l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: stampedAt.Add(time.Minute), NextUpdate: stampedAt.Add(time.Hour)}
		change(l)
		return `{"crlVals":[` + value(ca.CRL(l)) + `]}`
	}
	clean := list(func(*x509.RevocationList) {})
	for name, c := range map[string]struct {
		rVals string
		want  string // "" is used
	}{
		"a response of the authority itself": {bare, ""},
		"a responder of the authority":       {own, ""},
		"a list":                             {clean, ""},
		"one object and no array":            {strings.NewReplacer("[", "", "]", "").Replace(bare), ""},
		"with its encoding":                  {strings.Replace(bare, `{"val"`, `{"encoding":"http://uri.etsi.org/01903/v1.2.2#DER","val"`, 1), ""},
		"another encoding":                   {strings.Replace(bare, `{"val"`, `{"encoding":"http://uri.etsi.org/01903/v1.2.2#XER","val"`, 1), "cannot be read"},
		"a responder without the usage":      {by(ca.Responder(func(c *x509.Certificate) { c.ExtKeyUsage = nil }), good(leaf)), "is not from the authority"},
		"a responder for everything":         {by(ca.Responder(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageAny} }), good(leaf)), "is not from the authority"},
		"a responder that had expired":       {by(ca.Responder(func(c *x509.Certificate) { c.NotAfter = sealedAt }), good(leaf)), "is not from the authority"},
		"a seal certificate answers":         {by(ca.EC, good(leaf)), "is not from the authority"},
		"it answers for itself":              {by(ca.RSA, good(leaf)), "is not from the authority"},
		"it condemns itself":                 {by(ca.EC, revoked), "is not from the authority"},
		"a stranger condemns it":             {by(ca.Responder(func(c *x509.Certificate) { c.ExtKeyUsage = nil }), revoked), "is not from the authority"},
		"about another certificate":          {`{"ocspVals":[` + value(ca.OCSP(ca.Intermediate, good(ca.EC.Certificate))) + `]}`, "about none of the certificates"},
		"of another issuer":                  {`{"ocspVals":[` + value(ca.OCSP(ca.Root, good(leaf))) + `]}`, "about none of the certificates"},
		"a wrong signature":                  {flip(bare, 3), "is not from the authority"},
		"an answer from before the stamp":    {`{"ocspVals":[` + value(ca.OCSP(ca.Intermediate, testkit.Answer{Certificate: leaf, Produced: sealedAt.Add(-time.Hour)})) + `]}`, "old"},
		"an end before the beginning":        {`{"ocspVals":[` + value(ca.OCSP(ca.Intermediate, testkit.Answer{Certificate: leaf, Produced: stampedAt.Add(time.Minute), Until: sealedAt})) + `]}`, "times that cannot be true"},
		"a changed answer":                   {flip(bare, 300), "is not from the authority"},
		"no answer":                          {`{"ocspVals":[` + value(ocsp.UnauthorizedErrorResponse) + `]}`, "cannot be read"},
		"rubbish":                            {`{"ocspVals":[{"val":"AAAA"}]}`, "cannot be read"},
		"no base64":                          {`{"ocspVals":[{"val":"*"}]}`, "cannot be read"},
		"text":                               {`{"ocspVals":"x"}`, "cannot be read"},
		"an array":                           {`[1]`, "not an object"},
		"bytes after a response":             {`{"ocspVals":[` + value(append(ca.OCSP(ca.Intermediate, good(leaf)), 0)) + `]}`, "cannot be read"},
		"bytes after a list":                 {`{"crlVals":[` + value(append(ca.CRL(&x509.RevocationList{Number: big.NewInt(1), ThisUpdate: stampedAt, NextUpdate: now}), 0)) + `]}`, "cannot be read"},
		"a list that is too long":            {`{"crlVals":[` + value(make([]byte, 2<<20)) + `]}`, "cannot be read"},
		"a list from the future":             {list(func(l *x509.RevocationList) { l.ThisUpdate, l.NextUpdate = now.Add(time.Hour), now.Add(2*time.Hour) }), "times that cannot be true"},
		"a partial list":                     {list(func(l *x509.RevocationList) { l.ExtraExtensions = extension([]int{2, 5, 29, 28}, true) }), "cannot be read"},
		"a delta list":                       {list(func(l *x509.RevocationList) { l.ExtraExtensions = extension([]int{2, 5, 29, 27}, true) }), "cannot be read"},
		"a critical extension":               {list(func(l *x509.RevocationList) { l.ExtraExtensions = extension([]int{1, 2, 3}, true) }), "cannot be read"},
		"another extension":                  {list(func(l *x509.RevocationList) { l.ExtraExtensions = extension([]int{1, 2, 3}, false) }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			findings := late(t, rVals(c.rVals), now)
			if c.want == "" {
				require.Equal(t, "valid, pass", inForce(t, findings), summary(findings))
				require.Empty(t, named(findings, "SEAL-REVOCATION-DATA"))
				return
			}
			require.Equal(t, "indeterminate, unknown", inForce(t, findings), summary(findings))
			if c.want == "old" {
				require.Contains(t, finding(t, findings, "SEAL-REVOCATION").Detail, "from before the time")
				return
			}
			require.Contains(t, finding(t, findings, "SEAL-REVOCATION-DATA").Detail, c.want)
		})
	}
}

// Some certificates need no answer: one that you trust itself, and one whose
// authority says that it lives too briefly.
func TestNoRevocationNeeded(t *testing.T) {
	leafTrusted, err := proof.Open(seal(testkit.SealOptions{}), vc.Limits{})
	require.NoError(t, err)
	findings := checkWith(t, leafTrusted, strict(anchorsOf(ca.RSA.Certificate)), now)[0].Findings
	require.Equal(t, "valid, not-asked", inForce(t, findings))
	findings = checkWith(t, leafTrusted, strict(anchorsOf(ca.Intermediate)), now)[0].Findings
	require.Equal(t, "indeterminate, unknown", inForce(t, findings))
	for _, id := range [][]int{{2, 5, 29, 56}, {0, 4, 0, 194121, 2, 1}} {
		brief := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.ExtraExtensions = append(c.ExtraExtensions, extension(id, false)...) })
		file, err := proof.Open(seal(testkit.SealOptions{Sealer: brief}), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, "valid, pass", inForce(t, checkWith(t, file, strict(anchorsOf(ca.Intermediate)), now)[0].Findings))
		require.Equal(t, "indeterminate, unknown", inForce(t, checkWith(t, file, strict(anchors()), now)[0].Findings), "the authority above it needs one")
	}
}

// A revocation is told even if nobody is trusted: it is the word of the same
// authority that the certificate is.
func TestRevocationWithoutAnchors(t *testing.T) {
	file, err := proof.Open(seal(testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{Revoked: sealedAt.Add(-time.Hour)})}), vc.Limits{})
	require.NoError(t, err)
	findings := checkWith(t, file, proof.NewPolicy(proof.AnyIssuer()), now)[0].Findings
	require.Equal(t, vc.Fail, finding(t, findings, "SEAL-REVOCATION").Status)
	require.Equal(t, vc.NotAsked, finding(t, findings, "SEAL-TRUST").Status)
	require.Equal(t, vc.Invalid, vc.AxesOf(findings)[vc.InForce])
}
