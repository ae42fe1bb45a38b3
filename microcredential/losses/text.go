package losses

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// textWriter writes a table for each report. Leaves of one name with one outcome share
// a row, which says how many they are.
type textWriter struct {
	w   io.Writer
	o   Options
	sum Totals
}

func (t *textWriter) Begin() error { return nil }

func (t *textWriter) Add(file string, r mc.Report) error {
	totals := TotalsOf(r)
	var b bytes.Buffer
	if t.sum.Files > 0 {
		b.WriteByte('\n')
	}
	t.sum.Add(totals)
	if file != "" {
		fmt.Fprintf(&b, "%s, ", printable(file))
	}
	fmt.Fprintf(&b, "%s to %s: %s\n", r.From, r.To, totals)
	if rows := shared(Rows(file, r, t.o.All)); len(rows) > 0 {
		table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "\nSEVERITY\tELEMENT\tVALUE\tBECAME\tVISIBLE TO\tREASON") // errors of a tabwriter surface in Flush
		for _, row := range rows {
			name := printable(row.Name)
			if row.count > 1 {
				name += " x" + strconv.Itoa(row.count)
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", dash(string(row.Severity)), dash(elementText(row.Row)), name, row.Kind, row.Sight, dash(printable(row.Reason)))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	_, err := t.w.Write(b.Bytes())
	return err
}

func (t *textWriter) End() error {
	if t.sum.Files < 2 {
		return nil
	}
	_, err := fmt.Fprintf(t.w, "\n%d documents: %s\n", t.sum.Files, t.sum)
	return err
}

// sharedRow is one row for several leaves with the same name and outcome.
type sharedRow struct {
	Row
	count int
}

// shared joins rows that say the same, the most severe first, otherwise in order.
func shared(rows []Row) []sharedRow {
	var out []sharedRow
	at := map[Row]int{}
	for _, severity := range []mc.Severity{mc.SeverityError, mc.SeverityWarning, mc.SeverityInfo, mc.SeverityNone} {
		for _, row := range rows {
			if row.Severity != severity {
				continue
			}
			key := row
			key.Source, key.Canonical, key.Target = "", "", ""
			if i, known := at[key]; known {
				out[i].count++
				continue
			}
			at[key] = len(out)
			out = append(out, sharedRow{row, 1})
		}
	}
	return out
}

// elementText is the number and name of an element.
func elementText(r Row) string {
	if r.Element == 0 {
		return ""
	}
	return strconv.Itoa(r.Element) + " " + mc.ElementName(r.Element)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// maxPrinted bounds a name that others chose, where people read it.
const maxPrinted = 160

// printable makes text that others chose fit to be shown: on one line, not endless,
// without what moves the cursor or turns the direction.
func printable(s string) string {
	if len(s) > 4*maxPrinted {
		s = s[:4*maxPrinted]
	}
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return '\ufffd'
		}
		return r
	}, s))
	if len(runes) > maxPrinted {
		runes = append(runes[:maxPrinted], '…')
	}
	return string(runes)
}
