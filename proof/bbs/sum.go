package bbs

import (
	"crypto/subtle"

	"github.com/cloudflare/circl/ecc/bls12381/ff"
)

// A scalar is read in digits of five bits, from -15 to 16, so a table holds the
// multiples of a point from 1 to 16.
const (
	digitBits = 5
	multiples = 1 << (digitBits - 1)
	digits    = (8*scalarSize + digitBits) / digitBits
)

// table holds the multiples of a point: at i stands the (i+1)-fold.
type table [multiples]point

// newTable returns the table of a point.
func newTable(p point) *table {
	var sums [multiples]projective
	at := projective{x: p.x, y: p.y}
	at.z.SetOne()
	for i := range sums {
		if i > 0 {
			at.add(&p)
		}
		sums[i] = at
	}
	// One inversion serves all: each divisor is taken out of the product.
	var products [multiples]ff.Fp
	product := sums[0].z
	for i := 1; i < multiples; i++ {
		products[i] = product
		product.Mul(&product, &sums[i].z)
	}
	t := new(table)
	product.Inv(&product)
	for i := multiples - 1; i >= 0; i-- {
		inverse := product
		if i > 0 {
			inverse.Mul(&product, &products[i])
			product.Mul(&product, &sums[i].z)
		}
		t[i].x.Mul(&sums[i].x, &inverse)
		t[i].y.Mul(&sums[i].y, &inverse)
	}
	return t
}

// pick sets p to the multiple by a digit, and returns 1 if there is one: zero has
// none. It reads the whole table, whatever the digit is.
func (t *table) pick(p *point, digit int8) int {
	sign := digit >> 7 // all bits set for a negative digit
	size := int32((digit ^ sign) - sign)
	for i := range t {
		here := subtle.ConstantTimeEq(size, int32(i+1))
		p.x.CMov(&p.x, &t[i].x, here)
		p.y.CMov(&p.y, &t[i].y, here)
	}
	var minus ff.Fp
	minus.Sub(&minus, &p.y)
	p.y.CMov(&p.y, &minus, int(sign&1))
	return 1 - subtle.ConstantTimeEq(size, 0)
}

// digitsOf returns the digits of a scalar, the lowest first.
func digitsOf(s *scalar) (out [digits]int8) {
	octets := scalarOctets(s)
	var carry int
	for i := range out {
		at := i * digitBits
		window := 0
		for j, octet := range [2]int{at / 8, at/8 + 1} {
			if octet < scalarSize { // by the place, not by the scalar
				window |= int(octets[scalarSize-1-octet]) << (8 * j)
			}
		}
		digit := window>>(at%8)&(1<<digitBits-1) + carry
		carry = (multiples - digit) >> 31 & 1 // 1 if the digit is above 16
		out[i] = int8(digit - carry<<digitBits)
	}
	return out
}

// term is a multiple of a point.
type term struct {
	base   *table
	factor scalar
}

// sum adds up multiples of points. It doubles once for all terms (Straus), with
// the same operations for all factors.
func sum(terms []term) projective {
	expansions := make([][digits]int8, len(terms))
	for i := range terms {
		expansions[i] = digitsOf(&terms[i].factor)
	}
	total := identity()
	var multiple point
	for place := digits - 1; place >= 0; place-- {
		for range digitBits {
			total.double()
		}
		for i := range terms {
			there := terms[i].base.pick(&multiple, expansions[i][place])
			next := total
			next.add(&multiple)
			total.replaceIf(&next, there)
		}
	}
	return total
}

// product returns one multiple of a point.
func product(p point, factor scalar) projective { return sum([]term{{newTable(p), factor}}) }
