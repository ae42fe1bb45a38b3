// Bothways converts a sealed Europass credential, as the Commission's tools make them,
// to an Open Badge and the badge back to Europass, and says after each way what readers
// of the target no longer find. The draft that comes back goes to standard output:
//
//	go run ./examples/bothways > draft.json
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/losses"
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
	_, draft, err := run(context.Background(), os.Stderr, vc.Env{}, input[0], input[1], input[2])
	if err == nil {
		_, err = os.Stdout.Write(draft)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run returns the signed badge and the draft that was made of it.
func run(ctx context.Context, out io.Writer, env vc.Env, sealed, anchors, keyFile []byte) (badge, draft []byte, err error) {
	key, err := keys.Parse(keyFile)
	if err != nil {
		return nil, nil, err
	}
	believed, err := trust.ParsePEM(anchors)
	if err != nil {
		return nil, nil, err
	}
	// Whoever converts is trusted on the way back.
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Anchors: believed, Issuers: []string{key.Controller()}})
	verifier.Env = env

	there, err := convert(ctx, out, verifier, sealed, mikromerit.OpenBadge, key)
	if err != nil {
		return nil, nil, err
	}
	// A conversion carries no proof until somebody signs it, in their own name.
	issued, err := mikromerit.IssueDocument(ctx, there.Document, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env}})
	if err != nil {
		return nil, nil, err
	}
	back, err := convert(ctx, out, verifier, issued.File.Bytes(), mikromerit.Europass, key)
	if err != nil {
		return nil, nil, err
	}
	return issued.File.Bytes(), back.Document.Bytes(), nil
}

// convert verifies a file, converts it as a third party and prints what was lost.
func convert(ctx context.Context, out io.Writer, verifier *mikromerit.Verifier, file []byte, to string, key *keys.Private) (*mikromerit.Conversion, error) {
	found, err := verifier.Verify(ctx, file)
	if err != nil {
		return nil, err
	}
	converter := mc.Organisation(key.Controller(), mc.Text("en", "Example conversion service"), "NO")
	done, err := mikromerit.Convert(ctx, found, to, mikromerit.ConvertOptions{
		EncodeOptions: mikromerit.EncodeOptions{Authority: mc.ThirdParty, Issuer: &converter},
		Tool:          mc.Tool{Name: "mikromerit example"},
		At:            verifier.Env.Now(),
	})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "%s to %s, from a source that is %s\n", done.From.Name, done.To.Name, found.Verdict)
	fmt.Fprintln(out, " ", done.Report.Summary())
	printLosses(out, done)
	return done, nil
}

// printLosses prints why readers of the target do not find values of the source, and how
// many. Command convert --report writes each by name.
func printLosses(out io.Writer, done *mikromerit.Conversion) {
	var reasons []string
	values := map[string]int{}
	for _, row := range losses.Rows("", done.Report, false) {
		if row.Sight == mc.SightNone {
			if values[row.Reason] == 0 {
				reasons = append(reasons, row.Reason)
			}
			values[row.Reason]++
		}
	}
	for _, reason := range reasons {
		fmt.Fprintf(out, "  %d lost: %s\n", values[reason], reason)
	}
	for _, element := range done.OutOfSight() {
		fmt.Fprintf(out, "  out of sight: %s\n", element.Title)
	}
}
