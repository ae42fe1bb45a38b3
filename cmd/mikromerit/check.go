package main

import (
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

type checkCommand struct {
	outputFlags
	As  string `enum:",ob3,clr,edc,vc" default:"" placeholder:"KIND" help:"What the documents claim to be: ob3, clr, edc or vc. Without it, what each looks like."`
	Now moment `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
	profileFlags
	documentFlags
	Files []string `arg:"" name:"file" help:"Documents to check, or folders of them; - is standard input."`
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
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Policy.Require = []vc.Axis{vc.Conformant}
	verifier.Env = withBundle(given, a.env(c.Now))
	return a.judgeAll(verifier, c.Files, c.outputFlags, judgement.onlyConformance)
}

// onlyConformance leaves of a judgement what is about the rules of the format.
func (j judgement) onlyConformance() judgement {
	j.outcome = j.outcome.onlyConformance()
	j.Settle = nil
	return j
}

func (o outcome) onlyConformance() outcome {
	o.rulesOnly = true
	if o.Axes == nil {
		return o // nothing could be found out
	}
	axes := vc.Axes{}
	for _, axis := range vc.AllAxes() {
		axes[axis] = vc.Unasked
	}
	axes[vc.Conformant] = o.Axes[vc.Conformant]
	o.Axes, o.Verdict = &axes, axes.Verdict([]vc.Axis{vc.Conformant}).String()
	o.Findings = slices.DeleteFunc(slices.Clone(o.Findings), func(f vc.Finding) bool { return f.Axis != vc.Conformant })
	o.Headline, o.SignedBy, o.Proofs, o.CheckList = "", nil, []proof.ProofResult{}, nil
	o.seals, o.steps = nil, nil
	o.Credentials, o.Endorsements = onlyConformance(o.Credentials), onlyConformance(o.Endorsements)
	return o
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
	j.Axes, j.Verdict, j.Findings, j.decisive, j.Settle = &axes, vc.Invalid.String(), foreign, foreign, nil
	return nil
}

func onlyConformance(all []nested) []nested {
	out := slices.Clone(all)
	for i := range out {
		out[i].outcome = out[i].outcome.onlyConformance()
	}
	return out
}
