package standard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// Files that name the contexts of examples, citizenship or an older suite can
// be verified with nothing but what is built in. W3C signed them with the
// published contexts, so a term that were wrong in ours would break the
// signature.
func TestBuiltInContextsOfOthers(t *testing.T) {
	world := vectorWorld()
	world.Contexts = nil
	v := verifier(world)
	for _, name := range []string{
		"vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json",           // examples v2
		"vc-di-eddsa/Ed25519Signature2020/signedEdSig.json",        // the same, under an older suite
		"vc-di-eddsa/eddsa-rdfc-2022/employ/signedDataInt.json",    // citizenship v4rc1
		"vc-di-ecdsa/ecdsa-sd-2023/prc/derivedRevealDocument.json", // the same, in part
	} {
		file := testkit.ReadShared(t, "data/vectors", name)
		require.Equal(t, "valid", outcome(t, v, string(file), lax()), name)
	}
}
