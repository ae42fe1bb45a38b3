package rdf

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func parse(t testing.TB, text string) *Dataset {
	t.Helper()
	ds, err := ParseNQuads([]byte(text), Limits{})
	require.NoError(t, err)
	return ds
}

func canonical(t testing.TB, ds *Dataset, opt Options) string {
	t.Helper()
	c, err := Canonicalize(context.Background(), ds, opt)
	require.NoError(t, err)
	return string(c.Bytes())
}

func TestCanonicalForm(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"sorted by code point, not by UTF-16",
			"<x:\U0001F303> <p:p> \"\" .\n<x:\uFF5E> <p:p> \"\" .\n<x:a> <p:p> \"\" .\n",
			"<x:a> <p:p> \"\" .\n<x:\uFF5E> <p:p> \"\" .\n<x:\U0001F303> <p:p> \"\" .\n"},
		{"a shorter line first", "<x:ab> <p:p> <o:o> .\n<x:a> <p:p> <o:o> .\n<x:a> <p:p> <o:o> <g:g> .\n",
			"<x:a> <p:p> <o:o> .\n<x:a> <p:p> <o:o> <g:g> .\n<x:ab> <p:p> <o:o> .\n"},
		{"duplicates count once", "<x:a> <p:p> \"1\" .\n<x:a> <p:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#string> .\n",
			"<x:a> <p:p> \"1\" .\n"},
		{"literals are not normalized",
			"<x:a> <p:p> \"x\"@EN .\n<x:a> <p:p> \"x\"@en .\n<x:a> <p:p> \"01\"^^<d:int> .\n<x:a> <p:p> \"1\"^^<d:int> .\n",
			"<x:a> <p:p> \"01\"^^<d:int> .\n<x:a> <p:p> \"1\"^^<d:int> .\n<x:a> <p:p> \"x\"@EN .\n<x:a> <p:p> \"x\"@en .\n"},
		{"one blank node", "_:any <p:p> _:any _:any .\n", "_:c14n0 <p:p> _:c14n0 _:c14n0 .\n"},
		{"labels like canonical ones are no more than labels",
			"_:c14n7 <p:p> \"a\" .\n", "_:c14n0 <p:p> \"a\" .\n"},
		{"a duplicate quad with a blank node", "_:b <p:p> _:c .\n_:b <p:p> _:c .\n_:c <p:q> \"1\" .\n",
			canonicalizeByOracle(parse(t, "_:b <p:p> _:c .\n_:c <p:q> \"1\" .\n"))},
		{"two symmetric nodes", "_:x <p:p> _:y .\n_:y <p:p> _:x .\n",
			"_:c14n0 <p:p> _:c14n1 .\n_:c14n1 <p:p> _:c14n0 .\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, canonical(t, parse(t, test.in), Options{}))
		})
	}
}

// Two nodes must never share a canonical form with one node, whatever their
// labels: that would let a signature be moved to another dataset.
func TestCanonicalLabelsInInput(t *testing.T) {
	one := canonical(t, parse(t, "_:x <p:p> \"a\" .\n_:x <p:q> \"b\" .\n"), Options{})
	for _, labels := range [][2]string{{"c14n0", "x"}, {"x", "c14n0"}, {"c14n1", "c14n0"}, {"c14n0", "c14n1"}} {
		text := fmt.Sprintf("_:%s <p:p> \"a\" .\n_:%s <p:q> \"b\" .\n", labels[0], labels[1])
		two := canonical(t, parse(t, text), Options{})
		require.NotEqual(t, one, two)
		require.Equal(t, canonical(t, parse(t, "_:u <p:p> \"a\" .\n_:v <p:q> \"b\" .\n"), Options{}), two)
	}
}

