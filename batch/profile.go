package batch

import (
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/vc"
)

// By adds what policy profiles say of a document, or of the credentials in it, to
// whether it conforms. It changes nothing of a document about which nothing was found
// out.
func (j *Judgement) By(profiles ...*policy.Profile) {
	if len(profiles) > 0 && j.Result != nil {
		j.Decisive = append(slices.Clip(j.Decisive), j.Outcome.judgeBy(profiles, j.Result)...)
	}
}

// judgeBy returns the findings that keep the verdict from being valid.
func (o *Outcome) judgeBy(profiles []*policy.Profile, r *mikromerit.Result) []vc.Finding {
	var against []vc.Finding
	axes := *o.Axes
	for i, inner := range r.Credentials {
		against = append(against, o.Credentials[i].judgeBy(profiles, &mikromerit.Result{Result: inner})...)
		axes[vc.Conformant] = worseAnswer(axes[vc.Conformant], o.Credentials[i].Axes[vc.Conformant])
	}
	for _, p := range profiles {
		if r.HoldsOthers() {
			break
		}
		report, err := r.Judge(p)
		if err != nil {
			unread := mikromerit.NotJudged(p, err)
			o.Findings, against = append(o.Findings, unread), append(against, unread)
			axes[vc.Conformant] = worseAnswer(axes[vc.Conformant], vc.Indeterminate)
			continue
		}
		o.Profiles = append(o.Profiles, report)
		axes[vc.Conformant] = worseAnswer(axes[vc.Conformant], report.Verdict())
		for _, f := range report.Findings() {
			if f.Status == vc.Fail || f.Status == vc.Unknown {
				against = append(against, f)
			}
			again := slices.Contains(o.Findings, f) // of a profile that both extend
			if f.Status != vc.Pass && f.Status != vc.NotAsked && !again {
				o.Findings = append(o.Findings, f)
			}
		}
	}
	o.Axes = &axes
	o.Verdict = axes.Verdict([]vc.Axis{vc.Conformant}).String()
	return against
}

// worseAnswer returns the answer to a question of which both parts have to hold.
func worseAnswer(a, b vc.Verdict) vc.Verdict {
	for _, v := range []vc.Verdict{vc.Invalid, vc.Indeterminate} {
		if a == v || b == v {
			return v
		}
	}
	if b == vc.Unasked {
		return a
	}
	return b
}
