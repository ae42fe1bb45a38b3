package vocabulary_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// Every coded value of the model is looked at: in each place a code that its list does
// not have is found, and nothing is found where it has.
func TestObserveEveryConcept(t *testing.T) {
	fields := vocabulary.ConceptFields(t)
	require.Greater(t, len(fields), 40)
	for name, set := range fields {
		c := &mc.Credential{}
		at := set(c, mc.Concept{IRI: vocabulary.Assessment.IRI("ffffffffff"), Scheme: string(vocabulary.Assessment)})
		require.Equal(t, []string{mc.CodeUnknown + " " + at}, codesAt(c), name)
		set(c, mc.Concept{IRI: "https://norraby.example/own", Scheme: "https://norraby.example/list", Label: mc.Text("en", "Online")})
		require.Empty(t, codesAt(c), "%s: a code of one's own", name)
	}
}

func codesAt(c *mc.Credential) (out []string) {
	for _, o := range vocabulary.Observe(c) {
		out = append(out, o.Code+" "+string(o.Path))
	}
	return out
}

func TestObserveCodes(t *testing.T) {
	concept := func(iri string, scheme vocabulary.Scheme, label string) mc.Concept {
		return mc.Concept{IRI: iri, Scheme: string(scheme), Label: mc.Text("en", label)}
	}
	for _, tt := range []struct {
		name    string
		concept mc.Concept
		want    string
	}{
		{"a field", concept(vocabulary.ISCEDF.IRI("0831"), vocabulary.ISCEDF, "Fisheries"), ""},
		{"the same label of another field", concept(vocabulary.ISCEDF.IRI("083"), vocabulary.ISCEDF, "fisheries "), ""},
		{"a label of its own", concept(vocabulary.ISCEDF.IRI("0831"), vocabulary.ISCEDF, "Fish farming"), ""},
		{"no scheme", concept(vocabulary.ISCEDF.IRI("0831"), "", "Fisheries"), ""},
		{"not in the list", concept(vocabulary.ISCEDF.IRI("0899a"), vocabulary.ISCEDF, ""),
			`EUMC-OBS-CODE the list isced-f has no code "0899a", and Europass refuses codes that are not in it`},
		{"label of another", concept(vocabulary.ISCEDF.IRI("0831"), vocabulary.ISCEDF, "Forestry"),
			`EUMC-OBS-LABEL the code stands for "Fisheries", but the label is that of another code of the list isced-f`},
		{"another scheme", concept(vocabulary.ISCEDF.IRI("0831"), vocabulary.EQF, "Fisheries"),
			`EUMC-OBS-LIST the code is of the list isced-f, but another list is named`},
		{"another list", concept(vocabulary.Mode.IRI("920fbb3cbe"), vocabulary.Mode, "Online"),
			`EUMC-OBS-LIST the code is of the list learning-assessment, where one of the list isced-f belongs`},
		{"not the form", concept(vocabulary.NUTS.IRI("x"), vocabulary.NUTS, ""),
			`EUMC-OBS-CODE "x" has not the form of a code of the list nuts`},
		{"an open list", concept(vocabulary.Assessment.IRI("0000000000"), vocabulary.Assessment, ""),
			`EUMC-OBS-CODE the list assessment had no code "0000000000" when it was last looked at`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &mc.Credential{}
			c.Definition.Fields = []mc.Concept{tt.concept}
			before, _ := json.Marshal(c)
			found := ""
			for _, o := range vocabulary.Observe(c) {
				require.Empty(t, found, "one finding")
				require.Equal(t, mc.Path("definition.fields[0]"), o.Path)
				found = fmt.Sprint(o.Code, " ", o.Detail)
			}
			require.Equal(t, tt.want, found)
			after, _ := json.Marshal(c)
			require.Equal(t, string(before), string(after), "nothing is changed")
		})
	}
}

func ExampleUnknown() {
	fmt.Println(vocabulary.Unknown("http://data.europa.eu/snb/eqf/9"))
	fmt.Println(vocabulary.Unknown("http://data.europa.eu/snb/eqf/8") == "")
	// Output:
	// the list eqf has no code "9", and Europass refuses codes that are not in it
	// true
}
