package conformance

import "time"

// ReportVersion is the version of the form of [Report]. Members may be added
// without a new version; what there is keeps its meaning.
const ReportVersion = "1"

// Report is what a run found. It is the one source of every form of report; see
// package conformance/report.
type Report struct {
	Version  string      `json:"version"` // [ReportVersion]
	Tool     Tool        `json:"tool"`
	Target   Description `json:"target"`
	Profiles []Claim     `json:"profiles"` // what was judged, in order
	Started  time.Time   `json:"started"`
	Finished time.Time   `json:"finished"`
	// Complete is false when the run ended before every check was tried.
	Complete bool     `json:"complete"`
	Results  []Result `json:"results"`
	// Documents is how many documents were judged, and Unreadable those of them that
	// are no credential at all.
	Documents  int `json:"documents,omitempty"`
	Unreadable int `json:"unreadable,omitempty"`
}

// Tool is the software that judged.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

// Claim is a profile that was judged, and the judgement.
type Claim struct {
	ID      string     `json:"id"`
	Title   string     `json:"title"`
	Role    Role       `json:"role"`
	Spec    string     `json:"spec,omitempty"`
	Text    string     `json:"text,omitempty"`
	Verdict Conformity `json:"verdict"`
	Counts  Counts     `json:"counts"`
}

// Conformity is the judgement on a profile.
type Conformity string

// The judgements. A target of which nothing could be tried is undecided.
const (
	Conforms    Conformity = "conforms"         // every MUST that applies is kept, and one at least does
	ConformsNot Conformity = "does-not-conform" // a MUST is not kept
	KnownGaps   Conformity = "known-gaps"       // the same as Conforms, but for MUSTs that are listed as known gaps
	NotFoundOut Conformity = "undecided"        // nothing applied, the run is incomplete, or the suite failed
)

// Counts says how many checks ended how.
type Counts map[Status]int

// Result is how one check ended.
type Result struct {
	ID       string        `json:"id"` // the code of the requirement
	Profile  string        `json:"profile"`
	Suite    string        `json:"suite,omitempty"`
	Level    string        `json:"level"`
	Title    string        `json:"title"` // the requirement as one sentence
	Spec     string        `json:"spec,omitempty"`
	Status   Status        `json:"status"`
	Reason   string        `json:"reason,omitempty"`
	Mend     string        `json:"mend,omitempty"`
	Known    string        `json:"known,omitempty"` // why it is a known gap
	Cases    []Case        `json:"cases,omitempty"`
	Passed   int           `json:"passed,omitempty"` // cases that passed and are not listed
	Duration time.Duration `json:"duration"`         // in nanoseconds
}

// Verdict is the judgement on the whole: the worst of all profiles.
func (r *Report) Verdict() Conformity {
	verdict := Conforms
	for _, claim := range r.Profiles {
		switch claim.Verdict {
		case ConformsNot:
			return ConformsNot
		case NotFoundOut:
			verdict = NotFoundOut
		case KnownGaps:
			if verdict == Conforms {
				verdict = KnownGaps
			}
		}
	}
	if len(r.Profiles) == 0 {
		return NotFoundOut
	}
	return verdict
}
