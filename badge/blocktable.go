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
	below []line // in place of those of the table of its type
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
	{labelCertifies, "Award.Kind", whenOpen, nil},
	{labelAwarded, "Award.Awarding.On", always, nil},
	{labelAwardedBy, "Award.Awarding.Bodies", always, nil},
	{labelPlace, "Award.Awarding.Place", whenOpen, nil},
	{labelWorkload, "Definition.Workload", always, nil},
	{labelEarned, "Award.CreditsEarned", always, nil},
	{labelLevel, "Definition.Levels", always, nil},
	{labelLearningType, "Definition.Kinds", whenOpen, nil},
	{labelQualification, "Definition.Qualification", whenOpen, nil},
	{labelOutcomes, "Definition.OutcomeSummary.Text", early, nil},
	{labelOutcome, "Definition.Outcomes", early, nil},
	{labelParticipation, "Definition.Participation", whenOpen, nil},
	{labelAssessment, "Award.Assessments", always, nil},
	{labelPlannedAssessment, "Definition.Assessments", whenOpen, nil},
	{labelOffer, "Award.Opportunity", whenOpen, nil},
	{labelActivity, "Award.Activities", whenOpen, nil},
	{labelPlannedActivity, "Definition.Activities", whenOpen, nil},
	{labelQuality, "Definition.Quality", whenOpen, nil},
	{labelPrerequisites, "Definition.Prerequisites", whenOpen, nil},
	{labelStackability, "Definition.Stackability.Mode", whenOpen, nil},
	{labelStackNote, "Definition.Stackability.Note", whenOpen, nil},
	{labelCountsTowards, "Definition.Stackability.Into", whenOpen, nil},
	{labelPartial, "Definition.Stackability.PartialQualification", whenOpen, nil},
	{labelPartOf, "Award.PartOf", whenOpen, nil},
	{labelEntitlement, "Award.Entitlements", whenOpen, nil},
	{labelSetting, "Definition.Setting", whenOpen, nil},
	{labelLanguage, "Definition.Languages", whenOpen, nil},
	{labelField, "Definition.Fields", whenOpen, nil},
	{labelSubject, "Definition.Subjects", whenOpen, nil},
	{labelTarget, "Definition.Targets", whenOpen, nil},
	{labelTitle, "Definition.Title", whenOpen, nil},
	{labelAward, "Award.Title", whenOpen, nil},
	{labelAlso, "Definition.AltTitle", whenOpen, nil},
	{labelCode, "Definition.Identifiers", whenOpen, nil},
	{labelDescription, "Definition.Description", whenOpen, nil},
	{labelKind, "Definition.Category", whenOpen, nil},
	{labelPage, "Definition.Homepages", whenOpen, nil},
	{labelDocument, "Definition.Documents", whenOpen, nil},
	{labelFurther, "Definition.Notes", whenOpen, nil},
	{labelAwardDescription, "Award.Description", whenOpen, nil},
	{labelAwardNote, "Award.Notes", whenOpen, nil},
	{labelAwardDocument, "Award.Documents", whenOpen, nil},
	{labelPart, "Award.Parts", whenOpen, nil},
}

// documentFacts are what the document states beside its claims.
var documentFacts = []line{
	{labelIssued, "Envelope.Issued", whenOpen, nil},
	{labelNumber, "Envelope.Identifiers", whenOpen, nil},
	{labelProfile, "Envelope.Profiles", whenOpen, nil},
	{labelAvailable, "Envelope.Display.Languages", whenOpen, nil},
	{labelEvidence, "Envelope.Evidence", whenOpen, nil},
	{labelRemark, "Further", whenOpen, nil},
	{labelAttachment, "Documents", whenOpen, nil},
	{labelClaim, "Others", whenOpen, nil},
}

