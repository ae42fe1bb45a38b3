package vectors

import (
	"crypto/ecdsa"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/multiformats/go-multibase"
)

// withValues makes a copy of the document for each proof value. One that is no text
// with something in it breaks another requirement first, and so does a signature of
// another form.
func (g good) withValues(values map[string]string) ([]embeddedCopy, error) {
	var out []embeddedCopy
	for _, slug := range sortedNames(values) {
		doc, err := edit(g.file, g.proofAt()+"/proofValue", values[slug])
		if err != nil {
			return nil, err
		}
		c := embeddedCopy{slug: slug, because: "The proofValue is " + valueFaults[slug] + ".", text: doc.String()}
		switch slug {
		case "empty", "number", "list":
			c.rule = "PROOF-FORM"
		case "hexadecimal", "base64url":
			c.spec = g.suite.verification()
		case "der":
			c.rule = "PROOF-VALUE"
		}
		out = append(out, c)
	}
	return out, nil
}

// verification is the clause on the verification of a suite that names the base of
// its values; "" where the suite is older than that.
func (s embeddedSuite) verification() string {
	name := string(s.cryptosuite)
	if s.typed {
		return ""
	}
	family, _, _ := strings.Cut(name, "-")
	return "https://www.w3.org/TR/vc-di-" + family + "/#verify-proof-" + name
}

// valueFaults says what is the matter with a proof value.
var valueFaults = map[string]string{
	"empty": "empty", "prefix-only": "nothing but the letter of its base", "unprefixed": "without the letter of its base", "number": "a number", "list": "in a list",
	"hexadecimal": "in another base", "base64url": "in another base", "foreign-letter": "not in the alphabet of its base", "space": "followed by a space",
	"shorter": "a byte too short", "longer": "a byte too long", "zeros": "all zeros", "flipped": "changed in one bit",
	"der": "in ASN.1, not r and s side by side", "r-zero": "one whose r is zero", "s-zero": "one whose s is zero", "r-order": "one whose r is the order of the group",
	"exchanged": "one whose r and s are exchanged", "plus-order": "one to whose S the order of the group was added",
}

// malformedValues are proof values that are none.
func malformedValues(g good) ([]embeddedCopy, error) {
	text := g.file.Lookup(g.proofAt() + "/proofValue").Text()
	values := map[string]string{
		"empty": `""`, "prefix-only": quote(text[:1]), "unprefixed": quote(text[1:]), "number": "7", "list": "[" + quote(text) + "]",
		"foreign-letter": quote(text[:9] + "!" + text[10:]), "space": quote(text + " "),
	}
	if !wholeOnly(g) {
		return g.withValues(values)
	}
	_, raw, err := multibase.Decode(text)
	if err != nil {
		return nil, err
	}
	values["hexadecimal"] = quote("f" + hex.EncodeToString(raw))
	values["base64url"] = quote("u" + base64.RawURLEncoding.EncodeToString(raw))
	for slug, bytes := range map[string][]byte{"shorter": raw[1:], "longer": append(slices.Clone(raw), 0)} {
		text, err := base58(bytes)
		if err != nil {
			return nil, err
		}
		values[slug] = quote(text)
	}
	return g.withValues(values)
}

// malformedSignatures are signatures that do not fit, and such as careless readers
// take for ones that do.
func malformedSignatures(g good) ([]embeddedCopy, error) {
	_, raw, err := multibase.Decode(g.file.Lookup(g.proofAt() + "/proofValue").Text())
	if err != nil {
		return nil, err
	}
	flipped := slices.Clone(raw)
	flipped[len(flipped)/3] ^= 1
	made := map[string][]byte{"zeros": make([]byte, len(raw)), "flipped": flipped}
	if key, ok := g.issuer.key.Signer.Public().(*ecdsa.PublicKey); ok {
		addECDSA(made, raw, key.Curve.Params().N)
	} else {
		made["plus-order"] = plusOrder(raw)
	}
	values := make(map[string]string, len(made))
	for slug, bytes := range made {
		text, err := base58(bytes)
		if err != nil {
			return nil, err
		}
		values[slug] = quote(text)
	}
	return g.withValues(values)
}

