package mikromerit_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// Verify whatever file it is, offline, and believe one certification
// authority. The seal carries a time stamp, and the answer that its certificate
// was not revoked.
func ExampleRegistry() {
	pem, err := os.ReadFile("examples/data/test-ca.pem")
	if err != nil {
		panic(err)
	}
	anchors, err := trust.ParsePEM(pem)
	if err != nil {
		panic(err)
	}
	registry, err := mikromerit.Registry()
	if err != nil {
		panic(err)
	}
	env := vc.Env{Clock: func() time.Time { return time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC) }}
	verifier := proof.NewVerifier(env, registry)
	for _, name := range []string{"vestre-aas-badge.signed.json", "vestre-aas-micro-credential.sealed.jsonld", "vestre-aas-badge.json"} {
		file, err := os.ReadFile("examples/data/" + name)
		if err != nil {
			panic(err)
		}
		result, err := verifier.Verify(context.Background(), file, proof.NewPolicy(proof.Trust{Any: true, Anchors: anchors}))
		if err != nil {
			panic(err)
		}
		fmt.Println(result.Format, result.Verdict)
	}
	// Output:
	// data-integrity valid
	// jades valid
	// unsecured invalid
}
