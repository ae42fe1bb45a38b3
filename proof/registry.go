package proof

import (
	"fmt"
	"slices"
	"strings"
)

// Registry holds the suites and formats that a [Verifier] knows. It is
// immutable.
type Registry struct {
	suites   map[suiteName]Suite
	names    map[Kind][]string // sorted
	families []Family
}

// With returns a registry that also knows families of formats. A document belongs
// to the first family that claims it.
func (r *Registry) With(families ...Family) *Registry {
	return &Registry{suites: r.suites, names: r.names, families: slices.Concat(r.families, families)}
}

type suiteName struct {
	kind Kind
	name string
}

// NewRegistry returns a registry of suites. It is an error when two suites of one
// kind have the same name.
func NewRegistry(suites ...Suite) (*Registry, error) {
	r := &Registry{suites: make(map[suiteName]Suite), names: make(map[Kind][]string)}
	for _, suite := range suites {
		for _, name := range suite.Names() {
			key := suiteName{suite.Kind(), name}
			if _, taken := r.suites[key]; taken {
				return nil, fmt.Errorf("PROOF-REGISTRY: two suites are registered for %q", name)
			}
			r.suites[key] = suite
			r.names[key.kind] = append(r.names[key.kind], name)
		}
	}
	for _, names := range r.names {
		slices.Sort(names)
	}
	return r, nil
}

// Suite returns the suite for a kind of proof and a name, or false.
func (r *Registry) Suite(kind Kind, name string) (Suite, bool) {
	suite, ok := r.suites[suiteName{kind, name}]
	return suite, ok
}

// Names returns the sorted names of the suites for a kind of proof.
func (r *Registry) Names(kind Kind) []string { return slices.Clone(r.names[kind]) }

// knows reports whether there is a suite of a kind for a name.
func (r *Registry) knows(kind Kind, name string) bool {
	_, ok := r.Suite(kind, name)
	return ok
}

// nearest returns the name that a misspelt name may stand for, or "".
func (r *Registry) nearest(kind Kind, name string) string {
	best, least := "", 3
	for _, known := range r.names[kind] {
		if n := len(known) - len(name); n <= -least || n >= least {
			continue // so many letters alone
		}
		if d := distance(strings.ToLower(name), strings.ToLower(known)); d > 0 && d < least {
			best, least = known, d
		}
	}
	return best
}

// distance returns how many letters must be inserted, deleted or changed to turn
// a into b. Long texts are far from everything.
func distance(a, b string) int {
	const far = 100
	if len(a) > far || len(b) > far {
		return far
	}
	row := make([]int, far+1)[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
