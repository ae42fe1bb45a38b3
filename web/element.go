package web

import (
	"strconv"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// elements is which of the standard elements a credential states.
type elements struct {
	Note string // in the place of the rows
	Rows []elementRow
	Sums string
}

type elementRow struct {
	Number             int
	Name, Kind         string
	Status, Tone, Seen string
	Value              text
}

// elements returns the standard elements of a credential, nil if it was not read.
func (r *reader) elements(i *mikromerit.Inspection, said *content) *elements {
	words := &r.Phrases.Elements
	if i.Credential == nil || len(i.Elements) != len(words.Element) || len(i.Native) != len(i.Elements) {
		return nil
	}
	out := &elements{}
	if claimsOther(i) {
		out.Note = words.Not
		return out
	}
	if i.Result != nil && i.Result.Derived {
		out.Note = words.Withheld
	}
	v := claim{r, i.Credential}
	mandatory, optional := 0, 0
	for n, e := range i.Elements {
		row := elementRow{Number: e.Number, Name: words.Element[n], Kind: words.Optional, Value: v.element(e.Number, said)}
		if e.Mandatory {
			row.Kind = words.Mandatory
		}
		switch e.Status {
		case mc.Present:
			row.Status, row.Tone = words.Present, toneGood
			if e.Mandatory {
				mandatory++
			} else {
				optional++
			}
		case mc.Partial:
			row.Status, row.Tone = words.Partial, toneCalm
		default:
			row.Status, row.Tone, row.Value = words.Absent, toneNone, text{}
		}
		row.Seen = r.seen(e.Status, i.Native[n].Status)
		out.Rows = append(out.Rows, row)
	}
	out.Sums = sprintf(words.Count, mandatory, optional)
	return out
}

// claimsOther reports whether a credential is about something else than a
// micro-credential. Inspect then has a line in the place of the table of the elements.
func claimsOther(i *mikromerit.Inspection) bool {
	for _, s := range i.Sections {
		if len(s.Rows) == 0 && s.Note != "" {
			return true
		}
	}
	return false
}

// seen says who finds an element.
func (r *reader) seen(ours, others mc.Presence) string {
	words := &r.Phrases.Elements
	switch {
	case ours == mc.Absent:
		return words.NoOne
	case others == ours, others == mc.Present:
		return words.Native
	case others == mc.Absent:
		return words.OursOnly
	}
	return words.InPart
}

// element returns what the credential states for a standard element, in short.
func (v claim) element(number int, said *content) text {
	short := func(l list) text {
		if len(l.Items) == 0 {
			return text{}
		}
		t := l.Items[0]
		t.Text = cleaned(t.Text, 120)
		if more := len(l.Items) - 1 + l.More; more > 0 {
			t.Text += " (+" + strconv.Itoa(more) + ")"
		}
		return t
	}
	labelled := func(tiles []tile, label string) text {
		for _, t := range tiles {
			if t.Label == label {
				return short(t.List)
			}
		}
		return text{}
	}
	words := &v.Phrases.Content
	switch number {
	case 1:
		if said.LearnerNote == "" {
			return said.Learner
		}
		return text{Text: said.LearnerNote}
	case 2:
		return said.Title
	case 3:
		return text{Text: said.IssuerCountries}
	case 4:
		return said.Giver
	case 5:
		if t := v.date(v.Award.Awarding.On); !t.IsZero() {
			return t
		}
		return v.date(v.Envelope.Issued)
	case 6:
		return short(said.Outcomes)
	case 7:
		if t := labelled(said.Tiles, words.Workload); !t.IsZero() {
			return t
		}
		return labelled(said.Tiles, words.Credits)
	case 8:
		return labelled(said.Tiles, words.Level)
	}
	return labelled(said.Rows, map[int]string{
		9: words.Assessment, 10: words.Participation, 11: words.Quality, 12: words.Prerequisites, 13: words.Supervision, 14: words.Result,
		15: words.Stackability, 16: words.Further,
	}[number])
}
