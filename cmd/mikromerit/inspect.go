package main

import (
	"context"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
)

type inspectCommand struct {
	Language languageTag `placeholder:"TAG" help:"Language to prefer; without it, the credential's main language."`
	verifyFlags
	File string `arg:"" help:"File to inspect; - is standard input."`
}

// Help returns the second part of the help text.
func (c *inspectCommand) Help() string {
	return "The exit status is 0 when the file could be read, whatever verify thinks of it. " +
		"The table compares the credential with Annex I of the Council Recommendation on a European approach to micro-credentials (2022/C 243/02)."
}

// Run prints what a file is and what it says.
func (c *inspectCommand) Run(a *app) error {
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	data, err := a.read(c.File)
	if err != nil {
		return err
	}
	found, err := verifier.Inspect(context.Background(), data, mikromerit.InspectOptions{Language: c.Language.Tag})
	if err != nil {
		return newJobFailure(c.File, err)
	}
	out := a.page()
	fmt.Fprintln(out, printable(displayName(c.File)))
	writeInspection(out, found)
	if err := a.write(std, out.Bytes()); err != nil {
		return err
	}
	if found.Err != nil && found.Result != nil {
		return newJobFailure(c.File, found.Err)
	}
	return nil
}

func writeInspection(w io.Writer, i *mikromerit.Inspection) {
	writeTable(w, append([][]string{{"Format", i.Format}}, securityRows(i)...))
	for _, s := range i.Sections {
		fmt.Fprintln(w, "\n"+s.Title)
		writeTable(w, s.Rows)
		if s.Note != "" {
			writeTable(w, [][]string{{s.Note}})
		}
	}
	for n, inner := range i.Credentials {
		fmt.Fprintf(w, "\nCredential %d of %d, at %s\n", n+1, len(i.Credentials), printable(inner.Pointer))
		writeInspection(w, inner)
	}
}

// proofPhrases says whether a proof holds.
var proofPhrases = map[vc.Verdict]string{vc.Valid: "it holds", vc.Invalid: "it does not hold", vc.Indeterminate: "it is not known whether it holds"}

// securityRows returns how a file is secured, by whom, and whether that holds.
func securityRows(i *mikromerit.Inspection) [][]string {
	r := i.Result
	if r == nil {
		return [][]string{{"Checks", "could not be done: " + i.Err.Error()}}
	}
	var rows [][]string
	if r.Image != nil {
		rows = append(rows, []string{"Baked into", imageNames[r.Image.Format] + ", " + r.Image.Place})
	}
	edition := ""
	if r.Edition != 0 {
		edition = r.Edition.String()
	}
	rows = append(rows, []string{"Secured", securedAs(string(r.Format), edition)})
	for _, p := range r.Proofs {
		rows = append(rows, []string{"", p.Suite + ": " + proofPhrases[p.Verdict]})
	}
	return append(rows, []string{"Standing", r.Headline()}, []string{"", answers(r.Axes)}, []string{"", `"mikromerit verify" lists the checks`})
}
