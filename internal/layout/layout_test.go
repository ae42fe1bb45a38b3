package layout

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type words []string

type tree struct {
	Title words
	Made  time.Time
	Parts []tree
	Other *leaf
}

type leaf struct{ Raw []byte }

// A table knows every type below its root, recursive ones too, and which can stand in
// which.
func TestTable(t *testing.T) {
	table := New(reflect.TypeFor[tree](), reflect.TypeFor[words](), strings.ToLower)
	root := table.Of(reflect.TypeFor[tree]())
	kinds := map[string]Kind{}
	for _, f := range root.Fields {
		kinds[f.Step] = f.Type.Kind
	}
	require.Equal(t, map[string]Kind{"title": Text, "made": Unit, "parts": Slice, "other": Pointer}, kinds)
	require.Same(t, root, root.Fields[2].Type.Elem)
	holding := table.Holding(reflect.TypeFor[leaf]())
	require.True(t, holding[root])
	require.False(t, holding[root.Fields[0].Type])
	require.Equal(t, Struct, table.Of(reflect.TypeFor[struct{ X int }]()).Kind)
}

// Texts of an arena stay as they were, whatever is added.
func TestArena(t *testing.T) {
	var a Arena
	var got, want []string
	for i := range 3000 {
		s := strings.Repeat(string(rune('a'+i%26)), i%1500)
		got, want = append(got, a.Text([]byte(s))), append(want, s)
	}
	require.Equal(t, want, got)
	short := []byte("definition.title[en]")
	require.Zero(t, testing.AllocsPerRun(100, func() { a.Text(short) }))
}
