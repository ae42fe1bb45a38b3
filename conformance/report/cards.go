package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/conformance"
)

// How much one page shows. With more, nobody reads it and a browser grows slow; the
// rest is in the report in JSON.
const (
	maxParts   = 100 // profiles, also in a section
	maxCards   = 60  // of a profile in a section
	maxRows    = 400 // likewise, in a table
	maxCases   = 12  // of a requirement
	maxPerCase = 3   // exchanges of a case
	maxHeaders = 30  // of a message
	maxIDs     = 20  // of requirements that do not apply, for one reason
)

// builder makes the sections of a page, and spends what the page as a whole may
// have: what comes first, which is what is not kept, gets it.
type builder struct{ cards, rows, cases, exchanges int }

func newBuilder() *builder { return &builder{cards: 400, rows: 3000, cases: 1500, exchanges: 250} }

// spend reports whether there is something left, and takes one of it.
func spend(left *int) bool {
	if *left == 0 {
		return false
	}
	*left--
	return true
}

// leftOut says that so many things are not on the page.
func leftOut(n int, what string) string {
	if n == 0 {
		return ""
	}
	if what != "" {
		what = " " + counted(n, what)
	}
	return fmt.Sprintf("And %d%s more; they are in the report in JSON.", n, what)
}

type pageSection struct {
	Name, Title, Means, Label, More string
	Count                           int
	Folded                          bool
	Parts                           []pagePart
}

type pagePart struct {
	Index                        int
	Title, Caption, Column, More string
	Cards                        []pageCard
	Rows                         []pageRow
}

type pageCard struct {
	Class, Title, Level, ID, Suite, Clause, Link, Reason, Gap, Known, Mend, More string
	Cases                                                                        []pageCase
}

type pageRow struct{ Title, Level, ID, Suite, Text, Link string }

type pageCase struct {
	Name, Word, Want, Found, Document, Pointer, More string
	Exchanges                                        []pageExchange
}

type pageExchange struct {
	Line, Says string
	Sides      []pageSide
}

type pageSide struct{ Name, Text string }

// meanings says what is in each section, and how its table is called.
var meanings = map[string]struct{ means, label, column string }{
	"fail": {"What is required and was not found so.", "", ""},
	"warn": {"Recommendations that are not kept, and gaps that are known.", "", ""},
	"open": {"What was not tried, or could not be by a fault of the suite. It says nothing about the target.", "", "Why"},
	"pass": {"What was tried and is as it must be.", "what is kept", "Clause"},
	"none": {"What the target does not do, or is not.", "what does not apply, and why", "Why"},
}

func (b *builder) section(s section) pageSection {
	m := meanings[s.Name]
	out := pageSection{Name: s.Name, Title: s.Title, Count: s.Count, Means: m.means, Label: m.label, Folded: m.label != ""}
	for _, p := range s.Parts[:min(len(s.Parts), maxParts)] {
		out.Parts = append(out.Parts, b.part(p, m.column, out.Folded))
	}
	out.More = leftOut(len(s.Parts)-len(out.Parts), "profile")
	return out
}

func (b *builder) part(p part, column string, folded bool) pagePart {
	out := pagePart{Index: p.Index, Title: line(p.Claim.Title, maxName), Column: column}
	hidden := 0
	if p.Results[0].Status == conformance.NotApplicable {
		return b.inapplicable(p, out)
	}
	for _, result := range p.Results {
		card := !folded && (result.Status != conformance.Skipped || len(blamed(result)) > 0)
		switch {
		case card && len(out.Cards) < maxCards && spend(&b.cards):
			out.Cards = append(out.Cards, b.card(result))
		case !card && len(out.Rows) < maxRows && spend(&b.rows):
			out.Rows = append(out.Rows, rowOf(result))
		default:
			hidden++
		}
	}
	out.Caption, out.More = numbered(len(out.Rows), "requirement"), leftOut(hidden, "")
	return out
}

