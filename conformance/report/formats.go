package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/conformance"
)

// A form is one way to write a report.
type form struct {
	name  string
	write func(io.Writer, *conformance.Report) error
}

// forms are all of them, in the order in which they are offered.
func forms() []form {
	return []form{
		{"text", Text},
		{"json", JSON},
		{"html", HTML},
		{"junit", JUnit},
		{"sarif", SARIF},
		{"earl", EARL},
	}
}

// ErrFormat says that there is no form of that name.
var ErrFormat = errors.New("CONFORMANCE-FORMAT: there is no such form of report")

// ErrReport says that something is no report that can be read or written.
var ErrReport = errors.New("CONFORMANCE-REPORT: this is no usable report")

// Formats returns the names that [Write] knows.
func Formats() []string {
	var names []string
	for _, f := range forms() {
		names = append(names, f.name)
	}
	return names
}

// Write writes a report in the form of that name.
func Write(w io.Writer, format string, r *conformance.Report) error {
	all := forms()
	i := slices.IndexFunc(all, func(f form) bool { return f.name == format })
	if i < 0 {
		return fmt.Errorf("%w: %q; use one of %s", ErrFormat, format, strings.Join(Formats(), ", "))
	}
	return all[i].write(w, r)
}

// writable refuses what no run makes and what would break a writer.
func writable(r *conformance.Report) error {
	if r == nil {
		return fmt.Errorf("%w: it is nil", ErrReport)
	}
	for _, result := range r.Results {
		if result.Status > conformance.Error {
			return fmt.Errorf("%w: the result of %q has no status", ErrReport, result.ID)
		}
		for _, c := range result.Cases {
			if c.Status > conformance.Error {
				return fmt.Errorf("%w: a case of %q has no status", ErrReport, result.ID)
			}
		}
	}
	for _, claim := range r.Profiles {
		for status := range claim.Counts {
			if status > conformance.Error {
				return fmt.Errorf("%w: the profile %q counts a status that there is not", ErrReport, claim.ID)
			}
		}
	}
	return nil
}
