package conformance_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

// goodTarget can do one thing, and does it.
type goodTarget struct{ asked int }

func (*goodTarget) Describe(context.Context) (conformance.Description, error) {
	return conformance.Description{
		Name: "good", Kind: "go", Operations: []conformance.Operation{conformance.VerifyCredential}, Suites: []string{"eddsa-rdfc-2022"},
		Absent: map[conformance.Operation]string{conformance.DeriveCredential: "It answers 404 to /credentials/derive."},
	}, nil
}

func (g *goodTarget) Do(context.Context, conformance.Request) (conformance.Answer, error) {
	g.asked++
	return conformance.Answer{Verdict: conformance.Accepted}, nil
}

// check returns a check that ends as the function says.
func check(code string, level vc.Level, run func(context.Context, *conformance.Probe) (conformance.Outcome, error)) conformance.Check {
	return conformance.Check{Rule: vc.Rule{Code: code, Level: level, Text: "It must be so."}, Run: run}
}

func ends(status conformance.Status) func(context.Context, *conformance.Probe) (conformance.Outcome, error) {
	return func(context.Context, *conformance.Probe) (conformance.Outcome, error) {
		return conformance.Outcome{Status: status}, nil
	}
}

func judge(t *testing.T, ctx context.Context, o conformance.Options, checks ...conformance.Check) *conformance.Report {
	t.Helper()
	report, err := conformance.Judge(ctx, &goodTarget{}, o, conformance.Profile{ID: "p", Title: "P", Checks: checks})
	require.NoError(t, err)
	return report
}

// Every way in which a check can end has its status, and a fault of the suite is
// never held against the target.
func TestStatusOfAResult(t *testing.T) {
	needs := check("NEEDS", vc.Must, ends(conformance.Pass))
	needs.Needs = []conformance.Operation{conformance.DeriveCredential}
	suite := check("SUITE", vc.Must, ends(conformance.Pass))
	suite.Suite = "bbs-2023"
	report := judge(t, t.Context(), conformance.Options{},
		check("PASS", vc.Must, ends(conformance.Pass)),
		check("WISH", vc.Should, ends(conformance.Fail)),
		needs, suite,
		check("PANIC", vc.Must, func(context.Context, *conformance.Probe) (conformance.Outcome, error) { panic("x") }),
		check("FAULT", vc.Must, func(context.Context, *conformance.Probe) (conformance.Outcome, error) {
			return conformance.Outcome{}, errors.New("no key")
		}),
		check("CASES", vc.Must, func(context.Context, *conformance.Probe) (conformance.Outcome, error) {
			return conformance.Outcome{Passed: 7, Cases: []conformance.Case{{Status: conformance.Fail}}}, nil
		}),
		check("COUNT", vc.Must, func(context.Context, *conformance.Probe) (conformance.Outcome, error) {
			return conformance.Outcome{Passed: 7}, nil
		}),
	)
	got := make(map[string]conformance.Status)
	for _, r := range report.Results {
		got[r.ID] = r.Status
	}
	require.Equal(t, map[string]conformance.Status{
		"PASS": conformance.Pass, "WISH": conformance.Warn, "NEEDS": conformance.NotApplicable, "SUITE": conformance.NotApplicable,
		"PANIC": conformance.Error, "FAULT": conformance.Error, "CASES": conformance.Fail, "COUNT": conformance.Pass,
	}, got)
	require.Equal(t, "It answers 404 to /credentials/derive.", report.Results[2].Reason)
	require.True(t, report.Complete)
}

