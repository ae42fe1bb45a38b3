package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// descriptionAbove is the text of the description of the achievement.
func (d *decoder) descriptionAbove() string {
	return first(first(d.root.Get("credentialSubject")).Get("achievement")).Get("description").Text()
}

// fieldAwardingBodies is the field of the line with the awarding bodies.
const fieldAwardingBodies = "Award.Awarding.Bodies"

// refuse leaves the lines of a field in the text, since members say otherwise.
func (f *facts) refuse(field string, at path) {
	if f == nil {
		return
	}
	for i := range f.lines {
		l := &f.lines[i]
		if l.done || l.line.field != field {
			continue
		}
		l.done = true
		for _, one := range l.items {
			f.leave(one)
		}
		if f.against == "" {
			f.against = at
		}
	}
}

// awardersNamed are the names of the awarding bodies in the block.
func (f *facts) awardersNamed() (names []string) {
	if f == nil {
		return nil
	}
	for i := range f.lines {
		if f.lines[i].line.field == fieldAwardingBodies {
			for _, one := range f.lines[i].items {
				var p mc.Party
				value, _ := cutLastTag(f.prose.cutCountry(one.value, &p))
				text, _ := unquoteMarkdown(value)
				names = append(names, text)
			}
		}
	}
	return names
}

// readFacts puts the facts of the block into the model, after everything else.
func (d *decoder) readFacts(c *mc.Credential) {
	f := d.facts
	if f == nil {
		return
	}
	f.nestParts(d, c)
	f.findDerived(d)
	f.merge(d, c, false)
	d.Claims = slices.DeleteFunc(d.Claims, func(claim mapping.Claim) bool {
		return f.revised[path(claim.Outcome.To)] && claim.Outcome.Reason == d.Format.Derived
	})
	f.resolveParties(d, c)
	f.arrange(d, c)
	f.takeDescription(d, c)
	f.readText(d, c)
	d.Scaffold(f.leaf)
	if f.against != "" {
		d.doubt(f.leaf, f.against, "the text of the criteria says something else of "+string(f.against))
	}
}

// findDerived finds the values that members state only in another notation, or not
// at all: they follow from what members state. The block may say them better.
// What readers are shown of the badge is never among them.
func (f *facts) findDerived(d *decoder) {
	f.derived, f.revised = map[path]bool{}, map[path]bool{}
	for _, claim := range d.Claims {
		o := claim.Outcome
		at := path(o.To)
		before, known := f.derived[at]
		f.derived[at] = o.Kind == mc.KindTransformed && o.Match == mc.MatchExact && !claim.Extension && !mapping.IsPlainFact(at) && (before || !known)
	}
}

// readText reads what stands before the block: the outcomes in prose below their
// heading, or else criteria. Lines that are no facts are criteria as well.
func (f *facts) readText(d *decoder, c *mc.Credential) {
	summary, isSummary := strings.CutPrefix(f.before, summaryHeading(f.prose.words))
	criteria := []string{f.before, strings.Join(f.left, "\n")}
	switch {
	case !f.taken && !isSummary:
		criteriaText().Read(d.Reader, f.leaf, &c.Definition.Criteria, "definition.criteria")
		return
	case isSummary:
		if c.Definition.OutcomeSummary == nil {
			c.Definition.OutcomeSummary = &mc.Note{}
		}
		format := markdown
		if plain, ok := unquoteMarkdown(summary); ok {
			summary, format = plain, ""
		}
		f.note(d, c.Definition.OutcomeSummary, "definition.outcomeSummary", summary, format)
		criteria = criteria[1:]
	}
	criteria = slices.DeleteFunc(criteria, func(s string) bool { return s == "" })
	f.note(d, &c.Definition.Criteria.Narrative, "definition.criteria.narrative", strings.Join(criteria, "\n\n"), markdown)
}

// note adds a text in the language of the badge to a note.
func (f *facts) note(d *decoder, to *mc.Note, at path, text, format string) {
	if text == "" {
		return
	}
	i := slices.Index(to.Text, mc.LangValue{Lang: d.Lang, Text: text})
	switch {
	case i >= 0:
	case len(to.Text.In(d.Lang)) > 0:
		f.against = at.Dot("text")
		return
	default:
		i = len(to.Text)
		to.Text.Add(d.Lang, text)
	}
	d.Keep(f.leaf, to.Text.Path(at.Dot("text"), i))
	if to.Format == "" && format != "" {
		to.Format = format
		d.Derive(f.leaf, at.Dot("format"))
	}
}

// takeDescription takes back a description of the achievement that is that of
// something else, or is made of other facts.
func (f *facts) takeDescription(d *decoder, c *mc.Credential) {
	text := d.descriptionAbove()
	const at path = "definition.description"
	stated := slices.ContainsFunc(f.lines, func(l factLine) bool { return l.line.field == "Definition.Description" })
	o := mc.Outcome{Kind: mc.KindScaffold, Reason: "made of other facts, for lack of a description"}
	switch {
	case stated:
		return
	case len(f.above) > 0:
		o = mc.Outcome{To: string(f.above[0].Key(d.Lang)), Kind: mc.KindExact}
	case !slices.Contains(madeDescriptions(c, f.show), text):
		return
	}
	x := &c.Definition
	x.Description = slices.DeleteFunc(x.Description, func(v mc.LangValue) bool { return v.Text == text })
	for i := range d.Claims {
		if claim := &d.Claims[i]; claim.Pointer() == atAchievement+"/description" && path(claim.Outcome.To).Under(at) {
			claim.Outcome = o
		}
	}
}

// show returns a text in the language of the badge.
func (f *facts) show(s mc.LangString) string {
	if i := f.prose.bestIn(s); i >= 0 {
		return strings.TrimSpace(s[i].Text)
	}
	return ""
}
