package lists

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// servicesOf returns the services of a list that is made, signed, verified and read.
func servicesOf(t *testing.T, ca *testkit.CA, services ...testkit.ListService) *trust.Services {
	t.Helper()
	signer := ca.NationalListSigner()
	l, err := Read(testkit.MakeList(testkit.ListOptions{Services: services, Signature: testkit.XMLSignature{Sealer: signer}}), Signers{Certificates: []*x509.Certificate{signer.Certificate}})
	require.NoError(t, err)
	require.Empty(t, l.Notes)
	return trust.NewServices(l.Services...)
}

// The level of a seal follows from the history of the service, its qualifiers and what
// the certificate says (TS 119 615 clause 4.4 and onwards).
func TestLevels(t *testing.T) {
	ca := testkit.NewCA()
	seals := []string{"ForeSeals"}
	granted := testkit.ListStatus{From: day("2020-01-01"), Uses: seals}
	with := func(assert, criteria string, names ...string) []testkit.ListStatus {
		return []testkit.ListStatus{{From: day("2020-01-01"), Uses: seals, Extensions: testkit.ListQualifier(assert, criteria, names...)}}
	}
	const (
		signs   = `<ecc:KeyUsage><ecc:KeyUsageBit name="nonRepudiation">true</ecc:KeyUsageBit><ecc:KeyUsageBit name="keyCertSign">false</ecc:KeyUsageBit></ecc:KeyUsage>`
		certs   = `<ecc:KeyUsage><ecc:KeyUsageBit name="keyCertSign">true</ecc:KeyUsageBit></ecc:KeyUsage>`
		policy  = `<ecc:PolicySet><ecc:PolicyIdentifier><xades:Identifier xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Qualifier="OIDAsURN">urn:oid:0.4.0.194112.1.3</xades:Identifier></ecc:PolicyIdentifier></ecc:PolicySet>`
		unknown = `<ecc:NewCriterion></ecc:NewCriterion>`
		named   = `<ecc:otherCriteriaList><CertSubjectDNAttribute xmlns="http://uri.etsi.org/02231/v2/additionaltypes#"><AttributeOID><xades:Identifier xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">urn:oid:2.5.4.97</xades:Identifier></AttributeOID></CertSubjectDNAttribute></ecc:otherCriteriaList>`
	)
	yes := trust.Statements{Compliance: true, Seal: true}
	device := trust.Statements{Compliance: true, Seal: true, Device: true}
	for _, c := range []struct {
		name     string
		statuses []testkit.ListStatus
		says     trust.Statements
		want     string
	}{
		{"granted", []testkit.ListStatus{granted}, yes, trust.LevelAdvancedSeal},
		{"in a device", []testkit.ListStatus{granted}, device, trust.LevelQualifiedSeal},
		{"not compliant", []testkit.ListStatus{granted}, trust.Statements{Seal: true, Device: true}, trust.LevelNotQualified},
		{"for signatures", []testkit.ListStatus{granted}, trust.Statements{Compliance: true, Signature: true}, trust.LevelNotQualified},
		{"no type", []testkit.ListStatus{granted}, trust.Statements{Compliance: true}, trust.LevelNotQualified},
		{"service for signatures", []testkit.ListStatus{{From: day("2020-01-01"), Uses: []string{"ForeSignatures"}}}, yes, trust.LevelNotQualified},
		{"withdrawn before", []testkit.ListStatus{{Status: testkit.StatusWithdrawn, From: day("2026-02-01")}, granted}, yes, trust.LevelNotQualified},
		{"withdrawn after", []testkit.ListStatus{{Status: testkit.StatusWithdrawn, From: day("2026-04-01")}, granted}, yes, trust.LevelAdvancedSeal},
		{"granted after the certificate", []testkit.ListStatus{{From: day("2025-01-01"), Uses: seals}}, yes, trust.LevelNotQualified},
		{"granted after the seal", []testkit.ListStatus{{From: day("2026-06-01"), Uses: seals}}, yes, trust.LevelNotQualified},
		{"status of before 2016", []testkit.ListStatus{{Status: testkit.StatusAccredited, From: day("2010-01-01"), Uses: seals}}, yes, trust.LevelNotQualified},
		{"made qualified", with("all", signs, "QCStatement", "QCForESeal", "QCWithQSCD"), trust.Statements{}, trust.LevelQualifiedSeal},
		{"qualifier for others", with("all", certs, "QCStatement", "QCForESeal", "QCWithQSCD"), trust.Statements{}, trust.LevelNotQualified},
		{"other policy", with("all", policy, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
		{"none of the policy", with("none", policy, "QCWithQSCD"), yes, trust.LevelQualifiedSeal},
		{"at least one", with("atLeastOne", policy+signs, "QCWithQSCD"), yes, trust.LevelQualifiedSeal},
		{"not all", with("all", policy+signs, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
		{"nested", with("all", `<ecc:CriteriaList assert="none">`+policy+`</ecc:CriteriaList>`, "QCWithQSCD"), yes, trust.LevelQualifiedSeal},
		{"by the subject", with("all", named, "QCWithQSCD"), yes, trust.LevelQualifiedSeal},
		{"device of before the Regulation", with("all", signs, "QCWithSSCD"), yes, trust.LevelAdvancedSeal},
		{"device of before the Regulation, and stated", with("all", signs, "QCWithSSCD"), device, trust.LevelAdvancedSeal},
		{"devices of before and after", with("all", signs, "QCWithSSCD", "QCWithQSCD"), yes, trust.LevelQualifiedSeal},
		{"not qualified", with("all", signs, "NotQualified"), device, trust.LevelNotQualified},
		{"no device", with("all", signs, "QCNoQSCD"), device, trust.LevelAdvancedSeal},
		{"another purpose", with("all", signs, "QCForESig"), device, trust.LevelNotQualified},
		{"two purposes", with("all", signs, "QCForESig", "QCForESeal"), device, trust.LevelNotQualified},
		{"unknown criterion gives nothing", with("all", unknown, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
		{"unknown criterion takes away", with("all", unknown, "NotQualified"), yes, trust.LevelNotQualified},
		{"nothing asked gives nothing", with("all", "", "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
		{"unknown assertion", with("some", signs, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
	} {
		s := servicesOf(t, ca, testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: c.statuses})
		q := s.Qualify([]*x509.Certificate{ca.RSA.Certificate, ca.Intermediate, ca.Root}, testkit.SealTime, c.says)
		require.Equal(t, c.want, q.Level, "%s: %s", c.name, q.Reason)
		require.Contains(t, q.Reason, c.want, c.name)
		require.Equal(t, c.want == trust.LevelNotQualified, q.GrantedOn.IsZero(), c.name)
	}
}

// A service vouches for what its certificate signed, and for nothing that only looks
// like it.
func TestWhoseCertificate(t *testing.T) {
	ca := testkit.NewCA()
	s := servicesOf(t, ca, ca.SealServices()...)
	statements := trust.Statements{Compliance: true, Seal: true}
	level := func(chain ...*x509.Certificate) string { return s.Qualify(chain, testkit.SealTime, statements).Level }
	require.Equal(t, trust.LevelAdvancedSeal, level(ca.RSA.Certificate), "the list has the authority that is missing")
	require.Equal(t, trust.LevelAdvancedSeal, level(ca.RSA.Certificate, ca.Root), "a certificate that does not belong there changes nothing")
	forged := testkit.IssueBy(testkit.Sealer{Certificate: ca.Intermediate, Key: ca.EC.Key}, ca.EC.Key)
	require.Equal(t, trust.LevelNotQualified, level(forged))
	require.Equal(t, trust.LevelNotQualified, level(forged, ca.Intermediate, ca.Root))
	require.Equal(t, trust.LevelNotQualified, level())
	require.Equal(t, trust.LevelNotQualified, level(ca.Intermediate))
	require.Equal(t, trust.LevelNotQualified, s.QualifyTimestamp([]*x509.Certificate{ca.RSA.Certificate, ca.Intermediate}, testkit.SealTime).Level)
	require.Equal(t, trust.LevelNotQualified, s.QualifyTimestamp([]*x509.Certificate{ca.TSA().Certificate}, day("2015-01-01")).Level)

	old := ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.NotBefore, c.SerialNumber = day("2016-01-01"), big.NewInt(77) })
	require.Contains(t, s.Qualify([]*x509.Certificate{old.Certificate}, testkit.SealTime, statements).Reason, "2016-01-01 the Regulation did not apply")

	var none *trust.Services
	require.Nil(t, none.Qualify([]*x509.Certificate{ca.RSA.Certificate}, testkit.SealTime, statements))
	require.Nil(t, none.QualifyTimestamp(nil, testkit.SealTime))
	require.Nil(t, none.Anchors())
	require.Empty(t, none.All())
}

// Services behind one certificate must agree: what one list has withdrawn another cannot
// grant, neither can a service say another thing of the device than its twin. One that
// never was for seals has nothing to say.
func TestSeveralServices(t *testing.T) {
	ca := testkit.NewCA()
	service := func(name string, certificate *x509.Certificate, status, use, extensions string) testkit.ListService {
		return testkit.ListService{Name: name, Certificates: []*x509.Certificate{certificate}, Statuses: []testkit.ListStatus{{Status: status, From: day("2020-01-01"), Uses: []string{use}, Extensions: extensions}}}
	}
	every := `<ecc:KeyUsage><ecc:KeyUsageBit name="nonRepudiation">1</ecc:KeyUsageBit></ecc:KeyUsage>`
	signs := service("Signatures", ca.Intermediate, "", "ForeSignatures", "")
	gone := service("Gone", ca.Intermediate, testkit.StatusWithdrawn, "ForeSeals", "")
	root := service("Root", ca.Root, testkit.StatusWithdrawn, "ForeSeals", "")
	device := service("Device", ca.Intermediate, "", "ForeSeals", testkit.ListQualifier("all", every, "QCWithQSCD"))
	none := service("None", ca.Intermediate, "", "ForeSeals", testkit.ListQualifier("all", every, "NotQualified"))
	seals := testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}}
	for name, c := range map[string]struct {
		services []testkit.ListService
		want     string
	}{
		"the same twice":       {[]testkit.ListService{seals, seals}, trust.LevelAdvancedSeal},
		"one for signatures":   {[]testkit.ListService{signs, seals}, trust.LevelAdvancedSeal},
		"one withdrawn":        {[]testkit.ListService{seals, gone}, trust.LevelNotQualified},
		"one above withdrawn":  {[]testkit.ListService{seals, root}, trust.LevelNotQualified},
		"one knows a device":   {[]testkit.ListService{seals, device}, trust.LevelNotQualified},
		"one takes away":       {[]testkit.ListService{seals, none}, trust.LevelNotQualified},
		"withdrawn everywhere": {[]testkit.ListService{gone, gone}, trust.LevelNotQualified},
	} {
		q := servicesOf(t, ca, c.services...).Qualify([]*x509.Certificate{ca.RSA.Certificate, ca.Intermediate, ca.Root}, testkit.SealTime, trust.Statements{Compliance: true, Seal: true})
		require.Equal(t, c.want, q.Level, name)
		require.Equal(t, c.want == trust.LevelNotQualified && name != "withdrawn everywhere", strings.Contains(q.Reason, "contradict each other"), "%s: %s", name, q.Reason)
	}
}

// The lists of two countries may name one authority. If they do not agree, nobody is
// believed, and the two are named.
func TestTwoLists(t *testing.T) {
	ca := testkit.NewCA()
	no := servicesOf(t, ca, testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}}).All()[0]
	se := no
	se.Territory, se.History = "SE", []trust.ServiceStatus{{Status: testkit.StatusWithdrawn, From: day("2025-01-01"), Uses: []string{"ForeSeals"}}, no.History[0]}
	for _, both := range [][]trust.Service{{no, se}, {se, no}} {
		q := trust.NewServices(both...).Qualify([]*x509.Certificate{ca.RSA.Certificate, ca.Intermediate}, testkit.SealTime, trust.Statements{Compliance: true, Seal: true})
		require.Equal(t, trust.LevelNotQualified, q.Level)
		require.Contains(t, q.Reason, "(SE)")
		require.Contains(t, q.Reason, "(NO)")
	}
}

// The certificates of a service are anchors for the times at which it was granted for
// seals or time stamps, whatever came later.
func TestAnchors(t *testing.T) {
	ca := testkit.NewCA()
	s := servicesOf(t, ca,
		testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{
			{Status: testkit.StatusWithdrawn, From: day("2026-01-01"), Uses: []string{"ForeSeals"}}, {From: day("2020-01-01"), Uses: []string{"ForeSeals"}}}},
		testkit.ListService{Certificates: []*x509.Certificate{ca.Root}, Type: "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC"},
		testkit.ListService{Certificates: []*x509.Certificate{ca.TSA().Certificate}, Type: testkit.ServiceQTST})
	a := s.Anchors()
	require.Len(t, a.Certificates(), 2)
	for at, want := range map[string]bool{"2019-12-31": false, "2020-01-01": true, "2025-12-31": true, "2026-01-01": false} {
		require.Equal(t, want, a.Trusts(ca.Intermediate, day(at)), at)
	}
	require.False(t, a.Trusts(ca.Root, day("2025-01-01")))
	require.Equal(t, trust.Trusted, a.Chain(ca.RSA.Certificate, nil, day("2025-06-01")).Outcome)
	require.Equal(t, trust.UnknownAuthority, a.Chain(ca.RSA.Certificate, nil, day("2026-06-01")).Outcome)
	joined := trust.Join(a, trust.NewAnchors(ca.Root))
	require.False(t, joined.Trusts(ca.Intermediate, day("2026-06-01")), "joining keeps the times")
	joined = trust.Join(a, trust.NewAnchors(ca.Intermediate))
	require.True(t, joined.Trusts(ca.Intermediate, day("2026-06-01")), "who is named without lists is trusted without them")
}

// A service that names a key by its identifier is found by the certificate of the chain
// that has this key. The identifier that a certificate gives itself proves nothing.
func TestKeyIdentifiers(t *testing.T) {
	ca := testkit.NewCA()
	name := "CN=mikromerit TEST ONLY seal authority"
	s := servicesOf(t, ca, testkit.ListService{Identity: testkit.ListKeyID(trust.KeyID(ca.Intermediate), name)})
	says := trust.Statements{Compliance: true, Seal: true}
	level := func(s *trust.Services, chain ...*x509.Certificate) string {
		return s.Qualify(chain, testkit.SealTime, says).Level
	}
	require.Equal(t, trust.LevelAdvancedSeal, level(s, ca.RSA.Certificate, ca.Intermediate))
	require.Equal(t, trust.LevelNotQualified, level(s, ca.RSA.Certificate), "nobody shows the key")
	forged := testkit.IssueBy(testkit.Sealer{Certificate: ca.Intermediate, Key: ca.EC.Key}, ca.EC.Key)
	require.Equal(t, trust.LevelNotQualified, level(s, forged, ca.Intermediate), "the key did not sign this")
	require.NotEqual(t, ca.Intermediate.SubjectKeyId, trust.KeyID(ca.Intermediate))
	s = servicesOf(t, ca, testkit.ListService{Identity: testkit.ListKeyID(ca.Intermediate.SubjectKeyId, name)})
	require.Equal(t, trust.LevelNotQualified, level(s, ca.RSA.Certificate, ca.Intermediate), "anybody can write an identifier into a certificate")
	require.Empty(t, s.Anchors().Certificates(), "without a certificate there is no anchor")
	for _, at := range []string{"", "not base64", "AAAA"} {
		signer := ca.NationalListSigner()
		bad := testkit.ListService{Identity: "<DigitalId><X509SKI>" + at + "</X509SKI></DigitalId>"}
		l, err := Read(testkit.MakeList(testkit.ListOptions{Services: []testkit.ListService{bad}, Signature: testkit.XMLSignature{Sealer: signer}}), Signers{Certificates: []*x509.Certificate{signer.Certificate}})
		require.NoError(t, err)
		require.Empty(t, l.Services)
		require.NotEmpty(t, l.Notes)
	}
}

// A service with a critical extension that nobody here knows is not used, and a
// certificate that cannot be read is told.
func TestNotes(t *testing.T) {
	ca := testkit.NewCA()
	signer := ca.NationalListSigner()
	strange := testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate, {Raw: []byte("no certificate")}}, Statuses: []testkit.ListStatus{{From: day("2020-01-01"), Extensions: `<Extension Critical="true"><NewRule></NewRule></Extension>`}}}
	l, err := Read(testkit.MakeList(testkit.ListOptions{Services: []testkit.ListService{strange}, Signature: testkit.XMLSignature{Sealer: signer}}), Signers{Certificates: []*x509.Certificate{signer.Certificate}})
	require.NoError(t, err)
	require.Empty(t, l.Services)
	require.Len(t, l.Notes, 2)
}

