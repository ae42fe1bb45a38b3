package ob2_test

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

const award = `{
  "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://malmon.example/awards/17",
  "recipient": {"type": "email", "hashed": false, "identity": "aino@example.com"},
  "badge": "https://malmon.example/badges/boat", "verification": {"type": "hosted"}, "issuedOn": "2019-06-07T10:00:00Z"
}`

// What the school serves; package vc/fetch has a Fetcher for the network.
var school = vc.StaticFetcher{
	"https://malmon.example/awards/17": []byte(award),
	"https://malmon.example/badges/boat": []byte(`{
	  "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://malmon.example/badges/boat",
	  "name": "Boat builder", "description": "Can build a boat.", "image": "https://malmon.example/boat.png",
	  "criteria": {"narrative": "Build one that floats."}, "issuer": "https://malmon.example/issuer"}`),
	"https://malmon.example/issuer": []byte(`{
	  "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://malmon.example/issuer",
	  "name": "Malmön folk high school", "url": "https://malmon.example/", "email": "post@malmon.example"}`),
}

func ExampleVerify() {
	policy := proof.NewPolicy(proof.Issuers("https://malmon.example/issuer"))
	policy.Recipients = []string{"aino@example.com"}
	result, err := ob2.Verify(context.Background(), []byte(award), vc.Env{Fetcher: school}, policy)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict)
	offline, _ := ob2.Verify(context.Background(), []byte(award), vc.Env{}, policy)
	fmt.Println(offline.Verdict, "without the network")
	// Output:
	// valid
	// indeterminate without the network
}

// A badge of Open Badges 2 becomes one of 3.0 by way of the model. To have its
// verification told in it as well, use mikromerit.Convert.
func ExampleAssertion_Decode() {
	assertion, err := ob2.Read(context.Background(), []byte(award), ob2.ReadOptions{Fetcher: school})
	if err != nil {
		fmt.Println(err)
		return
	}
	credential, _ := assertion.Decode(ob2.DecodeOptions{})
	doc, _, err := badge.Encode(credential, badge.EncodeOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Lookup("/credentialSubject/achievement/name").Text())
	fmt.Println(doc.Lookup("/credentialSubject/achievement/creator/name").Text())
	// Output:
	// Boat builder
	// Malmön folk high school
}
