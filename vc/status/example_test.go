package status_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// A school issues a course certificate with a place in its revocation list,
// withdraws it, and publishes the list anew. A verifier that has the list
// sees it; the web is a map here, where package vc/fetch would fetch.
func Example() {
	ctx := context.Background()
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	env := vc.Env{Clock: func() time.Time { return now }}
	key, err := keys.Generate(keys.Ed25519)
	if err != nil {
		fmt.Println(err)
		return
	}
	sign := func(doc vc.Document) []byte {
		file, err := dataintegrity.Sign(ctx, env, doc, dataintegrity.EdDSARDFC2022, key.Key(), dataintegrity.Options{})
		if err != nil {
			fmt.Println(err)
			return nil
		}
		return file.Bytes()
	}

	// Issue: the entry goes into the credential before it is signed.
	list, err := status.OpenList(ctx, status.NewMemoryStore(), status.Definition{
		URL: "https://vestre-aas.example/status/1", Issuer: key.Controller(), Purpose: status.Revocation,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	entry, err := list.Allocate(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	course, _ := vc.ParseDocument([]byte(`{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "type": ["VerifiableCredential"],
  "issuer": "`+key.Controller()+`",
  "credentialSubject": {"id": "did:example:kari"}
}`), vc.Limits{})
	course, err = entry.AddTo(course)
	if err != nil {
		fmt.Println(err)
		return
	}
	certificate := sign(course)

	// Publish: sign the list as it stands and put it where its URL says.
	web := vc.StaticFetcher{}
	publish := func() {
		doc, err := list.Credential(ctx, status.Period{From: now, Until: now.AddDate(0, 0, 7), TTL: time.Hour})
		if err != nil {
			fmt.Println(err)
			return
		}
		web["https://vestre-aas.example/status/1"] = sign(doc)
	}

	// Check: the verifier fetches the list and verifies it, too.
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	check := func() {
		result, err := proof.NewVerifier(vc.Env{Clock: env.Clock, Fetcher: web}, registry).Verify(ctx, certificate, proof.NewPolicy(proof.Issuers(key.Controller())))
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, f := range result.Findings {
			if strings.HasPrefix(f.Code, "STATUS") {
				fmt.Println(result.Verdict, f.Code, f.Status)
			}
		}
	}

	check() // nothing has been published yet
	publish()
	check()
	index, _ := strconv.ParseUint(entry.Index, 10, 64) // kept beside the credential
	if err := list.Revoke(ctx, index); err != nil {
		fmt.Println(err)
	}
	publish()
	check()
	// Output:
	// indeterminate STATUS-UNREACHABLE unknown
	// valid STATUS pass
	// invalid STATUS-REVOKED fail
}
