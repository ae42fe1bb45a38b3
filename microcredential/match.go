package microcredential

// Match is how closely a target value means what the source value means, in
// the sense of the SKOS mapping properties.
type Match string

// The kinds of match.
const (
	MatchNone   Match = ""
	MatchExact  Match = "exact"
	MatchClose  Match = "close"
	MatchBroad  Match = "broad"  // the target is broader than the source
	MatchNarrow Match = "narrow" // the target is narrower than the source
)

// worse returns the looser of two matches.
func (m Match) worse(n Match) Match {
	if m.rank() >= n.rank() {
		return m
	}
	return n
}

func (m Match) rank() int {
	switch m {
	case MatchNone:
		return 0
	case MatchExact:
		return 1
	case MatchClose:
		return 2
	case MatchBroad:
		return 3
	}
	return 4
}
