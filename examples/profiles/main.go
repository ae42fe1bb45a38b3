// Profiles asks what the Finnish and the Dutch profile of micro-credentials say of a
// credential:
//
//	go run ./examples/profiles examples/data/vestre-aas-badge.signed.json
//
// After the file, name other profiles: the id of one that comes with the library, or a
// file of your own. Profiles ask nothing about signatures and trust.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: profiles FILE [PROFILE]...")
		os.Exit(2)
	}
	asked := os.Args[2:]
	if len(asked) == 0 {
		asked = []string{"fi-he", "nl-ho"}
	}
	kept, err := run(context.Background(), os.Stdout, os.Args[1], asked...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	if !kept {
		os.Exit(1)
	}
}

// run prints what each profile says, and reports whether no MUST is broken or open.
func run(ctx context.Context, out io.Writer, file string, asked ...string) (bool, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	found, err := mikromerit.NewVerifier(mikromerit.Trust{Any: true}).Verify(ctx, source)
	if err != nil {
		return false, err
	}
	kept := true
	for _, name := range asked {
		profile, err := load(name)
		if err != nil {
			return false, err
		}
		report, err := found.Judge(profile)
		if err != nil {
			return false, err // it cannot be read into the model
		}
		kept = kept && report.Verdict() == vc.Valid
		fmt.Fprintf(out, "%s %s\n", profile.Name(), report.Verdict())
		for i, o := range report.Outcomes {
			if o.Rule.Level != vc.May && (o.State == policy.Fail || o.State == policy.Unknown) {
				fmt.Fprintf(out, "  %s %s %s: %s\n", o.Rule.Level, o.Rule.Code, report.Pointers[i], o.Detail)
			}
		}
		if hurt := report.Hurt(); hurt != "" {
			fmt.Fprintln(out, "  hurts", hurt)
		}
	}
	return kept, nil
}

// load returns a profile of the library by its id, or one in a file.
func load(name string) (*policy.Profile, error) {
	profiles := policy.Shipped()
	if strings.HasSuffix(name, ".json") {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if name, err = profiles.Add(text); err != nil {
			return nil, err
		}
	}
	return profiles.Profile(name)
}
