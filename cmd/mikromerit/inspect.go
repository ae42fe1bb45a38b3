package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

type inspectCommand struct {
	Language languageTag `placeholder:"TAG" help:"Language to prefer; without it, the credential's main language."`
	JSON     bool        `help:"Print one JSON object on one line instead."`
	profileFlags
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
	profiles, err := c.profiles(a)
	if err != nil {
		return err
	}
	data, err := a.read(c.File)
	if err != nil {
		return err
	}
	found, err := verifier.Inspect(context.Background(), data, mikromerit.InspectOptions{Language: c.Language.Tag, Profiles: profiles})
	if err != nil {
		return newJobFailure(c.File, err)
	}
	out := a.page()
	if c.JSON {
		text, err := json.Marshal(inspected(c.File, found))
		if err != nil {
			return err
		}
		out.Write(withNewline(text))
	} else {
		fmt.Fprintln(out, printable(displayName(c.File)))
		writeInspection(out, found)
	}
	if err := a.write(std, out.Bytes()); err != nil {
		return err
	}
	if found.Err != nil && found.Result != nil {
		return newJobFailure(c.File, found.Err)
	}
	return nil
}

// inspection is what inspect says as JSON. The names are stable.
type inspection struct {
	File         string             `json:"file,omitempty"`
	Pointer      string             `json:"pointer,omitempty"` // in the file around it
	Format       string             `json:"format"`
	Sections     []inspectedSection `json:"sections"`
	Elements     []inspectedElement `json:"elements,omitempty"`
	Observations []mc.Observation   `json:"observations,omitempty"`

	Profiles    []*mikromerit.ProfileReport `json:"profiles,omitempty"`
	Credentials []inspection                `json:"credentials,omitempty"`
	Error       string                      `json:"error,omitempty"`
}

type inspectedSection struct {
	Title string     `json:"title"`
	Rows  [][]string `json:"rows"`
	Note  string     `json:"note,omitempty"`
}

// inspectedElement is a standard element with its status for readers of the format
// who know nothing of our extension and residue.
type inspectedElement struct {
	mc.Element
	Native mc.Presence `json:"native"`
}

func inspected(file string, i *mikromerit.Inspection) inspection {
	out := inspection{File: displayName(file), Pointer: i.Pointer, Format: i.Format, Sections: []inspectedSection{}, Observations: i.Observations, Profiles: i.Profiles}
	for _, s := range i.Sections {
		rows := s.Rows
		if rows == nil {
			rows = [][]string{}
		}
		out.Sections = append(out.Sections, inspectedSection{s.Title, rows, s.Note})
	}
	for n, e := range i.Elements {
		out.Elements = append(out.Elements, inspectedElement{e, i.Native[n].Status})
	}
	for _, inner := range i.Credentials {
		nested := inspected("", inner)
		nested.File = ""
		out.Credentials = append(out.Credentials, nested)
	}
	if i.Err != nil {
		out.Error = i.Err.Error()
	}
	return out
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
