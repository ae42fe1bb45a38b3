package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

// env is the world one day after the examples were issued.
var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC) }}

// The badges of the examples conform; one without a name does not, and the page says
// so.
func TestJudgingAFolder(t *testing.T) {
	folder := t.TempDir()
	badge, err := os.ReadFile("../data/vestre-aas-badge.signed.json")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "good.json"), badge, 0o600))
	var out bytes.Buffer
	verdict, err := run(t.Context(), &out, env, folder, filepath.Join(t.TempDir(), "good.html"))
	require.NoError(t, err)
	require.Equal(t, 0, status(verdict), out.String())
	require.Contains(t, out.String(), "Open Badges 3.0: badge: conforms\n")

	unnamed := strings.Replace(string(badge), `"criteria"`, `"criterion"`, 1)
	require.NotEqual(t, string(badge), unnamed)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "bad.json"), []byte(unnamed), 0o600))
	page := filepath.Join(t.TempDir(), "bad.html")
	verdict, err = run(t.Context(), &out, env, folder, page)
	require.NoError(t, err)
	require.Equal(t, 1, status(verdict))
	require.Contains(t, out.String(), "not kept: OB3-REQUIRED ")
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Contains(t, string(text), "OB3-REQUIRED")
	require.Equal(t, 2, status(conformance.NotFoundOut))
	_, err = run(t.Context(), &out, env, folder, filepath.Join(folder, "missing", "x.html"))
	require.Error(t, err)
}
