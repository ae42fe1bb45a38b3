package vectors

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/mikromerit/mikromerit/vc"
)

// derivedValue is the proof value of a derived ecdsa-sd-2023 proof (vc-di-ecdsa
// section 3.5.7).
type derivedValue struct {
	_                struct{} `cbor:",toarray"`
	BaseSignature    []byte
	PublicKey        []byte
	Signatures       [][]byte
	Labels           map[uint32][]byte
	MandatoryIndexes []int
}

// derivedHeader begins the value of a derived proof.
var derivedHeader = []byte{0xd9, 0x5d, 0x01}

func readDerived(text string) (derivedValue, error) {
	var value derivedValue
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(text, "u"))
	if err != nil {
		return value, err
	}
	rest, ok := bytes.CutPrefix(raw, derivedHeader)
	if !ok {
		return value, errors.New("the value is not that of a derived proof")
	}
	return value, cbor.Unmarshal(rest, &value)
}

func (d derivedValue) text() (string, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return "", err
	}
	body, err := mode.Marshal(d)
	return "u" + base64.RawURLEncoding.EncodeToString(append(slices.Clone(derivedHeader), body...)), err
}

// revealed returns the vectors that only selective disclosure has: a badge of which
// a part is revealed.
func revealed(b bench) ([]Vector, error) {
	i := slices.IndexFunc(embeddedSuites, func(s embeddedSuite) bool { return s.selective })
	j := slices.IndexFunc(drafts, func(d draft) bool { return d.slug == "badge" })
	g, err := b.good(embeddedSuites[i], drafts[j])
	if err != nil {
		return nil, err
	}
	g.id = "di/" + g.suite.slug + "/revealed"
	base, err := b.signSelective(g.unsigned, g.issuer, g.options)
	if err != nil {
		return nil, err
	}
	if g.file, err = b.derive(base, revealedPointers...); err != nil {
		return nil, err
	}
	return g.vectors(append(derivedOperators,
		operator{slug: "base", rule: "PROOF-VALUE", because: "It is the base proof, which is for the holder only: whoever has it can reveal what they like.", spec: specDerived, make: func(good) ([]embeddedCopy, error) { return one(base, nil) }},
		operator{slug: "base-renamed", rule: "PROOF-VALUE", because: "It is a base proof that begins like a derived one.", spec: specDerived, make: func(g good) ([]embeddedCopy, error) { return g.dressed(base) }},
		operator{slug: "derived-on-whole", rule: "PROOF-VALUE", because: "A derived proof stands on the whole document.", spec: specDerived,
			make: func(g good) ([]embeddedCopy, error) {
				return one(edit(base, "/proof", g.file.Get("proof").Raw()))
			}},
	))
}

// specDerived is where the specification says what a derived proof must be.
const specDerived = "https://www.w3.org/TR/vc-di-ecdsa/#verify-derived-proof-ecdsa-sd-2023"

// revealedPointers are what the holder reveals of the badge.
var revealedPointers = []string{"/credentialSubject/result", "/credentialSubject/achievement/alignment", "/credentialSubject/achievement/resultDescription", "/credentialSubject/achievement/tag", "/evidence"}

// dressed gives a base proof the header of a derived one.
func (g good) dressed(base vc.Document) ([]embeddedCopy, error) {
	at := g.proofAt() + "/proofValue"
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(base.Lookup(at).Text(), "u"))
	if err != nil {
		return nil, err
	}
	copy(raw, derivedHeader)
	return one(edit(base, at, quote("u"+base64.RawURLEncoding.EncodeToString(raw))))
}

// derivedOperators are what somebody may do to a derived proof.
var derivedOperators = []operator{
	{slug: "value", rule: "PROOF-VALUE", spec: specDerived, make: tamperedValues},
	{slug: "result-removed", rule: "PROOF-VALUE", spec: specDerived, because: "A result that was revealed is no longer there.", make: edits("/credentialSubject/result", "")},
	{slug: "result-altered", rule: "PROOF-SIGNATURE", because: "A result that was revealed is another.", make: edits("/credentialSubject/result/0/value", `"A"`)},
	{slug: "withheld-restored", rule: "PROOF-VALUE", spec: specDerived, because: "What the holder withheld was put back by hand.", make: edits("/credentialSubject/creditsEarned", "7.5")},
	{slug: "end-removed", rule: "PROOF-VALUE", spec: specDerived, because: "The end of the credential, which is mandatory, is no longer there.", make: edits("/validUntil", "")},
	{slug: "end-altered", rule: "PROOF-SIGNATURE", because: "The end of the credential is another.", make: edits("/validUntil", `"2098-12-31T23:59:59Z"`)},
	{slug: "linked", rule: "PROOF-CHAIN", because: "The derived proof builds on a proof that is not there.", spec: specDI + "#proof-chains", make: edits("/proof/previousProof", quote(missingProof))},
}

