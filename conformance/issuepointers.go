package conformance

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/vc"
)

// mandatoryPointers are what an issuer of a suite for selective disclosure is asked
// to make mandatory. The suite selects from the compact form of a credential (VC DI
// ECDSA, selectPaths), in which a node that has nothing but an id is that text: then
// a pointer to the id leads nowhere, and the one to the node is meant.
func mandatoryPointers(doc vc.Document) []string {
	var pointers []string
	for _, pointer := range slices.Concat(vc.DecisivePointers(doc), ob3.MandatoryPointers(doc)) {
		if node, ok := strings.CutSuffix(pointer, "/id"); ok && node != "" && doc.Lookup(node).Len() == 1 {
			pointer = node
		}
		if !slices.Contains(pointers, pointer) {
			pointers = append(pointers, pointer)
		}
	}
	return pointers
}
