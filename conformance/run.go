package conformance

import (
	"context"
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
	t.Logf("%s %s\n%s", result.Level, result.Title, result.Spec)
	if result.Reason != "" {
		t.Log(result.Reason)
	}
	if result.Known != "" {
		t.Logf("known gap: %s", result.Known)
	}
	for _, c := range result.Cases {
		if c.Status > Pass {
			t.Logf("%s: want %s, found %s", c.Name, c.Want, c.Found)
		}
	}
	if result.Status >= Fail {
		t.Fail()
	}
}