// addECDSA adds signatures whose r or s is out of range, or in another form.
func addECDSA(made map[string][]byte, raw []byte, order *big.Int) {
	half := len(raw) / 2
	r, s := raw[:half], raw[half:]
	n := order.FillBytes(make([]byte, half))
	zero := make([]byte, half)
	made["r-zero"], made["s-zero"], made["r-order"], made["exchanged"] = slices.Concat(zero, s), slices.Concat(r, zero), slices.Concat(n, s), slices.Concat(s, r)
	if der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(r), new(big.Int).SetBytes(s)}); err == nil {
		made["der"] = der
	}
}

// plusOrder adds the order of the group to S of an Ed25519 signature, which then
// fits by the equation and not by RFC 8032 section 5.1.7.
func plusOrder(raw []byte) []byte {
	order := []byte{
		0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
	}
	out, carry := slices.Clone(raw), 0
	for i, b := range order {
		sum := int(out[32+i]) + int(b) + carry
		out[32+i], carry = byte(sum), sum>>8
	}
	return out
}

// malformedMethods are names of keys that lead to none, or to a key that is not
// that of whom they name.
func malformedMethods(g good) ([]embeddedCopy, error) {
	var out []embeddedCopy
	for _, m := range []struct{ slug, rule, because, raw string }{
		{"empty", "PROOF-FORM", "The verificationMethod is empty.", `""`},
		{"number", "PROOF-FORM", "The verificationMethod is a number.", "7"},
		{"text", "", "The verificationMethod is no URL.", `"key-1"`},
		{"cut", "", "The verificationMethod is a did:key without a key.", `"did:key:z6Mk"`},
		{"borrowed", "", "The verificationMethod puts the key of a stranger behind the name of the issuer.", quote(g.issuer.id + "#" + g.stranger.fragment())},
		{"no-such-method", "", "The verificationMethod is a DID of a method that nobody has defined.", `"did:nosuchmethod2031:abc#key"`},
	} {
		doc, err := edit(g.file, g.proofAt()+"/verificationMethod", m.raw)
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: m.slug, rule: m.rule, because: m.because, text: doc.String()})
	}
	forged, err := borrowedSignature(g)
	if err != nil || forged == nil {
		return out, err
	}
	return append(out, *forged), nil
}

// borrowedSignature is signed by a stranger whose key is named as one of the
// issuer's: right for who takes the fragment of a did:key for the key.
func borrowedSignature(g good) (*embeddedCopy, error) {
	by := g.stranger
	by.key.Method = g.issuer.id + "#" + g.stranger.fragment()
	doc, err := g.sign(g.unsigned, by, g.options)
	if err != nil {
		return nil, err
	}
	return &embeddedCopy{slug: "minted", because: "A stranger signed, and calls the own key one of the issuer's.", text: doc.String()}, nil
}

// universal is a credential of nobody: its key is the neutral point of the curve, and
// R is that point and S is zero, which fits whatever is signed.
func universal(g good) ([]embeddedCopy, error) {
	neutral := make([]byte, 32)
	neutral[0] = 1
	name, err := base58(append([]byte{0xed, 0x01}, neutral...))
	if err != nil {
		return nil, err
	}
	value, err := base58(append(neutral, make([]byte, 32)...))
	if err != nil {
		return nil, err
	}
	issuer := "/issuer"
	if g.file.Get("issuer").IsObject() {
		issuer = "/issuer/id"
	}
	return one(edit(g.file, issuer, quote("did:key:"+name), g.proofAt()+"/verificationMethod", quote("did:key:"+name+"#"+name), g.proofAt()+"/proofValue", quote(value)))
}

// contextBefore puts a context before the last one of the document: its contexts
// must begin with those that a JCS proof names (vc-di-eddsa section 3.3.2).
func contextBefore(g good) ([]embeddedCopy, error) {
	last := g.file.Get("@context").Len() - 1
	at := fmt.Sprintf("/@context/%d", last)
	return one(edit(g.file, "/@context/-", g.file.Lookup(at).Raw(), at, `{"seeAlso2031":"https://vocabulary.example/seeAlso"}`))
}

// sortedNames returns the names of a map in order.
func sortedNames[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
