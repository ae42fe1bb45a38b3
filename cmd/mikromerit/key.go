package main

import (
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

type keyCommand struct {
	List   keyList   `cmd:"" help:"List the keys in a controller document, and what each is good for."`
	Rotate keyRotate `cmd:"" help:"Make a new key, add it to the document and retire those that it replaces."`
	Retire keyRetire `cmd:"" help:"Keep a key only for what it signed."`
	Issuer keyIssuer `cmd:"" help:"Write the metadata that an issuer of SD-JWT VCs publishes, with the keys that sign credentials."`
	Revoke keyRevoke `cmd:"" help:"Withdraw a key that others may have, with all that it signed."`
}

// Help returns the second part of the help text.
func (c *keyCommand) Help() string {
	return "A credential can be verified as long as the controller document, such as did.json, lists the key that signed it. " +
		"So a key is never taken out of the document. " +
		"Retire a key when you change keys: it stays listed for credentials, so that older ones verify, and can be used for nothing else; destroy its private key. " +
		"Revoke a key that somebody else may have: from that time on nothing that it signed verifies, old or new, and you issue those credentials again. " +
		"Publish the document anew after each change."
}

// controllerFlag holds the flag that names a controller document.
type controllerFlag struct {
	ControllerDocument string `required:"" placeholder:"FILE" help:"The controller document, such as did.json."`
}

func (p controllerFlag) read() ([]byte, error) {
	text, err := readExisting(p.ControllerDocument)
	if err == nil && text == nil {
		err = newFailure("%s is no file that can be read; make a document with \"mikromerit keygen --controller-document\"", displayName(p.ControllerDocument))
	}
	return text, err
}

// change replaces the document by an edited one.
func (p controllerFlag) change(a *app, edit func(text []byte) ([]byte, error)) error {
	text, err := p.read()
	if err != nil {
		return err
	}
	after, err := edit(text)
	if err != nil {
		return newFailure("%s cannot be changed: %v", p.ControllerDocument, err)
	}
	return a.replace(p.ControllerDocument, after)
}

type keyList struct{ controllerFlag }

// Run prints a line for each key.
func (c *keyList) Run(a *app) error {
	doc, err := c.parse()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, m := range doc.Methods {
		rows = append(rows, []string{m.ID, goodFor(doc, m, a.clock())})
	}
	writeTable(a.stdout, rows)
	return nil
}

func (p controllerFlag) parse() (*vc.Controller, error) {
	text, err := p.read()
	if err != nil {
		return nil, err
	}
	controller, _, err := did.FreeMethod(text)
	if err == nil {
		var doc *vc.Controller
		if doc, err = did.Parse(controller, text); err == nil {
			return doc, nil
		}
	}
	return nil, newFailure("%s is no controller document: %v", p.ControllerDocument, err)
}

// goodFor says what a key is good for at a time.
func goodFor(doc *vc.Controller, m vc.Method, now time.Time) string {
	day := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	switch {
	case !m.Revoked.IsZero() && !m.Revoked.After(now):
		return "revoked at " + day(m.Revoked) + ": nothing that it signed verifies"
	case !m.Expires.IsZero() && !m.Expires.After(now):
		return "expired at " + day(m.Expires) + ": nothing that it signed verifies"
	case m.Key == nil:
		return "not usable here: " + m.WhyUnusable()
	case !doc.Allows(m.ID, vc.AssertionMethod):
		return "signs no credentials"
	}
	text := "retired: what it signed verifies"
	switch {
	case doc.Allows(m.ID, vc.Authentication):
		text = "signs credentials and presentations"
	case !keys.TypeOf(m.Key).Presents():
		text = "signs credentials, unless you retired it"
	case isActive(doc, m):
		text = "signs credentials"
	}
	if !m.Expires.IsZero() {
		text += ", until " + day(m.Expires)
	}
	if !m.Revoked.IsZero() {
		text += ", until it is revoked at " + day(m.Revoked)
	}
	return text
}

// isActive reports whether a key has not been retired. A retired key is one that is
// not for presentations, so in a document without any key for presentations all
// keys count as active. So do those that could not sign one: of them a document cannot
// say whether they are retired.
func isActive(doc *vc.Controller, m vc.Method) bool {
	_, told := doc.Purposes[vc.Authentication]
	return !told || doc.Allows(m.ID, vc.Authentication) || !keys.TypeOf(m.Key).Presents()
}

type keyIssuer struct {
	controllerFlag
	Out string `short:"o" default:"-" placeholder:"OUT" help:"Write to OUT instead of standard output."`
}

// Help returns the second part of the help text.
func (c *keyIssuer) Help() string {
	return "For the issuer https://example.org/school they belong at https://example.org/.well-known/jwt-vc-issuer/school. Publish them anew when a key changes."
}

// Run writes the metadata.
func (c *keyIssuer) Run(a *app) error {
	doc, err := c.parse()
	if err != nil {
		return err
	}
	text, err := jose.IssuerMetadata(doc)
	if err != nil {
		return newFailure("%s: %v", displayName(c.ControllerDocument), err)
	}
	return a.write(c.Out, withNewline(text))
}

type keyRotate struct {
	controllerFlag
	Type   string `enum:"ed25519,p256,p384,p521,rsa,bls12-381" default:"ed25519" placeholder:"TYPE" help:"Kind of the new key: ed25519 (the default), p256, p384, p521 (for tokens alone), rsa or bls12-381 (for bbs-2023 alone)."`
	Format string `enum:"multikey,jwk,pem" default:"multikey" placeholder:"FORMAT" help:"Form of the key file: multikey (the default; for rsa it is jwk), jwk or pem."`
	Out    string `short:"o" default:"-" placeholder:"K.json" help:"Write the new key to K.json, which must not exist, instead of standard output."`
}

// Run makes a key and retires those that signed before it. A key that signs no
// presentations takes the place of no key that does, nor the other way round.
func (c *keyRotate) Run(a *app) error {
	doc, err := c.parse()
	if err != nil {
		return err
	}
	generate := keygenCommand{Type: c.Type, Format: c.Format, Out: c.Out, ControllerDocument: c.ControllerDocument}
	if err := generate.Run(a); err != nil {
		return err
	}
	for _, m := range doc.Methods {
		replaced := keys.TypeOf(m.Key).Presents() == keys.Type(c.Type).Presents()
		if !replaced || !doc.Allows(m.ID, vc.AssertionMethod) || !isActive(doc, m) {
			continue
		}
		if err := (&keyRetire{controllerFlag: c.controllerFlag, ID: m.ID}).Run(a); err != nil {
			return err
		}
	}
	return nil
}

type keyRetire struct {
	controllerFlag
	ID    string `arg:"" name:"id" help:"The key, such as #key-1."`
	Until moment `placeholder:"T" help:"Let the key expire at T, such as 2036-08-01T12:00:00Z: from then on nothing that it signed verifies."`
}

// Run retires a key.
func (c *keyRetire) Run(a *app) error {
	err := c.change(a, func(text []byte) ([]byte, error) {
		text, err := did.RetireMethod(text, c.ID)
		if err == nil && !c.Until.at.IsZero() {
			text, err = did.ExpireMethod(text, c.ID, c.Until.at.Time())
		}
		return text, err
	})
	if err != nil {
		return err
	}
	kept := "is kept for what it signed"
	switch until := c.Until.at; {
	case until.IsZero():
	case until.Time().After(a.clock()):
		kept += ", until it expires at " + until.String()
	default:
		kept = "has expired at " + until.String() + ", and what it signed no longer verifies"
	}
	fmt.Fprintf(a.stderr, "%s %s; destroy its private key, and publish %s\n", printable(c.ID), kept, displayName(c.ControllerDocument))
	return nil
}

type keyRevoke struct {
	controllerFlag
	ID string `arg:"" name:"id" help:"The key, such as #key-1."`
	At moment `placeholder:"T" help:"Revoke the key from T on, such as 2026-08-01T12:00:00Z, instead of now."`
}

// Run revokes a key.
func (c *keyRevoke) Run(a *app) error {
	at := c.At.clock(a.clock)()
	err := c.change(a, func(text []byte) ([]byte, error) { return did.RevokeMethod(text, c.ID, at) })
	if err == nil {
		fmt.Fprintf(a.stderr, "%s is revoked from %s on, and what it signed no longer verifies; publish %s\n",
			printable(c.ID), at.UTC().Format(time.RFC3339), c.ControllerDocument)
	}
	return err
}
