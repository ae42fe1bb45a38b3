package microcredential

import "bytes"

// The sizes of Annex I.
const (
	mandatoryCount = 11
	elementCount   = 16
)

// elementTitles are the elements in the order of Annex I, in our own words.
var elementTitles = [elementCount + 1]string{
	1:  "Identification of the learner",
	2:  "Title of the micro-credential",
	3:  "Country or region of the issuer",
	4:  "Awarding body",
	5:  "Date of issuing",
	6:  "Learning outcomes",
	7:  "Notional workload",
	8:  "Level of the learning experience",
	9:  "Type of assessment",
	10: "Form of participation",
	11: "Type of quality assurance",
	12: "Prerequisites to enrol",
	13: "Supervision and identity verification in assessment",
	14: "Grade achieved",
	15: "Integration and stackability options",
	16: "Further information",
}

// elementNames are the elements in a word or two, for a sentence.
var elementNames = [elementCount + 1]string{
	1:  "learner",
	2:  "title",
	3:  "country of the issuer",
	4:  "awarding body",
	5:  "date of issuing",
	6:  "learning outcomes",
	7:  "workload",
	8:  "level",
	9:  "type of assessment",
	10: "form of participation",
	11: "quality assurance",
	12: "prerequisites",
	13: "supervision",
	14: "grade",
	15: "stackability",
	16: "further information",
}

// ElementName returns an element of Annex I in a word or two, "" for a number that
// is none.
func ElementName(number int) string {
	if number < 1 || number > elementCount {
		return ""
	}
	return elementNames[number]
}

func isMandatory(number int) bool { return number >= 1 && number <= mandatoryCount }

// elementPaths says which part of the model states which element. The longest
// entry that fits a path counts; 0 excludes a branch.
var elementPaths = map[string]int{
	"learner":                          1,
	"learner.party.person.citizenship": 0,
	"learner.party.person.gender":      0,
	"learner.party.person.birthPlace":  0,
	"learner.party.logo":               0,
	"learner.consent":                  0,

	"definition.title": 2,
	"award.title":      2,

	"envelope.issuer.locations.addresses.country": 3,
	"envelope.issuer.locations.regions":           3,

	"award.awarding.bodies":                4,
	"award.awarding.bodies.logo":           0,
	"award.awarding.bodies.contacts":       0,
	"award.awarding.bodies.homepages":      0,
	"award.awarding.bodies.locations":      0,
	"award.awarding.bodies.notes":          0,
	"award.awarding.bodies.groups":         0,
	"award.awarding.bodies.altName":        0,
	"award.awarding.bodies.accreditations": 11,

	"award.awarding.on": 5,
	"envelope.issued":   5,

	"definition.outcomes":       6,
	"definition.outcomeSummary": 6,

	"definition.workload":       7,
	"award.creditsEarned":       7,
	"award.activities.workload": 7,

	"definition.levels":     8,
	"definition.awardClass": 8, // it places the award in the framework, beside its level

	"definition.assessments.types":  9,
	"definition.assessments.title":  9,
	"award.assessments.types":       9,
	"award.assessments.title":       9,
	"award.assessments.spec.types":  9,
	"award.assessments.spec.title":  9,
	"definition.assessments.parts":  9,
	"award.assessments.parts.types": 9,
	"award.validation":              9, // the recognition of prior learning is one of the types that Annex I lists
	"award.validation.by":           0,
	"award.route":                   9,
	"definition.route":              9,
	"definition.otherRoutes":        9,

	"definition.participation":     10,
	"definition.activities.types":  10,
	"definition.activities.modes":  10,
	"award.activities.types":       10,
	"award.activities.spec.types":  10,
	"award.activities.spec.modes":  10,
	"award.activities.title":       10,
	"definition.assessments.modes": 10,
	"award.assessments.spec.modes": 10,

	"definition.quality":              11,
	"envelope.issuer.accreditations":  11,
	"envelope.evidence.accreditation": 11,

	"definition.prerequisites": 12,

	"definition.assessments.supervision": 13,
	"award.assessments.supervision":      13,

	"award.assessments.grade":        14,
	"award.assessments.status":       14,
	"award.assessments.state":        14,
	"award.assessments.spec.grading": 14,
	"definition.assessments.grading": 14,

	"definition.stackability": 15,
	"definition.origin":       15,
	"award.partOf":            15,

	"further":              16,
	"documents":            16,
	"definition.notes":     16,
	"definition.documents": 16,
	"definition.homepages": 16,
	"award.notes":          16,
	"award.documents":      16,
}

// ElementOf returns the number, 1 to 16, of the Annex I element that the value
// at a canonical path belongs to, or 0. Parts and further claims count like
// the first claim.
func ElementOf(p Path) int {
	var room [128]byte
	fields := claimFields(appendWithoutKeys(room[:0], p))
	for n := len(fields); n > 0; n = max(bytes.LastIndexByte(fields[:n], '.'), 0) {
		if element, ok := elementPaths[string(fields[:n])]; ok {
			return element
		}
	}
	return 0
}

// claimFields drops the steps that lead to a part or further claim. It may change
// what it is given.
func claimFields(fields []byte) []byte {
	const definition = "definition"
	for {
		rest, ok := bytes.CutPrefix(fields, []byte("others."))
		if !ok {
			rest, ok = bytes.CutPrefix(fields, []byte("award.parts."))
		}
		if !ok {
			if rest, ok = bytes.CutPrefix(fields, []byte("definition.parts.")); ok {
				rest = fields[len("definition.parts")-len(definition):]
				copy(rest, definition)
			}
		}
		if !ok {
			return fields
		}
		fields = rest
	}
}

// appendWithoutKeys appends a path without everything in brackets.
func appendWithoutKeys(dst []byte, p Path) []byte {
	depth := 0
	for i := range len(p) {
		switch c := p[i]; {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case depth == 0:
			dst = append(dst, c)
		}
	}
	return dst
}
