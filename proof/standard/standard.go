package standard

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
)

// Registry returns a registry of all suites and all families of formats.
func Registry() (*proof.Registry, error) {
	registry, err := proof.NewRegistry(slices.Concat(dataintegrity.Suites(), jose.Suites(), jades.Suites())...)
	if err != nil {
		return nil, err
	}
	return registry.With(clr.Family(), badge.Family(), edc.Family()), nil
}
