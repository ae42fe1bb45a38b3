package bbs

import (
	"github.com/cloudflare/circl/ecc/bls12381"
	"github.com/cloudflare/circl/ecc/bls12381/ff"
)

const pointSize = bls12381.G1SizeCompressed

// point is a point of G1 that is not the identity: y^2 = x^3 + 4.
type point struct{ x, y ff.Fp }

// projective is a point of G1 in homogeneous coordinates: x/z and y/z, or the
// identity if z is zero. The formulas below are complete (Renes, Costello and
// Batina, eprint 2015/1060, algorithms 8 and 9): they hold for all inputs,
// without a special case.
type projective struct{ x, y, z ff.Fp }

func identity() projective {
	var p projective
	p.y.SetOne()
	return p
}

// twelvefold sets z to 12x: three times the constant of the curve.
func twelvefold(z, x *ff.Fp) {
	z.Add(x, x)
	z.Add(z, z)
	x = &ff.Fp{}
	*x = *z
	z.Add(z, z)
	z.Add(z, x)
}

// threefold sets z to 3x.
func threefold(z, x *ff.Fp) {
	var double ff.Fp
	double.Add(x, x)
	z.Add(&double, x)
}

// add adds a point.
func (p *projective) add(q *point) {
	var xx, yy, zz, xy, yz, xz, t, u ff.Fp
	xx.Mul(&p.x, &q.x)
	yy.Mul(&p.y, &q.y)
	t.Add(&p.x, &p.y)
	u.Add(&q.x, &q.y)
	xy.Mul(&t, &u)
	xy.Sub(&xy, &xx)
	xy.Sub(&xy, &yy) // x1 y2 + x2 y1
	yz.Mul(&q.y, &p.z)
	yz.Add(&yz, &p.y) // y1 + y2 z1
	xz.Mul(&q.x, &p.z)
	xz.Add(&xz, &p.x) // x1 + x2 z1
	twelvefold(&xz, &xz)
	twelvefold(&zz, &p.z)
	threefold(&xx, &xx)
	t.Sub(&yy, &zz)
	u.Add(&yy, &zz)

	p.x.Mul(&xy, &t)
	yy.Mul(&yz, &xz)
	p.x.Sub(&p.x, &yy)
	p.y.Mul(&u, &t)
	yy.Mul(&xx, &xz)
	p.y.Add(&p.y, &yy)
	p.z.Mul(&yz, &u)
	yy.Mul(&xx, &xy)
	p.z.Add(&p.z, &yy)
}

// double doubles the point.
func (p *projective) double() {
	var yy, zz, yz, xy, t ff.Fp
	yy.Sqr(&p.y)
	zz.Sqr(&p.z)
	twelvefold(&zz, &zz)
	yz.Mul(&p.y, &p.z)
	xy.Mul(&p.x, &p.y)
	threefold(&t, &zz)
	t.Sub(&yy, &t)
	p.y.Add(&yy, &zz)
	p.y.Mul(&p.y, &t)
	yy.Add(&yy, &yy)
	yy.Add(&yy, &yy)
	yy.Add(&yy, &yy) // 8 y^2

	p.x.Mul(&xy, &t)
	p.x.Add(&p.x, &p.x)
	zz.Mul(&zz, &yy)
	p.y.Add(&p.y, &zz)
	p.z.Mul(&yz, &yy)
}

// replaceIf sets p to q if yes is 1, and leaves it if yes is 0.
func (p *projective) replaceIf(q *projective, yes int) {
	p.x.CMov(&p.x, &q.x, yes)
	p.y.CMov(&p.y, &q.y, yes)
	p.z.CMov(&p.z, &q.z, yes)
}

// affine returns the point, or false if it is the identity.
func affine(p projective) (point, bool) {
	var inverse ff.Fp
	inverse.Inv(&p.z)
	var out point
	out.x.Mul(&p.x, &inverse)
	out.y.Mul(&p.y, &inverse)
	return out, p.z.IsZero() == 0
}

// octets returns the compressed encoding (draft section "Point Serialization").
func (p *point) octets() []byte {
	out, _ := p.x.MarshalBinary() // never fails
	out[0] |= 0x80 | byte(p.y.IsNegative())<<5
	return out
}

// g1 returns the point in the form that the pairing takes.
func (p *point) g1() *bls12381.G1 {
	x, _ := p.x.MarshalBinary()
	y, _ := p.y.MarshalBinary()
	out := new(bls12381.G1)
	_ = out.SetBytes(append(x, y...)) // sums of points of G1 are in G1
	return out
}

// fromG1 returns a point of the form that the pairing takes, which must not be
// the identity.
func fromG1(g *bls12381.G1) point {
	octets := g.Bytes()
	var p point
	_ = p.x.UnmarshalBinary(octets[:ff.FpSize])
	_ = p.y.UnmarshalBinary(octets[ff.FpSize:])
	return p
}

// parsePoint reads the compressed encoding, in 48 bytes, of a point of G1 that is not
// the identity (octets_to_point_E1 and subgroup_check_G1).
func parsePoint(octets []byte) (*bls12381.G1, bool) {
	g := new(bls12381.G1)
	if g.SetBytes(octets) != nil || g.IsIdentity() {
		return nil, false
	}
	return g, true
}
