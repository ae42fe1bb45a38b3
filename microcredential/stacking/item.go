package stacking

import (
	"slices"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Item is one credential, with what is known about it.
type Item struct {
	Credential *mc.Credential // nil: it could not be read, and counts for nothing
	// Digest is the SHA-256 of the file in hexadecimal, "" if it is not known.
	Digest string
	// Axes are the answers of its verification to the five questions. nil: nobody
	// verified it, and whoever calls vouches for it.
	Axes *vc.Axes
}

// The limits of what is read. No learner has as many credentials; a hostile file may.
const (
	maxUnits      = 20_000 // claims and parts
	maxDepth      = 32     // parts of parts
	maxKeys       = 64     // names of one definition
	maxReferences = 256    // of one claim to others
	maxEdges      = 100_000
	maxMeasures   = 64 // frameworks
	maxFindings   = 200
)

// Count says whether something was counted.
type Count string

// The ways of counting.
const (
	Counted    Count = "counted"
	Open       Count = "open" // it would count if what is not known of it turned out well
	NotCounted Count = "not-counted"
	Nothing    Count = "nothing-stated" // there is nothing to count
)

// rank orders what may be counted: the surest first.
func (c Count) rank() int {
	return slices.Index([]Count{Counted, Open, NotCounted, Nothing}, c)
}

// Reason says why something was not counted as it stands.
type Reason struct {
	Code   string `json:"code"` // of the rule
	Detail string `json:"detail"`
	// With is the other credential that it has to do with, as an index; -1: none.
	With int `json:"-"`
}

// state is whether an item or claim may count, and why not.
type state struct {
	count   Count
	reasons []Reason
}

func (s *state) lower(to Count, r *vc.Rule, with int, detail string) {
	if s.count.rank() < to.rank() {
		s.count = to
	}
	s.reasons = append(s.reasons, Reason{r.Code, detail, with})
}

// number is how a sentence calls the credential with an index.
func number(i int) string { return "credential " + strconv.Itoa(i+1) }

// standingOf returns whether a credential may count by what its verification found.
// An issuer whom nobody vouches for leaves it open, unless nobody asked.
func standingOf(it Item) state {
	s := state{count: Counted}
	switch {
	case it.Credential == nil:
		s.lower(NotCounted, &ruleStanding, -1, "It could not be read, so it counts for nothing.")
		return s
	case it.Axes == nil:
		return s
	}
	for _, q := range []struct {
		axis                vc.Axis
		invalid, undecided  string
		unaskedLeavesItOpen bool
		invalidLeavesItOpen bool
	}{
		{axis: vc.Authentic, invalid: "It is not genuine.", undecided: "It is not known to be genuine.", unaskedLeavesItOpen: true},
		{axis: vc.InForce, invalid: "It is not in force: it has expired, is revoked, or does not hold yet.", undecided: "It is not known to be in force.", unaskedLeavesItOpen: true},
		{axis: vc.Trusted, invalid: "Its issuer is not trusted.", undecided: "Nobody who is trusted vouches for its issuer.", invalidLeavesItOpen: true},
		{axis: vc.Bound, invalid: "It is not shown to belong to whoever presents it.", undecided: "It is not known to belong to whoever presents it."},
	} {
		switch answer := it.Axes[q.axis]; {
		case answer == vc.Invalid && q.invalidLeavesItOpen:
			s.lower(Open, &ruleStanding, -1, q.invalid)
		case answer == vc.Invalid:
			s.lower(NotCounted, &ruleStanding, -1, q.invalid)
		case q.undecided != "" && (answer == vc.Indeterminate || answer == vc.Unasked && q.unaskedLeavesItOpen):
			s.lower(Open, &ruleStanding, -1, q.undecided)
		}
	}
	return s
}

// otherLearners lowers the state of credentials that name another learner by an id
// than the first of the surest does, and share no identifier with it. One that is less
// sure, as anybody can make it, must not decide who the learner is.
func otherLearners(items []Item, states []state) {
	names := func(i int) bool {
		return items[i].Credential != nil && items[i].Credential.Learner.ID != "" && states[i].count != NotCounted
	}
	first := -1
	for i := range items {
		if names(i) && (first < 0 || states[i].count.rank() < states[first].count.rank()) {
			first = i
		}
	}
	for i, it := range items {
		if i == first || !names(i) {
			continue
		}
		a, b := &items[first].Credential.Learner, &it.Credential.Learner
		if a.ID != b.ID && !shareIdentifier(a, b) {
			states[i].lower(NotCounted, &ruleLearner, first, "It names another learner than "+number(first)+" does.")
		}
	}
}

func shareIdentifier(a, b *mc.Learner) bool {
	have := map[key]bool{}
	for _, k := range keysOf(a.ID, a.Party.Identifiers, nil) {
		have[k] = true
	}
	return slices.ContainsFunc(keysOf(b.ID, b.Party.Identifiers, nil), func(k key) bool { return have[k] })
}
