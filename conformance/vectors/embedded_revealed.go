package vectors

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// selectiveKind is what is particular to a suite for selective disclosure.
type selectiveKind struct {
	derived byte   // what the value of a derived proof begins with, after [valueHeader]
	spec    string // where it stands how derived proofs are verified
	chance  bool   // derived proofs are made with random values, as base proofs are
	// parts returns the parts of a derived value, in their order.
	parts      func(*derivedValue) []any
	tamperings []tampering
	operators  []operator // beside those of all
}

// valueHeader is what proof values of selective disclosure begin with.
var valueHeader = []byte{0xd9, 0x5d}

// derivedValue is the content of the proof value of a derived proof: what all suites
// have, and then what one of them has.
type derivedValue struct {
	Labels           map[uint32]any
	MandatoryIndexes []int

	ecdsaValue
	bbsValue
}

// splitValue returns what a proof value begins with, and its content in CBOR.
func splitValue(text string) (header, body []byte, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(text, "u"))
	if err != nil {
		return nil, nil, err
	}
	if !bytes.HasPrefix(raw, valueHeader) || len(raw) <= len(valueHeader) {
		return nil, nil, errors.New("the value is none of selective disclosure")
	}
	at := len(valueHeader) + 1
	return raw[:at:at], raw[at:], nil
}

// valueText writes a proof value.
func valueText(kind byte, body []byte) string {
	return "u" + base64.RawURLEncoding.EncodeToString(slices.Concat(valueHeader, []byte{kind}, body))
}

func (k *selectiveKind) read(text string) (derivedValue, error) {
	var value derivedValue
	header, body, err := splitValue(text)
	if err != nil {
		return value, err
	}
	if header[len(valueHeader)] != k.derived {
		return value, errors.New("the value is not that of a derived proof")
	}
	var written []cbor.RawMessage
	if err := cbor.Unmarshal(body, &written); err != nil {
		return value, err
	}
	for i, part := range k.parts(&value) {
		if err := cbor.Unmarshal(written[i], part); err != nil {
			return value, err
		}
	}
	return value, nil
}

func (k *selectiveKind) text(value derivedValue) (string, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return "", err
	}
	body, err := mode.Marshal(k.parts(&value))
	return valueText(k.derived, body), err
}

// revealedPointers are what the holder reveals of the badge.
var revealedPointers = []string{"/credentialSubject/result", "/credentialSubject/achievement/alignment", "/credentialSubject/achievement/resultDescription", "/credentialSubject/achievement/tag", "/evidence"}

