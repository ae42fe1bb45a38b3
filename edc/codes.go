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
func checkCodes(v jsontree.Value) []vc.Problem {
	var c codeCheck
	c.check(v)
	return c.problems
}

// codeCheck remembers some of the ids that are right: a credential names the same few
// concepts again and again.
type codeCheck struct {
	right    [64]string
	problems []vc.Problem
}

// check looks at the id of an object, and then at what stands in it.
func (c *codeCheck) check(v jsontree.Value) {
	begin := len(c.problems)
	if id := v.Get("id"); id.Text() != "" {
		c.checkID(id)
	}
	for i := range v.Len() {
		inner := v.At(i)
		if inner.Len() > 0 && len(c.problems)-begin < maxProblems {
			c.check(inner)
		}
	}
}

func (c *codeCheck) checkID(id jsontree.Value) {
	iri := id.Text()
	last := len(iri) - 1
	place := &c.right[(len(iri)+int(iri[last])*7+int(iri[last/2])*3+int(iri[max(last-2, 0)]))%len(c.right)]
	if *place == iri {
		return
	}
	if found := unknownCode(iri); found != "" {
		c.problems = append(c.problems, vocabulary.RuleCode.At(id.Pointer(), found))
		return
	}
	*place = iri
}

// unknownCode is [vocabulary.Unknown], with less ado for what is of no list and for
// what stands in a table, which fits; of languages the form is asked for.
func unknownCode(iri string) string {
	switch scheme := vocabulary.SchemeOf(iri); scheme {
	case "":
		return ""
	case vocabulary.Language:
		if scheme.Fits(iri[len(scheme)+1:]) {
			return ""
		}
	default:
		if _, listed := vocabulary.Lookup(iri); listed {
			return ""
		}
	}
	return vocabulary.Unknown(iri)
}
