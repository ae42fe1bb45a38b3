package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/batch"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// manyFlags say how a run over many documents is told, and how it goes on later.
type manyFlags struct {
	JSON    bool   `name:"json" help:"Print one JSON object for each document, on a line of its own."`
	Failed  bool   `help:"Print only what failed, and the closing table."`
	Summary bool   `help:"Print only the closing table."`
	Resume  string `placeholder:"FILE" help:"Keep in FILE what was done, and go on from there when the run is repeated after an end."`
}

// manyRun is a run over many documents.
type manyRun struct {
	manyFlags
	app     *app
	what    []string // what is worked on, as it was named
	brief   bool     // whether each document gets one line
	closing bool     // whether a closing table is printed
	sum     tally
	losses  batch.Losses
	journal *batch.Journal
	shown   *progress
	looked  time.Time                       // when the progress was shown last
	ready   func(batch.Item, *judged) error // what is to be done before a document is told of; may be nil
	keeps   func(batch.Item) bool           // whether what an earlier run made is still there; may be nil
}

// newRun returns a run. Settings is what makes the work another one when it changes.
func (a *app) newRun(flags manyFlags, names []string, settings any) (*manyRun, error) {
	r := &manyRun{manyFlags: flags, app: a, what: names, shown: &progress{}}
	if !isTerminal(a.stdout) || flags.Summary {
		r.shown = a.progress()
	}
	if flags.Resume == "" {
		return r, nil
	}
	journal, err := batch.OpenJournal(flags.Resume, fmt.Sprintf("%s\x00%t\x00%+v", a.version, flags.JSON, settings), a.clock())
	if err != nil {
		return nil, newFailure("%s cannot be used to go on from: %s", flags.Resume, ioReason(err))
	}
	r.journal = journal
	return r, nil
}

// source returns the documents that are named, without what the run itself writes.
func (r *manyRun) source(except ...string) *batch.Source {
	s := batch.Files(r.what...)
	if s.Stdin = r.app.stdin; r.app.stdinRead {
		s.Stdin = readAlready{}
	}
	s.Except = except
	if r.Resume != "" {
		s.Except = append(s.Except, r.Resume)
	}
	return s
}

// readAlready is standard input for who comes second.
type readAlready struct{}

func (readAlready) Read([]byte) (int, error) {
	return 0, errors.New("it was read already; name it once")
}

// isMany reports whether names stand for more than one document for certain, so that
// each gets one line.
func isMany(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		info, err := os.Stat(name)
		return name != std && (err == nil && info.IsDir() || err != nil && strings.ContainsAny(name, "*?["))
	})
}

// each works on each document, prints what came of it, and returns what the exit status
// tells.
func (r *manyRun) each(items func(context.Context) iter.Seq2[batch.Item, error], work func(context.Context, batch.Item, error) judged) error {
	ctx, stop := r.app.until()
	defer stop()
	if r.journal != nil {
		defer r.journal.Close()
	}
	pace := batch.Pace{Workers: r.app.workers}
	var failed error
	for done, err := range batch.Do(ctx, items(ctx), pace, func(ctx context.Context, item batch.Item) (judged, error) {
		return r.resumed(item, func() judged { return work(ctx, item, nil) }), nil
	}) {
		made := done.Value
		if err != nil {
			made = work(ctx, done.Item, err)
		}
		if failed = r.tell(done.Item, made); failed != nil {
			break
		}
		if r.sum.files+r.sum.skipped == 1 {
			defer r.app.trap(stop)() // of several, what was done with the first is told before the end
		}
	}
	r.shown.end()
	return r.end(ctx, failed)
}

// resumed returns what an earlier run came to about a document, or else does the work.
func (r *manyRun) resumed(item batch.Item, work func() judged) judged {
	if r.journal == nil {
		return work()
	}
	key := batch.KeyOf(item)
	var kept record
	done, err := r.journal.Done(key, &kept)
	switch {
	case err != nil:
		return judged{err: newFailure("%s cannot be used to go on from: %s", r.Resume, ioReason(err))}
	case done && (r.keeps == nil || r.keeps(item)):
		return kept.judged()
	}
	made := work()
	if done { // only what was made of it is gone; it was told of
		made.report = nil
		return made
	}
	made.key = &key
	return made
}

// record is what a journal keeps of a document.
type record struct {
	Verdict   string       `json:"verdict,omitempty"`
	Word      string       `json:"word,omitempty"`
	Reason    string       `json:"reason,omitempty"`
	Status    int          `json:"status"`
	Skipped   bool         `json:"skipped,omitempty"`
	Brief     bool         `json:"brief,omitempty"`
	Out       string       `json:"out,omitempty"`
	Complaint string       `json:"complaint,omitempty"`
	Losses    []batch.Loss `json:"losses,omitempty"`
	Reported  int64        `json:"reported,omitempty"` // how long the report of losses is behind it
}

