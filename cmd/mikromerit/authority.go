package main

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// authorityFlags say in whose name a document is made of a credential.
type authorityFlags struct {
	SameIssuer bool   `help:"Short for --authority same-issuer."`
	Authority  string `placeholder:"WHO" help:"In whose name the document is made: same-issuer (it must then be signed with that issuer's key), mandated (on behalf of the issuer; see --mandate), third-party (in the name of whoever signs; without this flag it is that), or holder (a copy to show, which nobody issues)."`
	Mandate    string `placeholder:"FILE|URL" help:"Mandate of whoever makes the document on behalf of the issuer: its address, or the file, whose digest then stands in the document."`
}

// authority is the authority that the flags name.
func (c *authorityFlags) authority() mc.Authority {
	if c.SameIssuer {
		return mc.SameIssuer
	}
	return mc.Authority(c.Authority)
}

// readMandate checks the flags and returns the mandate, nil for none.
func (c *authorityFlags) readMandate(a *app) (*mc.Mandate, error) {
	authority := c.authority()
	switch {
	case c.SameIssuer && c.Authority != "" && c.Authority != string(mc.SameIssuer):
		return nil, newFailure("--same-issuer and --authority %s contradict each other; leave one out", c.Authority)
	case authority != mc.AuthorityUnknown && !slices.Contains(mc.Authorities(), authority):
		return nil, newFailure("there is no authority %q; give --authority same-issuer, mandated, third-party or holder", c.Authority)
	case authority == mc.Mandated && c.Mandate == "":
		return nil, newFailure("--authority mandated needs the mandate; give its address or file with --mandate")
	case authority != mc.Mandated && c.Mandate != "":
		return nil, newFailure("--mandate is for --authority mandated; add that, or leave --mandate out")
	case c.Mandate == "":
		return nil, nil
	case strings.HasPrefix(c.Mandate, "https://"), strings.HasPrefix(c.Mandate, "http://"), strings.HasPrefix(c.Mandate, "urn:"):
		return &mc.Mandate{Document: c.Mandate}, nil
	}
	content, err := a.read(c.Mandate)
	if err != nil {
		return nil, err
	}
	return &mc.Mandate{Digest: mikromerit.DigestOf(content)}, nil
}
