package dataintegrity

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// withheld says what a verifier of a derived proof cannot know: how many
// statements are hidden, and so whether one of them ends the validity of the
// credential or names its status. The proof tells which of the statements that
// are shown were mandatory. That is no proof that the hidden ones are harmless,
// but where something that decides was shown of the holder's free will, it
// shows that the issuer left such things to the holder.
//
// It is a warning and leaves the verdict alone. Otherwise every derived
// credential that does not expire and has no status would be undecided, whoever
// issued it: no proof can show that there was nothing to hide.
func (c *check) withheld(ctx context.Context, all *statements, mandatory []int) error {
	doc := c.job.File.Document()
	free, err := all.leftToHolder(ctx, c.env, doc, mandatory)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, vc.ErrLimit):
		return err
	}
	// Any other error means that a part of the document means nothing on its
	// own, so nothing is known about it.
	c.sayWithheld(free)
	return nil
}

// unchecked says the same where the key is not at hand, so that nobody can tell
// which statements were mandatory: whoever may have derived the document, what
// is missing from it is not to be held against its issuer.
func (c *check) unchecked() error {
	_, err := decodeDerived(c.get("proofValue").Text())
	switch {
	case errors.Is(err, vc.ErrLimit):
		return err
	case err == nil:
		c.sayWithheld(nil)
	}
	return nil
}

func (c *check) sayWithheld(free []string) {
	c.evidence.Derived = true
	c.evidence.Withheld = notShown(c.job.File.Document(), free)
	c.find(&ruleWithheld, vc.Warn, "proofValue", withheldDetail(c.evidence.Withheld, free))
}

// leftToHolder returns JSON Pointers to what decides and is shown, but not
// mandatory.
func (s *statements) leftToHolder(ctx context.Context, env vc.Env, doc vc.Document, mandatory []int) ([]string, error) {
	pointers := slices.DeleteFunc(vc.DecisivePointers(doc), func(p string) bool { return p == "/@context" })
	indexes, err := s.group(ctx, env, doc, pointers)
	if err != nil || subset(indexes, mandatory) {
		return nil, err
	}
	// Every selection has the types of the document, so they are taken out of
	// what the other pointers select.
	var types []int
	if doc.Get("type").Exists() {
		if types, err = s.group(ctx, env, doc, []string{"/type"}); err != nil {
			return nil, err
		}
	}
	var free []string
	for _, pointer := range pointers {
		if indexes, err = s.group(ctx, env, doc, []string{pointer}); err != nil {
			return nil, err
		}
		if pointer != "/type" {
			indexes = slices.DeleteFunc(indexes, func(i int) bool { return has(types, i) })
		}
		if !subset(indexes, mandatory) {
			free = append(free, pointer)
		}
	}
	return free, nil
}

// subset reports whether all of some indexes are among others, which are in
// ascending order.
func subset(indexes, of []int) bool {
	return !slices.ContainsFunc(indexes, func(i int) bool { return !has(of, i) })
}

func has(ascending []int, i int) bool {
	_, ok := slices.BinarySearch(ascending, i)
	return ok
}

// notShown says in a few words what decides on whether a credential is in force
// and may be among what is hidden.
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
