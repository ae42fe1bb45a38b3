package house

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// guides returns the names of the texts for people: those at the root and in
// docs.
func guides(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.md", "docs/*/*.md", "docs/*/*/*.md"} {
		found, err := filepath.Glob(at(pattern))
		require.NoError(t, err)
		for _, file := range found {
			name, err := filepath.Rel(at(""), file)
			require.NoError(t, err)
			names = append(names, filepath.ToSlash(name))
		}
	}
	require.NotEmpty(t, names)
	return names
}

func exists(name string) bool {
	_, err := os.Stat(at(name))
	return err == nil
}

var (
	link     = regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`)
	codeSpan = regexp.MustCompile("(?s)```.*?```|`[^`]+`")
)

// A link to a file that was moved leads nowhere.
func TestLinksOfTheGuides(t *testing.T) {
	for _, guide := range guides(t) {
		for _, m := range link.FindAllStringSubmatch(read(t, guide), -1) {
			if target := path.Join(path.Dir(guide), m[1]); !strings.Contains(m[1], "://") && !exists(target) {
				t.Errorf("%s links %s, which is not there", guide, m[1])
			}
		}
	}
}

// Whoever follows the guides must find the packages and files that they name.
func TestPathsInTheGuides(t *testing.T) {
	for _, guide := range guides(t) {
		switch guide {
		case "README.md", "CHANGELOG.md", "docs/ns/eumc/README.md", "docs/ns/elm/README.md":
			continue // they name files of their readers, what has been, other software
		}
		for _, span := range codeSpan.FindAllString(read(t, guide), -1) {
			for _, word := range strings.Fields(strings.Trim(span, "`")) {
				if name, ok := named(word); ok && !exists(name) {
					t.Errorf("%s names %s, which is not there", guide, name)
				}
			}
		}
	}
}

// named returns the path that a word of code is, or false.
func named(word string) (string, bool) {
	name := strings.TrimPrefix(word, "./")
	switch {
	case !strings.Contains(name, "/") && path.Ext(name) != ".md":
		return "", false
	case strings.ContainsAny(name, ":*=@<>{}()[]\"$"), strings.Contains(name, "..."):
		return "", false
	case strings.HasPrefix(name, "/"), strings.HasPrefix(name, "-"), strings.HasPrefix(name, "testdata/"):
		return "", false
	}
	return name, true
}

// There is one list of what must hold of every change. The short names and the
// machines of the host run it, and have none of their own.
func TestOneListOfChecks(t *testing.T) {
	run, makefile, workflow := read(t, ".ci/run"), read(t, "Makefile"), read(t, ".github/workflows/check.yml")
	require.Contains(t, makefile, "\ncheck: ## all that must hold of every change\n\t.ci/run\n")
	require.Contains(t, workflow, "- run: .ci/run\n")
	for _, system := range []string{"ubuntu", "macos", "windows"} {
		require.Contains(t, workflow, system+"-latest")
	}
	steps := regexp.MustCompile(`\nall="([^"]+)"`).FindStringSubmatch(run)
	require.NotNil(t, steps)
	short := regexp.MustCompile(`\n([a-z ]+):[^\n]*\n\t\.ci/run \$@\n`).FindStringSubmatch(makefile)
	require.NotNil(t, short)
	for _, name := range strings.Fields(short[1]) {
		require.Contains(t, strings.Fields(steps[1]), name)
		require.Contains(t, run, "\n"+name+"() {\n")
	}
}

// Other people's actions are taken by their major version, so that a mend of
// theirs arrives.
func TestActionsHaveAMajorVersion(t *testing.T) {
	uses := regexp.MustCompile(`uses: (\S+)`).FindAllStringSubmatch(read(t, ".github/workflows/check.yml"), -1)
	require.NotEmpty(t, uses)
	for _, m := range uses {
		require.Regexp(t, `^actions/[a-z-]+@v[0-9]+$`, m[1])
	}
}
