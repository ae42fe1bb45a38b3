package bulk

import (
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk/rows"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/vc"
)

// State is what became of a row.
type State string

// The states of a row.
const (
	Issued     State = "issued"
	Reissued   State = "reissued"   // anew, and the older one is revoked
	Unchanged  State = "unchanged"  // it was issued before
	Revoked    State = "revoked"    // it was issued before, and revoked
	Changed    State = "changed"    // it was issued before and says something else now: refused
	Faulty     State = "faulty"     // nothing was issued
	Ready      State = "ready"      // nothing is wrong with it, in a check
	Unfinished State = "unfinished" // it was begun before, and is no longer in the table
)

// Failed reports whether something is left to do about the row.
func (s State) Failed() bool { return s == Changed || s == Faulty || s == Unfinished }

// Outcome is what became of a row.
type Outcome struct {
	Row   int // as the spreadsheet numbers it; 0: it is not in the table
	Key   string
	State State
	ID    string  // of the credential
	Index *uint64 // its place in the status list
	File  string  // its name in the folder
	// Stale says that it was issued by another version of the template.
	Stale bool
	// Faults are what is wrong with the row, and what is only worth knowing.
	Faults []*rows.Fault
	// Warnings are the SHOULDs that the credential breaks.
	Warnings []vc.Finding
}

const specAgain = "https://github.com/mikromerit/mikromerit/blob/main/docs/ns/template/README.md#again"

// The rules of issuing rows, beside those of tables and templates.
var (
	ruleOptions = vc.Rule{Code: ErrOptions.Error(), Axis: vc.Conformant, Level: vc.Must, Spec: specAgain,
		Text: "The options for issuing the rows of a table must fit each other, the format and the key."}
	ruleJournal = vc.Rule{Code: ErrJournal.Error(), Axis: vc.Conformant, Level: vc.Must, Spec: specAgain,
		Text: "The journal of a folder must be whole, one run at a time may use it, and the status list must be the one that it was begun with."}
	ruleRow = vc.Rule{Code: "BULK-ROW", Axis: vc.Conformant, Level: vc.Must, Spec: specAgain,
		Text: "A credential must be made of each row."}
)

// Rules returns the rules of this package.
func Rules() []vc.Rule { return []vc.Rule{ruleJournal, ruleOptions, ruleRow} }

// faultsOf returns what an error says about a row, by cell where a cell is at fault.
func faultsOf(err error, columns []string, row int) (out []*rows.Fault) {
	var inTemplate template.Faults
	var broken *mikromerit.RulesError
	switch {
	case errors.As(err, &inTemplate):
		for _, f := range inTemplate {
			out = append(out, cellFaults(f, columns, row)...)
		}
	case errors.As(err, &broken):
		for _, f := range broken.Findings {
			out = append(out, findingFault(f, row))
		}
	default:
		for _, f := range findingsIn(err) {
			out = append(out, findingFault(f, row))
		}
		if out == nil {
			code, text, found := strings.Cut(err.Error(), ": ")
			if !found || strings.ContainsAny(code, " \n") {
				code, text = ruleRow.Code, err.Error()
			}
			out = []*rows.Fault{{Code: code, Cell: rowName(row), Must: vc.Plain(text)}}
		}
	}
	return out
}

// cellFaults names the cells that make up a value of the template.
func cellFaults(f *template.Fault, columns []string, row int) (out []*rows.Fault) {
	for _, column := range f.Columns {
		out = append(out, &rows.Fault{Code: f.Code, Cell: rows.CellName(slices.Index(columns, rows.Normal(column)), row), Column: column, Must: f.Must, Found: f.Found, Do: f.Do})
	}
	if out == nil {
		out = []*rows.Fault{{Code: f.Code, Cell: rowName(row), Must: f.Must, Found: f.Found, Do: f.Do}}
	}
	return out
}

func findingFault(f vc.Finding, row int) *rows.Fault {
	text := f.Detail
	if f.Pointer != "" {
		text = "At " + f.Pointer + ": " + text
	}
	return &rows.Fault{Code: f.Code, Cell: rowName(row), Must: text}
}

// findingsIn returns the findings that an error wraps.
func findingsIn(err error) (out []vc.Finding) {
	switch e := err.(type) {
	case interface{ Finding() vc.Finding }:
		return []vc.Finding{e.Finding()}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			out = append(out, findingsIn(inner)...)
		}
	case interface{ Unwrap() error }:
		return findingsIn(e.Unwrap())
	}
	return out
}

// contradictions returns what a credential says that contradicts itself. It is issued
// as it stands: which of the two is right, a program cannot know.
func contradictions(c *mc.Credential, row int) (out []*rows.Fault) {
	for _, o := range mikromerit.Observe(c) {
		if o.IsContradiction() {
			out = append(out, &rows.Fault{Code: o.Code, Cell: rowName(row), Must: "A credential must not contradict itself.", Found: vc.Plain(o.Detail), Do: "Correct the cells of the row, or the template.", Warning: true})
		}
	}
	return out
}

func rowName(row int) string { return "row " + strings.TrimPrefix(rows.CellName(0, row), "A") }
