package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/losses"
)

// reportFlags say where the loss report goes, in which form, and what loss is too much.
type reportFlags struct {
	Report       string `placeholder:"FILE" help:"Write what became of every value. The ending of FILE says how: .json, .csv, .sarif, .html or .txt."`
	ReportFormat string `placeholder:"FORMAT" help:"Form of the report, whatever its file is called: json, csv, sarif, html or text."`
	ReportAll    bool   `help:"List in the report also what every reader of the target finds as it was. JSON always has it."`
	Strict       bool   `help:"Do not write the document, only the report, and exit with 1, if a value of a mandatory element of Annex I is lost from the sight of other readers of the target."`
}

// format is the form of the report.
func (c *reportFlags) format() losses.Format {
	if c.ReportFormat != "" {
		return losses.Format(c.ReportFormat)
	}
	return losses.FormatOf(c.Report)
}

// checkFormat checks the flags before anything is read.
func (c *reportFlags) checkFormat() error {
	switch {
	case c.ReportFormat != "" && !slices.Contains(losses.Formats(), losses.Format(c.ReportFormat)):
		return newFailure("there is no report format %q; give --report-format json, csv, sarif, html or text", c.ReportFormat)
	case c.Report == "" && (c.ReportFormat != "" || c.ReportAll):
		return newFailure("--report-format and --report-all are about a report; say where it goes with --report FILE")
	}
	return nil
}

// options are those of a report that this program writes.
func (c *reportFlags) options(a *app) losses.Options {
	return losses.Options{All: c.ReportAll, ByteOrderMark: c.format() == losses.CSV, Tool: mc.Tool{Name: "mikromerit", Version: a.version}}
}

// writeReport writes the report of one conversion, if it was asked for.
func (c *reportFlags) writeReport(a *app, source string, report mc.Report) error {
	if c.Report == "" {
		return nil
	}
	var out bytes.Buffer
	if err := losses.Write(c.format(), &out, displayName(source), report, c.options(a)); err != nil {
		return newFailure("the report cannot be written: %s", err)
	}
	return a.write(c.Report, out.Bytes())
}

// checkStrict refuses a conversion with a loss of a mandatory element.
func (c *reportFlags) checkStrict(source string, out *mikromerit.Conversion) error {
	if !c.Strict {
		return nil
	}
	lost := losses.Mandatory(out.Report)
	if len(lost) == 0 {
		return nil
	}
	names := map[int][]string{} // of what is lost of an element
	for _, row := range lost {
		if !slices.Contains(names[row.Element], row.Name) {
			names[row.Element] = append(names[row.Element], row.Name)
		}
	}
	var elements []string
	for _, number := range slices.Sorted(maps.Keys(names)) {
		elements = append(elements, fmt.Sprintf("%d %s (%s)", number, mc.ElementName(number), joinFew(names[number], 3)))
	}
	return newRefusal(nil, "%s is not written, because other readers of %s would lose values of mandatory elements of Annex I, which --strict refuses: %s; --report tells each with the reason",
		displayName(source), out.To.Name, strings.Join(elements, ", "))
}

// joinFew names the first of a list, and how many more there are.
func joinFew(names []string, most int) string {
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}
