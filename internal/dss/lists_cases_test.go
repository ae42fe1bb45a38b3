package dss_test

import (
	"crypto/x509"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// listed is a seal under trusted lists, to be judged by both sides.
type listed struct {
	name     string
	services []testkit.ListService
	seal     testkit.Sealer
	list     func(*testkit.ListOptions) // changes the national list
	top      func(*testkit.ListOptions) // changes the list of lists
	more     map[string][]byte          // further files on the web
}

const listsPlace = "https://lists.example/"

// What a certificate says.
var (
	saysSeal   = testkit.Statements{Compliance: true, Types: []int{2}}
	saysDevice = testkit.Statements{Compliance: true, Device: true, Types: []int{2}}
)

// Criteria of qualifiers.
const (
	signsCriterion  = `<ecc:KeyUsage><ecc:KeyUsageBit name="nonRepudiation">true</ecc:KeyUsageBit></ecc:KeyUsage>`
	policyCriterion = `<ecc:PolicySet><ecc:PolicyIdentifier><xades:Identifier xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Qualifier="OIDAsURN">urn:oid:0.4.0.194112.1.3</xades:Identifier></ecc:PolicyIdentifier></ecc:PolicySet>`
	noCriterion     = `<ecc:KeyUsage><ecc:KeyUsageBit name="keyCertSign">true</ecc:KeyUsageBit></ecc:KeyUsage>`
	sealPolicy      = "0.4.0.194112.1.3" // QCP-l-qscd, ETSI EN 319 411-2
)

func listDay(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

var granted = testkit.ListStatus{From: listDay("2020-01-01"), Uses: []string{"ForeSeals"}}

// authority returns the service that issued the certificates of the seals, with
// statuses, and the one of the time stamps.
func authority(statuses ...testkit.ListStatus) []testkit.ListService {
	return []testkit.ListService{{Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: statuses}, stamping(testkit.StatusGranted)}
}

func stamping(status string) testkit.ListService {
	return testkit.ListService{Name: "Time stamps", Type: testkit.ServiceQTST, Certificates: []*x509.Certificate{ca.TSA().Certificate},
		Statuses: []testkit.ListStatus{{Status: status, From: listDay("2020-01-01")}}}
}

func statusOn(status, from string, uses ...string) testkit.ListStatus {
	return testkit.ListStatus{Status: status, From: listDay(from), Uses: uses}
}

func qualified(assert, criteria string, names ...string) []testkit.ListService {
	return authority(testkit.ListStatus{From: granted.From, Uses: granted.Uses, Extensions: testkit.ListQualifier(assert, criteria, names...)})
}

// listCases returns the seals and the lists under which they are judged.
func listCases() []listed {
	says := func(serial int64, s testkit.Statements, policies ...string) testkit.Sealer {
		return ca.IssueSaying(ca.RSA.Key, serial, s, policies...)
	}
	device := says(901, saysDevice)
	noType, plain := says(902, testkit.Statements{Compliance: true}), says(903, testkit.Statements{})
	signature := says(904, testkit.Statements{Compliance: true, Types: []int{1}})
	withPolicy := says(905, saysSeal, sealPolicy)
	typeOnly := says(906, testkit.Statements{Types: []int{2}})
	both := says(907, testkit.Statements{Compliance: true, Types: []int{1, 2}})
	web := says(908, testkit.Statements{Compliance: true, Types: []int{3}})
	const national = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/recognisedatnationallevel"
	const deprecated = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/deprecatedatnationallevel"
	seals, signs := "ForeSeals", "ForeSignatures"
	out := []listed{
		{name: "granted", services: authority(granted)},
		{name: "granted, device by statement", services: authority(granted), seal: device},
		{name: "granted, device by qualifier", services: qualified("all", signsCriterion, "QCWithQSCD")},
		{name: "granted, device managed on behalf", services: qualified("all", signsCriterion, "QCQSCDManagedOnBehalf")},
		{name: "granted, device of the Directive by qualifier", services: qualified("all", signsCriterion, "QCWithSSCD")},
		{name: "granted, no device by qualifier", services: qualified("all", signsCriterion, "QCNoQSCD"), seal: device},
		{name: "granted, no device of the Directive by qualifier", services: qualified("all", signsCriterion, "QCNoSSCD"), seal: device},
		{name: "granted, device as stated, by qualifier", services: qualified("all", signsCriterion, "QCQSCDStatusAsInCert"), seal: device},
		{name: "granted, device as in the certificate of the Directive", services: qualified("all", signsCriterion, "QCSSCDStatusAsInCert"), seal: device},
		{name: "device and no device by qualifiers", services: qualified("all", signsCriterion, "QCWithQSCD", "QCNoQSCD")},
		{name: "withdrawn before", services: authority(statusOn(testkit.StatusWithdrawn, "2026-02-01", seals), granted)},
		{name: "withdrawn after", services: authority(statusOn(testkit.StatusWithdrawn, "2026-03-10", seals), granted)},
		{name: "withdrawn and granted again", services: authority(statusOn(testkit.StatusGranted, "2026-02-20", seals), statusOn(testkit.StatusWithdrawn, "2026-02-01", seals), granted)},
		{name: "withdrawn when the certificate was issued", services: authority(statusOn(testkit.StatusGranted, "2025-02-20", seals), statusOn(testkit.StatusWithdrawn, "2020-02-01", seals))},
		{name: "granted after the certificate", services: authority(statusOn(testkit.StatusGranted, "2025-01-01", seals))},
		{name: "granted after the seal", services: authority(statusOn(testkit.StatusGranted, "2026-03-20", seals))},
		{name: "recognised at national level", services: authority(statusOn(national, "2020-01-01", seals))},
		{name: "deprecated at national level", services: authority(statusOn(deprecated, "2026-02-01", seals), granted)},
		{name: "accredited before 2016 only", services: authority(statusOn(testkit.StatusAccredited, "2010-01-01", seals))},
		{name: "unknown status", services: authority(statusOn("https://lists.example/status/fine", "2020-01-01", seals))},
		{name: "service for signatures only", services: authority(statusOn(testkit.StatusGranted, "2020-01-01", signs))},
		{name: "service for seals and signatures", services: authority(statusOn(testkit.StatusGranted, "2020-01-01", signs, seals))},
		{name: "service for web sites", services: authority(statusOn(testkit.StatusGranted, "2020-01-01", "ForWebSiteAuthentication"))},
		{name: "service without uses", services: authority(statusOn(testkit.StatusGranted, "2020-01-01"))},
		{name: "use lost before the seal", services: authority(statusOn(testkit.StatusGranted, "2026-01-01", signs), granted)},
		{name: "not qualified by qualifier", services: qualified("all", signsCriterion, "NotQualified"), seal: device},
		{name: "qualifier of other certificates", services: qualified("all", noCriterion, "NotQualified"), seal: device},
		{name: "qualified by qualifier", services: qualified("all", signsCriterion, "QCStatement", "QCForESeal"), seal: plain},
		{name: "qualified by qualifier, use unsaid", services: qualified("all", signsCriterion, "QCStatement"), seal: plain},
		{name: "qualified by qualifier, of the type for seals", services: qualified("all", signsCriterion, "QCStatement"), seal: typeOnly},
		{name: "for seals by qualifier and policy", services: qualified("all", policyCriterion, "QCForESeal"), seal: withPolicy},
		{name: "for seals by another policy", services: qualified("all", policyCriterion, "QCForESeal"), seal: noType},
		{name: "for seals by qualifier", services: qualified("all", signsCriterion, "QCForESeal"), seal: noType},
		{name: "for seals by qualifier, service for signatures", services: []testkit.ListService{{Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{{From: granted.From, Uses: []string{signs}, Extensions: testkit.ListQualifier("all", signsCriterion, "QCForESeal")}}}, stamping(testkit.StatusGranted)}},
		{name: "for signatures by qualifier", services: qualified("all", signsCriterion, "QCForESig"), seal: device},
		{name: "for both by qualifiers", services: qualified("all", signsCriterion, "QCForESig", "QCForESeal"), seal: device},
		{name: "legal person by qualifier", services: qualified("all", signsCriterion, "QCForLegalPerson"), seal: noType},
		{name: "none of the policy", services: qualified("none", policyCriterion, "QCWithQSCD")},
		{name: "at least one", services: qualified("atLeastOne", policyCriterion+signsCriterion, "QCWithQSCD")},
		{name: "not all", services: qualified("all", policyCriterion+signsCriterion, "QCWithQSCD")},
		{name: "nested criteria", services: qualified("all", `<ecc:CriteriaList assert="none">`+policyCriterion+`</ecc:CriteriaList>`, "QCWithQSCD")},
		{name: "certificate without a type", services: authority(granted), seal: noType},
		{name: "certificate without statements", services: authority(granted), seal: plain},
		{name: "certificate with a type and no compliance", services: authority(granted), seal: typeOnly},
		{name: "certificate for signatures", services: authority(granted), seal: signature},
		{name: "certificate for signatures, service for both", services: authority(statusOn(testkit.StatusGranted, "2020-01-01", signs, seals)), seal: signature},
		{name: "certificate for both", services: authority(statusOn(testkit.StatusGranted, "2020-01-01", signs, seals)), seal: both},
		{name: "certificate for web sites", services: authority(granted), seal: web},
		{name: "time stamps withdrawn", services: []testkit.ListService{authority(granted)[0], stamping(testkit.StatusWithdrawn)}},
		{name: "time stamps not in the list", services: authority(granted)[:1]},
		{name: "time stamps of the seal's service only", services: []testkit.ListService{authority(granted)[0], {Name: "Root", Certificates: []*x509.Certificate{ca.Root}}}},
		{name: "service of another type", services: []testkit.ListService{{Type: "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC", Certificates: []*x509.Certificate{ca.Intermediate}}, stamping(testkit.StatusGranted)}},
		{name: "root in the list", services: []testkit.ListService{{Certificates: []*x509.Certificate{ca.Root}}, stamping(testkit.StatusGranted)}},
		{name: "root and authority in the list, root withdrawn", services: append(authority(granted), testkit.ListService{Name: "Root", Certificates: []*x509.Certificate{ca.Root}, Statuses: []testkit.ListStatus{statusOn(testkit.StatusWithdrawn, "2020-01-01", seals)}})},
		{name: "two services agree", services: append(authority(granted), testkit.ListService{Name: "Other", Certificates: []*x509.Certificate{ca.Intermediate}})},
		{name: "two services, one for signatures", services: append(authority(granted), testkit.ListService{Name: "Other", Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{statusOn(testkit.StatusGranted, "2020-01-01", signs)}})},
		{name: "two services, one withdrawn", services: append(authority(granted), testkit.ListService{Name: "Other", Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{statusOn(testkit.StatusWithdrawn, "2020-01-01", seals)}})},
		{name: "two services, one says no device", seal: device, services: append(authority(granted), testkit.ListService{Name: "Other", Certificates: []*x509.Certificate{ca.Intermediate}, Statuses: []testkit.ListStatus{{From: granted.From, Uses: granted.Uses, Extensions: testkit.ListQualifier("all", signsCriterion, "QCNoQSCD")}}})},
		{name: "not in a list", services: []testkit.ListService{stamping(testkit.StatusGranted)}},
		{name: "list expired", services: authority(granted), list: func(o *testkit.ListOptions) { o.NextUpdate = listDay("2026-03-15") }},
		{name: "list of lists expired", services: authority(granted), top: func(o *testkit.ListOptions) { o.NextUpdate = listDay("2026-03-15") }},
		{name: "list signed by another", services: authority(granted), list: func(o *testkit.ListOptions) { o.Signature.Sealer = ca.ListSigner() }},
		{name: "list altered", services: authority(granted), list: func(o *testkit.ListOptions) {
			o.Forge = func(s string) string { return strings.Replace(s, "Test provider", "Evil provider", 1) }
		}},
		{name: "list of lists signed by another", services: authority(granted), top: func(o *testkit.ListOptions) { o.Signature.Sealer = ca.NationalListSigner() }},
		{name: "list of another territory", services: authority(granted), list: func(o *testkit.ListOptions) { o.Territory = "SE" }},
		{name: "pointer to a PDF", services: authority(granted), top: func(o *testkit.ListOptions) { o.Pointers[0].MIME = "application/pdf" }},
		{name: "pointer of another type", services: authority(granted), top: func(o *testkit.ListOptions) {
			o.Pointers[0].Type = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/CClist"
		}},
		{name: "territory in small letters", services: authority(granted), list: func(o *testkit.ListOptions) { o.Territory = "no" }, top: func(o *testkit.ListOptions) { o.Pointers[0].Territory = "no" }},
		{name: "key identifier of the certificate only", services: byKeyIdentifier()},
		{name: "device of the Directive and stated", services: qualified("all", signsCriterion, "QCWithSSCD"), seal: device},
		{name: "devices of the Directive and the Regulation", services: qualified("all", signsCriterion, "QCWithSSCD", "QCWithQSCD")},
		{name: "no device of the Directive, device of the Regulation", services: qualified("all", signsCriterion, "QCNoSSCD", "QCWithQSCD")},
		{name: "two time-stamp services disagree", services: append(authority(granted), stamping(testkit.StatusWithdrawn))},
		{name: "time stamps withdrawn after", services: []testkit.ListService{authority(granted)[0], {Name: "Time stamps", Type: testkit.ServiceQTST, Certificates: []*x509.Certificate{ca.TSA().Certificate},
			Statuses: []testkit.ListStatus{statusOn(testkit.StatusWithdrawn, "2026-03-10"), statusOn(testkit.StatusGranted, "2020-01-01")}}}},
		{name: "version 6", services: authority(granted), list: func(o *testkit.ListOptions) { o.Version = 6 }},
	}
	return append(out, pivotCases()...)
}

// byKeyIdentifier names the authority by the identifier of its key and its name.
func byKeyIdentifier() []testkit.ListService {
	all := authority(granted)
	all[0].Certificates, all[0].Identity = nil, testkit.ListKeyID(trust.KeyID(ca.Intermediate), "CN=mikromerit TEST ONLY seal authority,O=mikromerit TEST ONLY,C=SE")
	return all
}

// pivotCases are about the change of those who sign the list of lists: from the first
// by way of the second to the third.
func pivotCases() []listed {
	first, second, third := ca.ListSigner(), ca.NationalListSigner(), ca.EC
	top := func(number int, by testkit.Sealer, announced *x509.Certificate, uris ...string) testkit.ListOptions {
		return testkit.ListOptions{Territory: "EU", Type: testkit.ListOfLists, Sequence: number, Signature: testkit.XMLSignature{Sealer: by}, URIs: append(uris, listsPlace+"journal"),
			Pointers: []testkit.ListPointer{
				{Location: listsPlace + "lotl.xml", Territory: "EU", Type: testkit.ListOfLists, Signers: []*x509.Certificate{announced}},
				{Location: listsPlace + "no.xml", Territory: "NO", Signers: []*x509.Certificate{ca.NationalListSigner().Certificate}},
			}}
	}
	pivot1, pivot2 := listsPlace+"pivot-1.xml", listsPlace+"pivot-2.xml"
	more := map[string][]byte{"pivot-1.xml": testkit.MakeList(top(3, first, second.Certificate)), "pivot-2.xml": testkit.MakeList(top(5, second, third.Certificate, pivot1))}
	forged := map[string][]byte{"pivot-1.xml": testkit.MakeList(top(3, second, second.Certificate)), "pivot-2.xml": more["pivot-2.xml"]}
	by := func(o testkit.ListOptions) func(*testkit.ListOptions) {
		return func(to *testkit.ListOptions) { *to = o }
	}
	return []listed{
		{name: "signer changed, two pivots", services: authority(granted), more: more, top: by(top(7, third, third.Certificate, pivot2, pivot1))},
		{name: "signer changed, no pivots named", services: authority(granted), more: more, top: by(top(7, third, third.Certificate))},
		{name: "signer changed, first pivot by a stranger", services: authority(granted), more: forged, top: by(top(7, third, third.Certificate, pivot2, pivot1))},
		{name: "pivots named, signed by one of before", services: authority(granted), more: more, top: by(top(7, first, third.Certificate, pivot2, pivot1))},
	}
}
