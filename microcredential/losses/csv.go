package losses

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// csvHead names the columns. A row is a leaf, or the total of a file, which is there
// even if nothing was lost.
var csvHead = []string{
	"file", "row", "name", "element", "element name", "mandatory", "severity", "kind", "carried by", "visible to", "reason",
	"source", "model", "target", "leaves", "native", "extension", "residue", "original", "described", "dropped",
	"mandatory before", "mandatory after", "optional before", "optional after",
}

// leafColumns is the number of columns before those of the totals.
const leafColumns = 14

// csvWriter writes RFC 4180: CRLF, and quotes where a cell needs them.
type csvWriter struct {
	plain io.Writer
	w     *csv.Writer
	o     Options
}

func newCSV(w io.Writer, o Options) *csvWriter {
	out := &csvWriter{plain: w, w: csv.NewWriter(w), o: o}
	out.w.UseCRLF = true
	return out
}

func (c *csvWriter) Begin() error {
	if c.o.ByteOrderMark {
		if _, err := io.WriteString(c.plain, "\ufeff"); err != nil {
			return err
		}
	}
	if err := c.w.Write(csvHead); err != nil {
		return err
	}
	return c.flush()
}

func (c *csvWriter) Add(file string, r mc.Report) error {
	for _, row := range Rows(file, r, c.o.All) {
		cells := []string{row.File, "leaf", row.Name, number(row.Element), mc.ElementName(row.Element), yes(row.Mandatory), string(row.Severity), string(row.Kind),
			string(row.Carrier), string(row.Sight), row.Reason, row.Source, row.Canonical, row.Target}
		if err := c.write(cells); err != nil {
			return err
		}
	}
	t := TotalsOf(r)
	cells := make([]string, leafColumns, len(csvHead))
	cells[0], cells[1], cells[10] = file, "total", t.String()
	for _, n := range []int{t.Leaves, t.Native, t.Extension, t.Residue, t.Original, t.Described, t.Dropped,
		t.Mandatory.Before, t.Mandatory.After, t.Optional.Before, t.Optional.After} {
		cells = append(cells, strconv.Itoa(n))
	}
	if err := c.write(cells); err != nil {
		return err
	}
	return c.flush()
}

func (c *csvWriter) End() error { return c.flush() }

func (c *csvWriter) flush() error {
	c.w.Flush()
	return c.w.Error()
}

func (c *csvWriter) write(cells []string) error {
	for len(cells) < len(csvHead) {
		cells = append(cells, "")
	}
	for i := range cells {
		cells[i] = inert(cells[i])
	}
	return c.w.Write(cells)
}

// inert keeps a spreadsheet from taking a cell for a formula: the name of a file or of
// a member is chosen by others.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell[:min(len(cell), 4)])[0]) {
		cell = "'" + cell
	}
	return strings.Map(func(r rune) rune { // nor may it control the terminal that shows the table
		if unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(cell, "\ufffd"))
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}
