package vectors

import "bytes"

// ecdsaSD is ecdsa-sd-2023, under which each statement has a signature of its own.
var ecdsaSD = selectiveKind{
	derived: 0x01, spec: specECDSASD,
	parts: func(d *derivedValue) []any {
		return []any{&d.BaseSignature, &d.PublicKey, &d.Signatures, &d.Labels, &d.MandatoryIndexes}
	},
	tamperings: ecdsaTamperings,
}

const specECDSASD = "https://www.w3.org/TR/vc-di-ecdsa/#verify-derived-proof-ecdsa-sd-2023"

// ecdsaValue is what only the derived values of ecdsa-sd-2023 have (vc-di-ecdsa section
// 3.5.7).
type ecdsaValue struct {
	BaseSignature []byte
	PublicKey     []byte
	Signatures    [][]byte
}

// ecdsaTamperings are what is done to the signatures and to the key for them.
var ecdsaTamperings = []tampering{
	{"label-beyond", "There is a label for a node that does not exist.", passed, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Labels[99] = make([]byte, 32) }},
	{"label-short", "A label is a byte too short.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) { d.Labels[n[0]] = d.Labels[n[0]].([]byte)[1:] }},
	{"label-empty", "A label is empty.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) { d.Labels[n[0]] = []byte{} }},
	{"signature-missing", "A statement has no signature.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures = d.Signatures[1:] }},
	{"signature-twice", "There is a signature too many.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.Signatures = append(d.Signatures, d.Signatures[0])
	}},
	{"signatures-missing", "No statement has a signature.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures = [][]byte{} }},
	{"signatures-exchanged", "Two signatures of statements are exchanged.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.Signatures[0], d.Signatures[1] = d.Signatures[1], d.Signatures[0]
	}},
	{"signatures-of-another", "The signatures of the statements are those of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) { d.Signatures = o.Signatures }},
	{"signature-zero", "A signature of a statement is all zeros.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures[0] = make([]byte, 64) }},
	{"signature-short", "A signature of a statement is a byte too short.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures[0] = d.Signatures[0][1:] }},
	{"base-short", "The signature of the issuer is a byte too short.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.BaseSignature = d.BaseSignature[1:] }},
	{"base-of-another", "The signature of the issuer is that of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) { d.BaseSignature = o.BaseSignature }},
	{"key-of-another", "The key and the signatures of the statements are those of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) {
		d.PublicKey, d.Signatures = o.PublicKey, o.Signatures
	}},
	{"key-none", "There is no key for the statements.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.PublicKey = []byte{} }},
	{"key-uncompressed", "The key for the statements is not compressed.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.PublicKey = append([]byte{0x80, 0x24, 4}, make([]byte, 64)...)
	}},
	{"key-beyond", "The key for the statements is no point of the curve.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.PublicKey = append([]byte{0x80, 0x24, 2}, bytes.Repeat([]byte{0xff}, 32)...)
	}},
	{"key-of-another-kind", "The key for the statements is an Ed25519 key.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.PublicKey = append([]byte{0xed, 0x01}, bytes.Repeat([]byte{9}, 32)...)
	}},
}
