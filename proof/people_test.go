package proof_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/multiformats/go-multibase"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
)

// now is when the tests take place, in the validity period of the credential.
var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// person is somebody with a key.
type person struct {
	id  string // DID or URL
	key proof.Key
}

// didKey returns the owner of a key who is named by it.
func didKey(key crypto.Signer) person {
	text := must(multikey.EncodePublic(key.Public()))
	return person{"did:key:" + text, proof.Key{Method: "did:key:" + text + "#" + text, Signer: key}}
}

// fragment returns the key as the fragment of a did:key method spells it.
func (p person) fragment() string { return p.key.Method[strings.IndexByte(p.key.Method, '#')+1:] }

// The people of the tests: a school that issues, its second key, a learner
// who holds, and somebody who attacks. The school also has a seal.
var (
	ca       = testkit.NewCA()
	school   = didKey(ed25519Of("school"))
	schoolEC = didKey(ecdsaOf(elliptic.P256(), "school"))
	schoolP3 = didKey(ecdsaOf(elliptic.P384(), "school of the same name"))
	schoolBL = didKey(bbsOf("school"))
	learner  = didKey(ed25519Of("learner"))
	attacker = didKey(ed25519Of("attacker"))
)

// The keys are made of names, so that they are the same in every process that
// a fuzzer starts.
func ed25519Of(name string) crypto.Signer {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func ecdsaOf(curve elliptic.Curve, name string) *ecdsa.PrivateKey {
	secret := sha512.Sum384([]byte(name))
	return must(ecdsa.ParseRawPrivateKey(curve, secret[:curve.Params().BitSize/8]))
}

func bbsOf(name string) crypto.Signer {
	seed := sha256.Sum256([]byte(name))
	return must(bbs.KeyGen(seed[:], nil, nil))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// directory is a resolver with a few controller documents.
type directory map[string]*vc.Controller

func (d directory) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	if doc := d[id]; doc != nil {
		return doc, nil
	}
	return nil, fmt.Errorf("%w: not in the directory", vc.ErrUnreachable)
}

// controller returns the document of somebody with some keys, #0, #1, ...
func controller(id string, keys ...crypto.PublicKey) *vc.Controller {
	doc := &vc.Controller{ID: id, Purposes: make(map[string][]string)}
	for i, key := range keys {
		m := vc.Method{ID: fmt.Sprintf("%s#%d", id, i), Type: "Multikey", Controller: id, Key: key}
		doc.Methods = append(doc.Methods, m)
		for _, purpose := range []string{vc.AssertionMethod, vc.Authentication} {
			doc.Purposes[purpose] = append(doc.Purposes[purpose], m.ID)
		}
	}
	return doc
}

func env(docs ...*vc.Controller) vc.Env {
	d := make(directory)
	for _, doc := range docs {
		d[doc.ID] = doc
	}
	return vc.Env{Clock: func() time.Time { return now }, Resolver: d}
}

const noHash = crypto.Hash(0)

func sha256Of(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}

// base58 returns bytes in multibase base58btc.
func base58(raw []byte) string { return must(multibase.Encode(multibase.Base58BTC, raw)) }

func decoded(text string) []byte {
	_, raw, err := multibase.Decode(text)
	return must(raw, err)
}

// rsaKeyOf returns a public key of many bits that nobody can sign with.
func rsaKeyOf(bits uint) *rsa.PublicKey {
	return &rsa.PublicKey{N: new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), bits), big.NewInt(1)), E: 65537}
}
