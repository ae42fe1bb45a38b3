// Verify checks a credential of any kind and prints what was found:
//
//	go run ./examples/verify examples/data/vestre-aas-badge.signed.json
//	go run ./examples/verify examples/data/vestre-aas-micro-credential.sealed.jsonld examples/data/test-ca.pem
//
// Nothing is fetched. A Europass seal needs the certificate of an authority to
// believe in; without it the verdict is "indeterminate".
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/standard"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: verify FILE [ANCHORS.pem]")
		os.Exit(2)
	}
	// The zero Env is offline and takes the time from the system clock.
	verdict, err := run(context.Background(), os.Stdout, vc.Env{}, os.Args[1], os.Args[2:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if verdict != vc.Valid {
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, env vc.Env, file string, anchorFiles ...string) (vc.Verdict, error) {
	var anchors *trust.Anchors // nil believes in no seal
	for _, name := range anchorFiles {
		pem, err := os.ReadFile(name)
		if err != nil {
			return vc.Indeterminate, err
		}
		more, err := trust.ParsePEM(pem)
		if err != nil {
			return vc.Indeterminate, err
		}
		anchors = trust.Join(anchors, more)
	}
	registry, err := standard.Registry(anchors)
	if err != nil {
		return vc.Indeterminate, err
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return vc.Indeterminate, err
	}
	// AnyIssuer asks only whether the key belongs to the issuer. Use
	// proof.Issuers("did:web:...") to accept certain issuers and nobody else.
	policy := proof.NewPolicy(proof.AnyIssuer())
	result, err := proof.NewVerifier(env, registry).Verify(ctx, source, policy)
	if err != nil {
		return vc.Indeterminate, err
	}
	fmt.Fprintf(out, "%s (%s)\n", result.Verdict, result.Format)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range result.Findings {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", f.Status, f.Code, f.Detail)
	}
	return result.Verdict, table.Flush()
}
