package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
)

// The elements of JUnit's XML as the servers of continuous integration read it.
// There is no standard of it; members are those that all of the readers know.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		ID         string          `xml:"id,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr,omitempty"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out,omitempty"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string      `xml:"name,attr"`
		Class   string      `xml:"classname,attr"`
		Time    string      `xml:"time,attr"`
		Skipped *junitCause `xml:"skipped"`
		Error   *junitCause `xml:"error"`
		Failure *junitCause `xml:"failure"`
		Out     string      `xml:"system-out,omitempty"`
	}
	junitCause struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes a report as XML for servers of continuous integration: a testsuite
// for each profile, a testcase for each requirement. A warning is a testcase that
// passes and says so, since such a server knows nothing between the two.
func JUnit(w io.Writer, r *conformance.Report) error {
	if err := writable(r); err != nil {
		return err
	}
	suites := junitSuites{Name: nameOf(r)}
	byProfile := make(map[string][]conformance.Result)
	for _, result := range r.Results {
		byProfile[result.Profile] = append(byProfile[result.Profile], result)
	}
	var took time.Duration
	for i, claim := range claims(r) {
		suite, time := junitSuiteOf(r, claim, byProfile[claim.ID])
		suite.ID = fmt.Sprint(i)
		suites.Suites = append(suites.Suites, suite)
		suites.Tests += suite.Tests
		suites.Failures += suite.Failures
		suites.Errors += suite.Errors
		took += time
	}
	suites.Time = seconds(took)
	data, err := xml.MarshalIndent(suites, "", "  ")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrReport, err)
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

func junitSuiteOf(r *conformance.Report, claim conformance.Claim, results []conformance.Result) (junitSuite, time.Duration) {
	suite := junitSuite{Name: line(claim.Title, maxName), Tests: len(results)}
	if !r.Started.IsZero() {
		suite.Timestamp = r.Started.UTC().Format("2006-01-02T15:04:05")
	}
	suite.Properties = []junitProperty{
		{"profile", line(claim.ID, maxName)},
		{"specification", line(claim.Spec, maxPhrase)},
		{"verdict", conformity(claim, gaps(r))},
		{"complete", fmt.Sprint(r.Complete)},
		{"target", line(r.Target.Address, maxPhrase)},
		{"tool", strings.TrimSpace(line(r.Tool.Name, maxName) + " " + line(r.Tool.Version, maxName))},
	}
	if !r.Complete {
		suite.Out = partial
	}
	var took time.Duration
	for _, result := range results {
		took += max(result.Duration, 0)
		suite.Cases = append(suite.Cases, junitCaseOf(result))
		switch result.Status {
		case conformance.Fail:
			suite.Failures++
		case conformance.Error:
			suite.Errors++
		case conformance.Skipped, conformance.NotApplicable:
			suite.Skipped++
		}
	}
	suite.Time = seconds(took)
	return suite, took
}

func junitCaseOf(result conformance.Result) junitCase {
	c := junitCase{
		Name:  line(result.ID+": "+result.Title, maxPhrase),
		Class: line(result.Profile, maxName),
		Time:  seconds(result.Duration),
	}
	if result.Suite != "" {
		// A dot parts the package from the class, and is in the names of suites too.
		c.Class += "." + strings.ReplaceAll(line(result.Suite, maxName), ".", "-")
	}
	reason := line(result.Reason, maxPhrase)
	switch result.Status {
	case conformance.Skipped, conformance.NotApplicable:
		c.Skipped = &junitCause{Message: statusWord(result.Status) + ": " + reason}
	case conformance.Error:
		c.Error = &junitCause{Type: "error", Message: headline(result), Text: account(result)}
	case conformance.Fail:
		c.Failure = &junitCause{Type: line(result.Level, 20), Message: headline(result), Text: account(result)}
	case conformance.Warn:
		c.Out = "warning: " + headline(result) + "\n" + account(result)
	}
	return c
}

// headline says in one line what is the matter with a requirement.
func headline(result conformance.Result) string {
	if reason := line(result.Reason, maxPhrase); reason != "" {
		return reason
	}
	if cases := blamed(result); len(cases) > 0 && cases[0].Found != "" {
		return line(cases[0].Name+": "+cases[0].Found, maxPhrase)
	}
	return titleOf(result.Title, result.ID)
}

// account writes out what was found, as the text form does.
func account(result conformance.Result) string {
	var t text
	t.result(result)
	return strings.TrimLeft(t.String(), "\n")
}

// seconds returns a duration as JUnit writes it.
func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", max(d, 0).Seconds()) }
