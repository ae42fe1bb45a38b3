package vectors

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

var update = flag.Bool("update", false, "make the base proofs of the vectors anew")

// made returns what the makers of this file make. With -update it first makes the
// base proofs that are missing.
func made(t *testing.T, maker func(bench) ([]Vector, error)) []Vector {
	t.Helper()
	b, err := newBench()
	require.NoError(t, err)
	b.record = *update
	all, err := maker(b)
	require.NoError(t, err)
	if *update {
		text, err := json.MarshalIndent(b.bases, "", "  ")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("data/baseproofs.json", append(text, '\n'), 0o600))
	}
	return all
}

// The library accepts every good document and no spoilt copy; otherwise a vector
// or the library is wrong.
func TestEmbeddedVectorsAgainstTheLibrary(t *testing.T) {
	good, spoilt := 0, 0
	all := made(t, embeddedOn)
	presented, err := presentations(Options{})
	require.NoError(t, err)
	for _, v := range append(all, presented...) {
		verdict, why := verdictOn(t, v)
		if v.Accept {
			good++
		} else {
			spoilt++
		}
		if (verdict == vc.Valid) != v.Accept {
			t.Errorf("%s (%s %s): %s %v", v.ID, v.Rule, v.Because, verdict, why)
		}
	}
	t.Logf("%d good documents, %d spoilt copies", good, spoilt)
}

// verdictOn returns what the library says of a vector.
func verdictOn(t *testing.T, v Vector) (vc.Verdict, []string) {
	t.Helper()
	verifier := mikromerit.NewVerifier(proof.AnyIssuer())
	verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	if v.Challenge != "" || v.Domain != "" {
		verifier.Policy.Require = append(verifier.Policy.Require, vc.Bound)
		verifier.Policy.Challenge, verifier.Policy.Domain = v.Challenge, []string{v.Domain}
	}
	fetched := make(vc.StaticFetcher)
	for url, text := range v.Resources {
		fetched[url] = text
	}
	verifier.Env.Fetcher = fetched
	r, err := verifier.Verify(t.Context(), v.Document)
	if err != nil {
		return vc.Invalid, []string{err.Error()}
	}
	var why []string
	for _, f := range r.Findings {
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			why = append(why, f.Code+" "+f.Pointer+" "+f.Detail)
		}
	}
	return r.Verdict, why
}

// walked are the operators that change one place after the other: what they break
// depends on the place.
var walked = []string{"altered", "removed", "added", "other-suite"}

// A spoilt copy breaks the requirement that it says: it is not rejected only for
// something else that was spoilt along the way.
func TestCopiesBreakWhatTheySay(t *testing.T) {
	all, err := Make(Options{})
	require.NoError(t, err)
	for _, v := range all {
		folders := strings.Split(v.ID, "/")
		if v.Accept || (folders[0] != "di" && folders[0] != "vp") || slices.ContainsFunc(walked, func(slug string) bool { return strings.HasPrefix(folders[3], slug) }) {
			continue
		}
		_, why := verdictOn(t, v)
		said := slices.ContainsFunc(why, func(text string) bool { return strings.Contains(text, v.Rule) })
		// Without a proof the library asks first who presents.
		said = said || (v.Rule == "PROOF-CHALLENGE" && strings.HasPrefix(why[0], "PRESENTATION-UNSIGNED"))
		require.True(t, said, "%s should break %s: %v", v.ID, v.Rule, why)
	}
}

// follows are the further requirements that are broken in consequence of one: who
// has no issuer has no issuer's key.
var follows = map[string][]string{
	"VCDM2-ISSUER": {"ISSUER-KEY"}, "VCDM2-ISSUER-ID": {"ISSUER-KEY"}, "VCDM2-PERIOD": {"VALID-UNTIL"}, "VCDM2-STATUS-TYPE": {"STATUS"},
	"VCDM2-VALID-UNTIL": {"VALID-UNTIL", "PROOF-PLAIN"}, "VCDM2-CREDENTIAL-SECURED": {"NESTED-CREDENTIAL", "PROOF-NONE"},
	"PROOF-CHALLENGE": {"PRESENTATION-UNSIGNED"},
}

// A verifier with one defect, that it does not notice when one requirement is
// broken, fails each check of that requirement: among the copies is one that is
// right but for it. So is every single check worth something.
func TestEveryRequirementHasACopyThatIsRightOtherwise(t *testing.T) {
	all, err := Make(Options{})
	require.NoError(t, err)
	lonely := make(map[string]bool)
	for _, v := range all {
		if v.Accept || !(strings.HasPrefix(v.ID, "di/") || strings.HasPrefix(v.ID, "vp/")) {
			continue
		}
		group := v.Suite + " " + v.Rule
		_, why := verdictOn(t, v)
		others := slices.ContainsFunc(why, func(text string) bool {
			code, _, _ := strings.Cut(strings.ReplaceAll(text, ":", ""), " ")
			return code != v.Rule && !slices.Contains(follows[v.Rule], code)
		})
		lonely[group] = lonely[group] || !others
	}
	for _, group := range sortedNames(lonely) {
		if !lonely[group] {
			t.Errorf("%s: every copy breaks something else, too", group)
		}
	}
	t.Logf("%d requirements under a suite", len(lonely))
}
