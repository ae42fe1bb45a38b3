package microcredential

// AwardClassKind is the class of an award within its qualifications framework.
type AwardClassKind string

// The classes of the Irish National Framework of Qualifications (QQI, award classes).
const (
	AwardClassUnknown        AwardClassKind = ""
	AwardClassMajor          AwardClassKind = "major"           // the main class of awards at a level
	AwardClassMinor          AwardClassKind = "minor"           // a part of the outcomes of a major award
	AwardClassSpecialPurpose AwardClassKind = "special-purpose" // outcomes for one narrow, specific purpose
	AwardClassSupplemental   AwardClassKind = "supplemental"    // beyond a major award that is already held
	AwardClassOther          AwardClassKind = "other"           // Concept says which
)

// AwardClass is the class of an award. Most micro-credentials of Ireland are minor,
// special-purpose or supplemental awards of the national framework, and the level
// alone does not tell which. A class is only set when the source states it.
type AwardClass struct {
	Kind    AwardClassKind
	Concept Concept // the class as the source codes or names it
}

// IsZero reports whether no class is stated.
func (a AwardClass) IsZero() bool { return a.Kind == AwardClassUnknown && a.Concept.IsZero() }
