package vectors

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/vc"
)

// messageSuite is the suite of COSE messages.
const messageSuite = "vc+cose"

// messages returns the vectors of credentials as COSE_Sign1 messages, alone and in
// an envelope.
func messages(o Options) ([]Vector, error) {
	p, err := newTokenParties()
	if err != nil {
		return nil, err
	}
	plain := strings.Replace(plainClaims(p.ec.id), fmt.Sprintf(`,"iss":%q`, p.ec.id), "", 1)
	var all []Vector
	for _, b := range []messageBase{
		{"cose/vc-cose/es256-credential", "vcdm2", plain, p.ec, p.strangeEC},
		{"cose/vc-cose/eddsa-badge", "ob3", plainBadge(p.ed.id), p.ed, p.strangeEd},
	} {
		for _, make := range []func() ([]Vector, error){b.vectors, b.enveloped} {
			made, err := make()
			if err != nil {
				return nil, fmt.Errorf("vectors: %s: %w", b.id, err)
			}
			all = append(all, made...)
		}
	}
	return all, nil
}

// messageBase is a good message, of which spoilt copies are made.
type messageBase struct {
	id, format, payload string
	by, stranger        tokenSigner
}

// algorithmNumbers are those of RFC 9053.
var algorithmNumbers = map[string]int64{"ES256": -7, "EdDSA": -8}

// header returns the protected header that a signer writes.
func (b messageBase) header(by tokenSigner) map[int64]any {
	return map[int64]any{
		sign1.Alg: algorithmNumbers[by.alg.Name], sign1.ContentType: "application/vc", sign1.Kid: []byte(by.kid), sign1.Typ: "application/vc+cose",
	}
}

// with returns the header of the issuer with one parameter; nil takes it away.
func (b messageBase) with(label int64, value any) map[int64]any {
	h := b.header(b.by)
	if h[label] = value; value == nil {
		delete(h, label)
	}
	return h
}

// message signs a header and a payload.
func (b messageBase) message(by tokenSigner, header map[int64]any, payload string) (string, error) {
	out, err := sign1.Write(header, []byte(payload), func(input []byte) ([]byte, error) { return by.alg.Sign(by.key, input) })
	return string(out), err
}

func (b messageBase) goodVector(document, media string) Vector {
	return Vector{
		ID: b.id, Suite: messageSuite, Format: b.format, Operation: VerifyCredential, Accept: true,
		Because: "It is what it should be.", Spec: "https://www.w3.org/TR/vc-jose-cose/#secure-with-cose", MediaType: media, Document: []byte(document),
	}
}

// vectors returns the good message and its spoilt copies.
func (b messageBase) vectors() ([]Vector, error) {
	good, err := b.message(b.by, b.header(b.by), b.payload)
	if err != nil {
		return nil, err
	}
	parts, err := cutMessage(good)
	if err != nil {
		return nil, err
	}
	copies := append(b.alteredMessages(parts), b.brokenForms(good, parts)...)
	for _, make := range []func(messageParts) ([]spoilt, error){b.wrongInputs, b.wrongHeaders, b.wrongPayloads} {
		made, err := make(parts)
		if err != nil {
			return nil, err
		}
		copies = append(copies, made...)
	}
	changes, err := changesOf(b.payload)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		copies = append(copies, spoilt{name: c.name, rule: "PROOF-SIGNATURE", because: c.because, text: parts.withPayload(c.text).String()})
	}
	return pairOf(b.goodVector(good, "application/vc+cose"), copies)
}

// enveloped returns the message in a JSON object as a data: URL (data model 2.0
// section 4.13), and spoilt copies of that.
func (b messageBase) enveloped() ([]Vector, error) {
	good, err := b.message(b.by, b.header(b.by), b.payload)
	if err != nil {
		return nil, err
	}
	stranger, err := b.message(b.stranger, b.header(b.stranger), b.payload)
	if err != nil {
		return nil, err
	}
	parts, err := cutMessage(good)
	if err != nil {
		return nil, err
	}
	flipped := parts
	flipped.signature = flip(flipped.signature)
	envelope := envelopeOfMessage(good)
	text := base64.StdEncoding.EncodeToString([]byte(good))
	copies := []spoilt{
		{name: "signature-altered", rule: "PROOF-SIGNATURE", because: "A bit of the signature in the envelope was changed.", text: envelopeOfMessage(flipped.String())},
		{name: "altered", rule: "PROOF-SIGNATURE", because: "The credential in the envelope was changed after signing.", text: envelopeOfMessage(parts.withPayload(strings.Replace(b.payload, tokenSubject, tokenOtherSub, 1)).String())},
		{name: "stranger", rule: "ISSUER-KEY", because: "A stranger signed the message in the envelope.", text: envelopeOfMessage(stranger)},
		{name: "type-of-presentation", rule: "ENVELOPE-CONTENT", because: "The envelope says that it holds a presentation.", text: strings.Replace(envelope, "EnvelopedVerifiableCredential", vc.EnvelopedPresentation, 1)},
		{name: "id-address", rule: "FORMAT-ENVELOPE", because: "The id of the envelope is an address and not a data: URL.", text: strings.Replace(envelope, "data:application/vc+cose;base64,"+text, "https://vestre-aas.example/1.cose", 1)},
		{name: "no-context", rule: "VCDM2-ENVELOPE-CONTEXT", because: "The envelope has no @context.", text: strings.Replace(envelope, `"@context":["https://www.w3.org/ns/credentials/v2"],`, "", 1)},
		{name: "cut-off", rule: "COSE-FORM", because: "The end of the message in the envelope is missing.", text: envelopeOfMessage(good[:len(good)-9])},
	}
	b.id += "-enveloped"
	return pairOf(b.goodVector(envelope, "application/vc"), copies)
}

