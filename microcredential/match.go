package microcredential

// Match says how close the meaning of a target value is to that of the source
// value, in the sense of the SKOS mapping properties.
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
