package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
)

// outputFlags say how judgements are printed.
type outputFlags struct {
	JSON  bool `name:"json" help:"Print one JSON object for each file, on a line of its own."`
	Brief bool `help:"Print one line for each file, and a summary. For a folder that is always so."`
}

// judgeAll judges files, and those in folders, and prints what was found, as far as
// view shows it.
func (a *app) judgeAll(verifier *mikromerit.Verifier, names []string, o outputFlags, view func(judgement) judgement) error {
	files, folders, err := expand(names)
	if err != nil {
		return err
	}
	brief := (o.Brief || folders) && !o.JSON
	var sum tally
	for i, file := range files {
		j := a.judge(verifier, file.name)
		if file.found && a.as == "" && j.isOther(file) {
			sum.skipped++
			continue // a folder may hold files that are no credentials
		}
		j = view(j)
		sum.add(j)
		switch {
		case brief:
			err = a.write(std, []byte(j.line()))
		default:
			if !o.JSON && i > 0 {
				fmt.Fprintln(a.stdout)
			}
			err = o.print(a, j)
		}
		if err != nil {
			return err
		}
	}
	if sum.files == 0 {
		return newFailure("there is no credential in %s", strings.Join(names, ", "))
	}
	if brief {
		if err := a.write(std, sum.summary(a)); err != nil {
			return err
		}
	}
	if sum.status == exitValid {
		return nil
	}
	return &failure{status: sum.status}
}

// print writes a judgement to standard output, and the message of a failure to
// standard error.
func (o outputFlags) print(a *app, j judgement) error {
	if j.message != "" {
		fmt.Fprintln(a.stderr, printable("mikromerit: "+j.message)) // the verdict says it too
	}
	out := a.page()
	if o.JSON {
		line := json.NewEncoder(out)
		line.SetEscapeHTML(false)
		if err := line.Encode(j); err != nil {
			return err
		}
		return a.write(std, out.Bytes())
	}
	if j.Verdict == verdictError { // standard error says why
		fmt.Fprintf(out, "%s: %s\n", printable(displayName(j.File)), j.Verdict)
	} else {
		j.write(out)
	}
	return a.write(std, out.Bytes())
}
