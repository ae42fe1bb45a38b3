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

// The widths of texts, in columns.
const (
	defaultWidth = 80  // without a terminal that says how wide it is
	minText      = 30  // of the last column of a table, at least
	maxText      = 140 // of a line that is still easy to read
)

// widthOf returns how wide a writer is: as wide as the terminal behind it or, if
// there is none, as the variable COLUMNS says.
func widthOf(w io.Writer) int {
	if screen, ok := w.(interface{ Fd() uintptr }); ok {
		if columns, _, err := term.GetSize(int(screen.Fd())); err == nil && columns > 0 {
			return min(max(columns, 40), maxText)
		}
	}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns >= 40 {
		return min(columns, maxText)
	}
	return defaultWidth
}

// page is text for a writer of a certain width.
type page struct {
	bytes.Buffer
	columns int
}

func (a *app) page() *page { return &page{columns: widthOf(a.stdout)} }

// columnsOf returns the width of a page or of any other writer.
func columnsOf(w io.Writer) int {
	if p, ok := w.(*page); ok {
		return p.columns
	}
	return widthOf(w)
}

// writeTable writes rows of cells in aligned columns, indented by two. The last
// cell of a row is wrapped within its column. Nothing in a cell can control the
// terminal. Errors of the writer are ignored.
func writeTable(w io.Writer, rows [][]string) {
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

// writeTitledTable writes a table below a title, or nothing if it has no rows.
func writeTitledTable(w io.Writer, title string, rows [][]string) {
	if len(rows) > 0 {
		io.WriteString(w, "\n"+title+"\n")
		writeTable(w, rows)
	}
}

// writeParagraph writes a wrapped text.
func writeParagraph(w io.Writer, text string) {
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
	for i, part := range wrap(printable(row[last]), max(width-start, minText)) {
		if i > 0 {
			line.WriteString("\n" + strings.Repeat(" ", start))
		}
		line.WriteString(part)
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}

// wrap breaks a text at white space into lines of at most n characters. A longer
// word gets a line of its own.
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

// printable replaces characters that could control a terminal or reorder a line.
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

// sentence turns a clause into a sentence, with a capital letter at its start, unless
// that is the name of a file or flag, and a full stop at its end.
func sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	if first, _, _ := strings.Cut(s, " "); !strings.ContainsAny(first, "./\\") && r != '-' {
		s = string(unicode.ToUpper(r)) + s[size:]
	}
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// marks are the signs for the outcome of a check at the start of its row.
var marks = map[vc.Status]string{vc.Pass: "ok", vc.Fail: "FAIL", vc.Unknown: "?", vc.Warn: "!", vc.NotAsked: "-"}

// maxPlaces is how many places of one problem are shown.
const maxPlaces = 3

// findingRows returns findings as rows of a table. What was found in the same words
// at several places is one row, where the first was.
func findingRows(findings []vc.Finding) [][]string {
	type kind struct {
		status       vc.Status
		code, detail string
	}
	places := map[kind]int{}
	for _, f := range findings {
		places[kind{f.Status, f.Code, f.Detail}]++
	}
	shown, row := map[kind]int{}, map[kind]int{}
	var rows [][]string
	for _, f := range findings {
		k := kind{f.Status, f.Code, f.Detail}
		if shown[k] == 0 {
			row[k] = len(rows)
			rows = append(rows, []string{fmt.Sprintf("%-4s", marks[f.Status]), f.Code, f.Detail})
		}
		text := &rows[row[k]][2]
		switch shown[k]++; {
		case shown[k] <= maxPlaces && f.Pointer != "":
			*text += " [" + f.Pointer + "]"
		case shown[k] == maxPlaces+1:
			*text += fmt.Sprintf(" and at %d more", places[k]-maxPlaces)
		}
	}
	return rows
}
