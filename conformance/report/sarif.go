package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

// The objects of SARIF 2.1.0 that a report needs; the names are those of its
// sections 3.13 to 3.58.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Automation  sarifAutomation   `json:"automationDetails"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
		Properties  map[string]any    `json:"properties"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string         `json:"id"`
		Short      sarifText      `json:"shortDescription"`
		HelpURI    string         `json:"helpUri,omitempty"`
		Help       *sarifText     `json:"help,omitempty"`
		Default    sarifDefault   `json:"defaultConfiguration"`
		Properties map[string]any `json:"properties"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifAutomation struct {
		ID string `json:"id"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Start         string              `json:"startTimeUtc,omitempty"`
		End           string              `json:"endTimeUtc,omitempty"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifText    `json:"message"`
		Rule    *sarifRuleID `json:"associatedRule,omitempty"`
	}
	sarifRuleID struct {
		ID    string `json:"id"`
		Index int    `json:"index"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Kind         string             `json:"kind"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   map[string]any     `json:"properties"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifLogical struct {
		Full string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

// sarifCases bounds the results that one requirement leads to; readers of SARIF
// refuse logs that have very many.
const sarifCases = 100

// SARIF writes a report as SARIF 2.1.0, for the tools that show findings beside
// what they are about: one result for each case that did not pass, or for the
// requirement. A known gap is a result that is suppressed, with the reason.
func SARIF(w io.Writer, r *conformance.Report) error {
	if err := writable(r); err != nil {
		return err
	}
	rules, index := sarifRules(r)
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: orElse(line(r.Tool.Name, maxName), "mikromerit"), Version: line(r.Tool.Version, maxName), Rules: rules}},
		Automation: sarifAutomation{"conformance/" + nameOf(r)},
		Results:    []sarifResult{},
		Properties: map[string]any{"target": nameOf(r), "verdict": r.Verdict(), "complete": r.Complete},
	}
	invocation := sarifInvocation{Successful: r.Complete, Start: instant(r.Started), End: instant(r.Finished)}
	if !r.Complete {
		invocation.Notifications = append(invocation.Notifications, sarifNotification{Level: "warning", Message: sarifText{partial}})
	}
	for _, result := range r.Results {
		at := index[result.ID]
		if result.Status == conformance.Error {
			invocation.Successful = false
			invocation.Notifications = append(invocation.Notifications, sarifNotification{
				Level: "error", Message: sarifText{headline(result)}, Rule: &sarifRuleID{rules[at].ID, at},
			})
		}
		run.Results = append(run.Results, sarifResults(r, result, rules[at].ID, at)...)
	}
	run.Invocations = []sarifInvocation{invocation}
	return encode(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

// sarifRules returns each requirement once, and where each stands in the list.
func sarifRules(r *conformance.Report) ([]sarifRule, map[string]int) {
	rules, index := []sarifRule{}, make(map[string]int)
	for _, result := range r.Results {
		if _, ok := index[result.ID]; ok {
			continue
		}
		index[result.ID] = len(rules)
		level := "warning"
		if result.Level == string(vc.Must) {
			level = "error"
		}
		rule := sarifRule{
			ID: orElse(line(result.ID, maxName), "unnamed"), Short: sarifText{titleOf(result.Title, result.ID)}, HelpURI: link(result.Spec),
			Default: sarifDefault{level}, Properties: map[string]any{"level": line(result.Level, maxName)},
		}
		if result.Mend != "" {
			rule.Help = &sarifText{line(result.Mend, maxPhrase)}
		}
		rules = append(rules, rule)
	}
	return rules, index
}

// sarifResults returns what a result of the report becomes. Only a kind of "fail"
// has a level (section 3.27.10).
func sarifResults(r *conformance.Report, result conformance.Result, rule string, index int) []sarifResult {
	one := sarifResult{RuleID: rule, RuleIndex: index, Level: "none", Message: sarifText{orElse(headline(result), statusWord(result.Status))}}
	one.Properties = map[string]any{"profile": line(result.Profile, maxName), "status": result.Status}
	if result.Suite != "" {
		one.Properties["suite"] = line(result.Suite, maxName)
	}
	if result.Known != "" && !unexpected(result) {
		one.Suppressions = []sarifSuppression{{"external", line(result.Known, maxPhrase)}}
	}
	switch result.Status {
	case conformance.Fail:
		one.Kind, one.Level = "fail", "error"
	case conformance.Warn:
		one.Kind, one.Level = "fail", "warning"
	case conformance.Pass:
		one.Kind = "pass"
	case conformance.NotApplicable:
		one.Kind = "notApplicable"
	default:
		one.Kind = "open"
	}
	cases := blamed(result)
	if one.Kind != "fail" || len(cases) == 0 {
		return []sarifResult{one.at(r, result, conformance.Case{})}
	}
	var all []sarifResult
	for i, c := range cases {
		if i == sarifCases {
			one.Message.Text = fmt.Sprintf("%s more are in the report in JSON.", numbered(len(cases)-i, "case"))
			return append(all, one.at(r, result, conformance.Case{}))
		}
		one.Message.Text = sarifMessage(result, c)
		if c.Status == conformance.Warn {
			one.Level = "warning"
		}
		all = append(all, one.at(r, result, c))
	}
	return all
}

// sarifMessage says what was found in a case, what should have been, and how to
// mend it.
func sarifMessage(result conformance.Result, c conformance.Case) string {
	parts := []string{titleOf(result.Title, result.ID)}
	if c.Want != "" {
		parts = append(parts, "Should: "+line(c.Want, maxPhrase))
	}
	if c.Found != "" {
		parts = append(parts, "Found: "+line(c.Found, maxPhrase))
	}
	if result.Mend != "" {
		parts = append(parts, line(result.Mend, maxPhrase))
	}
	if c.Name != "" {
		parts[0] = line(c.Name, maxName) + ": " + parts[0]
	}
	return strings.Join(parts, "\n")
}

// at completes a result with its place, and a mark by which a later log is compared.
func (s sarifResult) at(r *conformance.Report, result conformance.Result, c conformance.Case) sarifResult {
	sum := sha256.Sum256([]byte(strings.Join([]string{result.ID, result.Profile, result.Suite, c.Document, c.Pointer, c.Name}, "\x00")))
	s.Fingerprints = map[string]string{"requirement/v1": hex.EncodeToString(sum[:16])}
	var location sarifLocation
	if c.Document != "" {
		location.Physical = &sarifPhysical{sarifArtifact{relative(c.Document)}}
	} else if address := link(r.Target.Address); address != "" {
		location.Physical = &sarifPhysical{sarifArtifact{address}}
	}
	if c.Pointer != "" {
		location.Logical = []sarifLogical{{line(c.Pointer, maxPhrase), "member"}}
	}
	if location.Physical != nil || location.Logical != nil {
		s.Locations = []sarifLocation{location}
	}
	return s
}

// relative returns the name of a document as a relative reference (RFC 3986 section
// 4.2), in which nothing of the name can be taken for a scheme, host or query.
func relative(name string) string {
	parts := strings.Split(strings.TrimLeft(strings.ToValidUTF8(name, "\uFFFD"), "/"), "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), ":", "%3A")
	}
	return strings.Join(parts, "/")
}

// instant returns a time as JSON has it, or "".
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// orElse returns a text, or another one instead of nothing.
func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
