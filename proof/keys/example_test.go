package keys_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"io"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// kms stands for the client of a key management service or an HSM: it knows
// the public key and asks the service for signatures.
type kms struct {
	public crypto.PublicKey
	remote func(digest []byte, options crypto.SignerOpts) ([]byte, error)
}

func (k *kms) Public() crypto.PublicKey { return k.public }

func (k *kms) Sign(_ io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	return k.remote(digest, options)
}

// newKMS plays the service.
func newKMS() *kms {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return &kms{key.Public(), func(digest []byte, options crypto.SignerOpts) ([]byte, error) {
		return key.Sign(rand.Reader, digest, options)
	}}
}

// published is a resolver over documents that are at hand.
type published map[string][]byte

func (p published) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	text, ok := p[id]
	if !ok {
		return nil, vc.ErrUnreachable
	}
	return did.Parse(id, text)
}

// An institution signs with a key that never leaves its KMS, and publishes the
// public half under its own domain.
func ExampleNew() {
	key, err := keys.New(newKMS(), "did:web:vestre-aas.example", "#kms-2026")
	if err != nil {
		panic(err)
	}
	document, err := keys.ControllerDocument(key.Public()) // goes to /.well-known/did.json
	if err != nil {
		panic(err)
	}

	credential, err := vc.ParseDocument([]byte(`{
	  "@context": ["https://www.w3.org/ns/credentials/v2"],
	  "type": ["VerifiableCredential"],
	  "issuer": "did:web:vestre-aas.example",
	  "credentialSubject": {"id": "urn:uuid:0b0d1c3e-5a4e-4d2b-9a64-5d2f0c6b7f01"}
	}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	env := vc.Env{
		Resolver: published{key.Controller(): document},
		Clock:    func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
	}
	ctx := context.Background()
	signed, err := dataintegrity.Sign(ctx, env, credential, dataintegrity.ECDSARDFC2019,
		key.Key(), dataintegrity.Options{})
	if err != nil {
		panic(err)
	}

	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	if err != nil {
		panic(err)
	}
	result, err := proof.NewVerifier(env, registry).Verify(ctx, signed.Bytes(), proof.NewPolicy(proof.Issuers("did:web:vestre-aas.example")))
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Verdict, result.Proofs[0].Method)
	// Output: valid did:web:vestre-aas.example#kms-2026
}

func ExampleControllerDocument() {
	public, err := keys.ParsePublic([]byte(`{"publicKeyMultibase": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"}`))
	if err != nil {
		panic(err)
	}
	public, err = public.WithAddress("did:web:vestre-aas.example", "#2026")
	if err != nil {
		panic(err)
	}
	text, err := keys.ControllerDocument(public)
	if err != nil {
		panic(err)
	}
	fmt.Print(string(text))
	// Output:
	// {
	//   "@context": [
	//     "https://www.w3.org/ns/did/v1",
	//     "https://w3id.org/security/multikey/v1"
	//   ],
	//   "id": "did:web:vestre-aas.example",
	//   "verificationMethod": [
	//     {
	//       "id": "did:web:vestre-aas.example#2026",
	//       "type": "Multikey",
	//       "controller": "did:web:vestre-aas.example",
	//       "publicKeyMultibase": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	//     }
	//   ],
	//   "assertionMethod": [
	//     "did:web:vestre-aas.example#2026"
	//   ],
	//   "authentication": [
	//     "did:web:vestre-aas.example#2026"
	//   ]
	// }
}