func TestNotIsomorphic(t *testing.T) {
	for _, pair := range [][2]string{
		// A cycle of six and two cycles of three agree in every first degree.
		{cycles(6), cycles(3, 3)},
		{cycles(2, 4), cycles(3, 3)},
		{"_:a <p:p> _:b .\n", "_:a <p:p> _:a .\n"},
		{"_:a <p:p> \"x\" _:b .\n", "_:a <p:p> \"x\" _:a .\n"},
		{"<x:a> <p:p> \"1\" .\n", "<x:a> <p:p> \"1\"^^<x:t> .\n"},
	} {
		require.NotEqual(t, canonical(t, parse(t, pair[0]), Options{}), canonical(t, parse(t, pair[1]), Options{}))
	}
}

func cycles(lengths ...int) string {
	var text strings.Builder
	for k, n := range lengths {
		for i := range n {
			fmt.Fprintf(&text, "_:n%dx%d <p:p> _:n%dx%d .\n", k, i, k, (i+1)%n)
		}
	}
	return text.String()
}

// For random graphs, small and full of symmetry, the canonical form equals that
// of the transcribed specification and does not depend on labels and order.
func TestRandomGraphs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var reused canonicalizer
	deep := 0
	for range 1_500 {
		copies := 1 + r.IntN(4)
		ds := randomGraph(r, 1+r.IntN(6/copies), copies, 1+r.IntN(7), 1+r.IntN(2))
		form, err := reused.canonicalize(context.Background(), ds, Options{})
		require.NoError(t, err)
		if len(reused.ranks) > 0 {
			deep++
		}
		got := string(form.Bytes())
		requireSum(t, &reused, ds, form)
		if ambiguous(ds) {
			found := false
			for i := 0; i < 300 && !found; i++ {
				found = canonicalizeByOracle(disguise(r, ds)) == got
			}
			require.True(t, found, "the specification does not allow this canonical form:\n%s", got)
			continue
		}
		require.Equal(t, canonicalizeByOracle(ds), got)
		for range 3 {
			require.Equal(t, got, canonical(t, disguise(r, ds), Options{}))
		}
		long := canonical(t, ds, Options{Hash: crypto.SHA384})
		require.Equal(t, long, canonical(t, disguise(r, ds), Options{Hash: crypto.SHA384}))
	}
	require.Greater(t, deep, 600, "too few graphs needed N-degree hashes")
}

// Larger graphs of the shapes of the benchmarks.
func TestShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, ds := range map[string]*Dataset{
		"named": namedGraph(300), "tree": treeGraph(300), "pairs": pairsGraph(300),
		"chain": chainGraph(40), "clique": cliqueGraph(4),
		"cycles": parse(t, cycles(5, 7, 5)), "hub": hubGraph(40),
	} {
		t.Run(name, func(t *testing.T) {
			want := canonicalizeByOracle(ds)
			require.Equal(t, want, canonical(t, ds, Options{}))
			for range 5 {
				require.Equal(t, want, canonical(t, disguise(r, ds), Options{}))
			}
		})
	}
}

// hubGraph has one named hub with n blank neighbours that nothing tells apart.
func hubGraph(n int) *Dataset {
	ds := &Dataset{}
	hub := ds.NewBlank()
	ds.Add(Quad{Subject: hub, Predicate: ex + "name", Object: NewLiteral("hub", "")})
	for range n {
		ds.Add(Quad{Subject: hub, Predicate: ex + "has", Object: ds.NewBlank()})
	}
	return ds
}

// A node whose quads differ only in their graph name has a related node many
// times under one hash; its equal permutations are tried once.
func TestRepeatedRelation(t *testing.T) {
	text := ""
	for _, pair := range []string{"_:a <p:p> _:b", "_:b <p:p> _:a"} {
		for g := range 14 {
			text += fmt.Sprintf("%s <g:%d> .\n", pair, g)
		}
	}
	ds := parse(t, text)
	want := canonical(t, ds, Options{})
	require.Equal(t, want, canonical(t, disguise(rand.New(rand.NewPCG(5, 6)), ds), Options{}))
}

