package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/conformance/vectors"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

type conformCommand struct {
	Profile []string `placeholder:"ID" help:"What to judge it by. May be repeated; without it, by everything that applies. --list tells the profiles."`
	List    bool     `help:"List the profiles, with their checks for --profile."`
	As      string   `enum:",ob3,clr,edc,vc" default:"" placeholder:"KIND" help:"What documents claim to be: ob3, clr, edc or vc. Without it, what each looks like."`

	targetFlags
	vectorFlags
	Online  bool          `help:"Also fetch over https what a target refers to elsewhere: keys of issuers, status lists."`
	Report  []string      `sep:"none" placeholder:"FORMAT=FILE" help:"Write a report: json, html, junit, earl, sarif or text. May be repeated."`
	Known   string        `placeholder:"FILE" help:"JSON file of known gaps, which only warn; a gap that is closed fails the run."`
	Resume  string        `placeholder:"R.json" help:"Go on with a run that was ended: what this JSON report says is not tried again."`
	Anchor  []string      `sep:"none" placeholder:"PEM" help:"Certificates that seals may lead to. May be repeated."`
	Timeout time.Duration `placeholder:"TIME" help:"How long one check may take, such as 30s; without it two minutes."`
	Now     moment        `placeholder:"T" help:"Take T as the present time when documents are judged."`
	documentFlags

	end func() // ends what is served

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
	if c.WriteVectors != "" {
		return c.write(a)
	}
	options, err := c.options(a)
	if err != nil {
		return err
	}
	outputs, err := c.outputs(a)
	if err != nil {
		return err
	}
	if options.Vectors, err = c.vectors(a); err != nil {
		return err
	}
	defer c.end()
	profiles, err := c.profiles(options.Vectors)
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
	return c.judge(a, judged, options, profiles, outputs)
}

// judge judges the target until it is done or somebody ends it, and writes the reports
// in either case.
func (c *conformCommand) judge(a *app, judged conformance.Target, options conformance.Options, profiles []conformance.Profile, outputs []output) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	shown := a.progress()
	options.Progress = shown.hear
	found, err := conformance.Judge(ctx, judged, options, profiles...)
	shown.end()
	switch {
	case err != nil && ctx.Err() != nil:
		return &failure{status: exitIndeterminate, message: "the run was ended before the target had said what it can do, so nothing was found out"}
	case err != nil:
		return newFailure("%v", err)
	}
	if err := writeReports(a, found, outputs); err != nil {
		return err
	}
	switch verdict := found.Verdict(); {
	case !found.Complete:
		return &failure{status: exitIndeterminate, message: "the run was ended; what was not tried, a run with --resume and the JSON report can try"}
	case verdict == conformance.Conforms || verdict == conformance.KnownGaps:
		return nil
	case verdict == conformance.ConformsNot:
		return &failure{status: exitInvalid}
	}
	return &failure{status: exitIndeterminate}
}

// vectors returns the documents by which a live verifier is judged, made for this day
// and for where somebody serves what they refer to. Those who are judged by documents
// of their own need none.
func (c *conformCommand) vectors(a *app) ([]vectors.Vector, error) {
	c.end = func() {}
	if err := c.vectorFlags.check(); err != nil {
		return nil, err
	}
	if c.VCAPI == "" && c.vectorFlags.used() {
		return nil, newFailure("--serve-vectors and --vectors-url are for a service that fetches: name its address with --vcapi; a program is handed everything")
	}
	if c.VCAPI == "" && c.Exec == "" {
		return nil, nil
	}
	set, end, err := c.vectorFlags.serve(a)
	if err == nil {
		c.end = end
	}
	return set, err
}

// profiles returns the profiles that are asked for; those of verifiers over a set of
// documents, if there is one.
func (c *conformCommand) profiles(set []vectors.Vector) ([]conformance.Profile, error) {
	var all []conformance.Profile
	for _, id := range c.Profile {
		profile, ok := conformance.ProfileOf(id, set...)
		if !ok {
			return nil, newFailure("there is no profile %q; \"mikromerit conform --list\" lists them", id)
		}
		all = append(all, profile)
	}
	return all, nil
}

// list prints the profiles; of those that are named, the checks.
func (c *conformCommand) list(a *app) error {
	profiles, err := c.profiles(nil)
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
		if slices.ContainsFunc(files, func(other string) bool { return sameFile(file, other) || file == other }) {
			return nil, newFailure("--report writes two reports to %s; give each a file of its own", displayName(file))
		}
		if folder, err := os.Stat(filepath.Dir(file)); file != std && (err != nil || !folder.IsDir()) {
			return nil, newFailure("--report %q: there is no folder %s; make it first", text, filepath.Dir(file))
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
	if o.Env, err = c.env(a); err != nil {
		return o, err
	}
	o.Env = withBundle(given, o.Env)
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

// env returns the means of the suite itself. What a target publishes at its own address
// may be had from there, since the target is called anyhow.
func (c *conformCommand) env(a *app) (vc.Env, error) {
	env := a.env(c.Now)
	if c.Online {
		var err error
		if env.Fetcher, err = a.network(); err != nil {
			return env, err
		}
	}
	if c.VCAPI != "" {
		options, err := c.targetFlags.options(a)
		if err != nil {
			return env, err
		}
		env.Fetcher = target.Fetcher(c.VCAPI, options, env.Fetcher)
	}
	if env.Fetcher != nil {
		env.Resolver = did.Web(env.Fetcher)
	}
	return env, nil
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
		if !slices.ContainsFunc(conformance.Profiles(), func(p conformance.Profile) bool {
			return slices.ContainsFunc(p.Checks, func(c conformance.Check) bool { return c.Rule.Code == gap.ID })
		}) {
			return nil, newFailure("%s: entry %d of the known gaps names %q, which no profile asks for; \"mikromerit conform --list --profile ID\" lists what one asks", displayName(name), i+1, gap.ID)
		}
		gaps = append(gaps, conformance.Gap(gap))
	}
	return gaps, nil
}
