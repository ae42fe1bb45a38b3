package main

import (
	"context"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/keys"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

type issueCommand struct {
	Suite      string `required:"" enum:"eddsa-rdfc-2022,eddsa-jcs-2022" placeholder:"SUITE" help:"Cryptosuite: eddsa-rdfc-2022 or eddsa-jcs-2022."`
	Key        string `required:"" placeholder:"K.json" help:"Key to sign with, as keygen writes it."`
	SetIssuer  bool   `help:"Make the key's DID the issuer of the credential."`
	IssuerName string `placeholder:"NAME" help:"With --set-issuer: the name of the new issuer."`
	Now        moment `placeholder:"T" help:"Take T as the time of signing, such as 2026-08-01T12:00:00Z."`
	Out        string `short:"o" default:"-" placeholder:"OUT" help:"Write the signed credential to OUT instead of standard output."`
	File       string `arg:"" help:"Credential to sign, as JSON without a proof; - is standard input."`
}

// Help is the second part of the help text.
func (c *issueCommand) Help() string {
	return "The credential must keep the rules of its format, and its issuer must be the one that the key speaks for. " +
		"With --set-issuer the key's DID becomes the issuer. In an Open Badge the former issuer then becomes the source of the achievement, " +
		"with its name and all else that was said of it; an issuer without an id is taken as a description of the new one. " +
		"All other bytes of the file stay as they are."
}

// Run checks the credential, signs it and writes it.
func (c *issueCommand) Run(a *app) error {
	if c.IssuerName != "" && !c.SetIssuer {
		return cannot("--issuer-name names the issuer that --set-issuer puts in; give both")
	}
	key, err := c.key(a)
	if err != nil {
		return err
	}
	doc, err := c.document(a)
	if err != nil {
		return err
	}
	if c.SetIssuer {
		if doc, err = setIssuer(doc, key.Controller(), c.IssuerName); err != nil {
			return undone(c.File, err)
		}
	}
	if err := c.sound(a, doc, key.Controller()); err != nil {
		return err
	}
	signed, err := dataintegrity.Sign(context.Background(), a.env(c.Now), doc, dataintegrity.Cryptosuite(c.Suite),
		proof.Key{Method: key.Method(), Signer: key.Signer()}, dataintegrity.Options{Array: badge.Is(doc)})
	if err != nil {
		return c.unsigned(err)
	}
	return a.write(c.Out, withNewline(signed.Bytes()))
}

func (c *issueCommand) key(a *app) (*keys.Private, error) {
	data, err := a.read(c.Key)
	if err != nil {
		return nil, err
	}
	key, err := keys.Parse(data)
	if err != nil {
		return nil, cannot("%s is not a key to sign with: %v; make one with \"mikromerit keygen\"", c.Key, err)
	}
	return key, nil
}

// document reads a credential that nobody has secured yet.
func (c *issueCommand) document(a *app) (vc.Document, error) {
	file, err := a.open(c.File)
	if err != nil {
		return vc.Document{}, err
	}
	switch file.Format() {
	case proof.Unsecured:
		return file.Document(), nil
	case proof.DataIntegrity:
		return vc.Document{}, refused(nil, "%s already carries a proof; take the member proof out and sign the rest", shown(c.File))
	}
	return vc.Document{}, refused(nil, "%s is sealed or signed already; convert it first, or take the credential out of its envelope", shown(c.File))
}

// sound checks that the credential may be signed with a key that speaks for
// controller.
func (c *issueCommand) sound(a *app, doc vc.Document, controller string) error {
	credential, found := vc.ReadCredential(doc)
	if badge.Is(doc) {
		found = append(found, badge.Check(doc)...)
	}
	broken, weak := sorted(found)
	if len(broken) > 0 {
		return refused(broken, "%s breaks the rules of its format, so it is not signed; correct it first", shown(c.File))
	}
	if issuer := credential.IssuerID(); issuer != controller {
		return refused(nil, "the issuer of %s is %s, but the key speaks for %s; sign with the issuer's own key, or add --set-issuer", shown(c.File), orNobody(issuer), controller)
	}
	table(a.stderr, findingRows(weak))
	return nil
}

// sorted parts problems into those that forbid signing and those that do not.
// A rule that two tables share is listed once.
func sorted(found []vc.Problem) (broken, weak []vc.Finding) {
	seen := make(map[vc.Finding]bool)
	for _, p := range found {
		f := p.Finding()
		switch {
		case seen[f]:
		case f.Status == vc.Fail:
			broken = append(broken, f)
		default:
			weak = append(weak, f)
		}
		seen[f] = true
	}
	return broken, weak
}

func orNobody(id string) string {
	if id == "" {
		return "not named"
	}
	return id
}

// unsigned says why a credential could not be signed. The key fits the suites
// on offer, so what remains is the document, unless it is a limit.
func (c *issueCommand) unsigned(err error) error {
	if exceeded(err) != "" {
		return undone(c.File, err)
	}
	return refused(nil, "%s cannot be signed: %v", shown(c.File), err)
}
