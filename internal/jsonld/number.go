package jsonld

import (
	"bytes"
	"math"
	"strconv"
)

const (
	xsd        = "http://www.w3.org/2001/XMLSchema#"
	xsdBoolean = xsd + "boolean"
	xsdDouble  = xsd + "double"
	xsdInteger = xsd + "integer"
)

// formatNumber returns the lexical form and the datatype of a JSON number
// (JSON-LD 1.1 API section 8.2.2): a canonical xsd:integer for a whole number
// below 1e21, else a canonical xsd:double. A datatype given by the document is
// kept; xsd:double makes a double of a whole number, too. exact is false if the
// form, which has at most 16 digits, denotes another float.
func formatNumber(f float64, datatype string) (lexical, kind string, exact bool) {
	if f == math.Trunc(f) && math.Abs(f) < 1e21 && datatype != xsdDouble {
		if datatype == "" {
			datatype = xsdInteger
		}
		return strconv.FormatFloat(f+0, 'f', 0, 64), datatype, true
	}
	if datatype == "" {
		datatype = xsdDouble
	}
	form := formatDouble(f)
	back, err := strconv.ParseFloat(form, 64)
	return form, datatype, err == nil && back == f
}

// formatDouble returns the canonical form of xsd:double as JSON-LD prescribes
// it: "%1.15E" without trailing zeros, and without plus and leading zeros in the
// exponent.
func formatDouble(f float64) string {
	if f == 0 {
		return "0.0E0" // minus zero is zero in JSON (RFC 8785 section 3.2.2.3)
	}
	var scratch [32]byte
	form := strconv.AppendFloat(scratch[:0], f, 'E', 15, 64)
	e := bytes.IndexByte(form, 'E')
	mantissa, exponent := form[:e], form[e+1:]
	for mantissa[len(mantissa)-1] == '0' && mantissa[len(mantissa)-2] != '.' {
		mantissa = mantissa[:len(mantissa)-1]
	}
	power, _ := strconv.Atoi(string(exponent)) // AppendFloat wrote it
	return string(mantissa) + "E" + strconv.Itoa(power)
}
