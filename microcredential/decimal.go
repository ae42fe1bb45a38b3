package microcredential

import (
	"errors"
	"math/big"
	"strings"
)

// The bounds of a [Decimal].
const (
	maxDecimalText = 64 // characters
	maxDecimalExp  = 64 // absolute value of the exponent
)

// ErrDecimal reports text that is not a decimal number.
var ErrDecimal = errors.New("not a decimal number of at most 64 characters")

// Decimal is an exact decimal number that keeps the text it was read from.
// The zero value means "not stated", which is not the number 0. Use [Decimal.Cmp]
// to compare numbers; == compares the text.
type Decimal struct{ text string }

// ParseDecimal reads a number as XML Schema decimal or JSON writes it: "3.5",
// "+3", ".5", "1e1". A decimal comma, spaces and special values are refused.
func ParseDecimal(s string) (Decimal, error) {
	if _, _, ok := splitDecimal(s); !ok {
		return Decimal{}, ErrDecimal
	}
	return Decimal{s}, nil
}

// DecimalOf returns n as a Decimal.
func DecimalOf(n int64) Decimal { return Decimal{big.NewInt(n).String()} }

// IsZero reports whether no number is stated. The number 0 is stated.
func (d Decimal) IsZero() bool { return d.text == "" }

// String returns the text that d was read from.
func (d Decimal) String() string { return d.text }

// Sign returns -1, 0 or +1. It is 0 when d is not stated.
func (d Decimal) Sign() int {
	n, _, _ := splitDecimal(d.text)
	return n.Sign()
}

// Cmp compares two numbers: -1, 0 or +1. A number that is not stated counts
// as 0.
func (d Decimal) Cmp(e Decimal) int {
	a, b, _ := align(d, e)
	return a.Cmp(b)
}

// Add returns d + e without rounding, in canonical form. A number that is not
// stated counts as 0; the sum of two numbers that are not stated is not stated.
func (d Decimal) Add(e Decimal) Decimal {
	if d.IsZero() && e.IsZero() {
		return Decimal{}
	}
	a, b, scale := align(d, e)
	return Decimal{plain(a.Add(a, b), scale)}
}

// Canonical returns the number without exponent, plus sign, or needless
// zeros: "3.50" becomes "3.5", "1e1" becomes "10".
func (d Decimal) Canonical() string {
	if d.IsZero() {
		return ""
	}
	n, scale, _ := splitDecimal(d.text)
	return plain(n, scale)
}

// MarshalText returns the text of the number.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText reads what [ParseDecimal] accepts; empty text is "not stated".
func (d *Decimal) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Decimal{}
		return nil
	}
	*d, err = ParseDecimal(string(text))
	return err
}

// splitDecimal reads s as n × 10^-scale, scale ≥ 0.
func splitDecimal(s string) (n *big.Int, scale int, ok bool) {
	n = new(big.Int)
	if s == "" || len(s) > maxDecimalText {
		return n, 0, false
	}
	mantissa, exp, ok := splitExponent(s)
	if !ok {
		return n, 0, false
	}
	sign := ""
	if mantissa != "" && (mantissa[0] == '+' || mantissa[0] == '-') {
		sign, mantissa = mantissa[:1], mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if digits == "" || !allDigits(digits) {
		return n, 0, false
	}
	n.SetString(digits, 10)
	if sign == "-" {
		n.Neg(n)
	}
	scale = len(fraction) - exp
	if scale < 0 {
		n.Mul(n, pow10(-scale))
		scale = 0
	}
	return n, scale, true
}

func splitExponent(s string) (mantissa string, exp int, ok bool) {
	i := strings.IndexAny(s, "eE")
	if i < 0 {
		return s, 0, true
	}
	text := s[i+1:]
	negative := strings.HasPrefix(text, "-")
	if negative || strings.HasPrefix(text, "+") {
		text = text[1:]
	}
	if text == "" || len(text) > 4 || !allDigits(text) {
		return "", 0, false
	}
	for _, c := range []byte(text) {
		exp = exp*10 + int(c-'0')
	}
	if exp > maxDecimalExp {
		return "", 0, false
	}
	if negative {
		exp = -exp
	}
	return s[:i], exp, true
}

// align returns both numbers with a common scale.
func align(d, e Decimal) (a, b *big.Int, scale int) {
	a, as, _ := splitDecimal(d.text)
	b, bs, _ := splitDecimal(e.text)
	if as < bs {
		a.Mul(a, pow10(bs-as))
		return a, b, bs
	}
	b.Mul(b, pow10(as-bs))
	return a, b, as
}

// plain writes n × 10^-scale without exponent or needless zeros.
func plain(n *big.Int, scale int) string {
	digits := new(big.Int).Abs(n).String()
	if pad := scale + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	out := digits
	if scale > 0 {
		out = digits[:len(digits)-scale]
		if fraction := strings.TrimRight(digits[len(digits)-scale:], "0"); fraction != "" {
			out += "." + fraction
		}
	}
	if n.Sign() < 0 {
		out = "-" + out
	}
	return out
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// times returns d × n.
func (d Decimal) times(n int64) Decimal {
	v, scale, _ := splitDecimal(d.text)
	return Decimal{plain(v.Mul(v, big.NewInt(n)), scale)}
}

// mul returns d × e.
func (d Decimal) mul(e Decimal) Decimal {
	a, as, _ := splitDecimal(d.text)
	b, bs, _ := splitDecimal(e.text)
	return Decimal{plain(a.Mul(a, b), as+bs)}
}
