package rdf

import (
	"context"
	"crypto"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefusal(t *testing.T) {
	ctx := context.Background()
	for size := 8; size <= 20; size++ {
		_, err := Canonicalize(ctx, cliqueGraph(size), Options{})
		require.ErrorIs(t, err, ErrBudget, "clique of %d", size)
	}
	_, err := Canonicalize(ctx, chainGraph(200), Options{})
	require.NoError(t, err)
	_, err = Canonicalize(ctx, chainGraph(200), Options{MaxWork: 1_000})
	require.ErrorIs(t, err, ErrBudget)
	_, err = Canonicalize(ctx, cliqueGraph(5), Options{MaxWork: 20_000})
	require.NoError(t, err, "a raised budget replaces the default")
	// Twenty like neighbours of two like hubs: 20! permutations.
	_, err = Canonicalize(ctx, parse(t, hubs(20)), Options{})
	require.ErrorIs(t, err, ErrBudget)
}

// A refused or cancelled dataset leaves nothing behind that affects the next one.
func TestReuseAfterFailure(t *testing.T) {
	var c canonicalizer
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for range 3 {
		_, err := c.canonicalize(context.Background(), cliqueGraph(9), Options{Hash: crypto.SHA384})
		require.ErrorIs(t, err, ErrBudget)
		_, err = c.canonicalize(cancelled, chainGraph(9), Options{})
		require.ErrorIs(t, err, context.Canceled)
		_, err = c.canonicalize(context.Background(), parse(t, hubs(3)), Options{Limits: Limits{Bytes: 40}})
		require.ErrorIs(t, err, ErrLimit)
		for _, ds := range []*Dataset{chainGraph(20), pairsGraph(40), cliqueGraph(3)} {
			got, err := c.canonicalize(context.Background(), ds, Options{})
			require.NoError(t, err)
			require.Equal(t, canonicalizeByOracle(ds), string(got.Bytes()))
		}
	}
}

func hubs(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "_:x <p:p> _:a%d .\n_:y <p:p> _:b%d .\n", i, i)
	}
	return text.String()
}

func TestLimits(t *testing.T) {
	ctx := context.Background()
	_, err := Canonicalize(ctx, namedGraph(10), Options{Limits: Limits{Quads: 9}})
	require.ErrorIs(t, err, ErrLimit)
	_, err = Canonicalize(ctx, treeGraph(50), Options{Limits: Limits{BlankNodes: 9}})
	require.ErrorIs(t, err, ErrLimit)
	_, err = Canonicalize(ctx, namedGraph(10), Options{Limits: Limits{Bytes: 500}})
	require.ErrorIs(t, err, ErrLimit)
	_, err = Canonicalize(ctx, namedGraph(200_001), Options{})
	require.ErrorIs(t, err, ErrLimit)
	_, err = Canonicalize(ctx, namedGraph(1), Options{Hash: crypto.SHA512})
	require.ErrorIs(t, err, ErrHash)
}

// Many blank nodes are no danger if they can be told apart by what is said of
// them or, in pairs, by what they lead to: only the limit of quads applies.
func TestManyOrdinaryNodes(t *testing.T) {
	for name, work := range map[string]int{"tree": 0, "pairs": 12} {
		ds := map[string]func(int) *Dataset{"tree": treeGraph, "pairs": pairsGraph}[name](195_000)
		var c canonicalizer
		_, err := c.canonicalize(context.Background(), ds, Options{})
		require.NoError(t, err, name)
		require.LessOrEqual(t, c.degree.work, work*ds.BlankNodes(), name)
		require.LessOrEqual(t, c.degree.hashed, work*ds.BlankNodes(), name)
	}
}

// A chain of n nodes asks for the least of n results, each of n hashes; the half of
// them that comes of the second direction is found out once. Hashes of identifiers
// are found out once as well.
func TestChainHashes(t *testing.T) {
	for _, n := range []int{50, 100, 200, 400, 600} {
		var c canonicalizer
		_, err := c.canonicalize(t.Context(), chainGraph(n), Options{})
		require.NoError(t, err)
		require.Greater(t, c.degree.work, 4*n*n, "is counted as before")
		require.Less(t, c.degree.hashed, n*n/2+15*n, n)
	}
}

// What is large but ordinary is within the default limits: a badge with a thousand
// alignments, and a record of a hundred badges that are alike, each in a graph of
// its own, whose nodes only the N-degree hash tells apart.
func TestManyAlikeParts(t *testing.T) {
	badge := func(ds *Dataset, record Term, alignments int, name func(i int) string) {
		graph, achievement, criteria := ds.NewBlank(), ds.NewBlank(), ds.NewBlank()
		ds.Add(Quad{Subject: record, Predicate: ex + "holds", Object: graph})
		add := func(s Term, predicate string, o Term) {
			ds.Add(Quad{Subject: s, Predicate: ex + predicate, Object: o, Graph: graph})
		}
		add(ds.NewBlank(), "achievement", achievement)
		add(achievement, "criteria", criteria)
		add(criteria, "narrative", NewLiteral("what is asked for", ""))
		for i := range alignments {
			alignment := ds.NewBlank()
			add(achievement, "alignment", alignment)
			add(alignment, "name", NewLiteral(name(i), ""))
		}
	}
	numbered := func(i int) string { return "skill " + strconv.Itoa(i) }
	for name, tc := range map[string]struct{ badges, alignments int }{
		"many alignments": {1, 1_000}, "many badges": {100, 10}, "many of both": {10, 300},
	} {
		ds := &Dataset{}
		record := NewIRI("https://college.example/record")
		for range tc.badges {
			badge(ds, record, tc.alignments, numbered)
		}
		var c canonicalizer
		_, err := c.canonicalize(t.Context(), ds, Options{})
		require.NoError(t, err, name)
		require.LessOrEqual(t, c.degree.work, 15*ds.BlankNodes(), name)
		require.LessOrEqual(t, c.degree.hashed, 6*ds.BlankNodes(), name)
	}
}

