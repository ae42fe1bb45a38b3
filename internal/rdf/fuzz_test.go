package rdf

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func seedDocuments(f *testing.F) {
	for _, seed := range []string{
		"",
		"# only a comment\r\n",
		"<x:a> <p:p> \"\\u00e9\\t\\\"\"@en-GB <g:g> .\n",
		"_:a <p:p> _:b.c _:g.\n_:b.c <p:q> \"1\"^^<d:d>.",
		"_:c14n0 <p:p> _:b .\n_:b <p:p> _:c14n0 .\n_:c14n0 <p:p> _:c14n0 .\n",
		cycles(2, 3),
		hubs(3),
		"<x:a> <p:p> \"\\uD800\" .",
		"_:a <p:p> \"\uFFFE\\U0001F303\" .\n",
	} {
		f.Add([]byte(seed))
	}
}

// FuzzParseNQuads checks that what is read can be written and read again.
func FuzzParseNQuads(f *testing.F) {
	seedDocuments(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		ds, err := ParseNQuads(data, Limits{})
		if err != nil {
			return
		}
		text, err := ds.AppendNQuads(nil)
		require.NoError(t, err)
		again, err := ParseNQuads(text, Limits{})
		require.NoError(t, err)
		require.True(t, len(ds.Quads()) == 0 || len(again.Quads()) == len(ds.Quads()))
		for i, q := range ds.Quads() {
			require.Equal(t, q, again.Quads()[i])
		}
		second, err := again.AppendNQuads(nil)
		require.NoError(t, err)
		require.Equal(t, string(text), string(second))
	})
}

// FuzzCanonicalize checks that labels and order do not matter, and that the
// canonical form is its own canonical form.
func FuzzCanonicalize(f *testing.F) {
	seedDocuments(f)
	opt := Options{MaxWork: 20_000}
	f.Fuzz(func(t *testing.T, data []byte) {
		ds, err := ParseNQuads(data, Limits{})
		if err != nil {
			return
		}
		first, err := Canonicalize(context.Background(), ds, opt)
		if err != nil {
			require.ErrorIs(t, err, ErrBudget)
			return
		}
		if ambiguous(ds) {
			return
		}
		r := rand.New(rand.NewPCG(uint64(len(data)), 1))
		for _, other := range []*Dataset{disguise(r, ds), parse(t, string(first.Bytes()))} {
			// Where the search is cut short depends on the order, and
			// with it whether the budget is enough.
			second, err := Canonicalize(context.Background(), other, Options{MaxWork: 100 * opt.MaxWork, Limits: raised.Limits})
			require.NoError(t, err)
			require.True(t, bytes.Equal(first.Bytes(), second.Bytes()))
		}
	})
}