// Hash N-Degree Quads looks at one related node at a time, and not at graph names
// that are IRIs. So RDFC-1.0 has two canonical forms for each of these datasets;
// which one comes out depends on the order of the quads. The transcription of the
// specification has the same two. Both are the dataset under other labels, so no
// other dataset can be passed off as it.
func TestGraphNameBlindness(t *testing.T) {
	ring := ""
	for i := range 3 {
		ring += fmt.Sprintf("_:x%d <p:p> _:x%d .\n_:x%d <p:p> _:x%d <g:g> .\n", i, (i+1)%3, (i+1)%3, i)
	}
	for name, text := range map[string]string{
		"links run the other way in a named graph": ring,
		"three blank nodes in a quad":              "_:a <p:p> _:u _:b .\n_:b <p:p> _:v _:a .\n_:u <p:q> \"1\" .\n_:v <p:q> \"2\" .\n",
		"predicates swapped between blank graphs":  "_:a <p:p> \"1\" _:g .\n_:a <p:q> \"1\" _:h .\n_:b <p:q> \"1\" _:g .\n_:b <p:p> \"1\" _:h .\n<x:g> <p:g> _:g .\n",
	} {
		t.Run(name, func(t *testing.T) {
			ds := parse(t, text)
			require.True(t, ambiguous(ds))
			r := rand.New(rand.NewPCG(9, 9))
			forms, byOracle := map[string]bool{}, map[string]bool{}
			for range 100 {
				other := disguise(r, ds)
				forms[canonical(t, other, Options{})] = true
				byOracle[canonicalizeByOracle(other)] = true
			}
			require.Len(t, byOracle, 2)
			require.Equal(t, byOracle, forms)
		})
	}
}

func TestCanonicalResult(t *testing.T) {
	ds := &Dataset{}
	unused, a, b := ds.Blank("unused"), ds.Blank("b7"), ds.NewBlank()
	ds.Add(Quad{Subject: a, Predicate: "p:p", Object: b})
	ds.Add(Quad{Subject: a, Predicate: "p:p", Object: b})
	ds.Add(Quad{Subject: b, Predicate: "p:q", Object: NewLiteral("1", "")})
	got, err := Canonicalize(context.Background(), ds, Options{})
	require.NoError(t, err)
	require.Equal(t, 2, got.Len())
	for line := range bytes.Lines(got.Bytes()) {
		require.True(t, bytes.HasSuffix(line, []byte(" .\n")))
	}

	na, ok := got.number(a.Node())
	require.True(t, ok)
	nb, ok := got.number(b.Node())
	require.True(t, ok)
	require.ElementsMatch(t, []int{0, 1}, []int{na, nb})
	_, ok = got.number(unused.Node())
	require.False(t, ok)
	_, ok = got.number(99)
	require.False(t, ok)
	require.Equal(t, map[string]string{
		"b7": fmt.Sprint("c14n", na), "b8": fmt.Sprint("c14n", nb),
	}, got.Issued(ds))
	require.Contains(t, string(got.Bytes()), fmt.Sprintf("_:c14n%d <p:p> _:c14n%d .\n", na, nb))
}

// A canonicalizer that has grown allocates nothing but the result.
func TestAllocations(t *testing.T) {
	var c canonicalizer
	for name, ds := range map[string]*Dataset{
		"named": namedGraph(1_000), "tree": treeGraph(1_000), "chain": chainGraph(50),
	} {
		allocations := testing.AllocsPerRun(10, func() {
			_, err := c.canonicalize(context.Background(), ds, Options{})
			require.NoError(t, err)
		})
		require.LessOrEqual(t, allocations, 12.0, name)
	}
}

