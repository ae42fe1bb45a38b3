package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// trustFlags say whom to trust.
type trustFlags struct {
	Issuer    []string `sep:"none" placeholder:"ID" help:"Trust this issuer: a DID, a URL, or the organisation identifier in a certificate. May be repeated."`
	Anchor    []string `sep:"none" placeholder:"PEM" help:"Trust the certificates in this file, and seals that lead to them. May be repeated."`
	Trust     []string `sep:"none" placeholder:"FILE" help:"Trust the issuers and certificates that this JSON file names. May be repeated."`
	AnyIssuer bool     `help:"Leave open whether the issuer can be trusted."`

	UnsafeAllowUnknownRevocation bool `help:"Accept a seal when nothing shows whether its certificate was revoked."`
}

// verifyFlags holds the flags of every command that verifies a file.
type verifyFlags struct {
	Now moment `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
	trustFlags
	Online bool `help:"Fetch what is needed from the web over https: keys of did:web and https issuers, status lists, older badges."`
	documentFlags
	ContextRevision []string `sep:"none" placeholder:"URL=REVISION" help:"Read the JSON-LD context at URL in this revision, not in the newest. May be repeated."`

	UnsafeAllowForeignKeys bool `help:"Accept a proof whose key does not belong to the issuer."`
}

// verifier returns a verifier for the flags. It uses the network only with
// --online.
func (c *verifyFlags) verifier(a *app) (*mikromerit.Verifier, error) {
	given, err := c.bundle(a)
	if err != nil {
		return nil, err
	}
	believed, err := c.trust(a, c.Now.clock(a.clock))
	if err != nil {
		return nil, err
	}
	if err := c.addTrust(a, given, c.Now.clock(a.clock), &believed); err != nil {
		return nil, err
	}
	v := mikromerit.NewVerifier(believed)
	v.Policy.UnsafeAllowForeignKeys = c.UnsafeAllowForeignKeys
	v.Policy.UnsafeAllowUnknownRevocation = c.UnsafeAllowUnknownRevocation
	v.Env, err = c.env(a, given)
	return v, err
}

// trust returns those whom the flags name.
func (c *trustFlags) trust(a *app, now func() time.Time) (mikromerit.Trust, error) {
	all := mikromerit.Trust{Issuers: c.Issuer, Any: c.AnyIssuer, Names: make(map[string]string)}
	for _, name := range c.Anchor {
		data, err := a.read(name)
		if err != nil {
			return all, err
		}
		anchors, err := trust.ParsePEM(data)
		if err != nil {
			return all, newFailure("%s holds no certificates to trust: %v; give a PEM file of certificates", name, err)
		}
		all.Anchors = trust.Join(all.Anchors, anchors)
	}
	for _, name := range c.Trust {
		if strings.HasPrefix(name, "did:") || strings.HasPrefix(name, "https://") {
			if _, err := os.Stat(name); err != nil {
				return all, newFailure("--trust takes a file; give an issuer with --issuer %s", name)
			}
		}
		data, err := a.read(name)
		if err != nil {
			return all, err
		}
		named, err := mikromerit.ReadTrustAt(data, func(file string) ([]byte, error) {
			if !filepath.IsAbs(file) {
				file = filepath.Join(filepath.Dir(name), file)
			}
			return a.read(file)
		}, now())
		if err != nil {
			return all, newFailure("%s is no trust file: %v", displayName(name), err)
		}
		mergeTrust(&all, named)
	}
	return all, nil
}

// moment is a time on the command line; the zero moment is now.
type moment struct{ at vc.DateTime }

// UnmarshalText reads a date and time with its zone.
func (m *moment) UnmarshalText(text []byte) (err error) {
	if m.at, err = vc.ParseDateTime(string(text)); err != nil {
		return fmt.Errorf("%q is not a time; write it as 2026-08-01T12:00:00Z", text)
	}
	return nil
}

// given is a value on the command line that is not empty: an empty one, as a script
// gives whose variable is not set, would silently ask for nothing.
type given string

// UnmarshalText reads the value.
func (g *given) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return errors.New("it is empty; give a value, or leave the flag out")
	}
	*g = given(text)
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
