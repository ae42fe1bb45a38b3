package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// batchFlags hold the flags of commands that make a file of each file.
type batchFlags struct {
	Out  string `short:"o" default:"-" placeholder:"OUT" help:"Write to OUT instead of standard output; for several files, the folder to write to."`
	JSON bool   `name:"json" help:"Print one JSON object for each file, on a line of its own; the files themselves go to --out."`

	dry bool // whether nothing is written
}

// sealing is what became of one file. As JSON it is a line of the output of seal and
// extend; the names are stable.
type sealing struct {
	File     string       `json:"file"`
	Out      string       `json:"out,omitempty"`   // where it was written
	Level    string       `json:"level,omitempty"` // that the seal reached
	Effects  []edc.Effect `json:"effects,omitempty"`
	Findings []vc.Finding `json:"findings,omitempty"`
	Error    string       `json:"error,omitempty"`

	secured *proof.Secured
	asked   jades.Level // the level that was asked for
	reached jades.Level
	dry     bool
}

func newSealing(made *mikromerit.SealResult, asked jades.Level, dry bool) *sealing {
	out := &sealing{Effects: made.Effects, Findings: made.Warnings, secured: made.File, asked: asked, reached: made.Level, dry: dry}
	if made.File != nil {
		out.Level = made.Level.String()
	}
	return out
}

// each makes a file of each file. What fails does not keep it from the others.
func (c *batchFlags) each(a *app, names []string, make func(name string, data []byte) (*sealing, error)) error {
	files, folders, err := expand(names)
	if err != nil {
		return err
	}
	several := folders || len(files) > 1
	if err := c.checkOut(several); err != nil {
		return err
	}
	status, done := exitValid, 0
	for _, file := range files {
		if file.found && !file.likely {
			continue
		}
		done++
		s, err := c.one(a, file.name, several, make)
		if err == nil && s.secured != nil && s.reached < s.asked {
			err = &failure{exitIndeterminate, fmt.Sprintf("%s is sealed at level %s only, because a service failed; extend it later", displayName(file.name), s.Level), nil}
		}
		var f *failure
		if errors.As(err, &f) {
			s.Error, s.Findings = f.message, append(s.Findings, f.findings...)
			status = worse(status, f.status)
		}
		if err := c.tell(a, s, f); err != nil {
			return err
		}
	}
	if done == 0 {
		return newFailure("there is no credential in %s", strings.Join(names, ", "))
	}
	if status == exitValid {
		return nil
	}
	return &failure{status: status}
}

// checkOut checks that there is a place for what is made.
func (c *batchFlags) checkOut(several bool) error {
	switch info, err := os.Stat(c.Out); {
	case c.dry:
		return nil
	case c.Out == std && several:
		return newFailure("several files are written to a folder; name one with -o")
	case c.Out == std && c.JSON:
		return newFailure("with --json, standard output holds the report; name a file or folder with -o")
	case several && err != nil:
		return newFailure("%s is no folder that exists; make it first", c.Out)
	case several && !info.IsDir():
		return newFailure("%s is not a folder; several files need one", c.Out)
	}
	return nil
}

// one makes a file of one file and writes it.
func (c *batchFlags) one(a *app, name string, several bool, make func(string, []byte) (*sealing, error)) (*sealing, error) {
	s := &sealing{}
	err := recovered(func() error {
		data, err := a.read(name)
		if err != nil {
			return err
		}
		out := c.Out
		if several {
			out = filepath.Join(out, sealedName(name))
		}
		if !c.dry {
			if err := a.writable(out); err != nil { // before a service is asked
				return err
			}
		}
		made, err := make(name, data)
		if made != nil {
			s = made
		}
		if err != nil || s.secured == nil {
			return err
		}
		if out != std {
			s.Out = out
		}
		return a.writeSecured(out, s.secured)
	})
	s.File = name
	var f *failure
	if err != nil && !errors.As(err, &f) {
		err = newJobFailure(name, err)
	}
	return s, err
}

// sealedName returns the name of the sealed file for that of a draft, or for that of
// a file that was sealed already. It says nothing about the learner.
func sealedName(name string) string {
	if name == std {
		return "sealed.jsonld"
	}
	base := filepath.Base(name)
	base = strings.TrimSuffix(base, filepath.Ext(base))
	return strings.TrimSuffix(base, ".sealed") + ".sealed.jsonld"
}

// tell prints what became of one file: as JSON on standard output, or for a reader on
// standard error, where it is not mixed with the file.
func (c *batchFlags) tell(a *app, s *sealing, f *failure) error {
	if c.JSON {
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(s); err != nil {
			return err
		}
		return a.write(std, line.Bytes())
	}
	out := a.stderr
	if c.dry {
		out = a.stdout
	}
	s.write(out)
	if f != nil && f.message != "" {
		fmt.Fprintln(a.stderr, printable("mikromerit: "+f.message))
	}
	return nil
}

// write prints what became of a file for a reader.
func (s *sealing) write(w io.Writer) {
	name := printable(displayName(s.File))
	switch {
	case s.secured != nil:
		fmt.Fprintf(w, "%s: sealed, level %s\n", name, s.Level)
	case s.dry && s.Error == "":
		fmt.Fprintf(w, "%s: can be sealed; nothing was written\n", name)
	case len(s.Effects)+len(s.Findings) > 0:
		fmt.Fprintf(w, "%s: not sealed\n", name)
	}
	writeTable(w, effectRows(s.Effects))
	writeTable(w, findingRows(s.Findings))
}

// effectMarks are the signs of effects at the start of a row.
var effectMarks = map[edc.EffectKind]string{edc.EffectSet: "+", edc.EffectKept: "!", edc.EffectClash: "FAIL"}

// effectRows returns the effects of the preparation as rows of a table.
func effectRows(all []edc.Effect) [][]string {
	var rows [][]string
	for _, e := range all {
		text := shortJSON(e.After)
		switch {
		case e.Kind != edc.EffectSet:
			text = shortJSON(e.Before) + " is kept; the certificate has " + text
		case e.Before != nil:
			text += ", before " + shortJSON(e.Before)
		}
		rows = append(rows, []string{fmt.Sprintf("%-4s", effectMarks[e.Kind]), e.Pointer, text + ". " + e.Reason})
	}
	return rows
}

// shortJSON returns what a person reads of a JSON value: a text, the texts of a
// language map, or the code or notation of a node.
func shortJSON(raw json.RawMessage) string {
	doc, err := vc.ParseDocument([]byte(`{"v":`+string(raw)+`}`), limits)
	if err != nil {
		return "nothing"
	}
	return shortValue(doc.Get("v"))
}

func shortValue(v jsontree.Value) string {
	const most = 120
	var texts []string
	switch {
	case !v.IsObject() && v.Len() == 0:
		texts = []string{v.Text()}
	case v.Get("address").Exists():
		texts = []string{shortValue(v.Get("address"))}
	case v.Get("countryCode").Exists():
		texts = []string{shortValue(v.Get("countryCode"))}
	case v.Get("evidenceStatement").Exists():
		texts = []string{v.Get("evidenceStatement").Text()}
	case v.Get("notation").Exists() && !v.Get("type").IsText("Concept"):
		texts = []string{v.Get("notation").Text()}
	case v.Get("id").Exists():
		texts = []string{v.Get("id").Text()}
		if web := strings.HasPrefix(texts[0], "http"); web {
			texts[0] = texts[0][strings.LastIndexByte(texts[0], '/')+1:]
		}
	default:
		for i := range v.Len() {
			texts = append(texts, shortValue(v.At(i)))
		}
	}
	text := []rune(strings.Join(texts, "; "))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}
