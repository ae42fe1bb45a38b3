package lists

import (
	"crypto/x509"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// What is added to a list after it was signed changes nothing of what is read from it:
// it is refused, or it is not there.
func TestForgedLists(t *testing.T) {
	ca := testkit.NewCA()
	signer := ca.NationalListSigner()
	by := Signers{Certificates: []*x509.Certificate{signer.Certificate}}
	make := func(forge func(string) string) []byte {
		return testkit.MakeList(testkit.ListOptions{Services: ca.SealServices(), Signature: testkit.XMLSignature{Sealer: signer}, Forge: forge})
	}
	want, err := Read(make(nil), by)
	require.NoError(t, err)
	swap := func(old, new string) func(string) string {
		return func(s string) string {
			require.Contains(t, s, old)
			return strings.Replace(s, old, new, 1)
		}
	}
	for name, forge := range map[string]func(string) string{
		"comment in a value":     swap("Svcstatus/granted</", "Svcstatus/<!-- withdrawn -->granted</"),
		"value in CDATA":         swap("TrstSvc/Svctype/CA/QC</", "TrstSvc/Svctype/<![CDATA[CA/QC]]></"),
		"value by references":    swap("<SchemeTerritory>NO<", "<SchemeTerritory>&#78;&#x4F;<"),
		"space in tags":          swap("<ServiceStatus>", "<ServiceStatus  >"),
		"prefix for a namespace": swap("<TrustServiceStatusList ", `<TrustServiceStatusList xmlns:unused="urn:x" `),
	} {
		got, err := Read(make(forge), by)
		require.NoError(t, err, name)
		require.Equal(t, want.Services, got.Services, name)
		require.Equal(t, want.Territory, got.Territory, name)
	}
	for name, forge := range map[string]func(string) string{
		"comment that hides":               swap("Svcstatus/granted</", "Svcstatus/granted<!-- --> </"),
		"CDATA that adds":                  swap("Svcstatus/granted</", "Svcstatus/granted<![CDATA[ ]]></"),
		"text that looks like a reference": swap("Test provider AS", "Test &amp;lt; provider AS"),
		"unknown entity":                   swap("Test provider AS", "&evil;"),
		"document type":                    func(s string) string { return `<!DOCTYPE l [<!ENTITY evil "x">]>` + s },
		"processing instruction":           swap("<SchemeInformation>", "<?php x?><SchemeInformation>"),
		"xml:id beside Id":                 swap(`<SchemeInformation>`, `<SchemeInformation xml:id="properties">`),
		"the id twice":                     swap(`<SchemeInformation>`, `<SchemeInformation ID="properties">`),
		"namespace of a part":              swap("<ServiceStatus>", `<ServiceStatus xmlns="urn:other">`),
		"prefix bound anew":                swap(`<xades:SignedSignatureProperties>`, `<xades:SignedSignatureProperties xmlns:xades="urn:other">`),
		"another service first":            swap("<TrustServiceProviderList>", "<TrustServiceProviderList><TrustServiceProvider></TrustServiceProvider>"),
		"list around a list": func(s string) string {
			return `<TrustServiceStatusList xmlns="` + space + `">` + s + "</TrustServiceStatusList>"
		},
		"content in the signature": swap("</ds:SignatureValue>", "</ds:SignatureValue><ds:Object><TrustServiceProviderList></TrustServiceProviderList></ds:Object><ds:SignatureValue></ds:SignatureValue>"),
		"UTF-16 declared":          func(s string) string { return `<?xml version="1.0" encoding="UTF-16"?>` + s },
	} {
		_, err := Read(make(forge), by)
		require.Error(t, err, name)
	}
}

// Elements that stand twice in what a signer signed, or in a namespace of somebody else,
// are read as their first and as the same: a signer may be careless. What decides, the
// signature, is not.
func TestPointers(t *testing.T) {
	ca := testkit.NewCA()
	signer := ca.NationalListSigner().Certificate
	pointer := func(change func(*testkit.ListPointer)) []Pointer {
		p := testkit.ListPointer{Location: place, Territory: "no", Signers: []*x509.Certificate{signer}}
		change(&p)
		l, err := Read(testkit.MakeList(testkit.ListOptions{Territory: "EU", Type: testkit.ListOfLists, Pointers: []testkit.ListPointer{p}, Signature: testkit.XMLSignature{Sealer: ca.ListSigner()}}), Signers{Certificates: []*x509.Certificate{ca.ListSigner().Certificate}})
		require.NoError(t, err)
		return wanted(l, nil)
	}
	require.Equal(t, "NO", pointer(func(*testkit.ListPointer) {})[0].Territory, "the case of a territory does not matter")
	for name, change := range map[string]func(*testkit.ListPointer){
		"PDF":                func(p *testkit.ListPointer) { p.MIME = "application/pdf" },
		"list of lists":      func(p *testkit.ListPointer) { p.Type = testkit.ListOfLists },
		"of a third country": func(p *testkit.ListPointer) { p.Type = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/CClist" },
		"no territory":       func(p *testkit.ListPointer) { p.Territory = "" },
		"a path":             func(p *testkit.ListPointer) { p.Territory = "../" },
		"letters of others":  func(p *testkit.ListPointer) { p.Territory = "NО" }, // the second is Cyrillic
	} {
		require.Empty(t, pointer(change), name)
	}
}

// hugeList returns a list of as many services as one of the largest size can hold.
func hugeList(ca *testkit.CA, services int) []byte {
	o := testkit.ListOptions{Signature: testkit.XMLSignature{Sealer: ca.NationalListSigner()}}
	for i := range services {
		id := [20]byte{byte(i), byte(i >> 8), byte(i >> 16)}
		o.Services = append(o.Services, testkit.ListService{Name: "S", Provider: "P", Identity: testkit.ListKeyID(id[:], "CN=x")})
	}
	return testkit.MakeList(o)
}

// A list of tens of megabytes is read or refused with bounded work.
func BenchmarkHugeList(b *testing.B) {
	ca := testkit.NewCA()
	by := Signers{Certificates: []*x509.Certificate{ca.NationalListSigner().Certificate}}
	for _, services := range []int{35_000, 100_000} {
		data := hugeList(ca, services)
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				l, err := Read(data, by)
				if err != nil {
					b.Log(err)
				} else {
					b.Log(len(l.Services), len(data))
				}
			}
		})
	}
}
