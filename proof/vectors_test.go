package proof_test

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// vectorWorld is the environment of the W3C test vectors, in the validity
// period of those that have one.
func vectorWorld() vc.Env {
	return vc.Env{Contexts: testkit.VectorContexts{}, Clock: func() time.Time { return time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC) }}
}

// excused are the changes, beside another order of members, that leave a
// vector valid. A proof that nothing else builds on can be taken away whole:
// then nobody claims that it was there, and the result lists what is.
var excused = map[string][]string{
	"vc-di-eddsa/proof-set-chain/signedProofSet2.json":   {"remove /proof/0", "remove /proof/1"},
	"vc-di-eddsa/proof-set-chain/signedProofChain1.json": {"remove /proof/2"},
	"vc-di-eddsa/proof-set-chain/signedProofChain2.json": {"remove /proof/3"},
}

// TestNoMutantOfAVectorIsValid makes every single change of every signed
// vector of the EdDSA and ECDSA cryptosuites, the derived ones included.
func TestNoMutantOfAVectorIsValid(t *testing.T) {
	v := verifier(vectorWorld())
	total := map[string]int{}
	for _, root := range []string{"vc-di-eddsa", "vc-di-ecdsa"} {
		folder := testkit.Shared(t, "data/vectors", root)
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			name := filepath.Base(path)
			if err != nil || entry.IsDir() || filepath.Ext(name) != ".json" || !(strings.HasPrefix(name, "signed") || name == "derivedRevealDocument.json") {
				return err
			}
			relative, err := filepath.Rel(filepath.Dir(folder), path)
			require.NoError(t, err)
			t.Run(relative, func(t *testing.T) {
				file := testkit.ReadShared(t, "data/vectors", relative)
				require.Equal(t, "valid", passOrFail(t, v, string(file), lax()))
				var left []string
				count := map[string]int{}
				for m := range testkit.Mutants(file) {
					r, err := v.Verify(context.Background(), m.Text, lax())
					verdict := strings.Fields(describe(t, r, err))[0]
					count[verdict]++
					total[verdict]++
					switch {
					case m.Mutation == testkit.Reorder:
						require.Equal(t, "valid", verdict, m.String())
						count["reordered"]++
						total["reordered"]++
					case verdict == "valid":
						left = append(left, m.String())
					}
				}
				require.Equal(t, excused[filepath.ToSlash(relative)], left, "what is valid although it was changed")
				t.Logf("%v", count)
			})
			return nil
		})
		require.NoError(t, err)
	}
	t.Logf("mutants: %v", total)
}

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
		require.Equal(t, "valid", passOrFail(t, v, string(file), lax()), name)
	}
}
