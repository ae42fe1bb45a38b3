package microcredential

import "slices"

// Severity says how much an outcome matters.
type Severity string

// The severities.
const (
	SeverityNone    Severity = ""
	SeverityInfo    Severity = "info"
	SeverityWarning Severity = "warning"
	SeverityError   Severity = "error"
)

func (s Severity) rank() int {
	return slices.Index([]Severity{SeverityNone, SeverityInfo, SeverityWarning, SeverityError}, s)
}

// AtLeast reports whether s matters as much as other, or more.
func (s Severity) AtLeast(other Severity) bool { return s.rank() >= other.rank() }

// grade sets the severity of every leaf that has none. An element of Annex I
// leaves sight when no reader of the target format finds any of its leaves; that
// our extension, the residue or an embedded original still has them does not bring
// it back. Losing one of several languages of a title leaves the title in sight.
func grade(leaves []Leaf) {
	for i := range leaves {
		if l := &leaves[i]; l.Element == 0 {
			l.Element = elementOfAny(l.Canonical)
		}
	}
	sights := sightsByElement(leaves)
	for i := range leaves {
		if l := &leaves[i]; l.Severity == SeverityNone {
			l.Severity = severityOf(*l, sights[l.Element].Native > 0)
		}
	}
}

func severityOf(l Leaf, inSight bool) Severity {
	mandatory := isMandatory(l.Element)
	unknown := l.Element == 0 && !slices.ContainsFunc(l.Canonical, func(p Path) bool { return !p.Under("residue") })
	switch {
	case l.Kind == KindScaffold || l.Kind == KindExact:
		return SeverityNone
	case l.Element > 0 && !inSight && !l.Added && l.Sight() != SightAny:
		if mandatory {
			return SeverityError
		}
		return SeverityWarning
	case l.Kind == KindDropped && (l.Element > 0 || unknown):
		return SeverityWarning
	case (l.Kind == KindMerged || l.Kind == KindNarrowed) && mandatory:
		return SeverityWarning
	case l.Kind == KindTransformed && l.Match != MatchBroad && l.Match != MatchNarrow:
		return SeverityNone
	}
	return SeverityInfo
}
