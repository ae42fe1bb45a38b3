package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTable(t *testing.T) {
	var out strings.Builder
	writeTable(&out, [][]string{
		{"a", "Ærlig talt", "one"},
		{"bcd", "x", strings.Repeat("word ", 20)},
		{"e", "", ""},
	})
	require.Equal(t, `  a    Ærlig talt  one
  bcd  x           word word word word word word word word word word word word
                   word word word word word word word word
  e
`, out.String())
}

func TestWrap(t *testing.T) {
	require.Equal(t, []string{""}, wrap("  ", 10))
	require.Equal(t, []string{"one two", "three"}, wrap("one  two\nthree", 8))
	require.Equal(t, []string{"a", "https://example.org/long", "b"}, wrap("a https://example.org/long b", 8))
}

// A document must not be able to clear the screen or to turn a line round.
func TestPrintable(t *testing.T) {
	require.Equal(t, "a\uFFFD[2Jb c\uFFFDd\uFFFDe", printable("a\x1b[2Jb\nc\u202ed\u009be"))
	require.Equal(t, "Máret Ánne Sæther", printable("Máret Ánne Sæther"))
}

func TestSentence(t *testing.T) {
	require.Equal(t, "", sentence(""))
	require.Equal(t, "Øde øy.", sentence("øde øy"))
	require.Equal(t, "Done.", sentence("Done."))
}
