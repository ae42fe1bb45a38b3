package policy

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Outcome is the answer to one rule.
type Outcome struct {
	Rule   *Rule
	State  State
	At     mc.Path // what decided it; "" is the whole credential
	Detail string  // one sentence, without personal data
	// Missing says of a failure that something is not there, which the holder of a
	// derived document may have withheld.
	Missing bool
}

// Report is what a profile says of a credential, with an outcome for each rule.
type Report struct {
	Profile  *Profile
	Outcomes []Outcome
}

// Judge answers every rule of a profile for a credential.
func Judge(p *Profile, c *mc.Credential) Report {
	s := newSubject(c)
	r := Report{Profile: p, Outcomes: make([]Outcome, len(p.Rules))}
	for i := range p.Rules {
		rule := &p.Rules[i]
		a := rule.check.ask(s)
		r.Outcomes[i] = Outcome{rule, a.state, a.at, detail(rule, a), a.state == Fail && a.missing}
	}
	return r
}

// Check returns what [Judge] finds as findings on the axis of conformance, one for
// each rule. Their pointers are canonical paths of the model: a credential in the
// model has no document to point into.
func Check(p *Profile, c *mc.Credential) []vc.Finding { return Judge(p, c).Findings() }

func detail(r *Rule, a answer) string {
	text := strings.TrimSuffix(r.Text, ".")
	switch {
	case a.found == "":
		return r.Text
	case a.state == NotApplicable:
		return text + "; not applicable: " + a.found + "."
	}
	return text + "; found " + a.found + "."
}

// Findings returns the outcomes as findings, whose pointers are canonical paths. Only
// a MUST fails or stays unknown; a SHOULD warns, and of a MAY nobody asks anything.
func (r Report) Findings() []vc.Finding {
	out := make([]vc.Finding, len(r.Outcomes))
	for i, o := range r.Outcomes {
		out[i] = o.Finding(o.At.String())
	}
	return out
}

// Finding returns the outcome as a finding at a pointer.
func (o Outcome) Finding(pointer string) vc.Finding {
	return o.Rule.Finding(o.Status(), pointer, o.Detail)
}

// Status returns how the outcome counts.
func (o Outcome) Status() vc.Status {
	missed := o.State == Fail || o.State == Unknown
	switch {
	case o.State == Pass:
		return vc.Pass
	case missed && o.Rule.Level == vc.Should:
		return vc.Warn
	case !missed || o.Rule.Level != vc.Must:
		return vc.NotAsked
	case o.State == Fail:
		return vc.Fail
	}
	return vc.Unknown
}

// Verdict returns invalid when a MUST fails, indeterminate when one is unknown, and
// valid otherwise.
func (r Report) Verdict() vc.Verdict {
	verdict := vc.Valid
	for _, o := range r.Outcomes {
		switch o.Status() {
		case vc.Fail:
			return vc.Invalid
		case vc.Unknown:
			verdict = vc.Indeterminate
		}
	}
	return verdict
}

// Count is how many rules were answered how. Optional counts those of a MAY that do
// not hold, which nobody has to do anything about.
type Count struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"` // of a MUST
	Warn          int `json:"warn"` // a SHOULD that does not hold, or of which it is not known
	Unknown       int `json:"unknown"`
	Optional      int `json:"optional"`
	NotApplicable int `json:"notApplicable"`
}

func (c *Count) add(o Outcome) {
	switch status := o.Status(); {
	case status == vc.Pass:
		c.Pass++
	case status == vc.Fail:
		c.Fail++
	case status == vc.Warn:
		c.Warn++
	case status == vc.Unknown:
		c.Unknown++
	case o.State == NotApplicable:
		c.NotApplicable++
	default:
		c.Optional++
	}
}

// Count counts all outcomes.
func (r Report) Count() Count {
	var out Count
	for _, o := range r.Outcomes {
		out.add(o)
	}
	return out
}

// PrincipleCount counts the outcomes of the rules behind one principle.
type PrincipleCount struct {
	Principle Principle `json:"principle"`
	Count
}

// Principles counts the outcomes by the principles that a failure hurts, in the order
// of the principles. Those behind which the profile has no rule are left out.
func (r Report) Principles() []PrincipleCount {
	counts := [InformationAndGuidance + 1]Count{}
	asked := [InformationAndGuidance + 1]bool{}
	for _, o := range r.Outcomes {
		for _, p := range o.Rule.Principles {
			asked[p] = true
			counts[p].add(o)
		}
	}
	var out []PrincipleCount
	for _, p := range Principles() {
		if asked[p] {
			out = append(out, PrincipleCount{p, counts[p]})
		}
	}
	return out
}
