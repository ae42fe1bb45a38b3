package dataintegrity_test

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
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

// device stands for an HSM: it tells its public key and signs messages, and the private
// key never leaves it. Any [bbs.Signer] is a key of bbs-2023.
type device struct{ inside *bbs.PrivateKey }

func (d device) Public() crypto.PublicKey { return d.inside.Public() }

func (d device) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("a BBS key signs messages, never a digest")
}

func (d device) SignMessages(header []byte, messages [][]byte) ([]byte, error) {
	return d.inside.SignMessages(header, messages)
}

// With bbs-2023 what the holder shows cannot be linked by its proof, and answers the
// challenge of one verifier.
func ExampleDerive_unlinkable() {
	secret, err := bbs.GenerateKey()
	if err != nil {
		panic(err)
	}
	key, err := keys.New(device{secret}, "", "") // its address is a did:key
	if err != nil {
		panic(err)
	}
	base, err := dataintegrity.SignSelective(context.Background(), vc.Env{}, credentialOf(key.Controller()), key.Key(),
		dataintegrity.SelectiveOptions{Suite: dataintegrity.BBS2023, Mandatory: []string{"/issuer"}})
	if err != nil {
		panic(err)
	}
	derived, err := dataintegrity.Derive(context.Background(), vc.Env{}, base,
		dataintegrity.DeriveOptions{Reveal: []string{"/name"}, PresentationHeader: []byte("n-0S6_WzA2Mj")})
	if err != nil {
		panic(err)
	}
	fmt.Println("subject shown:", derived.Document().Get("credentialSubject").Exists())

	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	if err != nil {
		panic(err)
	}
	verifier := proof.NewVerifier(vc.Env{}, registry)
	for _, challenge := range []string{"n-0S6_WzA2Mj", "another"} {
		policy := proof.NewPolicy(proof.Issuers(key.Controller()))
		policy.Challenge = challenge
		result, err := verifier.VerifySecured(context.Background(), derived, policy)
		if err != nil {
			panic(err)
		}
		fmt.Println(challenge, result.Verdict)
	}
	// Output:
	// subject shown: false
	// n-0S6_WzA2Mj valid
	// another invalid
}
