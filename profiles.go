package mikromerit

import (
	"encoding/json"
	"fmt"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/vc"
)

// ProfileReport is what a policy profile says of the credential in a document.
type ProfileReport struct {
	policy.Report
	// Pointers are the JSON Pointers of what decided each outcome; "" is the whole
	// document.
	Pointers []string
}

// Judge answers the rules of a policy profile for the credential. It asks nothing about
// proofs and trust. What the holder of a derived document may have withheld is unknown.
// An error means that the credential cannot be read into the model.
func (r *Result) Judge(p *policy.Profile) (*ProfileReport, error) {
	if r.Legacy != nil {
		return nil, newLegacyError()
	}
	_, credential, read, err := r.decode(Formats())
	if err != nil {
		return nil, err
	}
	return judgeBy(p, credential, read, r.Derived), nil
}

// ruleJudged is the rule that a credential can be judged at all.
var ruleJudged = vc.Rule{Code: "POLICY-JUDGED", Axis: vc.Conformant, Level: vc.Must, Spec: specProfiles,
	Text: "A credential that is to be judged by a policy profile must be of a format that can be read into the model."}

const specProfiles = "https://github.com/mikromerit/mikromerit/blob/main/docs/policy-profiles.md"

// NotJudged returns the finding that a profile could not be asked about a document, and
// why.
func NotJudged(p *policy.Profile, err error) vc.Finding {
	return ruleJudged.Finding(vc.Unknown, "", "The profile "+p.ID+" could not be asked: "+err.Error()+".")
}

// HoldsOthers reports whether the document is there for the credentials in it, which
// are then what a profile is about: a presentation, record or container.
func (r *Result) HoldsOthers() bool {
	return len(r.Credentials) > 0
}

// judgeBy judges a credential that was read with a report.
func judgeBy(p *policy.Profile, credential *mc.Credential, read *mc.Report, derived bool) *ProfileReport {
	out := &ProfileReport{Report: policy.Judge(p, credential)}
	for i := range out.Outcomes {
		o := &out.Outcomes[i]
		if derived && o.Missing {
			o.State = policy.Unknown
			o.Detail = strings.TrimSuffix(o.Detail, ".") + "; the holder may have withheld it."
		}
		out.Pointers = append(out.Pointers, sourceOf(read, o.At))
	}
	return out
}

// sourceOf returns where the document states what stands at a canonical path, or "".
func sourceOf(read *mc.Report, at mc.Path) string {
	if read == nil || at == "" {
		return ""
	}
	for _, leaf := range read.Leaves {
		for _, path := range leaf.Canonical {
			if leaf.Source != "" && path.Under(at) {
				return leaf.Source
			}
		}
	}
	return ""
}

// Findings returns the outcomes as findings that point into the document.
func (r *ProfileReport) Findings() []vc.Finding {
	out := make([]vc.Finding, len(r.Outcomes))
	for i, o := range r.Outcomes {
		out[i] = o.Finding(r.Pointers[i])
	}
	return out
}

// profileOutcome is an outcome as JSON. The names are stable.
type profileOutcome struct {
	Code       string             `json:"code"`
	Level      vc.Level           `json:"level"`
	State      policy.State       `json:"state"`
	Status     vc.Status          `json:"status"`
	Path       mc.Path            `json:"path"`
	Pointer    string             `json:"pointer"`
	Detail     string             `json:"detail"`
	Element    int                `json:"element,omitempty"`
	Principles []policy.Principle `json:"principles"`
	Source     string             `json:"source"`
	Clause     string             `json:"clause,omitempty"`
	Spec       string             `json:"spec"`
}

// MarshalJSON writes the profile, the verdict, the counts and every outcome.
func (r *ProfileReport) MarshalJSON() ([]byte, error) {
	rules := make([]profileOutcome, len(r.Outcomes))
	for i, o := range r.Outcomes {
		rules[i] = profileOutcome{o.Rule.Code, o.Rule.Level, o.State, o.Status(), o.At, r.Pointers[i], o.Detail,
			o.Rule.Element, o.Rule.Principles, o.Rule.Source.Name, o.Rule.Clause, o.Rule.Spec}
	}
	return json.Marshal(struct {
		ID         string                  `json:"id"`
		Title      string                  `json:"title"`
		Version    string                  `json:"version"`
		Verdict    vc.Verdict              `json:"verdict"`
		Count      policy.Count            `json:"count"`
		Principles []policy.PrincipleCount `json:"principles"`
		Rules      []profileOutcome        `json:"rules"`
	}{r.Profile.ID, r.Profile.Name(), r.Profile.Version, r.Verdict(), r.Count(), r.Principles(), rules})
}

// profileSections show what profiles say: the rules that are not kept, and which
// principles that hurts.
func profileSections(reports []*ProfileReport) []Section {
	var out []Section
	for _, r := range reports {
		var rows [][]string
		for _, o := range r.Outcomes {
			if word := outcomeWords[o.Status()]; word != "" {
				rows = append(rows, []string{word, o.Rule.Code, withPlace(o)})
			}
		}
		if hurt := r.Hurt(); hurt != "" {
			rows = append(rows, []string{"hurts", "", hurt})
		}
		out = append(out, Section{Title: "Profile " + r.Profile.ID + ": " + r.Profile.Name(), Rows: rows, Note: r.Summary()})
	}
	return out
}

var (
	outcomeWords    = map[vc.Status]string{vc.Fail: "FAIL", vc.Warn: "warn", vc.Unknown: "?"}
	profileVerdicts = map[vc.Verdict]string{vc.Valid: "Every MUST is kept", vc.Invalid: "A MUST is not kept", vc.Indeterminate: "Not every MUST can be answered"}
)

// Summary says in one sentence how many rules are kept.
func (r *ProfileReport) Summary() string {
	c := r.Count()
	return fmt.Sprintf("%s: %d kept, %d broken, %d to look at, %d unknown, %d optional and not there, %d not applicable.",
		profileVerdicts[r.Verdict()], c.Pass, c.Fail, c.Warn, c.Unknown, c.Optional, c.NotApplicable)
}

// Hurt names the principles behind rules that are not kept, with how many of their
// rules that are; "" when there are none.
func (r *ProfileReport) Hurt() string {
	var out []string
	for _, p := range r.Principles() {
		if hurt := p.Fail + p.Warn + p.Unknown; hurt > 0 {
			out = append(out, fmt.Sprintf("%s (%d of %d)", p.Principle, hurt, hurt+p.Pass))
		}
	}
	return strings.Join(out, ", ")
}

func withPlace(o policy.Outcome) string {
	if o.At == "" {
		return o.Detail
	}
	return withRemark(strings.TrimSuffix(o.Detail, "."), o.At.String()) + "."
}
