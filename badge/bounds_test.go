package badge_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// The number and depth of nested credentials are bounded, and what is beyond
// the bound is said.
func TestVerifyIsBounded(t *testing.T) {
	school := newSigner(t)
	good := school.sign(school.endorse(badgeID))
	many := strings.TrimSuffix(strings.Repeat(good+",", 100), ",")
	some := world()
	some.Limits.Nested = 64
	r := verifyIn(t, some, school.sign(with(t, school.badge(), "/endorsement", "["+many+"]")), anyone)
	require.Equal(t, "valid: warn NESTED-LIMIT", summary(r))
	require.Len(t, r.Endorsements, 64)
	require.Equal(t, "/endorsement/64", findings(r, "NESTED-LIMIT")[0].Pointer)

	one := school.sign(school.badge())
	few := world()
	few.Limits.Nested = 2
	r = verifyIn(t, few, school.sign(school.record(one, one, one)), anyone)
	require.Equal(t, "indeterminate: unknown NESTED-LIMIT", summary(r))
	require.Len(t, r.Credentials, 2)

	// An endorsement with too many proofs does not end the work.
	signed, err := vc.ParseDocument([]byte(good), vc.Limits{})
	require.NoError(t, err)
	signed, err = signed.With("/proof", "["+strings.TrimSuffix(strings.Repeat(signed.Get("proof").Raw()+",", 65), ",")+"]")
	require.NoError(t, err)
	spoilt := signed.String()
	r = verify(t, school.sign(with(t, school.badge(), "/endorsement", "["+spoilt+"]")), anyone)
	requireOutcome(t, "valid: warn ENDORSEMENT", r, "/endorsement/0 indeterminate: unknown NESTED-LIMIT")

	chain := school.sign(school.endorse(school.id()))
	for range 11 {
		chain = school.sign(with(t, school.endorse(school.id()), "/issuer/endorsement", "["+chain+"]"))
	}
	r = verify(t, school.sign(with(t, school.badge(), "/issuer/endorsement", "["+chain+"]")), anyone)
	require.Equal(t, "valid", summary(r))
	depth := 0
	for ; len(r.Endorsements) > 0; r = r.Endorsements[0] {
		depth++
	}
	require.Equal(t, 8, depth)
	require.Equal(t, "valid: warn NESTED-LIMIT", summary(r))
}

// Endorsements that break very many rules cannot hide what the badge breaks:
// what was not checked is not known to be right.
func TestVerifyIsNotDistracted(t *testing.T) {
	school := newSigner(t)
	terms := strings.TrimSuffix(strings.Repeat(`{"id":"urn:x:1"},`, 1500), ",")
	noise := school.sign(with(t, school.endorse(badgeID), "/termsOfUse", "["+terms+"]"))
	r := verify(t, school.sign(with(t, school.badge(), "/image", `{"id":"data:image/jpeg;base64,AAAA","type":"Image"}`)), anyone)
	requireOutcome(t, "invalid: fail OB3-IMAGE", r)
	r = verify(t, school.sign(with(t, school.badge(), "/image", `{"id":"data:image/jpeg;base64,AAAA","type":"Image"}`, "/endorsement", "["+noise+"]")), anyone)
	require.Equal(t, "indeterminate: unknown OB3-RULES, warn ENDORSEMENT", summary(r))
}

func TestVerifyStops(t *testing.T) {
	school := newSigner(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := verifier(t, vc.Env{}).Verify(ctx, []byte(school.sign(school.badge())), anyone)
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, r)
}

// The result as JSON tells the places of what it is about, and no identifier
// of a person.
func TestVerificationAsJSON(t *testing.T) {
	school := newSigner(t)
	r := verify(t, school.sign(with(t, school.badge(), "/endorsement", "["+school.sign(school.endorse(badgeID))+"]")), of("kari@example.no"))
	text, err := json.Marshal(r)
	require.NoError(t, err)
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, "valid", doc.Get("verdict").Text())
	require.Equal(t, `{"authentic":"valid","in-force":"valid","trusted":"not-asked","bound":"valid","conformant":"valid"}`, doc.Get("axes").Raw())
	require.Equal(t, "/credentialSubject/identifier/0", doc.Lookup("/recipient/0/pointer").Text())
	require.Equal(t, "/endorsement/0", doc.Lookup("/endorsements/0/pointer").Text())
	require.NotContains(t, string(text), "kari@")
}

