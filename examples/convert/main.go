// Convert turns a sealed Europass credential into a signed Open Badge, which goes
// to standard output. The verdict on the badge and a summary of what was lost go
// to standard error:
//
//	go run ./examples/convert > badge.json
//
// You can name other files: the sealed credential, the certificates to trust, and
// the key to sign with.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	files := []string{"examples/data/vestre-aas-micro-credential.sealed.jsonld", "examples/data/test-ca.pem", "examples/data/test-key.json"}
	copy(files, os.Args[1:])
	var input [3][]byte
	for i, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		input[i] = data
	}
	signed, report, err := run(context.Background(), vc.Env{}, input[0], input[1], input[2])
	if err == nil {
		_, err = os.Stdout.Write(signed.Bytes())
	}
	if err == nil {
		err = summarise(os.Stderr, signed, report)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, env vc.Env, source, anchors, keyFile []byte) (*proof.Secured, *mc.Report, error) {
	key, err := keys.Parse(keyFile)
	if err != nil {
		return nil, nil, err
	}
	believed, err := trust.ParsePEM(anchors)
	if err != nil {
		return nil, nil, err
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Anchors: believed})
	verifier.Env = env

	// Verify first: what the verifier finds goes into the badge.
	found, err := verifier.Verify(ctx, source)
	if err != nil {
		return nil, nil, err
	}

	// We are not the college, so the badge is issued in our name. The college
	// is the creator of the achievement, and the digest of the sealed original is
	// among the evidence.
	converter := mc.Party{Kind: mc.PartyOrganisation, ID: key.Controller(), Name: mc.Text("en", "Example conversion service")}
	out, err := mikromerit.Convert(ctx, found, mikromerit.OpenBadge, mikromerit.ConvertOptions{
		EncodeOptions: mikromerit.EncodeOptions{Issuer: &converter},
		Tool:          mc.Tool{Name: "mikromerit example"},
		At:            env.Now(),
	})
	if err != nil {
		return nil, nil, err
	}

	// The conversion carries no proof until somebody signs it.
	issued, err := mikromerit.IssueDocument(ctx, out.Document, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env}})
	if err != nil {
		return nil, nil, err
	}
	return issued.File, &out.Report, nil
}

// summarise verifies the badge as anybody would who trusts its issuer, and prints
// the verdict and the counts of the report; report.WriteText would print every row.
func summarise(out io.Writer, signed *proof.Secured, report *mc.Report) error {
	issuer, _ := vc.ReadCredential(signed.Document())
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{issuer.IssuerID()}})
	found, err := verifier.Verify(context.Background(), signed.Bytes())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "the badge is %s\n%s to %s: %s\n", found.Verdict, report.From, report.To, report.Summary())
	return err
}
