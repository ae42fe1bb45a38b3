package main

import (
	"context"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/keys"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

type issueCommand struct {
	signing
	Suite       string   `placeholder:"SUITE" help:"How to sign: eddsa-rdfc-2022 (the default for Ed25519 keys), ecdsa-rdfc-2019 (for P-256 and P-384), eddsa-jcs-2022, ecdsa-jcs-2019, ecdsa-sd-2023, Ed25519Signature2020, jwt (VC-JWT; for RSA), vc+jwt or vc+sd-jwt."`
	Mandatory   []string `sep:"none" placeholder:"POINTER" help:"With ecdsa-sd-2023: JSON Pointer of what the holder always reveals, beside what decides on whether the credential is in force. May be repeated. Without it, what a badge requires."`
	Disclosable []string `sep:"none" placeholder:"POINTER" help:"With vc+sd-jwt: JSON Pointer of what the holder may keep back. May be repeated."`
	Holder      string   `placeholder:"PUBLIC" help:"With vc+sd-jwt: file of the public key that the holder will present it with."`
	Add         bool     `help:"Add a proof to those that the file carries already."`
	Previous    []string `sep:"none" placeholder:"ID" help:"With --add: id of a proof that the new one builds on. May be repeated."`
	ProofID     string   `name:"proof-id" placeholder:"URL" help:"Id of the new proof, by which a later one can build on it."`
	SetIssuer   bool     `help:"Make the key's controller, its DID, the issuer of the credential."`
	IssuerName  string   `placeholder:"NAME" help:"With --set-issuer: the name of the new issuer."`
	File        string   `arg:"" help:"Credential to sign, as JSON without a proof; - is standard input."`
}

// Help is the second part of the help text.
func (c *issueCommand) Help() string {
	return "The credential must keep the rules of its format, and its issuer must be the one that the key speaks for. " +
		"With --set-issuer the key's DID becomes the issuer. In an Open Badge the former issuer then becomes the source of the achievement, " +
		"with its name and all else that was said of it; an issuer without an id is taken as a description of the new one. " +
		"All other bytes of the file stay as they are. " +
		"What ecdsa-sd-2023 and vc+sd-jwt make is for the holder, who reveals parts of it with derive."
}

// Run checks the credential, signs it and writes it.
func (c *issueCommand) Run(a *app) error {
	signer, err := c.signer(a, forCredentials, c.Suite)
	if err != nil {
		return err
	}
	if err := c.fit(signer); err != nil {
		return err
	}
	r, err := c.request(a)
	if err != nil {
		return err
	}
	file, err := c.unsecured(a)
	if err != nil {
		return err
	}
	doc := file.Document()
	if c.SetIssuer {
		if doc, err = setIssuer(doc, signer.key.Controller(), c.IssuerName); err != nil {
			return undone(c.File, err)
		}
	}
	if err := c.sound(a, doc, signer.key.Controller()); err != nil {
		return err
	}
	r.Array = badge.Is(doc) || clr.Is(doc)
	if len(r.mandatory) == 0 && (badge.Is(doc) || isEndorsement(doc)) {
		r.mandatory = badge.MandatoryPointers(doc)
	}
	if file.Format() == proof.DataIntegrity {
		r.addTo = file
	}
	signed, err := signer.sign(context.Background(), doc, r)
	if err != nil {
		return unsigned(c.File, err)
	}
	if err := c.least(a, signer, signed); err != nil {
		return err
	}
	return a.write(c.Out, withNewline(signed.Bytes()))
}

// least warns when what a holder must reveal is no badge on its own: a
// verifier would find it invalid.
func (c *issueCommand) least(a *app, s *signer, signed *proof.Secured) error {
	var doc vc.Document
	var err error
	switch s.name {
	case ecdsaSD.name:
		var derived *proof.Secured
		if derived, err = dataintegrity.Derive(context.Background(), s.env, signed, nil); err == nil {
			doc = derived.Document()
		}
	case vcSDJWT.name:
		var revealed *proof.Secured
		if revealed, err = jose.Disclose(signed, limits); err == nil {
			doc, err = jose.Document(revealed, limits)
		}
	}
	if err == nil {
		warnBroken(a, doc, "Who reveals only what is mandatory has a badge that breaks these rules:")
	}
	return err
}

// fit checks that the flags are for the suite and for each other.
func (c *issueCommand) fit(s *signer) error {
	switch {
	case c.IssuerName != "" && !c.SetIssuer:
		return cannot("--issuer-name names the issuer that --set-issuer puts in; give both")
	case len(c.Mandatory) > 0 && s.name != ecdsaSD.name:
		return cannot("--mandatory is for ecdsa-sd-2023, not for %s; give --suite ecdsa-sd-2023", s.name)
	case (len(c.Disclosable) > 0 || c.Holder != "") && s.name != vcSDJWT.name:
		return cannot("--disclosable and --holder are for vc+sd-jwt, not for %s; give --suite vc+sd-jwt", s.name)
	case len(c.Previous) > 0 && !c.Add:
		return cannot("--previous names proofs that the new one builds on; give --add, too")
	case c.Add && c.SetIssuer:
		return cannot("--set-issuer would change what the other proofs cover; leave it out with --add")
	case (c.Add || c.ProofID != "") && !s.embeds():
		return cannot("%s makes a token, which has one signature and no id; give another --suite with --add and --proof-id", s.name)
	case c.Add && s.name == ecdsaSD.name:
		return cannot("a base proof of ecdsa-sd-2023 stands alone; give another --suite with --add")
	}
	return nil
}

// request gathers what the flags say about the signature.
func (c *issueCommand) request(a *app) (request, error) {
	r := request{mandatory: c.Mandatory, jose: jose.Options{Disclosable: c.Disclosable}}
	r.ID, r.Previous = c.ProofID, c.Previous
	if c.Holder == "" {
		return r, nil
	}
	data, err := a.read(c.Holder)
	if err != nil {
		return r, err
	}
	holder, err := keys.ParsePublic(data)
	if err != nil {
		return r, cannot("%s is not the public key of a holder: %v; make one with \"mikromerit keygen --public\"", shown(c.Holder), err)
	}
	r.jose.Holder = holder.Key()
	return r, nil
}

// unsecured reads a credential that nobody has secured yet, or one with
// embedded proofs when another is to be added.
func (c *issueCommand) unsecured(a *app) (*proof.Secured, error) {
	file, err := a.open(c.File)
	if err != nil {
		return nil, err
	}
	switch {
	case file.Format() == proof.Unsecured, file.Format() == proof.DataIntegrity && c.Add:
		return file, nil
	case file.Format() == proof.DataIntegrity:
		return nil, refused(nil, "%s already carries a proof; take the member proof out and sign the rest, or add a proof with --add", shown(c.File))
	}
	return nil, refused(nil, "%s is sealed or signed already; convert it first, or take the credential out of its envelope", shown(c.File))
}

// sound checks that the credential may be signed with a key that speaks for
// controller.
func (c *issueCommand) sound(a *app, doc vc.Document, controller string) error {
	credential, found := vc.ReadCredential(doc)
	switch {
	case clr.Is(doc):
		found = append(found, clr.Check(doc)...)
	case badge.Is(doc), isEndorsement(doc):
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