// tampering is one change of the value of a derived proof. It gets the value of
// another badge of the same issuer, and the places of the labels.
type tampering struct {
	slug, because string
	// shaped says that the value then has the form of a right one, so that only the
	// signatures show what was done.
	shaped bool
	change func(d *derivedValue, other derivedValue, labels []uint32)
}

var tamperings = []tampering{
	{"labels-exchanged", "Two labels of nodes are exchanged.", true, func(d *derivedValue, _ derivedValue, l []uint32) {
		d.Labels[l[0]], d.Labels[l[1]] = d.Labels[l[1]], d.Labels[l[0]]
	}},
	{"labels-alike", "Two nodes have the same label.", false, func(d *derivedValue, _ derivedValue, l []uint32) { d.Labels[l[0]] = d.Labels[l[1]] }},
	{"label-missing", "A node has no label.", false, func(d *derivedValue, _ derivedValue, l []uint32) { delete(d.Labels, l[0]) }},
	{"label-short", "A label is a byte too short.", false, func(d *derivedValue, _ derivedValue, l []uint32) { d.Labels[l[0]] = d.Labels[l[0]][1:] }},
	{"labels-missing", "There are no labels.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Labels = map[uint32][]byte{} }},
	{"labels-of-another", "The labels are those of another badge.", true, func(d *derivedValue, o derivedValue, _ []uint32) { d.Labels = o.Labels }},
	{"nothing-mandatory", "No statement is mandatory.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.MandatoryIndexes = []int{} }},
	{"mandatory-missing", "A mandatory statement is not marked as such.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.MandatoryIndexes = d.MandatoryIndexes[1:] }},
	{"signature-missing", "A statement has no signature.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures = d.Signatures[1:] }},
	{"signature-twice", "There is a signature too many.", false, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.Signatures = append(d.Signatures, d.Signatures[0])
	}},
	{"signatures-missing", "No statement has a signature.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures = [][]byte{} }},
	{"signatures-exchanged", "Two signatures of statements are exchanged.", true, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.Signatures[0], d.Signatures[1] = d.Signatures[1], d.Signatures[0]
	}},
	{"signature-zero", "A signature of a statement is all zeros.", true, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures[0] = make([]byte, 64) }},
	{"base-of-another", "The signature of the issuer is that of another badge.", true, func(d *derivedValue, o derivedValue, _ []uint32) { d.BaseSignature = o.BaseSignature }},
	{"key-of-another", "The key and the signatures of the statements are those of another badge.", true, func(d *derivedValue, o derivedValue, _ []uint32) {
		d.PublicKey, d.Signatures = o.PublicKey, o.Signatures
	}},
	{"key-none", "There is no key for the statements.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.PublicKey = []byte{} }},
	{"all-of-another", "The whole value is that of another badge.", true, func(d *derivedValue, o derivedValue, _ []uint32) { *d = o }},
}

// tamperedValues changes the value of a derived proof.
func tamperedValues(g good) ([]embeddedCopy, error) {
	unsigned, err := edit(g.unsigned, "/credentialSubject/result/0/value", `"A"`)
	if err != nil {
		return nil, err
	}
	base, err := g.bench.signSelective(unsigned, g.issuer, g.options)
	if err != nil {
		return nil, err
	}
	foreign, err := g.bench.derive(base, revealedPointers...)
	if err != nil {
		return nil, err
	}
	at := g.proofAt() + "/proofValue"
	other, err := readDerived(foreign.Lookup(at).Text())
	if err != nil {
		return nil, err
	}
	var out []embeddedCopy
	for _, t := range slices.Concat(tamperings, furtherTamperings) {
		value, err := readDerived(g.file.Lookup(at).Text())
		if err != nil {
			return nil, err
		}
		labels := make([]uint32, 0, len(value.Labels))
		for label := range value.Labels {
			labels = append(labels, label)
		}
		slices.Sort(labels)
		t.change(&value, other, labels)
		text, err := value.text()
		if err != nil {
			return nil, err
		}
		doc, err := edit(g.file, at, quote(text))
		if err != nil {
			return nil, err
		}
		c := embeddedCopy{slug: t.slug, because: t.because, text: doc.String()}
		if slices.Contains(leftOpen, t.slug) {
			c.level = vc.Should
		}
		if t.shaped {
			c.rule = "PROOF-SIGNATURE"
		}
		out = append(out, c)
	}
	return out, nil
}
