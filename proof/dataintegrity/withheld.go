package dataintegrity

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// reportWithheld warns of what a verifier of a derived proof cannot know: how
// many statements are hidden, and so whether one of them ends the validity of
// the credential or names its status. The proof says which of the revealed
// statements were mandatory. That does not show that the hidden ones are
// harmless. But when something that decides was revealed without being
// mandatory, the issuer left such things to the holder.
//
// It only warns. Otherwise every derived credential that has no end and no
// status would be undecided, whoever issued it: no proof can show that there was
// nothing to hide.
func (c *check) reportWithheld(ctx context.Context, all *statements, mandatory []int) error {
	doc := c.job.File.Document()
	free, err := all.leftToHolder(ctx, c.env, doc, mandatory)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, vc.ErrLimit):
		return err
	}
	// Any other error means that a part of the document has no meaning on its
	// own, so it is not known whether it was mandatory.
	c.addWithheld(free)
	return nil
}

// reportUncheckedWithheld does the same when the key is not at hand, so that it
// is not known which statements were mandatory. What is missing from a document
// that somebody may have derived is not held against its issuer.
func (c *check) reportUncheckedWithheld() error {
	switch err := c.valueErr; {
	case errors.Is(err, vc.ErrLimit):
		return err
	case err == nil, errors.Is(err, errOptional):
		c.addWithheld(nil)
	}
	return nil
}

func (c *check) addWithheld(free []string) {
	c.evidence.Derived = true
	c.evidence.Withheld = notShown(c.job.File.Document(), free)
	c.addFinding(c.suite.rule(ruleWithheld), vc.Warn, "proofValue", withheldDetail(c.evidence.Withheld, free))
}

// leftToHolder returns JSON Pointers to what decides and was revealed without
// being mandatory.
func (s *statements) leftToHolder(ctx context.Context, env vc.Env, doc vc.Document, mandatory []int) ([]string, error) {
	pointers := slices.DeleteFunc(vc.DecisivePointers(doc), func(p string) bool { return p == "/@context" })
	indexes, err := s.indexesOf(ctx, env, doc, pointers)
	if err != nil || isSubset(indexes, mandatory) {
		return nil, err
	}
	// Every selection includes the types of the document, so they are taken out
	// of what the other pointers select.
	var types []int
	if doc.Get("type").Exists() {
		if types, err = s.indexesOf(ctx, env, doc, []string{"/type"}); err != nil {
			return nil, err
		}
	}
	var free []string
	for _, pointer := range pointers {
		if indexes, err = s.indexesOf(ctx, env, doc, []string{pointer}); err != nil {
			return nil, err
		}
		if pointer != "/type" {
			indexes = slices.DeleteFunc(indexes, func(i int) bool { return contains(types, i) })
		}
		if !isSubset(indexes, mandatory) {
			free = append(free, pointer)
		}
	}
	return free, nil
}

// isSubset reports whether all indexes are among of, which is in ascending
// order.
func isSubset(indexes, of []int) bool {
	return !slices.ContainsFunc(indexes, func(i int) bool { return !contains(of, i) })
}

func contains(ascending []int, i int) bool {
	_, ok := slices.BinarySearch(ascending, i)
	return ok
}

// notShown names what decides whether a credential is in force and may be among
// what is hidden, in a few words.
func notShown(doc vc.Document, free []string) string {
	words := vc.UnstatedValidity(doc)
	if slices.Contains(free, "/credentialStatus") {
		words = append(words, "a further status")
	}
	return strings.Join(words, " or ")
}

func withheldDetail(missing string, free []string) string {
	detail := "Parts of this credential may be withheld."
	if missing != "" {
		detail += " Whether it has " + missing + " that is not shown cannot be seen, unless its issuer made that mandatory."
	}
	if len(free) > 0 {
		detail += " Its issuer left " + strings.Join(free, ", ") + " to the holder to reveal."
	}
	return detail
}
