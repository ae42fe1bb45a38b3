package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/mikromerit/mikromerit/bulk"
	"github.com/mikromerit/mikromerit/bulk/rows"
	"github.com/mikromerit/mikromerit/vc"
)

// rowLine is what became of a row, as a line of JSON; the names are stable.
type rowLine struct {
	Row      int          `json:"row"`
	Key      string       `json:"key"`
	State    bulk.State   `json:"state"`
	ID       string       `json:"id,omitempty"`
	Index    *uint64      `json:"index,omitempty"`
	File     string       `json:"file,omitempty"`
	Stale    bool         `json:"stale,omitempty"`
	Faults   []rowFault   `json:"faults,omitempty"`
	Findings []vc.Finding `json:"findings,omitempty"`
}

// rowFault is a fault of a row.
type rowFault struct {
	Code    string `json:"code"`
	Cell    string `json:"cell,omitempty"`
	Column  string `json:"column,omitempty"`
	Must    string `json:"must"`
	Found   string `json:"found,omitempty"`
	Do      string `json:"do,omitempty"`
	Warning bool   `json:"warning,omitempty"`
}

// mostAlike is how many faults of one kind, and how many kinds of warnings, are printed.
const mostAlike = 20

// rowTally counts what became of rows.
type rowTally struct {
	states map[bulk.State]int
	stale  int
	alike  map[string]int // faults by kind
	kinds  []string       // of those that were not all printed
	failed bool

	warned   map[[2]string]int // rows by the code and the words of a warning
	warnings []vc.Finding      // the first of each
}

// tellRows prints what becomes of the rows of a table as it happens, and counts it.
func (a *app) tellRows(name string, outcomes iter.Seq2[bulk.Outcome, error], asJSON bool) error {
	tally := &rowTally{states: map[bulk.State]int{}, alike: map[string]int{}, warned: map[[2]string]int{}}
	progress := a.progress()
	n := 0
	for o, err := range outcomes {
		if err != nil {
			progress.end()
			return a.newRowsFailure(name, tally, err)
		}
		tally.add(o)
		if n++; n%16 == 0 {
			progress.show(tally.text())
		}
		if asJSON {
			if err := a.writeRowLine(o); err != nil {
				return err
			}
			continue
		}
		if table := tally.faults(o); table != nil {
			progress.end()
			writeTable(a.stderr, table)
		}
	}
	progress.end()
	for _, kind := range tally.kinds {
		if !asJSON {
			fmt.Fprintf(a.stderr, "%d more like this: %s\n", tally.alike[kind]-mostAlike, kind)
		}
	}
	if !asJSON {
		writeTable(a.stderr, tally.warningRows())
		if err := a.write(std, []byte(tally.text()+"\n")); err != nil {
			return err
		}
	}
	if tally.failed {
		return &failure{status: exitInvalid}
	}
	return nil
}

// newRowsFailure returns the failure for a run that ended early.
func (a *app) newRowsFailure(name string, tally *rowTally, err error) error {
	done := ""
	if len(tally.states) > 0 {
		done = "; until then: " + tally.text() + "Run it again to go on"
	}
	var fault *rows.Fault
	if errors.As(err, &fault) {
		return newRefusal(nil, "%s cannot be used: %v%s", displayName(name), fault, done)
	}
	return newFailure("the run ended early: %v%s", err, done)
}

func (a *app) writeRowLine(o bulk.Outcome) error {
	line := rowLine{Row: o.Row, Key: o.Key, State: o.State, ID: o.ID, Index: o.Index, File: o.File, Stale: o.Stale, Findings: o.Warnings}
	for _, f := range o.Faults {
		line.Faults = append(line.Faults, rowFault{f.Code, f.Cell, f.Column, f.Must, f.Found, f.Do, f.Warning})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		return err
	}
	return a.write(std, text.Bytes())
}

// add counts a row.
func (t *rowTally) add(o bulk.Outcome) {
	t.states[o.State]++
	t.failed = t.failed || o.State.Failed()
	if o.Stale {
		t.stale++
	}
	in := map[[2]string]bool{} // this row
	for _, f := range o.Warnings {
		kind := [2]string{f.Code, f.Detail}
		switch {
		case in[kind]:
			continue
		case t.warned[kind] == 0 && len(t.warnings) == mostAlike:
			continue
		case t.warned[kind] == 0:
			t.warnings = append(t.warnings, f)
		}
		in[kind] = true
		t.warned[kind]++
	}
}

// warningRows returns the warnings, each once, with the number of rows it is about.
func (t *rowTally) warningRows() [][]string {
	table := findingRows(t.warnings)
	for i, f := range t.warnings {
		table[i][2] = plural(t.warned[[2]string{f.Code, f.Detail}], "row") + ": " + table[i][2]
	}
	return table
}

// faults returns the table of the faults of a row. Of many of one kind, only the first
// are in it.
func (t *rowTally) faults(o bulk.Outcome) (table [][]string) {
	for _, f := range o.Faults {
		kind := f.Code
		if f.Column != "" {
			kind += " in the column " + printable(f.Column)
		}
		switch t.alike[kind]++; {
		case t.alike[kind] == mostAlike+1:
			t.kinds = append(t.kinds, kind)
			continue
		case t.alike[kind] > mostAlike:
			continue
		}
		mark := "FAIL"
		if f.Warning {
			mark = "WARN"
		}
		text := f.Must
		if f.Found != "" {
			text += " Found: " + f.Found + "."
		}
		cell := f.Cell
		if f.Column != "" {
			cell += " (" + f.Column + ")"
		}
		if cell == "" {
			cell = o.Key
		}
		table = append(table, []string{mark, printable(f.Code), printable(cell), printable(strings.TrimSpace(text + " " + f.Do))})
	}
	return table
}

// stateWords are the states in the order in which they are told.
var stateWords = []struct {
	state bulk.State
	words string
}{
	{bulk.Issued, "issued"}, {bulk.Reissued, "issued anew"}, {bulk.Ready, "ready"}, {bulk.Revoked, "revoked"}, {bulk.Unchanged, "issued before"},
	{bulk.Changed, "changed since they were issued"}, {bulk.Unfinished, "begun and no longer in the table"}, {bulk.Faulty, "faulty"},
}

// text sums up the rows in a line.
func (t *rowTally) text() string {
	total := 0
	var parts []string
	for _, s := range stateWords {
		if n := t.states[s.state]; n > 0 {
			total += n
			parts = append(parts, fmt.Sprintf("%d %s", n, s.words))
		}
	}
	text := fmt.Sprintf("%s: %s", plural(total, "row"), strings.Join(parts, ", "))
	if total == 0 {
		return "0 rows."
	}
	if t.stale > 0 {
		text += fmt.Sprintf("; %d of them by another version of the template", t.stale)
	}
	return text + "."
}
