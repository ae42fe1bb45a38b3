package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/keys"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// signing holds the flags of every command that signs.
type signing struct {
	Key       string `required:"" placeholder:"K.json" help:"Key to sign with: a file of keygen, a JSON Web Key or PEM."`
	Algorithm string `placeholder:"ALG" help:"Signature algorithm of a token where the key leaves a choice: RS256 (the default) or PS256 for RSA."`
	address
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

// signer is a key with the way to sign with it.
type signer struct {
	suite
	key       *keys.Private
	algorithm string
	env       vc.Env
}

// signer reads the key and chooses the suite.
func (c *signing) signer(a *app, offered []suite, name string) (*signer, error) {
	key, err := c.key(a)
	if err != nil {
		return nil, err
	}
	chosen, err := chooseSuite(offered, name, key)
	if err != nil {
		return nil, err
	}
	fitting := algorithms[typeOf(key.Signer().Public())]
	switch {
	case c.Algorithm == "":
	case chosen.embeds():
		return nil, cannot("--algorithm is for tokens; %s leaves no choice", chosen.name)
	case !slices.Contains(fitting, c.Algorithm):
		return nil, cannot("there is no algorithm %q for this key; give --algorithm one of: %s", c.Algorithm, strings.Join(fitting, ", "))
	}
	return &signer{chosen, key, c.Algorithm, a.env(c.Now)}, nil
}

func (c *signing) key(a *app) (*keys.Private, error) {
	data, err := a.read(c.Key)
	if err != nil {
		return nil, err
	}
	key, err := keys.ParseAny(data)
	if err != nil {
		return nil, cannot("%s is not a key to sign with: %v; make one with \"mikromerit keygen\"", shown(c.Key), err)
	}
	return c.of(key)
}

// request is what a signature says beside that it was made.
type request struct {
	dataintegrity.Options                // of an embedded proof; a token takes over domain and challenge
	mandatory             []string       // of a base proof
	jose                  jose.Options   // of a token
	addTo                 *proof.Secured // the file with the other proofs
}

func (s *signer) proofKey() proof.Key {
	return proof.Key{Method: s.key.Method(), Signer: s.key.Signer()}
}

// sign secures a document in the way that was chosen.
func (s *signer) sign(ctx context.Context, doc vc.Document, r request) (*proof.Secured, error) {
	switch {
	case !s.embeds():
		r.jose.Algorithm, r.jose.Domain, r.jose.Challenge = s.algorithm, r.Domain, r.Challenge
		return jose.Sign(ctx, s.env, doc, s.form, s.proofKey(), r.jose)
	case s.name == ecdsaSD.name:
		return dataintegrity.SignSelective(ctx, s.env, doc, s.proofKey(), dataintegrity.SelectiveOptions{Options: r.Options, Mandatory: r.mandatory})
	case r.addTo != nil:
		return dataintegrity.Add(ctx, s.env, r.addTo, s.cryptosuite(), s.proofKey(), r.Options)
	}
	return dataintegrity.Sign(ctx, s.env, doc, s.cryptosuite(), s.proofKey(), r.Options)
}

// unsigned says why a document could not be signed. The key fits the suite, so
// what remains is the document, unless it is a limit.
func unsigned(name string, err error) error {
	var f *failure
	if exceeded(err) != "" || errors.As(err, &f) {
		return undone(name, err)
	}
	return refused(nil, "%s cannot be signed: %v", shown(name), err)
}
