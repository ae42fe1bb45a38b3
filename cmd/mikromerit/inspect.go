package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

type inspectCommand struct {
	Language languageTag `placeholder:"TAG" help:"Language to prefer; without it, the credential's main language."`
	manyFlags
	profileFlags
	Each bool `help:"Show each credential of an array, or of other JSON that holds several, by itself."`
	verifyFlags
	Files []string `arg:"" name:"file" help:"What to inspect: files, folders, patterns, ZIP archives, lines of JSON; - is standard input."`
}

// Help returns the second part of the help text.
func (c *inspectCommand) Help() string {
	return "The exit status is 0 when the file could be read, whatever verify thinks of it. " +
		"The table compares the credential with Annex I of the Council Recommendation on a European approach to micro-credentials (2022/C 243/02)."
}

// Run prints what each file is and what it says.
func (c *inspectCommand) Run(a *app) error {
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	profiles, err := c.profiles(a)
	if err != nil {
		return err
	}
	settings := *c
	settings.manyFlags, settings.Files = manyFlags{}, nil
	r, err := a.newRun(c.manyFlags, c.Files, settings)
	if err != nil {
		return err
	}
	r.brief = isMany(c.Files)
	source := r.source()
	source.Whole = !c.Each
	return r.each(source.Items, func(ctx context.Context, item batch.Item, err error) judged {
		if err != nil {
			return r.inspected(item, batch.Uninspected(item.Name, err))
		}
		return r.inspected(item, batch.Inspect(ctx, verifier, mikromerit.InspectOptions{Language: c.Language.Tag, Profiles: profiles}, item.Name, item.Data))
	})
}

// verdictRead is the verdict of what could be read.
const verdictRead = "read"

// inspected writes out an inspection.
func (r *manyRun) inspected(item batch.Item, i *batch.Inspection) judged {
	made := judged{count: count{verdict: verdictRead, word: verdictRead}, brief: (r.brief || item.Part) && !r.JSON}
	if i.Fault != nil {
		made.count = count{verdict: verdictError, word: verdictError, reason: i.Fault.Finding.Code, status: exitError}
		if !item.Named && (!likelyName(item.File) || slices.Contains(otherCodes, i.Fault.Finding.Code)) {
			return judged{skipped: true} // a folder may hold files that are no credentials
		}
	}
	out := r.app.page()
	i.File = displayName(i.File)
	if made.brief {
		made.out = []byte(inspectedLine(i))
		return made
	}
	if i.Fault != nil {
		made.complaint = printable(fmt.Sprintf("mikromerit: %s %s", i.File, i.Fault.What)) + "\n"
	}
	alone := len(r.what) == 1 && !item.Part && item.Named
	if i.Found == nil && (!r.JSON || alone) {
		return made // standard error says why
	}
	if r.JSON {
		text, err := json.Marshal(i)
		if err != nil {
			made.err = err
			return made
		}
		out.Write(withNewline(text))
	} else {
		fmt.Fprintln(out, printable(i.File))
		writeInspection(out, i.Found)
	}
	made.out = out.Bytes()
	return made
}

// inspectedLine returns an inspection as one line: what it is, its name, and how many
// of the standard elements it has.
func inspectedLine(i *batch.Inspection) string {
	if i.Fault != nil {
		return fmt.Sprintf("error  %s: %s, %s\n", printable(i.File), i.Fault.Finding.Code, printable(i.Fault.Finding.Detail))
	}
	line := fmt.Sprintf("read   %s: %s", printable(i.File), i.Format)
	if n := len(i.Credentials); n > 0 {
		line += ", " + plural(n, "credential")
	}
	if len(i.Elements) > 0 {
		there := 0
		for _, e := range i.Elements {
			if e.Status == mc.Present {
				there++
			}
		}
		line += fmt.Sprintf(", %d of %d standard elements", there, len(i.Elements))
	}
	return line + "\n"
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
		phrase := proofPhrases[p.Verdict]
		if r.File != nil && mikromerit.HasBaseProof(r.File) { // the only one
			phrase = "a base proof, which is for the holder only: derive a proof from it to show"
		}
		rows = append(rows, []string{"", p.Suite + ": " + phrase})
	}
	return append(rows, []string{"Standing", r.Headline()}, []string{"", answers(r.Axes)}, []string{"", `"mikromerit verify" lists the checks`})
}
