package vectors

import (
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rsa"
	_ "crypto/sha512" // crypto.SHA384, crypto.SHA512
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// alteredClaims changes what was signed, member by member, and keeps the signature:
// what anybody can do who has no key.
func alteredClaims(b tokenBase, good string) ([]spoilt, error) {
	header, rest, _ := strings.Cut(good, ".")
	_, signature, _ := strings.Cut(rest, ".")
	var out []spoilt
	changes, err := changesOf(b.payload)
	for _, c := range changes {
		out = append(out, spoilt{name: c.name, rule: "PROOF-SIGNATURE", because: c.because, text: header + "." + jws.Encode([]byte(c.text)) + "." + signature})
	}
	if err != nil || !b.legacy() || b.presented() {
		return out, err
	}
	from := b.at("/validFrom")
	if b.inClaim() {
		from = "/vc/issuanceDate"
	}
	// A member and the claim that repeats it, so that only the signature tells.
	for _, row := range []struct {
		name, what string
		edits      []string
	}{
		{"forged-subject", "subject", []string{b.at("/credentialSubject/id"), quoted(tokenOtherSub), "/sub", quoted(tokenOtherSub)}},
		{"forged-id", "id", []string{b.at("/id"), quoted(tokenOtherID), "/jti", quoted(tokenOtherID)}},
		{"forged-start", "start of validity", []string{from, quoted(datePast), "/nbf", secondsPast}},
	} {
		payload, err := edited(b.payload, row.edits...)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: "PROOF-SIGNATURE", because: "The " + row.what + " and the claim that repeats it were changed after signing.", text: header + "." + jws.Encode([]byte(payload)) + "." + signature})
	}
	return out, nil
}

// change is a JSON text with one change.
type change struct{ name, because, text string }

// changesOf returns a JSON object with each of its values altered, each member of
// the outermost object taken away, one added, and written in another way.
func changesOf(object string) ([]change, error) {
	root, err := jsontree.Parse([]byte(object), jsontree.Limits{})
	if err != nil {
		return nil, err
	}
	var out []change
	for _, leaf := range leavesOf(root) {
		out = append(out, change{"altered-" + slug(leaf.Pointer()), "The value at " + leaf.Pointer() + " was changed after signing.", string(leaf.Replace(otherThan(leaf)))})
	}
	for name, member := range root.Members() {
		out = append(out, change{"removed-" + slug(name), "The member " + name + " was taken away after signing.", string(member.Remove())})
	}
	return append(out,
		change{"added-member", "A member was added after signing.", string(root.Insert("description", `"Added"`))},
		change{"reformatted", "The text was written with other white space after signing, and what is signed are bytes.", "{ " + object[1:]},
	), nil
}

// leavesOf returns the values that hold no others.
func leavesOf(v jsontree.Value) []jsontree.Value {
	if v.Kind() != jsontree.Object && v.Kind() != jsontree.Array {
		return []jsontree.Value{v}
	}
	var out []jsontree.Value
	for i := range v.Len() {
		out = append(out, leavesOf(v.At(i))...)
	}
	return out
}

// otherThan returns another value of the same type.
func otherThan(v jsontree.Value) string {
	switch v.Kind() {
	case jsontree.String:
		if date, ok := strings.CutSuffix(v.Text(), ":00Z"); ok {
			return quoted(date + ":01Z") // still a date
		}
		return quoted(v.Text() + "x")
	case jsontree.Number:
		return v.Raw() + "1"
	case jsontree.Bool:
		return map[bool]string{true: "false", false: "true"}[v.Bool()]
	}
	return "true"
}

// slug writes a JSON Pointer as part of an id.
func slug(pointer string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			return r
		}
		return -1
	}, strings.ReplaceAll(pointer, "...", "digest"))
	return strings.ToLower(strings.ReplaceAll(strings.Trim(clean, "/"), "/", "-"))
}

