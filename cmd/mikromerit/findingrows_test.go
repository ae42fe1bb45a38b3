package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// What is found in the same words at many places is one row with the first of them;
// other words, and other outcomes, keep rows of their own.
func TestFindingRowsGroupsPlaces(t *testing.T) {
	var all []vc.Finding
	for _, pointer := range []string{"/a", "/b", "/c", "/d", "/e"} {
		all = append(all, vc.Finding{Code: "X", Status: vc.Warn, Detail: "One.", Pointer: pointer})
	}
	all = append(all, vc.Finding{Code: "X", Status: vc.Warn, Detail: "Other.", Pointer: "/a"}, vc.Finding{Code: "X", Status: vc.Pass, Detail: "One."})
	require.Equal(t, [][]string{
		{"!   ", "X", "One. [/a] [/b] [/c] and at 2 more"},
		{"!   ", "X", "Other. [/a]"},
		{"ok  ", "X", "One."},
	}, findingRows(all))
}
