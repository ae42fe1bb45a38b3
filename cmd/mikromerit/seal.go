package main

import (
	"context"
	"errors"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
)

type sealCommand struct {
	Key          string `required:"" placeholder:"FILE" help:"Key to seal with: PKCS#12, or PEM."`
	Cert         string `placeholder:"PEM" help:"Its certificate and those above, if not there."`
	PasswordFile string `placeholder:"FILE" help:"File whose first line is the password of the key."`
	Level        string `placeholder:"LEVEL" help:"B (no services), T (time stamp), LT (all that validation needs) or LTA (archive time stamp). Default: the highest that --tsa and --online allow."`
	serviceFlags
	Layout      string `default:"general" placeholder:"LAYOUT" help:"general (as Europass), flattened or compact."`
	SigT        bool   `name:"sig-t" help:"State the time as sigT, as before July 2025."`
	Overwrite   bool   `help:"Let the certificate overwrite the draft's issuer."`
	NewID       bool   `name:"new-id" help:"Give each credential a new id."`
	Mandate     string `placeholder:"TEXT" help:"State that you were mandated, in these words."`
	AsItIs      bool   `help:"Complete nothing."`
	DryRun      bool   `help:"Say what would be completed; seal nothing."`
	UnsafeRules bool   `name:"unsafe-broken-rules" help:"Seal what breaks rules. Wallets refuse it."`
	Now         moment `placeholder:"T" help:"Take T as the time, such as 2026-08-01T12:00:00Z."`
	batchFlags
	Files []string `arg:"" name:"draft" help:"Drafts of Europass credentials, or folders of them; - is standard input."`
}

// Help returns the second part of the help text.
func (c *sealCommand) Help() string {
	return "A draft is what the Online Credential Builder exports and what convert --to edc makes. " +
		"Issuer and time are completed from the certificate and the clock; each effect is printed. " +
		"What breaks a rule of its profile is not sealed. " +
		"Services are only asked with --tsa and --online; when one fails, the seal stays at the level that it reached, and the exit status is 2. " +
		"Keys in a token (PKCS#11) are for programs: the Go module proof/keys/pkcs11."
}

// Run seals each draft and writes it.
func (c *sealCommand) Run(a *app) error {
	options, err := c.options(a)
	if err != nil {
		return err
	}
	sealer, err := a.readSealer(c.Key, c.PasswordFile, c.Cert)
	if err != nil {
		return err
	}
	if err := c.check(sealer, options.Env.Now()); err != nil {
		return err
	}
	c.dry, c.ready = c.DryRun, checkUnsealed
	return c.each(a, c.Files, func(ctx context.Context, name string, draft []byte) (*sealing, error) {
		made, err := mikromerit.Seal(ctx, draft, sealer, options)
		if made == nil {
			made = &mikromerit.SealResult{}
		}
		out := newSealing(made, options.Seal.Level, c.DryRun)
		if err != nil {
			return out, c.newFailure(name, err)
		}
		return out, nil
	})
}

// check checks the key and its certificate before any draft is read.
func (c *sealCommand) check(sealer jades.Sealer, at time.Time) error {
	err := sealer.Check(at)
	if err == nil && !c.AsItIs {
		err = edc.CheckCertificate(sealer.Chain[0])
	}
	if err == nil {
		return nil
	}
	name := c.Key
	if c.Cert != "" {
		name = c.Cert
	}
	return newFailure("%s cannot seal: %s", displayName(name), reasonOf(err, edc.ErrCertificate))
}

// checkUnsealed refuses what is sealed already.
func checkUnsealed(name string, data []byte) error {
	if file, err := proof.Open(data, limits); err != nil || file.Format() != proof.JAdES {
		return nil // what else is wrong is said when it is sealed
	}
	return &failure{status: exitInvalid, message: displayName(name) + " is not sealed: it is sealed already; extend makes a seal last longer", done: true}
}

// options reads the flags as options of the library.
func (c *sealCommand) options(a *app) (mikromerit.SealOptions, error) {
	o := mikromerit.SealOptions{
		Env: a.env(c.Now), AsItIs: c.AsItIs, Try: c.DryRun, UnsafeBrokenRules: c.UnsafeRules,
		Prepare: edc.PrepareOptions{Overwrite: c.Overwrite, NewID: c.NewID, Mandate: c.Mandate},
	}
	if c.AsItIs && (c.Overwrite || c.NewID || c.Mandate != "") {
		return o, newFailure("--as-it-is changes nothing, so --overwrite, --new-id and --mandate have no effect; leave out one or the other")
	}
	var err error
	if o.Seal.Level, err = c.level(c.Level); err != nil {
		return o, err
	}
	if o.Seal.Layout, err = jades.ParseLayout(c.Layout); err != nil {
		return o, newFailure("--layout: there is no layout %q; give general, flattened or compact", c.Layout)
	}
	if o.Seal.Layout == jades.Compact && o.Seal.Level > jades.B {
		return o, newFailure("a compact seal has no room for time stamps; give --level B, or another --layout")
	}
	o.Seal.Encoded = o.Seal.Layout == jades.Compact // its payload must not hold a full stop (RFC 7797 section 5.2)
	o.Seal.SigT = c.SigT
	services, err := c.use(a)
	o.Seal.Services, o.Seal.Certificates, o.Seal.Anchors = services.Services, services.Certificates, services.Anchors
	return o, err
}

// newFailure returns the failure for a draft that was not sealed.
func (c *sealCommand) newFailure(name string, err error) error {
	var rules *mikromerit.RulesError
	switch shown := displayName(name); {
	case errors.Is(err, mikromerit.ErrIssuer):
		return newRefusal(nil, "%s is not sealed: the issuer in the draft is another organisation than the one in the certificate, by its identifier; seal with the issuer's own certificate, or add --overwrite", shown)
	case errors.Is(err, mikromerit.ErrSeal):
		return newRefusal(nil, "%s is not sealed: %s", shown, reasonOf(err, mikromerit.ErrSeal))
	case errors.Is(err, edc.ErrDraft):
		return newRefusal(nil, "%s is not sealed: %s", shown, reasonOf(err, edc.ErrDraft))
	case errors.As(err, &rules):
		return newRefusal(rules.Findings, "%s breaks rules of its profile, so it is not sealed; correct it first", shown)
	}
	return newJobFailure(name, err)
}
