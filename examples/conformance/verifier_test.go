package main

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// A verifier in another language is a program that reads requests and writes answers.
// The one in Python keeps all that is asked of a verifier of tokens.
func TestVerifierInPython(t *testing.T) {
	judgeProgram(t, []string{"python3", "-c", "import cryptography"}, "vc-jose-cose-verifier", "python3", "../adapters/python/adapter.py")
}

// The one in Node keeps all that is asked of a verifier of eddsa-jcs-2022.
func TestVerifierInNode(t *testing.T) {
	judgeProgram(t, []string{"node", "--version"}, "di-eddsa-jcs-2022-verifier", "node", "../adapters/node/adapter.mjs")
}

// judgeProgram judges a program by a profile, where it can run here.
func judgeProgram(t *testing.T, needs []string, id string, command ...string) {
	t.Helper()
	if err := exec.CommandContext(t.Context(), needs[0], needs[1:]...).Run(); err != nil {
		t.Skipf("skipped: %v does not work here: %v", needs, err)
	}
	profile, ok := conformance.ProfileOf(id)
	require.True(t, ok)
	program := target.Command(command, target.Options{})
	defer program.Close()
	found := conformance.Run(t, program, profile, conformance.Options{})
	require.Equal(t, conformance.Conforms, found.Verdict())
}
