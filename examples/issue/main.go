// Issue signs an Open Badge with a key file and writes the signed badge to
// standard output:
//
//	go run ./examples/issue examples/data/test-key.json examples/data/vestre-aas-badge.json
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: issue KEY BADGE")
		os.Exit(2)
	}
	// The zero Env is offline and takes the time from the system clock.
	if err := run(context.Background(), os.Stdout, vc.Env{}, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, env vc.Env, keyFile, badgeFile string) error {
	secret, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	key, err := keys.Parse(secret)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(badgeFile)
	if err != nil {
		return err
	}
	doc, err := vc.ParseDocument(text, env.Limits)
	if err != nil {
		return err
	}
	// It is an error when the badge breaks a rule of its format, and when the key is
	// not its issuer's.
	issued, err := mikromerit.IssueDocument(ctx, doc, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env}})
	if err != nil {
		return err
	}
	_, err = out.Write(issued.File.Bytes())
	return err
}
