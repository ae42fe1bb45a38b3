package vectors

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit/internal/jws"
)

// fixedSalt signs with RSASSA-PSS and the same salt each time, so that a signature
// comes out the same.
type fixedSalt struct{ crypto.Signer }

// Sign takes nothing from the source of randomness.
func (s fixedSalt) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return s.Signer.Sign(bytes.NewReader(make([]byte, sha256.Size)), digest, opts)
}

// specPSS is where it stands how PS256 signs.
const specPSS = "https://www.rfc-editor.org/rfc/rfc7518#section-3.5"

// pssTokens returns the vectors of badges under PS256, which few issuers use and
// Open Badges 3.0 section 8.2.2 allows.
func pssTokens(o Options, p tokenParties) ([]Vector, error) {
	algorithm, ok := jws.Lookup("PS256")
	if !ok {
		return nil, errors.New("vectors: there is no PS256")
	}
	by := p.rsa
	by.alg, by.key = algorithm, fixedSalt{p.rsa.key}
	base := tokenBase{
		id: "jose/vc-jwt-ps256/badge", suite: "vc-jwt", format: "ob3", media: "application/jwt", header: by.header("JWT", true), payload: badgeClaims(by.id),
		by: by, stranger: p.strangeEC, base: o.Base, operation: VerifyCredential,
	}
	good, err := by.sign(base.header, base.payload)
	if err != nil {
		return nil, err
	}
	var copies []spoilt
	for _, make := range []func(tokenBase, string) ([]spoilt, error){alteredClaims, alteredSignatures, misfitPSS} {
		made, err := make(base, good)
		if err != nil {
			return nil, err
		}
		copies = append(copies, made...)
	}
	return pairOf(base.goodVector(good), copies)
}

// misfitPSS are signatures by the issuer's key that are not of PS256: the salt must
// be as long as the digest, and the algorithm is the one in the header.
func misfitPSS(b tokenBase, good string) ([]spoilt, error) {
	input, _ := cutSignature(good)
	digest := sha256.Sum256([]byte(input))
	key, ok := b.by.key.(fixedSalt).Signer.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("vectors: the key is a %T", b.by.key)
	}
	var out []spoilt
	for _, row := range []struct {
		name, because string
		options       crypto.SignerOpts
	}{
		{"pkcs1", "It is signed with RSASSA-PKCS1-v1_5, as RS256 is.", crypto.SHA256},
		{"salt-short", "It is signed with PSS and a salt of 20 bytes.", &rsa.PSSOptions{SaltLength: 20, Hash: crypto.SHA256}},
		{"salt-long", "It is signed with PSS and the longest salt that fits.", &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto, Hash: crypto.SHA256}},
	} {
		signature, err := key.Sign(bytes.NewReader(make([]byte, 512)), digest[:], row.options)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.name, err)
		}
		out = append(out, spoilt{name: row.name, rule: "PROOF-SIGNATURE", because: row.because, text: input + "." + jws.Encode(signature), spec: specPSS})
	}
	return out, nil
}
