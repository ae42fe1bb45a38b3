package edc

import (
	"context"
	"slices"

	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/vc"
)

// CheckPresentation checks a European Digital Presentation against the shapes of
// presentations and of the checks that they tell. The credentials in it are not
// looked at: JSON-LD puts each of them, and a proof, into a graph of its own, and
// the shapes look at none of these.
func CheckPresentation(doc vc.Document) []vc.Problem {
	problems, _, _, _ := checkPresentation(context.Background(), doc, vc.Env{})
	return problems
}

func checkPresentation(ctx context.Context, doc vc.Document, env vc.Env) (problems []vc.Problem, whole, asked bool, err error) {
	if !IsPresentation(doc) {
		return nil, true, false, nil
	}
	report, err := shapes.Check(ctx, doc.Root().RemovedMembers("verifiableCredential", "proof"), shapes.Options{Env: env})
	if err != nil {
		return nil, false, true, err
	}
	// A check refers to its credential by id and class only; the rest stands in
	// another graph.
	report.Violations = slices.DeleteFunc(report.Violations, func(v shapes.Violation) bool { return v.Class == typeEDC })
	return slices.Concat(checkContexts(doc.Root()), report.Problems()), report.Whole, true, nil
}
