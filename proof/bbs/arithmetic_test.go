package bbs

import (
	"bytes"
	"crypto/rand"
	"math/big"
	"testing"

	"github.com/cloudflare/circl/ecc/bls12381"
	"github.com/cloudflare/circl/ecc/bls12381/ff"
	"github.com/stretchr/testify/require"
)

func order() *big.Int { return new(big.Int).SetBytes(ff.ScalarOrder()) }

func scalarOf(n *big.Int) scalar {
	var s scalar
	s.SetBytes(new(big.Int).Mod(n, order()).Bytes())
	return s
}

// edges are numbers at which digits carry or end.
func edges() []*big.Int {
	list := []*big.Int{big.NewInt(0), order(), new(big.Int).Sub(order(), big.NewInt(1)), new(big.Int).Rsh(order(), 1)}
	for n := range int64(40) {
		list = append(list, big.NewInt(n))
	}
	for bit := uint(0); bit < 384; bit++ {
		power := new(big.Int).Lsh(big.NewInt(1), bit)
		list = append(list, power, new(big.Int).Sub(power, big.NewInt(1)), new(big.Int).Mul(power, big.NewInt(0x1f)))
	}
	for range 100 {
		n, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 384))
		list = append(list, n)
	}
	return list
}

func TestReduce(t *testing.T) {
	for _, n := range edges() {
		if n.BitLen() > 8*wideSize {
			continue
		}
		got, want := reduce([wideSize]byte(n.FillBytes(make([]byte, wideSize)))), scalarOf(n)
		require.Equal(t, 1, got.IsEqual(&want), "%x", n)
		if n.BitLen() > 8*scalarSize {
			continue
		}
		_, ok := parseScalar(n.FillBytes(make([]byte, scalarSize)))
		require.Equal(t, n.Sign() > 0 && n.Cmp(order()) < 0, ok, "%x", n)
	}
}

func TestDigits(t *testing.T) {
	for _, n := range edges() {
		s := scalarOf(n)
		total := new(big.Int)
		list := digitsOf(&s)
		for i := digits - 1; i >= 0; i-- {
			require.True(t, list[i] > -multiples && list[i] <= multiples)
			total.Lsh(total, digitBits)
			total.Add(total, big.NewInt(int64(list[i])))
		}
		require.Zero(t, total.Cmp(new(big.Int).Mod(n, order())), "%x", n)
	}
}

// The sums are those that circl computes by multiplying and adding one by one.
func TestSum(t *testing.T) {
	if testing.Short() {
		t.Skip("much arithmetic in one goroutine")
	}
	list := generators(6)
	numbers := edges()
	for i := 0; i+len(list) <= len(numbers); i += len(list) {
		want := new(bls12381.G1)
		want.SetIdentity()
		var terms []term
		for j, g := range list {
			s := scalarOf(numbers[i+j])
			terms = append(terms, term{g.table, s})
			p := g.table[0].g1()
			p.ScalarMult(&s, p)
			want.Add(want, p)
			p1, ok := affine(sum(terms))
			require.Equal(t, !want.IsIdentity(), ok)
			if ok {
				require.Equal(t, want.BytesCompressed(), p1.octets())
				require.True(t, p1.g1().IsEqual(want))
				require.Equal(t, p1, fromG1(want))
			}
		}
	}
}

// Equal and opposite points and the identity are no special cases.
func TestCompleteFormulas(t *testing.T) {
	p := generators(0)[0].table[0]
	one, two := identity(), identity()
	one.add(&p)
	two.add(&p)
	two.add(&p)
	one.double()
	a, _ := affine(one)
	b, _ := affine(two)
	require.Equal(t, a, b)
	zero := identity()
	zero.double()
	_, ok := affine(zero)
	require.False(t, ok)
	minus := p
	minus.y.Neg()
	zero.add(&p)
	zero.add(&minus)
	_, ok = affine(zero)
	require.False(t, ok)
	_, ok = affine(sum(nil))
	require.False(t, ok)
}

func TestTable(t *testing.T) {
	p := generators(0)[0].table
	for i := range multiples {
		var s scalar
		s.SetUint64(uint64(i + 1))
		want := p[0].g1()
		want.ScalarMult(&s, want)
		require.Equal(t, want.BytesCompressed(), p[i].octets())
		for _, sign := range []int{1, -1} {
			var q point
			require.Equal(t, 1, p.pick(&q, int8(sign*(i+1))))
			require.Equal(t, want.BytesCompressed(), q.octets())
			want.Neg()
		}
	}
	var q point
	require.Zero(t, p.pick(&q, 0))
	require.False(t, bytes.Equal(p[0].octets(), p[1].octets()))
}
