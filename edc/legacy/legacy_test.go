package legacy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc/legacy"
	"github.com/mikromerit/mikromerit/internal/testkit"
)

// The Commission's sample tells its content, and its seal is right.
func TestSample(t *testing.T) {
	data := testkit.ReadShared(t, "data", "samples", "edc-xml", "EDC_DiplomaSupplement_AA.xml")
	require.True(t, legacy.Is(data))
	c, err := legacy.Read(data, 0)
	require.NoError(t, err)
	require.NoError(t, c.Seal.Err)
	require.Equal(t, "Nombre Servicio Sellado TEST", c.Seal.Signer.Subject.CommonName)
	require.Equal(t, "XAdES-BASELINE-LT", c.Seal.Level)
	require.Equal(t, "urn:credential:c55ae59c-0020-464b-89c7-0c9661da000c", c.ID)
	require.Equal(t, "Ana Andromeda", c.Holder.In("en"))
	require.Equal(t, "Suplemento Europeo al Título", c.Type.In("es"))
	require.NotEmpty(t, c.Issuer.In("en"))
	require.Len(t, c.Claims, 6)
	require.Equal(t, "Master of Science in Civil Engineering", c.Claims[0].Titles.In("en"))
	require.Positive(t, c.Attachments)

	forged := []byte(strings.Replace(string(data), "Ana Andromeda", "Eva Andromeda", 1))
	c, err = legacy.Read(forged, 0)
	require.NoError(t, err)
	require.ErrorContains(t, c.Seal.Err, "altered")
	require.Contains(t, c.Findings()[0].Detail, "not right")
}

const credential = `<europassCredential xmlns="http://data.europa.eu/snb" xmlns:cred="http://data.europa.eu/europass/model/credentials/w3c#" cred:id="urn:credential:1" xsdVersion="0.10.0"><title><text lang="nb">Kurs</text></title><credentialSubject><givenNames><text>Kari</text></givenNames><familyName><text>Nord</text></familyName></credentialSubject><proof></proof></europassCredential>`

// A seal of the older kind, made with the older XPath, verifies on any machine.
func TestSeal(t *testing.T) {
	text := strings.Replace(credential, ` xmlns:cred="http://data.europa.eu/europass/model/credentials/w3c#" cred:id`, ` xmlns:cred="http://data.europa.eu/europass/model/credentials/w3c#" xsdVersion="0.10.0" cred:id`, 1)
	text = strings.Replace(text, `" xsdVersion="0.10.0">`, `">`, 1)
	sealed := testkit.SignXML(text, testkit.XMLSignature{
		Inside:    "</proof>",
		Transform: `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>`,
		Unsigned:  "<xades:SignatureTimeStamp></xades:SignatureTimeStamp>",
	})
	require.True(t, legacy.Is([]byte(sealed)))
	c, err := legacy.Read([]byte(sealed), 0)
	require.NoError(t, err)
	require.NoError(t, c.Seal.Err)
	require.Equal(t, "XAdES-BASELINE-T", c.Seal.Level)
	require.Equal(t, "Kari Nord", c.Holder.In("nb"))
	require.Equal(t, "Kurs", c.Titles.In("en"))

	c, err = legacy.Read([]byte(credential), 0)
	require.NoError(t, err)
	require.False(t, c.Seal.Present)
	require.Contains(t, c.Findings()[0].Detail, "no seal")
}

// Other XML is not taken for a credential, and XML that is made to exhaust a reader
// is refused before it can.
func TestHostile(t *testing.T) {
	for _, other := range []string{"", "<html></html>", "<europassCredential/>", `{"a":1}`, `<svg xmlns="http://data.europa.eu/snb"/>`, "<!--", "<?", "<!DOCTYPE"} {
		require.False(t, legacy.Is([]byte(other)), other)
	}
	root := `<europassCredential xmlns="http://data.europa.eu/snb"`
	laughs := `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + root + `>&b;</europassCredential>`
	for name, text := range map[string]string{
		"entities":         laughs,
		"unused type":      "<!DOCTYPE x>" + root + "/>",
		"unknown entity":   root + ">&b;</europassCredential>",
		"depth":            root + ">" + strings.Repeat("<a>", 1_000_000),
		"attribute":        root + ` a="` + strings.Repeat("x", 1_000_000) + `"/>`,
		"many attributes":  root + strings.Repeat(" a1='1'", 100_000) + "/>",
		"not well formed":  root + "><b></europassCredential>",
		"no credential":    `<verifiablePresentation xmlns="http://data.europa.eu/snb/vp"/>`,
		"instruction":      `<?run me?>` + root + "/>",
		"other encoding":   `<?xml version="1.0" encoding="UTF-16"?>` + root + "/>",
		"not UTF-8":        root + ">\xff</europassCredential>",
		"control":          root + ">\x01</europassCredential>",
		"undeclared space": root + "><b:c/></europassCredential>",
	} {
		require.True(t, legacy.Is([]byte(text)), name)
		_, err := legacy.Read([]byte(text), 0)
		require.Error(t, err, name)
	}
}
