package main

import (
	"bytes"
	"context"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/web"
)

type showCommand struct {
	Language languageTag `placeholder:"TAG" help:"Language of the page: en, nb, nn, sv, da, fi or is. Without it, English."`
	Out      string      `short:"o" default:"-" placeholder:"OUT" help:"Write the page to OUT instead of standard output."`
	Target   string      `placeholder:"FILE" help:"Qualification to hold the credentials of a passport against; see passport check."`
	verifyFlags
	File string `arg:"" help:"File to show; - is standard input."`
}

// Help returns the second part of the help text.
func (c *showCommand) Help() string {
	return "The page is one file of HTML that needs nothing beside it, runs no scripts, fetches nothing and can be printed. " +
		"It shows the credential, who really signed it and who only claims to, the answers to the five questions with the checks behind them, " +
		"the standard elements, and what a conversion would keep. " +
		"Of a presentation, learner record or other passport, it also shows what the credentials add up to, by framework of credits. " +
		"The exit status is 0 when the page was written, whatever it says of the credential; verify tells a script whether to rely on it."
}

// Run verifies a file and writes the page about it.
func (c *showCommand) Run(a *app) error {
	verifier, err := c.verifier(a)
	if err != nil {
		return err
	}
	data, err := a.read(c.File)
	if err != nil {
		return err
	}
	ctx := context.Background()
	found, err := verifier.Inspect(ctx, data, mikromerit.InspectOptions{Language: c.Language.Tag})
	if err != nil {
		return newJobFailure(c.File, err)
	}
	target, err := a.readTarget(c.Target)
	if err != nil {
		return err
	}
	now := c.Now.clock(a.clock)()
	var page bytes.Buffer
	err = web.Card(ctx, &page, found, web.Options{
		Language: c.Language.Tag, At: now, Target: target,
		Convert: mikromerit.ConvertOptions{Tool: mc.Tool{Name: "mikromerit", Version: a.version}, At: now, Verifier: verifier},
	})
	if err != nil {
		return err
	}
	return a.write(c.Out, page.Bytes())
}
