package jose_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

func credentialBy(issuer string) vc.Document {
	doc, err := vc.ParseDocument([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:uuid:3f6f0f43-0b8c-4a3f-8a2f-7a1a64e7a9c1",
		"type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": {"id": "`+issuer+`", "type": ["Profile"], "name": "Vestre Ås høgskole"},
		"validFrom": "2026-01-01T00:00:00Z",
		"credentialSubject": {"id": "did:example:kari", "type": ["AchievementSubject"], "creditsEarned": 5,
			"achievement": {"id": "urn:uuid:0aa6", "type": ["Achievement"], "name": "Grønn omstilling", "description": "Ti uker", "criteria": {"narrative": "Bestått"}}}
	}`), vc.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	return doc
}

func generate() *keys.Private {
	key, err := keys.Generate(keys.P256)
	if err != nil {
		log.Fatal(err)
	}
	return key
}

// An Open Badge as a VC-JWT, issued and verified.
func Example() {
	ctx, world := context.Background(), vc.Env{}
	issuer := generate()
	key := proof.Key{Method: issuer.Method(), Signer: issuer.Signer()}
	badge, err := jose.Sign(ctx, world, credentialBy(issuer.Controller()), jose.VCJWT, key, jose.Options{})
	if err != nil {
		log.Fatal(err)
	}

	registry, err := proof.NewRegistry(jose.Suites()...)
	if err != nil {
		log.Fatal(err)
	}
	policy := proof.NewPolicy(proof.Issuers(issuer.Controller()))
	result, err := proof.NewVerifier(world, registry).Verify(ctx, badge.Bytes(), policy)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(badge.Format(), result.Verdict, result.Document.Get("nbf").Exists())
	// Output: jws valid false
}

// A holder shows a verifier only what it needs to know, and proves that the
// credential is its own.
func Example_selectiveDisclosure() {
	ctx, world := context.Background(), vc.Env{Clock: func() time.Time { return time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC) }}
	issuer, holder := generate(), generate()
	key := proof.Key{Method: issuer.Method(), Signer: issuer.Signer()}
	issued, err := jose.Sign(ctx, world, credentialBy(issuer.Controller()), jose.VCSDJWT, key, jose.Options{
		Disclosable: []string{"/id", "/credentialSubject/id", "/credentialSubject/creditsEarned"},
		Holder:      holder.Signer().Public(),
	})
	if err != nil {
		log.Fatal(err)
	}

	part, err := jose.Disclose(issued, vc.Limits{}, "/credentialSubject/creditsEarned")
	if err != nil {
		log.Fatal(err)
	}
	shown, err := jose.Bind(ctx, world, part, holder.Signer(), jose.Binding{Domain: "https://verifier.example", Challenge: "n-0S6"})
	if err != nil {
		log.Fatal(err)
	}

	registry, err := proof.NewRegistry(jose.Suites()...)
	if err != nil {
		log.Fatal(err)
	}
	policy := proof.NewPolicy(proof.AnyIssuer())
	policy.Domain, policy.Challenge = []string{"https://verifier.example"}, "n-0S6"
	result, err := proof.NewVerifier(world, registry).Verify(ctx, shown.Bytes(), policy)
	if err != nil {
		log.Fatal(err)
	}
	subject := result.Document.Get("credentialSubject")
	fmt.Println(result.Verdict, subject.Get("creditsEarned").Raw(), subject.Get("id").Exists())
	// Output: valid 5 false
}
