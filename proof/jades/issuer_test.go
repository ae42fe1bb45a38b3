package jades_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// A seal speaks for the issuer whom its certificate names by all that the
// document says of it: another's identifier beside the own, a number from
// another country's register, or another spelling make it another's.
func TestIssues(t *testing.T) {
	const (
		name    = `"legalName":{"nb":"Vestre Ås høgskole"}`
		country = `"location":{"address":{"countryCode":{"id":"http://publications.europa.eu/resource/authority/country/%"}}}`
	)
	in := func(code string) string { return strings.Replace(country, "%", code, 1) }
	for name, c := range map[string]struct {
		issuer string // JSON text of the credential's issuer
		want   vc.Status
		reason string // what the sentence says
	}{
		"identifier":                    {`{"eIDASIdentifier":{"notation":"NTRNO-000000017"}}`, vc.Pass, "is the issuer's eIDASIdentifier"},
		"identifier twice":              {`{"eIDASIdentifier":[{"notation":"NTRNO-000000017"},{"notation":["NTRNO-000000017"]}]}`, vc.Pass, "is the issuer's"},
		"identifier as text":            {`{"eIDASIdentifier":"NTRNO-000000017"}`, vc.Pass, "is the issuer's"},
		"identifier as EBSI names it":   {`{"eidasLegalIdentifier":{"notation":"NTRNO-000000017"}}`, vc.Pass, "is the issuer's"},
		"identifier by a full IRI":      {`{"http://data.europa.eu/snb/model/elm/eIDASIdentifier":{"skos:notation":{"@value":"NTRNO-000000017"}}}`, vc.Pass, "is the issuer's"},
		"the victim's beside it":        {`{"eIDASIdentifier":[{"notation":"NTRNO-000000025"},{"notation":"NTRNO-000000017"}]}`, vc.Fail, "another organisation"},
		"the victim's after it":         {`{"eIDASIdentifier":{"notation":["NTRNO-000000017","NTRNO-000000025"]}}`, vc.Fail, "another organisation"},
		"the victim's under an alias":   {`{"eIDASIdentifier":{"notation":"NTRNO-000000017"},"elm:eIDASIdentifier":{"notation":"NTRNO-000000025"}}`, vc.Fail, "another organisation"},
		"the victim's as EBSI names it": {`{"eIDASIdentifier":{"notation":"NTRNO-000000017"},"eidasLegalIdentifier":"NTRNO-000000025"}`, vc.Fail, "another organisation"},
		"nonsense beside it":            {`{"eIDASIdentifier":[{"notation":"x"},{"notation":["NTRNO-000000017"]}]}`, vc.Fail, "another organisation"},
		"another identifier":            {`{"eIDASIdentifier":{"notation":"NTRNO-000000018"},` + name + `}`, vc.Fail, "another organisation"},
		"the same number elsewhere":     {`{"eIDASIdentifier":{"notation":"NTRSE-000000017"},` + name + `}`, vc.Fail, "another organisation"},
		"another register":              {`{"eIDASIdentifier":{"notation":"VATNO-000000017"}}`, vc.Fail, "another organisation"},
		"the prefix alone":              {`{"eIDASIdentifier":{"notation":"NTRNO"}}`, vc.Fail, "another organisation"},
		"another letter case":           {`{"eIDASIdentifier":{"notation":"ntrno-000000017"}}`, vc.Fail, "letter by letter"},
		"a blank after it":              {`{"eIDASIdentifier":{"notation":"NTRNO-000000017 "}}`, vc.Fail, "letter by letter"},
		"a zero-width space in it":      {`{"eIDASIdentifier":{"notation":"NTRNO-\u200b000000017"}}`, vc.Fail, "letter by letter"},
		"a Greek letter in it":          {`{"eIDASIdentifier":{"notation":"\u039dTRNO-000000017"}}`, vc.Fail, "letter by letter"},
		"full-width digits":             {`{"eIDASIdentifier":{"notation":"NTRNO-\uff10\uff10\uff10000017"}}`, vc.Fail, "letter by letter"},
		"an empty identifier":           {`{"eIDASIdentifier":{"notation":""},` + name + `}`, vc.Fail, "another organisation"},
		"a number as identifier":        {`{"eIDASIdentifier":{"notation":17}}`, vc.Fail, "another organisation"},
		"null as identifier":            {`{"eIDASIdentifier":[null,"NTRNO-000000017"]}`, vc.Fail, "another organisation"},

		"bare number":                {`{"eIDASIdentifier":{"notation":"000000017"}}`, vc.Unknown, "neither country nor name"},
		"bare number, its country":   {`{"eIDASIdentifier":{"notation":"000000017"},` + in("NOR") + `}`, vc.Pass, "the country is the same"},
		"bare number, other country": {`{"eIDASIdentifier":{"notation":"000000017"},` + in("SWE") + `}`, vc.Fail, "another country"},
		"bare, other country, name":  {`{"eIDASIdentifier":{"notation":"000000017"},` + in("SWE") + `,` + name + `}`, vc.Fail, "another country"},
		"bare number, two countries": {`{"eIDASIdentifier":{"notation":"000000017"},"location":[{` + strings.TrimPrefix(in("NOR"), `"location":{`) + `,{` + strings.TrimPrefix(in("SWE"), `"location":{`) + `]}`, vc.Unknown, "neither country nor name"},
		"bare number, spatial":       {`{"eIDASIdentifier":{"notation":"000000017","spatial":{"id":"http://publications.europa.eu/resource/authority/country/NOR"}},` + in("SWE") + `}`, vc.Pass, "the country is the same"},
		"bare number, other spatial": {`{"eIDASIdentifier":{"notation":"000000017","spatial":{"id":"SE"}},` + in("NOR") + `}`, vc.Fail, "another country"},
		"bare number and name":       {`{"eIDASIdentifier":{"notation":"000000017"},` + name + `}`, vc.Pass, "the name is the same"},
		"bare beside full":           {`{"eIDASIdentifier":["NTRNO-000000017","000000017"]}`, vc.Unknown, "neither country nor name"},
		"the victim's bare number":   {`{"eIDASIdentifier":{"notation":"000000025"},` + in("NOR") + `}`, vc.Fail, "another organisation"},

		"identifier without a value": {`{"eIDASIdentifier":{},` + name + `}`, vc.Pass, "legalName"},
		"legal name":                 {`{"legalName":{"en":"x","nb":"Vestre Ås høgskole"}}`, vc.Pass, "legalName"},
		"legal name in an array":     {`{"legalName":{"nb":["x","Vestre Ås høgskole"]}}`, vc.Pass, "legalName"},
		"legal name as a string":     {`{"legalName":"Vestre Ås høgskole"}`, vc.Pass, "legalName"},
		"legal name, decomposed":     {`{"legalName":" VESTRE  A\u030as høgskole"}`, vc.Pass, "legalName"},
		"legal name, a Greek letter": {`{"legalName":"V\u0435stre Ås høgskole"}`, vc.Unknown, "not the organisation name"},
		"another legal name":         {`{"legalName":{"nb":"Østre Ås høgskole"}}`, vc.Unknown, "not the organisation name"},
		"nothing to compare":         {`{"id":"urn:epass:org:1"}`, vc.Unknown, "no eIDASIdentifier"},
		"a URL":                      {`"https://vestre-aas.example"`, vc.Unknown, "does not describe its issuer"},
		"a DID":                      {`"did:web:vestre-aas.example"`, vc.Unknown, "does not describe its issuer"},
		"a DID in an object":         {`{"id":"did:web:vestre-aas.example"}`, vc.Unknown, "no eIDASIdentifier"},
		"null":                       {`null`, vc.Unknown, "does not describe its issuer"},
		"several issuers":            {`[{"eIDASIdentifier":"NTRNO-000000017"},{"eIDASIdentifier":"NTRNO-000000025"}]`, vc.Fail, "another organisation"},
		"several, one a URL":         {`[{"eIDASIdentifier":"NTRNO-000000017"},"https://victim.example"]`, vc.Unknown, "does not describe its issuer"},
		"one in an array":            {`[{"eIDASIdentifier":"NTRNO-000000017"}]`, vc.Pass, "is the issuer's"},
		"no issuer in an array":      {`[]`, vc.Unknown, "does not describe its issuer"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, o := range []testkit.SealOptions{{Sealer: ca.RSA}, {Sealer: ca.RSA, Flattened: true}, {Sealer: ca.RSA, Compact: true}} {
				file := testkit.Seal([]byte(`{"issuer":`+c.issuer+`}`), o)
				evidence := check(t, file, anchors(), now)[0]
				require.Empty(t, faults(evidence.Findings), "that is not for this suite's findings")
				require.Equal(t, c.want, evidence.Signer.Issues)
				require.Contains(t, evidence.Signer.Reason, c.reason)
				require.Equal(t, testkit.SealOrganisation, evidence.Signer.Name)
				require.Equal(t, testkit.SealIdentifier, evidence.Signer.Controller)
				require.True(t, evidence.Signer.Vouched)
			}
		})
	}
}

