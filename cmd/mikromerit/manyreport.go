package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/microcredential/losses"
)

// manyReport is the loss report over many documents. Without a journal it takes its
// place when it is whole. With one it grows in its place, and what stands behind the
// last document that was recorded is taken away before it goes on.
type manyReport struct {
	name   string // "": no report is written
	file   *os.File
	out    *countedWriter
	writer losses.Writer
	whole  bool // whether it takes its place at the end
}

// countedWriter counts what is written.
type countedWriter struct {
	to      *bufio.Writer
	written int64
	silent  bool // whether what is written goes nowhere
}

func (w *countedWriter) Write(p []byte) (int, error) {
	if w.silent {
		return len(p), nil
	}
	n, err := w.to.Write(p)
	w.written += int64(n)
	return n, err
}

// openReport begins the report, or goes on with it.
func (c *convertCommand) openReport(a *app, r *manyRun) (m *manyReport, err error) {
	m = &manyReport{name: c.Report, whole: r.journal == nil}
	if c.Report == "" {
		return m, nil
	}
	if r.journal != nil && c.format() != losses.CSV {
		return nil, newFailure("a report that can be gone on with is CSV; name it such as losses.csv, or leave out --resume")
	}
	if m.whole || !r.journal.Earlier() {
		if err := a.writable(c.Report); err != nil {
			return nil, err
		}
	}
	var last record
	if m.whole {
		// One that a run that was killed left behind goes away with this one.
		m.file, err = os.Create(filepath.Join(filepath.Dir(c.Report), "."+filepath.Base(c.Report)+".tmp"))
	} else {
		_, err = r.journal.Last(&last)
		if err == nil {
			m.file, err = os.OpenFile(c.Report, os.O_RDWR|os.O_CREATE, 0o666)
		}
		if err == nil {
			err = m.cut(last.Reported)
		}
	}
	if err != nil {
		return nil, newFailure("%s cannot be written: %s", c.Report, ioReason(err))
	}
	m.out = &countedWriter{to: bufio.NewWriter(m.file), written: last.Reported, silent: last.Reported > 0}
	options := c.reportFlags.options(a)
	options.Several = true
	if m.writer, err = losses.New(c.format(), m.out, options); err == nil {
		err = m.writer.Begin()
	}
	m.out.silent = false
	return m, err
}

// cut takes away what stands behind what was recorded.
func (m *manyReport) cut(length int64) error {
	info, err := m.file.Stat()
	if err == nil && info.Size() < length {
		err = errors.New("it is shorter than the run that it is of left it; remove it and the file of --resume, and begin anew")
	}
	if err == nil {
		err = m.file.Truncate(length)
	}
	if err == nil {
		_, err = m.file.Seek(length, io.SeekStart)
	}
	return err
}

// add reports the losses of one document.
func (m *manyReport) add(item batch.Item, made *judged) error {
	if m.writer == nil {
		return nil
	}
	if made.report != nil {
		if err := m.writer.Add(displayName(item.Name), *made.report); err != nil {
			return newFailure("%s cannot be written: %s", m.name, ioReason(err))
		}
		made.report = nil
	}
	if !m.whole {
		if err := m.out.to.Flush(); err != nil {
			return newFailure("%s cannot be written: %s", m.name, ioReason(err))
		}
	}
	made.reported = m.out.written
	return nil
}

// end ends the report of a run that ended so.
func (m *manyReport) end(run error) error {
	if m.writer == nil {
		return run
	}
	var f *failure
	broken := errors.As(run, &f) && f.message != "" // the run was ended, or could not go on
	err := m.writer.End()
	err = errors.Join(err, m.out.to.Flush())
	err = errors.Join(err, m.file.Close())
	if m.whole {
		if !broken && err == nil {
			err = os.Rename(m.file.Name(), m.name)
		}
		if broken || err != nil {
			os.Remove(m.file.Name()) // the error that led here is the one to report
		}
	}
	if err != nil && !broken {
		return newFailure("%s cannot be written: %s", m.name, ioReason(err))
	}
	return run
}
