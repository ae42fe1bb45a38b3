package losses

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// sarifWriter writes SARIF 2.1.0: a rule for each element of Annex I and one for all
// that is of none, and a result for each leaf that is not where every reader finds it.
// The results are written as they come.
type sarifWriter struct {
	w     io.Writer
	o     Options
	count int
	sum   Totals
}

type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID      string    `json:"id"`
		Short   sarifText `json:"shortDescription"`
		HelpURI string    `json:"helpUri,omitempty"`
		Default struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Kind         string            `json:"kind"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   map[string]string `json:"properties"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
	}
	sarifLogical struct {
		Full string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

// sarifRules are the rules, that of an element at its number.
func sarifRules() []sarifRule {
	all := Rules()
	rules := make([]sarifRule, elements+1)
	for n := range rules {
		r := &rules[n]
		r.ID, r.Default.Level, r.Short.Text = all[n].Code, "note", all[n].Text
		if n > 0 {
			r.Default.Level, r.HelpURI = "warning", all[n].Spec
		}
		if n > 0 && n <= mandatory {
			r.Default.Level = "error"
		}
	}
	return rules
}

func (s *sarifWriter) Begin() error {
	rules, err := json.Marshal(sarifRules())
	if err != nil {
		return err
	}
	name, _ := json.Marshal(cmp.Or(printable(s.o.Tool.Name), "mikromerit"))
	version := ""
	if s.o.Tool.Version != "" {
		text, _ := json.Marshal(printable(s.o.Tool.Version))
		version = `,"version":` + string(text)
	}
	_, err = fmt.Fprintf(s.w, `{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":%s%s,"rules":%s}},"results":[`,
		name, version, rules)
	return err
}

func (s *sarifWriter) Add(file string, r mc.Report) error {
	s.sum.Add(TotalsOf(r))
	var b bytes.Buffer
	for _, row := range Rows(file, r, s.o.All) {
		text, err := json.Marshal(newSarif(row))
		if err != nil {
			return err
		}
		if s.count > 0 {
			b.WriteByte(',')
		}
		s.count++
		b.WriteByte('\n')
		b.Write(text)
	}
	_, err := s.w.Write(b.Bytes())
	return err
}

func (s *sarifWriter) End() error {
	totals, err := json.Marshal(s.sum)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.w, "\n],\"automationDetails\":{\"id\":\"losses/\"},\"properties\":{\"totals\":%s}}]}\n", totals)
	return err
}

// newSarif makes a result of a row. Only what fails has a level.
func newSarif(row Row) sarifResult {
	result := sarifResult{
		RuleID: ruleID(row.Element), RuleIndex: row.Element, Kind: "fail", Level: "note",
		Message: sarifText{sentence(row)},
		Locations: []sarifLocation{{
			Physical: artifact(row.File),
			Logical:  []sarifLogical{{cmp.Or(row.Source, row.Canonical, "/"), "member"}},
		}},
		Properties: map[string]string{"kind": string(row.Kind), "carriedBy": string(row.Carrier), "visibleTo": string(row.Sight)},
	}
	switch row.Severity {
	case mc.SeverityError:
		result.Level = "error"
	case mc.SeverityWarning:
		result.Level = "warning"
	case mc.SeverityNone:
		result.Kind, result.Level = "informational", "none"
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{result.RuleID, row.File, row.Source, row.Canonical, string(row.Kind)}, "\x00")))
	result.Fingerprints = map[string]string{"leaf/v1": hex.EncodeToString(sum[:16])}
	return result
}

// sentence says what became of a leaf.
func sentence(row Row) string {
	name := printable(row.Name)
	if text := elementText(row); text != "" {
		name += ", of element " + text + ","
	}
	s := name + " " + map[mc.Sight]string{
		mc.SightAny:      "is found by every reader, less precisely than in the source",
		mc.SightOurs:     "is found only by readers of our extension and residue",
		mc.SightOriginal: "is found only in the embedded original",
		mc.SightNone:     "is not in the document",
	}[row.Sight]
	if row.Sight == mc.SightAny && row.Severity == mc.SeverityNone {
		s = name + " is found by every reader"
	}
	if row.Reason != "" {
		s += ": " + printable(row.Reason)
	}
	return s + "."
}

// artifact is the place of a file, as a reference relative to wherever the log is.
func artifact(file string) *sarifPhysical {
	if file == "" {
		return nil
	}
	p := &sarifPhysical{}
	slashed := strings.ReplaceAll(file, `\`, "/")
	if first, _, _ := strings.Cut(slashed, "/"); strings.Contains(first, ":") {
		slashed = "./" + slashed // not a scheme
	}
	p.Artifact.URI = (&url.URL{Path: path.Clean(slashed)}).String()
	return p
}
