package main

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func load(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.ReadFile("../data/" + name)
	require.NoError(t, err)
	return file
}

var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC) }}

func TestConvert(t *testing.T) {
	source, anchors, key := load(t, "vestre-aas-micro-credential.sealed.jsonld"), load(t, "test-ca.pem"), load(t, "test-key.json")
	signed, report, err := run(t.Context(), env, source, anchors, key)
	require.NoError(t, err)

	// The badge follows the rules, verifies, and points at the original.
	require.Empty(t, ob3.Check(signed.Document()))
	issuer, _ := vc.ReadCredential(signed.Document())
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{issuer.IssuerID()}})
	verifier.Env = env
	found, err := verifier.Verify(t.Context(), signed.Bytes())
	require.NoError(t, err)
	require.NoError(t, found.Err())
	require.Contains(t, string(signed.Bytes()), "urn:credential:6a0f7d52-4f43-4f7e-9a8e-2f6b1f0c9e17")
	require.Contains(t, string(signed.Bytes()), "Diehtosihkarvuohta árgabeaivvis")

	// Each leaf of the source is accounted for, once. Readers who know nothing of
	// us find all 16 elements of Annex I; the date of birth is left out.
	payload, err := proof.Open(source, vc.Limits{})
	require.NoError(t, err)
	accounted := map[string]int{}
	var dropped []string
	for _, leaf := range report.Leaves {
		if !leaf.Added {
			accounted[leaf.Source]++
		}
		if leaf.Kind == mc.KindDropped {
			dropped = append(dropped, leaf.Source)
		}
	}
	for _, pointer := range leaves(payload.Document().Root()) {
		require.Equal(t, 1, accounted[pointer], pointer)
	}
	require.Contains(t, dropped, "/credentialSubject/dateOfBirth")
	require.NotContains(t, string(signed.Bytes()), "mikromerit.github.io", "the badge verifies without our context")
	badge, _, err := badge.Decode(signed.Document(), badge.DecodeOptions{})
	require.NoError(t, err)
	for _, element := range mc.AnnexI(badge) {
		require.Equal(t, mc.Present, element.Status, element.Title)
	}

	var out bytes.Buffer
	require.NoError(t, summarise(&out, signed, report))
	require.Regexp(t, `^the badge is valid\nedc to ob3: \d+ leaves read, .* \d+ dropped; \d+ added\n$`, out.String())

	again, _, err := run(t.Context(), env, source, anchors, key)
	require.NoError(t, err)
	require.Equal(t, string(signed.Bytes()), string(again.Bytes()), "a conversion depends on its input alone")
}

func TestConvertRefusesAForgery(t *testing.T) {
	source := bytes.Replace(load(t, "vestre-aas-micro-credential.sealed.jsonld"), []byte("Fjellbekk"), []byte("Fjellstad"), 1)
	_, _, err := run(t.Context(), env, source, load(t, "test-ca.pem"), load(t, "test-key.json"))
	require.ErrorIs(t, err, mikromerit.ErrNotConvertible)
}

// leaves returns the pointers of all values that hold no others.
func leaves(v jsontree.Value) []string {
	if v.Len() == 0 {
		return []string{v.Pointer()}
	}
	var out []string
	for i := range v.Len() {
		out = append(out, leaves(v.At(i))...)
	}
	return out
}