// The extended key usage is a criterion too, also one that Go has no name for.
func TestPurposes(t *testing.T) {
	ca := testkit.NewCA()
	sealer := ca.Issue(ca.EC.Key, func(c *x509.Certificate) {
		value, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 4, 1, 99}})
		require.NoError(t, err)
		c.SerialNumber = big.NewInt(78)
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Value: value})
	})
	purpose := `<ecc:otherCriteriaList><ExtendedKeyUsage xmlns="http://uri.etsi.org/02231/v2/additionaltypes#"><KeyPurposeId><xades:Identifier xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">1.3.6.1.4.1.99</xades:Identifier></KeyPurposeId></ExtendedKeyUsage></ecc:otherCriteriaList>`
	s := servicesOf(t, ca, testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{{From: day("2020-01-01"), Uses: []string{"ForeSeals"}, Extensions: testkit.ListQualifier("all", purpose, "QCWithQSCD")}}})
	says := trust.Statements{Compliance: true, Seal: true}
	require.Equal(t, trust.LevelQualifiedSeal, s.Qualify([]*x509.Certificate{sealer.Certificate}, testkit.SealTime, says).Level)
	require.Equal(t, trust.LevelAdvancedSeal, s.Qualify([]*x509.Certificate{ca.RSA.Certificate}, testkit.SealTime, says).Level)
}
