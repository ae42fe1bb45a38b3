package badge

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineActivities() {
	type A = mc.ActivitySpec
	modes := mapping.Extension(
		mapping.Many("mode", func(a *A) *[]mc.Concept { return &a.Modes }, &s.concept),
		mapping.Many("language", func(a *A) *[]mc.Concept { return &a.Languages }, &s.concept),
	)
	s.course = class[A]{
		ID: func(a *A) *string { return &a.ID },
		Rows: mapping.Rows(
			mapping.Extension(
				mapping.Lang("title", func(a *A) *mc.LangString { return &a.Title }),
				mapping.Lang("descriptions", func(a *A) *mc.LangString { return &a.Description }),
				mapping.Many("identification", func(a *A) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
				mapping.Many("activityType", func(a *A) *[]mc.Concept { return &a.Types }, &s.concept),
			),
			modes,
			durations(func(a *A) *[]mc.Workload { return &a.Workload }),
			mapping.Extension(
				notes("furtherInformation", func(a *A) *[]mc.Note { return &a.Notes }),
				mapping.Many("activityPart", func(a *A) *[]A { return &a.Parts }, &s.course),
			),
		),
	}
	type T = mc.Activity
	course := func(a *T) **A { return &a.Spec }
	s.activity = class[T]{
		ID: func(a *T) *string { return &a.ID },
		Rows: mapping.Rows(
			mapping.Extension(
				mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
				mapping.Lang("descriptions", func(a *T) *mc.LangString { return &a.Description }),
				mapping.Many("identification", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
				mapping.Many("activityType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			),
			mapping.Through(course, mapping.ReadOnly(modes[0]), mapping.ReadOnly(modes[1])), // written with the specification
			mapping.Extension(
				mapping.Opt("specifiedBy", course, &s.course),
				mapping.Many("period", func(a *T) *[]mc.Period { return &a.Periods }, &s.period),
				mapping.Many("location", func(a *T) *[]mc.Location { return &a.Locations }, &s.place),
				mapping.Many("directedBy", func(a *T) *[]mc.Party { return &a.Directors }, &s.party),
			),
			durations(func(a *T) *[]mc.Workload { return &a.Workload }),
			mapping.Extension(
				notes("furtherInformation", func(a *T) *[]mc.Note { return &a.Notes }),
				mapping.Many("activityPart", func(a *T) *[]T { return &a.Parts }, &s.activity),
			),
		),
	}
}

// durations are the members with durations. Of those with room for one, the
// first that is a duration stands there. They are read in an order of their
// own, in which they then stand in the list.
func durations[T any](get func(*T) *[]mc.Workload) []row[T] {
	return mapping.Extension(
		mapping.Turn(3, duration("volumeOfLearning", mc.WorkloadNotional, get)),
		mapping.Turn(2, duration("maximumDuration", mc.WorkloadMaxDuration, get)),
		mapping.Turn(4, duration("workload", mc.WorkloadActivity, get)),
		mapping.Turn(1, duration("contactHour", mc.WorkloadContact, get)),
	)
}

func duration[T any](term string, kind mc.WorkloadKind, get func(*T) *[]mc.Workload) row[T] {
	field := mapping.PathOf(get)
	return custom(term, func(d *decoder, v jsontree.Value, to *T, at path) {
		for one := range v.Each() {
			leaf, s, ok := d.Literal(one)
			if !ok || s == "" {
				d.Scaffold(leaf)
				continue
			}
			list := get(to)
			here := step(at, field).At(len(*list))
			w := mc.Workload{Kind: kind}
			if duration, err := mc.ParseISODuration(s); err == nil {
				w.Duration = duration
				d.Keep(leaf, here.Dot("duration"))
			} else {
				w.Text = s
				d.Keep(leaf, here.Dot("text"))
			}
			d.Derive(leaf, here.Dot("kind"))
			*list = append(*list, w)
		}
	}, func(e *encoder, n *node, from *T, at path) {
		if kind == mc.WorkloadContact {
			e.contactHours(n, term, *get(from), step(at, field))
			return
		}
		for i, w := range *get(from) {
			if w.Kind == kind && !w.Duration.IsZero() {
				here := step(at, field).At(i)
				e.Keep(here.Dot("duration"), n.At(term))
				e.Keep(here.Dot("kind"), n.At(term))
				e.PutText(n, term, w.Duration.String())
				return
			}
		}
	})
}

// contactHours writes hours of contact as a duration, in words, or as a number.
func (e *encoder) contactHours(n *node, term string, list []mc.Workload, at path) {
	m := mapping.Member{Term: term, Array: true}
	for i, w := range list {
		field, text := "duration", w.Duration.String()
		if text == "" {
			field, text = "text", w.Text
		}
		if text == "" {
			field, text = "amount", w.Amount.String()
		}
		if w.Kind == mc.WorkloadContact && text != "" {
			to := element(n.At(term), len(m.Items))
			e.Keep(at.At(i).Dot(field), to)
			e.Keep(at.At(i).Dot("kind"), to)
			m.Items = append(m.Items, mapping.Item{Raw: mapping.Quote(text)})
		}
	}
	e.Add(n, m)
}

// onlyCredits is a member with a number of credits. Open Badges has no framework
// for it, so it is written when there is exactly one; read, it is the number of
// credits of the extension, if that has one.
func onlyCredits[T any](term string, get func(*T) *[]mc.Workload) row[T] {
	field := mapping.PathOf(get)
	return custom(term, func(d *decoder, v jsontree.Value, to *T, at path) {
		d.credits(v, get(to), step(at, field))
	}, func(e *encoder, n *node, from *T, at path) {
		only, list := -1, *get(from)
		for i, w := range list {
			if w.Kind == mc.WorkloadCredits && !w.Amount.IsZero() {
				if only >= 0 {
					return
				}
				only = i
			}
		}
		if only < 0 {
			return
		}
		if here := step(at, field).At(only); e.putNumber(n, term, list[only].Amount, here.Dot("amount")) {
			e.Translate(here.Dot("kind"), n.At(term), "a number of credits")
		}
	})
}

func (d *decoder) credits(v jsontree.Value, list *[]mc.Workload, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	amount, err := mc.ParseDecimal(s)
	if err != nil {
		d.Reject(v, err.Error())
		return
	}
	only, n := -1, 0
	for i, w := range *list {
		if w.Kind != mc.WorkloadCredits {
			continue
		}
		if mapping.Alike(w.Amount, amount) {
			d.Change(v, at.At(i).Dot("amount"), "a number of credits")
			return
		}
		only, n = i, n+1
	}
	if n == 1 {
		contradiction(d.Reader, v, at.At(only).Dot("amount"))
		return
	}
	here := at.At(len(*list))
	d.Keep(v, here.Dot("amount"))
	d.Derive(v, here.Dot("kind"))
	*list = append(*list, mc.Workload{Kind: mc.WorkloadCredits, Amount: amount})
}
