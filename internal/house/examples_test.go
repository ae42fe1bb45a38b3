package house

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"slices"
	"strings"
	"testing"
)

// Whoever opens the documentation of a package for the first time looks for an
// example. Each room that others may import has one whose output is checked.
func TestPackagesHaveExamples(t *testing.T) {
	tests := make(map[string][]*ast.File)
	var rooms []string
	for _, file := range goFiles(t) {
		switch pkg := packageOf(file); {
		case nested(pkg) || forOurselves(pkg):
		case isTest(file):
			parsed, _ := parse(t, file, parser.ParseComments)
			tests[pkg] = append(tests[pkg], parsed)
		case !slices.Contains(rooms, pkg):
			rooms = append(rooms, pkg)
		}
	}
	for _, room := range rooms {
		checked := func(e *doc.Example) bool { return e.Output != "" }
		if !slices.ContainsFunc(doc.Examples(tests[room]...), checked) {
			t.Errorf("package %q has no example with an output", room)
		}
	}
}

// forOurselves reports whether a package is not for other programs, or is a kit
// for their tests.
func forOurselves(pkg string) bool {
	return slices.ContainsFunc(strings.Split(pkg, "/"), func(part string) bool {
		return slices.Contains([]string{"internal", "cmd", "examples", "storetest"}, part)
	})
}
