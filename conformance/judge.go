package conformance

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance/vectors"
	"github.com/mikromerit/mikromerit/vc"
)

// Options is how a run is done. The zero value is a full run without known gaps.
type Options struct {
	// Known are gaps that the makers of the target know about. A check that is
	// listed here and fails only warns; one that passes all the same fails, so that
	// the list stays true.
	Known []Gap
	// Env gives the time, the limits and the means to look things up by which the
	// suite itself verifies what a target made.
	Env vc.Env
	// Anchors are certificates in PEM to which the seals in documents may lead.
	Anchors []byte
	// As is what documents claim to be: "ob3", "clr", "edc", "vc"; "" is what each
	// looks like.
	As string
	// Vectors are what verifiers are judged by: those of package vectors, made for
	// addresses that somebody serves, or for this day; nil: the published ones.
	Vectors []vectors.Vector
	// CheckTimeout bounds one check; 0: two minutes.
	CheckTimeout time.Duration
	// Resume is an earlier report on the same target. What it found is not tried
	// again.
	Resume *Report
	// Progress, when not nil, hears of each result as it is found.
	Progress func(Result)
	// Tool says in the report which software judged; the zero value is this library.
	Tool Tool
}

// Gap is a requirement that a target is known not to keep.
type Gap struct {
	ID     string // the code of the requirement
	Suite  string // only for this proof suite; "": for all
	Reason string
}

// Known returns a gap, for [Options].
func Known(id, reason string) Gap { return Gap{ID: id, Reason: reason} }

// ErrTarget says that a target could not be judged at all, since it could not
// even be asked what it is.
var ErrTarget = errors.New("CONFORMANCE-TARGET: the target cannot be judged")

// Judge puts the checks of profiles to a target; without profiles, those of every
// profile that applies to it. It returns a report also when ctx ends before all is
// tried: then the report is not complete, and a later run may resume it. An error
// means that the target could not be asked what it is.
func Judge(ctx context.Context, target Target, o Options, profiles ...Profile) (*Report, error) {
	description, err := target.Describe(ctx)
	if err != nil {
		if plain := (&run{target: target}).hider().hide(err.Error()); plain != err.Error() {
			return nil, fmt.Errorf("%w: %s", ErrTarget, plain)
		}
		return nil, fmt.Errorf("%w: %w", ErrTarget, err)
	}
	if err := o.resumes(description); err != nil {
		return nil, err
	}
	r := &run{target: target, description: description, options: o, survey: newSurvey(target, o), started: o.Env.Now().UTC()}
	r.survey.chosen = len(profiles) > 0
	r.survey.take(ctx)
	if r.survey.chosen {
		return r.judge(ctx, profiles), nil
	}
	report := r.judge(ctx, profilesFor(description, o.Vectors))
	report.dropInapplicable()
	return report, nil
}

// resumes checks that the report to resume is one on the same target: what was found
// of another says nothing of this one.
func (o Options) resumes(d Description) error {
	if r := o.Resume; r != nil && (r.Target.Kind != d.Kind || r.Target.Address != d.Address) {
		return fmt.Errorf("CONFORMANCE-RESUME: the report to resume is on another target: %s %s, not %s %s", label(r.Target.Kind), label(r.Target.Address), label(d.Kind), label(d.Address))
	}
	return nil
}

// run is one call of [Judge] or [Run].
type run struct {
	target      Target
	description Description
	options     Options
	survey      *survey
	started     time.Time // before the documents were read
	answers     pairAnswers
	texts       int // bytes of bodies in the report so far
}

func (r *run) judge(ctx context.Context, profiles []Profile) *Report {
	report := r.newReport()
	for _, profile := range profiles {
		var results []Result
		for _, check := range profile.Checks {
			result := r.try(ctx, profile, check)
			if r.options.Progress != nil {
				r.options.Progress(result)
			}
			results = append(results, result)
		}
		report.add(profile, results)
	}
	report.finish(r, ctx.Err() == nil)
	return report
}

func (r *run) newReport() *Report {
	tool := r.options.Tool
	if tool.Name == "" {
		tool.Name = "mikromerit"
	}
	return &Report{Version: ReportVersion, Tool: tool, Target: r.description, Started: r.started}
}

// add enters the results of a profile and the judgement on it.
func (r *Report) add(profile Profile, results []Result) {
	claim := Claim{ID: profile.ID, Title: profile.Title, Role: profile.Role, Spec: profile.Spec, Text: profile.Text, Counts: Counts{}}
	for _, result := range results {
		claim.Counts[result.Status]++
	}
	claim.Verdict = verdictOf(results)
	r.Profiles = append(r.Profiles, claim)
	r.Results = append(r.Results, results...)
}

