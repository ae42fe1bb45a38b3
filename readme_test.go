package mikromerit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// blocks returns the code blocks of a language in README.md.
func blocks(t *testing.T, language string) []string {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var out []string
	for i, part := range strings.Split(string(text), "```") {
		if code, ok := strings.CutPrefix(part, language+"\n"); ok && i%2 == 1 {
			out = append(out, code)
		}
	}
	return out
}

// Each Go block of the README stands in one of the examples, which compile
// and are tested.
func TestReadmeCodeIsThatOfTheExamples(t *testing.T) {
	files, err := filepath.Glob("examples/*/main.go")
	require.NoError(t, err)
	var sources strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		sources.Write(text)
	}
	goBlocks := blocks(t, "go")
	require.NotEmpty(t, goBlocks)
	for _, block := range goBlocks {
		require.Contains(t, sources.String(), block)
	}
}

// The two commands of the README are those that are run for every change.
func TestReadmeCommandsAreRunForEveryChange(t *testing.T) {
	run, err := os.ReadFile(".ci/run")
	require.NoError(t, err)
	shell := blocks(t, "sh")
	require.Contains(t, string(run), strings.TrimSuffix(shell[0], " > badge.json\n"))
	require.Contains(t, string(run), strings.Replace(strings.TrimSpace(shell[1]), "go test", "go test -race", 1))
}
