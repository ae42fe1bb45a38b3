package badge

import (
	"reflect"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// factTables are the tables by type.
func factTables() map[reflect.Type]factTable {
	out := map[reflect.Type]factTable{}
	set := func(of any, head line, lines ...line) { out[reflect.TypeOf(of)] = factTable{head, lines} }
	title := func(field string) line { return line{labelTitle, field, always, nil} }
	none := line{}
	set(told{}, none, slices.Concat(claimFacts, documentFacts, registrarFacts, profileFacts)...)
	set(mc.Claim{}, none, slices.Concat(claimFacts, registrarFacts)...)
	set(mc.Note{}, title("Text"), line{labelSubject, "Subject", whenOpen, nil})
	set(mc.Requirement{}, title("Note.Text"))
	set(mc.LearningOutcome{}, line{labelTitle, "Title", always | multilingual, nil},
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
		return line{labelSpecification, "Spec", distinct, slices.Concat(specs, lines)}
	}
	set(mc.AssessmentSpec{}, title("Title"), slices.Concat(coded, []line{
		{labelSupervision, "Supervision", always, nil}, {labelScale, "Grading", whenOpen, nil}, {labelPart, "Parts", whenOpen, nil}}, specs)...)
	set(mc.ActivitySpec{}, title("Title"), slices.Concat(coded, []line{
		{labelWorkload, "Workload", whenOpen, nil}, {labelPart, "Parts", whenOpen, nil}}, specs)...)
	own := []line{{labelDescription, "Description", whenOpen, nil}, {labelIdentifier, "Identifiers", whenOpen, nil}, {labelDocument, "Documents", whenOpen, nil}, {labelFurther, "Notes", whenOpen, nil}}
	awarding := []line{{labelAwarded, "Awarding.On", whenOpen, nil}, {labelAwardedBy, "Awarding.Bodies", whenOpen, nil}}
	set(mc.AssessmentResult{}, title("Title"), slices.Concat([]line{
		{labelResult, "Grade.Text", always, nil}, {labelResultValue, "Grade.Value", whenOpen, nil}, {labelStatus, "Status", whenOpen, nil},
		{labelSupervision, "Supervision", always, nil}, {labelPlannedSupervision, "Spec.Supervision", whenOpen, nil},
	}, through("Spec", []line{{labelType, "Types", always, nil}, {labelMode, "Modes", always, nil}, coded[2]}), []line{
		{labelKind, "Types", whenOpen, nil},
		{labelScale, "Spec.Grading", whenOpen, nil},
		{labelAwarded, "Issued", whenOpen, nil}, {labelAssessedBy, "Assessors", whenOpen, nil},
	}, own, []line{{labelPart, "Parts", whenOpen, nil}}, awarding, []line{specified(line{labelPart, "Parts", whenOpen, nil})})...)
	set(mc.Activity{}, title("Title"), slices.Concat(through("Spec", coded), []line{
		{labelKind, "Types", whenOpen, nil},
		{labelWorkload, "Workload", whenOpen, nil}, {labelPlannedWorkload, "Spec.Workload", whenOpen, nil},
		{labelPeriod, "Periods", whenOpen, nil}, {labelPlace, "Locations", whenOpen, nil}, {labelCompletion, "Completion", whenOpen, nil}, {labelOffer, "Opportunity", whenOpen, nil},
		{labelDirectedBy, "Directors", whenOpen, nil},
	}, own, []line{{labelPart, "Parts", whenOpen, nil}}, awarding, []line{specified(line{labelPart, "Parts", whenOpen, nil})})...)
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
	kind := func(field string) line { return line{labelKind, field, always, nil} }
	set(mc.AwardClass{}, kind("Kind"), line{labelType, "Concept", whenOpen, nil})
	set(mc.Origin{}, kind("Kind"), line{labelType, "Concept", whenOpen, nil}, line{labelPartOf, "From", whenOpen, nil}, line{labelFurther, "Note", whenOpen, nil})
	set(mc.Partner{}, kind("Role"), line{labelOrganisation, "Party", whenOpen, nil}, line{labelType, "Concept", whenOpen, nil}, line{labelFurther, "Note", whenOpen, nil})
	set(mc.ValidationStep{}, kind("Phase"), line{labelType, "Methods", whenOpen, nil}, line{labelPeriod, "Period", whenOpen, nil},
		line{labelDirectedBy, "By", whenOpen, nil}, line{labelEvidence, "Evidence", whenOpen, nil}, line{labelFurther, "Note", whenOpen, nil})
	set(mc.IssuingRight{}, title("Title"), line{labelOrganisation, "Holders", whenOpen, nil}, line{labelGrantedBy, "GrantedBy", whenOpen, nil},
		line{labelPeriod, "Period", whenOpen, nil}, line{labelLanguage, "Languages", whenOpen, nil}, line{labelRegion, "Places", whenOpen, nil},
		line{labelDescription, "Description", whenOpen, nil}, line{labelIdentifier, "Identifiers", whenOpen, nil}, line{labelDocument, "Documents", whenOpen, nil})
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
