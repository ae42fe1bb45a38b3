package contexts

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// A term of ours that VC 2.0 protects would stop every document, and the one that
// edc-ap has of that kind is the only one that is left out.
func TestELMNames(t *testing.T) {
	protected, europass, ours := namesOf(t, "credentials-v2"), namesOf(t, "edc-ap-3.2"), namesOf(t, "elm-v1")
	sub, _ := tableFiles(t)
	d, _, err := (&reader{files: sub}).readTable("credentials-v2.terms")
	require.NoError(t, err)
	for _, term := range d.parts[0].scope.terms {
		require.False(t, ours[term.name], "VC 2.0 protects %s", term.name)
	}
	for name := range europass {
		if name != "description" {
			require.True(t, ours[name], "%s is lost", name)
		}
	}
	for name := range protected { // within a type of VC 2.0 these have its meaning
		if ours[name] {
			require.Contains(t, []string{"status"}, name) // in statusMessage
		}
	}
}

var (
	comment   = regexp.MustCompile(`(?m)(^|\s)#.*$`)
	literal   = regexp.MustCompile(`"[^"]*"`)
	shapePath = regexp.MustCompile(`sh:path\s+([a-z]+):(\w+)\s*;`)
	shapeType = regexp.MustCompile(`sh:(datatype)\s+([a-z]+:\w+)`)
)

// The kind of value that the Commission's rules ask of a property is what the term
// makes of a value: a term of another kind loses it.
func TestELMTypes(t *testing.T) {
	shapes := string(testkit.ReadShared(t, "data", "shacl", "elm-3.2", "EDC-generic-no-cv.ttl"))
	shapes = literal.ReplaceAllString(comment.ReplaceAllString(shapes, ""), `""`)
	kinds := elmKinds(t)
	elsewhere := namesOf(t, "credentials-v2") // issuer, evidence, …
	seen := 0
	for _, shape := range strings.Split(shapes, "sh:PropertyShape")[1:] {
		shape, _, _ = strings.Cut(shape, "\nedc:")
		path := shapePath.FindStringSubmatch(shape)
		require.NotNil(t, path, shape)
		prefix := path[1]
		if prefix == "cpv" {
			prefix = "person"
		}
		iri := prefix + ":" + path[2]
		if elsewhere[path[2]] && (prefix == "cred" || prefix == "sec") {
			continue
		}
		want := "@id"
		if datatype := shapeType.FindStringSubmatch(shape); datatype != nil {
			want = datatype[2]
		}
		if iri == "skos:notation" {
			want = "" // any literal
		}
		require.Contains(t, kinds, iri)
		require.Contains(t, kinds[iri], want, iri)
		seen++
	}
	require.Greater(t, seen, 400)
}

// elmKinds returns the kinds of value of the terms by their IRIs.
func elmKinds(t *testing.T) map[string][]string {
	sub, _ := tableFiles(t)
	d, _, err := (&reader{files: sub}).readTable("elm-v1.terms")
	require.NoError(t, err)
	kinds := map[string][]string{}
	for _, term := range d.parts[0].scope.terms {
		kind := term.typ
		if slices.Contains(term.containers, "@language") {
			kind = "rdf:langString"
		}
		kinds[term.iri] = append(kinds[term.iri], kind)
	}
	return kinds
}

// A document that uses every term loses nothing, and every name becomes an IRI.
func TestELMExpands(t *testing.T) {
	sub, _ := tableFiles(t)
	d, _, err := (&reader{files: sub}).readTable("elm-v1.terms")
	require.NoError(t, err)
	subject := map[string]any{"id": "urn:epass:person:1"}
	var types []any
	for _, term := range d.parts[0].scope.terms {
		switch {
		case term.short != nil:
			if term.name[0] >= 'A' && term.name[0] <= 'Z' {
				types = append(types, term.name)
			}
		case slices.Contains(term.containers, "@language"):
			subject[term.name] = map[string]any{"nb": "Havbruk", "sv": []any{"Vattenbruk", "Fiskodling"}}
		case term.typ == "@id":
			subject[term.name] = map[string]any{"id": "urn:epass:x:" + term.name}
		default:
			subject[term.name] = "1"
		}
	}
	subject["type"] = types
	document := map[string]any{
		"@context": []any{CredentialsV2, ELM},
		"type":     []any{"VerifiableCredential", "EuropeanDigitalCredential"}, "credentialSubject": subject,
	}
	expanded, err := expand(t, document)
	require.NoError(t, err)
	require.Equal(t, sourceLeaves(document, map[string]bool{}), expandedLeaves(t, expanded))
	text, err := json.Marshal(expanded, json.Deterministic(true))
	require.NoError(t, err)
	for _, once := range []string{
		`"http://purl.org/dc/terms/description":[{"@language":"nb","@value":"Havbruk"}`,
		`"http://data.europa.eu/m8g/latitude":[{"@type":"http://www.w3.org/2001/XMLSchema#string","@value":"1"}]`,
		`"http://purl.org/dc/terms/modified":[{"@type":"http://www.w3.org/2001/XMLSchema#dateTime","@value":"1"}]`,
		`"http://www.w3.org/ns/org#hasMember":[{"@id":"urn:epass:x:hasMember"}]`,
		`"https://www.w3.org/2018/credentials#issued"`,
	} {
		require.Contains(t, string(text), once)
	}

	document["@context"] = []any{CredentialsV2, ELM, map[string]any{"title": "https://attacker.example/title"}}
	_, err = expand(t, document)
	require.ErrorContains(t, err, string(ld.ProtectedTermRedefinition), "our terms are protected")
	document["@context"] = []any{CredentialsV2, EuropassEDC}
	_, err = expand(t, document)
	require.ErrorContains(t, err, string(ld.ProtectedTermRedefinition), "the reason for this context")
}
