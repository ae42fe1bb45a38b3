package losses

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	pageStyle string
)

// htmlWriter writes one page for people: a section for each document. The page loads
// nothing and runs no script, and forbids both by its policy.
type htmlWriter struct {
	w    io.Writer
	o    Options
	page *template.Template
	sum  Totals
}

// section is what a page says of one document, or in the end of all.
type section struct {
	Anchor, File, From, To string
	Totals                 Totals
	Bar                    []piece
	Verdict                string // a class of the style
	Lead                   string
	Rows                   []pageRow
	All                    bool
}

// piece is a part of the bar that shows where the leaves are.
type piece struct {
	Class, Name string
	Count       int
	From, Width float64 // in per cent
}

// pageRow is a row of the table of a document.
type pageRow struct {
	Severity, Element, Name, Kind, Sight, Reason, Where string
	Count                                               int
}

func (h *htmlWriter) Begin() (err error) {
	if h.page, err = template.New("page").Parse(pageText); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(pageStyle))
	return h.execute("head", map[string]any{
		"Style":   template.CSS(pageStyle), //nolint:gosec // our own file
		"Hash":    base64.StdEncoding.EncodeToString(sum[:]),
		"Several": h.o.Several,
	})
}

func (h *htmlWriter) Add(file string, r mc.Report) error {
	t := TotalsOf(r)
	h.sum.Add(t)
	s := section{
		Anchor: "d" + strconv.Itoa(h.sum.Files), File: printable(file), From: r.From, To: r.To,
		Totals: t, Bar: bar(t), Verdict: verdict(t), Lead: lead(t), All: h.o.All,
	}
	for _, row := range shared(Rows(file, r, h.o.All)) {
		s.Rows = append(s.Rows, pageRow{
			Severity: string(row.Severity), Element: elementText(row.Row), Name: printable(row.Name), Count: row.count,
			Kind: string(row.Kind), Sight: sights[row.Sight], Reason: printable(row.Reason), Where: printable(row.Source),
		})
	}
	return h.execute("document", s)
}

func (h *htmlWriter) End() error {
	return h.execute("foot", map[string]any{"Several": h.sum.Files != 1, "Sum": section{
		Totals: h.sum, Bar: bar(h.sum), Verdict: verdict(h.sum), Lead: lead(h.sum),
	}})
}

func (h *htmlWriter) execute(name string, data any) error {
	var b bytes.Buffer
	if err := h.page.ExecuteTemplate(&b, name, data); err != nil {
		return err
	}
	_, err := h.w.Write(b.Bytes())
	return err
}

// sights say who finds a value.
var sights = map[mc.Sight]string{
	mc.SightAny:      "every reader",
	mc.SightOurs:     "readers of our extension",
	mc.SightOriginal: "whoever opens the original",
	mc.SightNone:     "nobody",
}

// verdict is the class of what was lost.
func verdict(t Totals) string {
	switch {
	case t.Errors > 0:
		return "fail"
	case t.Warnings > 0:
		return "warn"
	}
	return "pass"
}

// lead says what matters most.
func lead(t Totals) string {
	gone := t.Mandatory.Before - t.Mandatory.After
	switch {
	case t.Files == 0:
		return "No document was converted."
	case gone == 1:
		return "One mandatory element is out of every other reader’s sight."
	case gone > 1:
		return strconv.Itoa(gone) + " mandatory elements are out of every other reader’s sight."
	case t.Errors > 0:
		return "Values were lost that matter."
	case t.Native == t.Leaves:
		return "Every value is where every reader finds it."
	}
	return "Every mandatory element that was stated is in every reader’s sight."
}

// bar cuts a bar into pieces by where the leaves are.
func bar(t Totals) []piece {
	var out []piece
	from := 0.0
	for _, p := range []piece{
		{Class: "native", Name: "native", Count: t.Native}, {Class: "extension", Name: "extension", Count: t.Extension},
		{Class: "residue", Name: "residue", Count: t.Residue}, {Class: "original", Name: "only in the original", Count: t.Original},
		{Class: "described", Name: "described", Count: t.Described}, {Class: "dropped", Name: "dropped", Count: t.Dropped},
	} {
		if p.Count == 0 {
			continue
		}
		p.From, p.Width = from, 100*float64(p.Count)/float64(t.Leaves)
		from += p.Width
		out = append(out, p)
	}
	return out
}
