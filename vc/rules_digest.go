package vc

import (
	"bytes"
	"crypto"
	_ "crypto/sha256" // the hash functions of the Subresource Integrity specification
	_ "crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"github.com/multiformats/go-multibase"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ruleMatch is not in the table: it needs the resource itself.
var ruleMatch = Rule{Code: "VCDM2-RELATED-MATCH", Axis: Conformant, Level: Must, Spec: specV2 + "integrity-of-related-resources",
	Text: "A related resource must have the digests that the credential states."}

// CheckRelatedResource compares the content of a related resource with the
// digests in its relatedResource object. Each of digestSRI and
// digestMultibase that is there must be matched by one of its digests of the
// strongest hash function it names. A resource without a digest that can be
// computed here is a problem, too.
func CheckRelatedResource(resource jsontree.Value, content []byte) []Problem {
	var problems []Problem
	compared := false
	for _, f := range []struct {
		name  string
		parse func(string) ([]digest, bool)
	}{{"digestSRI", parseSRI}, {"digestMultibase", parseMultibaseDigest}} {
		var digests []digest
		for v := range resource.Get(f.name).Each() {
			d, _ := f.parse(v.Text())
			digests = append(digests, d...)
		}
		known, match := matches(digests, content)
		if known && !match {
			problems = append(problems, ruleMatch.At(resource.Get(f.name).Pointer(), "another digest"))
		}
		compared = compared || known
	}
	if !compared {
		problems = append(problems, ruleMatch.At(resource.Pointer(), "no digest that can be compared"))
	}
	return problems
}

// digest is a stated digest; hash is 0 when the function is not known here.
type digest struct {
	hash crypto.Hash
	sum  []byte
}

// matches compares content with the digests of the strongest known function.
func matches(digests []digest, content []byte) (known, match bool) {
	strongest := crypto.Hash(0)
	for _, d := range digests {
		strongest = max(strongest, d.hash) // SHA-256 < SHA-384 < SHA-512 as numbers, too
	}
	if strongest == 0 {
		return false, false
	}
	h := strongest.New()
	h.Write(content)
	sum := h.Sum(nil)
	for _, d := range digests {
		match = match || d.hash == strongest && bytes.Equal(d.sum, sum)
	}
	return true, match
}

func noDigest(s spot) string {
	if !s.value.IsObject() || s.value.Get("digestSRI").Exists() || s.value.Get("digestMultibase").Exists() {
		return ""
	}
	return "neither"
}

func notSRI(s spot) string { return notDigest(s.value, parseSRI) }

func notMultibaseDigest(s spot) string { return notDigest(s.value, parseMultibaseDigest) }

func notDigest(v jsontree.Value, parse func(string) ([]digest, bool)) string {
	if v.Kind() != jsontree.String || v.Text() == "" {
		return describe(v)
	}
	if _, ok := parse(v.Text()); !ok {
		return "a string of another form"
	}
	return ""
}

var urlAlphabet = strings.NewReplacer("+", "-", "/", "_")

var sriHashes = map[string]crypto.Hash{"sha256": crypto.SHA256, "sha384": crypto.SHA384, "sha512": crypto.SHA512}

// parseSRI reads digests as Subresource Integrity section 3.5 writes them,
// separated by white space, in either base64 alphabet (the grammar of Content
// Security Policy, to which it points, has both).
func parseSRI(s string) (digests []digest, ok bool) {
	for expression := range strings.FieldsSeq(s) {
		expression, _, _ = strings.Cut(expression, "?") // options are reserved
		name, value, _ := strings.Cut(expression, "-")
		hash, known := sriHashes[name]
		if !known {
			return nil, false
		}
		sum, err := base64.RawURLEncoding.Strict().DecodeString(urlAlphabet.Replace(strings.TrimRight(value, "=")))
		if err != nil || len(sum) != hash.Size() {
			return nil, false
		}
		digests = append(digests, digest{hash, sum})
	}
	return digests, len(digests) > 0
}

// rawHashes tells the hash function of a bare digest by its length.
var rawHashes = map[int]crypto.Hash{32: crypto.SHA256, 48: crypto.SHA384, 64: crypto.SHA512}

// multihashes is the part of the multihash registry that can be computed here.
var multihashes = map[uint64]crypto.Hash{0x12: crypto.SHA256, 0x20: crypto.SHA384, 0x13: crypto.SHA512}

// maxMultibase bounds the text of a digest: base58 takes quadratic time.
const maxMultibase = 256

// parseMultibaseDigest reads a digest in Multibase (Controlled Identifiers 1.0
// section 2.4): a multihash, or a bare digest, which the examples of the
// specification and its tests use.
func parseMultibaseDigest(s string) ([]digest, bool) {
	data, ok := decodeMultibase(s)
	if !ok {
		return nil, false
	}
	if hash, ok := rawHashes[len(data)]; ok {
		return []digest{{hash, data}}, true
	}
	code, n := binary.Uvarint(data)
	if n <= 0 {
		return nil, false
	}
	length, m := binary.Uvarint(data[n:])
	if m <= 0 {
		return nil, false
	}
	sum := data[n+m:]
	hash, known := multihashes[code]
	if uint64(len(sum)) != length || len(sum) < 16 || known && len(sum) != hash.Size() {
		return nil, false
	}
	return []digest{{hash, sum}}, true
}

// decodeMultibase reads the two encodings that Controlled Identifiers 1.0
// section 2.4 defines, base64url without padding and base58btc.
func decodeMultibase(s string) (data []byte, ok bool) {
	if s == "" || len(s) > maxMultibase || strings.ContainsAny(s, "\r\n") { // which base64 skips
		return nil, false
	}
	switch s[0] {
	case 'u':
		data, err := base64.RawURLEncoding.Strict().DecodeString(s[1:])
		return data, err == nil
	case 'z':
		_, data, err := multibase.Decode(s)
		return data, err == nil
	}
	return nil, false
}
