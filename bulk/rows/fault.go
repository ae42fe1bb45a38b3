package rows

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

const specRows = "https://www.rfc-editor.org/rfc/rfc4180#section-2"

// The rules of tables.
var (
	ruleForm = vc.Rule{Code: "ROWS-FORM", Axis: vc.Conformant, Level: vc.Must, Spec: specRows,
		Text: "A table must be CSV in UTF-8, or in UTF-16 with a byte order mark."}
	ruleHead = vc.Rule{Code: "ROWS-HEAD", Axis: vc.Conformant, Level: vc.Must, Spec: specRows,
		Text: "The first row of a table must name each column, once."}
	ruleCells = vc.Rule{Code: "ROWS-CELLS", Axis: vc.Conformant, Level: vc.Must, Spec: specRows,
		Text: "A row must have no more cells than the table has columns, and quotes that are closed."}
	ruleText = vc.Rule{Code: "ROWS-TEXT", Axis: vc.Conformant, Level: vc.Must, Spec: specRows,
		Text: "A cell must be text, without control characters and signs that nobody sees."}
	ruleFormula = vc.Rule{Code: "ROWS-FORMULA", Axis: vc.Conformant, Level: vc.Should, Spec: "https://owasp.org/www-community/attacks/CSV_Injection",
		Text: "A cell should not be a formula."}
	ruleLimit = vc.Rule{Code: "ROWS-LIMIT", Axis: vc.Conformant, Level: vc.Must, Spec: specRows,
		Text: "A row must be within the bounds that are read."}
)

// Rules returns the rules that tables must keep.
func Rules() []vc.Rule {
	return []vc.Rule{ruleForm, ruleHead, ruleCells, ruleText, ruleFormula, ruleLimit, RuleKey, RuleChanged, RuleUnfinished, RuleColumn}
}

// Fault is what is wrong with a table, a row or a cell.
type Fault struct {
	Code string
	// Cell is the name of the cell, such as B7; "A7" without a column is the row "7",
	// and "" is the table.
	Cell   string
	Column string // the name at the head of its column, if it has one
	// Must says what must be, Found what was found, and Do what to do.
	Must, Found, Do string
	// Warning says that the row can be used all the same.
	Warning bool
}

// Error returns the whole sentence.
func (f *Fault) Error() string {
	at := ""
	if f.Cell != "" {
		at = " at " + f.Cell
	}
	if f.Column != "" {
		at += " (" + f.Column + ")"
	}
	text := f.Code + at + ": " + f.Must
	if f.Found != "" {
		text += " Found: " + f.Found + "."
	}
	if f.Do != "" {
		text += " " + f.Do
	}
	return text
}

func newFault(rule *vc.Rule, cell, must, found, do string) *Fault {
	return &Fault{Code: rule.Code, Cell: cell, Must: must, Found: found, Do: do}
}

// CellName returns the name of a cell as spreadsheets show it: that of column 0 in
// row 7 is A7.
func CellName(column, row int) string {
	var letters []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = append([]byte{byte('A' + (n-1)%26)}, letters...)
	}
	return string(letters) + strconv.Itoa(row)
}

func quote(text string) string {
	if r := []rune(text); len(r) > 40 {
		text = string(r[:40]) + "…"
	}
	return strconv.Quote(strings.ToValidUTF8(text, "?"))
}

const specAgain = "https://github.com/mikromerit/mikromerit/blob/main/docs/ns/template/README.md#again"

// The rules of rows that something is issued for.
var (
	RuleKey = vc.Rule{Code: "ROWS-KEY", Axis: vc.Conformant, Level: vc.Must, Spec: specAgain,
		Text: "A row must have a key, which no other row has."}
	RuleChanged = vc.Rule{Code: "ROWS-CHANGED", Axis: vc.Conformant, Level: vc.Must, Spec: specAgain,
		Text: "A row for which something was issued must still say the same."}
	RuleUnfinished = vc.Rule{Code: "ROWS-UNFINISHED", Axis: vc.Conformant, Level: vc.Must, Spec: specAgain,
		Text: "A row that was begun must be in the table until it is issued."}
	RuleColumn = vc.Rule{Code: "ROWS-COLUMN", Axis: vc.Conformant, Level: vc.Must, Spec: specRows,
		Text: "A table must have the columns that the template names."}
)

// FaultOf returns the fault that a rule is broken in a cell.
func FaultOf(rule *vc.Rule, cell, must, found, do string) *Fault {
	return newFault(rule, cell, must, found, do)
}
