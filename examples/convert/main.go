// Convert turns a sealed Europass credential into a signed Open Badge, which
// goes to standard output; what the verifier says of both, and the account of
// what was lost, go to standard error:
//
//	go run ./examples/convert > badge.json
//
// Other files can be named: the sealed credential, the certificates to believe
// in, and the key to sign with.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/mikromerit/mikromerit/keys"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/convert"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/standard"
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

	// Verify first: what the verifier finds goes into the badge.
	file, found, err := verify(ctx, env, source, anchors)
	if err != nil {
		return nil, nil, err
	}

	// Decode into the European model, then encode that as a badge. We are not
	// the college, so the badge is issued in our name; the college stands in it
	// as the source, and the digest of the sealed original as its provenance.
	converter := mc.Party{Kind: mc.PartyOrganisation, ID: key.Controller(), Name: mc.Text("en", "Example conversion service")}
	out, err := convert.Standard().Convert(ctx, "ob3", file, found, convert.Options{
		Encode: convert.EncodeOptions{Issuer: &converter},
		Tool:   mc.Tool{Name: "mikromerit example"},
		At:     env.Now(),
	})
	if err != nil {
		return nil, nil, err
	}

	// The conversion carries no proof until somebody signs it.
	signer := key.Key()
	signed, err := dataintegrity.Sign(ctx, env, out.Document, dataintegrity.EdDSARDFC2022, signer, dataintegrity.Options{Array: true})
	return signed, &out.Report, err
}

func verify(ctx context.Context, env vc.Env, source, anchors []byte) (*proof.Secured, *proof.Result, error) {
	var believed *trust.Anchors // nil believes in no seal
	if anchors != nil {
		var err error
		if believed, err = trust.ParsePEM(anchors); err != nil {
			return nil, nil, err
		}
	}
	registry, err := standard.Registry(believed)
	if err != nil {
		return nil, nil, err
	}
	file, err := proof.Open(source, env.Limits)
	if err != nil {
		return nil, nil, err
	}
	found, err := proof.NewVerifier(env, registry).VerifySecured(ctx, file, proof.NewPolicy(proof.AnyIssuer()))
	return file, found, err
}

// summarise verifies the badge as anybody else would, and prints the counts;
// report.WriteText prints every row.
func summarise(out io.Writer, signed *proof.Secured, report *mc.Report) error {
	_, found, err := verify(context.Background(), vc.Env{}, signed.Bytes(), nil)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "the badge is %s\n%s to %s: %s\n", found.Verdict, report.From, report.To, report.Summary())
	return err
}
