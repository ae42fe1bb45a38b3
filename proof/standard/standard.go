package standard

import (
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
)

// Registry returns a registry of all suites.
func Registry() (*proof.Registry, error) {
	suites := append(dataintegrity.Suites(), jose.Suites()...)
	return proof.NewRegistry(append(suites, jades.New())...)
}
