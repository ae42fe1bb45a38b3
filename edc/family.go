package edc

import (
	"context"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Family returns what Europass credentials add to verification: the members that
// their application profile requires, of drafts without those that sealing adds, and
// the ways in which they name a person.
func Family() proof.Family {
	return proof.Family{Name: "the European Learning Model", Is: Is, Rules: &ruleRules,
		Check: bounded(CheckSealed), CheckDraft: bounded(Check), Recipients: recipients}
}

// maxProblems bounds what one hostile document can add to a result.
const maxProblems = 1_000

// bounded makes of a check one for a [proof.Family].
func bounded(check func(vc.Document) []vc.Problem) func(context.Context, vc.Document, vc.Env) ([]vc.Problem, bool, error) {
	return func(ctx context.Context, doc vc.Document, _ vc.Env) ([]vc.Problem, bool, error) {
		problems := check(doc)
		if len(problems) > maxProblems {
			return problems[:maxProblems], false, ctx.Err()
		}
		return problems, true, ctx.Err()
	}
}

// recipients compares the ids of the learner, the identifiers and the e-mail
// addresses.
func recipients(doc vc.Document, who []string) (found []proof.Match) {
	for subject := range doc.Get("credentialSubject").Each() {
		found = append(found, matches(subject.Get("id"), "id", who)...)
		for identifier := range subject.Get("identifier").Each() {
			for notation := range identifier.Get("notation").Each() {
				found = append(found, matches(notation, "identifier", who)...)
			}
		}
		for contact := range subject.Get("contactPoint").Each() {
			for address := range contact.Get("emailAddress").Each() {
				found = append(found, matches(address.Get("id"), "emailAddress", who)...)
			}
		}
	}
	return found
}

// matches compares a text with what is known of a person. In an e-mail address,
// case does not matter.
func matches(v jsontree.Value, kind string, who []string) (found []proof.Match) {
	const scheme = "mailto:"
	text := v.Text()
	for _, one := range who {
		form := "as given"
		address, isAddress := strings.CutPrefix(strings.ToLower(text), scheme)
		bare, byAddress := strings.CutPrefix(strings.ToLower(strings.TrimSpace(one)), scheme)
		switch {
		case one == "" || text == "":
			continue
		case one == text:
		case isAddress && bare == address, byAddress && bare == address && bare != "":
			form = "ignoring case"
		default:
			continue
		}
		found = append(found, proof.Match{Pointer: v.Pointer(), Kind: kind, Method: "plain", Form: form})
	}
	return found
}
