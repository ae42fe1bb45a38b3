package trust_test

import (
	"crypto"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// Whoever signs can leave out or mix the parameters of RSASSA-PSS so that they mean
// SHA-1 or something that two readers compute in two ways.
func TestSignatureAlgorithms(t *testing.T) {
	sha1, sha256, sha512 := testkit.AlgorithmOf(crypto.SHA1), testkit.AlgorithmOf(crypto.SHA256), testkit.AlgorithmOf(crypto.SHA512)
	hash := func(a []byte) []byte { return testkit.DER(0xa0, a) }
	mask := func(a []byte, last int) []byte {
		return testkit.DER(0xa1, testkit.DER(0x30, testkit.OID(1, 2, 840, 113549, 1, 1, last), a))
	}
	number := func(tag, n byte) []byte { return testkit.DER(tag, []byte{2, 1, n}) }
	pss := func(parts ...[]byte) []byte {
		return testkit.DER(0x30, testkit.OID(1, 2, 840, 113549, 1, 1, 10), testkit.DER(0x30, parts...))
	}
	plain := func(parameters []byte, arcs ...int) []byte {
		return testkit.DER(0x30, testkit.OID(arcs...), parameters)
	}
	null := []byte{5, 0}
	for name, c := range map[string]struct {
		der  []byte
		want bool
	}{
		"PSS":                      {pss(hash(sha256), mask(sha256, 8), number(0xa2, 32)), true},
		"PSS, another salt":        {pss(hash(sha256), mask(sha256, 8), number(0xa2, 20)), true},
		"PSS, salt left out":       {pss(hash(sha256), mask(sha256, 8)), true},
		"PSS, trailer 1":           {pss(hash(sha512), mask(sha512, 8), number(0xa2, 64), number(0xa3, 1)), true},
		"PSS, trailer 2":           {pss(hash(sha256), mask(sha256, 8), number(0xa2, 32), number(0xa3, 2)), false},
		"PSS, no salt":             {pss(hash(sha256), mask(sha256, 8), number(0xa2, 0)), false},
		"PSS, a negative salt":     {pss(hash(sha256), mask(sha256, 8), number(0xa2, 0xff)), false},
		"PSS, SHA-1":               {pss(hash(sha1), mask(sha1, 8), number(0xa2, 20)), false},
		"PSS, all left out":        {pss(), false},
		"PSS, no parameters":       {plain(nil, 1, 2, 840, 113549, 1, 1, 10), false},
		"PSS, two hashes":          {pss(hash(sha256), mask(sha512, 8), number(0xa2, 32)), false},
		"PSS, another mask":        {pss(hash(sha256), mask(sha256, 7), number(0xa2, 32)), false},
		"PSS, something more":      {pss(hash(sha256), mask(sha256, 8), number(0xa2, 32), number(0xa4, 1)), false},
		"RSA":                      {plain(null, 1, 2, 840, 113549, 1, 1, 11), true},
		"RSA without NULL":         {plain(nil, 1, 2, 840, 113549, 1, 1, 11), true},
		"RSA with parameters":      {plain([]byte{2, 1, 1}, 1, 2, 840, 113549, 1, 1, 11), false},
		"RSA, SHA-1":               {plain(null, 1, 2, 840, 113549, 1, 1, 5), false},
		"RSA, MD5":                 {plain(null, 1, 2, 840, 113549, 1, 1, 4), false},
		"ECDSA":                    {plain(nil, 1, 2, 840, 10045, 4, 3, 2), true},
		"ECDSA with NULL":          {plain(null, 1, 2, 840, 10045, 4, 3, 2), true},
		"ECDSA, SHA-1":             {plain(nil, 1, 2, 840, 10045, 4, 1), false},
		"Ed25519":                  {plain(nil, 1, 3, 101, 112), true},
		"two parameters":           {testkit.DER(0x30, testkit.OID(1, 3, 101, 112), null, null), false},
		"not an object identifier": {testkit.DER(0x30, null), false},
	} {
		require.Equal(t, c.want, trust.IsSupported(c.der), name)
	}
}
