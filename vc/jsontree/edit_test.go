package jsontree

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireAsParsed compares a root that was not parsed with the parsed text that
// it stands for, value by value and method by method.
func requireAsParsed(t testing.TB, text string, root Value) {
	t.Helper()
	want, err := ParseString(text, absolute)
	require.NoError(t, err)
	require.Equal(t, text, root.Source())
	require.False(t, root.Parent().Exists())
	require.Equal(t, root, root.Root())
	requireSame(t, want, root)
	requireLayout(t, root)
	canonical, wantErr := want.Canonical()
	got, err := root.Canonical()
	require.Equal(t, wantErr, err)
	if err == nil {
		require.Equal(t, string(canonical), string(got))
	}
}

// requireSame compares two values and all inside them.
func requireSame(t testing.TB, want, got Value) {
	if want.Kind() != got.Kind() || want.Name() != got.Name() || want.Text() != got.Text() || want.Raw() != got.Raw() || want.Offset() != got.Offset() ||
		want.Len() != got.Len() || want.Ordinal() != got.Ordinal() || want.Pointer() != got.Pointer() || want.Bool() != got.Bool() {
		t.Fatalf("%q: %s at %d %s is not %s at %d %s", want.Source(), got.Pointer(), got.Offset(), got.Raw(), want.Pointer(), want.Offset(), want.Raw())
	}
	requireIs(t, Value{}, got.At(-1))
	requireIs(t, Value{}, got.At(got.Len()))
	next := 0
	for name, m := range got.Members() {
		requireIs(t, m, got.At(next))
		requireIs(t, m, got.Get(name))
		if want.At(next).Name() != name {
			t.Fatalf("%q is not %q", name, want.At(next).Name())
		}
		next++
	}
	for m := range got.Elements() {
		requireIs(t, m, got.At(next))
		next++
	}
	if next != want.Len() {
		t.Fatalf("%d of %d children are yielded", next, want.Len())
	}
	for k := range want.Len() {
		requireIs(t, got, got.At(k).Parent())
		requireSame(t, want.At(k), got.At(k))
	}
}

// requireIs is require.Equal for values, without the cost of its reflection.
func requireIs(t testing.TB, want, got Value) {
	if want != got {
		t.Helper()
		t.Fatalf("%s is not %s", got.Pointer(), want.Pointer())
	}
}

// requireLayout checks that a tree without a view is built as the parser builds
// it, so that the next edit finds what it expects.
func requireLayout(t testing.TB, root Value) {
	if root.t.cut != nil || root.t.base != 0 {
		root = root.alone()
	}
	want, err := ParseString(root.Source(), absolute)
	require.NoError(t, err)
	require.Equal(t, len(want.t.nodes), len(root.t.nodes))
	require.Equal(t, want.t.root, root.t.root)
	require.LessOrEqual(t, want.t.depth, root.t.depth)
	require.Equal(t, len(want.t.tables), len(root.t.tables))
	for i := range want.t.tables {
		require.Equal(t, want.t.tables[i].first, root.t.tables[i].first)
	}
	for i := range want.t.nodes {
		w, n := want.t.nodes[i], root.t.nodes[i]
		if w.flags&nameEscaped != 0 { // texts may lie elsewhere
			w.nameEnd, n.nameEnd = 0, 0
		}
		if w.flags&textEscaped != 0 {
			w.first, n.first = 0, 0
		}
		if w != n {
			t.Fatalf("node %d of %q is %+v, not %+v", i, root.Source(), n, w)
		}
	}
}

// each calls f for a value and all inside it.
func each(v Value, f func(Value)) {
	f(v)
	for k := range v.Len() {
		each(v.At(k), f)
	}
}

// requireEdits checks each view of a text and each edit of it at each place.
func requireEdits(t testing.TB, root Value, put []Value) {
	requireAsParsed(t, root.Source(), root)
	each(root, func(v Value) {
		view, err := v.View(Limits{Bytes: 1 << 30})
		if err == nil {
			requireAsParsed(t, v.Raw(), view)
		}
		requireAsParsed(t, string(v.Remove()), v.Removed())
		for _, x := range put {
			requireEdit(t, v, x)
		}
	})
}

func requireEdit(t testing.TB, v, x Value) {
	check := func(text []byte, got Value, err error) {
		if err == nil {
			requireAsParsed(t, string(text), got)
			return
		}
		_, wantErr := ParseString(string(text), absolute)
		require.Equal(t, wantErr, err)
	}
	got, err := v.Replaced(x)
	check(v.Replace(x.outer()), got, err)
	switch v.Kind() {
	case Array:
		got, err = v.Appended(x)
		check(v.Append(x.outer()), got, err)
	case Object:
		for _, name := range []string{"new", "\"n\n", "å", "a", "\xff", "\ufffd"} {
			got, err = v.Inserted(name, x)
			check(v.Insert(name, x.outer()), got, err)
		}
	}
}

