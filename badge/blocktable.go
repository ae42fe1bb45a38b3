package badge

import (
	"reflect"
	"slices"
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
}

// occasion says when a line is written and read.
type occasion int

const (
	whenOpen occasion = iota // if no member that others read holds it
	always                   // since members that hold it are not shown
	early                    // read before other members, which then find it
)

// factTable is the table of a struct. The head stands on the line itself.
type factTable struct {
	head  line
	lines []line
}

// claimFacts are what a claim states, in a credential and within another claim.
var claimFacts = []line{
	{labelTitle, "Definition.Title", whenOpen},
	{labelAward, "Award.Title", whenOpen},
	{labelCertifies, "Award.Kind", whenOpen},
	{labelAlso, "Definition.AltTitle", whenOpen},
	{labelAwarded, "Award.Awarding.On", always},
	{labelAwardedBy, "Award.Awarding.Bodies", always},
	{labelPlace, "Award.Awarding.Place", whenOpen},
	{labelWorkload, "Definition.Workload", always},
	{labelEarned, "Award.CreditsEarned", always},
	{labelLevel, "Definition.Levels", always},
	{labelLearningType, "Definition.Kinds", whenOpen},
	{labelQualification, "Definition.Qualification", whenOpen},
	{labelOutcomes, "Definition.OutcomeSummary", early},
	{labelOutcome, "Definition.Outcomes", early},
	{labelParticipation, "Definition.Participation", whenOpen},
	{labelAssessment, "Award.Assessments", always},
	{labelPlannedAssessment, "Definition.Assessments", whenOpen},
	{labelActivity, "Award.Activities", whenOpen},
	{labelPlannedActivity, "Definition.Activities", whenOpen},
	{labelQuality, "Definition.Quality", early},
	{labelPrerequisites, "Definition.Prerequisites", whenOpen},
	{labelStackability, "Definition.Stackability.Mode", whenOpen},
	{labelStackability, "Definition.Stackability.Note", whenOpen},
	{labelCountsTowards, "Definition.Stackability.Into", whenOpen},
	{labelPartial, "Definition.Stackability.PartialQualification", whenOpen},
	{labelPartOf, "Award.PartOf", whenOpen},
	{labelEntitlement, "Award.Entitlements", whenOpen},
	{labelSetting, "Definition.Setting", whenOpen},
	{labelLanguage, "Definition.Languages", whenOpen},
	{labelField, "Definition.Fields", whenOpen},
	{labelSubject, "Definition.Subjects", whenOpen},
	{labelTarget, "Definition.Targets", whenOpen},
	{labelCode, "Definition.Identifiers", whenOpen},
	{labelDescription, "Definition.Description", whenOpen},
	{labelKind, "Definition.Category", whenOpen},
	{labelPage, "Definition.Homepages", whenOpen},
	{labelDocument, "Definition.Documents", whenOpen},
	{labelFurther, "Definition.Notes", whenOpen},
	{labelAwardDescription, "Award.Description", whenOpen},
	{labelAwardNote, "Award.Notes", whenOpen},
	{labelAwardDocument, "Award.Documents", whenOpen},
	{labelPart, "Award.Parts", whenOpen},
}

// documentFacts are what the document states beside its claims.
var documentFacts = []line{
	{labelIssued, "Envelope.Issued", whenOpen},
	{labelNumber, "Envelope.Identifiers", whenOpen},
	{labelEvidence, "Envelope.Evidence", whenOpen},
	{labelRemark, "Further", whenOpen},
	{labelAttachment, "Documents", whenOpen},
	{labelClaim, "Others", whenOpen},
}