// revealed returns the vectors that only selective disclosure has: a badge of which
// a part is revealed.
func revealed(b bench) ([]Vector, error) {
	var all []Vector
	for _, suite := range embeddedSuites {
		if suite.selective == nil {
			continue
		}
		g, err := b.good(suite, draftOf("badge"))
		if err != nil {
			return nil, err
		}
		g.id = "di/" + suite.slug + "/revealed"
		if g.base, err = b.signSelective(g.unsigned, g.issuer, g.options); err != nil {
			return nil, err
		}
		g.reveals = dataintegrity.DeriveOptions{Reveal: revealedPointers}
		if g.file, err = g.derive(g.base, g.reveals); err != nil {
			return nil, err
		}
		made, err := g.vectors(suite.selective.all())
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// all returns what somebody may do to a derived proof of the suite.
func (k *selectiveKind) all() []operator {
	operators := slices.Concat(derivedOperators, k.operators)
	for i, o := range operators {
		if o.rule == "PROOF-VALUE" && o.spec == "" {
			operators[i].spec = k.spec
		}
	}
	return operators
}

// derivedOperators are what somebody may do to a derived proof.
var derivedOperators = []operator{
	operator{slug: "value", rule: "PROOF-VALUE", make: tamperedValues},
	operator{slug: "form", rule: "PROOF-VALUE", make: otherForms},
	operator{slug: "kind", rule: "PROOF-VALUE", make: otherKinds},
	operator{slug: "result-removed", rule: "PROOF-VALUE", because: "A result that was revealed is no longer there.", make: edits("/credentialSubject/result", "")},
	operator{slug: "result-altered", rule: "PROOF-SIGNATURE", because: "A result that was revealed is another.", make: edits("/credentialSubject/result/0/value", `"A"`)},
	operator{slug: "withheld-restored", rule: "PROOF-VALUE", because: "What the holder withheld was put back by hand.", make: edits("/credentialSubject/creditsEarned", "7.5")},
	operator{slug: "end-removed", rule: "PROOF-VALUE", because: "The end of the credential, which is mandatory, is no longer there.", make: edits("/validUntil", "")},
	operator{slug: "end-altered", rule: "PROOF-SIGNATURE", because: "The end of the credential is another.", make: edits("/validUntil", `"2098-12-31T23:59:59Z"`)},
	operator{slug: "linked", rule: "PROOF-CHAIN", because: "The derived proof builds on a proof that is not there.", spec: specDI + "#proof-chains", make: edits("/proof/previousProof", quote(missingProof))},
	operator{slug: "base", rule: "PROOF-VALUE", because: "It is the base proof, which is for the holder only: whoever has it can reveal what they like.", make: func(g good) ([]embeddedCopy, error) { return one(g.base, nil) }},
	operator{slug: "base-renamed", rule: "PROOF-VALUE", because: "It is a base proof that begins like a derived one.", make: baseRenamed},
	operator{slug: "derived-on-whole", rule: "PROOF-VALUE", because: "A derived proof stands on the whole document.",
		make: func(g good) ([]embeddedCopy, error) { return one(edit(g.base, "/proof", g.file.Get("proof").Raw())) }},
}

// baseRenamed gives a base proof the header of a derived one.
func baseRenamed(g good) ([]embeddedCopy, error) {
	at := g.proofAt() + "/proofValue"
	_, body, err := splitValue(g.base.Lookup(at).Text())
	if err != nil {
		return nil, err
	}
	return one(edit(g.base, at, quote(valueText(g.suite.selective.derived, body))))
}

// valueKinds are what proof values begin with, after [valueHeader].
var valueKinds = []struct {
	kind        byte
	slug, words string
}{
	{0x00, "ecdsa-sd-base", "a base proof of ecdsa-sd-2023"},
	{0x01, "ecdsa-sd-derived", "a derived proof of ecdsa-sd-2023"},
	{0x02, "bbs-base", "a base proof of bbs-2023"},
	{0x03, "bbs-derived", "a derived proof of bbs-2023"},
	{0x04, "bound-base", "a base proof of bbs-2023 that is bound to a secret of its holder"},
	{0x05, "bound-derived", "a derived proof of bbs-2023 that is bound to a secret of its holder"},
	{0x06, "pseudonym-base", "a base proof of bbs-2023 with pseudonyms"},
	{0x07, "pseudonym-derived", "a derived proof of bbs-2023 with a pseudonym"},
	{0x08, "bound-pseudonym-base", "a base proof of bbs-2023 with both a secret of its holder and pseudonyms"},
	{0x09, "bound-pseudonym-derived", "a derived proof of bbs-2023 with both a secret of its holder and a pseudonym"},
	{0xff, "of-nothing", "a kind that nobody has defined"},
}

// otherKinds lets a derived value begin like one of another kind. Who does not do that
// kind may say so; nobody may find that it holds.
func otherKinds(g good) ([]embeddedCopy, error) {
	at := g.proofAt() + "/proofValue"
	_, body, err := splitValue(g.file.Lookup(at).Text())
	if err != nil {
		return nil, err
	}
	var out []embeddedCopy
	for _, k := range valueKinds {
		if k.kind == g.suite.selective.derived {
			continue
		}
		doc, err := edit(g.file, at, quote(valueText(k.kind, body)))
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: k.slug, because: "The value begins like that of " + k.words + ".", text: doc.String()})
	}
	return out, nil
}