// A target of which nothing was found out does not conform; nor does one of which
// only wishes were tried.
func TestVerdictOfAReport(t *testing.T) {
	for _, c := range []struct {
		want   conformance.Conformity
		checks []conformance.Check
	}{
		{conformance.NotFoundOut, nil},
		{conformance.NotFoundOut, []conformance.Check{check("A", vc.Must, ends(conformance.NotApplicable))}},
		{conformance.NotFoundOut, []conformance.Check{check("A", vc.Should, ends(conformance.Pass))}},
		{conformance.Conforms, []conformance.Check{check("A", vc.Must, ends(conformance.Pass)), check("B", vc.Should, ends(conformance.Fail))}},
		{conformance.ConformsNot, []conformance.Check{check("A", vc.Must, ends(conformance.Pass)), check("B", vc.Must, ends(conformance.Fail))}},
		{conformance.NotFoundOut, []conformance.Check{check("A", vc.Must, ends(conformance.Pass)), check("B", vc.Must, ends(conformance.Error))}},
		{conformance.NotFoundOut, []conformance.Check{check("A", vc.Must, ends(conformance.Pass)), check("B", vc.Must, ends(conformance.Skipped))}},
	} {
		require.Equal(t, c.want, judge(t, t.Context(), conformance.Options{}, c.checks...).Verdict())
	}
	require.Equal(t, conformance.NotFoundOut, new(conformance.Report).Verdict())
}

// A list of known gaps must stay true: what passes all the same is a failure.
func TestKnownGaps(t *testing.T) {
	o := conformance.Options{Known: []conformance.Gap{conformance.Known("A", "we do not do this yet"), conformance.Known("B", "nor this")}}
	kept := judge(t, t.Context(), o, check("A", vc.Must, ends(conformance.Fail)), check("C", vc.Must, ends(conformance.Pass)))
	require.Equal(t, conformance.KnownGaps, kept.Verdict())
	report := judge(t, t.Context(), o, check("A", vc.Must, ends(conformance.Fail)), check("B", vc.Must, ends(conformance.Pass)))
	require.Equal(t, conformance.Warn, report.Results[0].Status)
	require.Equal(t, "we do not do this yet", report.Results[0].Known)
	require.Equal(t, conformance.Fail, report.Results[1].Status)
	require.Equal(t, conformance.ConformsNot, report.Verdict())
}

// A run that is cancelled gives a report of what it found, and the next run tries
// only the rest.
func TestCancelAndResume(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	tried := make(map[string]int)
	count := func(code string, stop bool) conformance.Check {
		return check(code, vc.Must, func(ctx context.Context, _ *conformance.Probe) (conformance.Outcome, error) {
			tried[code]++
			if stop && tried[code] == 1 {
				cancel()
				return conformance.Outcome{}, ctx.Err()
			}
			return conformance.Outcome{Status: conformance.Pass}, nil
		})
	}
	checks := []conformance.Check{count("A", false), count("B", true), count("C", false)}
	first := judge(t, ctx, conformance.Options{}, checks...)
	require.False(t, first.Complete)
	require.Equal(t, conformance.NotFoundOut, first.Verdict())
	require.Equal(t, conformance.Skipped, first.Results[1].Status)
	require.Equal(t, conformance.Skipped, first.Results[2].Status)

	second := judge(t, t.Context(), conformance.Options{Resume: first}, checks...)
	require.True(t, second.Complete)
	require.Equal(t, conformance.Conforms, second.Verdict())
	require.Equal(t, map[string]int{"A": 1, "B": 2, "C": 1}, tried)
}

// A check that hangs ends with its time.
func TestHangingCheck(t *testing.T) {
	report := judge(t, t.Context(), conformance.Options{CheckTimeout: time.Millisecond},
		check("A", vc.Must, func(ctx context.Context, _ *conformance.Probe) (conformance.Outcome, error) {
			<-ctx.Done()
			return conformance.Outcome{}, ctx.Err()
		}))
	require.Equal(t, conformance.Error, report.Results[0].Status)
	require.True(t, report.Complete)
}

// A report on one target says nothing of another.
func TestResumeOfAnotherTarget(t *testing.T) {
	report, err := conformance.Judge(t.Context(), conformance.DocumentList(), conformance.Options{})
	require.NoError(t, err)
	_, err = conformance.Judge(t.Context(), conformance.DocumentList(), conformance.Options{Resume: report})
	require.NoError(t, err)
	_, err = conformance.Judge(t.Context(), conformance.Files(t.TempDir()), conformance.Options{Resume: report})
	require.ErrorContains(t, err, "CONFORMANCE-RESUME")
}
