package report_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// earlTerms are the terms that a report may use, as their vocabularies define them:
// EARL 1.0 Schema, DCMI Metadata Terms, FOAF, DOAP.
var earlTerms = map[string]string{
	"http://www.w3.org/ns/earl#":       "Assertion Assertor Software TestSubject TestRequirement TestCase TestResult assertedBy subject test mode automatic result outcome info passed failed cantTell inapplicable untested",
	"http://purl.org/dc/terms/":        "title description identifier date issued source isPartOf",
	"http://xmlns.com/foaf/0.1/":       "Document primaryTopic",
	"http://usefulinc.com/ns/doap#":    "Project release revision",
	"http://www.w3.org/1999/02/22-rdf": "-syntax-ns#type",
}

func requireTerm(t *testing.T, iri string) {
	t.Helper()
	for space, names := range earlTerms {
		if name, ok := strings.CutPrefix(iri, space); ok {
			require.Contains(t, strings.Fields(names), name)
			return
		}
	}
	require.Fail(t, "no vocabulary has this term", iri)
}

// statements reads a report as linked data, with a reader that takes any loss for
// an error. It returns the objects by subject and predicate.
func statements(t *testing.T, text string) map[rdf.Term]map[string][]rdf.Term {
	t.Helper()
	tree, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	dataset, err := jsonld.Dataset(t.Context(), tree, jsonld.Options{})
	require.NoError(t, err)
	found := map[rdf.Term]map[string][]rdf.Term{}
	for _, q := range dataset.Quads() {
		requireTerm(t, q.Predicate)
		require.Zero(t, q.Graph)
		if found[q.Subject] == nil {
			found[q.Subject] = map[string][]rdf.Term{}
		}
		found[q.Subject][q.Predicate] = append(found[q.Subject][q.Predicate], q.Object)
		if strings.HasSuffix(q.Predicate, "#type") {
			requireTerm(t, q.Object.Value())
		}
	}
	return found
}

const (
	earlNS = "http://www.w3.org/ns/earl#"
	dctNS  = "http://purl.org/dc/terms/"
	rdfNS  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

// outcomes returns the outcome of each test by its identifier and profile, and
// requires that each assertion is whole.
func outcomes(t *testing.T, r *conformance.Report) map[string]string {
	t.Helper()
	graph := statements(t, written(t, "earl", r))
	one := func(node rdf.Term, property string) rdf.Term {
		require.Len(t, graph[node][property], 1, property)
		return graph[node][property][0]
	}
	found := map[string]string{}
	for node, properties := range graph {
		if len(properties[rdfNS+"type"]) != 1 || properties[rdfNS+"type"][0].Value() != earlNS+"Assertion" {
			continue
		}
		require.Contains(t, graph[one(node, earlNS+"assertedBy")][rdfNS+"type"], rdf.NewIRI(earlNS+"Assertor"))
		require.Contains(t, graph[one(node, earlNS+"subject")][rdfNS+"type"], rdf.NewIRI(earlNS+"TestSubject"))
		require.Equal(t, earlNS+"automatic", one(node, earlNS+"mode").Value())
		test, result := one(node, earlNS+"test"), one(node, earlNS+"result")
		require.Equal(t, []rdf.Term{rdf.NewIRI(earlNS + "TestCase")}, graph[test][rdfNS+"type"])
		require.Equal(t, []rdf.Term{rdf.NewIRI(earlNS + "TestResult")}, graph[result][rdfNS+"type"])
		profile := one(one(test, dctNS+"isPartOf"), dctNS+"identifier").Value()
		require.NotZero(t, one(result, dctNS+"date"))
		found[profile+" "+one(test, dctNS+"identifier").Value()] = strings.TrimPrefix(one(result, earlNS+"outcome").Value(), earlNS)
	}
	require.Len(t, found, len(r.Results))
	return found
}

// Readers of linked data see each status as the outcome that EARL has for it. A gap
// that is mended is no failure of the target.
func TestEARLOutcomes(t *testing.T) {
	found := outcomes(t, sample())
	for test, outcome := range map[string]string{
		"ob3-issuer eddsa-rdfc-2022/PROOF-PURPOSE": "failed",
		"ob3-issuer STATUS-PURPOSE":                "passed",
		"ob3-issuer OB3-IMAGE-CAPTION":             "failed",
		"ob3-issuer ecdsa-sd-2023/PROOF-CREATED":   "failed",
		"ob3-issuer VCDM2-TYPE":                    "passed",
		"ob3-host OB3-API-LIST":                    "cantTell",
		"ob3-host OB3-API-LIMIT":                   "untested",
		"ob3-host OB3-API-PROFILE":                 "inapplicable",
	} {
		require.Equal(t, outcome, found[test], test)
	}
	require.Len(t, outcomes(t, partial()), 12)
}

// A target or a clause whose address is none still gives a report that can be read
// as linked data; it is only not named by it.
func TestEARLWithBadAddresses(t *testing.T) {
	for _, address := range []string{"badges/", "", "javascript:alert(1)", "https://a b/", "https://x.example/\u202e<>", "_:subject", "_:assertor", "https://x.example/#a#b", "https://[::1/", "@id", "https://u:p@x.example/", "http://x.example/%zz"} {
		r := sample()
		r.Target.Address, r.Results[0].Spec, r.Profiles[0].Spec = address, address, address
		outcomes(t, r)
	}
}

// What the terms mean stands in the report: nobody has to fetch anything.
func TestEARLNeedsNothingElse(t *testing.T) {
	for _, r := range reports() {
		tree, err := jsontree.Parse([]byte(written(t, "earl", r)), jsontree.Limits{})
		require.NoError(t, err)
		require.True(t, tree.Get("@context").IsObject())
		statements(t, tree.Raw())
	}
}
