package edc_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

var sealed = time.Date(2026, 3, 2, 10, 30, 0, 0, time.FixedZone("", 3600))

const drafted = `{"@context":["https://www.w3.org/2018/credentials/v1","http://data.europa.eu/snb/model/context/edc-ap"],
 "id":"urn:credential:1", "type":["VerifiableCredential","EuropeanDigitalCredential"], "x-unknown": 1.50,
 "credentialProfiles":{"id":"http://data.europa.eu/snb/credential/c_9a31f32a","type":"Concept"},
 "displayParameter":{"primaryLanguage":{"id":"http://publications.europa.eu/resource/authority/language/NOB"}},
 "issuer":ISSUER}`

func draft(t *testing.T, issuer string) vc.Document {
	doc, err := vc.ParseDocument([]byte(strings.Replace(drafted, "ISSUER", issuer, 1)), vc.Limits{})
	require.NoError(t, err)
	return doc
}

// certificate returns a certificate with a subject; no attribute is left out unless
// change does so.
func certificate(change func(*pkix.Name)) *x509.Certificate {
	name := pkix.Name{Country: []string{"NO"}, Organization: []string{"Vestre Ås høgskole"}, CommonName: "Vestre Ås SEGL"}
	name.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 97}, Value: "NTRNO-000000017"}}
	if change != nil {
		change(&name)
	}
	ca := testkit.NewCA()
	return ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.Subject = name }).Certificate
}

func effectsOf(all []edc.Effect) (out []string) {
	for _, e := range all {
		out = append(out, string(e.Kind)+" "+e.Pointer)
	}
	return out
}

// What a draft lacks about its issuer comes from the certificate, and each change is
// told.
func TestPrepareSealCompletesTheIssuer(t *testing.T) {
	doc, effects, err := edc.PrepareSeal(draft(t, `{"id":"urn:epass:org:1","type":"Organisation"}`), certificate(nil), sealed, edc.PrepareOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{
		"set /credentialSchema", "set /issuer/legalName", "set /issuer/altLabel", "set /issuer/eIDASIdentifier", "set /issuer/location", "set /issued", "set /issuanceDate",
	}, effectsOf(effects))
	require.Equal(t, `"x-unknown": 1.50`, doc.String()[strings.Index(doc.String(), `"x-unknown"`):][:17], "unknown members stay as they are")
	require.Equal(t, "http://data.europa.eu/snb/model/ap/edc-issued-by-mandate", doc.Lookup("/credentialSchema/id").Text())
	require.Equal(t, "Vestre Ås høgskole", doc.Lookup("/issuer/legalName/nb").Text())
	require.Equal(t, "NTRNO-000000017", doc.Lookup("/issuer/eIDASIdentifier/notation").Text())
	require.Equal(t, "http://publications.europa.eu/resource/authority/country/NOR", doc.Lookup("/issuer/eIDASIdentifier/spatial/id").Text())
	require.Equal(t, "2026-03-02T10:30:00+01:00", doc.Get("issuanceDate").Text())
}

// What the author of a draft wrote about the issuer is kept and reported, unless the
// certificate is to overwrite it as it does in the Commission's issuer.
func TestPrepareSealOfAContradictingIssuer(t *testing.T) {
	const issuer = `{"id":"urn:epass:org:1","type":"Organisation","legalName":{"nb":"Andre høgskole","en":"Other"},"altLabel":{"nb":"AH","en":"OC"},
		"eIDASIdentifier":{"id":"urn:epass:legalIdentifier:1","type":"LegalIdentifier","notation":"NTRNO-999"},
		"location":{"id":"urn:epass:location:1","type":"Location","address":{"countryCode":{"id":"http://publications.europa.eu/resource/authority/country/SWE"}}}}`
	doc, effects, err := edc.PrepareSeal(draft(t, issuer), certificate(nil), sealed, edc.PrepareOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{
		"set /credentialSchema", "kept /issuer/legalName", "clash /issuer/eIDASIdentifier", "set /issuer/location/1", "set /issued", "set /issuanceDate",
	}, effectsOf(effects))
	require.Equal(t, `{"nb":"Andre høgskole","en":"Other"}`, doc.Lookup("/issuer/legalName").Raw())
	require.Equal(t, `{"nb":"Vestre Ås høgskole"}`, string(effects[1].After), "the report says what the certificate has")

	doc, effects, err = edc.PrepareSeal(draft(t, issuer), certificate(nil), sealed, edc.PrepareOptions{Overwrite: true})
	require.NoError(t, err)
	require.NotContains(t, strings.Join(effectsOf(effects), " "), "kept")
	require.Equal(t, `{"nb":"Vestre Ås høgskole"}`, doc.Lookup("/issuer/legalName").Raw(), "in all languages")
	require.Equal(t, `{"nb":"Vestre Ås SEGL","en":"OC"}`, doc.Lookup("/issuer/altLabel").Raw())
	require.Equal(t, "NTRNO-000000017", doc.Lookup("/issuer/eIDASIdentifier/notation").Text())
}