// Where the identifier is right and something else names another, you are
// told so: only the certificate's name is proven, and that one is given back.
func TestOtherNames(t *testing.T) {
	const id = `"eIDASIdentifier":{"notation":"NTRNO-000000017"}`
	for name, c := range map[string]struct{ issuer, want string }{
		"nothing else":                  {`{` + id + `}`, ""},
		"the name":                      {`{` + id + `,"legalName":{"nb":"Vestre Ås høgskole"}}`, ""},
		"the name in capitals":          {`{` + id + `,"legalName":"VESTRE ÅS HØGSKOLE"}`, ""},
		"another's name":                {`{` + id + `,"legalName":{"nb":"Fjordby universitet"}}`, "SEAL-NAME warn"},
		"another's name and address":    {`{"id":"https://fjordby.example",` + id + `,"legalName":"Fjordby universitet"}`, "SEAL-NAME warn"},
		"another's in one language":     {`{` + id + `,"legalName":{"nb":"Vestre Ås høgskole","en":"Fjordby university"}}`, "SEAL-NAME warn"},
		"another's in one, no id":       {`{"legalName":{"nb":"Vestre Ås høgskole","en":"Fjordby university"}}`, "SEAL-NAME warn"},
		"another's under a full IRI":    {`{` + id + `,"legalName":"Vestre Ås høgskole","elm:legalName":"Fjordby universitet"}`, "SEAL-NAME warn"},
		"another's as label":            {`{` + id + `,"prefLabel":{"nb":"Fjordby universitet"}}`, "SEAL-NAME warn"},
		"a short label":                 {`{` + id + `,"legalName":"Vestre Ås høgskole","prefLabel":{"nb":"VÅH"}}`, ""},
		"a letter that looks the same":  {`{` + id + `,"legalName":"V\u0435stre Ås høgskole"}`, "SEAL-NAME warn"},
		"a DID":                         {`{"id":"did:web:fjordby.example",` + id + `}`, "SEAL-NAME warn"},
		"own registration":              {`{` + id + `,"registration":{"notation":"000 000 017"}}`, ""},
		"another's registration":        {`{` + id + `,"registration":{"notation":"000000025"}}`, "SEAL-IDENTIFIERS warn"},
		"another's, elsewhere":          {`{` + id + `,"identifier":[{"notation":"NTRSE-000000017"}]}`, "SEAL-IDENTIFIERS warn"},
		"a number of the same shape":    {`{` + id + `,"identifier":"000000025"}`, "SEAL-IDENTIFIERS warn"},
		"an identifier of another kind": {`{` + id + `,"identifier":[{"notation":"N OSLO01"},"999"],"vatIdentifier":{"notation":"NO000000025MVA"},"taxIdentifier":"1"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := testkit.Seal([]byte(`{"issuer":`+c.issuer+`}`), testkit.SealOptions{Sealer: ca.RSA})
			evidence := check(t, file, anchors(), now)[0]
			require.Equal(t, vc.Pass, evidence.Signer.Issues)
			require.Equal(t, c.want, summary(append(named(evidence.Findings, "SEAL-NAME"), named(evidence.Findings, "SEAL-IDENTIFIERS")...)))
			require.Equal(t, testkit.SealOrganisation, evidence.Signer.Name)
		})
	}
}

// What a certificate says of its owner may be unusual.
func TestSubjects(t *testing.T) {
	organisation := func(id string) pkix.AttributeTypeAndValue {
		return pkix.AttributeTypeAndValue{Type: asn1.ObjectIdentifier{2, 5, 4, 97}, Value: id}
	}
	given := pkix.AttributeTypeAndValue{Type: asn1.ObjectIdentifier{2, 5, 4, 42}, Value: "Kari"}
	const own = `{"eIDASIdentifier":"NTRNO-000000017","legalName":"Vestre Ås høgskole"}`
	for name, c := range map[string]struct {
		subject            pkix.Name
		issuer             string
		want               vc.Status
		shown, responsible string
	}{
		"the identifier twice": {pkix.Name{Organization: []string{"X"}, ExtraNames: []pkix.AttributeTypeAndValue{organisation("NTRNO-000000017"), organisation("NTRNO-000000017")}},
			own, vc.Pass, "X", "NTRNO-000000017"},
		"two identifiers": {pkix.Name{Organization: []string{"X"}, ExtraNames: []pkix.AttributeTypeAndValue{organisation("NTRNO-000000017"), organisation("NTRNO-000000025")}},
			own, vc.Unknown, "X", "O=X,2.5.4.97=#"},
		"no organisation name": {pkix.Name{CommonName: "Segl", ExtraNames: []pkix.AttributeTypeAndValue{organisation("NTRNO-000000017")}},
			own, vc.Pass, "Segl", "NTRNO-000000017"},
		"no identifier":                {pkix.Name{Organization: []string{"Vestre Ås høgskole"}}, own, vc.Unknown, "Vestre Ås høgskole", "O=Vestre Ås høgskole"},
		"a person":                     {pkix.Name{CommonName: "Kari", Organization: []string{"Vestre Ås høgskole"}, ExtraNames: []pkix.AttributeTypeAndValue{given, organisation("NTRNO-000000017")}}, own, vc.Unknown, "Kari", "NTRNO-000000017"},
		"a person by number":           {pkix.Name{CommonName: "Kari", SerialNumber: "PNONO-1", Organization: []string{"Vestre Ås høgskole"}}, `{"legalName":"Vestre Ås høgskole"}`, vc.Unknown, "Kari", ""},
		"no country but C":             {pkix.Name{Country: []string{"SE"}, ExtraNames: []pkix.AttributeTypeAndValue{organisation("LEIXG-5493")}}, `{"eIDASIdentifier":{"notation":"5493","spatial":{"id":"SE"}}}`, vc.Pass, "", "LEIXG-5493"},
		"characters that are not seen": {pkix.Name{Organization: []string{"Vestre\u202e \u200bÅs"}, ExtraNames: []pkix.AttributeTypeAndValue{organisation("NTRNO-000000017")}}, own, vc.Pass, "Vestre Ås", "NTRNO-000000017"},
	} {
		t.Run(name, func(t *testing.T) {
			sealer := ca.Issue(ca.RSA.Key, func(c2 *x509.Certificate) { c2.Subject = c.subject })
			signer := check(t, testkit.Seal([]byte(`{"issuer":`+c.issuer+`}`), testkit.SealOptions{Sealer: sealer}), anchors(), now)[0].Signer
			require.Equal(t, c.want, signer.Issues, signer.Reason)
			require.Equal(t, c.shown, signer.Name)
			require.True(t, strings.HasPrefix(signer.Controller, c.responsible), signer.Controller)
		})
	}
}

// Nobody vouches for the name when there are no anchors, and the name counts
// for nothing when the signature is wrong.
func TestNamesAreVouchedFor(t *testing.T) {
	signer := check(t, seal(testkit.SealOptions{}), nil, now)[0].Signer
	require.Equal(t, testkit.SealOrganisation, signer.Name)
	require.False(t, signer.Vouched)
	require.Equal(t, vc.Pass, signer.Issues, "the certificate names the issuer all the same")
	signer = check(t, seal(testkit.SealOptions{Forge: func(p *testkit.SealParts) { p.Payload += " " }}), anchors(), now)[0].Signer
	require.Empty(t, signer.Name)
	require.False(t, signer.Vouched)
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
