package mikromerit

import (
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
)

// Registry returns every kind of proof that the library can check, and every
// family of formats whose rules it knows: what a [proof.Verifier] needs to
// verify whatever it is given. A [Verifier] has it already. It is for those who
// work with [proof.NewVerifier] themselves, or add a suite or family of their
// own to it.
func Registry() (*proof.Registry, error) {
	known, err := proof.NewRegistry(slices.Concat(dataintegrity.Suites(), jose.Suites(), jades.Suites())...)
	if err != nil {
		return nil, err
	}
	return known.With(clr.Family(), badge.Family(), edc.Family()), nil
}

// registry is made once for all verifiers, which only read it.
var registry = sync.OnceValues(Registry)
