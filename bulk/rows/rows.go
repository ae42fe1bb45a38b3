package rows

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of a table. It may have any number of rows.
const (
	maxColumns = 1_000
	maxCell    = 32_767 // as much as a cell of a spreadsheet holds
	maxRow     = 1 << 20
)

// Table is a table that is being read.
type Table struct {
	columns []string
	comma   rune
	reader  *csv.Reader
	bound   *rowBound
	row     int // of the spreadsheet, that was read last
	line    int // of the text, at which the next record starts at the earliest
}

// Row is a row of a table, with a cell for each column.
type Row struct {
	Number int // as the spreadsheet numbers it: the head is row 1
	Cells  []string
	// Faults are what is wrong with the row. If one is no warning, the row is not to be
	// used.
	Faults []*Fault
}

// Usable reports whether nothing but warnings was found.
func (r Row) Usable() bool {
	return !slices.ContainsFunc(r.Faults, func(f *Fault) bool { return !f.Warning })
}

// Open reads the head of a table. The error is a [*Fault] if the table is at fault.
func Open(from io.Reader) (*Table, error) {
	raw := bufio.NewReaderSize(from, 1<<16)
	start, err := raw.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := checkKind(start); err != nil {
		return nil, err
	}
	bound := &rowBound{from: decoded(raw)}
	text := bufio.NewReaderSize(bound, 1<<16)
	t := &Table{bound: bound}
	if err := t.detect(text); err != nil {
		return nil, err
	}
	t.reader = csv.NewReader(text)
	t.reader.Comma, t.reader.FieldsPerRecord, t.reader.ReuseRecord = t.comma, -1, true
	return t, t.readHead()
}

// Columns returns the names of the columns.
func (t *Table) Columns() []string { return slices.Clone(t.columns) }

// checkKind refuses what is no text.
func checkKind(start []byte) error {
	const save = "In the spreadsheet, save it as “CSV UTF-8”, and give that file."
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return newFault(&ruleForm, "", "A table must be CSV.", "a workbook, .xlsx or .ods", save)
	case bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return newFault(&ruleForm, "", "A table must be CSV.", "an old workbook, .xls", save)
	case bytes.HasPrefix(start, []byte("%PDF")):
		return newFault(&ruleForm, "", "A table must be CSV.", "a PDF", save)
	case utf32Mark(start):
		return newFault(&ruleForm, "", "A table must be in UTF-8 or UTF-16.", "UTF-32", save)
	case len(start) > 1 && !bytes.HasPrefix(start, []byte("\xff\xfe")) && !bytes.HasPrefix(start, []byte("\xfe\xff")) && bytes.IndexByte(start, 0) >= 0:
		return newFault(&ruleForm, "", "A table in UTF-16 must start with a byte order mark.", "none", save)
	}
	return nil
}

func utf32Mark(start []byte) bool {
	return bytes.HasPrefix(start, []byte("\xff\xfe\x00\x00")) || bytes.HasPrefix(start, []byte("\x00\x00\xfe\xff"))
}

// detect finds the sign between the cells: from a line sep=; as Excel writes it, or
// else the one of comma, semicolon and tab that occurs most in the head, outside
// quotes.
func (t *Table) detect(text *bufio.Reader) error {
	start, err := text.Peek(1 << 16)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return t.readError(err)
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) { // a second mark, by a program that kept the first as text
		if _, err := text.Discard(len("\ufeff")); err != nil {
			return t.readError(err)
		}
		start = start[len("\ufeff"):]
	}
	first, _, _ := strings.Cut(string(start), "\n")
	if sign, ok := strings.CutPrefix(strings.TrimRight(first, "\r"), "sep="); ok {
		comma, n := utf8.DecodeRuneInString(sign)
		if n != len(sign) || !strings.ContainsRune(",;\t|", comma) {
			return newFault(&ruleForm, "1", "The line sep= must name the sign between the cells: a comma, a semicolon, a tab or a bar.", quote(sign), "")
		}
		t.comma = comma // the spreadsheet does not show this line
		_, err := text.Discard(min(len(first)+1, len(start)))
		return err
	}
	counts, quoted := map[rune]int{}, false
	for _, r := range string(start) {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			return t.choose(counts)
		default:
			counts[r]++
		}
	}
	return t.choose(counts)
}

