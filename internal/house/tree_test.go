package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/mikromerit/mikromerit"

// at returns the place of a file of the repository, which is named from its
// root.
func at(name string) string { return filepath.Join("..", "..", filepath.FromSlash(name)) }

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(at(name))
	require.NoError(t, err)
	return string(text)
}

// goFiles returns the names of all Go files, tests and nested modules included.
func goFiles(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(at(""), func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(at(""), file)
		if err != nil {
			return err
		}
		switch {
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case strings.HasSuffix(name, ".go"):
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	require.NoError(t, err)
	return names
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.go") }

// packageOf returns the folder of a file; that of the root package is "".
func packageOf(file string) string {
	if i := strings.LastIndexByte(file, '/'); i >= 0 {
		return file[:i]
	}
	return ""
}

// nested reports whether a package is of a module of its own, which has its own
// dependencies.
func nested(pkg string) bool {
	for ; pkg != ""; pkg = packageOf(pkg) {
		if _, err := os.Stat(at(pkg + "/go.mod")); err == nil {
			return true
		}
	}
	return false
}

func parse(t *testing.T, file string, mode parser.Mode) (*ast.File, *token.FileSet) {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, at(file), nil, mode|parser.SkipObjectResolution)
	require.NoError(t, err)
	return parsed, set
}

// importsOf returns what a file imports: the path of each package, and the name
// that the file gives it, or "".
func importsOf(t *testing.T, file string) map[string]string {
	t.Helper()
	parsed, _ := parse(t, file, parser.ImportsOnly)
	found := make(map[string]string)
	for _, spec := range parsed.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		require.NoError(t, err)
		found[path] = ""
		if spec.Name != nil {
			found[path] = spec.Name.Name
		}
	}
	return found
}
