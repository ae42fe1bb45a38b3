package rules

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The tables fit together: every class that a member names is there, and a
// member has what its kind of value needs.
func TestClassesAreWellFormed(t *testing.T) {
	c := Checker{Classes: Classes}
	seen := map[string]bool{}
	for _, k := range Classes {
		require.False(t, seen[k.Name], k.Name)
		seen[k.Name] = true
		require.Equal(t, k.Typing == TopLevel, k.Schema != nil && len(k.Types)+len(k.Contexts) > 1, k.Name)
		names := map[string]bool{}
		for _, m := range k.Members {
			key := m.Name + strings.Repeat("'", int(m.Only))
			require.False(t, names[key] || m.Only != 0 && names[m.Name], "%s.%s stands there twice", k.Name, m.Name)
			names[key] = true
			require.Equal(t, m.Value == Node, m.Class != "", k.Name+"."+m.Name)
			require.Equal(t, m.Value == Word, m.Enum != nil, k.Name+"."+m.Name)
			require.True(t, m.Class == "" || c.ClassOf(m.Class) != nil, m.Class)
			require.True(t, m.Twin == "" || m.Required && m.Only != 0, m.Name)
		}
	}
}

func TestEnumerationsAreWellFormed(t *testing.T) {
	for _, n := range []Enum{AchievementTypes, TargetTypes, ResultTypes, ResultStatuses, IdentifierTypes} {
		seen := map[string]bool{}
		for _, v := range n.Values {
			require.False(t, seen[v], v)
			seen[v] = true
			require.True(t, n.Known(v) && n.Has(v))
		}
		require.Equal(t, n.Extensible, n.Has("ext:A.b_1"), n.Name)
		require.False(t, n.Has("ext:") || n.Has("ext:a-b") || n.Known("ext:a") || n.Has(""))
	}
}

func TestForms(t *testing.T) {
	for s, want := range map[string]bool{
		"https://a.example/": true, "urn:epass:person:1": true, "did:key:z6Mk": true, "data:,x": true, "https://a.example/å": true,
		"relative": false, "": false, "a b:c": false, "https://a b": false, ":x": false, "x:": false, "1a:b": false, "x:\x00": false, "x:{": false,
	} {
		require.Equal(t, want, IsURI(s), s)
	}
	for s, want := range map[string]bool{
		"2026-06-12T07:30:00Z": true, "2026-06-12T07:30:00.5+02:00": true, "2026-06-12T07:30:00": false, "2026-06-12": false,
		"2026-02-30T07:30:00Z": false, "2026-06-12T24:00:00Z": false, "12026-06-12T07:30:00Z": false, "-026-06-12T07:30:00Z": false, "": false,
	} {
		require.Equal(t, want, isInstant(s), s)
	}
	for s, want := range map[string]bool{"2000-02-29": true, "2001-02-29": false, "2001-02": false, "20000229": false, "2001-02-29T": false} {
		require.Equal(t, want, isDate(s), s)
	}
	for _, test := range []struct {
		value, low, high string
		want             bool
	}{{"5", "0", "10", false}, {"-1", "0", "10", true}, {"11", "0", "10", true}, {"11", "0", "", false}, {"A", "0", "10", false}, {"5", "F", "A", false}} {
		require.Equal(t, test.want, outside(test.value, test.low, test.high), test)
	}
}

// A hostile document makes no more problems than the bound.
func TestProblemsAreBounded(t *testing.T) {
	root, err := jsontree.Parse([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2",`+strings.Repeat("7,", 50_000)+`7]}`), jsontree.Limits{})
	require.NoError(t, err)
	c := Checker{Classes: Classes}
	c.Node(root, c.ClassOf(TypeAchievement))
	require.Len(t, c.Problems(), maxProblems)
}
