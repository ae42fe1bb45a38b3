package dss_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Of every mutant of every part of a seal we say how its validation ends as DSS does,
// but for those kinds that we mean to end otherwise.
func TestMutantsBesideDSS(t *testing.T) {
	if testing.Short() {
		t.Skip("two thousand seals take a while")
	}
	table, other := readTable(t, mutantTable), make(map[string]int)
	count := 0
	for _, g := range groups(t) {
		row := table[g.name]
		require.NotEmpty(t, row, g.name)
		require.Len(t, row[0], len(g.mutants), g.name)
		for i, s := range g.mutants {
			all, axes := verdicts(t, s)
			count++
			for j, v := range all {
				checkAxes(t, s.name, v.Indication, axes[min(j, len(axes)-1)])
			}
			if ours, theirs := code(t, all), row[0][i:i+1]; ours != theirs {
				kind := fmt.Sprintf("%s not %s", ours, theirs)
				_, known := meant[kind]
				if !known {
					t.Errorf("%s: %s (%s)", s.name, kind, strings.Join(axes, "; "))
				}
				other[kind]++
			}
		}
	}
	t.Logf("%d mutants, of which we end otherwise: %v", count, other)
	for kind := range meant {
		require.NotZero(t, other[kind], "%s: there is no such difference any more", kind)
	}
}

// meant says why a mutant ends otherwise here than in DSS: "ours not theirs", in the
// letters of codes.
var meant = map[string]string{
	"F not P": "RFC 7515 section 4.1.11: a seal whose crit is not right or names what is not understood must be refused; DSS only lowers the level",
	"F not H": "the same, for b64 and the payload too, where the signature is also wrong: the format comes first (EN 319 102-1 clause 5.2.2)",
	"H not x": "DSS gives up on the file; the signature can be checked, and does not verify",
	"P not x": "DSS gives up on the file; nothing that is signed was changed, and what is damaged proves nothing",
	"g not x": "DSS gives up on the file; without the damaged revocation data the rest leaves it open",
	"g not P": "revocation data with bytes after them, or that can be read in two ways, are not used",
	"P not g": "a damaged certificate of the root in xVals stands beside the true one, which you gave as anchor; DSS takes the damaged one",
	"P not n": "the same, with a change by which DSS finds no chain at all",
	"P not c": "the header has the digest of the certificate that you trust, so it need not hold the certificate (TS 119 182-1 clause 5.1.7)",
	"H not c": "the same with a signature that does not verify",
	"c not P": "TS 119 182-1 table 1 demands one digest of the signer's certificate, and x5c must hold it first; DSS passes without",
	"c not H": "the same with a signature that does not verify: without a certificate there is no key to check it with",
	"k not P": "the header says that the seal has ended (exp), which DSS does not read",
	"p not P": "the seal was made under a signature policy, which nobody evaluated; by its default policy DSS accepts any",
	"x not P": refusedFile, "x not H": refusedFile, "x not c": refusedFile, "x not d": refusedFile, "x not g": refusedFile,
}

// refusedFile is why a file is refused that DSS looks into.
const refusedFile = "the file is not one strict JSON value in which each name stands once, or not a JSON Web Signature with a payload"
