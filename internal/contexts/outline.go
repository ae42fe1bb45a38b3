package contexts

import (
	"fmt"
	"strings"
)

// A line is one line of a table with the lines that are indented under it.
type line struct {
	file     string
	num      int
	words    []string
	children []*line
}

// A syntaxError says what is wrong with a table and where.
type syntaxError struct {
	file string
	line int // counted from 1; 0 when no single line is at fault
	msg  string
}

func (e *syntaxError) Error() string {
	if e.line == 0 {
		return fmt.Sprintf("%s: %s", e.file, e.msg)
	}
	return fmt.Sprintf("%s:%d: %s", e.file, e.line, e.msg)
}

func (l *line) errorf(format string, args ...any) *syntaxError {
	return &syntaxError{file: l.file, line: l.num, msg: fmt.Sprintf(format, args...)}
}

// outline splits text into words and arranges the lines by indentation.
// Blank lines are skipped and a word that is just "#" starts a comment. The
// text starts at line number first of the file.
func outline(file, text string, first int) ([]*line, error) {
	type level struct {
		indent int
		lines  *[]*line
	}
	var top []*line
	open := []level{{0, &top}}
	num := first - 1
	for raw := range strings.Lines(text) {
		num++
		words := withoutComment(split(raw))
		if len(words) == 0 {
			continue
		}
		l := &line{file: file, num: num, words: words}
		if strings.Contains(raw, "\t") {
			return nil, l.errorf("a tab; tables are indented and aligned with spaces")
		}
		indent := len(raw) - len(strings.TrimLeft(raw, " "))
		for len(open) > 1 && indent < open[len(open)-1].indent {
			open = open[:len(open)-1]
		}
		here := open[len(open)-1]
		if indent > here.indent {
			if len(*here.lines) == 0 {
				return nil, l.errorf("the first line is indented")
			}
			parent := (*here.lines)[len(*here.lines)-1]
			if len(parent.children) > 0 {
				return nil, l.errorf("the indentation matches no line above")
			}
			here = level{indent, &parent.children}
			open = append(open, here)
		}
		*here.lines = append(*here.lines, l)
	}
	return top, nil
}

// split returns the words of a line. A space after a backslash is part of its
// word.
func split(raw string) []string {
	if !strings.Contains(raw, `\ `) {
		return strings.Fields(raw)
	}
	words := strings.Fields(strings.ReplaceAll(raw, `\ `, "\x00"))
	for i, w := range words {
		words[i] = strings.ReplaceAll(w, "\x00", " ")
	}
	return words
}

func withoutComment(words []string) []string {
	for i, w := range words {
		if w == "#" {
			return words[:i]
		}
	}
	return words
}
