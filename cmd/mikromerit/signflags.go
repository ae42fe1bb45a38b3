package main

import (
	"crypto"
	"crypto/x509"
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// signFlags holds the flags of every command that signs.
type signFlags struct {
	Key          string `placeholder:"K.json" help:"Key to sign with: a file of keygen, a JSON Web Key, PEM or PKCS#12."`
	KeyID        string `name:"key-id" placeholder:"KID" help:"Of several keys in a JSON Web Key set, the one with this kid."`
	PasswordFile string `placeholder:"FILE" help:"File whose first line is the password of a PKCS#12 file."`
	Certificate  string `placeholder:"FILE" help:"Certificate of the key and those above it, as PEM or the PKCS#12 file of the key: an SD-JWT VC or token status list then names its key by them."`
	Algorithm    string `placeholder:"ALG" help:"Signature algorithm of a token where the key leaves a choice: RS256 (the default) or PS256 for RSA."`
	addressFlags
	contextFlags
	Now moment `placeholder:"T" help:"Take T as the time of signing, such as 2026-08-01T12:00:00Z."`
	Out string `short:"o" default:"-" placeholder:"OUT" help:"Write to OUT instead of standard output."`
}

// addressFlags holds the flags that say where others find the public key.
type addressFlags struct {
	Kid        string `placeholder:"URL" help:"Verification method under which the public key is published, such as did:web:example.org#key-1."`
	Controller string `placeholder:"ID" help:"Whom the key speaks for; without it, --kid up to its #."`
}

// apply returns a key with the address that the flags give it, if they give one.
func (d addressFlags) apply(key *keys.Private) (*keys.Private, error) {
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
		return nil, newFailure("the key cannot be given that address: %v; give --kid the URL of the verification method", err)
	}
	return moved, nil
}

// options returns the key and the flags as options of the library.
func (c *signFlags) options(a *app, suite string) (*keys.Private, mikromerit.SignOptions, error) {
	key, err := c.key(a)
	if err != nil {
		return nil, mikromerit.SignOptions{}, err
	}
	chain, err := c.chain(a, key)
	if err != nil {
		return nil, mikromerit.SignOptions{}, err
	}
	env, err := c.env(a, a.env(c.Now))
	return key, mikromerit.SignOptions{Env: env, Suite: suite, Algorithm: c.Algorithm, Chain: chain}, err
}

// chain reads the certificates of the key, its own first.
func (c *signFlags) chain(a *app, key *keys.Private) ([]*x509.Certificate, error) {
	if c.Certificate == "" {
		return nil, nil
	}
	data, err := a.read(c.Certificate)
	if err != nil {
		return nil, err
	}
	all, err := trust.ParseCertificates(data)
	if err != nil {
		password, failed := a.readPassword(c.PasswordFile)
		if failed != nil {
			return nil, failed
		}
		if _, all, err = keys.ParsePKCS12(data, password); err != nil {
			return nil, newFailure("%s holds no certificates: %v; give a PEM or PKCS#12 file", displayName(c.Certificate), err)
		}
	}
	public, _ := key.Signer().Public().(interface{ Equal(crypto.PublicKey) bool })
	for _, one := range all {
		if public != nil && public.Equal(one.PublicKey) {
			return trust.Path(one, all), nil
		}
	}
	return nil, newFailure("%s holds no certificate of the key; give the one that was issued for it", displayName(c.Certificate))
}

func (c *signFlags) key(a *app) (*keys.Private, error) {
	if c.Key == "" {
		return nil, newFailure("there is no key to sign with; name its file with --key")
	}
	key, err := a.readKey(c.Key, c.KeyID, c.PasswordFile)
	if err != nil {
		return nil, err
	}
	return c.apply(key)
}

// readKey reads a private key. Of several in a set it is the one with the kid, and
// the password is in the first line of a file, if there is one.
func (a *app) readKey(name, kid, passwordFile string) (*keys.Private, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	password, err := a.readPassword(passwordFile)
	if err != nil {
		return nil, err
	}
	return parseKey(name, data, keys.ReadOptions{Kid: kid, Password: password})
}

// readPassword returns the first line of a file, "" without one.
func (a *app) readPassword(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	text, err := a.read(name)
	if err != nil {
		return "", err
	}
	password, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSuffix(password, "\r"), nil
}

// parseKey parses the private key in a file.
func parseKey(name string, data []byte, options keys.ReadOptions) (*keys.Private, error) {
	key, err := keys.Read(data, options)
	switch {
	case errors.Is(err, keys.ErrPassword):
		return nil, newFailure("%s is encrypted, and its password is missing or wrong; give --password-file a file whose first line is the password", displayName(name))
	case err != nil && strings.HasPrefix(err.Error(), "KEY-CHOICE"):
		return nil, newFailure("%s: %v; name it with --key-id", displayName(name), err)
	case err != nil:
		return nil, newFailure("%s is not a key to sign with: %v; \"mikromerit keygen\" makes new ones", displayName(name), err)
	}
	return key, nil
}

// newSigningFailure returns the failure for a document that could not be signed.
func newSigningFailure(name string, err error) error {
	var f *failure
	var rules *mikromerit.RulesError
	switch {
	case limitCode(err) != "", errors.As(err, &f), errors.As(err, &rules):
		return newJobFailure(name, err)
	case errors.Is(err, mikromerit.ErrKey):
		return newFailure("%s", reasonOf(err, mikromerit.ErrKey))
	case errors.Is(err, mikromerit.ErrSuite):
		return newFailure("%s; give another --suite", reasonOf(err, mikromerit.ErrSuite))
	}
	return newRefusal(nil, "%s cannot be signed: %v", displayName(name), err)
}

// reasonOf returns what an error says, without its category.
func reasonOf(err, category error) string {
	return strings.TrimPrefix(err.Error(), category.Error()+": ")
}