func TestInvalidTerms(t *testing.T) {
	iri := NewIRI("x:a")
	var other Dataset
	for name, q := range map[string]Quad{
		"literal subject":         {Subject: NewLiteral("a", ""), Predicate: "p:p", Object: iri},
		"no subject":              {Predicate: "p:p", Object: iri},
		"no predicate":            {Subject: iri, Object: iri},
		"no object":               {Subject: iri, Predicate: "p:p"},
		"literal graph":           {Subject: iri, Predicate: "p:p", Object: iri, Graph: NewLiteral("a", "")},
		"relative IRI":            {Subject: NewIRI("a"), Predicate: "p:p", Object: iri},
		"injection by IRI":        {Subject: NewIRI("x:a> <p:p> <x:b> .\n<x:c"), Predicate: "p:p", Object: iri},
		"space in predicate":      {Subject: iri, Predicate: "p:p q", Object: iri},
		"invalid UTF-8 in IRI":    {Subject: iri, Predicate: "p:\xFF", Object: iri},
		"invalid UTF-8 in text":   {Subject: iri, Predicate: "p:p", Object: NewLiteral("a\xFF", "")},
		"injection by language":   {Subject: iri, Predicate: "p:p", Object: NewLangLiteral("a", "en .\n")},
		"no language":             {Subject: iri, Predicate: "p:p", Object: NewLangLiteral("a", "")},
		"langString, no language": {Subject: iri, Predicate: "p:p", Object: NewLiteral("a", LangString)},
		"relative datatype":       {Subject: iri, Predicate: "p:p", Object: NewLiteral("a", "int")},
		"blank node of another":   {Subject: other.NewBlank(), Predicate: "p:p", Object: iri},
	} {
		t.Run(name, func(t *testing.T) {
			ds := &Dataset{}
			ds.Add(q)
			_, err := Canonicalize(context.Background(), ds, Options{})
			require.ErrorIs(t, err, ErrTerm)
			_, err = ds.AppendNQuads(nil)
			require.ErrorIs(t, err, ErrTerm)
		})
	}
}

// TestOrderOfTerms compares terms and sorts IRIs by what they are, and by how they
// are written.
func TestOrderOfTerms(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	text := func() string {
		var buf []rune
		for range r.IntN(24) {
			buf = append(buf, []rune("aaaab#~?! \"\n\x7f\u00e9\uffff")[r.IntN(5+r.IntN(11))])
		}
		return string(buf)
	}
	random := func() Term {
		switch r.IntN(4) {
		case 0:
			return NewIRI("x:" + strings.Map(func(c rune) rune {
				if c <= ' ' || c == '"' {
					return '-'
				}
				return c
			}, text()))
		case 1:
			return NewLangLiteral(text(), []string{"en", "en-gb", "e"}[r.IntN(3)])
		}
		return NewLiteral(text(), []string{"", "", "x:d", "x:dd", "x:d#"}[r.IntN(5)])
	}
	for range 300 {
		d := &Draft{}
		c := canonicalizer{draft: d}
		var terms []Ref
		var iris []named
		var want []string
		for range r.IntN(120) {
			one := random()
			before := len(d.terms)
			ref, ok := d.termOf(&one, 0)
			require.True(t, ok)
			require.True(t, d.terms[ref] == one)
			require.Len(t, d.appendTerm(nil, ref), int(d.facts[ref].size))
			if terms = append(terms, ref); one.kind == kindIRI && len(d.terms) > before {
				iris, want = append(iris, named{ref: ref}), append(want, one.value+">")
			}
		}
		for i := 1; i < len(terms); i++ {
			a, b := terms[i-1], terms[i]
			written := bytes.Compare(append(d.appendTerm(nil, a), ' '), append(d.appendTerm(nil, b), ' '))
			require.Equal(t, written, c.compareTerms(a, b), "%v %v", d.terms[a], d.terms[b])
		}
		slices.Sort(want)
		d.sortIRIs(iris, 0)
		for i, n := range iris {
			require.Equal(t, want[i], d.terms[n.ref].value+">")
		}
	}
}

// requireSum checks that the hash of the canonical form is the same whether it is
// put together or not.
func requireSum(t *testing.T, c *canonicalizer, ds *Dataset, form *Canonical) {
	t.Helper()
	want := sha256.Sum256(form.Bytes())
	require.Equal(t, want[:], form.Sum())
	only, err := c.canonicalize(context.Background(), ds, Options{SumOnly: true})
	require.NoError(t, err)
	require.Equal(t, want[:], only.Sum())
	require.Empty(t, only.Bytes())
}

