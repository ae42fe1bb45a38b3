package ob3

import (
	"context"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Check holds a badge, or an endorsement that stands on its own, against the
// rules of Open Badges 3.0 and returns what it breaks, at most 1,000 problems:
// first what concerns the whole, then node by node, endorsements included.
// Whatever is not an endorsement is taken as a badge.
//
// Both bindings of the specification pass: where the JSON-LD binding lets a
// single value stand without its array, so does Check. A credential of VC Data
// Model 1.1 is held against the classes for that version, which are for
// verification only; that it is one is a SHOULD.
//
// Check uses the built-in contexts; see [CheckIn] for others. It looks at the
// document alone: signatures, status, validity in time and the rules of the VC
// Data Model ([vc.ReadCredential]) are for other packages.
func Check(doc vc.Document) []vc.Problem {
	problems, _ := CheckIn(context.Background(), doc, vc.Env{})
	return problems
}

// CheckIn is [Check] with the contexts of env. An error is that of
// ctx.
func CheckIn(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, error) {
	problems := checkStructure(doc.Root())
	if doc.IsZero() {
		return problems, nil
	}
	model := Model()
	loss, err := model.Loss(ctx, doc, env)
	return append(problems, loss...), err
}

// checkStructure is [Check] without the rule that JSON-LD keeps every part. The
// badge may be the root of a document or stand anywhere in one; places are
// given from the root.
func checkStructure(credential jsontree.Value) []vc.Problem {
	model := Model()
	c := datamodel.Checker{Model: &model}
	c.Node(credential, c.ClassOf(className(credential)))
	return c.Problems()
}

// className names the class of a credential: whatever is not an endorsement is
// taken as a badge.
func className(credential jsontree.Value) string {
	if t := credential.Get("type"); datamodel.Lists(t, TypeEndorsement) && !datamodel.Lists(t, TypeBadge, TypeAchievement) {
		return TypeEndorsement
	}
	return TypeAchievement
}
