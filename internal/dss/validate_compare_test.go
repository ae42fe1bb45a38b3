package dss_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// reasons says why we differ from DSS where we mean to.
var reasons = map[string]string{
	"fresh":     "DSS by its default policy takes answers about revocation of any age. EN 319 102-1 clause 5.2.5 wants them fresh, so answers that had ended before the signature leave it open.",
	"responder": "The OCSP responder was not charged by the authority that issued the certificate (RFC 6960 section 4.2.2.2), so what it says counts for nothing here, and the level is lower for it.",
	"best-time": "EN 319 102-1 clause 5.5.4 names the best signing time whatever the level; DSS ends like this without one at LT, and with one at LTA.",
	"weak":      "A certificate that is signed over a SHA-1 digest may be forged, so no chain is built over it and no answer about it is looked for; DSS looks for those first.",
	"anchor":    "A certificate that you trust by itself is believed only while it is valid; DSS looks at nothing in an anchor.",
	"refused":   "The file is refused before its signatures are looked at: it is not one strict JSON value, or no JSON Web Signature with a payload.",
	"early":     "Answers from before the certificate began are no answers about it, so the level is lower.",
}

// Of every seal that is made here and, where they are at hand, of those that others
// made, we say what DSS says: level, indication with sub-indication, best signing
// time, and for each time stamp whether it is for this seal and holds. Where we mean
// to say something else, that is in a table with the reason.
func TestSealsBesideDSS(t *testing.T) {
	table, different := readTable(t, sealTable), readTable(t, differenceTable)
	for _, s := range append(ownSeals(), publishedSeals(t)...) {
		ours, axes := verdicts(t, s)
		want := strings.Join(table[s.name], "\t")
		if row, ok := different[s.name]; ok {
			require.NotEqual(t, want, row[1], "%s: there is no difference any more", s.name)
			want = row[1]
		}
		require.Equal(t, strings.TrimSpace(want), strings.TrimSpace(text(ours)), "%s %s", s.name, axes)
		for i, v := range ours {
			checkAxes(t, s.name, v.Indication, axes[min(i, len(axes)-1)])
		}
	}
}

// certain are the findings by which we say that a seal is invalid although its
// validation ends with INDETERMINATE, as it must: EN 319 102-1 clause 5.1.3 keeps
// TOTAL_FAILED for a signature that does not verify, for a format that cannot be
// processed and for what is proven to have been made outside the life of its
// certificate. It leaves to whoever relies on a seal what to make of the rest. Open is
// what something that can still turn up could settle, and these it could not: they are
// in what is signed, or in what an authority said for good.
var certain = map[string]string{
	"SEAL-REVOCATION":    "the authority revoked the certificate by the earliest time that is proven; only a time stamp that nobody made could help",
	"JADES-SIGNING-TIME": "the header claims a time at which the seal cannot have been made, or none",
	"JADES-CERT-DIGEST":  "the header names another certificate than it holds, or none",
	"JWS-X5C":            "the header holds no certificate where it says so",
	"JADES-EXP":          "the header says that the seal has ended",
	"JWS-ALG":            "the key is shorter than RFC 7518 section 3.3 allows for any signature",
	"SEAL-KEY-USAGE":     "the certificate forbids it",
	"SEAL-PERIOD":        "the certificate has not begun",
}

// checkAxes holds the answers that people get against the indication: valid is what
// passed and nothing else, and invalid what failed or certainly cannot pass.
func checkAxes(t *testing.T, name, indication, axes string) {
	t.Helper()
	verdict, codes, _ := strings.Cut(axes, " ")
	switch {
	case indication == "": // refused, or no seal
		require.NotEqual(t, "valid", verdict, name)
	case indication == "TOTAL_PASSED":
		require.Equal(t, "valid", verdict, "%s: %s", name, codes)
	case strings.HasPrefix(indication, "TOTAL_FAILED"):
		require.Equal(t, "invalid", verdict, "%s: %s", name, codes)
	default:
		require.NotEqual(t, "valid", verdict, "%s: %s", name, indication)
		if verdict == "invalid" {
			require.True(t, hasAny(codes, certain), "%s: %s but %s", name, indication, axes)
		}
	}
}

func hasAny(list string, table map[string]string) bool {
	for _, code := range strings.Fields(list) {
		if _, ok := table[code]; ok {
			return true
		}
	}
	return false
}