// choose takes the sign that occurs most.
func (t *Table) choose(counts map[rune]int) error {
	t.comma = ','
	for _, r := range ";\t" {
		if counts[r] > counts[t.comma] {
			t.comma = r
		}
	}
	return nil
}

// readHead reads the names of the columns.
func (t *Table) readHead() error {
	record, err := t.read()
	switch {
	case errors.Is(err, io.EOF):
		return newFault(&ruleHead, "", "The first row must name the columns.", "nothing", "Write the names into row 1.")
	case err != nil:
		return err
	}
	seen := map[string]int{}
	for i, cell := range record {
		name, at := Normal(strings.TrimSpace(cell)), CellName(i, t.row)
		switch other, twice := seen[name]; {
		case !utf8.ValidString(cell):
			return newFault(&ruleForm, at, "A table must be text in UTF-8, or in UTF-16 with a byte order mark.", "other bytes", "In the spreadsheet, save it as “CSV UTF-8”.")
		case strings.ContainsFunc(name, unicode.IsControl):
			return newFault(&ruleText, at, "The name of a column must be text on one line.", quote(name), "")
		case name == "":
			// A column without a name is nobody's; it must be empty below, too.
		case twice:
			return newFault(&ruleHead, at, "Each column must have a name of its own.", quote(name)+", as in "+CellName(other, t.row), "Rename one of the two.")
		default:
			seen[name] = i
		}
		t.columns = append(t.columns, strings.Clone(name))
	}
	for len(t.columns) > 0 && t.columns[len(t.columns)-1] == "" {
		t.columns = t.columns[:len(t.columns)-1]
	}
	switch {
	case len(t.columns) == 0:
		return newFault(&ruleHead, strconv.Itoa(t.row), "The first row must name the columns.", "no names", "Write the names into row 1.")
	case len(t.columns) > maxColumns:
		return newFault(&ruleLimit, strconv.Itoa(t.row), "A table must have no more than 1000 columns.", strconv.Itoa(len(t.columns)), "")
	}
	return nil
}

// Normal returns the one form of all texts that are the same by the Unicode Standard
// (annex 15, NFC): some programs write å as a letter and a ring. Names of columns and
// keys are compared in it.
func Normal(text string) string { return norm.NFC.String(text) }

// All reads the rows. Empty rows are left out; a fault of a row is in it. The error,
// after which nothing follows, says why the rest cannot be read. The cells of a row
// may be kept.
func (t *Table) All() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			record, err := t.read()
			if errors.Is(err, io.EOF) {
				return
			}
			var fault *Fault
			switch {
			case errors.As(err, &fault) && fault.Code == ruleCells.Code:
				if !yield(Row{Number: t.row, Cells: make([]string, len(t.columns)), Faults: []*Fault{fault}}, nil) {
					return
				}
				continue
			case err != nil:
				yield(Row{Number: t.row}, err)
				return
			}
			if row, empty := t.take(record); !empty && !yield(row, nil) {
				return
			}
		}
	}
}

// read reads a record and counts rows as a spreadsheet does, which shows lines
// without anything as rows.
func (t *Table) read() ([]string, error) {
	t.bound.used = 0
	record, err := t.reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, err
	}
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax):
		t.skipTo(syntax.StartLine)
		t.line = syntax.Line
		return nil, newFault(&ruleCells, strconv.Itoa(t.row), "A quote in a cell must be written twice, and the cell in quotes.", "a quote that is not closed, or stands in a cell without quotes around it", "Let the spreadsheet write the file.")
	case err != nil:
		return nil, t.readError(err)
	}
	line, _ := t.reader.FieldPos(0)
	t.skipTo(line)
	last := record[len(record)-1]
	end, _ := t.reader.FieldPos(len(record) - 1)
	t.line = end + strings.Count(last, "\n")
	return record, nil
}

// skipTo counts the row that starts at a line of the text, and the empty ones before.
func (t *Table) skipTo(line int) { t.row += max(line-t.line, 1) }

