// Verify checks a credential of any kind and prints what was found:
//
//	go run ./examples/verify examples/data/vestre-aas-badge.signed.json did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN
//	go run ./examples/verify examples/data/vestre-aas-micro-credential.sealed.jsonld examples/data/test-ca.pem
//
// After the file, name those whom you trust: identifiers of issuers, and PEM files
// of certificates. Without any the verdict is "indeterminate", because nobody
// vouches for the signer. Of a seal, the evidence is printed step by step. Nothing is
// fetched.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: verify FILE [ISSUER | ANCHORS.pem]...")
		os.Exit(3)
	}
	// The zero Env is offline and takes the time from the system clock.
	err := run(context.Background(), os.Stdout, vc.Env{}, os.Args[1], os.Args[2:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status(err))
}

// status returns the exit status that the command mikromerit has for an answer.
func status(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, proof.ErrInvalid):
		return 1
	case errors.Is(err, proof.ErrUndecided):
		return 2
	}
	return 3
}

func run(ctx context.Context, out io.Writer, env vc.Env, file string, trusted ...string) error {
	believed, err := believe(trusted)
	if err != nil {
		return err
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	verifier := mikromerit.NewVerifier(believed)
	verifier.Env = env
	result, err := verifier.Verify(ctx, source)
	if err != nil {
		return err // it is no credential
	}
	fmt.Fprintln(out, result.Verdict, "-", result.Headline())
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range result.Findings {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", f.Axis, f.Status, f.Code, f.Detail)
	}
	for _, steps := range result.SealSteps() { // of a seal, in the order of EN 319 102-1
		fmt.Fprintln(table, "The seal, step by step")
		for _, step := range steps {
			fmt.Fprintf(table, "  %s\t%s\t%s\n", step.Name, step.Status, step.Text)
		}
	}
	return errors.Join(table.Flush(), result.Err())
}

// believe returns the trust in issuers and in the certificates in PEM files.
func believe(names []string) (mikromerit.Trust, error) {
	var believed mikromerit.Trust
	for _, name := range names {
		if !strings.HasSuffix(name, ".pem") {
			believed.Issuers = append(believed.Issuers, name)
			continue
		}
		pem, err := os.ReadFile(name)
		if err != nil {
			return believed, err
		}
		anchors, err := trust.ParsePEM(pem)
		if err != nil {
			return believed, err
		}
		believed.Anchors = trust.Join(believed.Anchors, anchors)
	}
	return believed, nil
}
