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
	"github.com/mikromerit/mikromerit/vc/did"
)

var update = flag.Bool("update", false, "make the proofs of the vectors that are missing")

// made returns what the makers of this file make. With -update it first makes the
// proofs that are missing.
func made(t *testing.T, maker func(bench) ([]Vector, error)) []Vector {
	t.Helper()
	b, err := newBench()
	require.NoError(t, err)
	b.record, b.base, b.forge = *update, DefaultBase, forge
	all, err := maker(b)
	require.NoError(t, err)
	if *update {
		text, err := json.MarshalIndent(b.kept, "", "  ")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("data/keptproofs.json", append(text, '\n'), 0o600))
	}
	return all
}

// The library accepts every good document and no spoilt copy; otherwise a vector
// or the library is wrong.
//
// A spoilt copy breaks the requirement that it says: it is not rejected only for
// something else that was spoilt along the way. And for each requirement under a
// suite there is a copy that is right but for it, so that a verifier with that one
// defect accepts it and fails the check.
func TestEmbeddedVectorsAgainstTheLibrary(t *testing.T) {
	all := made(t, embeddedOn)
	presented, err := presentations(Options{})
	require.NoError(t, err)
	good, alone := 0, make(map[string]bool)
	for _, v := range append(all, presented...) {
		verdict, why := verdictOn(t, v)
		if (verdict == vc.Valid) != v.Accept {
			t.Errorf("%s (%s %s): %s %v", v.ID, v.Rule, v.Because, verdict, why)
		}
		if v.Accept {
			good++
			continue
		}
		if !breaks(v, why) {
			t.Errorf("%s should break %s: %v", v.ID, v.Rule, why)
		}
		// Where the signature still fits, nobody can be told to find that it does not:
		// taking away a context may leave every statement as it was.
		if v.Rule == "PROOF-SIGNATURE" && v.Level == vc.Must && v.Operation == VerifyCredential && !slices.ContainsFunc(why, func(text string) bool { return codeOf(text) != "NESTED-CREDENTIAL" }) {
			t.Errorf("%s says that the signature is broken, which still fits: %v", v.ID, why)
		}
		group := v.Suite + " " + v.Rule
		alone[group] = alone[group] || !slices.ContainsFunc(why, func(text string) bool {
			code := codeOf(text)
			return code != v.Rule && !slices.Contains(follows[v.Rule], code)
		})
	}
	for _, group := range sortedNames(alone) {
		if !alone[group] {
			t.Errorf("%s: every copy breaks something else, too", group)
		}
	}
	t.Logf("%d good documents, %d spoilt copies, %d requirements under a suite", good, len(all)+len(presented)-good, len(alone))
}

// codeOf is the code at the beginning of what the library says.
func codeOf(why string) string {
	code, _, _ := strings.Cut(strings.ReplaceAll(why, ":", ""), " ")
	return code
}

// breaks reports whether a copy was found to break what it says.
func breaks(v Vector, why []string) bool {
	name := strings.Split(v.ID, "/")[3]
	if slices.ContainsFunc(walked, func(slug string) bool { return strings.HasPrefix(name, slug) }) {
		return true
	}
	return slices.ContainsFunc(why, func(text string) bool {
		// Without a proof the library asks first who presents.
		return strings.Contains(text, v.Rule) || (v.Rule == "PROOF-CHALLENGE" && codeOf(text) == "PRESENTATION-UNSIGNED")
	})
}

// walked are the operators that change one place after the other: what they break
// depends on the place.
var walked = []string{"altered", "removed", "added", "other-suite"}

// follows are the further requirements that are broken in consequence of one: who
// has no issuer has no issuer's key.
var follows = map[string][]string{
	"VCDM2-TYPE": {"PROOF-PLAIN", "VC-CREDENTIAL"}, "VCDM2-ISSUER": {"ISSUER-KEY"}, "VCDM2-ISSUER-ID": {"ISSUER-KEY"}, "VCDM2-PERIOD": {"VALID-UNTIL"}, "VCDM2-STATUS-TYPE": {"STATUS"},
	"VCDM2-VALID-UNTIL": {"VALID-UNTIL", "PROOF-PLAIN"}, "VCDM2-CREDENTIAL-SECURED": {"NESTED-CREDENTIAL", "PROOF-NONE"},
	"VCDM1-ISSUER": {"ISSUER-KEY"}, "VCDM1-ISSUER-ID": {"ISSUER-KEY"}, "VCDM1-EXPIRATION-DATE": {"VALID-UNTIL"},
	"VCDM2-HOLDER-ID": {"HOLDER-KEY", "PRESENTATION-HOLDER"}, "VCDM2-CREDENTIAL": {"NESTED-CREDENTIAL", "PRESENTATION-HOLDER"},
	"PROOF-CHALLENGE": {"PRESENTATION-UNSIGNED"}, "PRESENTATION-HOLDER": {"HOLDER-KEY"},
	"JSON-NUMBER": {"OB3-JSONLD"}, "JSONLD-NUMBER": {"OB3-JSONLD"}, "JSONLD-KEYWORD": {"OB3-JSONLD"}, "JSONLD-VALUE-DROPPED": {"OB3-JSONLD"},
}

// verdictOn returns what the library says of a vector.
func verdictOn(t *testing.T, v Vector) (vc.Verdict, []string) {
	t.Helper()
	verifier := mikromerit.NewVerifier(proof.AnyIssuer())
	verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	if v.Challenge != "" || v.Domain != "" {
		verifier.Policy.Require = append(verifier.Policy.Require, vc.Bound)
		verifier.Policy.Challenge = v.Challenge
		if v.Domain != "" {
			verifier.Policy.Domain = []string{v.Domain}
		}
	}
	fetched := make(vc.StaticFetcher)
	for url, text := range v.Resources {
		fetched[url] = text
	}
	verifier.Env.Fetcher, verifier.Env.Resolver = fetched, did.Web(fetched)
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
