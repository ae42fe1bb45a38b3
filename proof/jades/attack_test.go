package jades_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"slices"
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

// verdictOf returns what a verifier says of a whole file: "refused", or the verdict on
// who sealed, whether it is in force and whether it is trusted.
func verdictOf(t *testing.T, file string, policy proof.Policy) string {
	t.Helper()
	registry, err := proof.NewRegistry(jades.Suites()...)
	require.NoError(t, err)
	r, err := proof.NewVerifier(vc.Env{Clock: func() time.Time { return now }}, registry).Verify(t.Context(), []byte(file), policy)
	if err != nil {
		return "refused"
	}
	aboutSeals := slices.DeleteFunc(r.Findings, func(f vc.Finding) bool { return strings.HasPrefix(f.Code, "VC") }) // the payload is no credential
	return vc.AxesOf(aboutSeals).Verdict([]vc.Axis{vc.Authentic, vc.InForce, vc.Trusted}).String()
}

// purposes changes the extended key usage of a certificate.
func purposes(serial int64, ids ...asn1.ObjectIdentifier) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.SerialNumber = big.NewInt(serial)
		c.UnknownExtKeyUsage = ids
	}
}

func key(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return key
}

// entries returns an unprotected header with these components.
func entries(components ...string) string {
	for i, c := range components {
		components[i] = `"` + base64.RawURLEncoding.EncodeToString([]byte(c)) + `"`
	}
	return `{"etsiU":[` + strings.Join(components, ",") + `]}`
}

func certificateEntry(certificates ...*x509.Certificate) string {
	var all []string
	for _, c := range certificates {
		all = append(all, `{"x509Cert":{"val":"`+base64.StdEncoding.EncodeToString(c.Raw)+`"}}`)
	}
	return `{"xVals":[` + strings.Join(all, ",") + `]}`
}

func answerEntry(responses ...[]byte) string {
	var all []string
	for _, r := range responses {
		all = append(all, `{"val":"`+base64.StdEncoding.EncodeToString(r)+`"}`)
	}
	return `{"rVals":{"ocspVals":[` + strings.Join(all, ",") + `]}}`
}

// Whoever has a certificate of the same authority for something else cannot seal with
// it: that of a web server, of a time-stamp authority or of an OCSP responder. One that
// allows more than that can.
func TestCertificatesForOtherPurposes(t *testing.T) {
	pkix := func(n int) asn1.ObjectIdentifier { return asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, n} }
	for name, c := range map[string]struct {
		ids  []asn1.ObjectIdentifier
		want string
	}{
		"a web server":                 {[]asn1.ObjectIdentifier{pkix(1)}, "SEAL-KEY-USAGE fail"},
		"a time-stamp authority":       {[]asn1.ObjectIdentifier{pkix(8)}, "SEAL-KEY-USAGE fail"},
		"an OCSP responder":            {[]asn1.ObjectIdentifier{pkix(9)}, "SEAL-KEY-USAGE fail"},
		"a web server and responder":   {[]asn1.ObjectIdentifier{pkix(1), pkix(9)}, "SEAL-KEY-USAGE fail"},
		"e-mail":                       {[]asn1.ObjectIdentifier{pkix(4)}, ""},
		"a web server and its clients": {[]asn1.ObjectIdentifier{pkix(1), pkix(2)}, ""},
		"documents":                    {[]asn1.ObjectIdentifier{pkix(36)}, ""},
		"anything":                     {[]asn1.ObjectIdentifier{{2, 5, 29, 37, 0}}, ""},
	} {
		sealer := ca.Issue(ca.RSA.Key, purposes(700, c.ids...))
		require.Equal(t, c.want, outcome(t, seal(testkit.SealOptions{Sealer: sealer})), name)
	}
	// The authority's own time stamps are sealed with the key of its time-stamp
	// certificate, which names no other use.
	tsa := ca.TSA()
	require.Equal(t, "SEAL-KEY-USAGE fail", outcome(t, seal(testkit.SealOptions{Sealer: tsa})))
}

