package jades_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

func TestIssues(t *testing.T) {
	for name, c := range map[string]struct {
		issuer string // JSON text of the credential's issuer
		want   vc.Status
		reason string // what the sentence says
	}{
		"identifier":                 {`{"eIDASIdentifier":{"notation":"NTRNO-000000017"}}`, vc.Pass, "is the issuer's eIDASIdentifier"},
		"identifier without prefix":  {`{"eIDASIdentifier":{"notation":"000000017"}}`, vc.Pass, "without its prefix"},
		"identifier in an array":     {`{"eIDASIdentifier":[{"notation":"x"},{"notation":["NTRNO-000000017"]}]}`, vc.Pass, "is the issuer's"},
		"another identifier":         {`{"eIDASIdentifier":{"notation":"NTRNO-000000018"},"legalName":{"nb":"Vestre Ås høgskole"}}`, vc.Fail, "another organisation"},
		"the prefix alone":           {`{"eIDASIdentifier":{"notation":"NTRNO"}}`, vc.Fail, "another organisation"},
		"another letter case":        {`{"eIDASIdentifier":{"notation":"ntrno-000000017"}}`, vc.Fail, "another organisation"},
		"an empty identifier":        {`{"eIDASIdentifier":{"notation":""},"legalName":{"nb":"Vestre Ås høgskole"}}`, vc.Fail, "another organisation"},
		"a number as identifier":     {`{"eIDASIdentifier":{"notation":17}}`, vc.Fail, "another organisation"},
		"identifier without a value": {`{"eIDASIdentifier":{},"legalName":{"nb":"Vestre Ås høgskole"}}`, vc.Pass, "legalName"},
		"legal name":                 {`{"legalName":{"en":"x","nb":"Vestre Ås høgskole"}}`, vc.Pass, "legalName"},
		"legal name in an array":     {`{"legalName":{"nb":["x","Vestre Ås høgskole"]}}`, vc.Pass, "legalName"},
		"legal name as a string":     {`{"legalName":"Vestre Ås høgskole"}`, vc.Pass, "legalName"},
		"another legal name":         {`{"legalName":{"nb":"Østre Ås høgskole"}}`, vc.Unknown, "not the organisation name"},
		"nothing to compare":         {`{"id":"urn:epass:org:1"}`, vc.Unknown, "no eIDASIdentifier"},
		"a URL":                      {`"https://vestre-aas.example"`, vc.Unknown, "does not describe its issuer"},
		"null":                       {`null`, vc.Unknown, "does not describe its issuer"},
	} {
		t.Run(name, func(t *testing.T) {
			file := testkit.Seal([]byte(`{"issuer":`+c.issuer+`}`), testkit.SealOptions{})
			evidence := check(t, file, anchors(), now)[0]
			require.Empty(t, faults(evidence.Findings), "that is not for this suite's findings")
			require.Equal(t, c.want, evidence.Signer.Issues)
			require.Contains(t, evidence.Signer.Reason, c.reason)
		})
	}
}

// TestIssuesWithoutIdentifier uses a certificate with no organisation
// identifier, as ordinary certificates are.
func TestIssuesWithoutIdentifier(t *testing.T) {
	sealer := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) {
		c.Subject = pkix.Name{Organization: []string{testkit.SealOrganisation}, CommonName: "seal, no. 1"}
	})
	check := func(issuer string) (vc.Status, string) {
		file := testkit.Seal([]byte(`{"issuer":`+issuer+`}`), testkit.SealOptions{Sealer: sealer})
		signer := check(t, file, anchors(), now)[0].Signer
		return signer.Issues, signer.Controller
	}
	status, controller := check(`{"eIDASIdentifier":{"notation":""}}`)
	require.Equal(t, vc.Unknown, status)
	require.Equal(t, `CN=seal\, no. 1,O=Vestre Ås høgskole`, controller)
	status, _ = check(`{"legalName":{"nb":"Vestre Ås høgskole"}}`)
	require.Equal(t, vc.Pass, status)
}

// TestIssuesNeedsSignature makes sure that a certificate says nothing about a
// payload that it did not seal.
func TestIssuesNeedsSignature(t *testing.T) {
	file := seal(testkit.SealOptions{Forge: func(p *testkit.SealParts) { p.Payload += " " }})
	signer := check(t, file, anchors(), now)[0].Signer
	require.Equal(t, vc.Unknown, signer.Issues)
	require.Contains(t, signer.Reason, "did not verify")
	require.NotNil(t, signer.Key, "so that the verifier reports the reason")
}
