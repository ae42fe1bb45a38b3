package standard_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"

	"github.com/multiformats/go-multibase"
)

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
