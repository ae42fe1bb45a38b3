package speed

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// conversion compares the conversion of a Europass credential, which was verified,
// with reading its JSON once.
func (b *bench) conversion(t *testing.T) []row {
	w := workOf(t, "elm111k", "edc")
	whole := converting(t, w)
	scan, name := fastestScan(t, w.text)
	once := &way{name: "scan", do: func() error { return scan(w.text) }}
	n, each := rounds()
	race(t, n, each, whole, once)
	allocations, size := whole.memory(t)
	return []row{
		{w.name + " to Open Badges 3.0 over one scan of its JSON by " + name, whole.over(once).String(), "30 / 10"},
		{w.name + " to Open Badges 3.0, allocations and KB", times(allocations) + ", " + times(size/1024), ""},
	}
}

// converting returns the conversion of a sealed credential to a badge.
func converting(t testing.TB, w work) *way {
	t.Helper()
	s := newSealed(t, w.text)
	found, err := s.verifier.Verify(t.Context(), s.file)
	require.NoError(t, err)
	require.NoError(t, found.Err())
	options := mikromerit.ConvertOptions{Tool: mc.Tool{Name: "speed"}, At: now}
	return &way{name: w.name + " convert", do: func() error {
		_, err := mikromerit.Convert(context.Background(), found, mikromerit.OpenBadge, options)
		return err
	}}
}
