package ob2

import (
	"testing"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
	"github.com/stretchr/testify/require"
)

// Whatever the file, nothing panics, nothing is valid that is not hosted or
// signed, and what is written as Open Badges 3.0 is a badge.
func FuzzBadge(f *testing.F) {
	f.Add([]byte(awardText()))
	f.Add([]byte(edit(f, awardText(), "/badge", edit(f, classText(), "/issuer", issuerText()))))
	f.Add([]byte(signedText(f)))
	f.Add([]byte("eyJhbGciOiJSUzI1NiJ9.eyJAY29udGV4dCI6Imh0dHBzOi8vdzNpZC5vcmcvb3BlbmJhZGdlcy92MiIsInR5cGUiOiJBc3NlcnRpb24ifQ.AAAA"))
	f.Add([]byte(hostedID))
	for _, text := range oldBadges {
		f.Add([]byte(text))
	}
	served := rich(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		if doc, err := vc.ParseDocument(file, vc.Limits{}); err == nil {
			Check(doc)
			if _, _, err := Decode(doc, DecodeOptions{}); err != nil {
				require.ErrorIs(t, err, ErrNoBadge)
			}
		}
		r, err := Verify(t.Context(), file, vc.Env{Clock: sampleClock}, proof.NewPolicy(proof.AnyIssuer()))
		require.False(t, err == nil && r.Verdict == vc.Valid)
		if _, err := Verify(t.Context(), file, vc.Env{Fetcher: served, Clock: sampleClock}, proof.NewPolicy(proof.AnyIssuer())); err != nil {
			return
		}
		a, err := Read(t.Context(), file, ReadOptions{Fetcher: served})
		if err != nil {
			return
		}
		c, _ := a.Decode(DecodeOptions{})
		if doc, _, err := badge.Encode(c, badge.EncodeOptions{Extension: true}); err == nil {
			for _, p := range ob3.Check(doc) {
				require.Equal(t, vc.Should, p.Rule.Level)
			}
		}
	})
}

// A change in a badge or in the class within it makes it invalid: it is no
// longer what is hosted. Only the order of members may change.
func TestVerifyMutants(t *testing.T) {
	served := web()
	embedded := edit(t, awardText(), "/badge", classText())
	for _, hosted := range []string{awardText(), embedded} {
		served[hostedID] = []byte(hosted)
		require.Equal(t, vc.Valid, verify(t, embedded, served, trusted()).Verdict)
		for mutant := range testkit.Mutants([]byte(embedded)) {
			r, err := Verify(t.Context(), mutant.Text, vc.Env{Fetcher: served, Clock: sampleClock}, trusted())
			if err != nil || mutant.Mutation == testkit.Reorder {
				continue
			}
			if r.Verdict == vc.Valid {
				was, err := vc.ParseDocument([]byte(embedded), vc.Limits{})
				require.NoError(t, err)
				if was.Lookup(mutant.Pointer).Kind() == jsontree.Null {
					// What is null says nothing, under whatever name.
					require.Contains(t, []testkit.Mutation{testkit.Rename, testkit.Remove}, mutant.Mutation, "%s", mutant)
					continue
				}
				// Where the hosted copy has the class's address, what is left
				// out of the class is no lie about it, nor is what is null.
				changed, err := vc.ParseDocument(mutant.Text, vc.Limits{})
				require.NoError(t, err)
				original, err := vc.ParseDocument([]byte(embedded), vc.Limits{})
				require.NoError(t, err)
				if changed.Lookup(mutant.Pointer).Kind() != jsontree.Null && original.Lookup(mutant.Pointer).Kind() != jsontree.Null {
					require.Equal(t, testkit.Remove, mutant.Mutation, "%s", mutant)
				}
				require.Contains(t, mutant.Pointer, "/badge/", "%s", mutant)
				require.Equal(t, awardText(), hosted, "%s", mutant)
			}
		}
	}
}
