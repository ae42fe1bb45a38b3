package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
)

type conformCommand struct {
	Profile []string `placeholder:"ID" help:"What to judge it by. May be repeated; without it, by everything that applies. --list tells the profiles."`
	List    bool     `help:"List the profiles, with their checks for --profile."`
	As      string   `enum:",ob3,clr,edc,vc" default:"" placeholder:"KIND" help:"What documents claim to be: ob3, clr, edc or vc. Without it, what each looks like."`

	targetFlags
	Report  []string      `sep:"none" placeholder:"FORMAT=FILE" help:"Write a report: json, html, junit, earl, sarif or text. May be repeated."`
	Known   string        `placeholder:"FILE" help:"JSON file of known gaps, which only warn; a gap that is closed fails the run."`
	Resume  string        `placeholder:"R.json" help:"Go on with a run that was ended: what this JSON report says is not tried again."`
	Anchor  []string      `sep:"none" placeholder:"PEM" help:"Certificates that seals may lead to. May be repeated."`
	Timeout time.Duration `placeholder:"TIME" help:"How long one check may take, such as 30s; without it two minutes."`
	Now     moment        `placeholder:"T" help:"Take T as the present time when documents are judged."`
	documentFlags

	Docs []string `arg:"" optional:"" name:"docs" help:"Documents to judge: files, folders, ZIP archives, lists of JSON lines; - is standard input."`
}

// Help returns the second part of the help text.
func (c *conformCommand) Help() string {
	return "Judges documents, or with --vcapi, --ob3api or --exec an issuer, a verifier or a badge host, by the requirements of a profile. " +
		"A verifier is judged in pairs: it must accept what is right and reject each of its spoilt copies. " +
		"What a target cannot do is not held against it, but told. " +
		"The exit status is 0 when the target conforms, 1 when a MUST is not kept, 2 when nothing was found out or the run was ended, and 3 when the job could not be done."
}

// Run judges the target and writes the reports.
func (c *conformCommand) Run(a *app) error {
	if c.List {
		return c.list(a)
	}
	profiles, err := c.profiles()
	if err != nil {
		return err
	}
	outputs, err := c.outputs(a)
	if err != nil {
		return err
	}
	options, err := c.options(a)
	if err != nil {
		return err
	}
	judged, err := c.target(a, c.Docs)
	if err != nil {
		return err
	}
	if closer, ok := judged.(io.Closer); ok {
		defer closer.Close()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	found, err := conformance.Judge(ctx, judged, options, profiles...)
	if err != nil {
		return newFailure("%v", err)
	}
	if err := writeReports(a, found, outputs); err != nil {
		return err
	}
	switch found.Verdict() {
	case conformance.Conforms, conformance.KnownGaps:
		return nil
	case conformance.ConformsNot:
		return &failure{status: exitInvalid}
	}
	return &failure{status: exitIndeterminate}
}

// profiles returns the profiles that are asked for.
func (c *conformCommand) profiles() ([]conformance.Profile, error) {
	var all []conformance.Profile
	for _, id := range c.Profile {
		profile, ok := conformance.ProfileOf(id)
		if !ok {
			return nil, newFailure("there is no profile %q; \"mikromerit conform --list\" lists them", id)
		}
		all = append(all, profile)
	}
	return all, nil
}

// list prints the profiles; of those that are named, the checks.
func (c *conformCommand) list(a *app) error {
	profiles, err := c.profiles()
	if err != nil {
		return err
	}
	out := a.page()
	var rows [][]string
	for _, profile := range profiles {
		for _, check := range profile.Checks {
			rows = append(rows, []string{profile.ID, check.Suite, check.Rule.Code, string(check.Rule.Level), check.Rule.Text})
		}
	}
	if len(profiles) == 0 {
		for _, profile := range conformance.Profiles() {
			rows = append(rows, []string{profile.ID, string(profile.Role), fmt.Sprint(len(profile.Checks)), profile.Title})
		}
	}
	writeTable(out, rows)
	return a.write(std, out.Bytes())
}

// output is a report to write.
type output struct{ format, file string }

// outputs returns the reports that are asked for. Without any it is a text on
// standard output.
func (c *conformCommand) outputs(a *app) ([]output, error) {
	var all []output
	var files []string
	for _, text := range c.Report {
		format, file, ok := strings.Cut(text, "=")
		if !ok || file == "" || !slices.Contains(report.Formats(), format) {
			return nil, newFailure("--report %q does not have the form FORMAT=FILE; the formats are %s", text, strings.Join(report.Formats(), ", "))
		}
		all, files = append(all, output{format, file}), append(files, file)
	}
	if !slices.Contains(files, std) {
		all = append(all, output{"text", std})
	}
	return all, a.writable(files...)
}

// writeReports writes a report in every form that is asked for.
func writeReports(a *app, found *conformance.Report, outputs []output) error {
	for _, o := range outputs {
		var text bytes.Buffer
		if err := report.Write(&text, o.format, found); err != nil {
			return newFailure("the report cannot be written: %v", err)
		}
		if err := a.write(o.file, text.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// options returns how the run is done.
func (c *conformCommand) options(a *app) (conformance.Options, error) {
	o := conformance.Options{As: c.As, CheckTimeout: c.Timeout, Tool: conformance.Tool{Name: "mikromerit", Version: a.version}}
	given, err := c.bundle(a)
	if err != nil {
		return o, err
	}
	o.Env = withBundle(given, a.env(c.Now))
	for _, name := range c.Anchor {
		data, err := a.read(name)
		if err != nil {
			return o, err
		}
		o.Anchors = append(withNewline(o.Anchors), data...)
	}
	if c.Known != "" {
		if o.Known, err = a.readGaps(c.Known); err != nil {
			return o, err
		}
	}
	if c.Resume != "" {
		data, err := a.read(c.Resume)
		if err != nil {
			return o, err
		}
		if o.Resume, err = report.Read(data); err != nil {
			return o, newFailure("%s is no report to resume: %v", displayName(c.Resume), err)
		}
	}
	return o, nil
}

// readGaps reads a file of known gaps.
func (a *app) readGaps(name string) ([]conformance.Gap, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	var list []struct{ ID, Suite, Reason string }
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil {
		return nil, newFailure(`%s is no list of known gaps: %v; write [{"id": "PROOF-SIGNATURE", "reason": "..."}]`, displayName(name), err)
	}
	var gaps []conformance.Gap
	for i, gap := range list {
		if gap.ID == "" || gap.Reason == "" {
			return nil, newFailure("%s: entry %d of the known gaps needs an id and a reason", displayName(name), i+1)
		}
		gaps = append(gaps, conformance.Gap(gap))
	}
	return gaps, nil
}
