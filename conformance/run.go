package conformance

import (
	"context"
	"fmt"
	"testing"
)

// Run puts the checks of a profile to a target, each as a subtest: a check that
// fails fails its subtest, one that does not apply skips it. It returns the report.
func Run(t *testing.T, target Target, profile Profile, o Options) *Report {
	t.Helper()
	ctx := t.Context()
	description, err := target.Describe(ctx)
	if err != nil {
		t.Fatalf("%v: %v", ErrTarget, err)
	}
	r := &run{target: target, description: description, options: o, survey: newSurvey(target, o), started: o.Env.Now().UTC()}
	r.survey.chosen = true
	r.survey.take(ctx)
	report := r.newReport()
	var results []Result
	for _, check := range profile.Checks {
		name := check.Rule.Code
		if check.Suite != "" {
			name = check.Suite + "/" + name
		}
		t.Run(name, func(t *testing.T) {
			result := r.try(ctx, profile, check)
			results = append(results, result)
			tell(t, result)
		})
	}
	report.add(profile, results)
	report.finish(r, context.Cause(ctx) == nil)
	return report
}

// tell makes a subtest of a result.
func tell(t *testing.T, result Result) {
	t.Helper()
	switch result.Status {
	case NotApplicable, Skipped:
		t.Skip(result.Reason)
	case Pass:
		return
	}
	for _, line := range told(result) {
		t.Log(line)
	}
	if result.Status >= Fail {
		t.Fail()
	}
}

// told returns what a log says about a result, line by line. Whatever a target says
// stays on its line: at the start of another it could be the result of a test, or a
// command to what runs the tests.
func told(result Result) []string {
	lines := []string{result.Level + " " + result.Title, result.Spec}
	if result.Reason != "" {
		lines = append(lines, oneLine(result.Reason))
	}
	if result.Known != "" {
		lines = append(lines, "known gap: "+oneLine(result.Known))
	}
	for _, c := range result.Cases {
		if c.Status > Pass {
			lines = append(lines, oneLine(fmt.Sprintf("%s: want %s, found %s", c.Name, c.Want, c.Found)))
		}
	}
	return lines
}
