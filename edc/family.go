package edc

import (
	"context"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/edc/shapes"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Family returns what Europass credentials add to verification: the rules of the
// application profiles that they name, for drafts without what sealing adds, and the
// ways in which they name a person.
func Family() proof.Family {
	return proof.Family{Name: "the European Learning Model", Is: Is, Rules: &ruleRules,
		Check: checkAs(shapes.Sealed), CheckDraft: checkAs(shapes.Draft), CheckPresentation: checkPresentation, Recipients: recipients}
}

// checkAs returns the check of a [proof.Family].
func checkAs(stage shapes.Stage) func(context.Context, vc.Document, vc.Env) ([]vc.Problem, bool, error) {
	return func(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, bool, error) {
		return check(ctx, doc, stage, []CheckOption{WithEnv(env)})
	}
}

// recipients compares the ids of the learner, the identifiers and the e-mail
// addresses, and the name together with the day of birth.
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
		for _, one := range who {
			if isBorn(subject, one) {
				found = append(found, proof.Match{Pointer: subject.Pointer(), Kind: "name and day of birth", Method: "plain", Form: "ignoring case"})
			}
		}
	}
	return found
}

// isBorn reports whether a person has a name and day of birth, such as "Kari
// Nordmann, 2001-12-31". Wallets know their owner by both; a name alone is that of
// many.
func isBorn(person jsontree.Value, who string) bool {
	comma := strings.LastIndexByte(who, ',')
	if comma < 1 {
		return false
	}
	name := who[:comma]
	asked, err := mc.ParseDate(strings.TrimSpace(who[comma+1:]))
	born, known := birthDay(firstOf(person.Get("dateOfBirth")).Text())
	if err != nil || !known || born != asked {
		return false
	}
	names := textsIn(person.Get("fullName"))
	for _, given := range textsIn(person.Get("givenName")) {
		for _, family := range textsIn(person.Get("familyName")) {
			names = append(names, given+" "+family)
		}
	}
	return slices.ContainsFunc(names, func(own string) bool { return sameName(own, name) })
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