func TestEditsEqualParse(t *testing.T) {
	put := []Value{must(t, ` {"x":["\u0041",{"b":[]},{}],"\n":1} `), must(t, "1"), must(t, ` "\t" `), must(t, "[]"), must(t, largeObject(20)).Get("k3"), must(t, `{"i":`+largeObject(20)+`}`)}
	sources := []string{"{}", "[]", "1", ` { } `, ` [ [ ] , { } ] `, `{"a":[{},[],{"b":[1,{}]},2],"c":{"d":[[3]],"e":{}},"f":"\n"}`, `[{"a":1},{"\u0061\n":"\\"},[[],[[]]]]`,
		` { "a" : 1 , "b" : { "c" : [ 1 , 2 ] } , "\u00e5" : null } `, largeObject(15), largeObject(16), largeObject(17), `{"p":` + largeObject(16) + `,"q":` + largeObject(17) + `}`}
	for _, src := range sources {
		root := must(t, src)
		if len(src) > 150 {
			requireEdits(t, root, put[4:])
			continue
		}
		requireEdits(t, root, put)
		each(root, func(v Value) {
			if view, err := v.View(Limits{}); err == nil {
				requireEdits(t, view, put[:3])
			}
			if v.Parent().Exists() {
				requireEdits(t, v.Removed(), put[:3])
			}
		})
	}
}

func largeObject(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":{"m":[%d]}`, i, i)
	}
	return "{" + b.String()[1:] + "}"
}

func TestViewsOfSamples(t *testing.T) {
	everySample(t, func(text []byte) {
		root, err := Parse(text, Limits{})
		if err != nil {
			return
		}
		for k := range min(root.Len(), 8) {
			requireAsParsed(t, string(root.At(k).Remove()), root.At(k).Removed())
			view, err := root.At(k).View(Limits{})
			require.NoError(t, err)
			requireAsParsed(t, root.At(k).Raw(), view)
			got, err := root.At(k).Replaced(root)
			require.NoError(t, err)
			requireAsParsed(t, string(root.At(k).Replace(root.Source())), got)
		}
	})
}

// TestManyEdits makes a long chain of edits, each on the result of the last.
func TestManyEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	put := []Value{must(t, `{"x":["\u0041",{"b":[]}],"\n":1}`), must(t, ` 1 `), must(t, `"\t\t\t\t"`), must(t, "[]"), must(t, "{}")}
	root := must(t, `{"a":[1,{"b":"\n"}]}`)
	for i := range 2000 {
		var all []Value
		each(root, func(v Value) { all = append(all, v) })
		v, x := all[r.IntN(len(all))], put[r.IntN(len(put))]
		before := root
		var err error
		switch {
		case r.IntN(3) == 0 || len(all) > 60:
			root = v.Removed()
		case r.IntN(4) == 0:
			root, err = v.View(Limits{})
		case v.Kind() == Object:
			root, err = v.Inserted(fmt.Sprint("n", i), x)
		case v.Kind() == Array:
			root, err = v.Appended(x)
		default:
			root, err = v.Replaced(x)
		}
		require.NoError(t, err)
		requireAsParsed(t, root.Source(), root)
		require.LessOrEqual(t, len(root.t.decoded), 2*len(before.t.src)+2*len(root.t.src)+100)
	}
}

// FuzzEdits compares views and edits with the parsed text of their result.
func FuzzEdits(f *testing.F) {
	for _, s := range texts() {
		f.Add(s, `{"a":["\n"]}`, uint(3))
	}
	f.Fuzz(func(t *testing.T, src, raw string, at uint) {
		root, err := ParseString(src, Limits{Values: 500})
		if err != nil {
			return
		}
		x, err := ParseString(raw, Limits{Values: 100})
		if err != nil {
			x = root
		}
		var all []Value
		each(root, func(v Value) { all = append(all, v) })
		v := all[at%uint(len(all))]
		requireEdit(t, v, x)
		requireEdit(t, v, all[at/7%uint(len(all))])
		view, err := v.View(Limits{})
		require.NoError(t, err)
		requireAsParsed(t, v.Raw(), view)
		rest := v.Removed()
		requireAsParsed(t, string(v.Remove()), rest)
		requireEdit(t, rest, x)
		requireEdit(t, rest.At(int(at)%(rest.Len()+1)), x)
		requireEdit(t, view.At(int(at)%(view.Len()+1)), rest)
	})
}
