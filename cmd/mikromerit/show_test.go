package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The page is one file, in the language that is asked for, and its exit status does not
// depend on what it says.
func TestShow(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	b.run("show", "--anchor", anchor, "--unsafe-allow-unknown-revocation", "--language", "nn", file)
	require.Equal(t, exitValid, b.status, b.err)
	require.Empty(t, b.err)
	require.Contains(t, b.out, `<html lang="nn">`)
	require.Contains(t, b.out, "Ekte, i kraft og frå ein utferdar som er klarert")
	require.Contains(t, b.out, "Kontrollert ")
	require.NotContains(t, b.out, "<script")
	require.NotContains(t, b.out, "<button", "a file has no server to ask")

	b.run("show", "-o", b.path("card.html"), b.put("draft.json", sealable()))
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.get("card.html"), "Nobody signed it.")
	b.refuses(exitError, "exists", "show", "-o", b.path("card.html"), file)
}

func TestShowWhatIsNoCredential(t *testing.T) {
	b := newBench(t)
	b.refuses(exitError, "cannot be read as a credential", "show", b.put("empty", nil))
	b.refuses(exitError, "is not a language", "show", "--language", "?", b.put("text", []byte("x")))
}
