package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
)

type presentCommand struct {
	signFlags
	Suite     string   `placeholder:"SUITE" help:"How to sign: eddsa-rdfc-2022 (the default for Ed25519 keys), ecdsa-rdfc-2019 (for P-256 and P-384), eddsa-jcs-2022, ecdsa-jcs-2019, Ed25519Signature2020, vp+jwt (for RSA), vp+cose or kb+jwt."`
	Domain    []string `sep:"none" placeholder:"DOMAIN" help:"Whom the presentation is for. May be repeated."`
	Challenge given    `placeholder:"VALUE" help:"The value that the verifier gave."`
	Europass  bool     `help:"Write a European Digital Presentation of sealed Europass credentials, with the outcome of the checks on each, as the Commission's viewer does. It is not signed, so no key is needed."`
	trustFlags
	Files []string `arg:"" name:"file" help:"Credentials to present; - is standard input."`
}

// Help returns the second part of the help text.
func (c *presentCommand) Help() string {
	return "The key is the holder's. Credentials go in as they are; those that are tokens or sealed go in as enveloped credentials, and into a vp+jwt only such may go. " +
		"The suite kb+jwt makes no presentation: it binds one SD-JWT to the domain and challenge, with the key that its issuer named. " +
		"A credential that was made to be revealed in parts goes through derive first; one that was derived with --challenge needs the same here. " +
		"A BLS12-381 key signs no presentations. " +
		"With --europass, sealed credentials go in as they are, so that each can still be verified; the presentation around them and the checks in it are not sealed. --issuer, --anchor, --trust and what follows them are for these checks."
}

// Run builds the presentation, signs it and writes it.
func (c *presentCommand) Run(a *app) error {
	if c.Europass {
		return c.presentEuropass(a)
	}
	if c.Suite == "kb+jwt" && (len(c.Domain) != 1 || c.Challenge == "") {
		return newFailure("a kb+jwt is for one verifier and answers its challenge; give --domain once, and --challenge")
	}
	if len(c.Issuer)+len(c.Anchor)+len(c.Trust) > 0 || c.AnyIssuer || c.UnsafeAllowUnknownRevocation {
		return newFailure("only a Europass presentation says what checks found, so whom you trust matters there; add --europass, or leave out --issuer, --anchor, --trust, --any-issuer and --unsafe-allow-unknown-revocation")
	}
	key, sign, err := c.options(a, c.Suite)
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
	out, err := mikromerit.Present(context.Background(), key, mikromerit.PresentOptions{SignOptions: sign, Domain: c.Domain, Challenge: string(c.Challenge)}, files...)
	var rules *mikromerit.RulesError
	switch {
	case errors.Is(err, mikromerit.ErrPresent):
		return newRefusal(nil, "%s", c.nameFiles(err))
	case errors.As(err, &rules):
		return newRefusal(rules.Findings, "the presentation would break rules of its format, so it is not signed; leave out the credential that does")
	case err != nil:
		return newSigningFailure("the presentation", err)
	}
	return a.writeSecured(c.Out, out)
}

// presentEuropass writes a European Digital Presentation.
func (c *presentCommand) presentEuropass(a *app) error {
	if c.Key+c.Suite != "" || c.Challenge != "" || len(c.Domain) > 0 {
		return newFailure("a Europass presentation is not signed; leave out --key, --suite, --domain and --challenge, or --europass")
	}
	believed, err := c.trust(a, c.Now.clock(a.clock))
	if err != nil {
		return err
	}
	verifier := mikromerit.NewVerifier(believed)
	verifier.Policy.UnsafeAllowUnknownRevocation = c.UnsafeAllowUnknownRevocation
	verifier.Env = a.env(c.Now)
	var files [][]byte
	for _, name := range c.Files {
		data, err := a.read(name)
		if err != nil {
			return err
		}
		files = append(files, data)
	}
	doc, err := verifier.PresentEuropass(context.Background(), files...)
	switch {
	case errors.Is(err, mikromerit.ErrPresent):
		return newRefusal(nil, "%s", c.nameFiles(err))
	case err != nil:
		return newJobFailure("the presentation", err)
	}
	return a.write(c.Out, withNewline(doc.Bytes()))
}

// nameFiles returns what an error says, with the names of the files instead of
// their numbers.
func (c *presentCommand) nameFiles(err error) string {
	text := strings.Replace(err.Error(), mikromerit.ErrPresent.Error()+": ", "", 1)
	for i, name := range c.Files {
		number := fmt.Sprintf("credential %d: ", i+1)
		text = strings.Replace(strings.Replace(text, number+"it ", displayName(name)+" ", 1), number, displayName(name)+": ", 1)
	}
	return text
}