// A certificate, an answer or a time stamp that anybody put into the unprotected header
// makes no stranger trusted, even one who uses the names of the authority.
func TestForeignersInTheUnprotectedHeader(t *testing.T) {
	foreign := testkit.NewForeignCA(t)
	foreign.EC.Key = key(t) // with which its responder answers
	stranger := foreign.Issue(key(t), nil)
	good := func(of *testkit.CA, c *x509.Certificate) []byte {
		return of.OCSP(of.Intermediate, testkit.Answer{Certificate: c, Produced: stampedAt.Add(time.Minute), Until: now.Add(time.Hour)})
	}
	upper := func(of *testkit.CA) []byte {
		return of.OCSP(of.Root, testkit.Answer{Certificate: of.Intermediate, Produced: stampedAt.Add(time.Minute), Until: now.Add(time.Hour)})
	}
	for name, o := range map[string]testkit.SealOptions{
		"a whole authority of the same names": {Sealer: stranger, Unsigned: entries(
			certificateEntry(foreign.Intermediate, foreign.Root, ca.Intermediate, ca.Root), answerEntry(good(foreign, stranger.Certificate), upper(foreign)))},
		"the right authority beside the leaf": {Sealer: stranger, Unsigned: entries(certificateEntry(ca.Intermediate, ca.Root), answerEntry(good(ca, stranger.Certificate), upper(ca)))},
		"answers of the other authority":      {Sealer: ca.RSA, Unsigned: entries(certificateEntry(ca.Root), answerEntry(good(foreign, ca.RSA.Certificate), upper(foreign)))},
		"answers about another":               {Sealer: ca.RSA, Unsigned: entries(certificateEntry(ca.Root), answerEntry(good(ca, ca.EC.Certificate), upper(ca)))},
		"a seal that answers for itself": {Sealer: ca.RSA, Unsigned: entries(certificateEntry(ca.Root), answerEntry(
			testkit.OCSPBy(ca.RSA, ca.Intermediate, testkit.Answer{Certificate: ca.RSA.Certificate, Produced: stampedAt, Until: now.Add(time.Hour)}), upper(ca)))},
		"a responder of the other authority": {Sealer: ca.RSA, Unsigned: entries(certificateEntry(ca.Root), answerEntry(
			testkit.OCSPBy(foreign.Responder(nil), ca.Intermediate, testkit.Answer{Certificate: ca.RSA.Certificate, Produced: stampedAt, Until: now.Add(time.Hour)}), upper(ca)))},
	} {
		require.NotEqual(t, "valid", verdictOf(t, string(seal(o)), strict(anchors())), name)
	}
	right := testkit.SealOptions{Sealer: ca.RSA, Unsigned: entries(certificateEntry(ca.Root), answerEntry(good(ca, ca.RSA.Certificate), upper(ca)))}
	require.Equal(t, "valid", verdictOf(t, string(seal(right)), strict(anchors())), "with the right answers")
}

