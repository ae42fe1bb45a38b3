package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/stacking"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/vc"
)

// overview is what a file says that holds several credentials: which they are, what
// they add up to, and how they stand to a target.
type overview struct {
	Lead   string
	Holder string // an id
	Lines  []passportLine
	More   int
	Sums   []sumLine
	Hours  []tile
	Plan   *plan
	Notes  []check
}

// passportLine is one credential of the list.
type passportLine struct {
	Number        int
	Title, Issuer text
	Tone          string
	Standing      string
	Binding       string
	Count         string
}

// sumLine is one framework of credits.
type sumLine struct {
	Framework       text
	Earned, Offered string
}

// plan is how the credentials stand to a target.
type plan struct {
	Title text
	Parts []planPart
	Needs []string
	Apart string // credentials that have nothing to do with it
}

type planPart struct {
	Title          text
	Tone, Standing string
	By             string
	Hint           string
	Depth          int
}

// The most that is listed.
const (
	maxLines     = 200
	maxNotes     = 40
	maxPlanParts = 200
)

// bindingOrder and countOrder are those of the phrases.
var (
	bindingOrder  = []passport.Binding{passport.BoundHolder, passport.BoundRecipient, passport.BoundNamed, passport.BoundOther, passport.BoundNot}
	countOrder    = []stacking.Count{stacking.Counted, stacking.Open, stacking.NotCounted, stacking.Nothing}
	standingOrder = []stacking.Standing{stacking.There, stacking.InPart, stacking.Undecided, stacking.NotInForce, stacking.Unfit, stacking.Missing}
	standingTones = map[stacking.Standing]string{
		stacking.There: toneGood, stacking.InPart: toneCalm, stacking.Undecided: toneUnsure, stacking.NotInForce: toneBad, stacking.Unfit: toneBad, stacking.Missing: toneNone,
	}
)

// overview returns the overview of a passport, or nil for a file that is none. A single
// credential needs one only when it is held against something.
func (r *reader) overview(ctx context.Context, i *mikromerit.Inspection, o Options) (*overview, error) {
	if i.Result == nil {
		return nil, nil
	}
	p, err := passport.Read(ctx, i.Result)
	switch {
	case errors.Is(err, passport.ErrNone), err == nil && p.Len() == 1 && o.Target == nil:
		return nil, nil
	case err != nil:
		return nil, err
	}
	words := &r.Phrases.Passport
	s := p.Summary(passport.SummaryOptions{Target: o.Target, At: o.At})
	out := &overview{Lead: words.Unproven, Holder: cleaned(p.Holder, maxLine)}
	switch {
	case p.Proven:
		out.Lead = words.Proven
	case p.Form == passport.Record:
		out.Lead = words.Collected
	}
	for n, c := range p.All() {
		if n == maxLines {
			out.More = p.Len() - n
			break
		}
		out.Lines = append(out.Lines, r.passportLine(n, c, s.Credentials[n]))
	}
	out.Sums, out.Hours = r.sums(s.Total), r.spent(s.Total)
	if s.Plan != nil {
		out.Plan = r.plan(s.Plan)
	}
	out.Notes = r.notes(s)
	return out, nil
}

func (r *reader) passportLine(n int, c *passport.Credential, l passport.Line) passportLine {
	words := &r.Phrases.Passport
	out := passportLine{
		Number: n + 1, Title: cmp.Or(r.text(l.TitleText, maxLine), text{Text: r.Phrases.Content.NoTitle}), Issuer: r.text(l.IssuerText, maxLine),
		Binding: words.Binding[slices.Index(bindingOrder, l.Binding)], Count: words.Count[slices.Index(countOrder, l.Count)],
	}
	out.Tone, out.Standing = r.band(&mikromerit.Result{Result: c.Result})
	return out
}

// sums are the credits by framework.
func (r *reader) sums(t stacking.Total) (all []sumLine) {
	amount := func(a stacking.Amount) string {
		out := r.number(a.Counted)
		if !a.Open.IsZero() {
			out = cmp.Or(out, "0") + " " + sprintf(r.Phrases.Passport.OpenMore, r.number(a.Open))
		}
		return cmp.Or(out, "–")
	}
	for _, c := range t.Credits[:min(len(t.Credits), maxItems)] {
		all = append(all, sumLine{r.framework(c.Framework), amount(c.Earned), amount(c.Offered)})
	}
	return all
}

