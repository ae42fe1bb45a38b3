package main

import (
	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

type checkCommand struct {
	outputFlags
	As  string `enum:",ob3,clr,edc,vc" default:"" placeholder:"KIND" help:"What the documents claim to be: ob3, clr, edc or vc. Without it, what each looks like."`
	Now moment `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
	profileFlags
	documentFlags
	Files []string `arg:"" name:"file" help:"Documents to check: files, folders, patterns, ZIP archives, lines of JSON; - is standard input."`
}

// Help returns the second part of the help text.
func (c *checkCommand) Help() string {
	return "Checks the rules of the format only: who signed, whether the proof is right and whether it still holds are not asked, and no proof is needed. " +
		"With --profile it also asks what a country or a school asks of micro-credentials. " +
		"For a report on every requirement, and to judge issuers and verifiers, use conform. " +
		"The exit status is 0 when every MUST is kept, 1 when one is not, and 2 when that could not be found out."
}

// Run checks each file and prints the rules that it breaks.
func (c *checkCommand) Run(a *app) error {
	a.as = c.As
	var err error
	if a.profiles, err = c.profiles(a); err != nil {
		return err
	}
	given, err := c.bundle(a)
	if err != nil {
		return err
	}
	verifier := batch.CheckVerifier(withBundle(given, a.env(c.Now)))
	return a.judgeAll(verifier, c.Files, c.outputFlags, c.settings(), judgement.onlyConformance)
}

// settings are what makes it another work.
func (c *checkCommand) settings() checkCommand {
	s := *c
	s.manyFlags, s.Files = manyFlags{}, nil
	return s
}

// onlyConformance leaves of a judgement what is about the rules of the format.
func (j judgement) onlyConformance() judgement {
	j.Judgement = j.Judgement.OnlyConformance()
	return j
}

// hold holds a file against what it is said to be. When it is something else, that is
// all that there is to say.
func (j *judgement) hold(as string, r *mikromerit.Result) error {
	foreign, err := conformance.Claimed(as, r)
	if err != nil || len(foreign) == 0 {
		return err
	}
	axes := *j.Axes
	axes[vc.Conformant] = vc.Invalid
	j.Axes, j.Verdict, j.Findings, j.Decisive, j.Settle = &axes, vc.Invalid.String(), foreign, foreign, nil
	return nil
}
