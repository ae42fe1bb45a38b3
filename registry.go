package mikromerit

import (
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/formats/eudi"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
)

// Registry returns a registry of every kind of proof that the library can check
// and every family of formats whose rules it knows. A [Verifier] has it already.
// It is for those who call [proof.NewVerifier] themselves or add a suite or family
// of their own.
func Registry() (*proof.Registry, error) {
	known, err := proof.NewRegistry(slices.Concat(dataintegrity.Suites(), jose.Suites(eudi.Type()), cose.Suites(), jades.Suites())...)
	if err != nil {
		return nil, err
	}
	return known.With(clr.Family(), badge.Family(), edc.Family(), eudi.Family()), nil
}

// registry returns one registry for all verifiers, which only read it.
var registry = sync.OnceValues(Registry)
