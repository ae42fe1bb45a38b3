package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/microcredential/losses"
	"github.com/mikromerit/mikromerit/vc"
)

// several reports whether each document is to be a file in a folder.
func (c *convertCommand) several() bool {
	info, err := os.Stat(c.Out)
	folder := c.Out != std && (err == nil && info.IsDir() || strings.HasSuffix(c.Out, "/") || strings.HasSuffix(c.Out, string(filepath.Separator)))
	asked := c.JSON || c.Failed || c.Summary || c.Resume != ""
	return folder || asked || len(c.Files) > 1 || isMany(c.Files) || slices.Contains([]string{".zip", ".ndjson", ".jsonl"}, strings.ToLower(filepath.Ext(c.File)))
}

// converter converts many documents into a folder.
type converter struct {
	*convertCommand
	run      *manyRun
	verifier *mikromerit.Verifier
	options  mikromerit.ConvertOptions
	folder   *batch.Folder
	report   *manyReport
}

// convertAll converts each document and writes it to the folder. What fails does not keep
// it from the others.
func (c *convertCommand) convertAll(a *app, verifier *mikromerit.Verifier, options mikromerit.ConvertOptions) (err error) {
	if err := c.checkPlaces(); err != nil {
		return err
	}
	settings := *c
	settings.manyFlags, settings.Files, settings.File = manyFlags{}, nil, ""
	r, err := a.newRun(c.manyFlags, c.Files, settings)
	if err != nil {
		return err
	}
	m := &converter{convertCommand: c, run: r, verifier: verifier, options: options}
	r.closing = true
	if r.journal != nil && c.Now.at.IsZero() {
		m.options.At = r.journal.At() // a document is the same, whichever run makes it
	}
	if m.folder, err = batch.OpenFolder(c.Out); err != nil {
		return newFailure("%s cannot be written to: %s", c.Out, ioReason(err))
	}
	defer m.folder.Close()
	if m.report, err = c.openReport(a, r); err != nil {
		return err
	}
	defer func() { err = m.report.end(err) }()
	r.ready, r.keeps = m.report.add, func(item batch.Item) bool { return m.folder.Has(item.Out) }
	source := r.source(c.Out, c.Report)
	target, err := mikromerit.Formats().Named(c.To)
	if err != nil {
		return err
	}
	names, ending := batch.NewNames(), cmp.Or(target.Suffix, ".json")
	return r.each(func(ctx context.Context) iter.Seq2[batch.Item, error] {
		return names.Choose(source.Items(ctx), ending)
	}, m.convert)
}

// checkPlaces checks that what is written is nothing that is read.
func (c *convertCommand) checkPlaces() error {
	if c.Out == std {
		return newFailure("several documents are written to a folder; name one with -o")
	}
	if c.Report == std {
		return newFailure("the report of several documents cannot go to standard output, which says what became of each; give it a file")
	}
	for _, name := range c.Files {
		if _, err := os.Stat(name); name != std && err == nil && isIn(name, c.Out) {
			return newFailure("%s is in the folder that is written, so it could be overwritten; give -o another folder", name)
		}
	}
	return nil
}

// convert converts one document and writes it.
func (m *converter) convert(ctx context.Context, item batch.Item, err error) judged {
	var made *batch.Conversion
	if err != nil {
		made = batch.Unconverted(item.Name, err)
	} else {
		made = batch.Convert(ctx, m.verifier, m.To, m.options, item.Name, item.Data)
	}
	if f := m.failureOf(made, err); f != nil {
		return m.refused(item, made, f)
	}
	err = m.write(item, made)
	var f *failure
	switch {
	case errors.Is(err, fs.ErrExist):
		made.Out = ""
		return m.refused(item, made, newFailure("%s would be %s, which exists and is not overwritten; add --force, or write to another folder", displayName(item.Name), m.place(item)))
	case errors.As(err, &f):
		return judged{err: f}
	case err != nil:
		return judged{err: newFailure("%s cannot be written: %s; nothing of it is left behind%s", m.place(item), ioReason(err), m.goOn())}
	}
	out := m.told(made, exitValid)
	out.losses = made.Lost
	if m.Report != "" {
		out.report = &made.Made.Report
	}
	return out
}

