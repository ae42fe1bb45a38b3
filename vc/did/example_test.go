package did_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

func ExampleWeb() {
	fetcher, err := fetch.New(http.DefaultClient, fetch.Options{})
	if err != nil {
		panic(err)
	}
	env := vc.Env{Resolver: did.Web(fetcher)}
	_, err = did.Resolve(context.Background(), env, "did:web:localhost%3A8443")
	fmt.Println(errors.Is(err, vc.ErrUnreachable))
	// Output: true
}

func ExampleParse() {
	doc, err := did.Parse("https://vestre-aas.example/keys", []byte(`{
	  "id": "https://vestre-aas.example/keys",
	  "verificationMethod": [{
	    "id": "#2026", "type": "Multikey", "controller": "https://vestre-aas.example/keys",
	    "publicKeyMultibase": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	  }],
	  "assertionMethod": ["#2026"]
	}`))
	if err != nil {
		panic(err)
	}
	fmt.Println(doc.Methods[0].ID, doc.Allows("https://vestre-aas.example/keys#2026", vc.AssertionMethod))
	// Output: https://vestre-aas.example/keys#2026 true
}
