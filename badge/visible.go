package badge

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// isPlainFact reports whether a path is one of what every reader of Open Badges
// sees: titles, the issuer, when the badge holds, who the learner is, what was
// reached. A residue that says something else of one, or takes it away,
// contradicts the badge.
func isPlainFact(at path) bool {
	last := string(at[strings.LastIndexByte(string(at), '.')+1:])
	switch {
	case at.Under("learner.party.identifiers"):
		return last == "value"
	case at.Under("learner.party.person"):
		return !strings.HasPrefix(last, "birth") // of a name only
	case at.Under("award.assessments"):
		return resultFact.MatchString(string(at))
	case at.Under("definition.workload"), at.Under("award.creditsEarned"):
		return last == "amount"
	}
	return slices.ContainsFunc(plainFacts, at.Under)
}

var plainFacts = []path{
	"definition.title", "definition.kinds", "envelope.issuer.name", "envelope.validFrom", "envelope.validUntil",
	"envelope.status", "award.awarding.on", "learner.party.name",
}

// resultFact are the paths of what the result of an assessment is.
var resultFact = regexp.MustCompile(`^award\.assessments(\[\d+\]\.parts)*\[\d+\]\.(grade\.(text|value|level)|status|state)\b`)

var errDecisive = errors.New("the residue cannot change when the badge is in force")

// decisive reports whether an entry of the residue says something else of when
// the badge is in force than everybody reads. That the source states no
// beginning is none of that: a badge must have one.
func decisive(visible *mc.Envelope, at path, before, value reflect.Value) bool {
	switch {
	case at == "envelope.validFrom", at == "envelope.validUntil":
		if before.IsValid() && value.IsValid() {
			return !sameSecond(before.Interface(), value.Interface())
		}
		return before.IsValid() && at == "envelope.validUntil"
	case at == "envelope.status":
		return len(visible.Status) > 0
	case at.Under("envelope.status"):
		if before.IsValid() {
			return !value.IsValid() || !mapping.Identical(before, value)
		}
		return !value.IsValid() && len(visible.Status) > 0
	}
	return false
}

// sameSecond reports whether two values are points in time within one second:
// Open Badges has whole seconds in UTC, and takes a time without a zone for
// one in UTC.
func sameSecond(a, b any) bool {
	s, ok := a.(mc.Instant)
	t, both := b.(mc.Instant)
	return ok && both && s.Time().Truncate(time.Second).Equal(t.Time().Truncate(time.Second))
}

// contradicts reports an entry of the residue that is not followed.
func (d *decoder) contradicts(v jsontree.Value, at path) {
	o := contradicted(at)
	o.Reason += ", and is not followed"
	if v.Kind() == jsontree.Null {
		d.Mark(v, o)
		return
	}
	d.RejectAs(v, o)
}

func contradicted(at path) mc.Outcome {
	return mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityWarning, Element: mc.ElementOf(at),
		Reason: CodeContradiction + ": the residue says something else of " + string(at)}
}

// insist lets a leaf that the residue contradicts be reported so, whatever else
// it tells: the number of credits also says that it is credits.
func (d *decoder) insist() {
	against := map[string]mc.Outcome{}
	for _, c := range d.Claims {
		if c.Outcome.Kind == mc.KindDropped && strings.HasPrefix(c.Outcome.Reason, CodeContradiction) {
			against[c.Pointer] = c.Outcome
		}
	}
	for i := range d.Claims {
		c := &d.Claims[i]
		switch o, found := against[c.Pointer]; {
		case !found:
		case c.Outcome.To == "":
			c.Outcome = o
		default:
			c.Outcome.Severity, c.Outcome.Element, c.Outcome.Reason = o.Severity, o.Element, o.Reason
		}
	}
}

// hides reports whether a plain fact that the residue takes away is stated
// nowhere else: what a badge must have stands in for it, such as the title of
// the award for one of the achievement, or the names of the learner as one.
func (r *restored) hides(c mapping.Claim, text string) bool {
	at := path(c.Outcome.To)
	switch {
	case c.Extension || !isPlainFact(at) || strings.HasSuffix(c.Pointer, "/inLanguage"):
		return false
	case at.Under("definition.title"):
		return !slices.ContainsFunc(titles(r.to), func(s mc.LangString) bool { return hasText(s, text) })
	case at.Under("learner.party"):
		return !namesLearner(&r.to.Learner.Party, text)
	case at.Under("definition.workload"):
		return !slices.ContainsFunc(r.to.Definition.Workload, func(w mc.Workload) bool { return text != "" && w.Amount.String() == text })
	}
	return true
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

// plainText is a text or number of the badge.
func (d *decoder) plainText(pointer string) string {
	v := d.root.Lookup(pointer)
	if v.Kind() == jsontree.Number {
		return v.Raw()
	}
	return v.Text()
}
