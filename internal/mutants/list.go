package main

import (
	"fmt"
	"strings"
)

// mutant is one change to a file that the tests must notice.
type mutant struct {
	file     string
	tests    []string // packages, first the one that should notice it
	old, new string
	line     int // of mutants.txt
}

// parse reads the list. A line "file: ..." names a file, and "tests: ..." the
// packages whose tests count for the rows below it. A row is what stands in
// the file, after "- ", and what replaces it, after "+ "; each may be several
// lines, or nothing. Empty lines and comments, which start with #, end a row.
func parse(text string) (mutants []mutant, err error) {
	var file string
	var tests []string
	var m *mutant
	flush := func() {
		if m != nil {
			mutants = append(mutants, *m)
		}
		m = nil
	}
	adding := false // whether the lines with + of a row have begun
	for i, line := range strings.Split(text, "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		switch {
		case mark == "" || strings.HasPrefix(mark, "#"):
			flush()
		case mark == "file:":
			flush()
			file = rest
		case mark == "tests:":
			flush()
			tests = strings.Fields(rest)
		case mark == "-" && file != "" && len(tests) > 0:
			if m != nil && !adding {
				m.old += "\n" + rest
				continue
			}
			flush()
			m, adding = &mutant{file: file, tests: tests, old: rest, line: i + 1}, false
		case mark == "+" && m != nil:
			if adding {
				m.new += "\n"
			}
			m.new, adding = m.new+rest, true
		default:
			return nil, fmt.Errorf("line %d of the list cannot be read: %q", i+1, line)
		}
	}
	flush()
	return mutants, nil
}

// apply makes the change. The old text must stand in the file once, or the list
// is out of date.
func (m mutant) apply(source string) (string, error) {
	if n := strings.Count(source, m.old); n != 1 || m.old == "" {
		return "", fmt.Errorf("line %d of the list: in %s, this stands %d times instead of once: %s", m.line, m.file, n, m.old)
	}
	if m.old == m.new {
		return "", fmt.Errorf("line %d of the list changes nothing in %s", m.line, m.file)
	}
	return strings.Replace(source, m.old, m.new, 1), nil
}

// title returns the old text, shortened to one line.
func (m mutant) title() string {
	text := strings.Join(strings.Fields(m.old), " ")
	if runes := []rune(text); len(runes) > 100 {
		text = string(runes[:100]) + "..."
	}
	return text
}