// The hash of the lines is that of the canonical form, also of more lines than are
// hashed at a time and with duplicates.
func TestSumOnly(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var c canonicalizer
	for _, ds := range []*Dataset{{}, namedGraph(3), disguise(r, treeGraph(2_000)), disguise(r, pairsGraph(2_000)), chainGraph(40)} {
		form, err := Canonicalize(context.Background(), ds, Options{})
		require.NoError(t, err)
		requireSum(t, &c, ds, form)
		long := sha512.Sum384(form.Bytes())
		form, err = Canonicalize(context.Background(), ds, Options{Hash: crypto.SHA384, SumOnly: true})
		require.NoError(t, err)
		if ds.BlankNodes() == 0 {
			require.Equal(t, long[:], form.Sum())
		}
	}
}

// Working memory is shared by goroutines, one at a time, also after a refusal; a
// result does not change when its working memory is used again.
func TestSharedRooms(t *testing.T) {
	graphs := []*Dataset{namedGraph(50), treeGraph(200), pairsGraph(200), chainGraph(30), cliqueGraph(4)}
	want := make([]string, len(graphs))
	for i, ds := range graphs {
		want[i] = canonicalizeByOracle(ds)
	}
	var all sync.WaitGroup
	for start := range 4 {
		all.Go(func() {
			var forms []*Canonical
			for i := range 20 {
				_, err := Canonicalize(context.Background(), cliqueGraph(8), Options{})
				assert.ErrorIs(t, err, ErrBudget)
				form, err := Canonicalize(context.Background(), graphs[(start+i)%len(graphs)], Options{})
				assert.NoError(t, err)
				forms = append(forms, form)
			}
			for i, form := range forms {
				assert.Equal(t, want[(start+i)%len(graphs)], string(form.Bytes()))
			}
		})
	}
	all.Wait()
	big := new(canonicalizer)
	_, err := big.canonicalize(context.Background(), treeGraph(230_000), raised)
	require.NoError(t, err)
	require.Greater(t, big.room(), maxRoom, "so much is not kept")
}

// What is remembered of a search changes neither the canonical form nor the work
// that is counted, and so not what is refused.
func TestRecall(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of documents, one after the other")
	}
	r := rand.New(rand.NewPCG(5, 6))
	graphs := []*Dataset{chainGraph(2), chainGraph(3), chainGraph(60), chainGraph(150), disguise(r, chainGraph(60)),
		cliqueGraph(5), cliqueGraph(9), parse(t, hubs(3)), parse(t, cycles(6, 6)), parse(t, cycles(3, 3, 4)), pairsGraph(60)}
	for range 3_000 {
		copies := 1 + r.IntN(5)
		graphs = append(graphs, randomGraph(r, 1+r.IntN(9/copies), copies, 1+r.IntN(9), 1+r.IntN(2)))
	}
	recalled := 0
	var with canonicalizer // with what it holds from others
	for i, ds := range graphs {
		for _, limit := range []int{0, 3_000, 100 + r.IntN(500), 1 << 20} {
			var without canonicalizer
			without.degree.recall.off = true
			opt := Options{MaxWork: limit, Hash: [...]crypto.Hash{crypto.SHA256, crypto.SHA384}[i%2]}
			a, errA := with.canonicalize(t.Context(), ds, opt)
			b, errB := without.canonicalize(t.Context(), ds, opt)
			require.Equal(t, errB, errA, i)
			if with.degree.recall.looked > 0 {
				recalled++
			}
			if errA != nil {
				require.ErrorIs(t, errA, ErrBudget)
				continue
			}
			require.Equal(t, string(b.Bytes()), string(a.Bytes()), i)
			if len(with.ranks) > 0 {
				require.Equal(t, without.degree.work, with.degree.work, i)
			}
		}
	}
	require.Greater(t, recalled, 100)
}
