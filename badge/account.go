package badge

import (
	"slices"
	"sort"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// path is a canonical path; the encoder builds thousands of them.
type path = mc.Path

// account knows every stated value of a credential and what became of it. It
// stands before the Tracker so that marking a value that is not stated does
// nothing, and so that an encoder can ask what is still open.
type account struct {
	tracker *mc.Tracker
	paths   []path // in the order of the model
	sorted  []string
	marked  map[path][]mc.Outcome
}

func newAccount(c *mc.Credential) *account {
	a := &account{
		tracker: mc.NewEncodeTracker(ob3.Format, c),
		paths:   mc.Paths(c),
		marked:  map[path][]mc.Outcome{},
	}
	a.sorted = make([]string, len(a.paths))
	for i, p := range a.paths {
		a.sorted[i] = string(p)
	}
	slices.Sort(a.sorted)
	return a
}

// stated reports whether the model states a value at exactly this path.
func (a *account) stated(p path) bool {
	_, found := slices.BinarySearch(a.sorted, string(p))
	return found
}

// below returns the stated values at and below a path.
func (a *account) below(p path) []path {
	var out []path
	if a.stated(p) {
		out = append(out, p)
	}
	for _, next := range []string{".", "["} {
		prefix := string(p) + next
		for i := sort.SearchStrings(a.sorted, prefix); i < len(a.sorted) && strings.HasPrefix(a.sorted[i], prefix); i++ {
			out = append(out, path(a.sorted[i]))
		}
	}
	return out
}

// open reports whether something at or below one of the paths is not yet
// carried.
func (a *account) open(paths ...path) bool {
	for _, p := range paths {
		for _, leaf := range a.below(p) {
			if len(a.marked[leaf]) == 0 {
				return true
			}
		}
	}
	return false
}

// mark says what became of a stated value; for another path it does nothing.
func (a *account) mark(p path, o mc.Outcome) {
	if a.stated(p) {
		a.marked[p] = append(a.marked[p], o)
	}
}

// repeat gives the values below a path the outcomes that the equal values
// below another path had.
func (a *account) repeat(p, earlier path) {
	for _, leaf := range a.below(earlier) {
		for _, o := range a.marked[leaf] {
			a.mark(p+leaf[len(earlier):], o)
		}
	}
}

// withheldReason is why personal data is not in a badge.
const withheldReason = "personal data that a badge does not need; it is only written on request"

// boundToSource is the reason for values that Open Badges has members for but
// that must not be repeated in another document.
func boundToSource(p path, otherwise string) string {
	for _, member := range []path{"envelope.status", "envelope.schemas", "envelope.terms", "envelope.refresh", "envelope.endorsements"} {
		if p.Under(member) {
			return "it belongs to the source document and must not speak for another"
		}
	}
	return otherwise
}

// personal reports whether a value says more of a person than a badge needs:
// of the learner all but names and identifiers, without the national identity
// number; of anyone the details of birth, gender and citizenship.
func personal(p path) bool {
	if i := strings.Index(string(p), ".person."); i >= 0 {
		for _, field := range []path{"birthName", "birthDate", "birthInstant", "birthPlace", "citizenship", "gender"} {
			if (p[i+len(".person."):]).Under(field) {
				return true
			}
		}
	}
	if !p.Under("learner.party") {
		return false
	}
	for _, field := range []path{"id", "kind", "name", "altName", "person"} {
		if p.Under(path("learner.party").Dot(string(field))) {
			return false
		}
	}
	return !p.Under("learner.party.identifiers")
}
