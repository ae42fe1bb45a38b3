package vectors

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Our own verifier passes every pair of credentials with a status.
func TestLists(t *testing.T) {
	all, err := lists(Options{Base: DefaultBase})
	require.NoError(t, err)
	requirePairs(t, all)
}

// One server can serve all lists: no address has two contents.
func TestAddressesOfListsAreTheirOwn(t *testing.T) {
	all, err := lists(Options{Base: "http://127.0.0.1:1/x"})
	require.NoError(t, err)
	served := make(map[string]string)
	for _, v := range all {
		for url, content := range v.Resources {
			require.Contains(t, url, "http://127.0.0.1:1/x/status/")
			require.Empty(t, served[url], url)
			served[url] = string(content)
		}
	}
}