// The certificate is named by what is signed: another with the same key, or the same
// with others above it, is another.
func TestSwappedCertificates(t *testing.T) {
	twin := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) {
		c.SerialNumber, c.Subject.Organization, c.Subject.ExtraNames = big.NewInt(701), []string{"Fjordby universitet"}, nil
	})
	x5c := func(certificates ...*x509.Certificate) string {
		var all []string
		for _, c := range certificates {
			all = append(all, `"`+base64.StdEncoding.EncodeToString(c.Raw)+`"`)
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	for name, c := range map[string]struct {
		x5c  string
		want string
	}{
		"a twin with the same key":   {x5c(twin.Certificate, ca.Intermediate), "JADES-CERT-DIGEST fail"},
		"the twin before the right":  {x5c(twin.Certificate, ca.RSA.Certificate, ca.Intermediate), "JADES-CERT-DIGEST fail"},
		"the twin after the right":   {x5c(ca.RSA.Certificate, twin.Certificate, ca.Intermediate), ""},
		"the authority before it":    {x5c(ca.Intermediate, ca.RSA.Certificate), "JADES-CERT-DIGEST fail"},
		"without what stands above":  {x5c(ca.RSA.Certificate), "SEAL-TRUST unknown"},
		"with a stranger's above it": {x5c(ca.RSA.Certificate, testkit.NewForeignCA(t).Intermediate), "SEAL-TRUST unknown"},
	} {
		got := outcome(t, seal(testkit.SealOptions{Header: set("x5c", c.x5c)}))
		require.Equal(t, c.want, strings.TrimSuffix(got, ", SEAL-CONCLUSION unknown"), name)
		require.NotEmpty(t, outcome(t, forgeHeader(set("x5c", c.x5c))), "%s, after it was signed", name)
	}
}

// A time stamp counts when its authority may make time stamps and was not revoked, not
// because somebody whom you trust for seals made it.
func TestTimestampsOfOthers(t *testing.T) {
	brief := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotAfter, c.SerialNumber = sealedAt.Add(time.Hour), big.NewInt(702) })
	withStamp := func(by testkit.Sealer) func(testkit.SealParts) string {
		return func(p testkit.SealParts) string {
			token := base64.StdEncoding.EncodeToString(testkit.TimestampBy(by, stampedAt, p.Signature))
			return entries(`{"sigTst":{"tstTokens":[{"val":"`+token+`"}]}}`, certificateEntry(ca.Root, ca.TSA().Certificate), answerEntry(
				ca.OCSP(ca.Intermediate, testkit.Answer{Certificate: brief.Certificate, Produced: stampedAt.Add(time.Minute), Until: now}),
				ca.OCSP(ca.Root, testkit.Answer{Certificate: ca.Intermediate, Produced: stampedAt.Add(time.Minute), Until: now}),
				ca.OCSP(ca.Root, testkit.Answer{Certificate: ca.TSA().Certificate, Produced: stampedAt.Add(time.Minute), Until: now})))
		}
	}
	verdict := func(late func(testkit.SealParts) string) string {
		return verdictOf(t, string(seal(testkit.SealOptions{Sealer: brief, Late: late})), strict(anchors()))
	}
	require.Equal(t, "valid", verdict(withStamp(ca.TSA())), "the certificate has expired, and was valid when it was stamped")
	require.NotEqual(t, "valid", verdict(withStamp(ca.RSA)), "a certificate for seals makes no time stamps")
	require.NotEqual(t, "valid", verdict(withStamp(brief)), "nor does the sealer")
	require.NotEqual(t, "valid", verdict(withStamp(testkit.NewForeignCA(t).Stamper(ca.RSA.Key, nil))), "nor an authority of the same name")
	backdated := ca.LongTerm(brief, testkit.LongTerm{StamperRevoked: sealedAt.Add(2 * time.Hour), Answered: sealedAt.Add(3 * time.Hour)})
	require.NotEqual(t, "valid", verdict(backdated), "who has the key of a revoked authority could date a token back")
}

// Of a file with several signatures each counts, and all say how the payload is
// encoded.
func TestSignaturesSideBySide(t *testing.T) {
	late := ca.LongTerm(ca.RSA, testkit.LongTerm{})
	entryOf := func(o testkit.SealOptions) string {
		file := string(seal(o))
		return strings.TrimSuffix(file[strings.Index(file, `"signatures":[`)+len(`"signatures":[`):], "]}")
	}
	file := string(seal(testkit.SealOptions{Late: late}))
	start := file[:strings.Index(file, `"signatures":[`)+len(`"signatures":[`)]
	right := entryOf(testkit.SealOptions{Late: late})
	stranger := testkit.NewForeignCA(t).Issue(key(t), nil)
	for name, c := range map[string]struct{ entries, want string }{
		"twice the same":           {right + "," + right, "valid"},
		"a broken one after it":    {right + "," + strings.Replace(right, `"signature":"`, `"signature":"AAAA`, 1), "invalid"},
		"a broken one before it":   {strings.Replace(right, `"signature":"`, `"signature":"AAAA`, 1) + "," + right, "invalid"},
		"a stranger's beside it":   {right + "," + entryOf(testkit.SealOptions{Sealer: stranger}), "indeterminate"},
		"one of the other payload": {right + "," + entryOf(testkit.SealOptions{Encoded: true}), "refused"},
	} {
		require.Equal(t, c.want, verdictOf(t, start+c.entries+"]}", strict(anchors())), name)
	}
	require.Equal(t, "refused", verdictOf(t, strings.Replace(file, `"signatures":`, `"signature":"AAAA","protected":"e30","signatures":`, 1), strict(anchors())), "both layouts at once")
}