// No change of a signed badge or record is valid, and none is a panic. The
// order of members carries no meaning.
func TestVerifyMutants(t *testing.T) {
	school, ministry := newSigner(t), newSigner(t)
	endorsed := with(t, school.badge(), "/endorsement", "["+ministry.sign(ministry.endorse(badgeID))+"]", "/issuer/endorsementJwt", "["+quoted(ministry.token(ministry.endorse(school.id())))+"]")
	text := school.sign(endorsed)
	tried := 0
	for _, text := range []string{text, school.sign(school.record(text))} {
		requireValid := func(t *testing.T, text string) {
			require.Equal(t, vc.Valid, verify(t, text, anyone).Verdict)
		}
		requireValid(t, text)
		for m := range testkit.Mutants([]byte(text)) {
			file, err := proof.Open(m.Text, vc.Limits{})
			if err != nil {
				continue // it is no strict JSON
			}
			r, err := verifier(t, world()).VerifySecured(t.Context(), file, anyone)
			require.NoError(t, err, m.String())
			require.Equal(t, m.Mutation == testkit.Reorder, r.Verdict == vc.Valid, "%s: %s", m, summary(r))
			tried++
		}
	}
	require.Greater(t, tried, 300)
}

// FuzzVerify gives the verifier any file at all.
func FuzzVerify(f *testing.F) {
	school := newSigner(f)
	text := school.sign(with(f, school.badge(), "/endorsement", "["+school.sign(school.endorse(badgeID))+"]"))
	f.Add([]byte(text))
	f.Add([]byte(school.token(school.badge())))
	f.Add([]byte(school.sign(school.record(text, quoted(jwt(f, school))))))
	f.Add([]byte(`{"type":["VerifiablePresentation"],"verifiableCredential":[` + text + `]}`))
	f.Add([]byte(`{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":[{"verifiableCredential":{"endorsement":[[null]]}},7],"endorsement":{"endorsement":[]},"endorsementJwt":"a.b.c","issuer":[]}`))
	few := world()
	few.Limits.Nested = 4
	v := verifier(f, few)
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := proof.Open(text, vc.Limits{})
		if err != nil {
			return
		}
		r, err := v.VerifySecured(t.Context(), file, of("kari@example.no"))
		var format *proof.FormatError // what a token signs is no credential
		if err != nil {
			require.True(t, errors.Is(err, vc.ErrLimit) || errors.As(err, &format), "%v", err)
			return
		}
		requireConsistent(t, r)
		require.LessOrEqual(t, len(nested(r, "")), few.Limits.Nested)
	})
}

// requireConsistent checks what holds for every result.
func requireConsistent(t *testing.T, r *proof.Result) {
	t.Helper()
	require.Equal(t, vc.AxesOf(r.Findings), r.Axes)
	require.Equal(t, r.Axes.Verdict(r.Required), r.Verdict)
	for _, f := range r.Findings {
		require.NotEmpty(t, f.Code)
		require.NotContains(t, f.Detail, "kari@example.no")
	}
	for _, inner := range append(r.Credentials, r.Endorsements...) {
		require.True(t, inner.Document.IsZero() || r.Document.Lookup(inner.Pointer).Exists())
		requireConsistent(t, inner)
	}
}

func BenchmarkVerify(b *testing.B) {
	school := newSigner(b)
	plain := school.sign(school.badge())
	v := verifier(b, world())
	for name, text := range map[string]string{
		"badge":    plain,
		"endorsed": school.sign(with(b, school.badge(), "/endorsement", "["+school.sign(school.endorse(badgeID))+"]")),
		"record":   school.sign(school.record(plain, plain, plain)),
	} {
		file, err := proof.Open([]byte(text), vc.Limits{})
		require.NoError(b, err)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r, err := v.VerifySecured(b.Context(), file, anyone); err != nil || r.Verdict != vc.Valid {
					b.Fatal(err)
				}
			}
		})
	}
}
