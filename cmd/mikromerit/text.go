package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/mikromerit/mikromerit/vc"
)

// defaultWidth is the number of columns that texts are wrapped at where no
// terminal says how wide it is; leastText is what the last column of a table
// gets at least, and mostText the longest line that is easy to read.
const (
	defaultWidth = 80
	leastText    = 30
	mostText     = 140
)

// widthOf is how wide a writer is: as wide as the terminal behind it. The
// variable COLUMNS counts where there is none.
func widthOf(w io.Writer) int {
	if screen, ok := w.(interface{ Fd() uintptr }); ok {
		if columns, _, err := term.GetSize(int(screen.Fd())); err == nil && columns > 0 {
			return min(max(columns, 40), mostText)
		}
	}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns >= 40 {
		return min(columns, mostText)
	}
	return defaultWidth
}

// page is text that will be written to something of a certain width.
type page struct {
	bytes.Buffer
	columns int
}

func (a *app) page() *page { return &page{columns: widthOf(a.stdout)} }

// columnsOf is the width of a page, or of what is written to directly.
func columnsOf(w io.Writer) int {
	if p, ok := w.(*page); ok {
		return p.columns
	}
	return widthOf(w)
}

// table writes rows of cells in aligned columns, indented by two. The last
// cell of a row is wrapped and hangs below itself. Nothing that stands in a
// document can control the terminal. What the writer could not take is lost;
// commands whose result is a table check their writer.
func table(w io.Writer, rows [][]string) {
	var columns []int
	for _, row := range rows {
		for i, cell := range row[:len(row)-1] {
			if i == len(columns) {
				columns = append(columns, 0)
			}
			columns[i] = max(columns[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		writeRow(&b, columnsOf(w), columns, row)
	}
	io.WriteString(w, b.String())
}

// headed writes a table below a title, or nothing when it has no rows.
func headed(w io.Writer, title string, rows [][]string) {
	if len(rows) > 0 {
		io.WriteString(w, "\n"+title+"\n")
		table(w, rows)
	}
}

// paragraph writes a wrapped text.
func paragraph(w io.Writer, text string) {
	io.WriteString(w, strings.Join(wrap(printable(text), columnsOf(w)), "\n")+"\n")
}

func writeRow(b *strings.Builder, width int, columns []int, row []string) {
	var line strings.Builder
	line.WriteString("  ")
	start := 2
	last := len(row) - 1
	for i, cell := range row[:last] {
		cell = printable(cell)
		line.WriteString(cell)
		line.WriteString(strings.Repeat(" ", columns[i]-utf8.RuneCountInString(cell)+2))
		start += columns[i] + 2
	}
	for i, part := range wrap(printable(row[last]), max(width-start, leastText)) {
		if i > 0 {
			line.WriteString("\n" + strings.Repeat(" ", start))
		}
		line.WriteString(part)
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}

// wrap breaks a text at white space into lines of at most n characters; a
// longer word stands on a line of its own.
func wrap(text string, n int) []string {
	var lines []string
	line, length := "", 0
	for _, word := range strings.Fields(text) {
		size := utf8.RuneCountInString(word)
		if length > 0 && length+1+size > n {
			lines = append(lines, line)
			line, length = "", 0
		}
		if length > 0 {
			line += " "
			length++
		}
		line += word
		length += size
	}
	return append(lines, line)
}

// printable replaces what could control a terminal or reorder a line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// sentence makes a clause a sentence: a capital letter at its start, a full
// stop at its end.
func sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	s = string(unicode.ToUpper(r)) + s[size:]
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// marks stand for the outcome of a check at the start of its row.
var marks = map[vc.Status]string{vc.Pass: "ok", vc.Fail: "FAIL", vc.Unknown: "?", vc.Warn: "!", vc.NotAsked: "-"}

// findingRows lists findings as rows of a table.
func findingRows(findings []vc.Finding) [][]string {
	rows := make([][]string, len(findings))
	for i, f := range findings {
		detail := f.Detail
		if f.Pointer != "" {
			detail += " [" + f.Pointer + "]"
		}
		rows[i] = []string{fmt.Sprintf("%-4s", marks[f.Status]), f.Code, detail}
	}
	return rows
}
