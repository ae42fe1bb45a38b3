package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk"
	"github.com/mikromerit/mikromerit/vc"
)

func open(t *testing.T, folder string) class {
	t.Helper()
	c := class{env: vc.Env{Clock: func() time.Time { return time.Date(2026, 6, 2, 12, 0, 0, 0, time.UTC) }}, data: "..", folder: folder}
	require.NoError(t, c.open(t.Context()))
	return c
}

func manifest(t *testing.T, folder string) (all []bulk.Issue) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &all))
	return all
}

// Each run is a new start of the program.
func TestClass(t *testing.T) {
	folder := t.TempDir()
	issue := func() string {
		c, out := open(t, folder), bytes.Buffer{}
		require.NoError(t, c.issue(t.Context(), &out))
		return out.String()
	}
	require.Equal(t, "row 2: issued\nrow 3: issued\nrow 4: issued\nrow 5: issued\nrow 6: issued\nrow 7: issued\n", issue())
	first := manifest(t, folder)
	require.Len(t, first, 6)
	require.Equal(t, "row 2: unchanged\nrow 3: unchanged\nrow 4: unchanged\nrow 5: unchanged\nrow 6: unchanged\nrow 7: unchanged\n", issue())
	require.Equal(t, first, manifest(t, folder), "the same again does nothing")

	c, out := open(t, folder), bytes.Buffer{}
	require.NoError(t, c.revoke(t.Context(), &out, "jon@example.org"))
	require.Equal(t, "jon@example.org: revoked\n", out.String())
	require.Contains(t, issue(), "row 5: revoked\n")

	// Every badge is signed, and the published list says which of them is revoked.
	c = open(t, folder)
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{c.key.Controller()}})
	verifier.Env = c.env
	value, err := c.list.Values(t.Context())
	require.NoError(t, err)
	for _, badge := range manifest(t, folder) {
		file, err := os.ReadFile(filepath.Join(folder, badge.File))
		require.NoError(t, err)
		found, err := verifier.Verify(t.Context(), file)
		require.NoError(t, err)
		require.Equal(t, vc.Valid, found.Axes[vc.Authentic])
		require.Equal(t, vc.Valid, found.Axes[vc.Conformant])
		require.Equal(t, badge.Key == "jon@example.org", value(*badge.Index) != 0, badge.Key)
	}
}

func TestRevokeRefusesAStranger(t *testing.T) {
	c, out := open(t, t.TempDir()), bytes.Buffer{}
	require.ErrorContains(t, c.revoke(t.Context(), &out, "nobody@example.org"), "nothing was issued")
	require.Empty(t, out.String())
}
