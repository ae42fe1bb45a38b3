package examples_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// excuse says why a change may lead to another verdict than invalid.
type excuse struct {
	verdict vc.Verdict
	reason  string
}

var (
	otherSuite   = excuse{vc.Indeterminate, "a proof of an unknown kind cannot be checked"}
	otherContext = excuse{vc.Indeterminate, "a context that is not built in is not fetched"}
	noSigner     = excuse{vc.Indeterminate, "there is no certificate to check the signature with"}
	// The awarding body of the badge has the id of the issuer, so the two are
	// one node, and what both say of it is said twice. RDF does not count.
	saidTwice = excuse{vc.Valid, "it stands in the document a second time"}
)

// excuses are all the changes, by kind of file, that may end otherwise than
// invalid, beside another order of members.
var excuses = map[string]map[string]excuse{
	"badge under eddsa-rdfc-2022": {
		"alter /proof/0/type":                             otherSuite,
		"alter /proof/0/cryptosuite":                      otherSuite,
		"alter /@context":                                 otherContext,
		"retype /@context":                                otherContext,
		"alter /@context/0":                               otherContext,
		"alter /@context/1":                               otherContext,
		"alter /@context/2":                               otherContext,
		"remove /issuer/name":                             saidTwice,
		"retype /issuer/name":                             saidTwice, // as [] or null
		"remove /credentialSubject/awardingBody/0/name":   saidTwice,
		"retype /credentialSubject/awardingBody/0/name":   saidTwice, // as []
		"remove /credentialSubject/awardingBody/0/type":   saidTwice,
		"remove /credentialSubject/awardingBody/0/type/0": saidTwice,
		"remove /credentialSubject/awardingBody/0/type/1": saidTwice,
	},
	"badge under eddsa-jcs-2022": {
		"alter /proof/0/type":        otherSuite,
		"alter /proof/0/cryptosuite": otherSuite,
	},
	"seal, protected header": {
		"remove /x5c": noSigner,
		"rename /x5c": noSigner,
	},
}

// attack is how one kind of file is attacked.
type attack struct {
	name    string
	source  []byte
	wrap    func(mutant []byte) []byte // puts a mutant of source into its file
	ordered bool                       // the order of members is protected as well
	every   int                        // which mutants to try: all, or one in so many
}

func attacks(t *testing.T) []attack {
	t.Helper()
	envelope := document(t, sealedFile)
	protected := envelope.Lookup("/signatures/0/protected")
	header, err := base64.RawURLEncoding.DecodeString(protected.Text())
	require.NoError(t, err)
	put := func(pointer string, text string) []byte {
		changed, err := envelope.With(pointer, string(jsontree.AppendString(nil, text)))
		require.NoError(t, err)
		return changed.Bytes()
	}
	same := func(mutant []byte) []byte { return mutant }
	return []attack{
		{"badge under eddsa-rdfc-2022", read(t, signedFile), same, false, 1},
		{"badge under eddsa-jcs-2022", read(t, signedJCSFile), same, false, 1},
		{"seal, envelope", envelope.Bytes(), same, false, 1},
		// The seal covers the payload's bytes, whatever they say: a sample will do.
		{"seal, payload", []byte(envelope.Get("payload").Text()), func(m []byte) []byte { return put("/payload", string(m)) }, true, 17},
		{"seal, protected header", header, func(m []byte) []byte {
			return put("/signatures/0/protected", base64.RawURLEncoding.EncodeToString(m))
		}, true, 1},
	}
}

// TestNoMutantIsValid changes each place of each secured file in every way
// that the test kit knows. No change may stay unnoticed, unless it is one that
// says nothing.
func TestNoMutantIsValid(t *testing.T) {
	for _, a := range attacks(t) {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			v := verifier(t, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
			made, tried, used := 0, 0, map[string]bool{}
			for mutant := range testkit.Mutants(a.source) {
				if made++; made%a.every != 0 {
					continue
				}
				tried++
				verdict := vc.Invalid // also for a file that is refused
				if result, err := v.Verify(t.Context(), a.wrap(mutant.Text)); err == nil {
					verdict = result.Verdict
				}
				switch excuse, excused := excuses[a.name][mutant.String()]; {
				case mutant.Mutation == testkit.Reorder && !a.ordered:
					require.Equal(t, vc.Valid, verdict, "%s: the order of members means nothing", mutant)
				case verdict != vc.Invalid && strings.HasPrefix(mutant.Pointer, "/signatures/0/header"):
					// The seal does not cover what others say about its certificate;
					// each of these carries a signature of its own, and without the
					// one that is needed nobody knows.
				case verdict != vc.Invalid:
					require.True(t, excused && excuse.verdict == verdict, "%s is %s", mutant, verdict)
					used[mutant.String()] = true
				}
			}
			require.Len(t, used, len(excuses[a.name]), "an excuse is not needed; take it off the list")
			t.Logf("%d mutants tried, %d of them excused", tried, len(used))
		})
	}
}
