package microcredential

import "strconv"

// Constructors for what most credentials have, so that one fits on a screen.

// Named returns a coded value that has only a name: free text.
func Named(lang, name string) Concept { return Concept{Label: Text(lang, name)} }

// Credits returns an amount of credits. There is no framework by default: that of ECTS
// is vocabulary.ECTS, and national ones stand beside it.
func Credits(amount Decimal, framework Concept) Workload {
	return Workload{Kind: WorkloadCredits, Framework: framework, Amount: amount}
}

// Hours returns the time that an average learner needs, not stated for less than none.
func Hours(n int64) Workload {
	d, _ := ParseISODuration("PT" + strconv.FormatInt(n, 10) + "H")
	return Workload{Kind: WorkloadNotional, Duration: d}
}

// Learns returns a learning outcome.
func Learns(lang, outcome string) LearningOutcome {
	return LearningOutcome{Title: Text(lang, outcome)}
}

// Organisation returns an organisation in a country, which is a code of two or three
// letters. A code that is none stays as it is written, without Alpha2.
func Organisation(id string, name LangString, country string) Party {
	p := Party{ID: id, Kind: PartyOrganisation, Name: name}
	if country != "" {
		known, ok := CountryOf(country)
		if !ok {
			known = Country{Concept: Concept{Notation: country}}
		}
		p.Locations = []Location{{Addresses: []Address{{Country: known}}}}
	}
	return p
}

// LearnerNamed returns a learner by name; the names are in a language, or "".
func LearnerNamed(lang, given, family string) Learner {
	return Learner{Party: Party{Kind: PartyPerson, Person: &Person{GivenName: Text(lang, given), FamilyName: Text(lang, family)}}}
}

// Says returns a note.
func Says(lang, text string) Note { return Note{Text: Text(lang, text)} }
