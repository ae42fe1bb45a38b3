package house

import (
	"go/ast"
	"slices"
	"testing"
)

// leftovers are the packages that may still write findings out. It is to be
// empty.
var leftovers []string

// A finding comes from a rule, which knows its axis, its level and where it
// stands in a specification. One that is written out by its code would count
// for the first axis, whatever it is about, and stand in no list of rules.
func TestFindingsComeFromRules(t *testing.T) {
	for _, name := range goFiles(t) {
		if pkg := packageOf(name); isTest(name) || pkg == "vc" || slices.Contains(leftovers, pkg) {
			continue
		}
		file, set := parse(t, name, 0)
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.CompositeLit); ok && isFinding(literal) {
				t.Errorf("%s: a finding is written out; declare a vc.Rule and use its Finding", set.Position(literal.Pos()))
			}
			return true
		})
	}
}

// isFinding reports whether a literal makes a finding with a code of its own,
// or a list of such.
func isFinding(literal *ast.CompositeLit) bool {
	if list, ok := literal.Type.(*ast.ArrayType); ok && namesFinding(list.Elt) {
		return slices.ContainsFunc(literal.Elts, func(e ast.Expr) bool {
			one, ok := e.(*ast.CompositeLit)
			return ok && one.Type == nil && bearsCode(one)
		})
	}
	return namesFinding(literal.Type) && bearsCode(literal)
}

func namesFinding(kind ast.Expr) bool {
	name, ok := kind.(*ast.SelectorExpr)
	if !ok || name.Sel.Name != "Finding" {
		return false
	}
	of, ok := name.X.(*ast.Ident)
	return ok && of.Name == "vc"
}

func bearsCode(literal *ast.CompositeLit) bool {
	return slices.ContainsFunc(literal.Elts, func(e ast.Expr) bool {
		pair, keyed := e.(*ast.KeyValueExpr)
		if !keyed {
			return true
		}
		key, ok := pair.Key.(*ast.Ident)
		return ok && key.Name == "Code"
	})
}
