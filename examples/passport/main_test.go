package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/vc"
)

var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC) }}

func TestPassport(t *testing.T) {
	var out bytes.Buffer
	page, err := run(t.Context(), &out, env, "../data")
	require.NoError(t, err)
	require.Equal(t, `Data for everyone, by Alliance University: valid, holder
Forest work, validated, by Skogsbygda: valid, holder
Everyday information security, by Vestre Ås University College: valid, not-bound
earned: 7.5 ECTS
earned: 4 studiepoeng (Norwegian higher education)
Data for everyone: there
Climate: missing
5 of 10 ECTS are missing
This compares what the credentials state with what the target states. Whether it is recognised is decided by the institution that awards the target.
`, out.String())
	for _, text := range []string{"Data for everyone", "Forest work, validated", "<td>7.5</td>", "Green transition", "Climate", "Earned: 5 of 10 (ECTS)"} {
		require.True(t, bytes.Contains(page, []byte(text)), text)
	}
	require.False(t, bytes.Contains(page, []byte("<script")))
}

// The passport was made for one reader and one challenge. Somebody else who got hold of
// it shows nothing by it, and whatever the reader does not trust does not count.
func TestPassportForSomebodyElse(t *testing.T) {
	people, err := generate(3)
	require.NoError(t, err)
	originals, err := collect(t.Context(), env, "../data", people[0], people[1], people[2])
	require.NoError(t, err)
	built, err := passport.Build(t.Context(), passport.Presentation, people[0], originals, passport.BuildOptions{
		SignOptions: mikromerit.SignOptions{Env: env}, Domain: []string{reader}, Challenge: "another",
	})
	require.NoError(t, err)
	verifier := mikromerit.NewVerifier(mikromerit.Trust{})
	verifier.Env = env
	verifier.Policy.Domain, verifier.Policy.Challenge = []string{reader}, challenge

	opened, err := passport.Open(t.Context(), verifier, built.File.Bytes())
	require.NoError(t, err)
	require.Equal(t, vc.Invalid, opened.Result.Verdict)
	require.Equal(t, vc.Invalid, opened.Result.Axes[vc.Bound])
	for _, sum := range opened.Total().Credits {
		require.True(t, sum.Earned.Counted.IsZero(), "nobody trusts these issuers")
	}

	var out bytes.Buffer
	_, err = judge(t.Context(), &out, verifier, originals[0].File)
	require.ErrorIs(t, err, passport.ErrNone, "one credential is no passport")
}
