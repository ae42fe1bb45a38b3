package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

func TestInspectSealed(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	b.run("inspect", "--anchor", anchor, file)
	require.Equal(t, exitValid, b.status, b.err)
	require.Empty(t, b.err)
	golden(t, "inspect-edc.txt", b.out)
	b.run("inspect", "--language", "en", file)
	require.Contains(t, b.out, "Fjord and catch")
	require.Contains(t, b.out, "Verdict  indeterminate")
}

// A document that cannot be trusted can be looked at.
func TestInspectUnsecured(t *testing.T) {
	b := newBench(t)
	b.run("inspect", b.put("draft.json", sealable()))
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.out, "Secured  no proof\n  Verdict  invalid;")
	require.Contains(t, b.out, "   1  mandatory  present  Identification of the learner: Ingrid Ås\n")
	require.Contains(t, b.out, "  11  mandatory  absent ")
	b.stdin = string(credential(quoted("did:example:school")))
	b.run("inspect", "-")
	require.Equal(t, exitValid, b.status, b.err)
	golden(t, "inspect-plain.txt", b.out)
}

func TestInspectWhatIsNoCredential(t *testing.T) {
	b := newBench(t)
	b.run("inspect", b.put("empty", nil))
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.err, "empty is not a credential that can be read")
	require.Contains(t, b.err, "FAIL  FORMAT-EMPTY")
	b.run("inspect", b.put("text", testkit.Seal([]byte("hello"), testkit.SealOptions{})))
	require.Equal(t, exitValid, b.status)
	require.Contains(t, b.out, "what was signed is not a JSON object")
}

// Nothing in a document can control the terminal.
func TestInspectIsHarmless(t *testing.T) {
	b := newBench(t)
	b.run("inspect", b.put("c.json", credential(`{"id": "did:example:school", "name": "\u001b[2Jgone\u202e"}`)))
	require.Equal(t, exitValid, b.status)
	require.NotContains(t, b.out, "\x1b")
	require.NotContains(t, b.out, "\u202e")
	require.Contains(t, b.out, "\uFFFD[2Jgone\uFFFD")
}