// alteredSignatures puts something else in the place of the signature.
func alteredSignatures(b tokenBase, good string) ([]spoilt, error) {
	input, value := cutSignature(good)
	raw, err := jws.Decode(value)
	if err != nil {
		return nil, err
	}
	other, err := b.by.sign(b.header, `{"sub":"did:example:other"}`)
	if err != nil {
		return nil, err
	}
	otherInput, otherValue := cutSignature(other)
	header, _, _ := strings.Cut(input, ".")
	_, otherPayload, _ := strings.Cut(otherInput, ".")
	flipped := append([]byte{raw[0] ^ 1}, raw[1:]...)
	rows := []spoilt{
		{name: "signature-empty", because: "The signature was taken away.", text: input + "."},
		{name: "signature-altered", because: "A bit of the signature was changed.", text: input + "." + jws.Encode(flipped)},
		{name: "signature-truncated", because: "The end of the signature is missing.", text: input + "." + jws.Encode(raw[:len(raw)-1])},
		{name: "signature-longer", because: "A byte follows the signature.", text: input + "." + jws.Encode(append(append([]byte{}, raw...), 0))},
		{name: "signature-zero", because: "All bytes of the signature are zero.", text: input + "." + jws.Encode(make([]byte, len(raw)))},
		{name: "signature-of-another-token", because: "The signature is that of another token of the same issuer.", text: input + "." + otherValue},
		{name: "payload-of-another-token", because: "The payload is that of another token of the same issuer.", text: header + "." + otherPayload + "." + value},
	}
	if strings.HasPrefix(b.by.alg.Name, "ES") {
		half := len(raw) / 2
		r, s := raw[:half], raw[half:]
		for _, row := range []struct {
			name, because string
			r, s          []byte
		}{
			{"signature-r-zero", "The half r of the signature is zero.", make([]byte, half), s},
			{"signature-s-zero", "The half s of the signature is zero.", r, make([]byte, half)},
			{"signature-exchanged", "The halves r and s of the signature are exchanged.", s, r},
			{"signature-order", "Both halves of the signature are the order of the curve.", elliptic.P256().Params().N.Bytes(), elliptic.P256().Params().N.Bytes()},
		} {
			rows = append(rows, spoilt{name: row.name, because: row.because, text: input + "." + jws.Encode(append(append([]byte{}, row.r...), row.s...))})
		}
		der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(r), new(big.Int).SetBytes(s)})
		if err != nil {
			return nil, err
		}
		rows = append(rows, spoilt{name: "signature-in-der", because: "The signature is written in ASN.1 and not as r and s side by side.", text: input + "." + jws.Encode(der), spec: "https://www.rfc-editor.org/rfc/rfc7518#section-3.4"})
	}
	for i := range rows {
		rows[i].rule = "PROOF-SIGNATURE"
	}
	return append(rows, spoilt{name: "signature-part-missing", rule: "JWS-FORM", because: "The token has only two parts.", text: input}), nil
}

// cutSignature cuts a token into what is signed and the signature.
func cutSignature(token string) (input, signature string) {
	at := strings.LastIndexByte(token, '.')
	return token[:at], token[at+1:]
}

// withAlg returns a header with another algorithm; raw is JSON.
func withAlg(header, raw string) (string, error) {
	root, err := jsontree.Parse([]byte(header), jsontree.Limits{})
	if err != nil {
		return "", err
	}
	if raw == "" {
		return string(root.Get("alg").Remove()), nil
	}
	return string(root.Get("alg").Replace(raw)), nil
}

// unsecuredTokens says that there is no signature, in all spellings (RFC 7518
// section 3.6).
func unsecuredTokens(b tokenBase, good string) ([]spoilt, error) {
	_, signature := cutSignature(good)
	var out []spoilt
	for _, row := range []struct{ name, raw string }{
		{"none", `"none"`}, {"none-capital", `"None"`}, {"none-upper", `"NONE"`}, {"none-mixed", `"nOnE"`}, {"none-space", `" none"`},
		{"none-array", `["none"]`}, {"null", "null"}, {"empty", `""`}, {"missing", ""},
	} {
		header, err := withAlg(b.header, row.raw)
		if err != nil {
			return nil, err
		}
		input := jws.Encode([]byte(header)) + "." + jws.Encode([]byte(b.payload)) + "."
		said := "The algorithm is " + strings.ReplaceAll(row.raw, `"`, "'")
		if row.raw == "" {
			said = "No algorithm is stated"
		}
		out = append(out,
			spoilt{name: "alg-" + row.name, rule: "JWS-ALG", because: said + ", and there is no signature.", text: input},
			spoilt{name: "alg-" + row.name + "-signed", rule: "JWS-ALG", because: said + ", and the signature is that of the good token.", text: input + signature},
		)
	}
	return out, nil
}

// publicSecret is a secret that everybody knows.
type publicSecret struct {
	name, what string
	bytes      []byte
}

