package terms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
)

// A term must lead to its IRI and back, in whatever way a document names it.
func TestTermsAndTheirIRIs(t *testing.T) {
	for term, iri := range map[string]string{
		"dcType":             "http://purl.org/dc/terms/type",
		"subject":            "http://purl.org/dc/terms/subject",
		"elmSubject":         terms.ELM + "subject",
		"eIDASIdentifier":    terms.ELM + "eidasLegalIdentifier",
		"thematicArea":       terms.ELM + "ISCEDFCode",
		"nationalID":         terms.ELM + "nationalId",
		"resultDistribution": terms.ELM + "resultDistribution",
		"issuer":             "https://www.w3.org/2018/credentials#issuer",
		"proof":              "https://w3id.org/security#proof",
		"Location":           "http://purl.org/dc/terms/Location",
		"member":             "http://xmlns.com/foaf/0.1/member",
		"hasMember":          "http://www.w3.org/ns/org#hasMember",
		"geometry":           "http://www.w3.org/ns/locn#geometry",
		"latitude":           "http://data.europa.eu/m8g/latitude",
		"order":              terms.ELM + "order",
	} {
		got, ok := terms.IRI(term)
		require.True(t, ok, term)
		require.Equal(t, iri, got, term)
		for _, name := range []string{term, iri} {
			back, ok := terms.Term(name)
			require.True(t, ok, name)
			require.Equal(t, term, back, name)
		}
	}
	for name, term := range map[string]string{
		"clv:latitude":                      "latitude",
		"http://data.europa.eu/m8glatitude": "latitude",
		terms.ELM33 + "LearningAchievement": "LearningAchievement",
		terms.ELM + "nationalID":            "nationalID",
		terms.ELM + "resultDestribution":    "resultDistribution",
	} {
		got, ok := terms.Term(name)
		require.True(t, ok, name)
		require.Equal(t, term, got, name)
	}
	for _, name := range []string{"", ":", "elm:", "elm", "unheardOf", "elm:unheardOf", "https://a.example/awards", "http://data.europa.eu/snb/model/elm/", "@id"} {
		_, ok := terms.Term(name)
		require.False(t, ok, name)
	}
}

// ELM 3.3 has moved the profiles; a profile must be known under both roots.
func TestProfiles(t *testing.T) {
	for _, iri := range []string{terms.Profiles + "edc-generic-full", terms.Profiles33 + "edc-generic-full",
		"http://data.europa.eu/snb/model/version/1.3.0/application-profile/edc-generic-full"} {
		name, ok := terms.ProfileName(iri)
		require.True(t, ok, iri)
		require.Equal(t, "edc-generic-full", name)
		require.Equal(t, terms.Profiles+"edc-generic-full", terms.Canonical(iri))
	}
	for _, iri := range []string{"", terms.Profiles, terms.ELM + "Person", "https://a.example/edc-generic-full", terms.Profiles + "edc-generic-no-cv/PersonShape"} {
		_, ok := terms.ProfileName(iri)
		require.False(t, ok, iri)
	}
}
