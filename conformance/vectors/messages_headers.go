package vectors

import (
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/vc"
)

// messageParts are the parts of a message without its unprotected header.
type messageParts struct{ protected, payload, signature string }

// cutMessage takes a message apart.
func cutMessage(message string) (p messageParts, err error) {
	var tag cbor.RawTag
	var parts struct {
		_                  struct{} `cbor:",toarray"`
		Protected          []byte
		Unprotected        cbor.RawMessage
		Payload, Signature []byte
	}
	if err := cbor.Unmarshal([]byte(message), &tag); err != nil {
		return p, err
	}
	err = cbor.Unmarshal(tag.Content, &parts)
	return messageParts{string(parts.Protected), string(parts.Payload), string(parts.Signature)}, err
}

func (p messageParts) withPayload(payload string) messageParts {
	p.payload = payload
	return p
}

// String puts the message together again.
func (p messageParts) String() string {
	return "\xd2\x84" + octetsItem(p.protected) + "\xa0" + octetsItem(p.payload) + octetsItem(p.signature)
}

// input returns what is signed (RFC 9052 section 4.4) for a context and data from
// outside the message.
func (p messageParts) input(context, external string) string {
	return "\x84" + string(rune(0x60+len(context))) + context + octetsItem(p.protected) + octetsItem(external) + octetsItem(p.payload)
}

// octetsItem returns a byte string as CBOR.
func octetsItem(content string) string {
	out, _ := cbor.Marshal([]byte(content)) // bytes always have a form
	return string(out)
}

func flip(signature string) string { return string([]byte{signature[0] ^ 1}) + signature[1:] }

// wrongInputs signs other bytes than those that COSE_Sign1 signs.
func (b messageBase) wrongInputs(p messageParts) ([]spoilt, error) {
	var out []spoilt
	for _, row := range []struct{ name, because, input string }{
		{"signed-payload-alone", "Only the payload was signed, and not the header.", p.payload},
		{"signed-as-sign", "What was signed is the signature of a COSE_Sign message.", p.input("Signature", "")},
		{"signed-with-more", "What was signed also has data that is not in the message.", p.input("Signature1", "external")},
		{"signed-as-token", "What was signed is that of a JSON Web Signature, with a full stop between header and payload.", p.protected + "." + p.payload},
	} {
		signature, err := b.by.alg.Sign(b.by.key, []byte(row.input))
		if err != nil {
			return nil, err
		}
		copied := p
		copied.signature = string(signature)
		out = append(out, spoilt{name: row.name, rule: "PROOF-SIGNATURE", because: row.because, text: copied.String()})
	}
	return out, nil
}

// messageHeader is a protected header that the issuer signed, and the unprotected one
// beside it.
type messageHeader struct {
	name, rule, because string
	protected           map[int64]any
	unprotected         string // in CBOR; "": empty
	level               vc.Level
}

// wrongHeaders returns messages with a wrong header, signed by the issuer, and those
// of strangers.
func (b messageBase) wrongHeaders(messageParts) ([]spoilt, error) {
	claims := func(label int64, value any) map[int64]any {
		return b.with(sign1.CWTClaims, map[int64]any{label: value})
	}
	critical := b.with(sign1.Crit, []any{int64(999)})
	critical[999] = true
	named := b.with(sign1.Crit, []any{"urn:example:must-understand"})
	var out []spoilt
	for _, row := range []messageHeader{
		{"alg-missing", "COSE-ALG", "There is no algorithm.", b.with(sign1.Alg, nil), "", ""},
		{"alg-unprotected", "COSE-ALG", "The algorithm stands in the unprotected header, where anybody could change it.", b.with(sign1.Alg, nil), "\xa1\x01" + string([]byte{0x1f + byte(-algorithmNumbers[b.by.alg.Name])}), vc.Should},
		{"alg-none", "COSE-ALG", "The algorithm is the text none.", b.with(sign1.Alg, "none"), "", ""},
		{"alg-hmac", "COSE-ALG", "The algorithm is HMAC.", b.with(sign1.Alg, int64(5)), "", ""},
		{"alg-encrypts", "COSE-ALG", "The algorithm is one that encrypts.", b.with(sign1.Alg, int64(1)), "", ""},
		{"alg-of-another-key", "COSE-ALG", "The algorithm is RSA, and the key is another.", b.with(sign1.Alg, int64(-37)), "", ""},
		{"crit-unknown", "COSE-CRIT", "The parameter crit lists a parameter that nobody knows.", critical, "", ""},
		{"crit-absent", "COSE-CRIT", "The parameter crit lists a parameter that nobody knows and that is not there.", named, "", ""},
		{"crit-empty", "COSE-CRIT", "The parameter crit is an empty list.", b.with(sign1.Crit, []any{}), "", vc.Should},
		{"typ-of-presentation", "COSE-CONTENT", "The type is that of a presentation.", b.with(sign1.Typ, "application/vp+cose"), "", vc.Should},
		{"typ-of-another-token", "COSE-TYP", "The type is that of a CBOR Web Token.", b.with(sign1.Typ, "application/cwt"), "", vc.Should},
		{"iss-of-another", "COSE-ISS", "The claim iss names another issuer.", claims(1, b.stranger.id), "", vc.Should},
		{"exp-past", "COSE-EXP", "The signature has ended.", claims(4, int64(1609459200)), "", vc.Should},
		{"nbf-future", "COSE-NBF", "The signature has not begun.", claims(5, int64(4039372800)), "", vc.Should},
		{"kid-of-stranger", "ISSUER-KEY", "The kid leads to a stranger's key.", b.with(sign1.Kid, []byte(b.stranger.kid)), "", ""},
	} {
		text, err := b.message(b.by, row.protected, b.payload)
		if err != nil {
			return nil, err
		}
		if row.unprotected != "" {
			parts, err := cutMessage(text)
			if err != nil {
				return nil, err
			}
			text = strings.Replace(parts.String(), "\xa0"+octetsItem(parts.payload), row.unprotected+octetsItem(parts.payload), 1)
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, level: row.level})
	}
	twice, err := b.labelTwice()
	if err != nil {
		return nil, err
	}
	strangers, err := b.strangers()
	return append(append(out, twice), strangers...), err
}