// readError returns why the text cannot be read on.
func (t *Table) readError(err error) error {
	if errors.Is(err, errRow) {
		return newFault(&ruleLimit, strconv.Itoa(t.row+1), "A row must have no more than 1 MiB.", "more, which happens when a quote is not closed", "Close it, and let the spreadsheet write the file.")
	}
	return err
}

// take makes a row of a record. empty says that no cell holds anything.
func (t *Table) take(record []string) (row Row, empty bool) {
	row = Row{Number: t.row, Cells: make([]string, len(t.columns))}
	empty = true
	for i, cell := range record {
		trimmed := strings.TrimSpace(cell)
		if trimmed == "" {
			continue
		}
		empty = false
		f := checkCell(trimmed)
		if i >= len(t.columns) || t.columns[i] == "" {
			f = newFault(&ruleCells, "", "A cell must stand below the name of its column.", "a cell without one", "Name the column, or quote the cell in which the sign between cells occurs.")
		}
		if f != nil {
			if f.Cell = CellName(i, t.row); i < len(t.columns) {
				f.Column = t.columns[i]
			}
			row.Faults = append(row.Faults, f)
			if len(row.Faults) == maxFaults {
				break
			}
		}
		if i < len(t.columns) {
			row.Cells[i] = strings.Clone(trimmed)
		}
	}
	return row, empty
}

// maxFaults is how many faults of one row are told.
const maxFaults = 20

// checkCell returns what is wrong with the text of a cell.
func checkCell(cell string) *Fault {
	switch {
	case !utf8.ValidString(cell):
		return newFault(&ruleText, "", "A cell must be text in UTF-8.", "other bytes, as of a file in Latin-1 or Windows-1252", "In the spreadsheet, save it as “CSV UTF-8”.")
	case strings.ContainsRune(cell, utf8.RuneError):
		return newFault(&ruleText, "", "A cell must be text that nothing was lost of.", "the sign � for a letter that could not be read", "Write the letter, and save it as “CSV UTF-8”.")
	case len(cell) > maxCell:
		return newFault(&ruleLimit, "", "A cell must have no more than 32767 bytes.", strconv.Itoa(len(cell)), "Shorten it.")
	case strings.ContainsFunc(cell, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }):
		return newFault(&ruleText, "", "A cell must have no control characters.", "one", "Type the cell anew.")
	case strings.ContainsFunc(cell, isHidden):
		return newFault(&ruleText, "", "A cell must have no signs that nobody sees.", fmt.Sprintf("U+%04X, which comes along when text is copied", firstHidden(cell)), "Type the cell anew.")
	case isFormula(cell):
		f := newFault(&ruleFormula, "", "A cell should be text and no formula.", "a text that starts like one, which is taken as it stands", "Paste the value in its place if the formula was meant.")
		f.Warning = true
		return f
	}
	return nil
}

// isHidden reports whether nobody sees a sign, which changes the order of others or
// stands for nothing. Joiners and marks of direction, which some scripts need, are
// none of these.
func isHidden(r rune) bool {
	return r == 0x200b || r == 0x2060 || r == 0xfeff || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func firstHidden(cell string) rune {
	r, _ := utf8.DecodeRuneInString(cell[strings.IndexFunc(cell, isHidden):])
	return r
}

// isFormula reports whether a spreadsheet would compute the text. A number with a
// sign, and a telephone number, are none.
func isFormula(cell string) bool {
	switch cell[0] {
	case '=':
		return true
	case '@':
		return strings.ContainsRune(cell, '(')
	case '+', '-':
		return strings.Trim(cell[1:], "0123456789 .,()-/") != "" && strings.ContainsAny(cell, "(!|")
	}
	return false
}

var errRow = errors.New("the row is too long")

// rowBound ends reading when a row is too long.
type rowBound struct {
	from io.Reader
	used int
}

func (b *rowBound) Read(p []byte) (int, error) {
	if b.used > maxRow {
		return 0, errRow
	}
	n, err := b.from.Read(p)
	b.used += n
	return n, err
}