func (k record) judged() judged {
	return judged{count: count{k.Verdict, k.Word, k.Reason, k.Status}, skipped: k.Skipped, brief: k.Brief, out: []byte(k.Out), complaint: k.Complaint, losses: k.Losses}
}

func (j judged) record() record {
	return record{j.verdict, j.word, j.reason, j.status, j.skipped, j.brief, string(j.out), j.complaint, j.losses, j.reported}
}

// tell counts a document, prints what was found, and records it. What could not be done
// is not recorded, so that it is tried again.
func (r *manyRun) tell(item batch.Item, made judged) error {
	if made.err != nil {
		return made.err
	}
	if r.ready != nil {
		if err := r.ready(item, &made); err != nil {
			return err
		}
	}
	if err := r.print(item, made); err != nil {
		return err
	}
	if r.journal != nil && made.key != nil && made.status != exitError {
		if err := r.journal.Add(*made.key, item.Name, made.record()); err != nil {
			return newFailure("%s cannot be written: %s", r.Resume, ioReason(err))
		}
	}
	return nil
}

func (r *manyRun) print(item batch.Item, made judged) error {
	first := r.sum.files+r.sum.skipped == 0
	if made.skipped {
		r.sum.skip(item.Part)
		return nil
	}
	r.sum.add(made.count)
	r.losses.Add(made.losses)
	r.closing = r.closing || made.brief
	if time.Since(r.looked) > 100*time.Millisecond { // nobody reads faster
		r.looked = time.Now()
		r.shown.show(fmt.Sprintf("%s: %s", plural(r.sum.files, "document"), r.sum.line()))
	}
	if r.Summary || r.Failed && made.status == exitValid {
		return nil
	}
	if !r.JSON && !made.brief && !first {
		fmt.Fprintln(r.app.stdout)
	}
	if made.complaint != "" {
		r.shown.end()
		fmt.Fprint(r.app.stderr, made.complaint)
	}
	return r.app.write(std, made.out)
}

// end prints the closing table and returns what the exit status tells.
func (r *manyRun) end(ctx context.Context, failed error) error {
	ended := ctx.Err() != nil
	switch {
	case failed != nil:
		return failed
	case ended && r.journal != nil:
		return newFailure("the run was ended after %s; repeat it to go on", plural(r.sum.files+r.sum.skipped, "file"))
	case ended:
		return newInterruption(r.sum.files + r.sum.skipped)
	case r.sum.files == 0:
		return newFailure("there is no credential in %s", strings.Join(r.what, ", "))
	}
	if err := r.writeClosing(); err != nil {
		return err
	}
	if r.sum.status == exitValid {
		return nil
	}
	return &failure{status: r.sum.status}
}

func (r *manyRun) writeClosing() error {
	switch {
	case r.JSON && r.Summary:
		text, err := json.Marshal(r.sum.totals(r.losses.Fields()))
		if err != nil {
			return err
		}
		return r.app.write(std, withNewline(text))
	case !r.JSON && (r.closing || r.Summary || r.Failed):
		out := r.app.page()
		out.Write(r.sum.summary(r.app))
		writeLosses(out, r.losses.Fields())
		return r.app.write(std, out.Bytes())
	}
	return nil
}

// newInterruption returns the failure of a run that was ended after so many files.
func newInterruption(files int) *failure {
	return newFailure("the run was ended after %s; the others were not looked at", plural(files, "file"))
}

// judged is what is printed about a document, and what is counted.
type judged struct {
	count
	skipped   bool
	brief     bool // whether it is one line
	out       []byte
	complaint string // for standard error
	losses    []batch.Loss
	report    *mc.Report // what is to be reported; nil: nothing
	reported  int64      // how long the report is behind it
	err       error      // why the run cannot go on

	key *batch.Key // under which it is recorded; nil: it is not
}

// isIn reports whether a path leads to a folder or to something in it.
func isIn(name, folder string) bool {
	rel, err := filepath.Rel(resolvedPath(folder), resolvedPath(name))
	return err == nil && filepath.IsLocal(rel)
}

// likelyName reports whether a name is that of a file of credentials.
func likelyName(name string) bool {
	return slices.Contains(likelyEndings, strings.ToLower(path.Ext(filepath.ToSlash(name))))
}

// isOther reports whether a document that was found in a folder or an archive is no
// credential. What cannot be read may be one.
func (j judgement) isOther(item batch.Item) bool {
	if j.Verdict != verdictError || item.Named || j.Fault != nil && errors.As(j.Fault, new(*batch.ReadError)) && errors.Is(j.Fault, fs.ErrPermission) {
		return false
	}
	return !likelyName(item.File) || slices.ContainsFunc(j.Findings, func(f vc.Finding) bool { return slices.Contains(otherCodes, f.Code) })
}
