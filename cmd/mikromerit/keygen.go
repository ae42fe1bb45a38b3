package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

type keygenCommand struct {
	Type   string `enum:"ed25519,p256,p384,p521,rsa,bls12-381" default:"ed25519" placeholder:"TYPE" help:"Kind of key: ed25519 (the default), p256, p384, p521 (for tokens alone), rsa or bls12-381 (for bbs-2023 alone)."`
	Format string `enum:"multikey,jwk,pem" default:"multikey" placeholder:"FORMAT" help:"Form of the files: multikey (the default, and all that bls12-381 has; for rsa it is jwk), jwk or pem, which does not hold the address."`
	addressFlags
	Out                string `short:"o" default:"-" placeholder:"K.json" help:"Write the key to K.json, which must not exist, instead of standard output."`
	Public             string `placeholder:"FILE" help:"Write the public key to FILE."`
	ControllerDocument string `placeholder:"FILE" help:"Write the document to publish for the key's controller to FILE. If it exists, the key is added to it."`
}

// Help returns the second part of the help text.
func (c *keygenCommand) Help() string {
	return "The file holds the secret: only its owner may read it. Whom the key speaks for, which is no secret, goes to standard error. " +
		"Without --kid or --controller the key is its own address: a did:key, or a did:jwk for rsa. " +
		"For did:web:example.org the controller document belongs at https://example.org/.well-known/did.json. " +
		"A bls12-381 key signs credentials and no presentations. " +
		"A document that exists keeps its other keys, without which what they signed could not be verified; without --kid the key gets the next free name in it, such as #key-2. " +
		"See \"mikromerit key\" for what to do with the old key."
}

// Run makes a key, writes it and names its DID.
func (c *keygenCommand) Run(a *app) error {
	if shareStandardOutput(c.Out, c.Public, c.ControllerDocument) {
		return newFailure("the key, its public part and the document cannot share standard output; give all but one of them a file")
	}
	published, err := readExisting(c.ControllerDocument)
	if err != nil {
		return err
	}
	key, err := c.newKey(published)
	if err != nil {
		return err
	}
	return c.save(a, key, published)
}

// readExisting returns the controller document to add a key to, or nil when there
// is none yet.
func readExisting(name string) ([]byte, error) {
	if name == "" || name == std {
		return nil, nil
	}
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, nil // if it cannot be used, writing it will say so
	}
	// The document will be replaced, so it must not count as an input.
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, newReadFailure(name, ioReason(err))
	}
	return text, nil
}

// newKey makes a key with the address that the flags give it or, for a document
// that exists, the next free one in it.
func (c *keygenCommand) newKey(published []byte) (*keys.Private, error) {
	key, err := keys.Generate(keys.Type(c.Type))
	if err != nil || published == nil || c.Kid != "" {
		if err != nil {
			return nil, err
		}
		return c.apply(key)
	}
	controller, free, err := did.FreeMethod(published)
	if err != nil {
		return nil, newFailure("%s is no controller document that a key can be added to: %v; name another file", c.ControllerDocument, err)
	}
	if c.Controller != "" && c.Controller != controller {
		return nil, newFailure("%s is the document of %s, not of %s; name another file", c.ControllerDocument, controller, c.Controller)
	}
	return addressFlags{Kid: free, Controller: controller}.apply(key)
}

// save writes the files, the secret first.
func (c *keygenCommand) save(a *app, key *keys.Private, published []byte) error {
	texts, err := c.encode(key)
	if err != nil {
		return newFailure("the key cannot be written in that form: %v", err)
	}
	write := a.write
	if published != nil {
		if texts.document, err = did.AddMethod(published, key.Public()); err != nil {
			return newFailure("the key cannot be added to %s: %v", c.ControllerDocument, err)
		}
		write = a.replace
	}
	if err := a.writable(c.Public); err != nil {
		return err
	}
	if err := c.write(a, texts.secret); err != nil {
		return err
	}
	if c.Public != "" {
		if err := a.write(c.Public, withNewline(texts.public)); err != nil {
			return err
		}
	}
	if c.ControllerDocument != "" {
		if err := write(c.ControllerDocument, withNewline(texts.document)); err != nil {
			return err
		}
	}
	named := key.Controller() // the key is written, and names it too
	if published != nil {
		named = key.Method() // the controller has others
	}
	fmt.Fprintln(a.stderr, named)
	return nil
}

// shareStandardOutput reports whether more than one name stands for standard
// output.
func shareStandardOutput(names ...string) bool {
	n := 0
	for _, name := range names {
		if name == std {
			n++
		}
	}
	return n > 1
}

// keyTexts are the files of a key.
type keyTexts struct{ secret, public, document []byte }

// encode encodes the key for each of its files, before any is written.
func (c *keygenCommand) encode(key *keys.Private) (t keyTexts, err error) {
	public := key.Public()
	switch {
	case c.Format == "pem":
		if t.secret, err = key.PEM(); err == nil {
			t.public, err = public.PEM()
		}
	case c.Format == "jwk" || public.Multibase() == "":
		if t.secret, err = key.JWK(); err == nil {
			t.public, err = public.JWK()
		}
	default:
		t.secret, err = key.Encode()
		t.public = []byte(`{"id":` + quote(public.Method()) + `,"type":"Multikey","controller":` + quote(public.Controller()) +
			`,"publicKeyMultibase":` + quote(public.Multibase()) + `}`)
	}
	if err == nil && c.ControllerDocument != "" {
		if t.document, err = keys.ControllerDocument(public); err != nil {
			err = fmt.Errorf("%w; give --kid an address in the document of the controller", err)
		}
	}
	return t, err
}

// write writes the private key. It never replaces a file, because a key that is
// overwritten is lost for good.
func (c *keygenCommand) write(a *app, text []byte) error {
	if c.Out == std {
		return a.write(std, withNewline(text))
	}
	switch err := create(c.Out, withNewline(text), 0o600); {
	case errors.Is(err, fs.ErrExist):
		return newFailure("%s exists and is not overwritten, because a lost key cannot be made again; choose another name", c.Out)
	case err != nil:
		return newFailure("%s cannot be written: %s", c.Out, ioReason(err))
	}
	return nil
}

func quote(s string) string { return string(jsontree.AppendString(nil, s)) }
