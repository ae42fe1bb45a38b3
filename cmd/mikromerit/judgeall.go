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
	o.Brief = (o.Brief || folders) && !o.JSON
	ctx, stop := a.over(files)
	defer stop()
	var sum tally
	err = inOrder(ctx, pace{a.parallel(), ahead}, a.inTurn(files), func(file candidate) judged {
		j := a.judge(ctx, verifier, file)
		if file.found && a.as == "" && j.isOther(file) {
			return judged{skipped: true} // a folder may hold files that are no credentials
		}
		return o.print(a, view(j))
	}, func(file candidate, j judged) error {
		return o.tell(a, &sum, j)
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return newInterruption(sum.files + sum.skipped)
	case err != nil:
		return err
	case sum.files == 0:
		return newFailure("there is no credential in %s", strings.Join(names, ", "))
	case o.Brief:
		if err := a.write(std, sum.summary(a)); err != nil {
			return err
		}
	}
	if sum.status == exitValid {
		return nil
	}
	return &failure{status: sum.status}
}

// newInterruption returns the failure of a run that was ended after so many files.
func newInterruption(files int) *failure {
	return newFailure("the run was ended after %s; the others were not looked at", plural(files, "file"))
}

// judged is what is printed about a file, and what is counted.
type judged struct {
	count
	skipped   bool
	out       []byte
	complaint string // for standard error
	err       error  // why it cannot be printed
}

// print writes out a judgement: for standard output, and the message of a failure for
// standard error.
func (o outputFlags) print(a *app, j judgement) judged {
	made := judged{count: j.count()}
	if o.Brief {
		made.out = []byte(j.line())
		return made
	}
	if j.message != "" {
		made.complaint = printable("mikromerit: "+j.message) + "\n" // the verdict says it too
	}
	out := a.page()
	switch {
	case o.JSON:
		line := json.NewEncoder(out)
		line.SetEscapeHTML(false)
		made.err = line.Encode(j)
	case j.Verdict == verdictError: // standard error says why
		fmt.Fprintf(out, "%s: %s\n", printable(displayName(j.File)), j.Verdict)
	default:
		j.write(out)
	}
	made.out = out.Bytes()
	return made
}

// tell counts a file, and prints what was found.
func (o outputFlags) tell(a *app, sum *tally, j judged) error {
	first := sum.files+sum.skipped == 0
	if j.skipped {
		sum.skipped++
		return nil
	}
	sum.add(j.count)
	if !o.JSON && !o.Brief && !first {
		fmt.Fprintln(a.stdout)
	}
	fmt.Fprint(a.stderr, j.complaint)
	if j.err != nil {
		return j.err
	}
	return a.write(std, j.out)
}