// What two readers could understand in two ways is refused, or not taken for what was
// sealed.
func TestAmbiguousPayloads(t *testing.T) {
	late := ca.LongTerm(ca.RSA, testkit.LongTerm{})
	verdict := func(payload string, o testkit.SealOptions) string {
		o.Late, o.Sealer = late, ca.RSA
		return verdictOf(t, string(testkit.Seal([]byte(payload), o)), strict(anchors()))
	}
	require.Equal(t, "valid", verdict(payload, testkit.SealOptions{}))
	require.Equal(t, "valid", verdict(payload, testkit.SealOptions{Encoded: true}))
	for name, p := range map[string]string{
		"a lone surrogate":       strings.Replace(payload, "a < b", `\ud800`, 1),
		"a name twice":           strings.Replace(payload, `"title"`, `"title":"x","title"`, 1),
		"a name twice, escaped":  strings.Replace(payload, `"title"`, `"titl\u0065":"x","title"`, 1),
		"two values":             payload + payload,
		"a byte order mark":      "\ufeff" + payload,
		"with a full stop in it": "eyJ9." + payload,
	} {
		require.NotEqual(t, "valid", verdict(p, testkit.SealOptions{}), name)
		require.NotEqual(t, "valid", verdict(p, testkit.SealOptions{Encoded: true}), name)
	}
	require.NotEqual(t, "valid", verdict(payload, testkit.SealOptions{Header: drop("b64", "crit")}), "without b64 it must be base64url")
	require.NotEqual(t, "valid", verdict(payload, testkit.SealOptions{Header: all(drop("b64"), set("crit", `["b64"]`))}))
	require.NotEqual(t, "valid", verdict(payload, testkit.SealOptions{Protect: func(h string) string { return strings.Replace(h, `"alg"`, `"alg":"none","alg"`, 1) }}))
	require.NotEqual(t, "valid", verdict(payload, testkit.SealOptions{Header: set("cty", "7")}), "a registered parameter of another type")
	surrogate := strings.Replace(string(seal(testkit.SealOptions{Late: late})), "a < b", `\\ud800`, 1)
	require.NotEqual(t, "valid", verdictOf(t, surrogate, strict(anchors())))
}

// services returns trust services for the seal authority and the time stamps, with a
// change of the first.
func services(change func(*trust.Service), more ...trust.Service) proof.Policy {
	began := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	history := func(uses ...string) []trust.ServiceStatus {
		return []trust.ServiceStatus{{Status: trust.Granted, From: began, Uses: uses}}
	}
	seals := trust.Service{Name: "Seals", Provider: "Test Trust", Territory: "NO", Type: trust.ServiceCertificate,
		Certificates: []*x509.Certificate{ca.Intermediate}, History: history(trust.UseSeals)}
	stamps := trust.Service{Name: "Stamps", Provider: "Test Trust", Territory: "NO", Type: trust.ServiceTimestamp,
		Certificates: []*x509.Certificate{ca.TSA().Certificate}, History: history()}
	if change != nil {
		change(&seals)
	}
	return proof.NewPolicy(proof.Trust{Services: trust.NewServices(append(more, seals, stamps)...)})
}

// A service of a trusted list vouches for what its type is about, while it is granted.
// That it was withdrawn later takes nothing away from what is proven to be older.
func TestServicesAsAnchors(t *testing.T) {
	const withdrawn = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn"
	file := string(seal(testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{})}))
	undated := string(seal(testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{NoStamp: true})}))
	from := func(at time.Time, status string) func(*trust.Service) {
		return func(s *trust.Service) {
			s.History = append([]trust.ServiceStatus{{Status: status, From: at, Uses: []string{trust.UseSeals}}}, s.History...)
		}
	}
	foreign := testkit.NewForeignCA(t)
	for name, c := range map[string]struct {
		file   string
		policy proof.Policy
		valid  bool
	}{
		"granted":                          {file, services(nil), true},
		"withdrawn after it was stamped":   {file, services(from(now.Add(-time.Hour), withdrawn)), true},
		"withdrawn later, no time stamp":   {undated, services(from(now.Add(-time.Hour), withdrawn)), false},
		"withdrawn before":                 {file, services(from(sealedAt.Add(-time.Hour), withdrawn)), false},
		"granted after it was stamped":     {file, services(func(s *trust.Service) { s.History[0].From = stampedAt.Add(time.Minute) }), false},
		"for signatures only":              {file, services(func(s *trust.Service) { s.History[0].Uses = []string{"ForeSignatures"} }), false},
		"a service for time stamps":        {file, services(func(s *trust.Service) { s.Type = trust.ServiceTimestamp }), false},
		"of another type":                  {file, services(func(s *trust.Service) { s.Type = "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC" }), false},
		"of the same name and another key": {file, services(func(s *trust.Service) { s.Certificates = []*x509.Certificate{foreign.Intermediate} }), false},
		"with that one beside it":          {file, services(func(s *trust.Service) { s.Certificates = append(s.Certificates, foreign.Intermediate) }), true},
	} {
		got := verdictOf(t, c.file, c.policy)
		require.Equal(t, c.valid, got == "valid", "%s: %s", name, got)
	}
}

