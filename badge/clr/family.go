package clr

import (
	"context"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/internal/nested"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var ruleRules = vc.Rule{Code: "CLR2-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: spec + "data-model",
	Text: "A record must keep every MUST of CLR 2.0."}

// Family is what Comprehensive Learner Records add to verification: their
// rules, the credentials and endorsements in them, and the ways in which they
// name a person.
func Family() proof.Family {
	return proof.Family{
		Name:       "Comprehensive Learner Record 2.0",
		Is:         Is,
		Rules:      &ruleRules,
		Check:      checkOwn,
		Parts:      parts,
		Recipients: badge.MatchRecipients,
	}
}

// checkOwn leaves out what the credentials in the record break: they are
// checked on their own.
func checkOwn(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, bool, error) {
	problems, err := CheckIn(ctx, doc, env)
	whole := len(problems) < datamodel.MaxProblems
	return nested.Own(problems, doc, parts), whole, err
}

// parts are the credentials in a record, and the endorsements outside them.
func parts(doc vc.Document) []proof.Part {
	return append(credentialsIn(doc.Get("credentialSubject")), nested.Parts(doc)...)
}

// credentialsIn returns the credentials in a subject, or in a list of subjects.
// A list in a list is against the rules, but says the same in JSON-LD, and
// nothing in it must stay out of sight.
func credentialsIn(subject jsontree.Value) (all []proof.Part) {
	if subject.Kind() == jsontree.Array {
		for one := range subject.Elements() {
			all = append(all, credentialsIn(one)...)
		}
		return all
	}
	for one := range subject.Get(held).Each() {
		all = append(all, proof.Part{At: one})
	}
	return all
}
