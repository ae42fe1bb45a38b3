package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

const data = "../data/"

// At the time when the committed badge was signed, the program signs it again
// to the byte: Ed25519 is deterministic.
func TestIssue(t *testing.T) {
	env := vc.Env{Clock: func() time.Time { return time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC) }}
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out, env, data+"test-key.json", data+"vestre-aas-badge.json"))
	want, err := os.ReadFile(data + "vestre-aas-badge.signed.json")
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
}

func TestIssueRefuses(t *testing.T) {
	badge, err := os.ReadFile(data + "vestre-aas-badge.json")
	require.NoError(t, err)
	doc, err := vc.ParseDocument(badge, vc.Limits{})
	require.NoError(t, err)
	for name, tt := range map[string]struct{ pointer, raw, want string }{
		"somebody else's badge":    {"/issuer/id", `"did:web:other.example"`, "the key speaks for did:key:"},
		"a badge without criteria": {"/credentialSubject/achievement/criteria", `7`, "criteria"},
		"an end before its start":  {"/validUntil", `"2020-01-01T00:00:00Z"`, "PERIOD"},
		"a member nobody defined":  {"/credentialSubject/achievement/colour", `"red"`, "/credentialSubject/achievement/colour"},
	} {
		t.Run(name, func(t *testing.T) {
			changed, err := doc.With(tt.pointer, tt.raw)
			require.NoError(t, err)
			file := filepath.Join(t.TempDir(), "badge.json")
			require.NoError(t, os.WriteFile(file, changed.Bytes(), 0o600))
			var out bytes.Buffer
			require.ErrorContains(t, run(t.Context(), &out, vc.Env{}, data+"test-key.json", file), tt.want)
			require.Empty(t, out.String())
		})
	}
}
