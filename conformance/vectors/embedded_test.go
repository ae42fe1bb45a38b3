package vectors

import (
	"encoding/json"
	"flag"
	"os"
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
