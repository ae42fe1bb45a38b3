package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

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

// finish names the file, and adds why it failed if it did.
func (s *sealing) finish(name string, f *failure) *sealing {
	s.File = name
	if f != nil {
		s.Error, s.Findings = f.message, append(s.Findings, f.findings...)
	}
	return s
}

// tell prints what became of one file: as JSON or on one line on standard output; of a
// single file in full on standard error, where it is not mixed with the file.
func (c *batchFlags) tell(a *app, s *sealing, f *failure) error {
	switch {
	case c.JSON:
		if s.Error == "" && f != nil {
			s.Error = f.message
		}
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(s); err != nil {
			return err
		}
		return a.write(std, line.Bytes())
	case c.brief:
		return a.write(std, []byte(s.line(f)))
	}
	out := a.stderr
	if c.dry {
		out = a.stdout
	}
	s.write(out, f)
	if f != nil && f.message != "" {
		fmt.Fprintln(a.stderr, printable("mikromerit: "+f.message))
	}
	return nil
}

// write prints what became of a file for a reader.
func (s *sealing) write(w io.Writer, f *failure) {
	findings := s.Findings
	if f != nil && f.status == exitError {
		findings = nil // the message says it
	}
	name := printable(displayName(s.File))
	switch {
	case s.secured != nil:
		fmt.Fprintf(w, "%s: sealed, level %s\n", name, s.Level)
	case s.dry && s.Error == "":
		fmt.Fprintf(w, "%s: can be sealed; nothing was written\n", name)
	case len(s.Effects)+len(findings) > 0:
		fmt.Fprintf(w, "%s: not sealed\n", name)
	}
	if s.secured != nil || s.dry || f != nil && f.status != exitError {
		writeTable(w, effectRows(s.Effects))
	}
	writeTable(w, findingRows(findings))
}

// line returns what became of a file on one line.
func (s *sealing) line(f *failure) string {
	text := printable(displayName(s.File)) + ": "
	switch {
	case s.secured != nil:
		text += "sealed, level " + s.Level
		if f != nil {
			text += " only"
		}
		if kept := s.count(edc.EffectKept); kept > 0 {
			text += fmt.Sprintf("; %s from the certificate", plural(kept, "difference"))
		}
	case s.dry && f == nil:
		text += "can be sealed"
	default:
		text += "not sealed"
	}
	if why := s.why(f); why != "" {
		text += ": " + printable(why)
	}
	return text + "\n"
}

// why says in a sentence why a file is not sealed, or not up to its level.
func (s *sealing) why(f *failure) string {
	if f == nil {
		return ""
	}
	var worst []vc.Finding
	for _, finding := range s.Findings {
		if finding.Status == vc.Fail || s.secured != nil && finding.Status == vc.Warn && finding.Code == "SEAL-LEVEL" {
			worst = append(worst, finding)
		}
	}
	if len(worst) == 0 {
		reason := strings.TrimPrefix(f.message, displayName(s.File)+" ")
		return sentence(strings.TrimPrefix(reason, "is not sealed: "))
	}
	out := worst[0].Detail
	if _, cause, ok := strings.Cut(out, ": "); ok && s.secured != nil {
		out = sentence(cause) // the level is said already
	}
	if worst[0].Pointer != "" {
		out += " [" + worst[0].Pointer + "]"
	}
	if more := len(worst) - 1; more > 0 {
		out += fmt.Sprintf(" And %d more.", more)
	}
	return out
}

func (s *sealing) count(kind edc.EffectKind) (n int) {
	for _, e := range s.Effects {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// sealTally counts what became of files.
type sealTally struct {
	files, sealed, below, failed int
	skipped, resumed             int
	failing                      int // files below their level since the last that reached it
	status                       int
	stopped                      bool // because of a service
	ended                        bool // by the user
}

func (t *sealTally) add(s *sealing, f *failure) {
	t.files++
	if f != nil {
		t.status = worse(t.status, f.status)
	}
	switch {
	case s.secured != nil && f != nil:
		t.below++
		t.failing++
		return
	case f != nil:
		t.failed++
		return
	}
	t.sealed++
	t.failing = 0
}

// summary returns the closing summary.
func (t *sealTally) summary(a *app, dry bool) []byte {
	out := a.page()
	fmt.Fprintf(out, "\n%s\n", plural(t.files, "file"))
	done := "sealed"
	if dry {
		done = "can be sealed"
	}
	var rows [][]string
	for _, row := range []struct {
		n          int
		word, note string
	}{
		{t.sealed, done, ""},
		{t.below, "sealed below the level", "a service failed; when it works again, give the sealed files to extend"},
		{t.failed, "not sealed", "correct them, and go on with --resume"},
		{t.resumed, "left out", "their sealed files are there already"},
		{t.skipped, "skipped", ""},
	} {
		if row.n > 0 {
			rows = append(rows, []string{fmt.Sprintf("%6d", row.n), row.word, row.note})
		}
	}
	writeTable(out, rows)
	return out.Bytes()
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
