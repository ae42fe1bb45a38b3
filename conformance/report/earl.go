package report

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
)

// earlContext says what the terms of the report mean. It stands in the report, so
// that nobody has to fetch it. Only terms that EARL 1.0, Dublin Core, FOAF and DOAP
// define are used.
func earlContext() map[string]any {
	return map[string]any{
		"earl": "http://www.w3.org/ns/earl#",
		"dct":  "http://purl.org/dc/terms/",
		"foaf": "http://xmlns.com/foaf/0.1/",
		"doap": "http://usefulinc.com/ns/doap#",
		"xsd":  "http://www.w3.org/2001/XMLSchema#",
		"id":   "@id", "type": "@type",
		"title":        "dct:title",
		"description":  "dct:description",
		"identifier":   "dct:identifier",
		"date":         earlTyped("dct:date", "xsd:dateTime"),
		"issued":       earlTyped("dct:issued", "xsd:dateTime"),
		"specified":    earlTyped("dct:source", "@id"),
		"partOf":       earlTyped("dct:isPartOf", "@id"),
		"primaryTopic": earlTyped("foaf:primaryTopic", "@id"),
		"release":      "doap:release",
		"revision":     "doap:revision",
		"assertedBy":   earlTyped("earl:assertedBy", "@id"),
		"subject":      earlTyped("earl:subject", "@id"),
		"test":         earlTyped("earl:test", "@id"),
		"mode":         earlTyped("earl:mode", "@id"),
		"outcome":      earlTyped("earl:outcome", "@id"),
		"result":       "earl:result",
		"info":         "earl:info",
	}
}

func earlTyped(iri, kind string) map[string]any { return map[string]any{"@id": iri, "@type": kind} }

// The nodes of the report.
type (
	earlGraph struct {
		Context any   `json:"@context"`
		Graph   []any `json:"@graph"`
	}
	earlDocument struct {
		ID          string `json:"id"`
		Type        string `json:"type"`
		Title       string `json:"title"`
		Description string `json:"description"`
		Issued      string `json:"issued,omitempty"`
		Topic       string `json:"primaryTopic"`
	}
	earlNode struct {
		ID          string       `json:"id"`
		Type        []string     `json:"type"`
		Title       string       `json:"title"`
		Identifier  string       `json:"identifier,omitempty"`
		Description string       `json:"description,omitempty"`
		Specified   string       `json:"specified,omitempty"`
		PartOf      string       `json:"partOf,omitempty"`
		Release     *earlRelease `json:"release,omitempty"`
	}
	earlRelease struct {
		Revision string `json:"revision"`
	}
	earlAssertion struct {
		Type       string     `json:"type"`
		AssertedBy string     `json:"assertedBy"`
		Subject    string     `json:"subject"`
		Test       string     `json:"test"`
		Mode       string     `json:"mode"`
		Result     earlResult `json:"result"`
	}
	earlResult struct {
		Type        string `json:"type"`
		Outcome     string `json:"outcome"`
		Date        string `json:"date,omitempty"`
		Description string `json:"description,omitempty"`
		Info        string `json:"info,omitempty"`
	}
)

// EARL writes a report in the Evaluation and Report Language 1.0 of the W3C, as
// JSON-LD: one assertion for each requirement. A recommendation that is not kept and
// a known gap are earl:failed, since that is what was found; the description says
// which they are.
func EARL(w io.Writer, r *conformance.Report) error {
	if err := writable(r); err != nil {
		return err
	}
	const assertor = "_:assertor"
	subject := orElse(iri(r.Target.Address), "_:subject")
	graph := []any{
		earlDocument{ID: "_:report", Type: "foaf:Document", Title: "Conformance of " + nameOf(r), Description: earlSummary(r), Issued: dated(r.Finished), Topic: subject},
		earlNode{ID: assertor, Type: []string{"earl:Assertor", "earl:Software", "doap:Project"}, Title: line(r.Tool.Name, maxName), Release: released(r.Tool.Version)},
		earlNode{ID: subject, Type: []string{"earl:TestSubject", "doap:Project"}, Title: nameOf(r), Identifier: line(r.Target.Address, maxPhrase), Release: released(r.Target.Version)},
	}
	profiles := make(map[string]string)
	for i, claim := range claims(r) {
		profiles[claim.ID] = fmt.Sprintf("_:profile%d", i)
		graph = append(graph, earlNode{
			ID: profiles[claim.ID], Type: []string{"earl:TestRequirement"}, Identifier: line(claim.ID, maxName), Title: line(claim.Title, maxName),
			Description: line(claim.Text, maxPhrase), Specified: iri(claim.Spec),
		})
	}
	for i, result := range r.Results {
		test := fmt.Sprintf("_:test%d", i)
		graph = append(graph, earlTest(test, profiles[result.Profile], result), earlAssertion{
			Type: "earl:Assertion", AssertedBy: assertor, Subject: subject, Test: test, Mode: "earl:automatic",
			Result: earlResult{Type: "earl:TestResult", Outcome: outcome(result), Date: dated(r.Finished), Description: earlDescription(result), Info: earlInfo(result)},
		})
	}
	return encode(w, earlGraph{Context: earlContext(), Graph: graph})
}

// earlTest returns the node of a requirement. Its identifier names the proof suite
// as well: a requirement is tested for each.
func earlTest(id, profile string, result conformance.Result) earlNode {
	name := line(result.ID, maxName)
	if result.Suite != "" {
		name = line(result.Suite, maxName) + "/" + name
	}
	return earlNode{
		ID: id, Type: []string{"earl:TestCase"}, Identifier: name, Title: titleOf(result.Title, result.ID),
		Description: line(result.Level, maxName), Specified: iri(result.Spec), PartOf: profile,
	}
}

// outcome returns the value of earl:outcome (EARL 1.0 Schema section 2.6.1).
func outcome(result conformance.Result) string {
	if unexpected(result) {
		return "earl:passed" // the list of known gaps is wrong, not the target
	}
	switch result.Status {
	case conformance.NotApplicable:
		return "earl:inapplicable"
	case conformance.Skipped:
		return "earl:untested"
	case conformance.Pass:
		return "earl:passed"
	case conformance.Warn, conformance.Fail:
		return "earl:failed"
	}
	return "earl:cantTell"
}

func earlSummary(r *conformance.Report) string {
	parts := []string{verdictOf(r), why(r)}
	if !r.Complete {
		parts = append(parts, partial)
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func earlDescription(result conformance.Result) string {
	text := line(result.Reason, maxPhrase)
	if result.Known != "" {
		text = strings.TrimSpace("Known gap: " + line(result.Known, maxPhrase) + " " + text)
	}
	return text
}

// earlInfo returns what was found, for people.
func earlInfo(result conformance.Result) string {
	if len(blamed(result)) == 0 {
		return ""
	}
	return account(result)
}

func released(version string) *earlRelease {
	if version == "" {
		return nil
	}
	return &earlRelease{line(version, maxName)}
}

// dated returns a time as xsd:dateTime, or "".
func dated(t time.Time) string {
	if t.IsZero() || t.Year() > 9999 || t.Year() < 1 {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// iri returns a web address as a node may have it for its name, or "". What is no
// such address would make another node of it, or none.
func iri(address string) string {
	u, err := url.Parse(address)
	if err != nil || link(address) == "" {
		return ""
	}
	text := u.String()
	for _, r := range text {
		if r <= ' ' || r > '~' || strings.ContainsRune("<>\"{}|\\^`", r) {
			return ""
		}
	}
	return text
}
