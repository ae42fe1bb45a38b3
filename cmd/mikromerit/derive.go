package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

type deriveCommand struct {
	Reveal []string `sep:"none" placeholder:"POINTER" help:"JSON Pointer of what to reveal, such as /credentialSubject/achievement/name. May be repeated."`
	List   bool     `help:"List what the holder of an SD-JWT may keep back, and do nothing else."`
	Out    string   `short:"o" default:"-" placeholder:"OUT" help:"Write to OUT instead of standard output."`
	File   string   `arg:"" help:"Credential with an ecdsa-sd-2023 base proof, or SD-JWT; - is standard input."`
}

// Help is the second part of the help text.
func (c *deriveCommand) Help() string {
	return "What is not named with --reveal stays hidden, unless the issuer made it mandatory or never hid it. No key is needed. " +
		"The file that the issuer gave should stay with the holder, because whoever has it can reveal everything."
}

// Run writes the credential with only what is to be revealed.
func (c *deriveCommand) Run(a *app) error {
	file, err := a.open(c.File)
	if err != nil {
		return err
	}
	switch {
	case isSelective(file):
		return c.disclose(a, file)
	case c.List:
		return refused(nil, "%s is no SD-JWT, so there is no list of what it may keep back; with ecdsa-sd-2023 that is all but what is mandatory", shown(c.File))
	case isBase(file):
		derived, err := dataintegrity.Derive(context.Background(), a.env(moment{}), file, c.Reveal)
		return c.deliver(a, derived, err)
	}
	return refused(nil, "%s was not made to be revealed in parts; give a credential with an ecdsa-sd-2023 base proof, or an SD-JWT", shown(c.File))
}

// isSelective reports whether a file is an SD-JWT, in an envelope or not.
func isSelective(file *proof.Secured) bool {
	return len(file.Proofs()) == 1 && file.Proofs()[0].Suite == "SD-JWT"
}

// isBase reports whether a file carries a base proof, which only its holder
// should have: its proof value starts with a tag of its own (vc-di-ecdsa
// section 3.5.2, the bytes d9 5d 00 in base64url).
func isBase(file *proof.Secured) bool {
	for _, p := range file.Proofs() {
		if p.Suite == ecdsaSD.name && strings.HasPrefix(p.Value.Get("proofValue").Text(), "u2V0A") {
			return true
		}
	}
	return false
}

func (c *deriveCommand) disclose(a *app, file *proof.Secured) error {
	if !c.List {
		revealed, err := jose.Disclose(file, limits, c.Reveal...)
		return c.deliver(a, revealed, err)
	}
	pointers, err := jose.Disclosable(file, limits)
	if err != nil {
		return c.failed(err)
	}
	var out []byte
	for _, pointer := range pointers {
		out = fmt.Appendln(out, printable(pointer))
	}
	return a.write(c.Out, out)
}

func (c *deriveCommand) deliver(a *app, file *proof.Secured, err error) error {
	if err != nil {
		return c.failed(err)
	}
	doc := file.Document()
	if isSelective(file) {
		if doc, err = jose.Document(file, limits); err != nil {
			return c.failed(err)
		}
	}
	warnBroken(a, doc, "What is revealed breaks these rules, so some who verify it will refuse it; reveal what is missing, too:")
	return a.write(c.Out, withNewline(file.Bytes()))
}

// warnBroken lists the rules of its format that a badge breaks after a
// headline, if there are any.
func warnBroken(a *app, doc vc.Document, headline string) {
	if !badge.Is(doc) && !isEndorsement(doc) {
		return
	}
	broken, _ := sorted(badge.Check(doc))
	if len(broken) == 0 {
		return
	}
	for i := range broken {
		broken[i].Status = vc.Warn
	}
	paragraph(a.stderr, headline)
	table(a.stderr, findingRows(broken))
}

func (c *deriveCommand) failed(err error) error {
	if exceeded(err) != "" {
		return undone(c.File, err)
	}
	return refused(nil, "nothing can be derived from %s: %v", shown(c.File), err)
}
