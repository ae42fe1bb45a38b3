package trust

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Everything that others signed is read with package cryptobyte: from front to
// back, one level at a time. A length that lies beyond the input is an error
// before anything is allocated, and no reader here calls itself for what is
// nested, so no input can exhaust the stack.

// readTime reads a UTCTime or GeneralizedTime as DER has it. Fractions of a second
// may follow in a GeneralizedTime (RFC 3161 section 2.4.2). It allocates nothing,
// since a revocation list has one for each of its entries.
func readTime(s *cryptobyte.String) (at time.Time, ok bool) {
	var text cryptobyte.String
	var tag tags.Tag
	year := 4 // digits
	if !s.ReadAnyASN1(&text, &tag) || tag != tags.UTCTime && tag != tags.GeneralizedTime {
		return at, false
	}
	if tag == tags.UTCTime {
		year = 2
	}
	if len(text) <= year+10 || text[len(text)-1] != 'Z' {
		return at, false
	}
	fraction, ok := nanoseconds(text[year+10 : len(text)-1])
	if !ok || tag == tags.UTCTime && len(text) != year+11 {
		return at, false
	}
	var parts [6]int
	for i := range parts {
		from := year + 2*i - 2
		if i == 0 {
			parts[i], ok = number(text[:year])
		} else {
			parts[i], ok = number(text[from : from+2])
		}
		if !ok {
			return at, false
		}
	}
	switch {
	case tag == tags.UTCTime && parts[0] >= 50: // RFC 5280 section 4.1.2.5.1
		parts[0] += 1900
	case tag == tags.UTCTime:
		parts[0] += 2000
	}
	at = time.Date(parts[0], time.Month(parts[1]), parts[2], parts[3], parts[4], parts[5], fraction, time.UTC)
	// What is out of range, such as 30 February, comes back as something else.
	return at, at.Year() == parts[0] && int(at.Month()) == parts[1] && at.Day() == parts[2] &&
		at.Hour() == parts[3] && at.Minute() == parts[4] && at.Second() == parts[5]
}

// nanoseconds reads a fraction of a second, such as ".25", or nothing.
func nanoseconds(text []byte) (n int, ok bool) {
	if len(text) == 0 {
		return 0, true
	}
	if text[0] != '.' || len(text) < 2 || len(text) > 10 {
		return 0, false
	}
	if n, ok = number(text[1:]); !ok {
		return 0, false
	}
	for range 10 - len(text) {
		n *= 10
	}
	return n, true
}

func number(digits []byte) (n int, ok bool) {
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = 10*n + int(d-'0')
	}
	return n, true
}

// readExtensions reads a SEQUENCE OF Extension (RFC 5280 section 4.1). One that
// stands there twice is an error: two readers could take different ones.
func readExtensions(s *cryptobyte.String) (all []pkix.Extension, ok bool) {
	var list cryptobyte.String
	if !s.ReadASN1(&list, tags.SEQUENCE) {
		return nil, false
	}
	seen := make(map[string]bool)
	for !list.Empty() {
		e, ok := readExtension(&list)
		if !ok || seen[e.Id.String()] || len(all) == maxExtensions {
			return nil, false
		}
		seen[e.Id.String()] = true
		all = append(all, e)
	}
	return all, true
}

// maxExtensions bounds the work: real data have about five.
const maxExtensions = 64

func readExtension(s *cryptobyte.String) (e pkix.Extension, ok bool) {
	var one, value cryptobyte.String
	ok = s.ReadASN1(&one, tags.SEQUENCE) && one.ReadASN1ObjectIdentifier(&e.Id) &&
		readFlag(&one, tags.BOOLEAN, &e.Critical) && one.ReadASN1(&value, tags.OCTET_STRING) && one.Empty()
	e.Value = value
	return e, ok
}

// readFlag reads an optional boolean that is false when it is left out.
func readFlag(s *cryptobyte.String, tag tags.Tag, out *bool) bool {
	var value cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&value, &present, tag) {
		return false
	}
	*out = present && len(value) == 1 && value[0] != 0
	return !present || len(value) == 1
}

// extensionOf returns the value of an extension, and false if there is none.
func extensionOf(all []pkix.Extension, id asn1.ObjectIdentifier) (value cryptobyte.String, ok bool) {
	for _, e := range all {
		if e.Id.Equal(id) {
			return e.Value, true
		}
	}
	return nil, false
}

// maxBER bounds the nesting of what has no definite length.
const maxBER = 16

// errBER means that data are neither DER nor BER as CMS writes it.
var errBER = errors.New("the data are not well formed")

// definite returns a BER element as DER has it. CMS allows lengths that are not
// known in advance (RFC 5652 section 2); what has a definite length, such as a
// certificate, stays byte for byte, since it may have been signed so. Further
// bytes after the element are an error.
func definite(ber []byte) ([]byte, error) {
	if len(ber) < 2 || ber[1] != 0x80 {
		return ber, nil
	}
	out, rest, err := definiteElement(ber, 0)
	if err == nil && len(rest) > 0 {
		err = errBER
	}
	return out, err
}

func definiteElement(ber []byte, depth int) (der, rest []byte, err error) {
	if len(ber) < 2 || depth > maxBER {
		return nil, nil, errBER
	}
	if ber[1] != 0x80 {
		var element cryptobyte.String
		var tag tags.Tag
		s := cryptobyte.String(ber)
		if !s.ReadAnyASN1Element(&element, &tag) {
			return nil, nil, errBER
		}
		return element, s, nil
	}
	if ber[0]&0x20 == 0 { // only what is constructed may have no length
		return nil, nil, errBER
	}
	tag, text := tags.Tag(ber[0]), ber[0] == 0x24 // an octet string in pieces
	var content []byte
	for rest = ber[2:]; ; {
		if len(rest) >= 2 && rest[0] == 0 && rest[1] == 0 {
			break
		}
		var piece []byte
		if piece, rest, err = definiteElement(rest, depth+1); err != nil {
			return nil, nil, err
		}
		if text {
			s, value := cryptobyte.String(piece), cryptobyte.String(nil)
			if !s.ReadASN1(&value, tags.OCTET_STRING) {
				return nil, nil, errBER
			}
			piece = value
		}
		content = append(content, piece...)
	}
	if text {
		tag = tags.OCTET_STRING
	}
	var b cryptobyte.Builder
	b.AddASN1(tag, func(b *cryptobyte.Builder) { b.AddBytes(content) })
	der, err = b.Bytes()
	return der, rest[2:], err
}