// dropInapplicable removes the profiles of which no check applied.
func (r *Report) dropInapplicable() {
	r.Profiles = slices.DeleteFunc(r.Profiles, func(claim Claim) bool {
		if len(claim.Counts) > 1 || claim.Counts[NotApplicable] == 0 {
			return false
		}
		r.Results = slices.DeleteFunc(r.Results, func(result Result) bool { return result.Profile == claim.ID })
		return true
	})
}

func (r *Report) finish(run *run, complete bool) {
	r.Complete = complete
	r.Finished = run.options.Env.Now().UTC()
	r.Target = run.hider().description(r.Target)
	r.Documents, r.Unreadable = run.survey.counts()
}

// verdictOf returns the judgement that results lead to.
func verdictOf(results []Result) Conformity {
	kept, gaps, open := false, false, false
	for _, result := range results {
		must := result.Level == string(vc.Must)
		switch result.Status {
		case Fail:
			return ConformsNot
		case Error, Skipped:
			open = true
		case Warn:
			gaps = gaps || must && result.Known != ""
		case Pass:
			kept = kept || must
		}
	}
	switch {
	case open || !kept:
		return NotFoundOut
	case gaps:
		return KnownGaps
	}
	return Conforms
}

// interrupted is the reason of what was not tried because the run ended.
const interrupted = "The run ended before this was tried; resume it with the report."

// try tries one check and says how it ended.
func (r *run) try(ctx context.Context, profile Profile, check Check) Result {
	result := Result{ID: check.Rule.Code, Profile: profile.ID, Suite: check.Suite, Level: string(check.Rule.Level), Title: check.Rule.Text, Spec: check.Rule.Spec, Mend: check.Mend}
	if earlier, ok := r.earlier(result); ok {
		return r.entered(earlier)
	}
	if ctx.Err() != nil {
		result.Status, result.Reason = Skipped, interrupted
		return result
	}
	if reason, ok := r.lacks(check); ok {
		result.Status, result.Reason = NotApplicable, reason
		return r.entered(result)
	}
	begun := time.Now()
	outcome, err := r.attempt(ctx, check)
	result.Duration = time.Since(begun)
	result.Status, result.Reason, result.Cases, result.Passed = outcome.Status, outcome.Reason, outcome.Cases, outcome.Passed
	for _, c := range outcome.Cases {
		result.Status = max(result.Status, c.Status)
	}
	if outcome.Passed > 0 {
		result.Status = max(result.Status, Pass)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		result = Result{ID: result.ID, Profile: result.Profile, Suite: result.Suite, Level: result.Level, Title: result.Title, Spec: result.Spec, Status: Skipped, Reason: interrupted}
	case err != nil:
		result.Status, result.Reason = Error, err.Error()
	case result.Status == Fail && check.Rule.Level != vc.Must:
		result.Status = Warn
	}
	return r.known(r.entered(result))
}

// attempt runs a check within its time. A panic is a fault of the suite.
func (r *run) attempt(ctx context.Context, check Check) (outcome Outcome, err error) {
	limit := r.options.CheckTimeout
	if limit == 0 {
		limit = 2 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the suite failed: %v\n%s", fault, debug.Stack())
		}
	}()
	return check.Run(ctx, &Probe{run: r, check: check})
}

// lacks returns why a check does not apply to the target.
func (r *run) lacks(check Check) (string, bool) {
	for _, need := range check.Needs {
		if r.description.Can(need) {
			continue
		}
		if why := r.description.Absent[need]; why != "" {
			return why, true
		}
		return fmt.Sprintf("The target does not do %q.", need), true
	}
	if check.Suite != "" && len(r.description.Suites) > 0 && !slices.Contains(r.description.Suites, check.Suite) {
		return fmt.Sprintf("The target does not do the proof suite %s.", check.Suite), true
	}
	return "", false
}

// earlier returns what an earlier run found, unless that says nothing.
func (r *run) earlier(result Result) (Result, bool) {
	if r.options.Resume == nil {
		return Result{}, false
	}
	for _, old := range r.options.Resume.Results {
		same := old.ID == result.ID && old.Profile == result.Profile && old.Suite == result.Suite
		if same && old.Status != Skipped && old.Status != Error {
			return old, true
		}
	}
	return Result{}, false
}

// known applies the list of known gaps.
func (r *run) known(result Result) Result {
	for _, gap := range r.options.Known {
		if gap.ID != result.ID || (gap.Suite != "" && gap.Suite != result.Suite) {
			continue
		}
		switch result.Status {
		case Fail, Warn:
			result.Status, result.Known = Warn, gap.Reason
		case Pass:
			result.Status, result.Known = Fail, gap.Reason
			result.Reason = strings.TrimSpace("This is listed as a known gap, but it passes: take it off the list. " + result.Reason)
		}
	}
	return result
}
