package ob3

import (
	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// MandatoryPointers returns JSON Pointers to what a badge, or an endorsement,
// cannot do without and what is there of it: with them as the mandatory
// pointers of an ecdsa-sd-2023 proof, every badge that its holder derives keeps
// the rules of Open Badges 3.0, as certification by 1EdTech demands. They are
// the members that the specification requires; the names of badge and issuer,
// which displays show; and one that says who the recipient is: the id, or else
// a hashed identifier, or else the first identifier. An issuer that wants the
// recipient to stay unnamed gives the badge an id or a hashed identifier, or
// chooses the pointers itself.
//
// What decides on whether the badge is in force is mandatory in any case
// ([vc.DecisivePointers]) and not repeated here.
func MandatoryPointers(doc vc.Document) []string {
	root := doc.Root()
	model := Model()
	c := datamodel.Checker{Model: &model}
	pointers := c.Mandatory(root, c.ClassOf(className(root)))
	if issuer := root.Get("issuer"); issuer.Get("name").Exists() {
		pointers = append(pointers, issuer.Get("name").Pointer())
	}
	for subject := range root.Get("credentialSubject").Each() {
		if who := recipientOf(subject); who.Exists() {
			pointers = append(pointers, who.Pointer())
		}
	}
	if name := root.Get("name"); name.Exists() {
		pointers = append(pointers, name.Pointer())
	}
	return unique(pointers)
}

// recipientOf returns what says who the subject is and tells least about it.
func recipientOf(subject jsontree.Value) jsontree.Value {
	if id := subject.Get("id"); id.Exists() {
		return id
	}
	var first jsontree.Value
	for identifier := range subject.Get("identifier").Each() {
		if hashed := identifier.Get("hashed"); hashed.Kind() == jsontree.Bool && hashed.Bool() {
			return identifier
		}
		if !first.Exists() {
			first = identifier
		}
	}
	return first
}

func unique(pointers []string) []string {
	seen := make(map[string]bool, len(pointers))
	out := pointers[:0]
	for _, pointer := range pointers {
		if !seen[pointer] {
			seen[pointer] = true
			out = append(out, pointer)
		}
	}
	return out
}
