package main

import (
	"fmt"
	"io"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/vc"
)

// writeEuropass prints the evidence of each seal and the check list.
func (o told) writeEuropass(w io.Writer) {
	if o.brief || o.RulesOnly || o.Result == nil {
		return
	}
	all := o.Result.SealSteps()
	for i, steps := range all {
		title := "The seal, step by step (EN 319 102-1)"
		if len(all) > 1 {
			title = fmt.Sprintf("Seal %d of %d, step by step (EN 319 102-1)", i+1, len(all))
		}
		writeTitledTable(w, title, stepRows(steps))
	}
	if o.CheckList != nil {
		writeTitledTable(w, fmt.Sprintf("In the Europass viewer: %s; here: %s", o.CheckList.Ribbon, o.CheckList.Verdict), checkListRows(*o.CheckList))
	}
}

func stepRows(steps []mikromerit.SealStep) [][]string {
	rows := make([][]string, len(steps))
	for i, s := range steps {
		rows[i] = []string{fmt.Sprintf("%-4s", marks[s.Status]), s.Name, s.Text}
	}
	return rows
}

// ourWords say how we answer the question of a check.
var ourWords = map[vc.Verdict]string{vc.Valid: "here: yes", vc.Invalid: "here: NO", vc.Indeterminate: "here: ?", vc.Unasked: "here: not asked"}

func checkListRows(list edc.CheckList) [][]string {
	rows := make([][]string, len(list.Items))
	for i, item := range list.Items {
		text, _ := item.Description.Best(language.English)
		name, _ := item.Check.Name().Best(language.English)
		rows[i] = []string{fmt.Sprintf("%-5s", item.Colour), name.Text, ourWords[item.Ours], text.Text}
	}
	return rows
}
