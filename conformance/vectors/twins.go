package vectors

import (
	"crypto/ecdsa"
	"math/big"
	"slices"

	"github.com/multiformats/go-multibase"

	"github.com/mikromerit/mikromerit/vc"
)

// twins returns the vectors of ECDSA signatures with the other s. Where r and s are a
// signature, r and n-s are one, too (FIPS 186-5 section 6.4.2), and no suite asks for
// the smaller: a verifier must accept both, and nothing else that leads to the same
// remainder.
func twins(b bench) ([]Vector, error) {
	d := draftOf("minimal")
	var all []Vector
	goods, err := b.goodsOf([]string{"ecdsa-rdfc-2019", "ecdsa-rdfc-2019-p384", "ecdsa-jcs-2019", "ecdsa-jcs-2019-p384"}, d)
	if err != nil {
		return nil, err
	}
	for _, g := range goods {
		for slug, large := range map[string]bool{"s-large": true, "s-small": false} {
			one, err := g.withS(slug, large)
			if err != nil {
				return nil, err
			}
			made, err := one.vectors(twinOperators)
			if err != nil {
				return nil, err
			}
			all = append(all, made...)
		}
	}
	return all, nil
}

// parts returns the two numbers of the signature and the order of the group.
func (g good) parts() (r, s, n *big.Int, size int, err error) {
	_, raw, err := multibase.Decode(g.file.Lookup(g.proofAt() + "/proofValue").Text())
	size = len(raw) / 2
	n = g.issuer.key.Signer.Public().(*ecdsa.PublicKey).Curve.Params().N
	return new(big.Int).SetBytes(raw[:size]), new(big.Int).SetBytes(raw[size:]), n, size, err
}

// withS returns the document with the larger or the smaller s.
func (g good) withS(slug string, large bool) (good, error) {
	r, s, n, size, err := g.parts()
	if err != nil {
		return g, err
	}
	if other := new(big.Int).Sub(n, s); (other.Cmp(s) > 0) == large {
		s = other
	}
	g.id = "di/" + g.suite.slug + "/" + slug
	g.file, err = g.withNumbers(r, s, size)
	return g, err
}

func (g good) withNumbers(r, s *big.Int, size int) (vc.Document, error) {
	text, err := base58(slices.Concat(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size))))
	if err != nil {
		return vc.Document{}, err
	}
	return edit(g.file, g.proofAt()+"/proofValue", quote(text))
}

// twinOperators are what is done to a signature as numbers.
var twinOperators = []operator{
	{slug: "altered", rule: "PROOF-SIGNATURE", because: "The name was changed after signing.", only: func(g good) bool { return g.unsigned.Get("name").Exists() }, make: edits("/name", `"Master of Medicine"`)},
	{slug: "numbers", rule: "PROOF-SIGNATURE", make: numbersOutOfRange},
}

// numbersOutOfRange are signatures whose numbers lead to the same remainders, or to
// none: r and s must lie between 1 and n-1.
func numbersOutOfRange(g good) ([]embeddedCopy, error) {
	r, s, n, size, err := g.parts()
	if err != nil {
		return nil, err
	}
	sum := func(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }
	ones := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(8*size)), big.NewInt(1)) //nolint:gosec // at most 48 bytes
	var out []embeddedCopy
	for _, row := range []struct {
		slug, because string
		r, s          *big.Int
		size          int
	}{
		{"r-plus-order", "The order of the group was added to r, and both numbers are a byte longer.", sum(r, n), s, size + 1},
		{"s-plus-order", "The order of the group was added to s, and both numbers are a byte longer.", r, sum(s, n), size + 1},
		{"longer", "Both numbers are a byte longer, which is zero.", r, s, size + 1},
		{"s-order", "The number s is the order of the group.", r, n, size},
		{"both-order", "Both numbers are the order of the group.", n, n, size},
		{"both-zero", "Both numbers are zero.", new(big.Int), new(big.Int), size},
		{"both-one", "Both numbers are one.", big.NewInt(1), big.NewInt(1), size},
		{"both-greatest", "Both numbers are the greatest that have so many bytes.", ones, ones, size},
		{"r-negated", "The number r was taken from the order of the group, as s may be.", new(big.Int).Sub(n, r), s, size},
	} {
		doc, err := g.withNumbers(row.r, row.s, row.size)
		if err != nil {
			return nil, err
		}
		c := embeddedCopy{slug: row.slug, because: row.because, text: doc.String()}
		if row.size != size {
			c.rule = "PROOF-VALUE"
		}
		out = append(out, c)
	}
	return out, nil
}
