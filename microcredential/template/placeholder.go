package template

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// piece is a part of a text: plain text, or a placeholder for the cell of a column.
type piece struct {
	text     string // plain text, or what stands for an empty cell
	column   string // "" for plain text
	optional bool
}

// split finds the placeholders of a text; nil: it has none.
func split(n *node) ([]piece, error) {
	if !strings.Contains(n.text, "{{") {
		return nil, nil
	}
	var out []piece
	rest := n.text
	for {
		before, after, found := strings.Cut(rest, "{{")
		if before != "" {
			out = append(out, piece{text: before})
		}
		if !found {
			return out, nil
		}
		inner, tail, closed := strings.Cut(after, "}}")
		if !closed || strings.Contains(inner, "{{") {
			return nil, newFault(&rulePlaceholder, n, "A placeholder must end with }}.", quote("{{"+inner), "Write {{column}}, or {{column|text}} with what stands for an empty cell.")
		}
		column, text, optional := strings.Cut(inner, "|")
		column = norm.NFC.String(strings.TrimSpace(column))
		if column == "" {
			return nil, newFault(&rulePlaceholder, n, "A placeholder must name a column.", quote("{{"+inner+"}}"), "Write {{column}}, as it stands at the head of the table.")
		}
		out = append(out, piece{text: text, column: column, optional: optional})
		rest = tail
	}
}

// Column is a column of the table that a template needs.
type Column struct {
	Name string
	// Required says that no cell of it may be empty.
	Required bool
}

// columnsOf collects the columns in the order of the template.
func columnsOf(n *node, out []Column) []Column {
	for _, p := range n.pieces {
		if p.column == "" {
			continue
		}
		known := false
		for i := range out {
			if out[i].Name == p.column {
				known = true
				out[i].Required = out[i].Required || !p.optional
			}
		}
		if !known {
			out = append(out, Column{p.column, !p.optional})
		}
	}
	for _, item := range n.items {
		out = columnsOf(item, out)
	}
	for _, m := range n.members {
		out = columnsOf(m.value, out)
	}
	return out
}

// Row gives the cell of a column. An empty cell is "".
type Row func(column string) string

// expand returns a text with the cells of a row in it. stated is false when nothing
// is left of it.
func (r *reader) expand(n *node) (text string, stated bool) {
	if !n.has() {
		return n.text, true
	}
	var b strings.Builder
	for _, p := range n.pieces {
		if r.grown+b.Len() > maxGrown {
			r.grow(n, b.Len())
			return "", false
		}
		if p.column == "" {
			b.WriteString(p.text)
			continue
		}
		cell := strings.TrimSpace(r.row(p.column))
		switch {
		case cell != "":
			b.WriteString(cell)
		case p.optional:
			b.WriteString(p.text)
		default:
			r.fault(&rulePlaceholder, &node{line: n.line, col: n.col, path: n.path, pieces: []piece{p}}, "This cell must not be empty.", "nothing in column "+quote(p.column),
				"Fill it in, or allow it to be empty with {{"+p.column+"|}}.")
		}
	}
	text = strings.TrimSpace(b.String())
	return text, text != ""
}
