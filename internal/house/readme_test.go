package house

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// blocks returns the code blocks of a language in README.md.
func blocks(t *testing.T, language string) []string {
	var out []string
	for i, part := range strings.Split(read(t, "README.md"), "```") {
		if code, ok := strings.CutPrefix(part, language+"\n"); ok && i%2 == 1 {
			out = append(out, code)
		}
	}
	return out
}

// Each Go block of the README stands in one of the examples, which compile
// and are tested.
func TestReadmeCodeIsThatOfTheExamples(t *testing.T) {
	files, err := filepath.Glob(at("examples/*/main.go"))
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
	run := read(t, ".ci/run")
	shell := blocks(t, "sh")
	require.Contains(t, run, strings.TrimSuffix(shell[0], " > badge.json\n"))
	require.Contains(t, run, strings.TrimSpace(shell[1]))
}

// The micro-credential on one screen that the guide shows is the one that is tested, in
// Go and as a template.
func TestGuideShowsWhatIsTested(t *testing.T) {
	guide := read(t, "docs/micro-credential.md")
	for language, file := range map[string]string{"go": "microcredential/whole_example_test.go", "yaml": "examples/class/course.yaml"} {
		_, block, ok := strings.Cut(guide, "```"+language+"\n")
		require.True(t, ok, language)
		block, _, _ = strings.Cut(block, "```")
		require.Contains(t, read(t, file), block)
	}
}
