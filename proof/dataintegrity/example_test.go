package dataintegrity_test

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// credentialOf returns a small credential of an issuer.
func credentialOf(issuer string) vc.Document {
	doc, err := vc.ParseDocument(fmt.Appendf(nil, `{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "type": ["VerifiableCredential"],
  "name": "Isvett",
  "issuer": %q,
  "validFrom": "2026-01-01T00:00:00Z",
  "credentialSubject": {"id": "did:example:aino"}
}`, issuer), vc.Limits{})
	if err != nil {
		panic(err)
	}
	return doc
}

// Sign a credential, and verify it as anybody else would.
func ExampleSign() {
	key, err := keys.Generate(keys.Ed25519)
	if err != nil {
		panic(err)
	}
	signer := proof.Key{Method: key.Method(), Signer: key.Signer()}
	signed, err := dataintegrity.Sign(context.Background(), vc.Env{}, credentialOf(key.Controller()), dataintegrity.EdDSARDFC2022, signer, dataintegrity.Options{})
	if err != nil {
		panic(err)
	}
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	if err != nil {
		panic(err)
	}
	verifier := proof.NewVerifier(vc.Env{}, registry)
	result, err := verifier.VerifySecured(context.Background(), signed, proof.NewPolicy(proof.Issuers(key.Controller())))
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Verdict)
	// Output: valid
}

// The issuer says what must always be shown; the holder chooses what else.
func ExampleDerive() {
	key, err := keys.Generate(keys.P256)
	if err != nil {
		panic(err)
	}
	signer := proof.Key{Method: key.Method(), Signer: key.Signer()}
	base, err := dataintegrity.SignSelective(context.Background(), vc.Env{}, credentialOf(key.Controller()), signer,
		dataintegrity.SelectiveOptions{Mandatory: []string{"/issuer", "/validFrom"}})
	if err != nil {
		panic(err)
	}
	derived, err := dataintegrity.Derive(context.Background(), vc.Env{}, base, dataintegrity.DeriveOptions{Reveal: []string{"/credentialSubject"}})
	if err != nil {
		panic(err)
	}
	fmt.Println("name shown:", derived.Document().Get("name").Exists())
	fmt.Println("subject shown:", derived.Document().Get("credentialSubject").Exists())

	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	if err != nil {
		panic(err)
	}
	result, err := proof.NewVerifier(vc.Env{}, registry).VerifySecured(context.Background(), derived, proof.NewPolicy(proof.AnyIssuer()))
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Verdict)
	// Output:
	// name shown: false
	// subject shown: true
	// valid
}
