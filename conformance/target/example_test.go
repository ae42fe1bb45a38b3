package target_test

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// A function of your own becomes something that can be judged.
func ExampleGo() {
	verifier := target.Go(conformance.Description{
		Name:       "a verifier that believes everything",
		Operations: []conformance.Operation{conformance.VerifyCredential},
	}, func(context.Context, conformance.Request) (conformance.Answer, error) {
		return conformance.Answer{Verdict: conformance.Accepted}, nil
	})
	answer, err := verifier.Do(context.Background(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
	fmt.Println(answer.Verdict, err)
	_, err = verifier.Do(context.Background(), conformance.Request{Operation: conformance.IssueCredential})
	fmt.Println(err)
	// Output:
	// accepted <nil>
	// the target does not do this: it has no operation "issue"
}
