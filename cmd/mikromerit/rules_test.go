package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// Every rule is listed once for each wording, with what is needed to look it
// up, and can be explained by its code.
func TestRules(t *testing.T) {
	b := newBench(t).ok("rules", "--json")
	seen := make(map[string]bool)
	codes := make(map[string]bool)
	for text := range strings.Lines(b.out) {
		var r struct{ Code, Axis, Level, Text, Spec, Type string }
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		require.NoError(t, decoder.Decode(&r), text)
		require.Regexp(t, `^[A-Z0-9]+(-[A-Z0-9]+)*$`, r.Code)
		require.Contains(t, axisNames, r.Axis)
		require.Contains(t, []string{"MUST", "SHOULD", "MAY"}, r.Level, text)
		require.Regexp(t, `^\p{Lu}.*\.$`, r.Text, "a sentence")
		require.Regexp(t, `^https?://`, r.Spec, text)
		require.False(t, seen[r.Code+r.Text], text)
		seen[r.Code+r.Text], codes[r.Code] = true, true
	}
	require.Greater(t, len(codes), 200)
	b.ok("rules", "--axis", "trusted")
	require.Contains(t, b.out, "ISSUER-TRUST")
	require.NotContains(t, b.out, "PROOF-SIGNATURE")

	b.ok("explain", "ISSUER-TRUST")
	require.Contains(t, b.out, "ISSUER-TRUST (MUST)\n")
	require.Contains(t, b.out, "Question   trusted: do you believe this issuer?")
	b.ok("explain", "issuer-trust")
	require.Contains(t, b.out, "ISSUER-TRUST (MUST)\n")
	b.refuses(exitError, `there is no rule "NO-SUCH"; "mikromerit rules" lists them`, "explain", "NO-SUCH")
}

// A code that verify prints is one that explain knows.
func TestFindingsAreExplained(t *testing.T) {
	b := newBench(t)
	badge, _ := signedBadge(b, "badge.json", keys.Ed25519)
	token, _ := signedBadge(b, "token", keys.P256, "--suite", "vc+sd-jwt", "--disclosable", "/name")
	seal, anchor := sealed(b, "sealed.json", sealable())
	old := b.put("old.json", []byte(assertion))
	b.run("verify", "--json", "--anchor", anchor, badge, token, seal, old)
	for _, l := range b.lines() {
		for _, f := range l.Findings {
			require.NotEmpty(t, f.Spec, *f.Code)
			b.ok("explain", *f.Code)
		}
	}
}

// What everybody tries first works.
func TestFirstSteps(t *testing.T) {
	b := newBench(t)
	b.ok("--version")
	version := b.out
	b.ok("version")
	require.Equal(t, version, b.out)
	b.ok("help")
	require.Contains(t, b.out, "Usage: mikromerit <command>")
	b.ok("help", "status", "revoke")
	require.Contains(t, b.out, "Usage: mikromerit status revoke")
	b.run("help", "nonsense")
	require.Equal(t, exitError, b.status)
}

// The width of the page is that of the terminal, as far as it is known.
func TestColumns(t *testing.T) {
	b := newBench(t)
	badge, _ := signedBadge(b, "badge.json", keys.Ed25519)
	for _, columns := range []string{"60", "120"} {
		t.Setenv("COLUMNS", columns)
		b.ok("verify", "--any-issuer", badge)
		longest := 0
		for line := range strings.Lines(b.out) {
			longest = max(longest, len([]rune(line))-1)
		}
		if columns == "120" {
			require.Greater(t, longest, 80)
		}
		require.LessOrEqual(t, longest, 120)
	}
}

// The recipe of the README works as it is written there.
func TestReadmeRecipe(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, after, found := strings.Cut(string(text), "```sh\nmikromerit convert")
	require.True(t, found)
	recipe, _, _ := strings.Cut("mikromerit convert"+after, "```")
	b := newBench(t)
	b.clock = time.Now
	did := ""
	for line := range strings.Lines(recipe) {
		line, assigns := strings.CutPrefix(strings.TrimSpace(line), "did=$(")
		args := strings.Fields(strings.TrimSuffix(line, " 2>&1)"))
		require.Equal(t, "mikromerit", args[0])
		for i, arg := range args {
			switch {
			case arg == `"$did"`:
				args[i] = did
			case strings.HasPrefix(arg, "examples/"):
				args[i] = "../../" + arg
			case strings.HasSuffix(arg, ".json"):
				args[i] = b.path(arg)
			}
		}
		b.ok(args[1:]...)
		if assigns {
			did = strings.TrimSpace(b.out + b.err)
		}
	}
	require.Contains(t, b.out, "badge.json: valid")
	badge, err := os.ReadFile(b.path("badge.json"))
	require.NoError(t, err)
	require.Equal(t, "Merkekontoret", parsed(t, string(badge)).Lookup("/issuer/name").Text())
	require.NotContains(t, string(badge), "mikromerit.github.io", "it verifies elsewhere, too")
}
