package standard_test

import (
	"crypto"
	"crypto/sha256"

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
