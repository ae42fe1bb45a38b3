package eudi

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Family returns what the format adds to verification. That a claim is missing, or
// left to the holder where it must not be, is found with the metadata of the type.
func Family() proof.Family {
	return proof.Family{Name: "the EUDI Learning Credential", Is: Is, Rules: &ruleRules, Recipients: recipients,
		Check: func(_ context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, bool, error) {
			return CheckClaims(doc, env.Now()), true, nil
		},
		CheckDraft: func(_ context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, bool, error) {
			return CheckDraft(doc, env.Now()), true, nil
		}}
}

// CheckClaims checks the form of the claims that are shown.
func CheckClaims(doc vc.Document, now time.Time) (found []vc.Problem) {
	for i := range claims {
		c := &claims[i]
		if v := doc.Get(c.name); v.Exists() {
			found = append(found, c.check(v)...)
		}
	}
	found = append(found, checkDates(doc, now)...)
	if iss := doc.Get("iss"); iss.Text() != "" && !strings.HasPrefix(iss.Text(), "https://") {
		found = append(found, ruleIssuer.At("/iss", "another identifier"))
	}
	if !doc.Get("nbf").Exists() {
		found = append(found, ruleNBF.At("", "none"))
	}
	if !doc.Get("vct#integrity").Exists() {
		found = append(found, ruleIntegrity.At("", "none"))
	}
	if v := doc.Get("category"); !slices.Contains(categories, v.Text()) {
		at, what := "", "none"
		if v.Exists() {
			at, what = v.Pointer(), "something else"
		}
		found = append(found, ruleCategory.At(at, what))
	}
	return found
}

// CheckDraft checks claims that nobody has signed yet: all of the mandatory ones
// must be there but for those that are added in signing.
func CheckDraft(doc vc.Document, now time.Time) (found []vc.Problem) {
	for i := range claims {
		if c := &claims[i]; c.mandatory && !c.token && !doc.Get(c.name).Exists() {
			found = append(found, claimRules[c.name].At("", "none"))
		}
	}
	for _, p := range CheckClaims(doc, now) {
		if p.Rule != &ruleNBF && p.Rule != &ruleIntegrity && p.Rule != &ruleCategory {
			found = append(found, p)
		}
	}
	return found
}

// CheckSignable checks claims that are about to be signed. Those in added are not
// there yet.
func CheckSignable(doc vc.Document, now time.Time, added ...string) (found []vc.Problem) {
	for i := range claims {
		if c := &claims[i]; c.mandatory && !doc.Get(c.name).Exists() && !slices.Contains(added, c.name) {
			found = append(found, claimRules[c.name].At("", "none"))
		}
	}
	for _, p := range CheckClaims(doc, now) {
		if p.Rule != &ruleNBF || !slices.Contains(added, "nbf") {
			found = append(found, p)
		}
	}
	return found
}

// check checks the form of one claim.
func (c *claim) check(v jsontree.Value) []vc.Problem {
	rule := claimRules[c.name]
	broken := func(at jsontree.Value) []vc.Problem { return []vc.Problem{rule.At(at.Pointer(), describe(at))} }
	if c.kind == textsClaim {
		return c.checkTexts(v, rule)
	}
	if !c.holds(v) {
		return broken(v)
	}
	return nil
}

// holds reports whether a value is of the kind of the claim.
func (c *claim) holds(v jsontree.Value) bool {
	switch c.kind {
	case timeClaim:
		_, err := strconv.ParseInt(v.Raw(), 10, 64)
		return v.Kind() == jsontree.Number && err == nil
	case dateClaim:
		_, err := mc.ParseDate(v.Text())
		return err == nil && v.Text() != ""
	case countryClaim:
		country, known := mc.CountryOf(v.Text())
		return known && country.Alpha2 == v.Text()
	case levelClaim:
		_, ok := levelOf(v)
		return ok
	case truthClaim:
		return v.Kind() == jsontree.Bool
	case keyClaim:
		return v.Get("jwk").IsObject()
	}
	return strings.TrimSpace(v.Text()) != ""
}

func (c *claim) checkTexts(v jsontree.Value, rule *vc.Rule) (found []vc.Problem) {
	if v.Kind() != jsontree.Array || v.Len() == 0 {
		return []vc.Problem{rule.At(v.Pointer(), describe(v))}
	}
	for e := range v.Elements() {
		if strings.TrimSpace(e.Text()) == "" {
			found = append(found, rule.At(e.Pointer(), describe(e)))
		} else if _, known := mc.LanguageConcept(e.Text()); c.name == "language_of_classes" && (!known || len(e.Text()) != 2) {
			found = append(found, ruleLanguage.At(e.Pointer(), "another text"))
		}
	}
	return found
}

// levelOf reads an EQF level.
func levelOf(v jsontree.Value) (int, bool) {
	n, err := strconv.Atoi(v.Raw())
	return n, v.Kind() == jsontree.Number && err == nil && n >= 1 && n <= 8
}

// describe says what stands in the place of something else, without quoting it: it
// may be about the learner.
func describe(v jsontree.Value) string {
	switch {
	case v.Kind() == jsontree.String && strings.TrimSpace(v.Text()) == "":
		return "an empty text"
	case v.Kind() == jsontree.String:
		return "another text"
	case v.Kind() == jsontree.Array && v.Len() == 0:
		return "an empty array"
	case v.Kind() == jsontree.Number:
		return "another number"
	}
	return v.Kind().String()
}

// checkDates checks the last day of validity. It ends when it has ended everywhere,
// twelve hours after it has in Greenwich.
func checkDates(doc vc.Document, now time.Time) (found []vc.Problem) {
	until, err := mc.ParseDate(doc.Get("date_of_expiry").Text())
	if err != nil || until.IsZero() {
		return nil
	}
	if end := time.Date(until.Year, until.Month, until.Day+1, 12, 0, 0, 0, time.UTC); !now.Before(end) {
		found = append(found, ruleExpired.At("/date_of_expiry", until.String()))
	}
	if on, err := mc.ParseDate(doc.Get("date_of_issuance").Text()); err == nil && !on.IsZero() && until.Compare(on) < 0 {
		found = append(found, ruleOrder.At("/date_of_expiry", "an earlier day"))
	}
	return found
}

// recipients compares what identifies the learner.
func recipients(doc vc.Document, who []string) (found []proof.Match) {
	for _, name := range []string{"learner_identification", "sub"} {
		v := doc.Get(name)
		for _, one := range who {
			form := "as given"
			switch {
			case one == "" || v.Text() == "":
				continue
			case v.IsText(one):
			case strings.Contains(one, "@") && strings.EqualFold(v.Text(), one):
				form = "ignoring case"
			default:
				continue
			}
			found = append(found, proof.Match{Pointer: v.Pointer(), Kind: name, Method: "plain", Form: form})
		}
	}
	return found
}
