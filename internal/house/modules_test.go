package house

import (
	"go/version"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A nested module builds with the root module, so it must not ask for an older version of
// what that needs: the Go command would refuse to build it until its go.mod is mended.
func TestNestedModulesKeepUp(t *testing.T) {
	root, checked := requirements(t, "go.mod"), 0
	err := filepath.WalkDir(at(""), func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return fs.SkipDir
		}
		name, err := filepath.Rel(at(""), file)
		if err != nil || d.Name() != "go.mod" || name == "go.mod" {
			return err
		}
		for module, has := range requirements(t, filepath.ToSlash(name)) {
			if needs := root[module]; needs != "" {
				checked++
				if older(has, needs) {
					t.Errorf("%s has %s %s, and the root module needs %s; run go mod tidy beside it", name, module, has, needs)
				}
			}
		}
		return nil
	})
	require.NoError(t, err)
	require.NotZero(t, checked)
	require.True(t, older("v3.0.5", "v3.0.6") && older("v0.9.0", "v0.10.0") && !older("v1.0.0", "v1.0.0") && !older("v2.0.0", "v1.9.9"))
}

// requirements returns the versions of the modules that a go.mod asks for.
func requirements(t *testing.T, name string) map[string]string {
	text, err := os.ReadFile(at(name))
	require.NoError(t, err)
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require ")); len(words) > 1 && strings.HasPrefix(words[1], "v") {
			out[words[0]] = words[1]
		}
	}
	return out
}

// older compares versions by their numbers, as package go/version does for Go itself.
func older(a, b string) bool {
	number := func(v string) string {
		v, _, _ = strings.Cut(strings.TrimPrefix(v, "v"), "-")
		return "go" + v
	}
	return version.Compare(number(a), number(b)) < 0
}
