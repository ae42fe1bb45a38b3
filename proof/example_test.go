package proof_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// A file is recognised by its content. Its document carries no proof, so an
// edit of it is unsecured.
func ExampleOpen() {
	file, err := proof.Open([]byte(`{"id":"urn:x","proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022"}}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	fmt.Println(file.Format(), file.Proofs()[0].Suite, file.Document())

	_, err = proof.Open([]byte("\x89PNG\r\n\x1a\n"), vc.Limits{})
	fmt.Println(err)
	// Output:
	// data-integrity eddsa-rdfc-2022 {"id":"urn:x"}
	// FORMAT-PNG: the file is a PNG picture, not a credential; take the badge out of it first
}

// One credential at two times. The verdict is over the questions that the
// policy asks, each of which has an answer of its own.
func ExampleVerifier() {
	key, err := keys.Generate(keys.Ed25519)
	if err != nil {
		panic(err)
	}
	course, err := vc.ParseDocument([]byte(`{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "type": ["VerifiableCredential"],
  "issuer": "`+key.Controller()+`",
  "validUntil": "2027-01-01T00:00:00Z",
  "credentialSubject": {"id": "did:example:kari"}
}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	file, err := dataintegrity.Sign(context.Background(), vc.Env{}, course, dataintegrity.EdDSARDFC2022, key.Key(), dataintegrity.Options{})
	if err != nil {
		panic(err)
	}

	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	if err != nil {
		panic(err)
	}
	for _, year := range []int{2026, 2028} {
		env := vc.Env{Clock: func() time.Time { return time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC) }}
		result, err := proof.NewVerifier(env, registry).Verify(context.Background(), file.Bytes(), proof.NewPolicy(proof.Issuers(key.Controller())))
		if err != nil {
			panic(err)
		}
		fmt.Println(year, result.Verdict)
		for _, axis := range vc.AllAxes() {
			fmt.Println(" ", axis, result.Axes[axis])
		}
		fmt.Println(errors.Is(result.Err(), proof.ErrExpired))
	}
	// Output:
	// 2026 valid
	//   authentic valid
	//   in-force valid
	//   trusted valid
	//   bound not-asked
	//   conformant valid
	// false
	// 2028 invalid
	//   authentic valid
	//   in-force invalid
	//   trusted valid
	//   bound not-asked
	//   conformant valid
	// true
}

// Say whom you believe, and what else you demand: that decides which questions
// the verdict is over. AnyIssuer waives that of trust.
func ExamplePolicy() {
	policy := proof.NewPolicy(proof.Issuers("did:web:vestre-aas.example"))
	fmt.Println(policy.Required())

	policy.Challenge, policy.Domain = "c82f1b", []string{"jobs.example"}
	fmt.Println(policy.Required())

	policy.Strict = true
	fmt.Println(policy.Required())

	fmt.Println(proof.NewPolicy(proof.AnyIssuer()).Required())
	// Output:
	// [authentic in-force trusted]
	// [authentic in-force trusted bound]
	// [authentic in-force trusted bound conformant]
	// [authentic in-force]
}
