package passport

import (
	"cmp"
	"time"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/stacking"
	"github.com/mikromerit/mikromerit/vc"
)

// SummaryOptions are the options of [Passport.Summary].
type SummaryOptions struct {
	// Target is what the credentials are held against; nil: nothing.
	Target *mc.Definition
	// At is the time of the comparison; zero: now.
	At time.Time
	// Language is preferred for titles.
	Language language.Tag
}

// Summary is what is known about a passport, for JSON and for a page.
type Summary struct {
	Form        Form           `json:"form"`
	Verdict     vc.Verdict     `json:"verdict"`
	Axes        vc.Axes        `json:"axes"`
	Headline    string         `json:"headline"`
	Holder      string         `json:"holder,omitempty"`
	Proven      bool           `json:"holderProven"`
	Credentials []Line         `json:"credentials"`
	Total       stacking.Total `json:"total"`
	Plan        *stacking.Plan `json:"plan,omitempty"`
	Findings    []vc.Finding   `json:"findings"` // on the passport as a bundle
}

// Line is one credential of a [Summary].
type Line struct {
	Pointer    string        `json:"pointer"`
	Title      string        `json:"title"`
	TitleText  mc.LangString `json:"-"`      // in all languages
	Issuer     string        `json:"issuer"` // as the credential has it
	IssuerText mc.LangString `json:"-"`
	Verdict    vc.Verdict    `json:"verdict"`
	Axes       vc.Axes       `json:"axes"`
	ValidUntil mc.Instant    `json:"validUntil"`
	Binding    Binding       `json:"binding"`
	Digest     string        `json:"digest,omitempty"`
	Error      string        `json:"error,omitempty"`
	// Count says whether its first claim is in the total.
	Count stacking.Count `json:"count"`
}

// Summary returns all that is known about the passport.
func (p *Passport) Summary(o SummaryOptions) Summary {
	s := Summary{
		Form: p.Form, Verdict: p.Result.Verdict, Axes: p.Result.Axes, Headline: p.Result.Headline(), Holder: p.Holder, Proven: p.Proven,
		Credentials: []Line{}, Total: p.Total(), Findings: append([]vc.Finding{}, p.Findings...),
	}
	counts := map[int]stacking.Count{}
	for _, e := range s.Total.Entries {
		if e.Claim == "" {
			counts[e.Credential] = e.Count
		}
	}
	for i, c := range p.All() {
		line := Line{
			Pointer: c.Pointer, Verdict: c.Result.Verdict, Axes: c.Result.Axes, Binding: c.Binding, Digest: c.Digest,
			Count: cmp.Or(counts[i], stacking.NotCounted),
		}
		if c.Err != nil {
			line.Error = vc.Plain(c.Err.Error())
		}
		if c.Model != nil {
			line.TitleText, line.IssuerText, line.ValidUntil = c.Model.Title(), c.Model.Envelope.Issuer.DisplayName(), c.Model.Envelope.ValidUntil
			title, _ := line.TitleText.Best(o.Language)
			issuer, _ := line.IssuerText.Best(o.Language)
			line.Title, line.Issuer = title.Text, cmp.Or(issuer.Text, c.Model.Envelope.Issuer.ID)
		}
		s.Credentials = append(s.Credentials, line)
	}
	if o.Target != nil {
		at := o.At
		if at.IsZero() {
			at = time.Now()
		}
		plan := p.Plan(o.Target, at)
		s.Plan = &plan
	}
	return s
}
