package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
)

// undecided returns a report on documents whose keys could not be looked up.
func undecided() *conformance.Report {
	title := "The key must be a verification method that its controller lists."
	return &conformance.Report{
		Version: conformance.ReportVersion, Complete: true, Documents: 2,
		Target: conformance.Description{Name: "in", Kind: "documents", Address: "in"},
		Profiles: []conformance.Claim{{ID: "annex-1", Title: "European micro-credential: standard elements", Verdict: conformance.NotFoundOut,
			Counts: conformance.Counts{conformance.Skipped: 1, conformance.Pass: 30, conformance.Warn: 10, conformance.NotApplicable: 1}}},
		Results: []conformance.Result{{
			ID: "PROOF-METHOD", Profile: "annex-1", Level: "MUST", Title: title, Status: conformance.Skipped, Reason: "It could not be found out for 1 of 2.",
			Cases: []conformance.Case{{Name: "a.json", Status: conformance.Skipped, Found: "You verify offline. Give the document with --with DIR."}},
		}},
	}
}

// Who reads that something is undecided reads why, and what settles it.
func TestWhatIsNotDecidedSaysWhy(t *testing.T) {
	for _, format := range []string{"text", "html"} {
		require.Contains(t, strings.Join(strings.Fields(written(t, format, undecided())), " "), "You verify offline. Give the document with --with DIR.", format)
	}
}

// No line that we word is wider than a terminal.
func TestTextFitsATerminal(t *testing.T) {
	for _, r := range []*conformance.Report{undecided(), sample(), partial()} {
		for line := range strings.Lines(written(t, "text", r)) {
			if strings.Contains(line, " ") && !strings.Contains(line, "://") && len(strings.Fields(line)) > 1 {
				require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, line)
			}
		}
	}
}

// Several documents are judged together, and the sentence about them says so.
func TestVerdictOnSeveralDocuments(t *testing.T) {
	r := undecided()
	r.Profiles[0].Verdict = conformance.ConformsNot
	require.True(t, strings.HasPrefix(written(t, "text", r), "in: the documents do not all conform.\n"))
	r.Documents = 1
	require.True(t, strings.HasPrefix(written(t, "text", r), "in does not conform.\n"))
}

// The requirement stands above what was found, so it is not said twice.
func TestFoundDoesNotRepeatTheRequirement(t *testing.T) {
	r := undecided()
	title := r.Results[0].Title
	for found, want := range map[string]string{
		strings.TrimSuffix(title, ".") + "; found none.": "none.",
		title + " No controller is named.":               "No controller is named.",
		"Something else.":                                "Something else.",
		title:                                            title,
	} {
		r.Results[0].Cases[0].Found = found
		text := strings.Join(strings.Fields(written(t, "text", r)), " ")
		require.Contains(t, text, "found: "+want)
		if want != title {
			require.Equal(t, 1, strings.Count(text, strings.TrimSuffix(title, ".")), found)
		}
	}
}

// With nothing to judge, there is no table, and the reason is told.
func TestNothingToJudge(t *testing.T) {
	r := &conformance.Report{Version: conformance.ReportVersion, Complete: true, Documents: 1, Unreadable: 1, Target: conformance.Description{Name: "x", Kind: "documents"}}
	text := written(t, "text", r)
	require.Contains(t, text, "There is no credential here, so there was nothing to judge.")
	require.NotContains(t, text, "JUDGED BY")
}
