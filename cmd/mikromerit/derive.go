package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
)

type deriveCommand struct {
	contextFlags
	Reveal    []string `sep:"none" placeholder:"POINTER" help:"JSON Pointer of what to reveal, such as /credentialSubject/achievement/name. May be repeated."`
	Challenge given    `placeholder:"VALUE" help:"With bbs-2023: the value that the verifier gave, which the proof then answers. It is its presentation header."`
	List      bool     `help:"List what the holder of an SD-JWT may keep back, and do nothing else."`
	Out       string   `short:"o" default:"-" placeholder:"OUT" help:"Write to OUT instead of standard output."`
	File      string   `arg:"" help:"Credential with a base proof of ecdsa-sd-2023 or bbs-2023, or SD-JWT; - is standard input."`
}

// Help returns the second part of the help text.
func (c *deriveCommand) Help() string {
	return "What is not named with --reveal stays hidden, unless the issuer made it mandatory or never hid it. No key is needed. " +
		"The file that the issuer gave should stay with the holder, because whoever has it can reveal everything. " +
		"What is derived from bbs-2023 can be shown on its own: with --challenge it is for one verifier, and two of them cannot be linked by their proofs. " +
		"What is derived from ecdsa-sd-2023 and from an SD-JWT answers a challenge only in a presentation; see \"mikromerit help present\"."
}

// Run writes the credential with only the parts to reveal.
func (c *deriveCommand) Run(a *app) error {
	file, err := a.open(c.File)
	if err != nil {
		return err
	}
	switch {
	case c.Challenge != "" && c.List:
		return newFailure("--list does nothing else; leave out --challenge")
	case mikromerit.IsSDJWT(file) && c.Challenge != "":
		return newRefusal(nil, "%s is an SD-JWT, which has no place for a challenge before its holder signs; leave out --challenge, and give it to \"mikromerit present\" with --suite kb+jwt", displayName(c.File))
	case mikromerit.IsSDJWT(file):
		return c.disclose(a, file)
	case c.List:
		return newRefusal(nil, "%s is no SD-JWT, so there is no list of what it may keep back; with ecdsa-sd-2023 and bbs-2023 that is all but what is mandatory, which derive shows without --reveal", displayName(c.File))
	case mikromerit.HasBaseProof(file):
		env, err := c.env(a, a.env(moment{}))
		if err != nil {
			return err
		}
		derived, err := dataintegrity.Derive(context.Background(), env, file, dataintegrity.DeriveOptions{Reveal: c.Reveal, PresentationHeader: []byte(c.Challenge)})
		return c.deliver(a, file, derived, err)
	case slices.ContainsFunc(file.Proofs(), isSelective):
		return newRefusal(nil, "%s carries no base proof, from which alone parts are revealed; derive from the file that the issuer gave", displayName(c.File))
	}
	return newRefusal(nil, "%s was not made to be revealed in parts; give a credential with a base proof of ecdsa-sd-2023 or bbs-2023, or an SD-JWT", displayName(c.File))
}

// isSelective reports whether a proof is one of a cryptosuite with base proofs.
func isSelective(p proof.Proof) bool {
	return dataintegrity.IsSelective(dataintegrity.Cryptosuite(p.Suite))
}

func (c *deriveCommand) disclose(a *app, file *proof.Secured) error {
	if !c.List {
		revealed, err := jose.Disclose(file, limits, c.Reveal...)
		return c.deliver(a, file, revealed, err)
	}
	pointers, err := jose.Disclosable(file, limits)
	if err != nil {
		return c.newFailure(err)
	}
	var out []byte
	for _, pointer := range pointers {
		out = fmt.Appendln(out, printable(pointer))
	}
	return a.write(c.Out, out)
}

// deliver writes what is revealed of a file. It warns of the rules that this
// breaks, and of what it reveals unintentionally.
func (c *deriveCommand) deliver(a *app, whole, revealed *proof.Secured, err error) error {
	if err != nil {
		return c.newFailure(err)
	}
	doc := mikromerit.DocumentOf(revealed)
	if slices.Contains(c.Reveal, "") {
		fmt.Fprintln(a.stderr, "--reveal with an empty pointer reveals the whole credential")
	}
	writeTable(a.stderr, findingRows(mikromerit.Breaches(doc, "What is revealed breaks this rule; reveal what is missing, too: ")))
	writeTable(a.stderr, findingRows(mikromerit.Leaks(doc, mikromerit.DocumentOf(whole))))
	writeTable(a.stderr, findingRows(mikromerit.Links(revealed)))
	return a.writeSecured(c.Out, revealed)
}

func (c *deriveCommand) newFailure(err error) error {
	if limitCode(err) != "" {
		return newJobFailure(c.File, err)
	}
	return newRefusal(nil, "nothing can be derived from %s: %v", displayName(c.File), err)
}
