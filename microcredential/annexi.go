package microcredential

import "fmt"

// Presence says whether a credential has an element.
type Presence string

// The degrees of presence.
const (
	Present Presence = "present"
	Partial Presence = "partial" // something is stated, but not what the element asks for
	Absent  Presence = "absent"
)

// Element is one row of the Annex I check.
type Element struct {
	Number    int      `json:"number"` // 1 to 16
	Code      string   `json:"code"`   // EUMC-1 to EUMC-16
	Mandatory bool     `json:"mandatory"`
	Title     string   `json:"title"`
	Status    Presence `json:"status"`
	Where     []Path   `json:"where,omitempty"` // canonical paths of what was found
	Note      string   `json:"note"`            // one sentence
}

// AnnexI checks a credential against the standard elements of Annex I to
// Council Recommendation 2022/C 243/02: always 16 rows in the order of the
// annex, the first 11 of them mandatory. Level, the eighth, is required only
// "if applicable", which a program cannot know; its note says so.
//
// What only a part or a further claim states counts as [Partial].
func AnnexI(c *Credential) []Element {
	rows := make([]Element, 0, elementCount)
	for n := 1; n <= elementCount; n++ {
		row := Element{
			Number:    n,
			Code:      fmt.Sprintf("EUMC-%d", n),
			Mandatory: isMandatory(n),
			Title:     elementTitles[n],
		}
		row.Status, row.Where, row.Note = checkElement(c, n)
		rows = append(rows, row)
	}
	return rows
}

// AnnexISummary counts the rows that are present: "10 of 11 mandatory and 4 of
// 5 optional elements present". Partial ones are counted separately.
func AnnexISummary(rows []Element) string {
	var full, part [2]int
	for _, r := range rows {
		kind := 1
		if r.Mandatory {
			kind = 0
		}
		switch r.Status {
		case Present:
			full[kind]++
		case Partial:
			part[kind]++
		}
	}
	s := fmt.Sprintf("%d of %d mandatory and %d of %d optional elements present",
		full[0], mandatoryCount, full[1], elementCount-mandatoryCount)
	if n := part[0] + part[1]; n > 0 {
		s += fmt.Sprintf(", %d partial", n)
	}
	return s
}

// finding collects the places where an element is stated in full and in part.
type finding struct{ full, partial []Path }

func (f *finding) add(stated, full bool, at Path) {
	switch {
	case full:
		f.full = append(f.full, at)
	case stated:
		f.partial = append(f.partial, at)
	}
}

// checkElement runs the check of one element. Notes hold no personal data.
func checkElement(c *Credential, n int) (Presence, []Path, string) {
	if c == nil {
		return Absent, nil, elementAdvice[n].absent
	}
	var f finding
	if check := documentChecks[n]; check != nil {
		check(c, &f)
	}
	if check := claimChecks[n]; check != nil {
		for _, claim := range c.Claims() {
			var g finding
			check(claim, &g)
			if claim.Prefix != "" {
				g.partial, g.full = append(g.full, g.partial...), nil
			}
			f.full, f.partial = append(f.full, g.full...), append(f.partial, g.partial...)
		}
	}
	switch {
	case len(f.full) > 0:
		return Present, f.full, "It is stated."
	case len(f.partial) > 0:
		return Partial, f.partial, elementAdvice[n].partial
	}
	return Absent, nil, elementAdvice[n].absent
}

// advice holds the notes on an element that is absent or partial.
type advice struct{ absent, partial string }

var elementAdvice = [elementCount + 1]advice{
	1:  {"Nothing identifies the learner.", "There are facts about the learner, but no name and no identifier."},
	2:  {"No title is stated.", "Only the display title or a part of the credential has a title."},
	3:  {"The issuer has no country or region.", "A country is stated for the awarding body or in an identifier, not as the issuer's place."},
	4:  {"No awarding body is named.", "An awarding body is stated without a name, or for a part only."},
	5:  {"No date of award or issue is stated.", "Only the start of validity, or the date of a part, is stated."},
	6:  {"No learning outcome is stated.", "Learning outcomes are stated for a part only, or only as criteria."},
	7:  {"No workload is stated, in credits or time.", "The workload is stated without a framework for its credits, or for an activity or a part only."},
	8:  {"No level is stated, which is right only if no level applies.", "A level is stated that names no framework of qualifications, only a class of award, or one for a part only."},
	9:  {"No type of assessment is stated.", "The assessment or validation is stated without its type, or only a part has one."},
	10: {"No form of participation is stated.", "Only the form of the assessment, an untyped activity or a part tells how the learner took part."},
	11: {"No quality assurance is stated.", "Quality assurance is stated without a type or title, or for a part only."},
	12: {"No prerequisites are stated.", "Prerequisites are stated for a part only."},
	13: {"Nothing is stated about supervision or identity verification.", "Supervision and identity verification are not both known."},
	14: {"No grade is stated.", "There is a result without a grade, or the grade of a part only."},
	15: {"Nothing is stated about stackability.", "Only whether it is a partial qualification, its origin, or a relation of a part is stated."},
	16: {"There is no further information.", "Only a part has further information."},
}
