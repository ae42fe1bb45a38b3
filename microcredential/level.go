package microcredential

import "strconv"

// Concept schemes of the levels that the model itself knows.
const (
	// SchemeEQF is the European Qualifications Framework (Council
	// Recommendation of 22 May 2017), as published by the Commission.
	SchemeEQF = "http://data.europa.eu/snb/eqf/25831c2"

	eqfBase = "http://data.europa.eu/snb/eqf/"
)

// EQFLevel returns the level 1 to 8 of the European Qualifications Framework
// as a Level. ok is false for any other number.
func EQFLevel(n int) (level Level, ok bool) {
	if n < 1 || n > 8 {
		return Level{}, false
	}
	digit := strconv.Itoa(n)
	return Level{
		Kind:      LevelEQF,
		Framework: Concept{IRI: SchemeEQF, Notation: "EQF", Label: Text("en", "European Qualifications Framework")},
		Value:     Concept{IRI: eqfBase + digit, Scheme: SchemeEQF, Notation: digit, Label: Text("en", "Level "+digit)},
		EQF:       int8(n),
	}, true
}

// EQFOf returns the EQF level that an IRI names, or 0.
func EQFOf(iri string) int8 {
	if len(iri) == len(eqfBase)+1 && iri[:len(eqfBase)] == eqfBase {
		if d := iri[len(eqfBase)]; d >= '1' && d <= '8' {
			return int8(d - '0')
		}
	}
	return 0
}

// Cycle is a cycle of the Qualifications Framework of the European Higher
// Education Area.
type Cycle uint8

// The cycles of QF-EHEA; the short cycle was added by the ministers in Paris
// in 2018.
const (
	CycleNone Cycle = iota
	CycleShort
	CycleFirst
	CycleSecond
	CycleThird
)

// String returns "short", "first", "second", "third" or "".
func (c Cycle) String() string {
	names := [...]string{CycleShort: "short", CycleFirst: "first", CycleSecond: "second", CycleThird: "third"}
	if int(c) < len(names) {
		return names[c]
	}
	return ""
}

// ParseCycle reads what [Cycle.String] writes.
func ParseCycle(s string) (c Cycle, ok bool) {
	for c = CycleShort; c <= CycleThird; c++ {
		if c.String() == s {
			return c, true
		}
	}
	return CycleNone, false
}

// EQF returns the level to which the framework relates the cycle: 5 for the
// short cycle up to 8 for the third. It is an aid for comparison, not a
// statement about any credential.
func (c Cycle) EQF() int8 {
	if c < CycleShort || c > CycleThird {
		return 0
	}
	return int8(c) + 4
}
