package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/microcredential/convert"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

type inspectCommand struct {
	Language languageTag `placeholder:"TAG" help:"Language to prefer; without it, the credential's main language."`
	checking
	File string `arg:"" help:"File to inspect; - is standard input."`
}

// Help is the second part of the help text.
func (c *inspectCommand) Help() string {
	return "The exit status is 0 when the file could be read, whatever verify thinks of it. " +
		"The table compares the credential with Annex I of the Council Recommendation on a European approach to micro-credentials (2022/C 243/02)."
}

// Run prints what a file is and what it says.
func (c *inspectCommand) Run(a *app) error {
	checker, err := c.checker(a, demands{})
	if err != nil {
		return err
	}
	in, err := a.input(c.File)
	if err != nil {
		return err
	}
	// Inspecting is possible where verifying is not.
	found, checkErr := checker.check(in)
	if checkErr != nil {
		found = &examined{Verification: &badge.Verification{Result: &proof.Result{Document: in.document()}}}
	}
	doc := found.Document
	codec, credential, _, readErr := convert.Standard().Read(doc)
	var out bytes.Buffer
	fmt.Fprintln(&out, printable(shown(c.File)))
	what := formatOf(codec.Name, doc, found.edition())
	if doc.IsZero() && in.Secured == nil {
		what = "the address of a badge, " + string(in.text)
	}
	rows := [][]string{{"Format", what}}
	rows = append(rows, secured(in, found, checkErr)...)
	table(&out, rows)
	facts := badgeFacts(doc)
	title := "Badge"
	if clr.Is(doc) {
		title = "Record"
	}
	headed(&out, title, facts)
	switch {
	case readErr == nil:
		viewOf(credential, c.Language.Tag).write(&out)
	case len(facts) == 0 && found.older == nil:
		headed(&out, "Credential", plainFacts(doc))
	}
	if err := a.write(std, out.Bytes()); err != nil {
		return err
	}
	if readErr != nil && codec.Decode != nil {
		return undone(c.File, readErr)
	}
	return nil
}

// formatOf says what kind of document a file holds; name is that of its format,
// or "" if it is of none.
func formatOf(name string, doc vc.Document, edition string) string {
	switch {
	case edition != "":
		return "Open Badges " + edition
	case doc.IsZero():
		return "what was signed is not a JSON object"
	case name == "":
		return "JSON that is not a credential"
	case clr.Is(doc):
		name = "Comprehensive Learner Record 2.0"
	}
	credential, _ := vc.ReadCredential(doc)
	if credential.Version() == 0 {
		return name + ", which names no version of the W3C data model"
	}
	return name + ", W3C data model " + credential.Version().String()
}

// secured says how a file is secured, by whom, and what came of checking it.
func secured(in *input, found *examined, err error) [][]string {
	var rows [][]string
	if in.baked != nil {
		rows = append(rows, []string{"Baked into", imageNames[in.picture()] + ", " + in.baked.Place.String()})
	}
	rows = append(rows, []string{"Secured", securedAs(string(in.format()), found.edition())})
	if err != nil {
		return append(rows, []string{"Checks", "could not be done: " + err.Error()})
	}
	for i, p := range found.Proofs {
		by := signerOf(p)
		if all := in.Proofs(); by == "" && i < len(all) {
			by = all[i].Value.Get("verificationMethod").Text() // as the proof itself has it
		}
		rows = append(rows, []string{"", fmt.Sprintf("%s by %s: %s", p.Suite, cmp.Or(by, "an unknown key"), p.Verdict)})
	}
	return append(rows, []string{"Verdict", found.Verdict.String() + `; "mikromerit verify" lists the checks`})
}

// signerOf names who made a proof: the subject of its certificate, or who the
// key speaks for; "" when that could not be found out.
func signerOf(p proof.ProofResult) string {
	if len(p.Signer.Chain) > 0 {
		subject := p.Signer.Chain[0].Subject
		return cmp.Or(strings.Join(subject.Organization, ", "), subject.CommonName, subject.String())
	}
	return cmp.Or(p.Controller, p.Method)
}

// plainFacts is what any verifiable credential says.
func plainFacts(doc vc.Document) [][]string {
	c, _ := vc.ReadCredential(doc)
	var subjects []string
	for _, s := range c.Subjects() {
		subjects = append(subjects, cmp.Or(idOf(s), "without id"))
	}
	return stated([][]string{
		{"Title", textOf(c.Name())},
		{"Type", strings.Join(c.Types(), ", ")},
		{"Issuer", textOf(c.Issuer().Get("name"))},
		{"", c.IssuerID()},
		{"Learner", strings.Join(subjects, ", ")},
		{"Valid from", c.ValidFrom().String()},
		{"Valid until", c.ValidUntil().String()},
		{"Id", c.ID()},
	})
}

// textOf returns the first text of a string, a language value object or an
// array of either (VC Data Model 2.0 section 11.1).
func textOf(v jsontree.Value) string {
	for value := range v.Each() {
		if text := cmp.Or(value.Text(), value.Get("@value").Text()); text != "" {
			return text
		}
	}
	return ""
}

// stated drops the rows about which nothing is known. A row without a label
// continues the one before it, and takes over its label when that is dropped.
func stated(rows [][]string) [][]string {
	var out [][]string
	label := ""
	for _, row := range rows {
		if row[0] != "" {
			label = row[0]
		}
		if row[1] != "" {
			out = append(out, []string{label, row[1]})
			label = ""
		}
	}
	return out
}