// inapplicable completes a part with what does not apply: one row for each reason,
// since a target that does not issue fails to do so in a hundred requirements.
func (b *builder) inapplicable(p part, out pagePart) pagePart {
	var reasons []string
	byReason := make(map[string][]conformance.Result)
	for _, result := range p.Results {
		if byReason[result.Reason] == nil {
			reasons = append(reasons, result.Reason)
		}
		byReason[result.Reason] = append(byReason[result.Reason], result)
	}
	hidden := 0
	for _, reason := range reasons {
		results := byReason[reason]
		if len(out.Rows) == maxRows || !spend(&b.rows) {
			hidden += len(results)
			continue
		}
		row := rowOf(results[0])
		if len(results) > 1 {
			var ids []string
			for _, result := range results {
				ids = append(ids, result.ID)
			}
			slices.Sort(ids)
			ids = slices.Compact(ids)
			row.Title, row.Level, row.Suite = numbered(len(results), "requirement"), "", ""
			row.ID = line(strings.Join(ids[:min(len(ids), maxIDs)], " "), maxPhrase)
			if len(ids) > maxIDs {
				row.ID += fmt.Sprintf(" and %d more", len(ids)-maxIDs)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	out.Caption, out.More = numbered(len(p.Results), "requirement"), leftOut(hidden, "")
	return out
}

func rowOf(result conformance.Result) pageRow {
	row := pageRow{
		Title: titleOf(result.Title, result.ID), Level: line(result.Level, 20), ID: line(result.ID, maxName), Suite: line(result.Suite, maxName),
		Text: line(result.Reason, maxPhrase),
	}
	if result.Status == conformance.Pass {
		row.Text, row.Link = clause(result.Spec), link(result.Spec)
	}
	return row
}

func (b *builder) card(result conformance.Result) pageCard {
	card := pageCard{
		Class: cardClass(result.Status), Title: titleOf(result.Title, result.ID), Level: line(result.Level, 20), ID: line(result.ID, maxName),
		Suite: line(result.Suite, maxName), Clause: clause(result.Spec), Link: link(result.Spec), Reason: lines(result.Reason, maxReason),
		Known: line(result.Known, maxPhrase), Mend: line(result.Mend, maxPhrase),
	}
	if card.Gap = "Known gap."; unexpected(result) {
		card.Gap = "No gap any more."
	}
	cases := blamed(result)
	for _, c := range cases {
		if len(card.Cases) == maxCases || !spend(&b.cases) {
			break
		}
		card.Cases = append(card.Cases, b.attempt(c, result.Title))
	}
	more := []string{leftOut(len(cases)-len(card.Cases), "case")}
	if n := passed(result); n > 0 && len(cases) > 0 {
		more = append(more, numbered(n, "case")+" passed.")
	}
	card.More = strings.TrimSpace(strings.Join(more, " "))
	return card
}

// cardClass returns what a status is called in the style.
func cardClass(status conformance.Status) string {
	for _, kind := range order {
		if slices.Contains(kind.of, status) {
			return kind.name
		}
	}
	return "none"
}

func (b *builder) attempt(c conformance.Case, title string) pageCase {
	out := pageCase{
		Name: orElse(line(c.Name, maxName), "A case without a name"), Want: line(c.Want, maxPhrase), Found: foundOf(c, title),
		Document: line(c.Document, maxName), Pointer: line(c.Pointer, maxName),
	}
	if c.Document == c.Name {
		out.Document = ""
	}
	switch c.Status {
	case conformance.Warn:
		out.Word = "warning"
	case conformance.Error:
		out.Word = "error of the suite"
	}
	for _, exchange := range c.Exchanges {
		if len(out.Exchanges) == maxPerCase || !spend(&b.exchanges) {
			break
		}
		out.Exchanges = append(out.Exchanges, exchangeOf(exchange))
	}
	out.More = leftOut(len(c.Exchanges)-len(out.Exchanges), "request")
	return out
}

func exchangeOf(e conformance.Exchange) pageExchange {
	out := pageExchange{Line: orElse(line(e.Request.Line, maxName), "Exchange")}
	var says []string
	if e.Response.Status != 0 {
		says = append(says, fmt.Sprintf("status %d", e.Response.Status))
	}
	if e.Failure != "" {
		says = append(says, strings.TrimSuffix(line(e.Failure, maxName), "."))
	}
	says = append(says, tookOf(e.Duration))
	out.Says = strings.Join(says, ", ")
	for _, side := range []struct {
		name    string
		message conformance.Message
	}{{"Sent", e.Request}, {"Received", e.Response}} {
		if text := messageText(side.message); text != "" {
			out.Sides = append(out.Sides, pageSide{side.name, text})
		}
	}
	return out
}

// messageText writes a message out as it goes over a line: header, empty line, body.
func messageText(m conformance.Message) string {
	var b strings.Builder
	names := slices.Sorted(maps.Keys(m.Header))
	for i, name := range names {
		if i == maxHeaders {
			fmt.Fprintf(&b, "… and %d more\n", len(names)-i)
			break
		}
		values := m.Header[name]
		fmt.Fprintf(&b, "%s: %s\n", line(name, maxName), line(strings.Join(values[:min(len(values), 10)], ", "), maxPhrase))
	}
	if m.Text != "" {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(lines(m.Text, maxBody))
	} else if m.Size > 0 {
		fmt.Fprintf(&b, "(%d bytes)", m.Size)
	}
	return strings.TrimRight(b.String(), "\n")
}
