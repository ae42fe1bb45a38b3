package shapes

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// published are the files of the profiles.
var published = map[Profile]string{
	GenericNoCV: "EDC-generic-no-cv.ttl", GenericFull: "EDC-generic-full.ttl", Accredited: "EDC-accredited.ttl",
	IssuedByMandate: "EDC-issuedByMandate.ttl", Converted: "EDC-converted.ttl", DiplomaSupplement: "EDC-diplomaSupplement.ttl",
}

// leftOut are the published shapes that the tables do not have, and why.
var leftOut = map[string]string{
	"VerifiableCredentialShape": "deactivated",
	"SpecificationNodeShape":    "nothing refers to it",
	"ConceptSchemeShape":        "asks for nothing", "MailboxShape": "asks for nothing", "ShaclValidator2017Shape": "asks for nothing",
	"CredentialStatusShape": "asks for nothing", "ProofShape": "asks for nothing", "TermsOfUseShape": "asks for nothing",
}

// known are the predicates of SHACL in the published shapes. Those of which no
// processor reads anything are at the end, one misspelt.
var known = []string{"class", "datatype", "hasValue", "maxCount", "maxInclusive", "minCount", "node", "nodeKind", "or", "path", "property", "targetClass", "uniqueLang",
	"deactivated", "description", "message", "name", "order", "severity", "nodekind"}

// TestPublishedShapes compares the tables with the published shapes of both
// versions, row by row.
func TestPublishedShapes(t *testing.T) {
	for version, bit := range map[Version]versionSet{V31: in31, V32: in32} {
		for _, p := range order {
			t.Run(string(version)+" "+string(p), func(t *testing.T) {
				g := readTurtle(t, string(testkit.ReadShared(t, "data", "shacl", "elm-"+string(version), published[p])))
				for subject, said := range g {
					for predicate := range said {
						if name, ok := strings.CutPrefix(predicate, shNS); ok {
							require.Contains(t, known, name, subject)
						}
					}
				}
				require.Equal(t, publishedRows(t, g), tableRows(elm().profiles[p], bit))
			})
		}
	}
}

func local(iri string) string { return iri[strings.LastIndexAny(iri, "/#")+1:] }

func (g statements) one(subject, predicate string) string {
	all := g[subject][shNS+predicate]
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// publishedRows describes each member of each published shape.
func publishedRows(t *testing.T, g statements) []string {
	var out []string
	for subject, said := range g {
		if !slices.Contains(said[rdfType], shNS+"NodeShape") || leftOut[local(subject)] != "" || strings.HasSuffix(subject, "Restriction") {
			continue
		}
		target := g.one(subject, "targetClass")
		head := target
		if target == "" {
			head = strings.TrimSuffix(local(subject), "Shape")
		}
		if choice := g.choice(subject); len(choice) > 0 {
			out = append(out, head+" is "+strings.Join(choice, "|"))
		}
		for _, p := range said[shNS+"property"] {
			require.NotEmpty(t, g.one(p, "path"), p)
			out = append(out, head+" "+g.describe(p))
		}
	}
	slices.Sort(out)
	return out
}

// choice returns the classes and shapes of which a node must match one.
func (g statements) choice(subject string) (out []string) {
	out = append(out, g[subject][shNS+"class"]...)
	for _, list := range g[subject][shNS+"or"] {
		for _, m := range g[list]["member"] {
			if class := g.one(m, "class"); class != "" {
				out = append(out, class)
			} else {
				out = append(out, "node "+strings.TrimSuffix(local(g.one(m, "node")), "Shape"))
			}
		}
	}
	return out
}

func (g statements) describe(p string) string {
	low, _ := strconv.Atoi(g.one(p, "minCount"))
	high, _ := strconv.Atoi(g.one(p, "maxCount"))
	maximum, _ := strconv.Atoi(g.one(p, "maxInclusive"))
	node := strings.TrimSuffix(local(g.one(p, "node")+"/"), "Shape")
	if n := g.one(p, "node"); n != "" {
		node = strings.TrimSuffix(local(n), "Shape")
		if restriction := g.one(n, "property"); restriction != "" && g.one(restriction, "hasValue") != "" {
			node = fmt.Sprint("list ", g.one(restriction, "hasValue"), g.one(restriction, "class") == "", g.one(restriction, "nodeKind") == shNS+"IRI", g.one(restriction, "path"))
		}
	}
	return describe(g.one(p, "path"), low, high, g.choice(p), g.one(p, "datatype"), local(g.one(p, "nodeKind")+"/")+local("/"+g.one(p, "nodeKind")), g.one(p, "uniqueLang") == "true", maximum, node)
}

func describe(path string, low, high int, classes []string, datatype, kind string, unique bool, maximum int, node string) string {
	return fmt.Sprint(path, " ", low, "..", high, " ", strings.Join(classes, "|"), " ", datatype, " ", kind, " ", unique, " ", maximum, " ", node)
}

// tableRows describes the rows of a table in the same words.
func tableRows(t *table, bit versionSet) []string {
	iris := map[int]string{}
	for iri, n := range elm().classes {
		iris[n] = iri
	}
	var out []string
	for _, s := range slices.Concat(t.shapes, slices.Collect(maps.Values(t.named))) {
		head := s.name
		if s.class >= 0 {
			head = iris[s.class]
		}
		var choice []string
		for _, a := range s.choice {
			if a.name != "" {
				choice = append(choice, "node "+a.name)
			} else {
				choice = append(choice, iris[a.class])
			}
		}
		if len(choice) > 0 {
			out = append(out, head+" is "+strings.Join(choice, "|"))
		}
		for _, r := range s.rows {
			if r.versions&bit == 0 {
				continue
			}
			var classes []string
			for _, class := range r.classes {
				classes = append(classes, iris[class])
			}
			node := ""
			switch {
			case r.node != nil:
				node = r.node.name
			case r.list != nil:
				node = fmt.Sprint("list ", r.list.iri, r.list.untyped, true, inSchemeIRI)
			}
			out = append(out, head+" "+describe(r.iri, r.min, r.max, classes, r.datatype, []string{"", "IRI", "Literal"}[r.kind], r.unique, r.maximum, node))
		}
	}
	slices.Sort(out)
	return out
}
