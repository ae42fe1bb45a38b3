package standard

import (
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// Registry returns a registry of all suites. Seals are believed when their
// certificate leads to one of the anchors; with nil anchors the trust in a
// seal is unknown.
func Registry(anchors *trust.Anchors) (*proof.Registry, error) {
	suites := append(dataintegrity.Suites(), jose.Suites()...)
	return proof.NewRegistry(append(suites, jades.New(anchors))...)
}