// goOn says how a run goes on that ended, if it can.
func (m *converter) goOn() string {
	if m.run.journal == nil {
		return ""
	}
	return ". Repeat the run to go on"
}

// place is where what is made of a document is written.
func (m *converter) place(item batch.Item) string {
	return filepath.Join(m.Out, filepath.FromSlash(item.Out))
}

// failureOf says why a document is not written, or returns nil.
func (m *converter) failureOf(made *batch.Conversion, unread error) *failure {
	one := *m.convertCommand
	one.File = made.File
	var err error
	switch {
	case unread != nil:
		return newItemFailure(made.File, unread)
	case made.Err != nil && made.Result == nil:
		return newItemFailure(made.File, made.Err)
	case made.Err != nil:
		err = one.newFailure(mikromerit.Formats(), made.Result, made.Err)
	default:
		err = one.checkOutcome(made.Made)
	}
	if err == nil {
		return nil
	}
	var f *failure
	if !errors.As(err, &f) {
		f = newItemFailure(made.File, err)
	}
	if made.Err == nil && f.status == exitInvalid { // the sentence alone names no code
		f.findings = losses.Findings(losses.Mandatory(made.Made.Report))
	}
	return f
}

// write writes a document. That it is about to is recorded first, so that a later run
// knows what stands there for its own.
func (m *converter) write(item batch.Item, made *batch.Conversion) error {
	text, err := made.Made.Bytes()
	if err != nil {
		return err
	}
	replace := m.run.app.force
	if m.run.journal != nil {
		key := batch.KeyOf(item)
		replace = replace || m.run.journal.Begun(key)
		if !replace && m.folder.Has(item.Out) {
			return fs.ErrExist
		}
		if err := m.run.journal.Begin(key); err != nil {
			return newFailure("%s cannot be written: %s", m.Resume, ioReason(err))
		}
	}
	made.Out = m.place(item)
	return m.folder.Write(item.Out, withNewline(text), replace)
}

// verdicts are the verdicts for the statuses of failures.
var verdicts = map[int]string{exitInvalid: vc.Invalid.String(), exitIndeterminate: vc.Indeterminate.String(), exitError: verdictError}

// refused tells of a document that is not written.
func (m *converter) refused(item batch.Item, made *batch.Conversion, f *failure) judged {
	if !item.Named && f.status == exitError && f.isOther() || f.status == exitError && !item.Named && !likelyName(item.File) {
		return judged{skipped: true} // a folder may hold files that are no credentials
	}
	made.Verdict, made.Error, made.Findings = verdicts[f.status], f.message, append([]vc.Finding{}, f.findings...)
	made.Summary, made.Lost = nil, nil
	out := m.told(made, f.status)
	if m.Report != "" && made.Made != nil { // what would be lost is what kept it from being written
		out.report = &made.Made.Report
	}
	return out
}

// told writes out what became of a document.
func (m *converter) told(made *batch.Conversion, status int) judged {
	out := judged{count: count{verdict: made.Verdict, word: made.Verdict, status: status}, brief: !m.JSON}
	if status != exitValid && len(made.Findings) > 0 {
		out.reason = made.Findings[0].Code
	}
	if m.JSON {
		page := m.run.app.page()
		line := json.NewEncoder(page)
		line.SetEscapeHTML(false)
		out.err = line.Encode(made)
		out.out = page.Bytes()
		return out
	}
	name := displayName(made.File)
	text := fmt.Sprintf("%-*s %s", len("indeterminate"), made.Verdict, printable(name))
	switch {
	case status == exitValid:
		text += fmt.Sprintf(": %s, %d of %d values for any reader", printable(made.Out), made.Summary.Views.Any, made.Summary.Views.Of)
	case out.reason != "":
		text += ": " + out.reason + ", " + printable(strings.TrimPrefix(made.Error, name+" "))
	default:
		text += ": " + printable(strings.TrimPrefix(made.Error, name+" "))
	}
	out.out = []byte(text + "\n")
	return out
}
