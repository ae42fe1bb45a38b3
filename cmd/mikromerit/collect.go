package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/vc/bundle"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

type collectCommand struct {
	documentFlags
	Now             moment   `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
	ContextRevision []string `sep:"none" placeholder:"URL=REVISION" help:"Read the JSON-LD context at URL in this revision, not in the newest. May be repeated."`
	Out             string   `short:"o" required:"" placeholder:"DIR" help:"Keep the documents in this folder, which is made if need be."`

	Files []string `arg:"" name:"file" help:"Files to verify, or folders of them; - is standard input."`
}

// Help returns the second part of the help text.
func (c *collectCommand) Help() string {
	return "Each file is verified over the web, and what was fetched for it is kept in the folder: DID documents, keys, status lists, JSON-LD contexts, " +
		"and what a badge of Open Badges 2 or older leaves at its addresses. \"mikromerit verify --with DIR\" then comes to the same result without the web. " +
		"What the folder holds already stays, and is only replaced with --force when it has changed. " +
		"Whom you trust is not kept: add certificates and trust.json yourself. " +
		"The exit status is that of the worst file, as for verify --any-issuer."
}

// Run verifies each file and keeps what was fetched.
func (c *collectCommand) Run(a *app) error {
	recorder, err := c.recorder(a)
	if err != nil {
		return err
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = recorder.Env()
	var sum tally
	out := a.page()
	ctx, stop := untilInterrupted()
	if a.ended != nil {
		ctx, stop = context.WithCancel(a.ended)
	}
	defer stop()
	source := batch.Files(c.Files...)
	source.Whole, source.Stdin, source.Except = true, a.stdin, []string{c.Out}
	for done, err := range batch.Do(ctx, source.Items(ctx), batch.Pace{Workers: a.workers}, func(ctx context.Context, item batch.Item) (judgement, error) {
		return a.judge(ctx, verifier, item, nil), nil
	}) {
		j := done.Value
		if err != nil {
			j = a.judge(ctx, verifier, done.Item, err)
		}
		if !j.isOther(done.Item) { // a folder may hold files that are no credentials
			sum.add(j.count())
			out.WriteString(j.line())
		}
	}
	if ctx.Err() != nil {
		return newFailure("the run was ended, and nothing was kept")
	}
	if sum.files == 0 {
		return newFailure("there is no credential in %s", strings.Join(c.Files, ", "))
	}
	err = recorder.Save(c.Out, bundle.SaveOptions{Replace: a.force})
	switch {
	case errors.Is(err, bundle.ErrExists):
		return newFailure("nothing was kept: %v; to replace what has changed add --force", err)
	case err != nil:
		return newFailure("nothing was kept: %v", err)
	}
	urls := recorder.URLs()
	fmt.Fprintf(out, "\n%s kept in %s\n", plural(len(urls), "document"), printable(c.Out))
	for _, url := range urls {
		fmt.Fprintf(out, "  %s\n", printable(url))
	}
	if err := a.write(std, out.Bytes()); err != nil {
		return err
	}
	if sum.status == exitValid {
		return nil
	}
	return &failure{status: sum.status}
}

// recorder returns a recorder of what is fetched. It is online, but asks the files
// that the flags name first.
func (c *collectCommand) recorder(a *app) (*bundle.Recorder, error) {
	env := a.env(c.Now)
	var err error
	if env.ContextRevisions, err = pairs("--context-revision", "URL=REVISION", c.ContextRevision); err != nil {
		return nil, err
	}
	given, err := c.bundle(a)
	if err != nil {
		return nil, err
	}
	online, err := a.network()
	if err != nil {
		return nil, err
	}
	a.online = true
	env.Fetcher, env.Resolver, env.Contexts = online, did.Web(online), fetch.Contexts(online)
	return bundle.NewRecorder(withBundle(given, env)), nil
}