// framework is how credits are called.
func (r *reader) framework(f stacking.Framework) text {
	return plain(cmp.Or(creditSystems[f.IRI], f.String()))
}

// spent is the time that the credentials state.
func (r *reader) spent(t stacking.Total) (all []tile) {
	for _, h := range t.Hours {
		var parts []text
		for _, one := range []struct{ time, format string }{{h.Counted, "%s"}, {h.Open, r.Phrases.Passport.OpenMore}} {
			if d, err := mc.ParseISODuration(one.time); err == nil {
				parts = append(parts, text{Text: sprintf(one.format, r.amount(mc.Workload{Kind: h.Kind, Duration: d}).Text)})
			}
		}
		if len(parts) > 0 {
			all = append(all, tile{r.Phrases.Content.Workload, listOf(len(parts), func(i int) text { return parts[i] })})
		}
	}
	return all
}

func (r *reader) plan(p *stacking.Plan) *plan {
	words := &r.Phrases.Passport
	out := &plan{Title: cmp.Or(r.text(p.Title, maxLine), text{Text: r.Phrases.Content.NoTitle})}
	r.planParts(out, p.Parts, 0)
	for _, n := range p.Credits {
		line := sprintf(words.Need, cmp.Or(r.number(n.Earned), "0"), r.number(n.Needed), r.framework(n.Framework).Text)
		if n.Offered.Cmp(n.Earned) > 0 {
			line += " " + sprintf(words.AsOffered, r.number(n.Offered))
		}
		if !n.Open.IsZero() {
			line += " " + sprintf(words.OpenMore, r.number(n.Open))
		}
		if !n.Maximum.IsZero() {
			line += " " + sprintf(words.Maximum, r.number(n.Maximum))
		}
		out.Needs = append(out.Needs, line)
	}
	if len(p.Apart) > 0 {
		out.Apart = sprintf(words.Apart, numbered(p.Apart))
	}
	return out
}

func (r *reader) planParts(out *plan, parts []stacking.Part, depth int) {
	words := &r.Phrases.Passport
	for _, p := range parts {
		if len(out.Parts) == maxPlanParts {
			return
		}
		one := planPart{
			Title: cmp.Or(r.text(p.Title, maxLine), plain(p.ID), text{Text: r.Phrases.Content.NoTitle}), Depth: min(depth, 4),
			Tone: standingTones[p.Standing], Standing: words.Standing[slices.Index(standingOrder, p.Standing)],
		}
		if len(p.By) > 0 {
			one.By = sprintf(words.By, numbered(credentialsOf(p.By)))
		}
		if len(p.By) == 0 && len(p.Hints) > 0 {
			one.Hint = sprintf(words.Alike, numbered(credentialsOf(p.Hints)))
		}
		out.Parts = append(out.Parts, one)
		r.planParts(out, p.Parts, depth+1)
	}
}

func credentialsOf(all []stacking.Met) (numbers []int) {
	for _, m := range all {
		numbers = append(numbers, m.Credential)
	}
	return numbers
}

// numbered lists credentials by their numbers on the page.
func numbered(all []int) (out string) {
	slices.Sort(all)
	for i, n := range slices.Compact(all) {
		switch {
		case i == maxItems:
			return out + " …"
		case i > 0:
			out += ", "
		}
		out += strconv.Itoa(n + 1)
	}
	return out
}

// notes are the remarks on the passport, its sum and its plan.
func (r *reader) notes(s passport.Summary) (all []check) {
	found := slices.Concat(s.Findings, s.Total.Findings)
	if s.Plan != nil {
		found = append(found, s.Plan.Findings...)
	}
	for _, f := range found {
		if f.Status == vc.Warn && len(all) < maxNotes {
			all = append(all, check{Code: f.Code, Detail: cleaned(f.Detail, maxTerm), Pointer: cleaned(f.Pointer, maxLine)})
		}
	}
	return all
}
