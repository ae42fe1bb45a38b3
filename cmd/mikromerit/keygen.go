package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/mikromerit/mikromerit/keys"
)

type keygenCommand struct {
	Type string `enum:"ed25519" default:"ed25519" placeholder:"ed25519" help:"Kind of key: ed25519."`
	Out  string `short:"o" default:"-" placeholder:"K.json" help:"Write the key to K.json, which must not exist, instead of standard output."`
}

// Help is the second part of the help text.
func (c *keygenCommand) Help() string {
	return "The file holds the secret: only its owner may read it. The DID of the key, which is no secret, goes to standard error."
}

// Run makes a key, writes it and names its DID.
func (c *keygenCommand) Run(a *app) error {
	key, err := keys.Generate(keys.Type(c.Type))
	if err != nil {
		return err
	}
	text, err := key.Encode()
	if err != nil {
		return err
	}
	if err := c.write(a, withNewline(text)); err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, key.Controller()) // the key is written, and names it too
	return nil
}

// write never replaces a file: a key that is overwritten is lost for good.
func (c *keygenCommand) write(a *app, text []byte) error {
	if c.Out == std {
		return a.write(std, text)
	}
	switch err := create(c.Out, text, 0o600); {
	case errors.Is(err, fs.ErrExist):
		return cannot("%s exists and is not overwritten, because a lost key cannot be made again; choose another name", c.Out)
	case err != nil:
		return cannot("%s cannot be written: %s", c.Out, ioReason(err))
	}
	return nil
}
