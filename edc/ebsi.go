package edc

import (
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// EBSI has a form of its own: the same model on the VC Data Model 2.0, with the terms
// that the context lacks, and a JSON Schema that takes no other members. No processor
// of JSON-LD reads it, because the context of VC 2.0 protects the term description,
// which that of ELM defines anew.

// ebsiSchema is the JSON Schema that the examples of EBSI name.
const ebsiSchema = "https://api-pilot.ebsi.eu/trusted-schemas-registry/v3/schemas/0x7ff3bc76bd5e37b3d29721b8698646a722a24a4f4ab0a0ba63d4bbbe0ef9758d"

const typeJSONSchema = "JsonSchema"

// reasonNotJSONLD is what reports say of the contexts of EBSI's form.
const reasonNotJSONLD = "this form is not valid JSON-LD: the context of VC 2.0 protects the term description, which the one of ELM defines anew"

// ebsiTable are the members that the JSON Schema has for each class, those with "1" once.
// Members of the credential itself are not restricted.
const ebsiTable = `
Accreditation: accreditingAgent1 additionalNote dateIssued1 dateModified1 dcType1 decision1 description expiryDate1 homepage identifier1 landingPage limitCredentialType limitEQFLevel limitField limitJurisdiction limitQualification1 organisation report1 reviewDate1 status1 supplementaryDocument title
Address: countryCode1 fullAddress1 identifier1
Agent: additionalNote altLabel contactPoint dateModified1 groupMemberOf identifier location prefLabel
Amount: unit1 value1
AwardingOpportunity: awardingBody identifier learningAchievementSpecification1 location1 temporal1
AwardingProcess: additionalNote awardingBody awardingDate1 awards description educationalSystemNote1 identifier location1 used
Claim: additionalNote awardedBy1 description identifier supplementaryDocument title
Concept: definition inScheme1 notation1 prefLabel
ContactPoint: additionalNote address contactForm description emailAddress phone
CreditPoint: framework1 point1
DisplayDetail: image1 page1
DisplayParameter: description individualDisplay language primaryLanguage1 summaryDisplay1 title
Evidence: accreditation1 dcType1 embeddedEvidence evidenceStatement1 evidenceTarget1
Geometry: latitude1 longitude1
GradingScheme: description identifier supplementaryDocument title
Grant: contentURL1 dcType1 description supplementaryDocument title
Group: additionalNote altLabel contactPoint location member prefLabel
Identifier: creator1 dateIssued1 dcType notation1 schemeAgency1 schemeId1 schemeName1 schemeVersion1
IndividualDisplay: displayDetail language1
LearningAchievementSpecification: additionalNote altLabel awardingOpportunity category creditPoint dateModified1 dcType description educationLevel educationSubject entitlesTo entryRequirement1 generalisationOf hasPart homepage identifier1 influencedBy isPartOf language learningOutcome learningOutcomeSummary1 learningSetting1 maximumDuration1 mode provenBy specialisationOf status1 supplementaryDocument targetGroup thematicArea title volumeOfLearning1
LearningAchievement: additionalNote awardedBy1 creditReceived dcType description entitlesTo hasPart identifier1 influencedBy isPartOf learningOpportunity1 provenBy specifiedBy1 supplementaryDocument title
LearningActivitySpecification: additionalNote altLabel category contactHour dateModified1 dcType description generalisationOf hasPart homepage identifier influences isPartOf language mode specialisationOf status1 supplementaryDocument title volumeOfLearning1
LearningActivity: additionalNote awardedBy1 dcType description directedBy hasPart identifier influences isPartOf learningOpportunity1 levelOfCompletion1 location specifiedBy1 supplementaryDocument temporal title workload1
LearningAssessmentSpecification: additionalNote altLabel category dateModified1 dcType1 description generalisationOf gradingScheme1 hasPart homepage identifier isPartOf language mode proves specialisationOf status1 supplementaryDocument title
LearningAssessment: additionalNote assessedBy awardedBy1 dateIssued1 dcType description grade1 gradeStatus1 hasPart idVerification1 identifier isPartOf location1 proves resultDistribution1 shortenedGrading1 specifiedBy supplementaryDocument title
LearningEntitlementSpecification: additionalNote altLabel category dateModified1 dcType1 description entitledBy entitlementStatus1 generalisationOf hasPart homepage identifier isPartOf limitJurisdiction limitNationalOccupation limitOccupation limitOrganisation specialisationOf status1 supplementaryDocument title
LearningEntitlement: additionalNote awardedBy1 dateIssued1 dcType description entitledBy expiryDate1 hasPart identifier isPartOf specifiedBy supplementaryDocument title
LearningOpportunity: additionalNote admissionProcedure1 applicationDeadline bannerImage1 dateModified1 dcType defaultLanguage1 description descriptionHtml duration1 grant hasPart homepage identifier isPartOf learningAchievementSpecification1 learningActivitySpecification1 learningSchedule1 location mode priceDetail providedBy1 scheduleInformation1 status1 supplementaryDocument temporal1 title
LearningOutcome: additionalNote dcType1 identifier1 relatedESCOSkill relatedSkill reusabilityLevel1 title
LegalIdentifier: creator1 dateIssued1 dcType notation1 schemeAgency1 schemeId1 schemeName1 schemeVersion1 spatial1
Location: address description geographicName geometry identifier1 spatialCode
MediaObject: attachmentType1 content1 contentEncoding1 contentSize1 contentType1 contentURL1 description title
Note: noteFormat1 noteLiteral subject1
Organisation: accreditation additionalNote altLabel contactPoint dateModified1 dcType eIDASIdentifier1 groupMemberOf hasMember hasSubOrganization homepage identifier legalName location logo1 registration1 subOrganizationOf1 taxIdentifier vatIdentifier
PeriodOfTime: endDate1 prefLabel startDate1
Person: birthName citizenshipCountry contactPoint dateModified1 dateOfBirth1 familyName1 fullName1 gender1 givenName1 groupMemberOf hasClaim hasCredential identifier location1 memberOf nationalID1 patronymicName placeOfBirth1
Phone: areaDialing1 countryDialing1 dialNumber1 phoneNumber1
PriceDetail: additionalNote amount1 description identifier prefLabel
Qualification: accreditation additionalNote altLabel awardingOpportunity category creditPoint dateModified1 dcType description educationLevel educationSubject entitlesTo entryRequirement1 eqfLevel1 generalisationOf hasPart homepage identifier1 influencedBy isPartOf isPartialQualification1 language learningOutcome learningOutcomeSummary1 learningSetting1 maximumDuration1 mode nqfLevel provenBy qualificationCode specialisationOf status1 supplementaryDocument targetGroup thematicArea title volumeOfLearning1
ResultCategory: count1 label1 maximumScore1 minimumScore1 score1
ResultDistribution: description resultCategory
ShortenedGrading: percentageEqual1 percentageHigher1 percentageLower1
WebResource: contentURL1 language1 title
`

// ebsiMembers is the table by class and member: how often a member may occur, 0 for any
// number of times.
var ebsiMembers = sync.OnceValue(func() map[string]map[string]int {
	out := map[string]map[string]int{}
	for line := range strings.Lines(strings.TrimSpace(ebsiTable)) {
		class, all, _ := strings.Cut(line, ":")
		out[class] = map[string]int{}
		for member := range strings.FieldsSeq(all) {
			term, single := strings.CutSuffix(member, "1")
			out[class][term] = 0
			if single {
				out[class][term] = 1
			}
		}
	}
	return out
})

// ebsiTimes are the members that the JSON Schema takes with a time zone only (RFC 3339,
// date-time). Nobody may invent one, so a time without is left out.
var ebsiTimes = []string{"awardingDate", "dateIssued", "dateModified", "dateOfBirth", "endDate", "expiryDate", "reviewDate", "startDate"}

// admitEBSI removes from a member what the JSON Schema has no room for.
func admitEBSI(w *mapping.Writer, n *mapping.Node, m *mapping.Member) {
	members, restricted := ebsiMembers()[n.Class]
	if restricted && slices.Contains(ebsiTimes, m.Term) {
		m.Items = slices.DeleteFunc(m.Items, func(i mapping.Item) bool {
			at, err := mc.ParseInstant(strings.Trim(i.Raw, `"`))
			if err != nil || at.Zoned() {
				return false
			}
			w.Explain(i.From, "the JSON Schema of EBSI asks for a time zone, and none is stated")
			return true
		})
	}
	most, ok := members[m.Term]
	switch {
	case !restricted || ok && (most == 0 || len(m.Items) <= most):
		return
	case !ok:
		most = 0
	}
	for _, i := range m.Items[most:] {
		w.Explain(i.From, "the JSON Schema of EBSI has no room for it")
	}
	m.Items = m.Items[:most]
}

// fillEBSI states what EBSI asks for beyond ELM: the JSON Schema.
func (e *encoder) fillEBSI() {
	v := &e.c.Envelope
	if !slices.ContainsFunc(v.Schemas, func(r mc.SchemaRef) bool { return r.Type == typeJSONSchema && vc.IsURL(r.ID) }) {
		e.made(mc.Path("envelope.schemas").At(len(v.Schemas)), "EBSI asks for its JSON Schema")
		v.Schemas = append(v.Schemas, mc.SchemaRef{ID: ebsiSchema, Type: typeJSONSchema})
	}
}

// fillIssued states the time of issue, which no seal adds. That of a converted
// credential is when it was converted.
func (e *encoder) fillIssued() {
	v := &e.c.Envelope
	if !e.opts.Issued.IsZero() {
		v.Issued = e.opts.Issued
		e.made("envelope.issued", reasonOption)
	}
	for i := range e.model.Provenance {
		if at := e.model.Provenance[i].ConvertedAt; v.Issued.IsZero() && !at.IsZero() {
			v.Issued = at
			e.made("envelope.issued", "the time of the conversion")
		}
	}
}
