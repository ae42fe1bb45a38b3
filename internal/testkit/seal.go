package testkit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// SealTime is when seals claim to have been made, unless [SealOptions] says
// otherwise.
var SealTime = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// Member is a name with a JSON text.
type Member struct{ Name, JSON string }

// SealOptions says how [Seal] seals, correctly or not. The zero value makes a
// correct seal as Europass software writes it today: general serialisation,
// RS256, payload not encoded, x5t#S256, iat.
type SealOptions struct {
	Sealer    Sealer    // zero: the RSA certificate of NewCA
	Alg       string    // "": RS256, or what fits the key
	At        time.Time // the claimed signing time; zero: SealTime
	SigT      bool      // write the signing time as sigT, as before July 2025
	DigestO   bool      // write x5t#o with SHA-512 in the place of x5t#S256
	Encoded   bool      // encode the payload with base64url, without b64
	Flattened bool      // flattened serialisation
	Unsigned  string    // JSON text of the unprotected header; "": none

	// Late makes the unprotected header from what was signed, which time stamps
	// cover; see [CA.LongTerm].
	Late func(SealParts) string
	// Compact seals in the compact serialisation, which has no unprotected
	// header and encodes the payload.
	Compact bool

	// Content returns a time stamp over the payload as it is signed, which goes into
	// the protected header (adoTst).
	Content func(covered string) []byte

	// Header changes the members of the protected header before it is signed, and
	// Protect its text.
	Header  func([]Member) []Member
	Protect func(string) string
	// Forge changes the parts after signing.
	Forge func(*SealParts)
}

// SealParts are the parts of a sealed file.
type SealParts struct{ Payload, Protected, Signature string }

// Seal seals a payload with a JAdES signature of baseline level B (ETSI TS
// 119 182-1). Seals with an RSA key by RS256 are the same bytes each time. It
// panics when the options cannot be followed.
func Seal(payload []byte, o SealOptions) []byte {
	if o.Sealer.Certificate == nil {
		o.Sealer = NewCA().RSA
	}
	if o.At.IsZero() {
		o.At = SealTime
	}
	if o.Alg == "" {
		o.Alg = algorithmFor(o.Sealer.Key)
	}
	o.Encoded = o.Encoded || o.Compact
	header := sealHeader(o)
	if o.Header != nil {
		header = o.Header(header)
	}
	p := SealParts{Payload: string(payload)}
	if o.Encoded {
		p.Payload = encode(payload)
	}
	if o.Content != nil {
		header = append(header, Member{"adoTst", `{"tstTokens":[` + valueObject(o.Content(p.Payload)) + `]}`})
	}
	text := object(header)
	if o.Protect != nil {
		text = o.Protect(text)
	}
	p.Protected = encode([]byte(text))
	p.Signature = encode(SignJWS(o.Sealer.Key, o.Alg, []byte(p.Protected+"."+p.Payload)))
	if o.Late != nil {
		o.Unsigned = o.Late(p)
	}
	if o.Forge != nil {
		o.Forge(&p)
	}
	return []byte(sealFile(p, o))
}

// sealFile returns the file. The payload is the first member, because Europass
// software recognises a sealed file by that.
func sealFile(p SealParts, o SealOptions) string {
	if o.Compact {
		return p.Protected + "." + p.Payload + "." + p.Signature
	}
	entry := []Member{{"protected", quote(p.Protected)}}
	if o.Unsigned != "" {
		entry = append(entry, Member{"header", o.Unsigned})
	}
	entry = append(entry, Member{"signature", quote(p.Signature)})
	payload := Member{"payload", quote(p.Payload)}
	if o.Flattened {
		return object(slices.Insert(entry, 0, payload))
	}
	return object([]Member{payload, {"signatures", "[" + object(entry) + "]"}})
}

func sealHeader(o SealOptions) []Member {
	leaf := o.Sealer.Certificate
	digest := sha256.Sum256(leaf.Raw)
	reference := Member{"x5t#S256", quote(encode(digest[:]))}
	if o.DigestO {
		digest := sha512.Sum512(leaf.Raw)
		reference = Member{"x5t#o", object([]Member{{"digAlg", `"S512"`}, {"digVal", quote(encode(digest[:]))}})}
	}
	x5c := []string{quote(base64.StdEncoding.EncodeToString(leaf.Raw))}
	for _, c := range o.Sealer.Chain {
		x5c = append(x5c, quote(base64.StdEncoding.EncodeToString(c.Raw)))
	}
	typ := `"jose+json"`
	if o.Compact {
		typ = `"jose"`
	}
	header := []Member{
		{"alg", quote(o.Alg)}, {"cty", `"json"`}, {"kid", quote(sealKid(o.Sealer))}, reference,
		{"x5c", "[" + strings.Join(x5c, ",") + "]"}, {"typ", typ},
	}
	var crit []string
	if !o.Encoded {
		header, crit = append(header, Member{"b64", "false"}), append(crit, `"b64"`)
	}
	if o.SigT {
		header, crit = append(header, Member{"sigT", quote(o.At.UTC().Format(time.RFC3339))}), append(crit, `"sigT"`)
	} else {
		header = append(header, Member{"iat", strconv.FormatInt(o.At.Unix(), 10)})
	}
	if len(crit) > 0 {
		header = append(header, Member{"crit", "[" + strings.Join(crit, ",") + "]"})
	}
	return header
}

// sealKid returns an IssuerSerial of RFC 5035 in base64.
func sealKid(s Sealer) string {
	directoryName := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: s.Certificate.RawIssuer}
	der := must(asn1.Marshal(struct {
		Issuer []asn1.RawValue
		Serial *big.Int
	}{[]asn1.RawValue{directoryName}, s.Certificate.SerialNumber}))
	return base64.StdEncoding.EncodeToString(der)
}

func algorithmFor(key crypto.Signer) string {
	switch key := key.(type) {
	case *ecdsa.PrivateKey:
		return map[string]string{"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[key.Params().Name]
	case ed25519.PrivateKey:
		return "EdDSA"
	}
	return "RS256"
}

// SignJWS signs with the named algorithm (RFC 7518 section 3.1). For an unknown
// name it makes a valid signature with SHA-256, so that only the name is wrong.
func SignJWS(key crypto.Signer, alg string, input []byte) []byte {
	hash := crypto.SHA256
	if i, ok := map[string]crypto.Hash{"384": crypto.SHA384, "512": crypto.SHA512}[alg[max(0, len(alg)-3):]]; ok {
		hash = i
	}
	h := hash.New()
	h.Write(input)
	digest := h.Sum(nil)
	switch key := key.(type) {
	case ed25519.PrivateKey:
		return ed25519.Sign(key, input)
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, key, digest)
		size := (key.Params().BitSize + 7) / 8
		out := must(make([]byte, 2*size), err)
		r.FillBytes(out[:size])
		s.FillBytes(out[size:])
		return out
	}
	if strings.HasPrefix(alg, "PS") {
		return must(key.Sign(rand.Reader, digest, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: hash}))
	}
	return must(key.Sign(rand.Reader, digest, hash))
}

func object(members []Member) string {
	parts := make([]string, len(members))
	for i, m := range members {
		parts[i] = quote(m.Name) + ":" + m.JSON
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func encode(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func quote(text string) string { return string(jsontree.AppendString(nil, text)) }
