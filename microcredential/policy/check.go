package policy

import (
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// State is how a rule is answered.
type State string

// The answers.
const (
	Pass          State = "pass"
	Fail          State = "fail"
	NotApplicable State = "not-applicable" // the rule asks nothing of this credential
	Unknown       State = "unknown"        // what is stated does not tell
)

// check is one question to a credential.
type check interface{ ask(*subject) answer }

// answer is what came of a question: the place that decided it, and in a few words
// what stands there. The words hold no personal data.
type answer struct {
	state State
	at    mc.Path
	found string

	missing bool // whether it fails because something is not there
}

func pass(at mc.Path) answer                  { return answer{state: Pass, at: at} }
func fail(at mc.Path, found string) answer    { return answer{state: Fail, at: at, found: found} }
func unknown(at mc.Path, found string) answer { return answer{state: Unknown, at: at, found: found} }
func inapplicable(at mc.Path, found string) answer {
	return answer{state: NotApplicable, at: at, found: found}
}

// lacking is a failure for which nothing is stated at all, or only for a part.
func lacking(at mc.Path, found string) answer {
	return answer{state: Fail, at: at, found: found, missing: true}
}

func partOnly(at mc.Path) answer { return lacking(at, "it for a part or further claim only") }

// about answers a check of values when there is nothing to check, and tells whether it
// is answered.
func (f found) about(places []place, needed bool) (answer, bool) {
	at := places[0].path
	switch {
	case f.full:
		return unknown(mc.Path(at), "more values than are looked at"), true
	case len(f.values) > 0:
		return answer{}, false
	case !needed:
		return inapplicable(mc.Path(at), "nothing is stated"), true
	case f.only != "":
		return partOnly(f.only), true
	}
	return lacking(mc.Path(at), "nothing"), true
}

// elementCheck asks whether an element of Annex I is present.
type elementCheck struct{ number int }

func (c elementCheck) ask(s *subject) answer {
	e := s.elements[c.number-1]
	at := mc.Path("")
	if len(e.Where) > 0 {
		at = e.Where[0]
	}
	switch e.Status {
	case mc.Present:
		return pass(at)
	case mc.Partial:
		return lacking(at, "it in part: "+lowerFirst(strings.TrimSuffix(e.Note, ".")))
	}
	return lacking(at, "nothing: "+lowerFirst(strings.TrimSuffix(e.Note, ".")))
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// statedCheck asks whether one of several places states anything.
type statedCheck struct{ places []place }

func (c statedCheck) ask(s *subject) answer {
	f := s.first(c.places)
	if a, done := f.about(c.places, true); done {
		return a
	}
	return pass(f.values[0].at)
}

// bounds is a range of numbers; a limit that is not stated does not bound.
type bounds struct{ min, max, above, below mc.Decimal }

func (b bounds) holds(n mc.Decimal) bool {
	return (b.min.IsZero() || n.Cmp(b.min) >= 0) && (b.max.IsZero() || n.Cmp(b.max) <= 0) &&
		(b.above.IsZero() || n.Cmp(b.above) > 0) && (b.below.IsZero() || n.Cmp(b.below) < 0)
}

// isEmpty reports whether no number at all is in the range.
func (b bounds) isEmpty() bool {
	cross := func(low, high mc.Decimal, equal bool) bool {
		if low.IsZero() || high.IsZero() {
			return false
		}
		order := low.Cmp(high)
		return order > 0 || order == 0 && !equal
	}
	return cross(b.min, b.max, true) || cross(b.min, b.below, false) || cross(b.above, b.max, false) || cross(b.above, b.below, false)
}

// creditsCheck asks for an amount of credits in a framework. What is offered counts
// before what was earned.
type creditsCheck struct {
	frameworks []string // notations or IRIs
	bounds
}

func (c creditsCheck) ask(s *subject) answer {
	offered := amounts(s.credential.Definition.Workload, "definition.workload", isCredits)
	earned := amounts(s.credential.Award.CreditsEarned, "award.creditsEarned", isEarned)
	var other, nameless []amount
	for _, list := range [][]amount{offered, earned} {
		var of []amount
		for _, a := range list {
			switch {
			case c.isOf(a.Framework):
				of = append(of, a)
			case a.Framework.IsZero():
				nameless = append(nameless, a)
			default:
				other = append(other, a)
			}
		}
		if len(of) > 0 {
			return c.judge(of, "credits")
		}
	}
	switch {
	case len(nameless) > 0:
		return unknown(nameless[0].at, "credits that name no framework")
	case len(other) > 0:
		return fail(other[0].at, "credits of another framework only")
	}
	return s.elsewhere(isCredits, "definition.workload", "no credits")
}

func (c creditsCheck) isOf(framework mc.Concept) bool {
	for _, name := range c.frameworks {
		if isNamed(framework, name) {
			return true
		}
	}
	return false
}

// isNamed reports whether a concept is called so: its IRI, its notation, or else one
// of its labels.
func isNamed(c mc.Concept, name string) bool {
	if c.IRI == name || strings.EqualFold(c.Notation, name) && c.Notation != "" {
		return true
	}
	if c.IRI != "" || c.Notation != "" {
		return false // its label may be that of another list
	}
	for _, v := range c.Label {
		if strings.EqualFold(strings.TrimSpace(v.Text), name) {
			return true
		}
	}
	return false
}

// hoursCheck asks for a notional workload in hours.
type hoursCheck struct{ bounds }

func (c hoursCheck) ask(s *subject) answer {
	list := amounts(s.credential.Definition.Workload, "definition.workload", isNotional)
	if len(list) == 0 {
		return s.elsewhere(isNotional, "definition.workload", "no workload in hours")
	}
	for i := range list {
		a := &list[i]
		a.at = a.at.Dot("duration")
		hours, whole := a.Duration.WholeHours()
		if a.Duration.IsZero() || !whole {
			a.Amount = mc.Decimal{} // days and months are no number of hours
			continue
		}
		a.Amount = mc.DecimalOf(hours)
	}
	return c.judge(list, "hours")
}

// amount is a workload and its place.
type amount struct {
	mc.Workload
	at mc.Path
}

func isCredits(w mc.Workload) bool  { return w.Kind == mc.WorkloadCredits }
func isEarned(mc.Workload) bool     { return true }
func isNotional(w mc.Workload) bool { return w.Kind == mc.WorkloadNotional }

func amounts(list []mc.Workload, at mc.Path, of func(mc.Workload) bool) []amount {
	var out []amount
	for i, w := range list[:min(len(list), maxValues)] {
		if of(w) {
			out = append(out, amount{w, at.At(i)})
		}
	}
	return out
}

// elsewhere answers for workloads that the credential itself does not state.
func (s *subject) elsewhere(of func(mc.Workload) bool, at mc.Path, nothing string) answer {
	for _, claim := range s.claims[1:] {
		if list := amounts(claim.Definition.Workload, claim.Prefix.Dot(string(at)), of); len(list) > 0 {
			return partOnly(list[0].at)
		}
	}
	return lacking(at, nothing)
}

// judge holds amounts against the range: each of them has to be in it.
func (b bounds) judge(list []amount, unit string) answer {
	for _, a := range list {
		switch {
		case a.Amount.IsZero() && b != bounds{}:
			return unknown(a.at, "no number of "+unit)
		case a.Amount.IsZero():
		case !b.holds(a.Amount):
			return fail(a.at, shown(a.at, a.Amount.Canonical())+" "+unit)
		}
	}
	return pass(list[0].at)
}

// numberCheck asks that the numbers at a place are in a range.
type numberCheck struct {
	places []place
	bounds
	optional bool
}

func (c numberCheck) ask(s *subject) answer {
	f := s.first(c.places)
	if a, done := f.about(c.places, !c.optional); done {
		return a
	}
	for _, v := range f.values {
		n, ok := numberOf(v)
		if !ok {
			return unknown(v.at, "no number")
		}
		if !c.holds(n) {
			return fail(v.at, shown(v.at, n.Canonical()))
		}
	}
	return pass(f.values[0].at)
}

func numberOf(v value) (mc.Decimal, bool) {
	switch x := v.of.Interface().(type) {
	case mc.Decimal:
		return x, true
	case string:
		n, err := mc.ParseDecimal(strings.TrimSpace(x))
		return n, err == nil
	}
	if v.of.CanInt() {
		return mc.DecimalOf(v.of.Int()), true
	}
	return mc.Decimal{}, false
}

// shown returns a value for a sentence. What is said of the learner is not repeated.
func shown(at mc.Path, text string) string {
	if !at.Under("definition") {
		return "another value"
	}
	if short := []rune(text); len(short) > 60 {
		text = string(short[:60]) + "…"
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	return strconv.Quote(text)
}
