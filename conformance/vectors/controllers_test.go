package vectors

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Our own verifier, which looks up who signs, passes every pair.
func TestControllers(t *testing.T) {
	all, err := controllers(Options{Base: DefaultBase})
	require.NoError(t, err)
	requirePairs(t, all)
}

// Each did:web leads to the address where its document lies, whatever the base, and
// no address has two contents.
func TestControllersAreServed(t *testing.T) {
	for _, base := range []string{DefaultBase, "https://127.0.0.1:8443/vectors", "https://vectors.example/a/b"} {
		all, err := controllers(Options{Base: base})
		require.NoError(t, err)
		served := make(map[string]bool)
		for _, v := range all {
			for address := range v.Resources {
				require.Contains(t, address, base+"/controllers/")
				require.False(t, served[address], address)
				served[address] = true
			}
		}
	}
}
