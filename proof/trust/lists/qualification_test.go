package lists

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
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
		further = `<ecc:otherCriteriaList><NewCriterion></NewCriterion></ecc:otherCriteriaList>`
		vague   = `<ecc:KeyUsage><ecc:KeyUsageBit name="nonRepudiation">perhaps</ecc:KeyUsageBit></ecc:KeyUsage>`
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
		{"for seals and signatures", []testkit.ListStatus{granted}, trust.Statements{Compliance: true, Seal: true, Signature: true}, trust.LevelNotQualified},
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
		{"not qualified", with("all", signs, "NotQualified"), device, trust.LevelNotQualified},
		{"no device", with("all", signs, "QCNoQSCD"), device, trust.LevelAdvancedSeal},
		{"another purpose", with("all", signs, "QCForESig"), device, trust.LevelNotQualified},
		{"two purposes", with("all", signs, "QCForESig", "QCForESeal"), device, trust.LevelNotQualified},
		{"unknown criterion gives nothing", with("all", unknown, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
		{"unknown criterion takes away", with("all", unknown, "NotQualified"), yes, trust.LevelNotQualified},
		{"known and unknown criterion", with("all", signs+unknown, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
		{"known and further criterion", with("all", signs+further, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
		{"key usage that says nothing", with("all", signs+vague, "QCWithQSCD"), yes, trust.LevelAdvancedSeal},
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
	namesake := namesakeOf(t, ca.Intermediate)
	require.Equal(t, trust.LevelNotQualified, level(testkit.IssueBy(namesake, ca.EC.Key), namesake.Certificate))
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

// namesakeOf returns an authority that calls itself as another one does and has a key
// of its own.
func namesakeOf(t *testing.T, c *x509.Certificate) testkit.Sealer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	copied := *c
	copied.SignatureAlgorithm, copied.PublicKeyAlgorithm, copied.PublicKey = 0, 0, nil
	der, err := x509.CreateCertificate(rand.Reader, &copied, &copied, key.Public(), key)
	require.NoError(t, err)
	own, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return testkit.Sealer{Certificate: own, Key: key}
}

// Of two services behind one certificate that were both granted the stricter answer
// counts; one that was not granted does not.
func TestTwoServices(t *testing.T) {
	ca := testkit.NewCA()
	authority := []*x509.Certificate{ca.Intermediate}
	signs := testkit.ListService{Name: "Signatures", Certificates: authority, Statuses: []testkit.ListStatus{{From: day("2020-01-01"), Uses: []string{"ForeSignatures"}}}}
	gone := testkit.ListService{Name: "Gone", Certificates: authority, Statuses: []testkit.ListStatus{{Status: testkit.StatusWithdrawn, From: day("2020-01-01"), Uses: []string{"ForeSeals"}}}}
	seals := testkit.ListService{Certificates: authority}
	chain := []*x509.Certificate{ca.RSA.Certificate, ca.Intermediate}
	s := servicesOf(t, ca, signs, gone, seals)
	q := s.Qualify(chain, testkit.SealTime, trust.Statements{Compliance: true, Seal: true})
	require.Equal(t, trust.LevelAdvancedSeal, q.Level, q.Reason)
	require.Equal(t, "Seals", q.Service)
	strict := testkit.ListService{Name: "Strict", Certificates: authority, Statuses: []testkit.ListStatus{{From: day("2020-01-01"), Uses: []string{"ForeSeals"},
		Extensions: testkit.ListQualifier("all", `<ecc:KeyUsage><ecc:KeyUsageBit name="nonRepudiation">1</ecc:KeyUsageBit></ecc:KeyUsage>`, "NotQualified")}}}
	s = servicesOf(t, ca, seals, strict)
	require.Equal(t, trust.LevelNotQualified, s.Qualify(chain, testkit.SealTime, trust.Statements{Compliance: true, Seal: true}).Level)
}

// What a service was of another type does not count: its grant began with the type.
func TestFormerType(t *testing.T) {
	ca := testkit.NewCA()
	signer := ca.NationalListSigner()
	service := testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{
		{From: day("2026-01-01"), Uses: []string{"ForeSeals"}}, {From: day("2020-01-01"), Uses: []string{"ForeSeals"}}}}
	for former, want := range map[string]string{"CA/QC": trust.LevelAdvancedSeal, "CA/PKC": trust.LevelNotQualified} {
		l, err := Read(testkit.MakeList(testkit.ListOptions{Services: []testkit.ListService{service}, Signature: testkit.XMLSignature{Sealer: signer}, Change: func(s string) string {
			i := strings.LastIndex(s, "/Svctype/CA/QC<")
			return s[:i] + "/Svctype/" + former + s[i+len("/Svctype/CA/QC"):]
		}}), Signers{Certificates: []*x509.Certificate{signer.Certificate}})
		require.NoError(t, err)
		q := trust.NewServices(l.Services...).Qualify([]*x509.Certificate{ca.RSA.Certificate}, testkit.SealTime, trust.Statements{Compliance: true, Seal: true})
		require.Equal(t, want, q.Level, "%s: %s", former, q.Reason)
	}
}

// The anchors are those of services that are granted, now or at a time.
func TestAnchors(t *testing.T) {
	ca := testkit.NewCA()
	s := servicesOf(t, ca,
		testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{
			{Status: testkit.StatusWithdrawn, From: day("2026-01-01"), Uses: []string{"ForeSeals"}}, {From: day("2020-01-01"), Uses: []string{"ForeSeals"}}}},
		testkit.ListService{Certificates: []*x509.Certificate{ca.Root}, Type: "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC"},
		testkit.ListService{Certificates: []*x509.Certificate{ca.TSA().Certificate}, Type: testkit.ServiceQTST})
	require.Len(t, s.Anchors().Certificates(), 1)
	require.Len(t, s.AnchorsAt(day("2025-01-01")).Certificates(), 2)
	require.Empty(t, s.AnchorsAt(day("2019-01-01")).Certificates())
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
