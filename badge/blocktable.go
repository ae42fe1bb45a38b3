package badge

import (
	"reflect"
	"strings"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The facts block is a list at the end of the narrative of the criteria, for
// software that shows of a badge little else. Each line says what it is about, and
// a thing with parts has lines below it. One table of lines serves for writing
// and for reading.

// line is a line of the block: a label, and the field that it states. How a value
// is written depends on the type of the field: a text in one line for each
// language, what has a notation within one line, what has a table as a line
// with lines below it.
type line struct {
	label phrase
	field string // of the struct that the table is of, by Go name
	when  occasion
	below []line // in place of those of the table of its type
}

// occasion says when a line is written and read: if no member that others read
// holds what it states, unless it says more.
type occasion int

const (
	whenOpen     occasion = 0
	always       occasion = 1 << iota // since members that hold it are not shown
	early                             // read before other members, which then find it
	multilingual                      // in all languages, not only in that of the badge
	distinct                          // unless it is the title that stands above
	attended                          // of a claim that is no more than attendance
	notAttended                       // of any other
	counting                          // of references, those to what it is a part of
	relating                          // of references, all others
)

func (o occasion) is(flag occasion) bool { return o&flag != 0 }

// factTable is the table of a struct. The head stands on the line itself.
type factTable struct {
	head  line
	lines []line
}

// told is what a block tells: facts of the credential, and details of parties that
// other lines only name.
type told struct {
	mc.Credential
	Parties []mc.Party
}

// detailsOfParties is the field of the lines with details of parties.
const detailsOfParties = "Parties"

// claimFacts are what a claim states, in a credential and within another claim: what a
// learner and an employer ask for first, in the order of Annex I of the
// Recommendation on micro-credentials (2022/C 243/02).
var claimFacts = []line{
	{labelCertifies, "Award.Kind", whenOpen, nil},
	{labelAttended, "Award.Activities", attended, nil},
	{labelAwarded, "Award.Awarding.On", always, nil},
	{labelAwardedBy, "Award.Awarding.Bodies", always, nil},
	{labelWorkload, "Definition.Workload", always, nil},
	{labelEarned, "Award.CreditsEarned", whenOpen, nil},
	{labelLevel, "Definition.Levels", always, nil},
	{labelOutcomes, "Definition.OutcomeSummary.Text", early, nil},
	{labelOutcome, "Definition.Outcomes", early, nil},
	{labelAssessment, "Award.Assessments", always, nil},
	{labelPlannedAssessment, "Definition.Assessments", whenOpen, nil},
	{labelParticipation, "Definition.Participation", whenOpen, nil},
	{labelQuality, "Definition.Quality", whenOpen, nil},
	{labelPrerequisites, "Definition.Prerequisites", whenOpen, nil},
	{labelStackability, "Definition.Stackability.Mode", whenOpen, nil},
	{labelStackNote, "Definition.Stackability.Note", whenOpen, nil},
	{labelCountsTowards, "Definition.Stackability.Into", counting, nil},
	{labelRelation, "Definition.Stackability.Into", relating, nil},
	{labelPartOf, "Award.PartOf", whenOpen, nil},
	{labelOrigin, "Definition.Origin", whenOpen, nil},
	{labelAwardClass, "Definition.AwardClass", whenOpen, nil},
	{labelRoute, "Award.Route", whenOpen, nil},
	{labelValidation, "Award.Validation", whenOpen, nil},
	{labelPossibleRoute, "Definition.Route", whenOpen, nil},
	{labelOtherRoute, "Definition.OtherRoutes", whenOpen, nil},
	{labelPartner, "Definition.Partners", whenOpen, nil},
	{labelIssuingRight, "Definition.IssuingRights", whenOpen, nil},
	{labelLanguage, "Definition.Languages", whenOpen, nil},

	{labelOffer, "Award.Opportunity", whenOpen, nil},
	{labelActivity, "Award.Activities", notAttended, nil},
	{labelPlannedActivity, "Definition.Activities", whenOpen, nil},
	{labelPlace, "Award.Awarding.Place", whenOpen, nil},
	{labelEntitlement, "Award.Entitlements", whenOpen, nil},
	{labelTitle, "Definition.Title", multilingual, nil},
	{labelAward, "Award.Title", distinct, nil},
	{labelAlso, "Definition.AltTitle", whenOpen, nil},
	{labelDescription, "Definition.Description", whenOpen, nil},
	{labelAwardDescription, "Award.Description", whenOpen, nil},
	{labelFurther, "Definition.Notes", whenOpen, nil},
	{labelAwardNote, "Award.Notes", whenOpen, nil},
	{labelPage, "Definition.Homepages", whenOpen, nil},
	{labelDocument, "Definition.Documents", whenOpen, nil},
	{labelAwardDocument, "Award.Documents", whenOpen, nil},
	{labelField, "Definition.Fields", whenOpen, nil},
	{labelSubject, "Definition.Subjects", whenOpen, nil},
	{labelTarget, "Definition.Targets", whenOpen, nil},
	{labelCode, "Definition.Identifiers", whenOpen, nil},
	{labelKind, "Definition.Category", whenOpen, nil},
	{labelPart, "Award.Parts", whenOpen, nil},
}

// documentFacts are what the document states beside its claims.
var documentFacts = []line{
	{labelIssued, "Envelope.Issued", whenOpen, nil},
	{labelNumber, "Envelope.Identifiers", whenOpen, nil},
	{labelRemark, "Further", whenOpen, nil},
	{labelAttachment, "Documents", whenOpen, nil},
	{labelEvidence, "Envelope.Evidence", whenOpen, nil},
	{labelClaim, "Others", whenOpen, nil},
	{labelOrganisation, detailsOfParties, whenOpen, nil},
}

// registrarFacts are what is of use to those who keep registers.
var registrarFacts = []line{
	{labelSetting, "Definition.Setting", whenOpen, nil},
	{labelLearningType, "Definition.Kinds", whenOpen, nil},
	{labelQualification, "Definition.Qualification", whenOpen, nil},
	{labelPartial, "Definition.Stackability.PartialQualification", whenOpen, nil},
}

// profileFacts are what is of use to those who keep registers of documents.
var profileFacts = []line{
	{labelProfile, "Envelope.Profiles", whenOpen, nil},
	{labelAvailable, "Envelope.Display.Languages", whenOpen, nil},
}

// blockSchema are the tables and notations, which never change.
type blockSchema struct {
	tables    map[reflect.Type]factTable
	notations map[reflect.Type]notation
}

var blocks = sync.OnceValue(func() *blockSchema { return &blockSchema{factTables(), notations()} })

// fieldAt returns the field of a struct that a line is about, and its path. With
// make, what is on the way is made, and nobody asks for the path; without, the field
// may not be there.
func fieldAt(v reflect.Value, name string, at path, make bool) (reflect.Value, path, bool) {
	for step := range strings.SplitSeq(name, ".") {
		step, isFirst := strings.CutSuffix(step, "[0]")
		for v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !make {
					return reflect.Value{}, at, false
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		if v = v.FieldByName(step); !make {
			at = at.Dot(mc.FieldName(step))
		}
		if isFirst {
			if v.Len() == 0 {
				if !make {
					return reflect.Value{}, at, false
				}
				v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			}
			if v = v.Index(0); !make {
				at = at.At(0)
			}
		}
	}
	return v, at, true
}
