package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/proof/trust/online"
	"github.com/mikromerit/mikromerit/vc"
)

// The exit statuses; see the package comment.
const (
	exitValid         = 0
	exitInvalid       = 1
	exitIndeterminate = 2
	exitError         = 3
)

// severity says how bad an exit status is.
var severity = [...]int{exitValid: 0, exitIndeterminate: 1, exitInvalid: 2, exitError: 3}

// worse returns the worse of two exit statuses.
func worse(a, b int) int {
	if severity[a] < severity[b] {
		return b
	}
	return a
}

// app is a run of the program: what it may use, and what it has done so far.
type app struct {
	online         bool // whether the command may use the web
	stdin          io.Reader
	stdout, stderr io.Writer
	clock          func() time.Time
	network        func() (vc.Fetcher, error)   // asked only with --online
	listSource     func() (lists.Source, error) // likewise
	sealServices   func(o online.Options, everything bool) (jades.Services, error)
	version        string
	workers        int             // how many files are worked on at once; 0: as many as there are cores
	ended          context.Context // ends the work on files; nil: when the user ends the program

	stdinRead bool              // whether standard input was read, which is possible once
	inputs    []fs.FileInfo     // the files that were read, which no output may replace
	force     bool              // whether files that exist are overwritten
	as        string            // what documents are said to be, "" for nothing
	profiles  []*policy.Profile // what documents are judged by beside their format
}

