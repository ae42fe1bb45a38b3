package edc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The form of EBSI has its own head, and the report says that it is no JSON-LD. What
// is read from it is tried with the laws of all drafts.
func TestFormOfEBSI(t *testing.T) {
	c := writable(everything(t))
	doc, report, err := Encode(c, EncodeOptions{Flavour: EBSI, PersonalData: true})
	require.NoError(t, err)
	require.Equal(t, `["https://www.w3.org/ns/credentials/v2","`+contextEDC+`"]`, doc.Get("@context").Raw())
	require.Equal(t, `["VerifiableCredential","VerifiableAttestation","EuropeanDigitalCredential"]`, doc.Get("type").Raw())
	require.Equal(t, 2, doc.Get("credentialSchema").Len())
	warned := false
	for _, l := range report.Leaves {
		warned = warned || l.Reason == reasonNotJSONLD && l.Severity == mc.SeverityWarning
	}
	require.True(t, warned, "the report says that this is no JSON-LD")
}

// What has no term in the context is written under a name that means something, and
// read back; so is what a document says in the names of ELM 3.3.
func TestNamesThatTheContextLacks(t *testing.T) {
	c := foreign(t)
	last := len(c.Envelope.Issuer.Locations) - 1
	c.Envelope.Issuer.Locations[last].Geo = &mc.Geo{Latitude: mc.DecimalOf(60), Longitude: mc.DecimalOf(10)}
	c.Definition.Modified, _ = mc.ParseInstant("2026-01-02T03:04:05Z")
	c.Award.Order = 2
	doc, _, err := Encode(c, EncodeOptions{Version: Version33, PersonalData: true})
	require.NoError(t, err)
	claim := doc.Lookup("/credentialSubject/hasClaim")
	if first := claim.At(0); claim.Len() > 0 && !claim.IsObject() {
		claim = first
	}
	place := doc.Lookup("/issuer/location")
	if !place.IsObject() {
		place = place.At(place.Len() - 1)
	}
	require.Equal(t, `"60"`, place.Get("locn:geometry").Get("http://data.europa.eu/m8g/latitude").Raw())
	require.Equal(t, `{"@value":2,"@type":"xsd:positiveInteger"}`, claim.Get(terms.ELM33+"order").Raw())
	require.Equal(t, `{"@value":"2026-01-02T03:04:05Z","@type":"xsd:dateTime"}`, claim.Get("specifiedBy").Get("dc:modified").Raw())
	require.Contains(t, doc.Get("credentialSchema").Raw(), terms.Profiles33)
	back, report, err := Decode(doc, DecodeOptions{WithoutInteroperability: true})
	require.NoError(t, err)
	require.Equal(t, c.Envelope.Issuer.Locations[last].Geo, back.Envelope.Issuer.Locations[last].Geo)
	require.Equal(t, 2, back.Award.Order)
	require.Equal(t, c.Definition.Modified, back.Definition.Modified)
	for _, l := range report.Leaves {
		require.True(t, doc.Lookup(l.Source).Exists(), "%s is in the document", l.Source)
	}
}

// A form that nobody knows is refused, not guessed.
func TestUnknownFormsAreRefused(t *testing.T) {
	for _, opts := range []EncodeOptions{{Flavour: "other"}, {Version: "3.4"}} {
		_, _, err := Encode(writable(everything(t)), opts)
		require.Error(t, err)
	}
}

// A member may be named by its term, a prefix or an IRI of any release; a second name of
// one member in a node does not count, and is kept.
func TestNamesOfBothNamespaces(t *testing.T) {
	for _, at := range []string{"", "elm:", terms.ELM, terms.ELM33} {
		c, report, err := Decode(document(t, `{"@type": "`+terms.ELM33+`EuropeanDigitalCredential", "credentialSubject": {"`+at+`hasClaim":
			{"type": "`+at+`LearningAchievement", "`+at+`order": 3, "dc:title": {"@language": "nb", "@value": "a"}, "title": {"nb": "b"}}}}`), DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, 3, c.Award.Order, at)
		require.Equal(t, mc.Text("nb", "b"), c.Award.Title, at)
		require.Len(t, c.Residue[Format], 1, at)
		require.NotEmpty(t, report.Leaves)
	}
}
