package main

import (
	"context"
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

type presentCommand struct {
	signing
	Suite     string   `placeholder:"SUITE" help:"How to sign: eddsa-rdfc-2022 (the default for Ed25519 keys), ecdsa-rdfc-2019 (for P-256 and P-384), eddsa-jcs-2022, ecdsa-jcs-2019, Ed25519Signature2020, vp+jwt (for RSA) or kb+jwt."`
	Domain    []string `sep:"none" placeholder:"DOMAIN" help:"Whom the presentation is for. May be repeated."`
	Challenge string   `placeholder:"VALUE" help:"The value that the verifier gave."`
	Files     []string `arg:"" name:"file" help:"Credentials to present; - is standard input."`
}

// Help is the second part of the help text.
func (c *presentCommand) Help() string {
	return "The key is the holder's. Credentials go in as they are; those that are tokens go in as enveloped credentials, and into a vp+jwt only such may go. " +
		"The suite kb+jwt makes no presentation: it binds one SD-JWT to the domain and challenge, with the key that its issuer named. " +
		"A credential that was made to be revealed in parts goes through derive first."
}

// Run builds the presentation, signs it and writes it.
func (c *presentCommand) Run(a *app) error {
	signer, err := c.signer(a, forPresentations, c.Suite)
	if err != nil {
		return err
	}
	var files []*proof.Secured
	for _, name := range c.Files {
		file, err := a.open(name)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	if signer.name == bound.name {
		return c.bind(a, signer, files)
	}
	doc, err := c.presentation(signer.key.Controller(), files)
	if err != nil {
		return err
	}
	var r request
	r.Purpose, r.Domain, r.Challenge = vc.Authentication, c.Domain, c.Challenge
	signed, err := signer.sign(context.Background(), doc, r)
	if err != nil {
		return unsigned("the presentation", err)
	}
	return a.write(c.Out, withNewline(signed.Bytes()))
}

// bind adds a key binding JWT to an SD-JWT.
func (c *presentCommand) bind(a *app, s *signer, files []*proof.Secured) error {
	switch {
	case len(files) != 1 || !isSelective(files[0]):
		return refused(nil, "a kb+jwt binds one SD-JWT; give one, or another --suite for a presentation")
	case len(c.Domain) != 1 || c.Challenge == "":
		return cannot("a kb+jwt names one verifier and answers its challenge; give --domain once, and --challenge")
	case s.algorithm != "":
		return cannot("--algorithm leaves no choice for a kb+jwt; leave it out")
	}
	out, err := jose.Bind(context.Background(), s.env, files[0], s.key.Signer(), jose.Binding{Audience: c.Domain[0], Challenge: c.Challenge})
	if err != nil {
		return refused(nil, "%s cannot be bound: %v", shown(c.Files[0]), err)
	}
	return a.write(c.Out, withNewline(out.Bytes()))
}

// presentation puts credentials into an unsigned presentation.
func (c *presentCommand) presentation(holder string, files []*proof.Secured) (vc.Document, error) {
	var members []string
	for i, file := range files {
		member, err := c.member(c.Files[i], file)
		if err != nil {
			return vc.Document{}, err
		}
		members = append(members, member)
	}
	text := `{"@context":["` + vc.ContextV2 + `"],"type":["VerifiablePresentation"],"holder":` + quote(holder) +
		`,"verifiableCredential":[` + strings.Join(members, ",") + `]}`
	doc, err := vc.ParseDocument([]byte(text), limits)
	if err != nil {
		return doc, undone("the presentation", err)
	}
	broken, _ := sorted(vc.CheckPresentation(doc))
	if len(broken) > 0 {
		return doc, refused(broken, "the presentation would break rules of its format, so it is not signed; leave out the credential that does")
	}
	return doc, nil
}

// member is a credential as it stands in a presentation.
func (c *presentCommand) member(name string, file *proof.Secured) (string, error) {
	switch {
	case isPresentation(file):
		return "", refused(nil, "%s is a presentation; give the credentials in it", shown(name))
	case isBase(file):
		return "", refused(nil, "%s carries a base proof, with which the verifier could reveal everything; derive from it first", shown(name))
	}
	switch file.Format() {
	case proof.DataIntegrity, proof.Enveloped:
		return strings.TrimSpace(string(file.Bytes())), nil
	case proof.JWS, proof.SDJWT:
		envelope, err := jose.Envelope(file)
		return envelope.String(), err
	case proof.Unsecured:
		return "", refused(nil, "%s carries no proof, so it shows nothing; have it signed first", shown(name))
	}
	return "", refused(nil, "%s is sealed, and a seal has no place in a presentation; send the file on its own", shown(name))
}

// isPresentation reports whether a file holds a verifiable presentation.
func isPresentation(file *proof.Secured) bool {
	for _, types := range []jsontree.Value{file.Document().Get("type"), file.Document().Lookup("/vp/type")} {
		for kind := range types.Each() {
			if kind.IsText("VerifiablePresentation") {
				return true
			}
		}
	}
	return false
}