// factTables are the tables by type.
func factTables() map[reflect.Type]factTable {
	out := map[reflect.Type]factTable{}
	set := func(of any, head line, lines ...line) { out[reflect.TypeOf(of)] = factTable{head, lines} }
	title := func(field string) line { return line{labelTitle, field, always} }
	none := line{}
	set(mc.Credential{}, none, slices.Concat(claimFacts, documentFacts)...)
	set(mc.Claim{}, none, claimFacts...)
	set(mc.Note{}, title("Text"), line{labelSubject, "Subject", whenOpen})
	set(mc.Requirement{}, title("Note.Text"))
	set(mc.LearningOutcome{}, title("Title"),
		line{labelType, "Type", whenOpen}, line{labelReuse, "Reuse", whenOpen}, line{labelSkill, "Skills", whenOpen},
		line{labelIdentifier, "Identifiers", whenOpen}, line{labelFurther, "Notes", whenOpen})
	specs := []line{
		{labelAlso, "AltTitle", whenOpen}, {labelKind, "Category", whenOpen}, {labelDescription, "Description", whenOpen},
		{labelIdentifier, "Identifiers", whenOpen}, {labelPage, "Homepages", whenOpen}, {labelDocument, "Documents", whenOpen}, {labelFurther, "Notes", whenOpen},
	}
	coded := []line{{labelType, "Types", whenOpen}, {labelMode, "Modes", whenOpen}, {labelLanguage, "Languages", whenOpen}}
	through := func(field string, lines []line) []line {
		var out []line
		for _, l := range lines {
			l.field = field + "." + l.field
			out = append(out, l)
		}
		return out
	}
	set(mc.AssessmentSpec{}, title("Title"), slices.Concat(coded, []line{
		{labelSupervision, "Supervision", whenOpen}, {labelScale, "Grading", whenOpen}, {labelPart, "Parts", whenOpen}}, specs)...)
	set(mc.ActivitySpec{}, title("Title"), slices.Concat(coded, []line{
		{labelWorkload, "Workload", whenOpen}, {labelPart, "Parts", whenOpen}}, specs)...)
	own := []line{{labelDescription, "Description", whenOpen}, {labelIdentifier, "Identifiers", whenOpen}, {labelDocument, "Documents", whenOpen}, {labelFurther, "Notes", whenOpen}}
	awarding := []line{{labelAwarded, "Awarding.On", whenOpen}, {labelAwardedBy, "Awarding.Bodies", whenOpen}}
	set(mc.AssessmentResult{}, title("Title"), slices.Concat(through("Spec", coded), []line{
		{labelKind, "Types", whenOpen},
		{labelSupervision, "Supervision", whenOpen},
		{labelResult, "Grade.Text", always}, {labelResultValue, "Grade.Value", whenOpen}, {labelStatus, "Status", whenOpen},
		{labelScale, "Spec.Grading", whenOpen},
		{labelAwarded, "Issued", whenOpen}, {labelAssessedBy, "Assessors", whenOpen},
	}, own, []line{{labelSpecification, "Spec", whenOpen}, {labelPart, "Parts", whenOpen}}, awarding)...)
	set(mc.Activity{}, title("Title"), slices.Concat(through("Spec", coded), []line{
		{labelKind, "Types", whenOpen},
		{labelWorkload, "Workload", whenOpen}, {labelPlannedWorkload, "Spec.Workload", whenOpen},
		{labelPeriod, "Periods", whenOpen}, {labelPlace, "Locations", whenOpen}, {labelCompletion, "Completion", whenOpen},
		{labelDirectedBy, "Directors", whenOpen},
	}, own, []line{{labelSpecification, "Spec", whenOpen}, {labelPart, "Parts", whenOpen}}, awarding)...)
	set(mc.Entitlement{}, title("Title"), slices.Concat([]line{
		{labelType, "Spec.Type", whenOpen}, {labelStatus, "Spec.Status", whenOpen},
		{labelAwarded, "Issued", whenOpen}, {labelExpires, "Expires", whenOpen}},
		own, []line{{labelSpecification, "Spec", whenOpen}, {labelPart, "Parts", whenOpen}, {labelAwardedBy, "Awarding.Bodies", whenOpen}})...)
	set(mc.EntitlementSpec{}, title("Title"), slices.Concat([]line{
		{labelOrganisation, "Organisations", whenOpen}, {labelRegion, "Jurisdictions", whenOpen}, {labelSkill, "Occupations", whenOpen}}, specs)...)
	set(mc.GradingScheme{}, title("Title"), line{labelDescription, "Description", whenOpen}, line{labelIdentifier, "Identifiers", whenOpen}, line{labelDocument, "Documents", whenOpen})
	set(mc.QualityAssurance{}, title("Title"),
		line{labelType, "Type", whenOpen}, line{labelDescription, "Description", whenOpen}, line{labelIdentifier, "Identifiers", whenOpen},
		line{labelAgent, "Agent", whenOpen}, line{labelOrganisation, "Organisations", whenOpen}, line{labelDecision, "Decision", whenOpen},
		line{labelIssued, "Issued", whenOpen}, line{labelExpires, "Expires", whenOpen},
		line{labelLevel, "ScopeLevels", whenOpen}, line{labelField, "ScopeFields", whenOpen},
		line{labelPage, "LandingPages", whenOpen}, line{labelHomepage, "Homepages", whenOpen}, line{labelDocument, "Documents", whenOpen},
		line{labelFurther, "Notes", whenOpen})
	set(mc.Evidence{}, title("Title"),
		line{labelType, "Kind", whenOpen}, line{labelDescription, "Description", whenOpen}, line{labelFurther, "Statement", whenOpen},
		line{labelQuality, "Accreditation", whenOpen})
	set(mc.Party{}, title("Name"),
		line{labelAlso, "AltName", whenOpen}, line{labelDescription, "Description", whenOpen}, line{labelIdentifier, "Identifiers", whenOpen},
		line{labelPlace, "Locations", whenOpen}, line{labelPage, "Homepages", whenOpen}, line{labelEmail, "Contacts[0].Email", whenOpen},
		line{labelQuality, "Accreditations", whenOpen}, line{labelPartOf, "Parent", whenOpen}, line{labelMemberOf, "Groups", whenOpen}, line{labelFurther, "Notes", whenOpen})
	set(mc.Location{}, line{labelTitle, "Addresses[0].Country", always},
		line{labelAlso, "Name", whenOpen}, line{labelAddress, "Addresses[0].Full", whenOpen}, line{labelRegion, "Regions", whenOpen},
		line{labelDescription, "Description", whenOpen})
	return out
}

// blockSchema are the tables and notations, which never change.
type blockSchema struct {
	tables    map[reflect.Type]factTable
	notations map[reflect.Type]notation
}

var blocks = sync.OnceValue(func() *blockSchema { return &blockSchema{factTables(), notations()} })

// fieldAt returns the field of a struct that a line is about, and its path. With
// make, what is on the way is made; without, the field may not be there.
func fieldAt(v reflect.Value, name string, at path, make bool) (reflect.Value, path, bool) {
	for _, step := range strings.Split(name, ".") {
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
		v, at = v.FieldByName(step), at.Dot(mc.FieldName(step))
		if isFirst {
			if v.Len() == 0 {
				if !make {
					return reflect.Value{}, at, false
				}
				v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			}
			v, at = v.Index(0), at.At(0)
		}
	}
	return v, at, true
}
