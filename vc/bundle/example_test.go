package bundle_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
	"github.com/mikromerit/mikromerit/vc/did"
)

// The document of an issuer lies in a folder, so that its badges can be
// verified without the web. What is not there is named, with a way to give it.
func ExampleOpen() {
	folder := fstest.MapFS{"vestre-aas.json": {Data: []byte(`{
  "id": "did:web:vestre-aas.example",
  "verificationMethod": [{
    "id": "#key-1", "type": "Multikey", "controller": "did:web:vestre-aas.example",
    "publicKeyMultibase": "z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN"
  }],
  "assertionMethod": ["#key-1"]
}`)}}
	files, err := bundle.Open(folder, bundle.Limits{})
	if err != nil {
		panic(err)
	}
	env := files.Env(vc.Env{}) // the zero Env is offline
	controller, method, err := did.Dereference(context.Background(), env, "did:web:vestre-aas.example#key-1")
	if err != nil {
		panic(err)
	}
	fmt.Println(method.Type, controller.Allows(method.ID, vc.AssertionMethod))

	_, err = did.Resolve(context.Background(), env, "did:web:other.example")
	fmt.Println(err)
	// Output:
	// Multikey true
	// not reachable from here: the document of did:web:other.example lies at https://other.example/.well-known/did.json and was not given; give its document with --document did:web:other.example=FILE or --with DIR, or add --online
}
