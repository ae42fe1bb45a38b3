package cose_test

import (
	"context"
	"fmt"
	"log"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// A credential is signed as a COSE message and verified.
func Example() {
	ctx := context.Background()
	key, err := keys.Generate(keys.P256)
	if err != nil {
		log.Fatal(err)
	}
	doc, err := vc.ParseDocument([]byte(`{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"],
		"issuer": "`+key.Controller()+`", "credentialSubject": {"id": "did:example:kari"}}`), vc.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	file, err := cose.Sign(ctx, vc.Env{}, doc, cose.VC, key.Key(), cose.Options{})
	if err != nil {
		log.Fatal(err)
	}
	registry, err := proof.NewRegistry(cose.Suites()...)
	if err != nil {
		log.Fatal(err)
	}
	result, err := proof.NewVerifier(vc.Env{}, registry).Verify(ctx, file.Bytes(), proof.NewPolicy(proof.AnyIssuer()))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%x %s %s\n", file.Bytes()[:2], file.Format(), result.Verdict)
	// Output: d284 cose valid
}