func envelopeOfMessage(message string) string {
	return `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"EnvelopedVerifiableCredential","id":"data:application/vc+cose;base64,` +
		base64.StdEncoding.EncodeToString([]byte(message)) + `"}`
}

// alteredMessages puts something else in the place of the signature or the header.
func (b messageBase) alteredMessages(parts messageParts) []spoilt {
	signature := parts.signature
	half := len(signature) / 2
	var out []spoilt
	for _, row := range []struct{ name, because, signature string }{
		{"signature-empty", "The signature was taken away.", ""},
		{"signature-altered", "A bit of the signature was changed.", flip(signature)},
		{"signature-truncated", "The end of the signature is missing.", signature[:len(signature)-1]},
		{"signature-longer", "A byte follows the signature.", signature + "\x00"},
		{"signature-zero", "All bytes of the signature are zero.", strings.Repeat("\x00", len(signature))},
		{"signature-exchanged", "The halves of the signature are exchanged.", signature[half:] + signature[:half]},
		{"signature-second-zero", "The second half of the signature is zero.", signature[:half] + strings.Repeat("\x00", half)},
	} {
		copied := parts
		copied.signature = row.signature
		out = append(out, spoilt{name: row.name, rule: "PROOF-SIGNATURE", because: row.because, text: copied.String()})
	}
	mac := hmac.New(sha256.New, []byte(b.by.jwk))
	mac.Write([]byte(parts.input("Signature1", "")))
	copied := parts
	copied.protected = strings.Replace(parts.protected, map[string]string{"ES256": "\x01\x26", "EdDSA": "\x01\x27"}[b.by.alg.Name], "\x01\x05", 1)
	copied.signature = string(mac.Sum(nil))
	return append(out, spoilt{name: "hmac-of-public-key", rule: "COSE-ALG", because: "The header says HMAC, and the signature is one whose secret is the issuer's public key.", text: copied.String()})
}

// brokenForms writes the message in ways that COSE forbids.
func (b messageBase) brokenForms(good string, p messageParts) []spoilt {
	body := good[1:]
	header, signature := octetsItem(p.protected), octetsItem(p.signature)
	payload := octetsItem(p.payload)
	out := []spoilt{
		{name: "tag-of-sign", because: "The tag is that of a COSE_Sign message.", text: "\xd8\x62" + body},
		{name: "tag-of-mac", because: "The tag is that of a COSE_Mac0 message.", text: "\xd1" + body},
		{name: "two-tags", because: "The tag stands twice.", text: "\xd2" + good},
		{name: "three-elements", because: "The signature is missing from the array.", text: "\xd2\x83" + header + "\xa0" + payload},
		{name: "five-elements", because: "An element follows the signature.", text: "\xd2\x85" + header + "\xa0" + payload + signature + "\x40"},
		{name: "more-after-it", because: "A byte follows the message.", text: good + "\x00"},
		{name: "cut-off", because: "The end of the message is missing.", text: good[:len(good)-5]},
		{name: "header-as-map", because: "The protected header is a map and not a byte string.", text: "\xd2\x84" + p.protected + "\xa0" + payload + signature},
		{name: "signature-as-text", because: "The signature is text and not a byte string.", text: "\xd2\x84" + header + "\xa0" + payload + "\x78" + signature[1:]},
		{name: "no-unprotected-header", because: "The unprotected header is null.", text: "\xd2\x84" + header + "\xf6" + payload + signature},
	}
	for i := range out {
		out[i].rule = "COSE-FORM"
		out[i].level = vc.Must
		if out[i].name == "signature-as-text" || out[i].name == "more-after-it" {
			out[i].level = vc.Should // a reader may be content with what it understands
		}
	}
	unprotected := func(raw string) string { return "\xd2\x84" + header + raw + payload + signature }
	return append(out,
		spoilt{name: "payload-detached", rule: "COSE-PAYLOAD", because: "The payload was taken away.", text: "\xd2\x84" + header + "\xa0\xf6" + signature},
		spoilt{name: "unprotected-crit", rule: "COSE-HEADER", because: "The unprotected header says that a parameter which nobody knows is critical.", text: unprotected("\xa2\x02\x81\x19\x03\xe7\x19\x03\xe7\xf5"), level: vc.Should},
		spoilt{name: "unprotected-twice", rule: "COSE-HEADER", because: "A label stands twice in the unprotected header.", text: unprotected("\xa2\x18\x63\xf4\x18\x63\xf5")},
	)
}
