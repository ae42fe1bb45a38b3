package main

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC) }}

func load(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.ReadFile("../data/" + name)
	require.NoError(t, err)
	return file
}

func TestBothWays(t *testing.T) {
	var out bytes.Buffer
	badge, draft, err := run(t.Context(), &out, env, load(t, "vestre-aas-micro-credential.sealed.jsonld"), load(t, "test-ca.pem"), load(t, "test-key.json"))
	require.NoError(t, err)

	// What was lost is told on both ways, and with numbers.
	require.Regexp(t, `(?s)^Europass EDC to Open Badges 3\.0, from a source that is valid
  \d+ leaves read, .* \d+ dropped; .*
  \d+ lost: no member of Open Badges holds it
.*Open Badges 3\.0 to Europass EDC, from a source that is valid
  \d+ leaves read, .*
$`, out.String())
	require.Contains(t, out.String(), "1 lost: personal data that the document does not need; it is only written on request")
	require.NotContains(t, out.String(), "Inga", "an account holds no values")

	// Nobody who reads the badge or the draft misses an element of Annex I, and what the
	// badge says is what the draft says.
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = env
	var titles []mc.LangString
	for _, file := range [][]byte{badge, draft} {
		found, err := verifier.Inspect(t.Context(), file, mikromerit.InspectOptions{})
		require.NoError(t, err)
		require.Equal(t, "11 of 11 mandatory and 5 of 5 optional elements present", mc.AnnexISummary(found.Native))
		require.NotContains(t, string(file), "1999", "the date of birth stays with the original")
		titles = append(titles, found.Credential.Definition.Title)
	}
	require.Equal(t, titles[0].In("se"), titles[1].In("se"))
	require.NotEmpty(t, titles[0].In("se"))
}

func TestBothWaysRefusesAForgery(t *testing.T) {
	source := bytes.Replace(load(t, "vestre-aas-micro-credential.sealed.jsonld"), []byte("Fjellbekk"), []byte("Fjellstad"), 1)
	var out bytes.Buffer
	_, _, err := run(t.Context(), &out, env, source, load(t, "test-ca.pem"), load(t, "test-key.json"))
	require.ErrorIs(t, err, mikromerit.ErrNotConvertible)
	require.Empty(t, out.String())
}
