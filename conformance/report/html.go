package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/mikromerit/mikromerit/conformance"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	pageStyle string
)

// HTML writes a report as one page for people. It is all in one file, loads nothing
// and runs no script; what a target sent cannot change that, since every value is
// escaped for its place and the page forbids it by its policy.
func HTML(w io.Writer, r *conformance.Report) error {
	if err := writable(r); err != nil {
		return err
	}
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, newPage(r)); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// styleOf returns the style of a page on so many profiles: for each, there is a rule
// that hides the others while it is chosen.
func styleOf(profiles int) string {
	var b strings.Builder
	b.WriteString(pageStyle)
	for i := range profiles {
		fmt.Fprintf(&b, "body:has(#of-%d:checked) :is(.part:not(.of-%d), .outcome:not(.in-%d)) { display: none; }\n", i, i, i)
	}
	return b.String()
}

// policyOf returns a Content-Security-Policy that allows that style and nothing else.
func policyOf(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// page is all that the page says.
type page struct {
	Policy, Verdict, Title string
	Style                  template.CSS // ours, never of a report
	Class, Name, Says      string
	Lead, Why, Partial     string
	Facts                  []pageFact
	Claims                 []pageClaim
	MoreClaims             string
	Filter, ByProfile      bool
	Sections               []pageSection
	Closing                string
}

type pageFact struct{ Name, Text, Link string }

type pageClaim struct {
	Index                                int
	Title, Class, Says, Text, Spec, Link string
	Tally                                string
	Bar                                  []pageBar
}

// pageBar is one piece of the bar that shows the counts.
type pageBar struct {
	Class    string
	X, Width int
}

// maxProfiles is how many profiles the page can be filtered by.
const maxProfiles = 40

func newPage(r *conformance.Report) page {
	all := claims(r)
	p := page{
		Verdict: verdictOf(r), Title: "Conformance report", Class: classOf(r.Verdict()), Name: nameOf(r),
		Lead: leadOf(r, all), Why: why(r), Facts: factsOf(r), Closing: closingOf(r),
	}
	p.Says = strings.TrimPrefix(p.Verdict, p.Name)
	if !r.Complete {
		p.Partial = strings.TrimPrefix(partial, "This report is partial: ")
		p.Partial = strings.ToUpper(p.Partial[:1]) + p.Partial[1:]
	}
	known := gaps(r)
	p.MoreClaims = leftOut(len(all)-min(len(all), maxParts), "profile")
	for i, claim := range all[:min(len(all), maxParts)] {
		p.Claims = append(p.Claims, pageClaim{
			Index: i, Title: line(claim.Title, maxName), Class: classOf(claim.Verdict), Says: conformity(claim, known),
			Text: line(claim.Text, 300), Spec: clause(claim.Spec), Link: link(claim.Spec),
			Tally: tally(claim.Counts), Bar: barOf(claim.Counts),
		})
	}
	b := newBuilder()
	for _, s := range sections(r) {
		p.Sections = append(p.Sections, b.section(s))
	}
	p.Filter = len(p.Sections) > 1
	profiles := 0
	if p.ByProfile = len(all) > 1 && len(all) <= maxProfiles; p.ByProfile {
		p.Filter, profiles = true, len(all)
	}
	style := styleOf(profiles)
	p.Style, p.Policy = template.CSS(style), policyOf(style)
	return p
}

// classOf returns what a judgement is called in the style.
func classOf(c conformance.Conformity) string {
	switch c {
	case conformance.Conforms:
		return "pass"
	case conformance.ConformsNot:
		return "fail"
	}
	return "open"
}

// leadOf says in two sentences against what the target was judged, and with which
// figures.
func leadOf(r *conformance.Report, all []conformance.Claim) string {
	if len(all) == 0 {
		return ""
	}
	against := line(all[0].Title, maxName)
	if len(all) > 1 {
		kept := 0
		for _, claim := range all {
			if claim.Verdict == conformance.Conforms {
				kept++
			}
		}
		against = fmt.Sprintf("%s, of which it keeps %s", numbered(len(all), "profile"), orNone(kept))
	}
	counts := total(r)
	decided := counts[conformance.Pass] + counts[conformance.Warn] + counts[conformance.Fail]
	text := fmt.Sprintf("Judged against %s. ", against)
	switch {
	case decided == 0:
		return text + "No requirement could be decided."
	case counts[conformance.Pass] == decided:
		return text + fmt.Sprintf("It keeps all that could be decided: %s.", numbered(decided, "requirement"))
	}
	text += fmt.Sprintf("Of %s that could be decided, it keeps %s", numbered(decided, "requirement"), orNone(counts[conformance.Pass]))
	if n := counts[conformance.Fail]; n > 0 {
		text += fmt.Sprintf(" and breaks %d", n)
	}
	if n := counts[conformance.Warn]; n > 0 {
		text += fmt.Sprintf("; there is a warning about %d", n)
	}
	return text + "."
}

// orNone returns a number, or a word for nothing.
func orNone(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprint(n)
}

func factsOf(r *conformance.Report) []pageFact {
	var facts []pageFact
	add := func(name, text, address string) {
		if text != "" {
			facts = append(facts, pageFact{name, text, address})
		}
	}
	add("Kind", kindOf(r.Target.Kind), "")
	add("Address", line(r.Target.Address, maxName), link(r.Target.Address))
	add("Version", line(r.Target.Version, maxName), "")
	add("Signs as", line(r.Target.Issuer, maxName), "")
	add("Documents", documents(r), "")
	add("Judged on", moment(r.Started), "")
	if took := r.Finished.Sub(r.Started); took > 0 && !r.Started.IsZero() {
		add("In", tookOf(took), "")
	}
	add("By", strings.TrimSpace(line(r.Tool.Name, maxName)+" "+line(r.Tool.Version, maxName)), "")
	return facts
}

// kindOf returns the kind of a target in words.
func kindOf(kind string) string {
	switch kind {
	case "vc-api":
		return "service with the VC-API"
	case "ob3-api":
		return "service with the Open Badges API"
	case "exec":
		return "program"
	case "go":
		return "Go value"
	}
	return line(kind, maxName)
}

func closingOf(r *conformance.Report) string {
	return fmt.Sprintf("%s: %s.", numbered(len(r.Results), "requirement"), tally(total(r)))
}

// barOf divides the bar by the counts, in the order of the sections. What is there
// at all can be seen.
func barOf(counts conformance.Counts) []pageBar {
	sum := 0
	for _, n := range counts {
		sum += max(n, 0)
	}
	var bar []pageBar
	at := 0
	for _, kind := range order {
		n := 0
		for _, status := range kind.of {
			n += max(counts[status], 0)
		}
		if n == 0 || sum == 0 {
			continue
		}
		width := max(int(float64(n)/float64(sum)*1000), 8)
		bar = append(bar, pageBar{kind.name, at, width})
		at += width
	}
	if len(bar) > 0 {
		last := &bar[len(bar)-1]
		last.Width = max(1000-last.X, 8)
	}
	return bar
}
