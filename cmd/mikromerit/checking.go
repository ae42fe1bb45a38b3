package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/standard"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// checking holds the flags of every command that verifies a file.
type checking struct {
	Now    moment   `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
	Anchor []string `sep:"none" placeholder:"PEM" help:"Believe the certificates in this file, and seals that lead to them. May be repeated."`
}

// verifier returns a verifier that works offline.
func (c *checking) verifier(a *app) (*proof.Verifier, error) {
	anchors, err := c.anchors(a)
	if err != nil {
		return nil, err
	}
	registry, err := standard.Registry(anchors)
	if err != nil {
		return nil, err
	}
	return proof.NewVerifier(a.env(c.Now), registry), nil
}

// anchors reads the certificates to believe in; nil when none are given.
func (c *checking) anchors(a *app) (*trust.Anchors, error) {
	var all *trust.Anchors
	for _, name := range c.Anchor {
		data, err := a.read(name)
		if err != nil {
			return nil, err
		}
		anchors, err := trust.ParsePEM(data)
		if err != nil {
			return nil, cannot("%s holds no certificates to believe in: %v; give a PEM file of certificates", name, err)
		}
		all = trust.Join(all, anchors)
	}
	return all, nil
}

// env is the offline environment with the time to go by.
func (a *app) env(now moment) vc.Env {
	return vc.Env{Clock: now.clock(a.clock), Limits: limits}
}

// check verifies a file without asking who its issuer is.
func (c *checking) check(a *app, file *proof.Secured) (*proof.Result, error) {
	verifier, err := c.verifier(a)
	if err != nil {
		return nil, err
	}
	return verifier.VerifySecured(context.Background(), file, proof.NewPolicy(proof.AnyIssuer()))
}

// moment is a point in time on the command line; the zero moment is the
// present.
type moment struct{ at vc.DateTime }

// UnmarshalText reads a date and time with its zone.
func (m *moment) UnmarshalText(text []byte) (err error) {
	if m.at, err = vc.ParseDateTime(string(text)); err != nil {
		return fmt.Errorf("%q is not a time; write it as 2026-08-01T12:00:00Z", text)
	}
	return nil
}

func (m moment) clock(present func() time.Time) func() time.Time {
	if m.at.IsZero() {
		return present
	}
	return m.at.Time
}

// languageTag is a language on the command line.
type languageTag struct{ language.Tag }

// UnmarshalText reads a BCP 47 language tag.
func (t *languageTag) UnmarshalText(text []byte) (err error) {
	if t.Tag, err = language.Parse(string(text)); err != nil {
		return fmt.Errorf("%q is not a language; write it as nb, sv or pt-BR", text)
	}
	return nil
}
