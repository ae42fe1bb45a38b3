package vectors

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// ours verifies a vector with this library and returns the verdict and the codes
// of what keeps it from being valid.
func ours(tb testing.TB, v Vector) (vc.Verdict, []string) {
	tb.Helper()
	policy := proof.NewPolicy(proof.AnyIssuer())
	if v.Anchors != nil {
		anchors, err := trust.ParsePEM(v.Anchors)
		require.NoError(tb, err)
		policy.Trust = proof.Trust{Anchors: anchors}
	}
	policy.Challenge = v.Challenge
	if v.Domain != "" {
		policy.Domain = []string{v.Domain}
	}
	verifier := &mikromerit.Verifier{Policy: policy, Env: vc.Env{Fetcher: vc.StaticFetcher(v.Resources)}}
	// What the data model demands is asked as well: the suite does so of others.
	verifier.Policy.Require = append(vc.AllAxes()[:2:2], vc.Conformant)
	if v.Anchors != nil {
		verifier.Policy.Require = append(verifier.Policy.Require, vc.Trusted)
	}
	if v.Challenge != "" || v.Domain != "" {
		verifier.Policy.Require = append(verifier.Policy.Require, vc.Bound)
	}
	r, err := verifier.Verify(context.Background(), v.Document)
	if err != nil {
		return vc.Invalid, []string{err.Error()}
	}
	var codes []string
	for _, f := range r.Findings {
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			codes = append(codes, f.Code)
		}
	}
	for _, nested := range r.Credentials {
		for _, f := range nested.Findings {
			if f.Status == vc.Fail || f.Status == vc.Unknown {
				codes = append(codes, f.Code)
			}
		}
	}
	return r.Verdict, codes
}

// judged checks that our own verifier accepts the good vectors and none of the
// spoilt copies, and finds in each what is said to be the matter with it.
func judged(t *testing.T, all []Vector) {
	t.Helper()
	ids := make(map[string]bool)
	for _, v := range all {
		require.False(t, ids[v.ID], "%s stands twice", v.ID)
		ids[v.ID] = true
	}
	for _, v := range all {
		verdict, codes := ours(t, v)
		if (verdict == vc.Valid) != v.Accept {
			t.Errorf("%s: %s %v", v.ID, verdict, codes)
			continue
		}
		require.True(t, ids[v.Pair], v.ID)
		require.True(t, strings.HasSuffix(v.Because, "."), v.ID)
		require.True(t, strings.HasPrefix(v.Spec, "https://") && strings.Contains(v.Spec, "#"), v.ID)
		require.Contains(t, []Operation{VerifyCredential, VerifyPresentation}, v.Operation)
		if !v.Accept && !found(codes, v.Rule) {
			t.Errorf("%s is refused, but not by %s: %v", v.ID, v.Rule, codes)
		}
	}
	t.Logf("%d vectors", len(all))
}

// found reports whether a rule is among those that were broken. What cannot be
// read at all is refused before any rule is asked.
func found(codes []string, rule string) bool {
	unreadable := len(codes) == 1 && strings.Contains(codes[0], " ")
	return unreadable || slices.Contains(codes, rule)
}

// Our own verifier passes every pair of tokens.
func TestTokens(t *testing.T) {
	all, err := tokens(Options{Base: DefaultBase})
	require.NoError(t, err)
	judged(t, all)
}

// The set comes out the same each time.
func TestTokensAreTheSameEachTime(t *testing.T) {
	for i, make := range []func(Options) ([]Vector, error){tokens, lists, seals} {
		one, err := make(Options{Base: DefaultBase})
		require.NoError(t, err)
		two, err := make(Options{Base: DefaultBase})
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(one), fmt.Sprint(two), i)
	}
}
