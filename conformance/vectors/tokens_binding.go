package vectors

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
)

// What a verifier expects of those who present something to it.
const (
	tokenChallenge = "0f4e8f6a-7d59-4d7c-9a0e-2f3a6f6b9d10"
	tokenDomain    = "https://verifier.example"
)

// presentedAt returns when presentations were made. Without a time of the caller's
// a verifier may find that too long ago (RFC 9901 section 7.3), so that it accepts
// them is then only what it should do.
func (o Options) presentedAt() (seconds string, level vc.Level) {
	at := o.Presented
	if at.IsZero() {
		at, level = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), vc.Should
	}
	return strconv.FormatInt(at.Unix(), 10), level
}

// bindingRow is a key binding JWT that does not bind.
type bindingRow struct {
	name, rule, because string
	header              string // "": the right one
	edits               []string
	by                  tokenSigner // zero: the holder
}

const bindingHeader = `{"alg":"EdDSA","typ":"kb+jwt"}`

// bindingRows are what a verifier must reject by RFC 9901 section 7.3.
func bindingRows(p tokenParties) []bindingRow {
	const binding = "SDJWT-BINDING"
	return []bindingRow{
		{name: "nonce-of-another", rule: "PROOF-CHALLENGE", because: "The key binding answers the challenge of another.", edits: []string{"/nonce", `"another"`}},
		{name: "nonce-missing", rule: binding, because: "The key binding answers no challenge.", edits: []string{"/nonce", ""}},
		{name: "aud-of-another", rule: "PROOF-DOMAIN", because: "The key binding was made for another verifier.", edits: []string{"/aud", `"https://other.example"`}},
		{name: "aud-missing", rule: binding, because: "The key binding was made for nobody.", edits: []string{"/aud", ""}},
		{name: "hash-of-another", rule: binding, because: "The key binding is for another SD-JWT.", edits: []string{"/sd_hash", quoted(digestOf("another"))}},
		{name: "hash-missing", rule: binding, because: "The key binding has no digest of the SD-JWT.", edits: []string{"/sd_hash", ""}},
		{name: "iat-missing", rule: binding, because: "The key binding has no time.", edits: []string{"/iat", ""}},
		{name: "iat-future", rule: binding, because: "The key binding claims to be made in the future.", edits: []string{"/iat", secondsFuture}},
		{name: "typ-missing", rule: binding, because: "The key binding has no type.", header: `{"alg":"EdDSA"}`},
		{name: "typ-of-another", rule: binding, because: "The key binding is of the type JWT.", header: `{"alg":"EdDSA","typ":"JWT"}`},
		{name: "crit-unknown", rule: binding, because: "The key binding lists an extension that nobody knows in crit.", header: `{"alg":"EdDSA","typ":"kb+jwt","crit":["urn:example:x"],"urn:example:x":1}`},
		{name: "by-stranger", rule: binding, because: "A stranger made the key binding.", by: p.strangeEd},
		{name: "by-stranger-with-jwk", rule: binding, because: "A stranger made the key binding, and the stranger's key stands in its header.", by: p.strangeEd, header: `{"alg":"EdDSA","typ":"kb+jwt","jwk":` + p.strangeEd.jwk + "}"},
		{name: "by-issuer", rule: binding, because: "The issuer made the key binding, not the holder.", by: p.ec, header: `{"alg":"ES256","typ":"kb+jwt"}`},
	}
}

// boundVectors returns an SD-JWT that its holder presents to a verifier.
func boundVectors(o Options, base tokenBase, p tokenParties) ([]Vector, error) {
	base.id, base.operation, base.challenge, base.domain = "jose/sd-jwt/key-binding", VerifyPresentation, tokenChallenge, tokenDomain
	at, level := o.presentedAt()
	token, err := base.by.sign(base.header, base.payload)
	if err != nil {
		return nil, err
	}
	whole, fewer := token+disclosed(hidden...), token+disclosed(hidden[1:]...)
	claims := fmt.Sprintf(`{"iat":%s,"aud":%q,"nonce":%q,"sd_hash":%q}`, at, tokenDomain, tokenChallenge, digestOf(whole))
	right, err := p.holder.sign(bindingHeader, claims)
	if err != nil {
		return nil, err
	}
	input, signature := cutSignature(right)
	none := jws.Encode([]byte(`{"alg":"none","typ":"kb+jwt"}`)) + "." + jws.Encode([]byte(claims)) + "."
	copies := []spoilt{
		{name: "missing", because: "There is no key binding, though the verifier gave a challenge.", text: whole},
		{name: "disclosure-taken-away", because: "A disclosure was taken away after the holder bound the SD-JWT.", text: fewer + right},
		{name: "alg-none", because: "The key binding says that it has no signature.", text: whole + none},
		{name: "alg-none-signed", because: "The key binding says none and bears the signature of the good one.", text: whole + none + signature},
		{name: "signature-empty", because: "The signature of the key binding was taken away.", text: whole + input + "."},
		{name: "not-a-token", because: "In the place of the key binding stands some text.", text: whole + "binding"},
	}
	for i := range copies {
		copies[i].rule = "SDJWT-BINDING"
	}
	for _, row := range bindingRows(p) {
		payload, err := edited(claims, row.edits...)
		if err != nil {
			return nil, err
		}
		by, header := row.by, row.header
		if by.key == nil {
			by = p.holder
		}
		if header == "" {
			header = bindingHeader
		}
		text, err := by.sign(header, payload)
		if err != nil {
			return nil, err
		}
		copies = append(copies, spoilt{name: row.name, rule: row.rule, because: row.because, text: whole + text})
	}
	for i := range copies {
		copies[i].spec = specBinding
	}
	unbound, err := unboundCopies(base, p, claims)
	if err != nil {
		return nil, err
	}
	base.level = level
	return pairOf(base.goodVector(whole+right), append(copies, unbound...))
}

// unboundCopies are SD-JWTs whose issuer named no holder's key, with a key binding.
func unboundCopies(base tokenBase, p tokenParties, claims string) ([]spoilt, error) {
	payload, err := edited(base.payload, "/cnf", "")
	if err != nil {
		return nil, err
	}
	token, err := base.by.sign(base.header, payload)
	if err != nil {
		return nil, err
	}
	whole := token + disclosed(hidden...)
	if claims, err = edited(claims, "/sd_hash", quoted(digestOf(whole))); err != nil {
		return nil, err
	}
	text, err := p.holder.sign(`{"alg":"EdDSA","typ":"kb+jwt","jwk":`+p.holder.jwk+"}", claims)
	return []spoilt{{name: "no-holder-key", rule: "SDJWT-BINDING", because: "The issuer named no holder's key, and the key binding brings its own.", text: whole + text, spec: specBinding}}, err
}
