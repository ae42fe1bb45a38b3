// Conformance judges the badges in a folder, and writes a report that a person can
// read:
//
//	go run ./examples/conformance examples/data report.html
//
// The badges are only read; nothing of them leaves this machine, and they need not be
// signed. The exit status is 0 when all of them keep every MUST that applies, 1 when
// one does not, and 2 when that could not be found out.
//
// The tests beside it show how an issuer is judged in its own tests, and how a verifier
// in another language is.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: conformance FOLDER REPORT.html")
		os.Exit(3)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	verdict, err := run(ctx, os.Stdout, vc.Env{}, os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	os.Exit(status(verdict))
}

// status returns the exit status that the command mikromerit has for a verdict.
func status(verdict conformance.Conformity) int {
	switch verdict {
	case conformance.Conforms, conformance.KnownGaps:
		return 0
	case conformance.ConformsNot:
		return 1
	}
	return 2
}

func run(ctx context.Context, out io.Writer, env vc.Env, folder, file string) (conformance.Conformity, error) {
	options := conformance.Options{Env: env, As: "", Tool: conformance.Tool{Name: "my check of badges"}}
	found, err := conformance.Judge(ctx, conformance.Files(folder), options)
	if err != nil {
		return "", err
	}
	for _, claim := range found.Profiles {
		fmt.Fprintf(out, "%s: %s\n", claim.Title, claim.Verdict)
	}
	for _, result := range found.Results {
		if result.Status == conformance.Fail {
			fmt.Fprintf(out, "not kept: %s %s (%s)\n", result.ID, result.Title, result.Spec)
		}
	}
	page, err := os.Create(file)
	if err != nil {
		return "", err
	}
	defer page.Close()
	if err := report.Write(page, "html", found); err != nil {
		return "", err
	}
	return found.Verdict(), page.Close()
}
