package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/microcredential/stacking"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/vc"
)

type passportCheck struct {
	verifyFlags
	JSON      bool        `name:"json" help:"Print the summary as one JSON object, on a line of its own."`
	Language  languageTag `placeholder:"TAG" help:"Preferred language of titles."`
	Target    string      `placeholder:"FILE" help:"Qualification to hold the credentials against: a credential of any format, or a description in JSON with title, id, credits and parts."`
	Domain    []string    `sep:"none" placeholder:"DOMAIN" help:"Demand that the proof was made for this domain. May be repeated."`
	Challenge given       `placeholder:"VALUE" help:"Demand that the proof answers this challenge."`
	Recipient []string    `sep:"none" placeholder:"VALUE" help:"What you know of the holder, such as an e-mail address: a credential that names it, also by a hash, is the holder's. May be repeated."`
	File      string      `arg:"" help:"Passport: a presentation, a learner record or a container of credentials; - is standard input."`
}

// Help returns the second part of the help text.
func (c *passportCheck) Help() string {
	return "Credits are added by framework only, and nothing is counted twice; what was not counted says why. " +
		"A part of the qualification is there, missing, no longer in force, or met by something that does not do as it is stated. " +
		"That is a comparison: recognition is decided by the institution that awards the qualification. " +
		"The exit status is that of the verification of the passport: 0 valid, 1 invalid, 2 indeterminate, 3 when it could not be read."
}

// passportLine is the line of JSON about a passport.
type passportLine struct {
	File string `json:"file"`
	passport.Summary
}

// Run verifies a passport and prints what its credentials add up to.
func (c *passportCheck) Run(a *app) error {
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	p := &verifier.Policy
	p.Domain, p.Challenge, p.Recipients = c.Domain, string(c.Challenge), c.Recipient
	target, err := a.readTarget(c.Target)
	if err != nil {
		return err
	}
	data, err := a.read(c.File)
	if err != nil {
		return err
	}
	found, err := passport.Open(context.Background(), verifier, data)
	switch {
	case errors.Is(err, passport.ErrNone):
		return newFailure("%s is no passport: it is one credential; use verify or inspect", displayName(c.File))
	case err != nil:
		return newJobFailure(c.File, err)
	}
	s := found.Summary(passport.SummaryOptions{Target: target, At: c.Now.clock(a.clock)(), Language: c.Language.Tag})
	out := a.page()
	if c.JSON {
		line := json.NewEncoder(out)
		line.SetEscapeHTML(false)
		if err := line.Encode(passportLine{c.File, s}); err != nil {
			return err
		}
	} else {
		writePassport(out, displayName(c.File), found, s)
	}
	if err := a.write(std, out.Bytes()); err != nil {
		return err
	}
	if status := statusOf(s.Verdict.String()); status != exitValid {
		return &failure{status: status}
	}
	return nil
}

// whyNot returns what keeps a credential from being valid: the first of it, as verify
// tells it for a folder.
func whyNot(p *passport.Passport, number int) string {
	for i, c := range p.All() {
		if i == number && c.Result != nil {
			if decisive := c.Result.Decisive(); len(decisive) > 0 {
				return decisive[0].Code + ", " + printable(decisive[0].Detail)
			}
		}
	}
	return ""
}

// writePassport prints a passport for a reader.
func writePassport(out io.Writer, name string, p *passport.Passport, s passport.Summary) {
	fmt.Fprintf(out, "%s: %s, %s\n", printable(name), s.Verdict, plural(len(s.Credentials), "credential"))
	writeParagraph(out, s.Headline)
	var rows [][]string
	for i, c := range s.Credentials {
		title := printable(c.Title)
		if title == "" {
			title = "without a title"
		}
		if c.Issuer != "" {
			title += ", by " + printable(c.Issuer)
		}
		rows = append(rows, []string{strconv.Itoa(i + 1), c.Verdict.String(), bindingNames[c.Binding], countNames[c.Count], title})
		if why := whyNot(p, i); why != "" {
			rows = append(rows, []string{"", "", "", "", why})
		}
	}
	writeTable(out, rows)
	rows = nil
	for _, c := range s.Total.Credits {
		rows = append(rows, []string{printable(c.Framework.String()), "earned " + amountText(c.Earned), "offered " + amountText(c.Offered)})
	}
	for _, h := range s.Total.Hours {
		rows = append(rows, []string{strings.TrimSpace("Time " + string(h.Kind)), "counted " + hoursText(h.Counted), "open " + hoursText(h.Open)})
	}
	if len(rows) > 0 {
		fmt.Fprintln(out, "\nWhat they add up to")
		writeTable(out, rows)
	}
	findings := slices.Concat(s.Findings, s.Total.Findings)
	if s.Plan != nil {
		writePlan(out, s.Plan)
		findings = append(findings, s.Plan.Findings...)
	}
	findings = slices.DeleteFunc(findings, func(f vc.Finding) bool { return f.Status != vc.Warn })
	if len(findings) > 0 {
		fmt.Fprintln(out, "\nLook at")
		writeTable(out, findingRows(findings))
	}
}

func writePlan(out io.Writer, p *stacking.Plan) {
	fmt.Fprintf(out, "\nTowards %s\n", printable(p.Name))
	var rows [][]string
	var walk func([]stacking.Part, string)
	walk = func(parts []stacking.Part, indent string) {
		for _, part := range parts {
			var by []string
			for _, m := range part.By {
				by = append(by, strconv.Itoa(m.Credential+1))
			}
			rows = append(rows, []string{strings.ReplaceAll(string(part.Standing), "-", " "), indent + printable(part.Name), strings.Join(by, ", ")})
			walk(part.Parts, indent+"  ")
		}
	}
	walk(p.Parts, "")
	for _, n := range p.Credits {
		rows = append(rows, []string{"credits", fmt.Sprintf("earned %s of %s %s", dash(n.Earned.Canonical()), n.Needed.Canonical(), printable(n.Framework.String())), ""})
	}
	writeTable(out, rows)
	writeParagraph(out, p.Decision)
}

// bindingNames and countNames are how bindings and counts read in a table.
var (
	bindingNames = map[passport.Binding]string{
		passport.BoundHolder: "the holder's", passport.BoundRecipient: "the recipient's", passport.BoundNamed: "names the same",
		passport.BoundOther: "SOMEBODY ELSE'S", passport.BoundNot: "not bound",
	}
	countNames = map[stacking.Count]string{stacking.Counted: "counted", stacking.Open: "open", stacking.NotCounted: "not counted", stacking.Nothing: "no credits"}
)

func amountText(a stacking.Amount) string {
	out := dash(a.Counted.Canonical())
	if !a.Open.IsZero() {
		out += " (and " + a.Open.Canonical() + " open)"
	}
	return out
}

// hoursText returns a duration in words if it is a number of hours.
func hoursText(duration string) string {
	text, isTime := strings.CutPrefix(duration, "PT")
	text, isHours := strings.CutSuffix(text, "H")
	if n, err := strconv.Atoi(text); err == nil && isTime && isHours {
		return plural(n, "hour")
	}
	return dash(duration)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