// An issuer that is changed gets an id of its own where another node has the same
// one, because RDF would merge the two.
func TestPrepareSealDistinguishesTheIssuer(t *testing.T) {
	const issuer = `{"id":"urn:epass:org:1","type":"Organisation"}, "credentialSubject":{"hasClaim":{"awardedBy":{"awardingBody":{"id":"urn:epass:org:1","legalName":{"nb":"X"}}}}}`
	random := strings.NewReader(strings.Repeat("x", 99))
	doc, _, err := edc.PrepareSeal(draft(t, issuer), certificate(nil), sealed, edc.PrepareOptions{NewID: true, Random: random})
	require.NoError(t, err)
	require.Equal(t, "urn:epass:org:178787878-7878-4878-b878-787878787878", doc.Lookup("/issuer/id").Text())
	require.Equal(t, "urn:credential:78787878-7878-4878-b878-787878787878", doc.Get("id").Text())
	require.Equal(t, "urn:epass:org:1", doc.Lookup("/credentialSubject/hasClaim/awardedBy/awardingBody/id").Text())
}

// A mandate is claimed only on request.
func TestPrepareSealWithMandate(t *testing.T) {
	doc, _, err := edc.PrepareSeal(draft(t, `{"type":"Organisation"}, "evidence":{"type":"Evidence"}`), certificate(nil), sealed, edc.PrepareOptions{Mandate: "We may."})
	require.NoError(t, err)
	require.Equal(t, "We may.", doc.Lookup("/evidence/1/evidenceStatement").Text())
	require.Equal(t, "http://data.europa.eu/snb/evidence-type/c_18016257", doc.Lookup("/evidence/1/dcType/id").Text())
}

// Whatever is no certificate of an organisation is refused with a sentence.
func TestPrepareSealRefuses(t *testing.T) {
	organisation := func(values ...string) func(*pkix.Name) {
		return func(n *pkix.Name) {
			n.ExtraNames = nil
			for _, v := range values {
				n.ExtraNames = append(n.ExtraNames, pkix.AttributeTypeAndValue{Type: asn1.ObjectIdentifier{2, 5, 4, 97}, Value: v})
			}
		}
	}
	for name, c := range map[string]struct {
		certificate *x509.Certificate
		says        string
	}{
		"none":       {nil, "no certificate"},
		"person":     {certificate(func(n *pkix.Name) { n.SerialNumber = "PNONO-01010112345" }), "that of a person"},
		"no name":    {certificate(func(n *pkix.Name) { n.Organization = nil }), "names no organisation"},
		"no number":  {certificate(organisation()), "no organisation identifier"},
		"several":    {certificate(organisation("NTRNO-1", "NTRNO-2")), "several organisation identifiers"},
		"no country": {certificate(func(n *pkix.Name) { organisation("LEIXG-1")(n); n.Country = nil }), "no country"},
	} {
		_, _, err := edc.PrepareSeal(draft(t, `{"type":"Organisation"}`), c.certificate, sealed, edc.PrepareOptions{})
		require.ErrorIs(t, err, edc.ErrCertificate, name)
		require.ErrorContains(t, err, c.says, name)
	}
	for _, issuer := range []string{`{"type":"Person"}`, `[{"type":"Organisation"},{"type":"Organisation"}]`} {
		_, _, err := edc.PrepareSeal(draft(t, issuer), certificate(nil), sealed, edc.PrepareOptions{})
		require.ErrorIs(t, err, edc.ErrDraft, issuer)
	}
	other, _ := vc.ParseDocument([]byte(`{"type":"VerifiableCredential"}`), vc.Limits{})
	_, _, err := edc.PrepareSeal(other, certificate(nil), sealed, edc.PrepareOptions{})
	require.ErrorIs(t, err, edc.ErrDraft)
}

// The Commission's builder exports drafts that sealing completes: what is added to
// its sample is what its own issuer added.
func TestPrepareSealOfTheCommissionsSample(t *testing.T) {
	source := testkit.ReadShared(t, "data/samples/elm/Sample-MC-Annex1-unsigned-uploadable.json")
	doc, err := vc.ParseDocument(source, vc.Limits{})
	require.NoError(t, err)
	doc, effects, err := edc.PrepareSeal(doc, certificate(nil), sealed, edc.PrepareOptions{Overwrite: true})
	require.NoError(t, err)
	for _, at := range []string{"/issuer/id", "/issuer/legalName", "/issuer/eIDASIdentifier", "/issuer/location/1", "/issued", "/issuanceDate"} {
		require.Contains(t, effectsOf(effects), "set "+at)
	}
	require.Empty(t, edc.CheckSealed(doc), "it keeps the rules of sealed credentials")
}

// A draft that describes the country elsewhere, with its code as notation, stays the
// only one that does: two notations of one concept would break the profile.
func TestPrepareSealRepeatsNoLabels(t *testing.T) {
	const country = `{"id":"http://publications.europa.eu/resource/authority/country/NOR","type":"Concept","notation":"NOR","prefLabel":{"en":"Kingdom of Norway"}}`
	doc, _, err := edc.PrepareSeal(draft(t, `{"id":"urn:epass:org:1","type":"Organisation","location":{"id":"urn:epass:location:1","type":"Location","address":{"id":"urn:epass:address:1","type":"Address","countryCode":`+country+`}}}`), certificate(nil), sealed, edc.PrepareOptions{})
	require.NoError(t, err)
	spatial := doc.Lookup("/issuer/eIDASIdentifier/spatial")
	require.Equal(t, "http://publications.europa.eu/resource/authority/country/NOR", spatial.Get("id").Text())
	require.False(t, spatial.Get("notation").Exists())
	require.False(t, spatial.Get("prefLabel").Exists())
}
