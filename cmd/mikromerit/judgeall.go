package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
)

// outputFlags say how judgements are printed.
type outputFlags struct {
	manyFlags
	Brief bool `help:"Print one line for each document, and a closing table. For a folder, an archive and lines of JSON that is always so."`
	Each  bool `help:"Judge each credential of an array, or of other JSON that holds several, by itself, however many there are."`
}

// judgeAll judges what is named, and prints what was found, as far as view shows it.
// Settings is what makes it another work when it changes.
func (a *app) judgeAll(verifier *mikromerit.Verifier, names []string, o outputFlags, settings any, view func(judgement) judgement) error {
	r, err := a.newRun(o.manyFlags, names, settings)
	if err != nil {
		return err
	}
	r.brief = o.Brief || isMany(names)
	source := r.source()
	source.Whole = !o.Each
	return r.each(source.Items, func(ctx context.Context, item batch.Item, err error) judged {
		j := a.judge(ctx, verifier, item, err)
		if a.as == "" && j.isOther(item) {
			return judged{skipped: true} // a folder may hold files that are no credentials
		}
		return r.judged(view(j), r.brief || item.Part)
	})
}

// judged writes out a judgement: for standard output, and the message of a failure for
// standard error.
func (r *manyRun) judged(j judgement, brief bool) judged {
	made := judged{count: j.count(), brief: brief && !r.JSON}
	if made.brief {
		made.out = []byte(j.line())
		return made
	}
	if j.message != "" {
		made.complaint = printable("mikromerit: "+j.message) + "\n" // the verdict says it too
	}
	out := r.app.page()
	switch {
	case r.JSON:
		line := json.NewEncoder(out)
		line.SetEscapeHTML(false)
		made.err = line.Encode(j.Judgement)
	case j.Verdict == verdictError: // standard error says why
		fmt.Fprintf(out, "%s: %s\n", printable(displayName(j.File)), j.Verdict)
	default:
		j.write(out)
	}
	made.out = out.Bytes()
	return made
}
