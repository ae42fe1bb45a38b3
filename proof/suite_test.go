package proof_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/vectors"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// drawn are the good documents of the conformance suite whose copies stand here for
// tests of their own: what careless readers take for what was signed. Each copy is
// kept once, there, where anybody can try it on their own verifier. The rest of the
// suite is put to this library beside the suite.
var drawn = []string{
	"di/eddsa-rdfc-2022/text", "di/eddsa-jcs-2022/text", "di/eddsa-rdfc-2022/dates", "di/eddsa-jcs-2022/dates", "di/eddsa-rdfc-2022/contexts", "di/eddsa-jcs-2022/contexts",
	"di/eddsa-rdfc-2022/exchanged", "di/eddsa-jcs-2022/exchanged", "di/eddsa-rdfc-2022/proof", "di/eddsa-jcs-2022/proof", "di/ecdsa-jcs-2019/s-large", "di/ecdsa-jcs-2019/s-small",
	"di/ecdsa-sd-2023/revealed", "di/bbs-2023/revealed", "controllers/eddsa-rdfc-2022/did-web", "controllers/eddsa-rdfc-2022/https", "controllers/vc+jwt/did-web", "controllers/vc+jwt/https",
}

// Every copy is refused for the requirement that it says it breaks, and every good
// document is valid.
func TestVectorsOfTheSuite(t *testing.T) {
	if testing.Short() {
		t.Skip("many vectors, one after the other")
	}
	all, err := vectors.Make(vectors.Options{})
	require.NoError(t, err)
	tried := make(map[string]int)
	for _, v := range all {
		for _, pair := range drawn {
			if v.Pair == pair {
				tried[pair]++
				tryVector(t, v)
			}
		}
	}
	for _, pair := range drawn {
		require.Greater(t, tried[pair], 5, "copies of %s", pair)
	}
}

func tryVector(t *testing.T, v vectors.Vector) {
	t.Helper()
	world := env()
	pages := vc.StaticFetcher(v.Resources)
	world.Fetcher, world.Resolver = pages, did.Web(pages)
	policy := strict()
	policy.Trust = proof.AnyIssuer()
	r, err := verifier(world).Verify(t.Context(), v.Document, policy)
	got := describe(t, r, err)
	if v.Accept {
		require.Equal(t, "valid", got, v.ID)
		return
	}
	require.NotRegexp(t, "^valid", got, v.ID)
	if strings.HasPrefix(got, "refused ") && strings.HasPrefix(v.Rule, "JSON-") {
		require.Equal(t, "refused "+v.Rule, got, v.ID)
		return
	}
	require.Contains(t, got, v.Rule, "%s: %s", v.ID, v.Because)
}
