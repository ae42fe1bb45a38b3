package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each condition of the list stands in the code once. Whoever rewrites one must
// rewrite its row, or nobody asks any more whether a test guards it.
func TestListAgreesWithTheCode(t *testing.T) {
	mutants, err := parse(list)
	require.NoError(t, err)
	require.NotEmpty(t, mutants)
	for _, m := range mutants {
		source, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(m.file)))
		require.NoError(t, err)
		_, err = m.apply(string(source))
		assert.NoError(t, err)
	}
}

func TestParse(t *testing.T) {
	mutants, err := parse("# for the reader\nfile: a.go\ntests: ./a ./b\n- one\n+ two\n- x\n- y\n+\n")
	require.NoError(t, err)
	require.Equal(t, []mutant{
		{file: "a.go", tests: []string{"./a", "./b"}, old: "one", new: "two", line: 4},
		{file: "a.go", tests: []string{"./a", "./b"}, old: "x\ny", new: "", line: 6},
	}, mutants)
	for _, text := range []string{"- a row without a file", "file: a.go\n- a row without tests", "file: a.go\ntests: ./a\n+ nothing to be replaced", "else"} {
		_, err := parse(text)
		require.Error(t, err, text)
	}
}

// A row whose condition is gone, or stands in two places, is out of date.
func TestApply(t *testing.T) {
	changed, err := mutant{old: "a == b", new: "true"}.apply("if a == b {")
	require.NoError(t, err)
	require.Equal(t, "if true {", changed)
	for _, source := range []string{"if a != b {", "a == b; a == b"} {
		_, err := mutant{old: "a == b", new: "true"}.apply(source)
		require.Error(t, err, source)
	}
	_, err = mutant{old: "a", new: "a"}.apply("a")
	require.Error(t, err)
}
