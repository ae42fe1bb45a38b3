package vocabulary_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// The lists without a table know their codes by their form.
func TestFits(t *testing.T) {
	const uuid = "8f18f987-33e2-4228-9efb-65de25d03330"
	tests := []struct {
		scheme   vocabulary.Scheme
		yes, not []string
	}{
		{vocabulary.ESCOSkills, []string{uuid, "S1.2.3"}, []string{"", "s", strings.ToUpper(uuid), uuid + "0", strings.ReplaceAll(uuid, "-", "a")}},
		{vocabulary.ESCOOccupations, []string{uuid, "C2512"}, []string{"2512", "C2512/"}},
		{vocabulary.AdministrativeUnit, []string{"SWE", "IRL_CTH_DUB", "EUR", "1A0"}, []string{"SE", "XYZ", "SWE_", "SWE_a", "SWE__" + strings.Repeat("A", 99), ""}},
		{vocabulary.NUTS, []string{"NO0A2", "SE", "DEA29", "EL30", "UKI"}, []string{"S", "SE1234", "QQ1", "no0a2", ""}},
		{vocabulary.DigComp, []string{"3ol5wi3605"}, []string{"", "3 5", strings.Repeat("a", 65)}},
		{vocabulary.Language, []string{"SWE", "QQQ"}, []string{"SW", "swe", "SWED"}},
		{vocabulary.EQF, []string{"1", "8"}, []string{"0", "9", "08"}},
		{vocabulary.GradeStatus, []string{"anything"}, []string{""}},
		{"https://example.org/list", []string{"anything"}, []string{""}},
	}
	for _, tt := range tests {
		for _, code := range tt.yes {
			require.True(t, tt.scheme.Fits(code), "%s %s", tt.scheme, code)
		}
		for _, code := range tt.not {
			require.False(t, tt.scheme.Fits(code), "%s %q", tt.scheme, code)
		}
	}
}

func TestCountryOf(t *testing.T) {
	for iri, want := range map[string]string{
		vocabulary.Country.IRI("1A0"):                    "XK",
		vocabulary.AdministrativeUnit.IRI("IRL_CTH_DUB"): "IE",
		vocabulary.NUTS.IRI("EL30"):                      "GR",
		vocabulary.NUTS.IRI("UKI3"):                      "GB",
		vocabulary.NUTS.IRI("NO0A2"):                     "NO",
		vocabulary.AdministrativeUnit.IRI("EUR"):         "",
		vocabulary.NUTS.IRI(""):                          "",
		"https://example.org/SE":                         "",
		"SE":                                             "",
		"":                                               "",
	} {
		c, ok := vocabulary.CountryOf(iri)
		require.Equal(t, want != "", ok, iri)
		require.Equal(t, want, c.Alpha2, iri)
	}
}

// source is a caller's list of labels.
type source map[string]vocabulary.Concept

func (s source) Lookup(_ context.Context, iri string) (vocabulary.Concept, bool) {
	c, ok := s[iri]
	return c, ok
}

// A source adds what the tables do not have. It cannot rename what they have, nor
// answer with something else.
func TestFind(t *testing.T) {
	skill := vocabulary.ESCOSkills.IRI("8f18f987-33e2-4228-9efb-65de25d03330")
	mode := vocabulary.Mode.IRI("920fbb3cbe")
	s := source{
		skill:                          {IRI: skill, Scheme: vocabulary.ESCOSkills, Label: "weld steel"},
		mode:                           {IRI: mode, Label: "Nowhere"},
		vocabulary.DigComp.IRI("a"):    {IRI: skill, Label: "something else"},
		vocabulary.Language.IRI("SWE"): {IRI: vocabulary.Language.IRI("SWE"), Scheme: vocabulary.Language, Label: "Swedish"},
	}
	for iri, want := range map[string]string{skill: "weld steel", mode: "Online", vocabulary.DigComp.IRI("a"): "", vocabulary.Language.IRI("SWE"): "Swedish", vocabulary.Language.IRI("SME"): ""} {
		c, _ := vocabulary.Find(context.Background(), iri, s)
		require.Equal(t, want, c.Label, iri)
	}
	_, ok := vocabulary.Find(context.Background(), skill, nil)
	require.False(t, ok, "nothing is fetched")
}

func TestCycles(t *testing.T) {
	for cycle := mc.CycleShort; cycle <= mc.CycleThird; cycle++ {
		c, ok := vocabulary.CycleConcept(cycle)
		require.True(t, ok)
		require.Equal(t, vocabulary.Cycles, vocabulary.SchemeOf(c.IRI))
		back, ok := vocabulary.CycleOf(c.IRI)
		require.True(t, ok)
		require.Equal(t, cycle, back)
	}
	_, ok := vocabulary.CycleConcept(mc.CycleNone)
	require.False(t, ok)
	_, ok = vocabulary.CycleOf(vocabulary.EQF.IRI("6"))
	require.False(t, ok, "an EQF level is not a cycle")
}

// Every label is there once, and in a language that it is said to be in.
func TestLabels(t *testing.T) {
	c, _ := vocabulary.Lookup(vocabulary.Mode.IRI("e92d221e4d"))
	require.Equal(t, mc.LangString{{Lang: "en", Text: "Blended"}, {Lang: "sv", Text: "Blandad"}, {Lang: "da", Text: "Blandet"}, {Lang: "nb", Text: "Kombinert"}, {Lang: "fi", Text: "Monimuoto"}}, c.Labels())
	require.Nil(t, vocabulary.Concept{}.Labels())
	for _, s := range vocabulary.Schemes() {
		for _, c := range s.Concepts() {
			require.NotEmpty(t, c.Label, c.IRI)
			for _, l := range c.Labels() {
				require.Equal(t, strings.TrimSpace(l.Text), l.Text, c.IRI)
				require.NotContains(t, l.Text, "|", c.IRI)
			}
		}
	}
}

func ExampleConcept_Parent() {
	field, _ := vocabulary.Lookup(vocabulary.ISCEDF.IRI("0831"))
	for ok := true; ok; field, ok = field.Parent() {
		fmt.Println(field.Code, field.Label)
	}
	// Output:
	// 0831 Fisheries
	// 083 Fisheries
	// 08 Agriculture, forestry, fisheries and veterinary
}

func ExampleCycleConcept() {
	c, _ := vocabulary.CycleConcept(mc.CycleFirst)
	fmt.Println(c.IRI, c.Labels()[3].Text)
	fmt.Println("a hint: EQF", mc.CycleFirst.EQF())
	// Output:
	// https://mikromerit.github.io/ns/eumc/v1#cycle.first Første syklus
	// a hint: EQF 6
}
