package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/proof/keys"
)

type passportCommand struct {
	Build passportBuild `cmd:"" help:"Put credentials, as they are, into a passport."`
	Check passportCheck `cmd:"" help:"Say what the credentials of a passport add up to, and how they stand to a qualification."`
}

type passportBuild struct {
	signFlags
	As        string   `default:"vp" enum:"vp,clr,edp" placeholder:"FORM" help:"vp: a presentation that the holder signs (the default). clr: a learner record that whoever collects signs. edp: a European Digital Presentation of sealed Europass credentials, which nobody signs."`
	Suite     string   `placeholder:"SUITE" help:"How to sign, as for present and issue; without it by the key."`
	Domain    []string `sep:"none" placeholder:"DOMAIN" help:"Whom a presentation is for. May be repeated."`
	Challenge given    `placeholder:"VALUE" help:"The value that the verifier gave, for a presentation."`
	Learner   string   `placeholder:"ID" help:"Whose record it is, as a DID or URL; without it, the id that all credentials name."`
	Collector string   `placeholder:"NAME" help:"Name of whoever collects and signs a record."`
	Title     string   `placeholder:"TEXT" help:"Title of a record."`
	Target    string   `placeholder:"FILE" help:"Qualification that a record lists as one to come, so that it can say what counts towards it."`
	trustFlags
	Files []string `arg:"" name:"file" help:"Credentials; - is standard input."`
}

// Help returns the second part of the help text.
func (c *passportBuild) Help() string {
	return "Every credential goes in byte for byte, so that each can still be verified; nothing is converted to make it fit. " +
		"What a form has no place for is refused, with all reasons at once. Tokens and sealed credentials stand in envelopes. " +
		"A record says which achievements are parts of others, count towards them or come before them, as the credentials say it themselves."
}

// Run builds the passport and writes it.
func (c *passportBuild) Run(a *app) error {
	o, key, err := c.options(a)
	if err != nil {
		return err
	}
	var originals []passport.Original
	for _, name := range c.Files {
		data, err := a.read(name)
		if err != nil {
			return err
		}
		originals = append(originals, passport.Original{Name: displayName(name), File: data})
	}
	out, err := passport.Build(context.Background(), passport.Form(c.As), key, originals, o)
	var refused *passport.RefusedError
	var rules *mikromerit.RulesError
	switch {
	case errors.As(err, &refused):
		return newRefusal(nil, "%s", c.refusals(refused))
	case errors.Is(err, passport.ErrLearner):
		return newRefusal(nil, "%v; give --learner", err)
	case errors.As(err, &rules):
		return newRefusal(rules.Findings, "the passport would break rules of its format, so it is not signed; leave out the credential that does")
	case err != nil:
		return newSigningFailure("the passport", err)
	}
	for _, w := range out.Warnings {
		fmt.Fprintf(a.stderr, "mikromerit: %s: %s\n", w.Code, w.Detail)
	}
	return a.writeSecured(c.Out, out.File)
}

// refusals says which files a passport has no place for.
func (c *passportBuild) refusals(e *passport.RefusedError) string {
	var all []string
	for _, r := range e.Refusals {
		name := r.Name
		if name == "" {
			name = displayName(c.Files[r.Index])
		}
		all = append(all, name+": "+strings.TrimSuffix(r.Detail, "."))
	}
	return strings.Join(all, "; ")
}

// options returns what the flags say. A flag that a form does not use is refused.
func (c *passportBuild) options(a *app) (o passport.BuildOptions, key *keys.Private, err error) {
	form := passport.Form(c.As)
	switch {
	case form != passport.Presentation && (len(c.Domain) > 0 || c.Challenge != ""):
		return o, nil, newFailure("only a presentation is for somebody and answers a challenge; leave out --domain and --challenge, or give --as vp")
	case form != passport.Record && c.Learner+c.Collector+c.Title+c.Target != "":
		return o, nil, newFailure("--learner, --collector, --title and --target are for a record; give --as clr, or leave them out")
	case form == passport.Europass && c.Key+c.Suite != "":
		return o, nil, newFailure("nobody signs a European Digital Presentation; leave out --key and --suite")
	case form != passport.Europass && (len(c.Issuer)+len(c.Anchor)+len(c.Trust) > 0 || c.AnyIssuer || c.UnsafeAllowUnknownRevocation):
		return o, nil, newFailure("only a European Digital Presentation says what checks found, so whom you trust matters there; give --as edp, or leave out --issuer, --anchor, --trust, --any-issuer and --unsafe-allow-unknown-revocation")
	}
	o.Domain, o.Challenge = c.Domain, string(c.Challenge)
	o.RecordOptions = passport.RecordOptions{Title: c.Title, Collector: c.Collector, Learner: c.Learner}
	if o.Target, err = a.readTarget(c.Target); err != nil {
		return o, nil, err
	}
	if form != passport.Europass {
		key, o.SignOptions, err = c.signFlags.options(a, c.Suite)
		return o, key, err
	}
	believed, err := c.trust(a, c.Now.clock(a.clock))
	if err != nil {
		return o, nil, err
	}
	o.Verifier = mikromerit.NewVerifier(believed)
	o.Verifier.Policy.UnsafeAllowUnknownRevocation = c.UnsafeAllowUnknownRevocation
	o.Verifier.Env = a.env(c.Now)
	return o, nil, nil
}

// readTarget reads what credentials are held against, nil without a name.
func (a *app) readTarget(name string) (*mc.Definition, error) {
	if name == "" {
		return nil, nil
	}
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	target, err := passport.ReadTarget(data, a.env(moment{}).Limits)
	if err != nil {
		return nil, newFailure("%s describes no qualification: %v", displayName(name), err)
	}
	return target, nil
}
