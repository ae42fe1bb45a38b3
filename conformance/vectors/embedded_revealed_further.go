package vectors

import (
	"bytes"
	"slices"
)

// furtherTamperings are values that no algorithm makes, and by which a careless
// reader reaches beyond what is there.
var furtherTamperings = []tampering{
	{"label-beyond", "There is a label for a node that does not exist.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Labels[99] = make([]byte, 32) }},
	{"label-far-beyond", "The label of a node stands under a number that no node has.", false, func(d *derivedValue, _ derivedValue, l []uint32) {
		d.Labels[1<<31] = d.Labels[l[0]]
		delete(d.Labels, l[0])
	}},
	{"label-empty", "A label is empty.", false, func(d *derivedValue, _ derivedValue, l []uint32) { d.Labels[l[0]] = []byte{} }},
	{"mandatory-far-beyond", "The number of a mandatory statement is larger than any there could be.", false, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes = append(d.MandatoryIndexes, 1<<62)
	}},
	{"mandatory-negative", "The number of a mandatory statement is negative.", false, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes = append([]int{-1}, d.MandatoryIndexes...)
	}},
	{"mandatory-twice", "A mandatory statement is marked twice.", false, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes = slices.Insert(d.MandatoryIndexes, 1, d.MandatoryIndexes[0])
	}},
	{"signatures-of-another", "The signatures of the statements are those of another badge.", true, func(d *derivedValue, o derivedValue, _ []uint32) { d.Signatures = o.Signatures }},
	{"signature-short", "A signature of a statement is a byte too short.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Signatures[0] = d.Signatures[0][1:] }},
	{"base-short", "The signature of the issuer is a byte too short.", false, func(d *derivedValue, _ derivedValue, _ []uint32) { d.BaseSignature = d.BaseSignature[1:] }},
	{"key-uncompressed", "The key for the statements is not compressed.", false, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.PublicKey = append([]byte{0x80, 0x24, 4}, make([]byte, 64)...)
	}},
	{"key-beyond", "The key for the statements is no point of the curve.", false, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.PublicKey = append([]byte{0x80, 0x24, 2}, bytes.Repeat([]byte{0xff}, 32)...)
	}},
	{"key-of-another-kind", "The key for the statements is an Ed25519 key.", false, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.PublicKey = append([]byte{0xed, 0x01}, bytes.Repeat([]byte{9}, 32)...)
	}},
}

// leftOpen are the tamperings that the algorithm of the specification passes over: it
// looks up what is there, and what stands beside says nothing (vc-di-ecdsa section
// 3.5.8).
var leftOpen = []string{"label-beyond", "mandatory-beyond", "mandatory-far-beyond", "mandatory-negative", "mandatory-twice"}
