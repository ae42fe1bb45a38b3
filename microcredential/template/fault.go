package template

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// The rules of templates.
var (
	ruleForm = vc.Rule{Code: "TEMPLATE-FORM", Axis: vc.Conformant, Level: vc.Must, Spec: specTemplate,
		Text: "A template must be one object in YAML or JSON, without anchors, aliases, tags and members that occur twice."}
	ruleMember = vc.Rule{Code: "TEMPLATE-MEMBER", Axis: vc.Conformant, Level: vc.Must, Spec: specTemplate,
		Text: "A template must have the members that it needs, and none that it does not know."}
	ruleValue = vc.Rule{Code: "TEMPLATE-VALUE", Axis: vc.Conformant, Level: vc.Must, Spec: specTemplate,
		Text: "A value of a template must be what its member asks for: a text, a date, a number, a word on a list."}
	rulePlaceholder = vc.Rule{Code: "TEMPLATE-PLACEHOLDER", Axis: vc.Conformant, Level: vc.Must, Spec: specTemplate,
		Text: "A placeholder must name a column of the table, whose cell must not be empty unless the placeholder says what stands there instead."}
	ruleFile = vc.Rule{Code: "TEMPLATE-FILE", Axis: vc.Conformant, Level: vc.Must, Spec: specTemplate,
		Text: "A file that a template names must lie in the folder of the template or below it, and be a picture or document of a known kind."}
)

const specTemplate = "https://github.com/mikromerit/mikromerit/blob/main/docs/ns/template/README.md"

// Rules returns the rules that templates must keep.
func Rules() []vc.Rule { return []vc.Rule{ruleForm, ruleMember, ruleValue, rulePlaceholder, ruleFile} }

// Fault is what is wrong with a template, or with a cell that goes into it.
type Fault struct {
	Code string
	// Line and Column are the place in the template; 0: not known. Member is the
	// member there, such as "learner.email".
	Line, Column int
	Member       string
	// Columns are the columns of the table whose cells make up the value. If there are
	// any, the cells are at fault and not the template.
	Columns []string
	// Must says what must be, Found what was found, and Do what to do: sentences of
	// their own, but for Found.
	Must, Found, Do string
}

// Error returns the whole sentence.
func (f *Fault) Error() string {
	var at string
	if f.Line > 0 {
		at = fmt.Sprintf(" at line %d, column %d", f.Line, f.Column)
	}
	if f.Member != "" {
		at += " (" + f.Member + ")"
	}
	return f.Code + at + ": " + f.Text()
}

// Text returns the sentence without the place.
func (f *Fault) Text() string {
	text := f.Must
	if f.Found != "" {
		text += " Found: " + f.Found + "."
	}
	if f.Do != "" {
		text += " " + f.Do
	}
	return text
}

// Faults are all that is wrong, in the order of the template.
type Faults []*Fault

// Error returns the faults, each on a line.
func (all Faults) Error() string {
	lines := make([]string, len(all))
	for i, f := range all {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// once leaves out what is said a second time, of a party that is named twice.
func (all Faults) once() (out Faults) {
	seen := map[string]bool{}
	for _, f := range all {
		if text := f.Error(); !seen[text] {
			seen[text] = true
			out = append(out, f)
		}
	}
	return out
}

func newFault(rule *vc.Rule, at *node, must, found, do string) *Fault {
	f := &Fault{Code: rule.Code, Must: must, Found: found, Do: do}
	if at != nil {
		f.Line, f.Column, f.Member = at.line, at.col, at.path
		for _, p := range at.pieces {
			if p.column != "" && !slices.Contains(f.Columns, p.column) {
				f.Columns = append(f.Columns, p.column)
			}
		}
	}
	return f
}

// quote quotes what was found, in full up to a length.
func quote(text string) string {
	const longest = 60
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "…"
	}
	return strconv.Quote(text)
}

// nearest returns the word that was most likely meant, or "".
func nearest(word string, all []string) string {
	best, least := "", max(2, len([]rune(word))/3)+1
	for _, candidate := range all {
		if d := distance(strings.ToLower(word), strings.ToLower(candidate), least); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance counts the letters to change, add, leave out or swap, up to a limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit || len(x) > 80 {
		return limit
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

// meant returns the sentence that proposes the nearest word, or the words there are.
func meant(word string, all []string) string {
	if near := nearest(word, all); near != "" {
		return "Did you mean " + near + "?"
	}
	return "The words are: " + strings.Join(all, ", ") + "."
}