// grammar declares the command line.
type grammar struct {
	Verify   verifyCommand   `cmd:"" help:"Say whether credentials may be relied upon, and why."`
	Check    checkCommand    `cmd:"" help:"Check the rules of the format, whoever signed and whether anybody did."`
	Conform  conformCommand  `cmd:"" help:"Judge documents, an issuer, a verifier or a badge host by the requirements of a profile."`
	Inspect  inspectCommand  `cmd:"" help:"Show what a credential says, and which standard elements it has."`
	Show     showCommand     `cmd:"" help:"Write a page that shows a credential and what was found out about it."`
	Collect  collectCommand  `cmd:"" help:"Keep what is fetched for a verification, so that it needs no web again."`
	Convert  convertCommand  `cmd:"" help:"Turn a credential into another format and report what was lost."`
	Issue    issueCommand    `cmd:"" help:"Sign a credential."`
	Revoke   revokeCommand   `cmd:"" help:"Revoke what was issued for the rows of a table."`
	Seal     sealCommand     `cmd:"" help:"Seal a Europass credential with an organisation's certificate."`
	Extend   extendCommand   `cmd:"" help:"Make a seal last: add time stamps and revocation data to it."`
	Derive   deriveCommand   `cmd:"" help:"Reveal only parts of a credential that was made for it."`
	Present  presentCommand  `cmd:"" help:"Put credentials into a signed presentation."`
	Passport passportCommand `cmd:"" help:"Bundle credentials of one learner, and say what they add up to."`
	Bake     bakeCommand     `cmd:"" help:"Put a badge into a PNG or SVG image."`
	Unbake   unbakeCommand   `cmd:"" help:"Take the badge out of a PNG or SVG image."`
	Status   statusCommand   `cmd:"" help:"Keep and publish a list of revoked or suspended credentials."`
	Lists    listsCommand    `cmd:"" help:"Keep the trusted lists of the European Union, which say who makes qualified seals."`
	Keygen   keygenCommand   `cmd:"" help:"Make a key to sign with."`
	Key      keyCommand      `cmd:"" help:"Keep the document that says which keys are yours."`
	Rules    rulesCommand    `cmd:"" help:"List every rule that is checked."`
	Profiles profilesCommand `cmd:"" help:"List the policy profiles: what countries and sectors ask of micro-credentials."`
	Explain  explainCommand  `cmd:"" help:"Say what a code means."`
	Serve    serveCommand    `cmd:"" help:"Serve all of this over HTTP, and host badges for people."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
	Help     helpCommand     `cmd:"" help:"Print this help, or that of a command."`

	globalFlags
}

// globalFlags may be given to every command.
type globalFlags struct {
	Force       bool `help:"Overwrite files that exist."`
	ShowVersion bool `name:"version" help:"Print the version."`
}

const description = "Verify, inspect, convert and issue European micro-credentials: Open Badges 3.0, Europass EDC and other W3C Verifiable Credentials. " +
	"A file is recognised by its content, also inside a PNG or SVG image; - stands for standard input.\n\n" +
	"The exit status is 0 for valid or done, 1 for invalid, 2 for indeterminate and 3 when the job could not be done."

// run runs the program in the real world.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, clock: time.Now, network: network, listSource: listSource, sealServices: sealServices, version: buildVersion()}
	return a.run(args)
}

func (a *app) run(args []string) int {
	if len(args) == 0 {
		a.run([]string{"--help"})
		return exitError
	}
	if args[0] == "--version" {
		args = []string{"version"}
	}
	chosen, helped, err := a.parse(args)
	switch {
	case helped:
		return exitValid
	case err != nil:
		return a.fail(err)
	}
	return a.fail(recovered(func() error { return chosen.Run(a) }))
}

// parse reads the command line. helped reports whether help was printed, and that is all.
func (a *app) parse(args []string) (chosen *kong.Context, helped bool, err error) {
	if chosen, ok := a.parseNamed(args); ok {
		return chosen, false, nil
	}
	var g grammar
	parser, err := kong.New(&g,
		kong.Name("mikromerit"),
		kong.Description(description),
		kong.Writers(a.stdout, a.stderr),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: widthOf(a.stdout)}),
	)
	if err != nil {
		return nil, false, newFailure("the command line cannot be set up: %v", err)
	}
	chosen, err = parser.Parse(args)
	if err != nil {
		err = a.newUsageFailure(err)
	}
	a.force = g.Force
	return chosen, helped, err
}

// parseNamed reads a command line that starts with the name of a command, and sets up
// that command only: with all of them it takes longer than most jobs. What has a fault,
// or asks for help, is left to the whole grammar.
func (a *app) parseNamed(args []string) (chosen *kong.Context, ok bool) {
	var g grammar
	all := reflect.ValueOf(&g).Elem()
	field, found := all.Type().FieldByNameFunc(func(name string) bool { return strings.ToLower(name) == args[0] })
	if _, command := field.Tag.Lookup("cmd"); !found || !command {
		return nil, false
	}
	parser, err := kong.New(&g.globalFlags, kong.NoDefaultHelp(), kong.DynamicCommand(args[0], "", "", all.FieldByIndex(field.Index).Addr().Interface()))
	if err != nil {
		return nil, false
	}
	chosen, err = parser.Parse(args)
	a.force = g.Force
	return chosen, err == nil
}

// newUsageFailure returns the failure for a faulty command line, which names the
// help to read.
func (a *app) newUsageFailure(err error) error {
	help := "mikromerit"
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		if command := parse.Context.Selected(); command != nil {
			help = commandName(command)
		}
	}
	return newFailure("%v; run %q to see what is possible", err, help+" --help")
}

// commandName returns how a command is called, without its arguments.
func commandName(n *kong.Node) string {
	if n.Parent == nil || n.Type == kong.ApplicationNode {
		return n.Name
	}
	return commandName(n.Parent) + " " + n.Name
}

// fail prints why a command failed, if it did, and returns the exit status.
func (a *app) fail(err error) int {
	if err == nil {
		return exitValid
	}
	var f *failure
	if !errors.As(err, &f) {
		f = newFailure("%v", err)
	}
	if f.message != "" {
		fmt.Fprintln(a.stderr, printable("mikromerit: "+f.message)) // nothing is left to do when this fails
	}
	if f.status == exitInvalid { // otherwise the sentence says it all
		writeTable(a.stderr, findingRows(f.findings))
	}
	return f.status
}

// recovered runs a job and turns a panic into an error: Go's exit status for a
// panic is 2, which here means indeterminate.
func recovered(job func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = newFailure("this is a fault in mikromerit itself, not in what you gave it; please report it with the command that you ran")
		}
	}()
	return job()
}
