package proof_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// modeller returns a verifier that knows every proof and the W3C data model,
// and the rules of no format.
func modeller() *proof.Verifier {
	return proof.NewVerifier(env(), must(proof.NewRegistry(append(dataintegrity.Suites(), jose.Suites()...)...)))
}

// anyone does not ask who issued, but knows the root of the test authority.
func anyone() proof.Policy {
	return proof.NewPolicy(proof.Trust{Any: true, Anchors: trust.NewAnchors(ca.Root)})
}

// only trusts those with these identifiers, and seals under the root of the
// test authority.
func only(ids ...string) proof.Policy {
	return proof.NewPolicy(proof.Trust{Issuers: ids, Anchors: trust.NewAnchors(ca.Root)})
}

// strict also demands that the document keeps the rules of its format.
func strict() proof.Policy {
	p := anyone()
	p.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	return p
}

// bound is what a verifier demands that gave a challenge.
func bound() proof.Policy {
	p := anyone()
	p.Domain, p.Challenge = []string{"verifier.example"}, "c1"
	return p
}

func lax() proof.Policy {
	p := anyone()
	p.UnsafeAllowForeignKeys = true
	return p
}

// verifier returns a verifier of everything.
func verifier(env vc.Env) *proof.Verifier {
	return proof.NewVerifier(env, must(mikromerit.Registry()))
}

// passOrFail verifies a file and returns the verdict with the codes of what was
// required and failed or, where nothing did, is unknown: "valid", "invalid
// PROOF-SIGNATURE", "indeterminate STATUS". A file that is not opened is
// "refused" with the code of the reason.
func passOrFail(tb testing.TB, v *proof.Verifier, file string, policy proof.Policy) string {
	tb.Helper()
	r, err := v.Verify(tb.Context(), []byte(file), policy)
	return describe(tb, r, err)
}

func describe(tb testing.TB, r *proof.Result, err error) string {
	tb.Helper()
	var format *proof.FormatError
	switch {
	case errors.As(err, &format):
		require.Nil(tb, r)
		return "refused " + format.Code
	case errors.Is(err, vc.ErrLimit):
		require.Nil(tb, r)
		return "refused, limit"
	}
	require.NoError(tb, err)
	require.Equal(tb, vc.AxesOf(r.Findings), r.Axes)
	require.Equal(tb, r.Axes.Verdict(r.Required), r.Verdict)
	require.Equal(tb, r.Verdict == vc.Valid, r.Err() == nil)
	decisive := map[vc.Verdict]vc.Status{vc.Invalid: vc.Fail, vc.Indeterminate: vc.Unknown}
	status, ok := decisive[r.Verdict]
	if !ok {
		return r.Verdict.String()
	}
	var codes []string
	for _, f := range r.Findings {
		if f.Status == status && slices.Contains(r.Required, f.Axis) && !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	return r.Verdict.String() + " " + strings.Join(codes, " ")
}

// check is [outcome] with the environment of the tests and any issuer.
func check(tb testing.TB, file string) string {
	tb.Helper()
	return passOrFail(tb, verifier(env()), file, anyone())
}

func finding(r *proof.Result, code string) string {
	for _, f := range r.Findings {
		if f.Code == code {
			return f.Status.String()
		}
	}
	return ""
}

// expect compares an outcome and goes on to the next row of a table.
func expect(tb testing.TB, want, got string, name ...any) {
	tb.Helper()
	if want != got {
		tb.Errorf("%s: want %q, got %q", strings.TrimSpace(fmt.Sprintln(name...)), want, got)
	}
}
