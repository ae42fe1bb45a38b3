package ob3

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The tables fit together: every class that a member names is there, and a
// member has what its kind of value needs.
func TestClassesAreWellFormed(t *testing.T) {
	model := Model()
	c := datamodel.Checker{Model: &model}
	seen := map[string]bool{}
	for _, k := range classes {
		require.False(t, seen[k.Name], k.Name)
		seen[k.Name] = true
		require.Equal(t, k.Typing == datamodel.TopLevel, k.Schema != nil && len(k.Types)+len(k.Contexts) > 1, k.Name)
		names := map[string]bool{}
		for _, m := range k.Members {
			key := m.Name + strings.Repeat("'", int(m.Only))
			require.False(t, names[key] || m.Only != 0 && names[m.Name], "%s.%s stands there twice", k.Name, m.Name)
			names[key] = true
			require.Equal(t, m.Value == datamodel.Node, m.Class != "", k.Name+"."+m.Name)
			require.Equal(t, m.Value == datamodel.Word, m.Enum != nil, k.Name+"."+m.Name)
			require.True(t, m.Class == "" || c.ClassOf(m.Class) != nil, m.Class)
			require.True(t, m.Twin == "" || m.Required && m.Only != 0, m.Name)
		}
	}
}

func TestEnumerationsAreWellFormed(t *testing.T) {
	for _, n := range []datamodel.Enum{achievementTypes, targetTypes, resultTypes, resultStatuses, identifierTypes} {
		seen := map[string]bool{}
		for _, v := range n.Values {
			require.False(t, seen[v], v)
			seen[v] = true
			require.True(t, n.Has(v))
		}
		require.Equal(t, n.Extensible, n.Has("ext:A.b_1"), n.Name)
		require.False(t, n.Has("ext:") || n.Has("ext:a-b") || n.Has(""))
	}
}

func TestOutside(t *testing.T) {
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
	model := Model()
	c := datamodel.Checker{Model: &model}
	c.Node(root, c.ClassOf(TypeAchievement))
	require.Len(t, c.Problems(), 1_000)
}
