package vectors

import (
	"slices"
	"time"
)

// Options is how vectors are made. The zero value gives the published set.
type Options struct {
	// Base is the address of whoever serves [Vector.Resources]; "" is
	// https://vectors.mikromerit.example, where nobody serves anything: then only
	// verifiers that are handed the resources can tell.
	Base string
	// Presented is when presentations claim to be made; zero is the start of 2026,
	// which is long ago to a verifier that demands a fresh one.
	Presented time.Time
}

// DefaultBase is the base of the addresses in the published set.
const DefaultBase = "https://vectors.mikromerit.example"

// Make returns all vectors, sorted by id.
func Make(o Options) ([]Vector, error) {
	if o.Base == "" {
		o.Base = DefaultBase
	}
	var all []Vector
	for _, maker := range []func(Options) ([]Vector, error){embedded, tokens, lists, listsOfOlderKind, controllers, presentations, seals} {
		made, err := maker(o)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	slices.SortFunc(all, func(a, b Vector) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return all, nil
}
