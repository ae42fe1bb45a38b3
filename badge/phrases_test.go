package badge

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every language has every phrase, and no two labels of a language are the same,
// since a label is how a line is found again.
func TestPhrasesAreCompleteAndDistinct(t *testing.T) {
	table := phraseTable()
	for _, lang := range strings.Fields("bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv nb nn se is") {
		row := table[lang]
		require.Len(t, row, int(phraseCount), lang)
		seen := map[string]bool{}
		for i, text := range row {
			require.NotEmpty(t, text, "%s %d", lang, i)
			require.False(t, strings.ContainsAny(text, markup+"()\n"), text)
			if phrase(i) < wordAbove {
				require.False(t, seen[text], "%s %s", lang, text)
				require.NotContains(t, text, ":")
				seen[text] = true
			}
		}
		words := map[string]bool{}
		for _, text := range row[wordAbove:] {
			for _, form := range strings.Split(text, "/") {
				require.False(t, words[form] && !strings.Contains(text, "/"), "%s %s", lang, form)
				words[form] = true
			}
		}
	}
	require.Len(t, table, 28)
}
