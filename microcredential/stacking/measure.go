package stacking

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Framework is what a number of credits counts in.
type Framework struct {
	IRI  string `json:"iri,omitempty"`
	Name string `json:"name,omitempty"` // its short name, or the label that the credential gives it
}

// String returns the name, or else the IRI, for a sentence of ours: short, and with
// nothing but what can be read.
func (f Framework) String() string {
	const most = 80
	name := strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, cmp.Or(f.Name, f.IRI, "credits without a framework"))
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most]) + "…"
	}
	return name
}

// IsZero reports whether no framework is stated.
func (f Framework) IsZero() bool { return f.IRI == "" && f.Name == "" }

// frameworkOf returns the framework of a concept. The label is only a name for those
// who read it; the notation is taken before it, since it has no language.
func frameworkOf(c mc.Concept) Framework {
	f := Framework{IRI: c.IRI, Name: strings.TrimSpace(c.Notation)}
	if f.Name == "" {
		label, _ := c.Label.Best()
		f.Name = strings.TrimSpace(label.Text)
	}
	return f
}

// same returns what two frameworks must have in common to be the same one: the IRI,
// or where there is none the very name.
func (f Framework) same() string {
	if f.IRI != "" {
		return f.IRI
	}
	return " " + f.Name
}

// measureKind is what is counted.
type measureKind uint8

const (
	earned measureKind = iota
	offered
	hours
)

// measure is one account of the sum.
type measure struct {
	kind measureKind
	in   string // the same of the framework, or the kind of the hours
}

// quantity is an amount that a claim states.
type quantity struct {
	measure
	framework Framework
	workload  mc.WorkloadKind
	amount    mc.Decimal // credits, or seconds
}

// quantities reads the amounts of a claim. What cannot be added is told to note.
func quantities(d *mc.Definition, a *mc.Award, note func(*vc.Rule, string)) (all []quantity) {
	taken := map[measure]int{}
	add := func(q quantity) {
		i, there := taken[q.measure]
		switch {
		case !there && len(all) < maxMeasures:
			taken[q.measure] = len(all)
			all = append(all, q)
		case there && all[i].amount.Cmp(q.amount) != 0:
			note(&ruleAmount, "It states two different amounts of the same kind, so neither is counted; ask the issuer which is right.")
			all[i].amount = mc.Decimal{}
		}
	}
	read := func(kind measureKind, list []mc.Workload) {
		for _, w := range list[:min(len(list), maxMeasures)] {
			if q, ok := readCredits(kind, w, note); ok {
				add(q)
			}
			if q, ok := readTime(w, note); ok {
				add(q)
			}
		}
	}
	read(earned, a.CreditsEarned)
	read(offered, d.Workload)
	if !slices.ContainsFunc(all, func(q quantity) bool { return q.kind == hours }) { // or else they are part of it
		for _, activity := range a.Activities[:min(len(a.Activities), maxMeasures)] {
			read(offered, activity.Workload)
		}
	}
	out := all[:0]
	for _, q := range all {
		if !q.amount.IsZero() {
			out = append(out, q)
		}
	}
	checkEarned(out, note)
	return out
}

func readCredits(kind measureKind, w mc.Workload, note func(*vc.Rule, string)) (q quantity, ok bool) {
	f := frameworkOf(w.Framework)
	if w.Amount.IsZero() {
		if w.Text != "" && (w.Kind == mc.WorkloadCredits || !f.IsZero()) {
			note(&ruleAmount, "Credits are a decimal number with a point; it writes them in another way, so they are not counted.")
		}
		return q, false
	}
	switch {
	case w.Amount.Sign() < 0:
		note(&ruleAmount, "Credits are not negative; it states a negative number, which is not counted.")
		return q, false
	case f.IsZero():
		note(&ruleFramework, "Credits name their framework; it states "+w.Amount.Canonical()+" credits of none, which are added to nothing. Ask the issuer which credits they are.")
		return q, false
	}
	return quantity{measure{kind, f.same()}, f, mc.WorkloadCredits, w.Amount}, true
}

func readTime(w mc.Workload, note func(*vc.Rule, string)) (q quantity, ok bool) {
	t := w.Duration
	switch {
	case t.IsZero(), w.Kind == mc.WorkloadMaxDuration: // how long one may take is no amount of work
		return q, false
	case t.Negative, t.Years != 0, t.Months != 0, t.Weeks != 0, t.Days != 0:
		note(&ruleDuration, "It states its time in days or more, or as a negative one, so it is not added to the hours.")
		return q, false
	}
	seconds := mc.DecimalOf(t.Hours*3600 + t.Minutes*60).Add(t.Seconds)
	return quantity{measure{hours, string(w.Kind)}, Framework{}, w.Kind, seconds}, true
}

// checkEarned compares what was earned with what was offered.
func checkEarned(all []quantity, note func(*vc.Rule, string)) {
	for _, got := range all {
		for _, of := range all {
			if got.kind == earned && of.kind == offered && got.in == of.in && got.amount.Cmp(of.amount) > 0 {
				note(&ruleMore, fmt.Sprintf("It says that %s %s were earned of %s that are offered.", got.amount.Canonical(), got.framework, of.amount.Canonical()))
			}
		}
	}
}

// timeText writes seconds as hours, minutes and seconds.
func timeText(seconds mc.Decimal) string {
	whole, fraction, _ := strings.Cut(seconds.Canonical(), ".")
	var n int64
	for _, c := range whole {
		n = n*10 + int64(c-'0')
	}
	out := "PT"
	if h := n / 3600; h > 0 {
		out += fmt.Sprintf("%dH", h)
	}
	if m := n % 3600 / 60; m > 0 {
		out += fmt.Sprintf("%dM", m)
	}
	if s := n % 60; s > 0 || fraction != "" || out == "PT" {
		if fraction != "" {
			fraction = "." + fraction
		}
		out += fmt.Sprintf("%d%sS", s, fraction)
	}
	return out
}
