package vectors

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Our own verifier passes every pair of lists of the older kind.
func TestListsOfOlderKind(t *testing.T) {
	all, err := listsOfOlderKind(Options{Base: DefaultBase})
	require.NoError(t, err)
	requirePairs(t, all)
}