// labelTwice returns a message in whose protected header the algorithm stands twice.
func (b messageBase) labelTwice() (spoilt, error) {
	header, err := cbor.Marshal(map[int64]any{sign1.Alg: algorithmNumbers[b.by.alg.Name]})
	if err != nil {
		return spoilt{}, err
	}
	p := messageParts{protected: "\xa2" + string(header[1:]) + string(header[1:]), payload: b.payload}
	signature, err := b.by.alg.Sign(b.by.key, []byte(p.input("Signature1", "")))
	p.signature = string(signature)
	return spoilt{name: "double-alg", rule: "COSE-HEADER", because: "The algorithm stands twice in the protected header.", text: p.String()}, err
}

// strangers returns messages of a stranger: with his own kid, and with the issuer's.
func (b messageBase) strangers() ([]spoilt, error) {
	own, err := b.message(b.stranger, b.header(b.stranger), b.payload)
	if err != nil {
		return nil, err
	}
	borrowed, err := b.message(b.stranger, b.header(b.by), b.payload)
	return []spoilt{
		{name: "stranger-kid", rule: "ISSUER-KEY", because: "A stranger signed, and names his own key.", text: own},
		{name: "stranger-issuer-kid", rule: "PROOF-SIGNATURE", because: "A stranger signed, and names the issuer's key.", text: borrowed},
	}, err
}

// wrongPayloads returns messages that the issuer signed and that hold no credential
// in force.
func (b messageBase) wrongPayloads(messageParts) ([]spoilt, error) {
	ended, err := edited(b.payload, "/validUntil", quoted(datePast))
	if err != nil {
		return nil, err
	}
	begins, err := edited(b.payload, "/validFrom", quoted(dateFuture))
	if err != nil {
		return nil, err
	}
	var out []spoilt
	for _, row := range []struct {
		name, rule, because, payload string
		level                        vc.Level
	}{
		{"expired", "VALID-UNTIL", "The credential has expired.", ended, ""},
		{"not-yet-valid", "VALID-FROM", "The credential is not valid yet.", begins, ""},
		{"payload-empty", "COSE-PAYLOAD", "The payload is empty.", "", ""},
		{"payload-not-json", "COSE-PAYLOAD", "The payload is not JSON.", b.payload[1:], ""},
		{"payload-array", "COSE-PAYLOAD", "The payload is an array.", "[" + b.payload + "]", ""},
		{"payload-and-more", "COSE-PAYLOAD", "Something follows the JSON object of the payload.", b.payload + "{}", ""},
		{"payload-not-utf8", "COSE-PAYLOAD", "The payload is not UTF-8.", strings.TrimSuffix(b.payload, "}") + `,"description":"` + "\xff" + `"}`, ""},
		{"payload-name-twice", "COSE-PAYLOAD", "A member stands twice in the payload.", strings.TrimSuffix(b.payload, "}") + `,"validUntil":` + quoted(dateUntil) + "}", vc.Should},
	} {
		text, err := b.message(b.by, b.header(b.by), row.payload)
		if err != nil {
			return nil, err
		}
		level := row.level
		if level == "" && strings.HasPrefix(row.rule, "VALID-") {
			level = vc.Should // whether a credential is in force is for its reader to say
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, level: level})
	}
	return out, nil
}
