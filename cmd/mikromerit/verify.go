package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
)

type verifyCommand struct {
	JSON  bool `name:"json" help:"Print one JSON object for each file, on a line of its own."`
	Brief bool `help:"Print one line for each file, and a summary. For a folder that is always so."`
	verifyFlags
	Require    []vc.Axis     `placeholder:"AXIS" help:"What the verdict is over: authentic, in-force, trusted, bound, conformant. Without it: the first three, and bound when --domain, --challenge or --recipient asks for it."`
	Strict     bool          `help:"Require all of them; bound only where there is a presenter or you ask for it."`
	Domain     []string      `sep:"none" placeholder:"DOMAIN" help:"Demand that the proof was made for this domain. May be repeated."`
	Challenge  string        `placeholder:"VALUE" help:"Demand that the proof answers this challenge."`
	Recipient  []string      `sep:"none" placeholder:"VALUE" help:"Demand that it was awarded to this DID, e-mail address or other identifier. May be repeated for one person."`
	OneProof   bool          `help:"Accept one valid proof of the issuer when there are several."`
	MaxListAge time.Duration `placeholder:"TIME" help:"How old a status list without an end may be, such as 720h; without it 400 days."`

	UnsafeAllowForeignStatusLists bool `help:"Accept a status list no matter who signed it."`

	Files []string `arg:"" name:"file" help:"Files to verify, or folders of them; - is standard input."`
}

// Help returns the second part of the help text.
func (c *verifyCommand) Help() string {
	return "Five questions are answered apart: is it authentic (did the named issuer sign exactly this), in force (does it hold now), " +
		"trusted (do you believe the issuer), bound (is the presenter the right one), conformant (does it keep the rules of its format)? " +
		"Each check is listed with its outcome: ok, FAIL, ? (could not be found out), ! (look at it), - (not asked for). " +
		"The exit status is that of the worst file: 3 is worse than 1, 1 than 2, 2 than 0. " +
		"Nobody is trusted unless you say so, with --issuer, --anchor or --trust; --any-issuer leaves the question open. " +
		"Without --online nothing is fetched from a network."
}

// Run judges each file and prints what was found.
func (c *verifyCommand) Run(a *app) error {
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	if c.AnyIssuer && len(c.Issuer)+len(c.verifyFlags.Trust) > 0 {
		return newFailure("--any-issuer leaves open whom --issuer and --trust ask for; give one or the other")
	}
	c.applyTo(&verifier.Policy)
	files, folders, err := expand(c.Files)
	if err != nil {
		return err
	}
	brief := (c.Brief || folders) && !c.JSON
	var sum tally
	for i, file := range files {
		j := a.judge(verifier, file.name)
		if file.found && j.isOther(file) {
			sum.skipped++
			continue // a folder may hold files that are no credentials
		}
		sum.add(j)
		switch {
		case brief:
			err = a.write(std, []byte(j.line()))
		default:
			if !c.JSON && i > 0 {
				fmt.Fprintln(a.stdout)
			}
			err = c.print(a, j)
		}
		if err != nil {
			return err
		}
	}
	if sum.files == 0 {
		return newFailure("there is no credential in %s", strings.Join(c.Files, ", "))
	}
	if brief {
		if err := a.write(std, sum.summary(a)); err != nil {
			return err
		}
	}
	if sum.status == exitValid {
		return nil
	}
	return &failure{status: sum.status}
}

// applyTo sets what the flags demand in a policy.
func (c *verifyCommand) applyTo(p *mikromerit.Policy) {
	p.Domain, p.Challenge, p.Recipients = c.Domain, c.Challenge, c.Recipient
	p.OneProof, p.MaxListAge = c.OneProof, c.MaxListAge
	p.UnsafeAllowForeignStatusLists = c.UnsafeAllowForeignStatusLists
	p.Require = c.Require
	p.Strict = c.Strict
}

// print writes a judgement to standard output, and the message of a failure to
// standard error.
func (c *verifyCommand) print(a *app, j judgement) error {
	if j.message != "" {
		fmt.Fprintln(a.stderr, printable("mikromerit: "+j.message)) // the verdict says it too
	}
	out := a.page()
	if c.JSON {
		line := json.NewEncoder(out)
		line.SetEscapeHTML(false)
		if err := line.Encode(j); err != nil {
			return err
		}
		return a.write(std, out.Bytes())
	}
	if j.Verdict == verdictError { // standard error says why
		fmt.Fprintf(out, "%s: %s\n", printable(displayName(j.File)), j.Verdict)
	} else {
		j.write(out)
	}
	return a.write(std, out.Bytes())
}