// factTables are the tables by type.
func factTables() map[reflect.Type]factTable {
	out := map[reflect.Type]factTable{}
	set := func(of any, head line, lines ...line) { out[reflect.TypeOf(of)] = factTable{head, lines} }
	title := func(field string) line { return line{labelTitle, field, always, nil} }
	none := line{}
	set(mc.Credential{}, none, slices.Concat(claimFacts, documentFacts)...)
	set(mc.Claim{}, none, claimFacts...)
	set(mc.Note{}, title("Text"), line{labelSubject, "Subject", whenOpen, nil})
	set(mc.Requirement{}, title("Note.Text"))
	set(mc.LearningOutcome{}, title("Title"),
		line{labelType, "Type", whenOpen, nil}, line{labelReuse, "Reuse", whenOpen, nil}, line{labelSkill, "Skills", whenOpen, nil},
		line{labelIdentifier, "Identifiers", whenOpen, nil}, line{labelFurther, "Notes", whenOpen, nil})
	specs := []line{
		{labelAlso, "AltTitle", whenOpen, nil}, {labelKind, "Category", whenOpen, nil}, {labelDescription, "Description", whenOpen, nil},
		{labelIdentifier, "Identifiers", whenOpen, nil}, {labelPage, "Homepages", whenOpen, nil}, {labelDocument, "Documents", whenOpen, nil}, {labelFurther, "Notes", whenOpen, nil},
	}
	coded := []line{{labelType, "Types", whenOpen, nil}, {labelMode, "Modes", whenOpen, nil}, {labelLanguage, "Languages", whenOpen, nil}}
	through := func(field string, lines []line) []line {
		var out []line
		for _, l := range lines {
			l.field = field + "." + l.field
			out = append(out, l)
		}
		return out
	}
	specified := func(lines ...line) line {
		return line{labelSpecification, "Spec", whenOpen, slices.Concat(specs, lines)}
	}
	set(mc.AssessmentSpec{}, title("Title"), slices.Concat(coded, []line{
		{labelSupervision, "Supervision", whenOpen, nil}, {labelScale, "Grading", whenOpen, nil}, {labelPart, "Parts", whenOpen, nil}}, specs)...)
	set(mc.ActivitySpec{}, title("Title"), slices.Concat(coded, []line{
		{labelWorkload, "Workload", whenOpen, nil}, {labelPart, "Parts", whenOpen, nil}}, specs)...)
	own := []line{{labelDescription, "Description", whenOpen, nil}, {labelIdentifier, "Identifiers", whenOpen, nil}, {labelDocument, "Documents", whenOpen, nil}, {labelFurther, "Notes", whenOpen, nil}}
	awarding := []line{{labelAwarded, "Awarding.On", whenOpen, nil}, {labelAwardedBy, "Awarding.Bodies", whenOpen, nil}}
	set(mc.AssessmentResult{}, title("Title"), slices.Concat(through("Spec", coded), []line{
		{labelKind, "Types", whenOpen, nil},
		{labelSupervision, "Supervision", whenOpen, nil}, {labelPlannedSupervision, "Spec.Supervision", whenOpen, nil},
		{labelResult, "Grade.Text", always, nil}, {labelResultValue, "Grade.Value", whenOpen, nil}, {labelStatus, "Status", whenOpen, nil},
		{labelScale, "Spec.Grading", whenOpen, nil},
		{labelAwarded, "Issued", whenOpen, nil}, {labelAssessedBy, "Assessors", whenOpen, nil},
	}, own, []line{specified(line{labelPart, "Parts", whenOpen, nil}), {labelPart, "Parts", whenOpen, nil}}, awarding)...)
	set(mc.Activity{}, title("Title"), slices.Concat(through("Spec", coded), []line{
		{labelKind, "Types", whenOpen, nil},
		{labelWorkload, "Workload", whenOpen, nil}, {labelPlannedWorkload, "Spec.Workload", whenOpen, nil},
		{labelPeriod, "Periods", whenOpen, nil}, {labelPlace, "Locations", whenOpen, nil}, {labelCompletion, "Completion", whenOpen, nil}, {labelOffer, "Opportunity", whenOpen, nil},
		{labelDirectedBy, "Directors", whenOpen, nil},
	}, own, []line{specified(line{labelPart, "Parts", whenOpen, nil}), {labelPart, "Parts", whenOpen, nil}}, awarding)...)
	set(mc.Entitlement{}, title("Title"), slices.Concat([]line{
		{labelType, "Spec.Type", whenOpen, nil}, {labelStatus, "Spec.Status", whenOpen, nil},
		{labelAwarded, "Issued", whenOpen, nil}, {labelExpires, "Expires", whenOpen, nil}},
		own, []line{specified(line{labelPart, "Parts", whenOpen, nil}, line{labelOrganisation, "Organisations", whenOpen, nil}, line{labelRegion, "Jurisdictions", whenOpen, nil}, line{labelSkill, "Occupations", whenOpen, nil}), {labelPart, "Parts", whenOpen, nil}, {labelAwardedBy, "Awarding.Bodies", whenOpen, nil}})...)
	set(mc.EntitlementSpec{}, title("Title"), slices.Concat([]line{
		{labelOrganisation, "Organisations", whenOpen, nil}, {labelRegion, "Jurisdictions", whenOpen, nil}, {labelSkill, "Occupations", whenOpen, nil}}, specs)...)
	set(mc.GradingScheme{}, title("Title"), line{labelDescription, "Description", whenOpen, nil}, line{labelIdentifier, "Identifiers", whenOpen, nil}, line{labelDocument, "Documents", whenOpen, nil})
	set(mc.QualityAssurance{}, title("Title"),
		line{labelType, "Type", whenOpen, nil}, line{labelDescription, "Description", whenOpen, nil}, line{labelIdentifier, "Identifiers", whenOpen, nil},
		line{labelAgent, "Agent", whenOpen, nil}, line{labelOrganisation, "Organisations", whenOpen, nil}, line{labelDecision, "Decision", whenOpen, nil},
		line{labelIssued, "Issued", whenOpen, nil}, line{labelExpires, "Expires", whenOpen, nil},
		line{labelLevel, "ScopeLevels", whenOpen, nil}, line{labelField, "ScopeFields", whenOpen, nil},
		line{labelPage, "LandingPages", whenOpen, nil}, line{labelHomepage, "Homepages", whenOpen, nil}, line{labelDocument, "Documents", whenOpen, nil},
		line{labelFurther, "Notes", whenOpen, nil})
	set(mc.Evidence{}, title("Title"),
		line{labelType, "Kind", whenOpen, nil}, line{labelDescription, "Description", whenOpen, nil}, line{labelFurther, "Statement", whenOpen, nil},
		line{labelQuality, "Accreditation", whenOpen, nil})
	set(mc.Party{}, title("Name"),
		line{labelGivenName, "Person.GivenName", whenOpen, nil}, line{labelFamilyName, "Person.FamilyName", whenOpen, nil},
		line{labelAlso, "AltName", whenOpen, nil}, line{labelDescription, "Description", whenOpen, nil}, line{labelIdentifier, "Identifiers", whenOpen, nil},
		line{labelPlace, "Locations", whenOpen, nil}, line{labelPage, "Homepages", whenOpen, nil}, line{labelContact, "Contacts", whenOpen, nil},
		line{labelQuality, "Accreditations", whenOpen, nil}, line{labelPartOf, "Parent", whenOpen, nil}, line{labelMemberOf, "Groups", whenOpen, nil}, line{labelFurther, "Notes", whenOpen, nil})
	set(mc.Location{}, none, line{labelCountry, "Addresses", whenOpen, nil}, line{labelRegion, "Regions", whenOpen, nil},
		line{labelAlso, "Name", whenOpen, nil}, line{labelDescription, "Description", whenOpen, nil})
	set(mc.Address{}, line{labelCountry, "Country", always, nil}, line{labelAddress, "Full", whenOpen, nil},
		line{labelStreet, "Street", whenOpen, nil}, line{labelPostcode, "PostalCode", whenOpen, nil}, line{labelTown, "Locality", whenOpen, nil}, line{labelRegion, "Region", whenOpen, nil})
	set(mc.ContactPoint{}, none, line{labelEmail, "Email", whenOpen, nil}, line{labelPhone, "Phone", whenOpen, nil},
		line{labelPage, "Forms", whenOpen, nil}, line{labelCountry, "Addresses", whenOpen, nil}, line{labelDescription, "Description", whenOpen, nil})
	set(mc.Opportunity{}, title("Title"), line{labelDescription, "Description", whenOpen, nil}, line{labelOfferedBy, "Providers", whenOpen, nil},
		line{labelPeriod, "Period", whenOpen, nil}, line{labelWorkload, "Duration", whenOpen, nil}, line{labelMode, "Modes", whenOpen, nil},
		line{labelPlace, "Locations", whenOpen, nil}, line{labelPage, "Homepages", whenOpen, nil}, line{labelDocument, "Documents", whenOpen, nil})
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
