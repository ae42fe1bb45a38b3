package microcredential

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// WriteText writes the report for a reader at a terminal: the counts, then a
// table of the leaves that have a severity, the most severe first.
// Neighbouring leaves with the same outcome share a row.
func (r Report) WriteText(w io.Writer) error {
	s := r.Summary()
	if _, err := fmt.Fprintf(w, "%s to %s: %s\n", r.From, r.To, s); err != nil {
		return err
	}
	if lost := s.LostFromSight(); len(lost) > 0 {
		if _, err := fmt.Fprintf(w, "Out of sight of other readers: %s\n", ListElements(lost)); err != nil {
			return err
		}
	}
	rows := r.textRows()
	if len(rows) == 0 {
		_, err := fmt.Fprintln(w, "Every leaf is carried natively.")
		return err
	}
	if s.Errors+s.Warnings > 0 {
		_, err := fmt.Fprintf(w, "%s, %s\n", plural(s.Errors, "error", "errors"), plural(s.Warnings, "warning", "warnings"))
		if err != nil {
			return err
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nSEVERITY\tKIND\tWHERE\tREASON") // errors of a tabwriter surface in Flush
	for _, row := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", row.leaf.Severity, row.leaf.Kind, row.where(), dash(row.leaf.Reason))
	}
	return table.Flush()
}

// textRow is one or more neighbouring leaves with the same outcome.
type textRow struct {
	leaf   Leaf
	parent string
	count  int
}

// textRows returns the rows of the table: the most severe first, otherwise in
// order.
func (r Report) textRows() []textRow {
	var rows []textRow
	for _, l := range r.Leaves {
		if l.Kind == KindScaffold || l.Severity == SeverityNone {
			continue
		}
		row := textRow{l, parentPlace(l), 1}
		if n := len(rows); n > 0 && rows[n-1].sharesRow(row) {
			rows[n-1].count++
			continue
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b textRow) int {
		return b.leaf.Severity.rank() - a.leaf.Severity.rank()
	})
	return rows
}

// sharesRow reports whether a and b can be written as one row.
func (a textRow) sharesRow(b textRow) bool {
	return a.parent != "" && a.parent == b.parent && a.leaf.Kind == b.leaf.Kind &&
		a.leaf.Severity == b.leaf.Severity && a.leaf.Reason == b.leaf.Reason
}

func (a textRow) where() string {
	if a.count > 1 {
		return fmt.Sprintf("%s/* (%d leaves)", a.parent, a.count)
	}
	return place(a.leaf)
}

// place returns where a leaf is: in the source, else in the target, else in
// the model.
func place(l Leaf) string {
	switch {
	case l.Source != "":
		return l.Source
	case len(l.Target) > 0:
		return "+ " + l.Target[0]
	case len(l.Canonical) > 0:
		return string(l.Canonical[0])
	}
	return "-"
}

func parentPlace(l Leaf) string {
	if l.Source == "" {
		return ""
	}
	i := strings.LastIndexByte(l.Source, '/')
	if i <= 0 {
		return ""
	}
	return l.Source[:i]
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