// The evidence of each time stamp says whether its authority was granted as one for
// qualified time stamps.
func TestQualifiedTimestamps(t *testing.T) {
	file, err := proof.Open(seal(testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{})}), vc.Limits{})
	require.NoError(t, err)
	evidence := checkWith(t, file, services(nil), now)[0]
	require.Equal(t, trust.LevelQualifiedTimestamp, evidence.Seal.Timestamps[0].Qualified.Level, evidence.Seal.Timestamps[0].Qualified.Reason)
	require.Contains(t, finding(t, evidence.Findings, "JADES-TIMESTAMP").Detail, "qualified time stamp")
	policy := proof.NewPolicy(proof.Trust{Anchors: anchors(), Services: trust.NewServices()})
	evidence = checkWith(t, file, policy, now)[0]
	require.Equal(t, proof.TotalPassed, evidence.Seal.Timestamps[0].Indication)
	require.Equal(t, trust.LevelNotQualified, evidence.Seal.Timestamps[0].Qualified.Level)
	require.Nil(t, checkWith(t, file, strict(anchors()), now)[0].Seal.Timestamps[0].Qualified)
}

// A damaged answer about revocation does not hide those after it.
func TestDamagedAnswerBeforeOthers(t *testing.T) {
	answers := [][]byte{
		[]byte("damaged"),
		ca.OCSP(ca.Intermediate, testkit.Answer{Certificate: ca.RSA.Certificate, Produced: stampedAt, Until: now.Add(time.Hour)}),
		ca.OCSP(ca.Root, testkit.Answer{Certificate: ca.Intermediate, Produced: stampedAt, Until: now.Add(time.Hour)}),
	}
	file := string(seal(testkit.SealOptions{Unsigned: entries(certificateEntry(ca.Root), answerEntry(answers...))}))
	require.Equal(t, "valid", verdictOf(t, file, strict(anchors())))
	revoked := ca.OCSP(ca.Intermediate, testkit.Answer{Certificate: ca.RSA.Certificate, Produced: stampedAt, Until: now.Add(time.Hour), Revoked: sealedAt})
	file = string(seal(testkit.SealOptions{Unsigned: entries(certificateEntry(ca.Root), answerEntry(append(answers, revoked)...))}))
	require.Equal(t, "invalid", verdictOf(t, file, strict(anchors())), "nor that it was revoked")
}

// What frees an OCSP responder from being asked about frees no seal.
func TestNoCheckIsForResponders(t *testing.T) {
	sealer := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) {
		c.SerialNumber = big.NewInt(703)
		c.ExtraExtensions = append(c.ExtraExtensions, extension([]int{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, false)...)
	})
	require.Equal(t, "indeterminate", verdictOf(t, string(seal(testkit.SealOptions{Sealer: sealer})), strict(anchors())))
}

// A key or a signature that is too weak by the proven time leaves the seal open, and a
// finding says so.
func TestWeakCertificates(t *testing.T) {
	for _, k := range ca.SealKinds() {
		if k.Name != "LT.certificate-sha1" && k.Name != "LT.rsa1024" {
			continue
		}
		evidence := evidenceOf(t, k.Options, strict(anchors()), now)
		require.Equal(t, proof.CryptoConstraintsNoPOE, evidence.Seal.SubIndication, k.Name)
		if k.Name == "LT.certificate-sha1" {
			require.Contains(t, finding(t, evidence.Findings, "SEAL-STRENGTH").Detail, "SHA-1")
		} else {
			require.Equal(t, vc.Fail, finding(t, evidence.Findings, "JWS-ALG").Status)
		}
	}
}
