package main

import (
	"context"
	"errors"

	"github.com/mikromerit/mikromerit"
)

type extendCommand struct {
	Level string `placeholder:"LEVEL" help:"Level to reach: T, LT or LTA; LTA renews the archive time stamp of a seal that has one. Without it, the highest that --tsa and --online allow."`
	serviceFlags
	Now moment `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
	batchFlags
	Files []string `arg:"" name:"sealed" help:"Sealed credentials, or folders of them; - is standard input."`
}

// Help returns the second part of the help text.
func (c *extendCommand) Help() string {
	return "What is sealed and the seal itself stay byte for byte; time stamps and revocation data are added beside them. " +
		"A seal is worth extending while its certificate is still valid: later nothing proves that it was made in time. " +
		"No key is needed, and anybody may do it. When a service fails, the seal is written at the level that it reached, and the exit status is 2."
}

// Run extends each seal and writes it.
func (c *extendCommand) Run(a *app) error {
	level, err := c.level(c.Level)
	if err != nil {
		return err
	}
	if c.TSA == "" {
		return newFailure("every level above B needs a time stamp; name the service with --tsa")
	}
	services, err := c.use(a)
	if err != nil {
		return err
	}
	options := mikromerit.ExtendOptions{Env: a.env(c.Now), Extend: services}
	return c.each(a, c.Files, func(ctx context.Context, name string, file []byte) (*sealing, error) {
		made, err := mikromerit.Extend(ctx, file, level, options)
		switch {
		case errors.Is(err, mikromerit.ErrSeal):
			return nil, newRefusal(nil, "%s is not extended: %s", displayName(name), reasonOf(err, mikromerit.ErrSeal))
		case err != nil:
			return nil, newJobFailure(name, err)
		}
		return newSealing(made, level, false), nil
	})
}
