package main

import (
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
)

type verifyCommand struct {
	outputFlags
	verifyFlags
	Require    []vc.Axis     `placeholder:"AXIS" help:"What the verdict is over: authentic, in-force, trusted, bound, conformant. Without it: the first three, and bound when --domain, --challenge or --recipient asks for it."`
	Strict     bool          `help:"Require all of them; bound only where there is a presenter or you ask for it."`
	Domain     []string      `sep:"none" placeholder:"DOMAIN" help:"Demand that the proof was made for this domain. May be repeated."`
	Challenge  given         `placeholder:"VALUE" help:"Demand that the proof answers this challenge."`
	Recipient  []string      `sep:"none" placeholder:"VALUE" help:"Demand that it was awarded to this DID, e-mail address or other identifier, or for Europass to \"NAME, YYYY-MM-DD\" with the day of birth. May be repeated for one person."`
	Europass   bool          `help:"Also show the evidence of a seal step by step, and the check list that the Commission's viewer shows."`
	OneProof   bool          `help:"Accept one valid proof of the issuer when there are several."`
	MaxListAge time.Duration `placeholder:"TIME" help:"How old a status list without an end may be, such as 720h; without it 400 days."`

	UnsafeAllowForeignStatusLists bool `help:"Accept a status list no matter who signed it."`

	Files []string `arg:"" name:"file" help:"What to verify: files, folders, patterns such as in/**/*.json, ZIP archives, lines of JSON; - is standard input."`
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
	return a.judgeAll(verifier, c.Files, c.outputFlags, c.settings(), func(j judgement) judgement {
		j.brief = !c.Europass
		return j
	})
}

// settings are what makes it another work.
func (c *verifyCommand) settings() verifyCommand {
	s := *c
	s.manyFlags, s.Files = manyFlags{}, nil
	return s
}

// applyTo sets what the flags demand in a policy.
func (c *verifyCommand) applyTo(p *mikromerit.Policy) {
	p.Domain, p.Challenge, p.Recipients = c.Domain, string(c.Challenge), c.Recipient
	p.OneProof, p.MaxListAge = c.OneProof, c.MaxListAge
	p.UnsafeAllowForeignStatusLists = c.UnsafeAllowForeignStatusLists
	p.Require = c.Require
	p.Strict = c.Strict
}