// countedContext is over after its end was asked for so many times.
type countedContext struct {
	context.Context
	left int
}

func (c *countedContext) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// A dataset that is made to be expensive is refused after little work within the
// default limits, even when it hides among many ordinary nodes, and so is a chain that
// would drive the recursion as deep as there are nodes.
func TestHostileWithinLimits(t *testing.T) {
	fill := func(ds *Dataset) *Dataset {
		for ds.Len() < 195_000 {
			node := ds.NewBlank()
			ds.Add(Quad{Subject: node, Predicate: ex + "self", Object: node})
		}
		return ds
	}
	rings := func(names string) *Dataset { // two hubs, each with as many like neighbours
		ds := &Dataset{}
		a, b := ds.NewBlank(), ds.NewBlank()
		for range 5_000 {
			ds.Add(Quad{Subject: a, Predicate: ex + names, Object: ds.NewBlank()})
			ds.Add(Quad{Subject: b, Predicate: ex + names, Object: ds.NewBlank()})
		}
		return ds
	}
	for name, ds := range map[string]*Dataset{
		"a clique": cliqueGraph(64), "a clique among others": fill(cliqueGraph(64)),
		"hubs": rings("p"), "hubs among others": fill(rings("p")), "hubs of long names": rings(strings.Repeat("p", 900)),
		"a chain": chainGraph(195_000),
	} {
		var c canonicalizer
		_, err := c.canonicalize(t.Context(), ds, Options{})
		require.ErrorIs(t, err, ErrBudget, name)
		require.LessOrEqual(t, c.degree.hashed, maxDefaultWork, name)
		require.LessOrEqual(t, c.degree.work, maxDefaultWork+largestStep, name)

		const asked = 150 // first-degree hashes ask as well
		soon := &countedContext{t.Context(), asked}
		_, err = c.canonicalize(soon, ds, raised)
		require.ErrorIs(t, err, context.DeadlineExceeded, name)
		require.Equal(t, -1, soon.left, "nothing is done once it is over")
		require.LessOrEqual(t, c.degree.work, asked*(workPerCheck+largestStep), name)
	}
}

// largestStep is the work between two checks for the largest nodes of these tests,
// of 5,000 neighbours.
const largestStep = 20_000

// A clique of ten costs no more than a few thousand short hashes.
func TestCliqueIsRefusedSoon(t *testing.T) {
	var c canonicalizer
	_, err := c.canonicalize(t.Context(), cliqueGraph(10), Options{})
	require.ErrorIs(t, err, ErrBudget)
	require.Less(t, c.degree.hashed, 8_000)
	require.Less(t, c.degree.work, 8_192)
}

func TestCancellation(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Canonicalize(cancelled, namedGraph(1), Options{})
	require.ErrorIs(t, err, context.Canceled)

	var c canonicalizer
	soon := &countedContext{t.Context(), 20}
	_, err = c.canonicalize(soon, cliqueGraph(30), raised)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.LessOrEqual(t, c.degree.work, 20*(workPerCheck+100))
}

// Each of many datasets may stay within its own bound while all of them together
// take for ever; shared work bounds that. Datasets in which nothing is alike
// subtract nothing from it.
func TestSharedWork(t *testing.T) {
	var left atomic.Int64
	left.Store(20_000)
	ordinary := &Dataset{}
	for i := range 100 {
		ordinary.Add(Quad{Subject: ordinary.NewBlank(), Predicate: ex + "p" + strconv.Itoa(i), Object: ordinary.NewBlank()})
	}
	_, err := Canonicalize(t.Context(), ordinary, Options{Shared: &left})
	require.NoError(t, err)
	require.EqualValues(t, 20_000, left.Load())

	ring := func() *Dataset {
		ds := &Dataset{}
		nodes := make([]Term, 12)
		for i := range nodes {
			nodes[i] = ds.NewBlank()
		}
		for i, n := range nodes {
			ds.Add(Quad{Subject: n, Predicate: ex + "next", Object: nodes[(i+1)%len(nodes)]})
		}
		return ds
	}
	done := 0
	for ; done < 1_000; done++ {
		if _, err = Canonicalize(t.Context(), ring(), Options{Shared: &left}); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, ErrBudget)
	require.Positive(t, done, "the first ones are within it")
	require.Negative(t, left.Load())
}
