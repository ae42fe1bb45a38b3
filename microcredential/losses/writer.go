package losses

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Writer writes the reports of any number of conversions. Begin comes first, End
// last; each Add writes one report and keeps nothing of it but its counts. After an
// error, a Writer is of no further use.
type Writer interface {
	Begin() error
	Add(file string, r mc.Report) error
	End() error
}

// Format is the name of a way to write reports.
type Format string

// The formats.
const (
	JSON  Format = "json"
	Text  Format = "text" // a table for a terminal
	CSV   Format = "csv"
	SARIF Format = "sarif"
	HTML  Format = "html"
)

// Formats returns all formats.
func Formats() []Format { return []Format{JSON, Text, CSV, SARIF, HTML} }

// FormatOf returns the format that the ending of a file name asks for; JSON, if it
// asks for none.
func FormatOf(file string) Format {
	switch strings.ToLower(path.Ext(strings.ReplaceAll(file, `\`, "/"))) {
	case ".csv":
		return CSV
	case ".sarif":
		return SARIF
	case ".html", ".htm":
		return HTML
	case ".txt":
		return Text
	}
	return JSON
}

// Options are how reports are written. The zero value is for one document.
type Options struct {
	// Several says that many reports may follow: JSON is then an array of them, with
	// one on each line.
	Several bool
	// All also lists the leaves that every reader of the target finds as they were. JSON
	// always lists them.
	All bool
	// ByteOrderMark puts one before CSV, by which some spreadsheets know UTF-8.
	ByteOrderMark bool
	// Tool names the program that converted; it goes into SARIF.
	Tool mc.Tool
}

// errSequence says that the methods of a writer were called out of turn.
var errSequence = errors.New("losses: Begin comes first, then any number of reports, then End")

// errSeveral says that a JSON report of one document is to hold another.
var errSeveral = errors.New("losses: one document was announced; set Options.Several for more")

// New returns a writer of a format.
func New(f Format, w io.Writer, o Options) (Writer, error) {
	switch f {
	case JSON:
		return &inTurn{Writer: &jsonWriter{w: w, o: o}}, nil
	case Text:
		return &inTurn{Writer: &textWriter{w: w, o: o}}, nil
	case CSV:
		return &inTurn{Writer: newCSV(w, o)}, nil
	case SARIF:
		return &inTurn{Writer: &sarifWriter{w: w, o: o}}, nil
	case HTML:
		return &inTurn{Writer: &htmlWriter{w: w, o: o}}, nil
	}
	return nil, fmt.Errorf("losses: there is no format %q; use one of json, text, csv, sarif, html", f)
}

// inTurn sees to it that the methods of a writer are called in turn.
type inTurn struct {
	Writer
	begun, ended bool
}

func (t *inTurn) Begin() error {
	if t.begun {
		return errSequence
	}
	t.begun = true
	return t.Writer.Begin()
}

func (t *inTurn) Add(file string, r mc.Report) error {
	if !t.begun || t.ended {
		return errSequence
	}
	return t.Writer.Add(file, r)
}

func (t *inTurn) End() error {
	if !t.begun || t.ended {
		return errSequence
	}
	t.ended = true
	return t.Writer.End()
}

// Write writes the report of one document.
func Write(f Format, w io.Writer, file string, r mc.Report, o Options) error {
	out, err := New(f, w, o)
	if err != nil {
		return err
	}
	if err := out.Begin(); err != nil {
		return err
	}
	if err := out.Add(file, r); err != nil {
		return err
	}
	return out.End()
}
