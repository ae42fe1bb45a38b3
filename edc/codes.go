package edc

import (
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxProblems bounds what one hostile document can add to a result.
const maxProblems = 1_000

// checkCodes checks that the ids in a credential are codes of the lists that they seem
// to be of.
func checkCodes(v jsontree.Value) (problems []vc.Problem) {
	if id := v.Get("id"); id.Text() != "" {
		if found := vocabulary.Unknown(id.Text()); found != "" {
			problems = append(problems, vocabulary.RuleCode.At(id.Pointer(), found))
		}
	}
	for i := range v.Len() {
		if len(problems) < maxProblems {
			problems = append(problems, checkCodes(v.At(i))...)
		}
	}
	return problems
}
