package vectors

import (
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// badgesInRecords are what becomes of the badges in a record. That a record is no
// better than the badges in it is what a reader should see to; no clause says so.
var badgesInRecords = []operator{
	{slug: "badge-ended", rule: "NESTED-CREDENTIAL", because: "The badge in the record ended in 2021.", level: vc.Should, make: withBadge(func(good) []string { return nil }, "/validUntil", endedText)},
	{slug: "badge-of-a-stranger", rule: "NESTED-CREDENTIAL", because: "A stranger signed the badge in the record in the name of its issuer.", level: vc.Should, make: withForgedBadge},
	{slug: "badge-second-altered", rule: "NESTED-CREDENTIAL", because: "Of two badges in the record the second was changed.", level: vc.Should, make: secondAltered},
	{slug: "badge-hidden", rule: "PROOF-PLAIN", level: vc.Should, only: fromJSONLD, make: hiddenBadges},
}

// badgeInside returns the badge in the record before and after it was signed.
func (g good) badgeInside() (good, error) {
	school := g.bench
	school.role = "school"
	return school.good(g.suite, draftOf("badge"))
}

// withBadge signs a record around a badge that was changed before its issuer signed
// it, and then changes the record without a key.
func withBadge(after func(good) []string, changes ...string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		badge, err := g.badgeInside()
		if err != nil {
			return nil, err
		}
		doc, err := edit(badge.unsigned, changes...)
		if err != nil {
			return nil, err
		}
		if doc, err = badge.sign(doc, badge.issuer, badge.options); err != nil {
			return nil, err
		}
		if doc, err = edit(g.unsigned, innerCredential, doc.String()); err != nil {
			return nil, err
		}
		if doc, err = g.sign(doc, g.issuer, g.options); err != nil {
			return nil, err
		}
		signed := g
		signed.file = doc
		return one(edit(doc, after(signed)...))
	}
}

func withForgedBadge(g good) ([]embeddedCopy, error) {
	badge, err := g.badgeInside()
	if err != nil {
		return nil, err
	}
	forged, err := badge.sign(badge.unsigned, badge.stranger, badge.options)
	if err != nil {
		return nil, err
	}
	return issued(func(good) []string { return []string{innerCredential, forged.String()} })(g)
}

func secondAltered(g good) ([]embeddedCopy, error) {
	badge, err := g.badgeInside()
	if err != nil {
		return nil, err
	}
	second, err := badge.better()
	if err != nil {
		return nil, err
	}
	if second, err = edit(second, "/name", `"Master of Medicine"`); err != nil {
		return nil, err
	}
	return issued(func(good) []string { return []string{strings.TrimSuffix(innerCredential, "0") + "-", second.String()} })(g)
}

// hiddenBadges write a record with a badge that has ended in other words, with the
// same statements, so that a reader of the JSON may not see the badge.
func hiddenBadges(g good) ([]embeddedCopy, error) {
	const subject, credentials = "/credentialSubject", "/credentialSubject/verifiableCredential"
	var out []embeddedCopy
	for _, row := range []struct {
		slug, rule, because string
		edits               func(subject, badges string) []string
	}{
		{"subject-in-nested-lists", "", "The subject stands in a list in a list.", func(s, _ string) []string { return []string{subject, "[[" + s + "]]"} }},
		{"subject-in-a-set", "", "The subject stands in a set.", func(s, _ string) []string { return []string{subject, `{"@set":[` + s + `]}`} }},
		{"in-nested-lists", "NESTED-CREDENTIAL", "The badge stands in a list in a list.", func(_, b string) []string { return []string{credentials, "[" + b + "]"} }},
		{"in-a-set", "", "The badge stands in a set.", func(_, b string) []string { return []string{credentials, `{"@set":` + b + `}`} }},
		{"type-by-keyword", "", "The types stand under a keyword of JSON-LD.", func(_, _ string) []string {
			return []string{"/type", "", "/@type", `["VerifiableCredential","ClrCredential"]`}
		}},
		{"type-by-iri", "", "A type stands by its IRI.", func(_, _ string) []string {
			return []string{"/type", `["VerifiableCredential","https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential"]`}
		}},
		{"subject-only-named", "", "The subject is only named, and stands in a block beside the document.", func(s, _ string) []string { return []string{subject, quote(learnerDID), "/@included", "[" + s + "]"} }},
	} {
		after := func(signed good) []string {
			return row.edits(signed.file.Lookup(subject).Raw(), signed.file.Lookup(credentials).Raw())
		}
		copies, err := withBadge(after, "/validUntil", endedText)(g)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.slug, err)
		}
		copies[0].slug, copies[0].rule, copies[0].because = row.slug, row.rule, "The badge in the record has ended. "+row.because
		out = append(out, copies...)
	}
	return out, nil
}
