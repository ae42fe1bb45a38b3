package jsontree

import (
	"math"
	"strconv"
	"strings"
)

// Float returns the value of a number as binary64. The second result is
// false when the value is not a number or when binary64 cannot keep it; see
// [Value.Canonical] for what that means.
func (v Value) Float() (float64, bool) {
	if v.Kind() != Number {
		return 0, false
	}
	return parseNumber(v.Raw())
}

// parseNumber reads a JSON number that binary64 keeps: one that the shortest
// text of its binary64 value denotes too, or a fraction of at most 17
// significant digits, which is what common writers print. An integer that would
// be rounded, an overflow and an underflow to zero are refused (RFC 7493
// section 2.2).
func parseNumber(lit string) (float64, bool) {
	f, err := strconv.ParseFloat(lit, 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, false
	}
	digits, exp := decimal(lit)
	if len(digits) <= 15 && exp > -280 {
		return f, true
	}
	shortest, shortestExp := decimal(strconv.FormatFloat(f, 'e', -1, 64))
	if digits == shortest && exp == shortestExp {
		return f, true
	}
	return f, f != 0 && exp < 0 && len(digits) <= 17
}

// decimal returns the significant digits of a number literal, without
// leading or trailing zeros and without its sign, and the exponent of its
// last digit. Zero has no digits.
func decimal(lit string) (digits string, exp int) {
	lit = strings.TrimPrefix(lit, "-")
	mantissa, power := lit, ""
	if i := strings.IndexAny(lit, "eE"); i >= 0 {
		mantissa, power = lit[:i], lit[i+1:]
	}
	if whole, fraction, found := strings.Cut(mantissa, "."); found {
		mantissa, exp = whole+fraction, -len(fraction)
	}
	if power != "" {
		p, err := strconv.Atoi(power)
		if err != nil { // so low that ParseFloat yields zero; it refuses what is too high
			p = math.MinInt32
		}
		exp += p
	}
	trimmed := strings.TrimRight(mantissa, "0")
	exp += len(mantissa) - len(trimmed)
	digits = strings.TrimLeft(trimmed, "0")
	if digits == "" {
		return "", 0
	}
	return digits, exp
}

// AppendFloat appends a finite float in the form of ECMAScript's
// Number.prototype.toString, which RFC 8785 section 3.2.2.3 prescribes.
func AppendFloat(dst []byte, f float64) []byte {
	if f == 0 {
		return append(dst, '0') // minus zero too
	}
	format := byte('f')
	if abs := math.Abs(f); abs < 1e-6 || abs >= 1e21 {
		format = 'e'
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, f, format, -1, 64)
	if format == 'e' { // Go pads the exponent to two digits
		if n := len(dst); n-start >= 4 && dst[n-2] == '0' && (dst[n-3] == '-' || dst[n-3] == '+') {
			dst[n-2] = dst[n-1]
			dst = dst[:n-1]
		}
	}
	return dst
}
