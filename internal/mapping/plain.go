package mapping

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// IsPlainFact reports whether a path is one of what every reader of a
// document sees: titles, the issuer, when it holds, who the learner is, what was
// reached. A residue that says something else of one, or takes it away,
// contradicts the document.
func IsPlainFact(at mc.Path) bool {
	last := string(at[strings.LastIndexByte(string(at), '.')+1:])
	switch {
	case at.Under("learner.party.identifiers"):
		return last == "value"
	case at.Under("learner.party.person"):
		return !strings.HasPrefix(last, "birth") // of a name only
	case at.Under("award.assessments"):
		return resultFact().MatchString(string(at))
	case at.Under("definition.workload"), at.Under("award.creditsEarned"):
		return last == "amount"
	}
	return slices.ContainsFunc(plainFacts, at.Under)
}

var plainFacts = []mc.Path{
	"definition.title", "definition.kinds", "envelope.issuer.name", "envelope.validFrom", "envelope.validUntil",
	"envelope.status", "award.awarding.on", "learner.party.name",
}

// resultFact are the paths of what the result of an assessment is.
var resultFact = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^award\.assessments(\[\d+\]\.parts)*\[\d+\]\.(grade\.(text|value|level)|status|state)\b`)
})

// Decisive reports whether an entry of the residue says something else of when
// the document is in force than everybody reads. That the source states no
// beginning is none of that: a document must have one.
func Decisive(visible *mc.Envelope, at mc.Path, before, value reflect.Value) bool {
	switch {
	case at == "envelope.validFrom", at == "envelope.validUntil":
		if before.IsValid() && value.IsValid() {
			return !SameSecond(before.Interface(), value.Interface())
		}
		return before.IsValid() && at == "envelope.validUntil"
	case at == "envelope.status":
		return len(visible.Status) > 0
	case at.Under("envelope.status"):
		if before.IsValid() {
			return !value.IsValid() || !Identical(before, value)
		}
		return !value.IsValid() && len(visible.Status) > 0
	}
	return false
}

// SameSecond reports whether two values are points in time within one second:
// some formats have whole seconds in UTC, and take a time without a zone for
// one in UTC.
func SameSecond(a, b any) bool {
	s, ok := a.(mc.Instant)
	t, both := b.(mc.Instant)
	return ok && both && s.Time().Truncate(time.Second).Equal(t.Time().Truncate(time.Second))
}

// Restates reports whether a plain fact that a residue took away is stated
// elsewhere in the credential: what a format asks for has stood in for it, such as
// the title of the award for one of the achievement, or the names of the learner
// as one.
func Restates(c *mc.Credential, at mc.Path, text string) bool {
	switch {
	case at.Under("definition.title"):
		return slices.ContainsFunc(titles(c), func(s mc.LangString) bool { return hasText(s, text) })
	case at == "envelope.validFrom":
		return isBeginning(c, text)
	case at.Under("learner.party.person.citizenship") && c.Learner.Party.Person != nil && strings.Contains(string(at), ".concept.label"):
		return slices.ContainsFunc(c.Learner.Party.Person.Citizenship, func(k mc.Country) bool { return k.Alpha2 != "" || k.Concept.IRI != "" })
	case at.Under("learner.party"):
		return namesLearner(&c.Learner.Party, text)
	case at.Under("award.assessments"):
		return sameGrade(c, at, text)
	case at.Under("definition.workload"):
		return slices.ContainsFunc(c.Definition.Workload, func(w mc.Workload) bool { return text != "" && w.Amount.String() == text })
	}
	return false
}

// isBeginning reports whether a time is the one at which the credential, or the source
// of it, was issued or awarded, which stands in for the beginning that a document must have.
func isBeginning(c *mc.Credential, text string) bool {
	begins, err := mc.ParseInstant(text)
	if err != nil {
		return false
	}
	source := slices.ContainsFunc(c.Provenance, func(p mc.Provenance) bool { return SameSecond(begins, p.SourceIssued) })
	return source || SameSecond(begins, c.Envelope.Issued) || SameSecond(begins, c.Award.Awarding.On)
}

// titles are the titles that can stand in for that of the achievement.
func titles(c *mc.Credential) []mc.LangString {
	out := []mc.LangString{c.Award.Title, c.Envelope.Display.Title}
	for _, a := range c.Award.Activities {
		out = append(out, a.Title)
	}
	for _, a := range c.Award.Assessments {
		out = append(out, a.Title)
	}
	for _, a := range c.Award.Entitlements {
		out = append(out, a.Title)
	}
	return out
}

// namesLearner reports whether a text is a name, number or address of the
// learner, or made of names.
func namesLearner(p *mc.Party, text string) bool {
	if slices.ContainsFunc(p.Identifiers, func(id mc.Identifier) bool { return id.Value == text }) {
		return true
	}
	if slices.ContainsFunc(p.Contacts, func(c mc.ContactPoint) bool { return slices.Contains(c.Email, text) }) {
		return true
	}
	names := slices.Concat(p.Name, p.AltName)
	if p.Person != nil {
		names = slices.Concat(names, p.Person.FullName, p.Person.GivenName, p.Person.FamilyName)
	}
	words := map[string]bool{}
	for _, name := range names {
		for _, word := range strings.Fields(name.Text) {
			words[word] = true
		}
	}
	return !slices.ContainsFunc(strings.Fields(text), func(word string) bool { return !words[word] })
}

func hasText(s mc.LangString, text string) bool {
	return slices.ContainsFunc(s, func(v mc.LangValue) bool { return v.Text == text })
}

// sameGrade reports whether the assessment of a path has a grade that says the
// same as a text: the value, or the name of the level, has stood in for words.
func sameGrade(c *mc.Credential, at mc.Path, text string) bool {
	i := strings.LastIndex(string(at), ".grade.")
	if i < 0 {
		return false
	}
	p, err := places{}.find(at[:i] + ".grade")
	if err != nil {
		return false
	}
	v, _ := p.lookup(c)
	if !v.IsValid() {
		return false
	}
	grade, ok := v.Interface().(mc.Grade)
	return ok && (grade.Value == text || hasText(grade.Text, text) || hasText(grade.Level.Label, text))
}
