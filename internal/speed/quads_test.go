package speed

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/rdf"
)

// datasets write n statements: of nodes that all have names; of a tree whose nodes
// have none but differ; of pairs of nodes that only their place tells apart.
var datasets = []struct {
	name  string
	write func(out *strings.Builder, n int)
}{
	{"named", func(out *strings.Builder, n int) {
		for i := range n {
			fmt.Fprintf(out, "<https://college.example/%d> <https://property.example/%d> \"value number %d\" .\n", i/5, i%5, i)
		}
	}},
	{"tree", func(out *strings.Builder, n int) {
		for i := range n / 5 {
			fmt.Fprintf(out, "_:n%d <https://property.example/child> _:n%d .\n", i, i/2)
			for k := range 4 {
				fmt.Fprintf(out, "_:n%d <https://property.example/%d> \"value %d of node %d\" .\n", i, k, k, i)
			}
		}
	}},
	{"ambiguous", func(out *strings.Builder, n int) {
		for i := range n / 4 {
			for _, pair := range [][2]string{{"a", "b"}, {"b", "a"}} {
				fmt.Fprintf(out, "_:%s%d <https://property.example/name> \"pair %d\" .\n", pair[0], i, i)
				fmt.Fprintf(out, "_:%s%d <https://property.example/knows> _:%s%d .\n", pair[0], i, pair[1], i)
			}
		}
	}},
}

// canonicalise says how much longer ten times the statements take.
func canonicalise(t *testing.T) []row {
	var rows []row
	for _, d := range datasets {
		small, large := canonicalising(t, d.write, 10_000), canonicalising(t, d.write, 100_000)
		n, each := rounds()
		race(t, n, each, small, large)
		rows = append(rows, row{"canonicalise 100,000 statements over 10,000, " + d.name, large.over(small).String(), "13 / 11"})
	}
	return rows
}

func canonicalising(t testing.TB, write func(*strings.Builder, int), n int) *way {
	var text strings.Builder
	write(&text, n)
	ds, err := rdf.ParseNQuads([]byte(text.String()), rdf.Limits{})
	require.NoError(t, err)
	return &way{name: "canonicalise", do: func() error {
		_, err := rdf.Canonicalize(context.Background(), ds, rdf.Options{})
		return err
	}}
}
