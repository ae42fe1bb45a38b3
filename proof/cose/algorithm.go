package cose

import (
	"crypto"
	"errors"
	"fmt"
	"strconv"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// algorithms are the numbers of algorithms that sign with a private key, and what
// JOSE calls the same. For each of them, the first is the one to write (RFC 9053
// section 2, RFC 8230 section 2, RFC 9864 section 2).
var algorithms = [...]struct {
	number int64
	name   string
}{
	{-7, "ES256"}, {-35, "ES384"}, {-36, "ES512"}, {-8, "EdDSA"}, {-37, "PS256"}, {-38, "PS384"}, {-39, "PS512"},
	{-9, "ES256"}, {-51, "ES384"}, {-52, "ES512"}, {-19, "EdDSA"}, // ESP256, ESP384, ESP512, Ed25519
}

// supportedAlgorithms lists the algorithms for messages.
const supportedAlgorithms = "EdDSA with Ed25519 (-8), ES256 (-7), ES384 (-35), ES512 (-36) and PS256, PS384 and PS512 (-37 to -39)"

// anyCurve reports whether an algorithm may be used with a key on any curve: the
// names of RFC 9864 may not.
func anyCurve(number int64) bool { return number == -7 || number == -35 || number == -36 }

// barred says why an algorithm must never be accepted as somebody's signature, or
// "" (the registry of COSE algorithms; RFC 9053 sections 3 to 6, RFC 9054).
func barred(number int64) string {
	switch {
	case number == -65535:
		return "a prohibited algorithm, for SHA-1 is broken"
	case number >= 4 && number <= 7, number == 14, number == 15, number == 25, number == 26:
		return "an algorithm whose key is a shared secret, so that every reader could have signed"
	case number >= 1 && number <= 3, number >= 10 && number <= 33, number >= -6 && number <= -3, number >= -34 && number <= -25, number >= -42 && number <= -40:
		return "an algorithm that encrypts and does not sign"
	case number >= -18 && number <= -10, number >= -45 && number <= -43:
		return "an algorithm that does not sign"
	}
	return ""
}

// checkAlgorithm looks up the algorithm. Those with a shared secret fail; any other
// that is not supported leaves the question open. Whether it fits the key is checked
// once the key is known.
func (c *check) checkAlgorithm() {
	protected := c.message.Protected
	if !protected.Has(sign1.Alg) {
		where := "none"
		if c.message.Unprotected.Has(sign1.Alg) {
			where = "one in the unprotected header, where anybody could change it"
		}
		c.addBroken(&ruleAlg, c.at(), where)
		return
	}
	number, isNumber := protected.Int(sign1.Alg)
	text, isText := protected.Text(sign1.Alg)
	switch {
	case isText && jws.Prohibition(text) != "":
		c.addBroken(&ruleAlg, c.at(), enveloping.Printable(text)+", "+jws.Prohibition(text))
		return
	case isText:
		c.unknownAlgorithm(enveloping.Printable(text))
		return
	case !isNumber:
		c.addBroken(&ruleAlg, c.at(), "something else than an integer or text")
		return
	}
	for _, a := range algorithms {
		if a.number == number {
			c.algorithm, _ = jws.Lookup(a.name) // the names are in its table
			c.anyCurve = anyCurve(number)
			return
		}
	}
	if why := barred(number); why != "" {
		c.addBroken(&ruleAlg, c.at(), strconv.FormatInt(number, 10)+", "+why)
		return
	}
	c.unknownAlgorithm(strconv.FormatInt(number, 10))
}

func (c *check) unknownAlgorithm(name string) {
	c.add(&ruleAlg, vc.Unknown, c.at(), "The algorithm is "+name+", which is not supported here, so the signature was not checked. Supported are "+supportedAlgorithms+".")
}

// chooseAlgorithm finds the algorithm to sign with, and its number.
func chooseAlgorithm(public crypto.PublicKey, name string) (jws.Algorithm, int64, error) {
	if err := jwk.Check(public); err != nil {
		return jws.Algorithm{}, 0, fmt.Errorf("PROOF-KEY: the key is refused: %w", err)
	}
	for _, a := range algorithms {
		algorithm, _ := jws.Lookup(a.name)
		if (name == "" || name == a.name) && algorithm.Misfit(public) == "" {
			return algorithm, a.number, nil
		}
	}
	return jws.Algorithm{}, 0, errors.New("COSE-ALG: the key cannot be used with this algorithm")
}