// keyedWithPublicKey makes a message authentication code whose secret is the
// issuer's public key, which is none (RFC 8725 section 2.1).
func keyedWithPublicKey(b tokenBase, _ string) ([]spoilt, error) {
	public := b.by.key.Public()
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	secrets := []publicSecret{
		{"empty", "nothing", nil}, {"der", "the issuer's public key in DER", der}, {"pem", "the issuer's public key in PEM", text},
		{"pem-trimmed", "the issuer's public key in PEM without the last line break", []byte(strings.TrimSpace(string(text)))},
		{"jwk", "the issuer's public key as a JSON Web Key", []byte(b.by.jwk)},
	}
	switch key := public.(type) {
	case ed25519.PublicKey:
		secrets = append(secrets, publicSecret{"raw", "the bytes of the issuer's public key", key})
	case *rsa.PublicKey:
		secrets = append(secrets, publicSecret{"pkcs1", "the issuer's public key in PKCS #1", x509.MarshalPKCS1PublicKey(key)},
			publicSecret{"modulus", "the modulus of the issuer's public key", key.N.Bytes()},
			publicSecret{"modulus-text", "the modulus of the issuer's public key in base64url", []byte(jws.Encode(key.N.Bytes()))})
	}
	own := crypto.SHA256
	if b.by.alg.Name == "EdDSA" {
		own = crypto.SHA512
	}
	var out []spoilt
	for _, row := range []struct {
		alg, id, rule string
		hash          crypto.Hash
	}{
		{"HS256", "hs256", "JWS-ALG", crypto.SHA256}, {"HS384", "hs384", "JWS-ALG", crypto.SHA384}, {"HS512", "hs512", "JWS-ALG", crypto.SHA512},
		{"hs256", "hs256-spelled", "JWS-ALG", crypto.SHA256}, {b.by.alg.Name, "mac-as-signature", "PROOF-SIGNATURE", own},
	} {
		header, err := withAlg(b.header, quoted(row.alg))
		if err != nil {
			return nil, err
		}
		input := jws.Encode([]byte(header)) + "." + jws.Encode([]byte(b.payload))
		for _, secret := range secrets {
			if row.id != "hs256" && secret.name != "pem" {
				continue // a reader that falls for one falls for PEM
			}
			mac := hmac.New(row.hash.New, secret.bytes)
			mac.Write([]byte(input))
			out = append(out, spoilt{name: row.id + "-" + secret.name, rule: row.rule, because: "The header says " + row.alg + ", and the signature is a message authentication code whose secret is " + secret.what + ".", text: input + "." + jws.Encode(mac.Sum(nil))})
		}
	}
	return out, nil
}

// misfitAlgorithms names an algorithm that is not the one of the key, above a
// signature that the key made in its own way.
func misfitAlgorithms(b tokenBase, _ string) ([]spoilt, error) {
	var out []spoilt
	for _, name := range []string{"RS256", "RS384", "PS256", "ES256", "ES384", "ES256K", "EdDSA", "HS256", strings.ToLower(b.by.alg.Name)} {
		if name == b.by.alg.Name {
			continue
		}
		header, err := withAlg(b.header, quoted(name))
		if err != nil {
			return nil, err
		}
		text, err := b.by.sign(header, b.payload)
		if err != nil {
			return nil, err
		}
		kind := "alg-misfit-"
		if strings.EqualFold(name, b.by.alg.Name) {
			kind = "alg-spelled-"
		}
		rule := "JWS-ALG"
		if own, ok := jws.Lookup(name); ok && own.Misfit(b.by.key.Public()) == "" {
			rule = "PROOF-SIGNATURE" // another algorithm that the key could be used with
		}
		out = append(out, spoilt{name: kind + strings.ToLower(name), rule: rule, because: "The header says " + name + ", but the signature is by " + b.by.alg.Name + ".", text: text})
	}
	return out, nil
}

// edited returns a JSON object with members set or, with an empty text, taken
// away: pointer, JSON, pointer, JSON, ...
func edited(object string, edits ...string) (string, error) {
	doc, err := vc.ParseDocument([]byte(object), vc.Limits{})
	for i := 0; i < len(edits) && err == nil; i += 2 {
		if edits[i+1] == "" {
			doc, err = doc.Without(edits[i])
		} else {
			doc, err = doc.With(edits[i], edits[i+1])
		}
	}
	return doc.String(), err
}
