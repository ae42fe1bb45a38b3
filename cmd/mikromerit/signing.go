package main

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// signing holds the flags of every command that signs.
type signing struct {
	Key          string `required:"" placeholder:"K.json" help:"Key to sign with: a file of keygen, a JSON Web Key, PEM or PKCS#12."`
	KeyID        string `name:"key-id" placeholder:"KID" help:"Of several keys in a JSON Web Key set, the one with this kid."`
	PasswordFile string `placeholder:"FILE" help:"File whose first line is the password of a PKCS#12 file."`
	Algorithm    string `placeholder:"ALG" help:"Signature algorithm of a token where the key leaves a choice: RS256 (the default) or PS256 for RSA."`
	address
	meanings
	Now moment `placeholder:"T" help:"Take T as the time of signing, such as 2026-08-01T12:00:00Z."`
	Out string `short:"o" default:"-" placeholder:"OUT" help:"Write to OUT instead of standard output."`
}

// address holds the flags that say where others find the public key.
type address struct {
	Kid        string `placeholder:"URL" help:"Verification method under which the public key is published, such as did:web:example.org#key-1."`
	Controller string `placeholder:"ID" help:"Whom the key speaks for; without it, --kid up to its #."`
}

// of returns a key under the address that the flags give it, if any.
func (d address) of(key *keys.Private) (*keys.Private, error) {
	method, controller := d.Kid, d.Controller
	if controller == "" {
		controller, _, _ = strings.Cut(method, "#")
	}
	switch {
	case controller == "":
		return key, nil
	case method == "":
		method = "#key-1"
	}
	moved, err := key.WithAddress(controller, method)
	if err != nil {
		return nil, cannot("the key cannot be given that address: %v; give --kid the URL of the verification method", err)
	}
	return moved, nil
}

// options are the flags as the library takes them, with the key.
func (c *signing) options(a *app, suite string) (*keys.Private, mikromerit.SignOptions, error) {
	key, err := c.key(a)
	if err != nil {
		return nil, mikromerit.SignOptions{}, err
	}
	env, err := c.env(a, a.env(c.Now))
	return key, mikromerit.SignOptions{Env: env, Suite: suite, Algorithm: c.Algorithm}, err
}

func (c *signing) key(a *app) (*keys.Private, error) {
	data, err := a.read(c.Key)
	if err != nil {
		return nil, err
	}
	options := keys.ReadOptions{Kid: c.KeyID}
	if c.PasswordFile != "" {
		text, err := a.read(c.PasswordFile)
		if err != nil {
			return nil, err
		}
		options.Password, _, _ = strings.Cut(string(text), "\n")
		options.Password = strings.TrimSuffix(options.Password, "\r")
	}
	key, err := keys.Read(data, options)
	switch {
	case errors.Is(err, keys.ErrPassword):
		return nil, cannot("%s is encrypted, and its password is missing or wrong; give --password-file a file whose first line is the password", shown(c.Key))
	case err != nil && strings.HasPrefix(err.Error(), "KEY-CHOICE"):
		return nil, cannot("%s: %v; name it with --key-id", shown(c.Key), err)
	case err != nil:
		return nil, cannot("%s is not a key to sign with: %v; \"mikromerit keygen\" makes new ones", shown(c.Key), err)
	}
	return c.of(key)
}

// unsigned says why a document could not be signed.
func unsigned(name string, err error) error {
	var f *failure
	var rules *mikromerit.RulesError
	switch {
	case exceeded(err) != "", errors.As(err, &f), errors.As(err, &rules):
		return undone(name, err)
	case errors.Is(err, mikromerit.ErrSuite):
		return cannot("%s; give another --suite", reasonOf(err, mikromerit.ErrSuite))
	}
	return refused(nil, "%s cannot be signed: %v", shown(name), err)
}

// reasonOf is what an error says beside its category.
func reasonOf(err, category error) string {
	return strings.TrimPrefix(err.Error(), category.Error()+": ")
}