// otherForms writes the content of a derived value in CBOR that no issuer writes. The
// clause demands an array of so many parts; the rest is what a reader should not pass
// over, since two readers may read it in two ways.
func otherForms(g good) ([]embeddedCopy, error) {
	at := g.proofAt() + "/proofValue"
	_, body, err := splitValue(g.file.Lookup(at).Text())
	if err != nil {
		return nil, err
	}
	var parts []cbor.RawMessage
	if err := cbor.Unmarshal(body, &parts); err != nil {
		return nil, err
	}
	var first []byte
	if err := cbor.Unmarshal(parts[0], &first); err != nil {
		return nil, err
	}
	list := func(parts ...[]byte) []byte { return append(cborHead(4, len(parts)), slices.Concat(parts...)...) }
	numbers := cborHead(4, len(first))
	for _, b := range first {
		numbers = append(numbers, cborHead(0, int(b))...)
	}
	raw := make([][]byte, len(parts))
	for i, part := range parts {
		raw[i] = part
	}
	with := func(at int, part []byte) []byte {
		changed := slices.Clone(raw)
		changed[at] = part
		return list(changed...)
	}
	labels := slices.IndexFunc(raw, func(part []byte) bool { return part[0]>>5 == 5 })
	twice, err := firstTwice(raw[labels])
	if err != nil {
		return nil, err
	}
	zero := []byte{0}
	var out []embeddedCopy
	for _, f := range []struct {
		slug, because string
		level         vc.Level
		body          []byte
	}{
		{"empty", "There is no content.", "", nil},
		{"cut", "The last byte of the content is missing.", "", body[:len(body)-1]},
		{"part-missing", "The last part is missing.", "", list(raw[:len(raw)-1]...)},
		{"four-more", "There are four parts too many.", "", list(append(slices.Clone(raw), zero, zero, zero, zero)...)},
		{"one-more", "There is a part too many.", vc.Should, list(append(slices.Clone(raw), zero)...)},
		{"trailing", "Something follows the content.", vc.Should, append(slices.Clone(body), 0)},
		{"tagged", "The content is tagged.", vc.Should, append([]byte{0xd9, 0xd9, 0xf7}, body...)},
		{"part-tagged", "A part of the content is tagged.", vc.Should, with(0, append([]byte{0xd8, 0x40}, raw[0]...))},
		{"endless", "The content is a list that does not say how long it is.", vc.Should, append(append([]byte{0x9f}, body[1:]...), 0xff)},
		{"part-of-numbers", "A part is a list of numbers in the place of bytes.", vc.Should, with(0, numbers)},
		{"label-twice", "A node has its label twice.", vc.Should, with(labels, twice)},
	} {
		doc, err := edit(g.file, at, quote(valueText(g.suite.selective.derived, f.body)))
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: f.slug, because: f.because, level: f.level, text: doc.String()})
	}
	return out, nil
}

// cborHead begins an item of CBOR: a number, or something of that many parts.
func cborHead(major byte, n int) []byte {
	switch {
	case n < 24:
		return []byte{major<<5 | byte(n)}
	case n < 1<<8:
		return []byte{major<<5 | 24, byte(n)}
	}
	return []byte{major<<5 | 25, byte(n >> 8), byte(n)}
}

// firstTwice returns a map of CBOR with the entry of its lowest key twice.
func firstTwice(text []byte) ([]byte, error) {
	var entries map[uint32]cbor.RawMessage
	if err := cbor.Unmarshal(text, &entries); err != nil {
		return nil, err
	}
	keys := make([]uint32, 0, len(entries))
	for key := range entries {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	out := cborHead(5, len(keys)+1)
	for _, key := range append(keys[:1:1], keys...) {
		out = append(append(out, cborHead(0, int(key))...), entries[key]...)
	}
	return out, nil
}
