package main

import (
	"io"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

// A command that is set up alone understands its command line as it does among the
// others, and leaves to them what it does not understand.
func TestParseNamed(t *testing.T) {
	for _, args := range [][]string{
		{"verify", "--any-issuer", "--force", "--require", "authentic,trusted", "--now", "2026-08-01T12:00:00Z", "a.json", "-"},
		{"verify", "--json", "--with=a", "--document", "https://a.example/=b", "--max-list-age=3h", "c"},
		{"convert", "--to", "edc", "-o", "x", "--no-extension", "--require-native", "1-3", "--language", "nb", "a"},
		{"seal", "--key", "k", "-ox", "--level", "B", "a", "b"},
		{"status", "revoke", "--store", "s", "1"},
		{"keygen", "--type", "p256"},
		{"version"},
	} {
		a := &app{}
		named, ok := a.parseNamed(args)
		require.True(t, ok, args)
		var g grammar
		parser, err := kong.New(&g, kong.Name("mikromerit"))
		require.NoError(t, err)
		whole, err := parser.Parse(args)
		require.NoError(t, err)
		require.Equal(t, whole.Command(), named.Command())
		require.Equal(t, whole.Selected().Target.Interface(), named.Selected().Target.Interface(), args)
		require.Equal(t, g.Force, a.force)
	}
	for _, args := range [][]string{{"verify"}, {"verify", "--help"}, {"verify", "-h"}, {"verify", "--nothing", "a"}, {"--force", "verify", "a"}, {"force"}, {"globalflags"}, {"nothing"}} {
		_, ok := (&app{stdout: io.Discard}).parseNamed(args)
		require.False(t, ok, args)
	}
}
