package vectors

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// ours verifies a vector with this library and returns the verdict and the codes
// of what keeps it from being valid. A change makes the verifier careless.
func ours(tb testing.TB, v Vector, changes ...func(*mikromerit.Verifier)) (vc.Verdict, []string) {
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
	verifier := &mikromerit.Verifier{Policy: policy, Env: vc.Env{Fetcher: vc.StaticFetcher(v.Resources), Resolver: did.Web(vc.StaticFetcher(v.Resources))}}
	// What the data model demands is asked as well: the suite does so of others.
	// The rules of the European Learning Model are no part of a verification here.
	verifier.Policy.Require = append(vc.AllAxes()[:2:2], vc.Conformant)
	if v.Format == "edc" {
		verifier.Policy.Require[2] = vc.Trusted
	}
	if v.Challenge != "" || v.Domain != "" {
		verifier.Policy.Require = append(verifier.Policy.Require, vc.Bound)
	}
	for _, change := range changes {
		change(verifier)
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

// requirePairs checks that our own verifier accepts the good vectors and none of the
// spoilt copies, and finds in each what is said to be the matter with it.
func requirePairs(t *testing.T, all []Vector) {
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
	requirePairs(t, all)
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

// at sets the clock of a verifier.
func at(year int) func(*mikromerit.Verifier) {
	return func(v *mikromerit.Verifier) {
		v.Env.Clock = func() time.Time { return time.Date(year, 12, 1, 0, 0, 0, 0, time.UTC) }
	}
}

// A copy is refused for what is the matter with it and for nothing else, so a
// verifier that does not look at that is found out: ours, made careless in one
// respect, accepts it.
func TestCarelessVerifiersAreFoundOut(t *testing.T) {
	var all []Vector
	for _, make := range []func(Options) ([]Vector, error){tokens, lists, seals} {
		made, err := make(Options{Base: DefaultBase})
		require.NoError(t, err)
		all = append(all, made...)
	}
	for _, careless := range []struct {
		name, under, of string // where the ids of copies begin and end
		change          func(*mikromerit.Verifier)
		count           int
	}{
		{"believes any key", "", "badge/stranger-kid", func(v *mikromerit.Verifier) { v.Policy.UnsafeAllowForeignKeys = true }, 4},
		{"believes any key in the header", "", "badge/stranger-jwk", func(v *mikromerit.Verifier) { v.Policy.UnsafeAllowForeignKeys = true }, 4},
		{"believes any list", "", "/list-of-stranger", func(v *mikromerit.Verifier) { v.Policy.UnsafeAllowForeignStatusLists = true }, 2},
		{"has a clock that stands, expiry", "jose/", "/expired", at(2020), 6},
		{"has a clock that stands, exp", "", "/exp-past", at(2020), 10},
		{"has a clock that is early", "jose/", "/not-yet-valid", at(2098), 5},
		{"has a clock that stands, presentations", "", "/credential-expired", at(2020), 1},
		{"has a clock that stands, lists", "", "/list-expired", at(2020), 2},
		{"does not ask for what was revoked", "", "/revoked", func(v *mikromerit.Verifier) { v.Policy.Require = []vc.Axis{vc.Authentic} }, 4},
		{"does not ask for the audience", "", "/aud-of-another", func(v *mikromerit.Verifier) { v.Policy.Domain = []string{"https://other.example"} }, 3},
		{"does not ask for the challenge", "", "/nonce-of-another", func(v *mikromerit.Verifier) { v.Policy.Challenge = "another" }, 3},
		{"does not ask for key binding", "", "/key-binding/missing", func(v *mikromerit.Verifier) { v.Policy.Challenge, v.Policy.Domain, v.Policy.Require = "", nil, nil }, 1},
		{"does not ask for the model", "", "/no-type", func(v *mikromerit.Verifier) { v.Policy.Require = []vc.Axis{vc.Authentic} }, 8},
		{"believes any certificate", "", "/certificate-of-another-authority", func(v *mikromerit.Verifier) { v.Policy.Require = []vc.Axis{vc.Authentic} }, 1},
		{"does not ask for revoked certificates", "", "/certificate-revoked", func(v *mikromerit.Verifier) { v.Policy.Require = []vc.Axis{vc.Authentic, vc.Trusted} }, 1},
	} {
		count := 0
		for _, v := range all {
			if !strings.HasPrefix(v.ID, careless.under) || !strings.HasSuffix(v.ID, careless.of) {
				continue
			}
			count++
			if verdict, codes := ours(t, v, careless.change); verdict != vc.Valid {
				t.Errorf("who %s is not found out by %s: %s %v", careless.name, v.ID, verdict, codes)
			}
		}
		if count != careless.count {
			t.Errorf("who %s: %d copies", careless.name, count)
		}
	}
}

// The good vectors stay good: nobody has to make them anew. The certificates of the
// test authority end in 2044.
func TestGoodVectorsStayGood(t *testing.T) {
	for _, make := range []func(Options) ([]Vector, error){tokens, lists, seals} {
		all, err := make(Options{Base: DefaultBase})
		require.NoError(t, err)
		for _, v := range all {
			if v.Accept {
				verdict, codes := ours(t, v, at(2042))
				require.Equal(t, vc.Valid, verdict, "%s %v", v.ID, codes)
			}
		}
	}
}
