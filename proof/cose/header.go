package cose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/internal/sign1"
)

// understood are the parameters that crit may list: those that are acted upon.
var understood = []int64{sign1.Alg, sign1.Crit, sign1.ContentType, sign1.Kid, sign1.CWTClaims, sign1.Typ}

// protectedOnly are the parameters that decide, each with its name. RFC 9052
// section 3.1, RFC 9596 section 2 and RFC 9597 section 2 want them protected.
var protectedOnly = []struct {
	label int64
	name  string
}{{sign1.Crit, "crit"}, {sign1.Typ, "typ"}, {sign1.CWTClaims, "the claims"}}

// checkHeaders checks the headers, apart from the algorithm and the key.
func (c *check) checkHeaders() {
	protected, unprotected := c.message.Protected, c.message.Unprotected
	for _, p := range protectedOnly {
		if unprotected.Has(p.label) {
			c.addBroken(&ruleHeader, c.at(), p.name+" in the unprotected header")
		}
	}
	for label := range unprotected {
		if protected.Has(label) {
			c.addBroken(&ruleBoth, c.at(), "one that does")
			break
		}
	}
	for _, h := range []sign1.Header{protected, unprotected} {
		if _, ok := h.Bytes(sign1.Kid); h.Has(sign1.Kid) && !ok {
			c.addBroken(&ruleHeader, c.at(), "a kid that is no byte string")
		}
		for _, p := range []int64{sign1.ContentType, sign1.Typ} {
			_, isText := h.Text(p)
			number, isNumber := h.Int(p)
			if h.Has(p) && !isText && !(isNumber && number >= 0) {
				c.addBroken(&ruleHeader, c.at(), "a content type or typ that is neither text nor a number")
			}
		}
	}
	c.checkCritical()
}

// checkCritical checks the parameter crit.
func (c *check) checkCritical() {
	protected := c.message.Protected
	if !protected.Has(sign1.Crit) {
		return
	}
	labels, ok := protected.Labels(sign1.Crit)
	if !ok || len(labels) == 0 {
		c.addBroken(&ruleCrit, c.at(), "a crit that is no array of labels or is empty")
		return
	}
	for _, label := range labels {
		number, isNumber := label.(int64)
		switch {
		case !isNumber || !slices.Contains(understood, number):
			c.addBroken(&ruleCrit, c.at(), "a parameter that is not understood")
			return
		case !protected.Has(number):
			c.addBroken(&ruleCrit, c.at(), "a parameter that is not in the protected header")
			return
		}
	}
}

// kid returns the name of the key, or "". It is only a hint, so the unprotected
// header may hold it; the protected one comes first (RFC 9052 section 3).
func (c *check) kid() string {
	kid, ok := c.message.Protected.Bytes(sign1.Kid)
	if !ok {
		kid, _ = c.message.Unprotected.Bytes(sign1.Kid)
	}
	if !utf8.Valid(kid) {
		return ""
	}
	return string(kid)
}

// isPadded reports whether the base64 of a data: URL is padded to groups of a
// length.
func isPadded(url string, group int) bool {
	_, data, _ := strings.Cut(url, ",")
	return len(data)%group == 0
}
