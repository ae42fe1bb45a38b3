package edc

import (
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// code checks that the IRI of a coded value is one of the code list that it seems to be
// of. A node that is only referred to is looked at where it stands.
func (c *checker) code(node jsontree.Value) {
	id := node.Get("id")
	if found := vocabulary.Unknown(id.Text()); found != "" {
		c.report(&vocabulary.RuleCode, id, found)
	}
}
