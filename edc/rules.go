package edc

import (
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/vc"
)

const (
	shapes   = "http://data.europa.eu/snb/model/ap/edc-generic-no-cv/" // the SHACL profile that all others import
	validity = "https://www.w3.org/TR/vc-data-model-1.1/"
)

// cardinalities says how often the members of each class occur: "=" exactly
// once, "+" at least once, "?" at most once. Members that may occur any number
// of times are left out. Members with "!" are only required once the credential is
// sealed, because sealing adds them. Those with "*" may be added by sealing, as the
// Online Credential Builder does; what we write has them.
var cardinalities = []struct{ class, members string }{
	{"EuropeanDigitalCredential", "credentialProfiles+ credentialSchema+ displayParameter= issuer=* credentialSubject= validFrom= issued=! issuanceDate? validUntil? expirationDate?"},
	{"Accreditation", "title+ dcType= accreditingAgent="},
	{"Address", "countryCode="},
	{"Amount", "unit= value="},
	{"AwardingOpportunity", "awardingBody+"},
	{"AwardingProcess", "awardingBody+ awardingDate?"},
	{"CreditPoint", "framework= point="},
	{"DisplayDetail", "image= page="},
	{"DisplayParameter", "title+ language+ primaryLanguage= individualDisplay+"},
	{"Evidence", "dcType="},
	{"GradingScheme", "title+"},
	{"Group", "prefLabel+"},
	{"Identifier", "notation="},
	{"IndividualDisplay", "language= displayDetail+"},
	{"LearningAchievement", "title+ awardedBy= specifiedBy?"},
	{"LearningAchievementSpecification", "title+"},
	{"LearningActivity", "title+ awardedBy= specifiedBy?"},
	{"LearningActivitySpecification", "title+"},
	{"LearningAssessment", "title+ awardedBy= grade= specifiedBy?"},
	{"LearningAssessmentSpecification", "title+ dcType?"},
	{"LearningEntitlement", "title+ awardedBy= specifiedBy?"},
	{"LearningEntitlementSpecification", "title+ dcType= entitlementStatus="},
	{"LearningOpportunity", "title+ providedBy+"},
	{"LearningOutcome", "title+"},
	{"LegalIdentifier", "notation= spatial="},
	{"Location", "address+"},
	{"MediaObject", "content= contentType= contentEncoding="},
	{"Note", "noteLiteral+"},
	{"Organisation", "legalName+ location+ eIDASIdentifier?"},
	{"Person", "fullName? givenName? familyName? dateOfBirth? nationalID?"},
	{"Qualification", "title+ eqfLevel? learningSetting? volumeOfLearning? isPartialQualification? entryRequirement?"},
	{"ResultCategory", "label= count="},
	{"ShortenedGrading", "percentageLower= percentageEqual= percentageHigher="},
	{"WebResource", "contentURL="},
}

// The rules about anything else.
var (
	ruleRules = vc.Rule{Code: "ELM-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "EuropeanDigitalCredentialShape",
		Text: "A credential must have the members that the application profile edc-generic-no-cv requires, which is part of all others."}
	ruleFormat = vc.Rule{Code: "ELM-FORMAT", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "EuropeanDigitalCredentialShape",
		Text: "A European Digital Credential must have the type EuropeanDigitalCredential or the context edc-ap."}
	ruleType = vc.Rule{Code: "ELM-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: validity + "#types",
		Text: "The types must include VerifiableCredential and EuropeanDigitalCredential: without the first, most members have no meaning in JSON-LD."}
	ruleContext = vc.Rule{Code: "ELM-CONTEXT", Axis: vc.Conformant, Level: vc.Should, Spec: validity + "#contexts",
		Text: "The contexts should be those of VC 1.1 and edc-ap, or those of VC 2.0 and " + ContextBeside + "."}
	ruleClaims = vc.Rule{Code: "ELM-SUBJECT-HASCLAIM", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "PersonShape",
		Text: "The subject must have at least one claim."}
	ruleClaim = vc.Rule{Code: "ELM-CLAIM-CLASS", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "ClaimNodeShape",
		Text: "A claim must be a LearningAchievement, LearningActivity, LearningAssessment or LearningEntitlement."}
	ruleIssuer = vc.Rule{Code: "ELM-ISSUER-EIDASIDENTIFIER", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "IssuerNodeShape",
		Text: "The issuer of a sealed credential must have one eIDASIdentifier."}
	ruleTerm = vc.Rule{Code: "ELM-TERM-ASCII", Axis: vc.Conformant, Level: vc.Should, Spec: shapes + "EuropeanDigitalCredentialShape",
		Text: "The name of a member should have ASCII letters only: a look-alike letter makes it another name, which means nothing."}
)

// The rules that [Encode] names in its errors.
var (
	ruleRequired = vc.Rule{Code: "ELM-REQUIRED", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "EuropeanDigitalCredentialShape",
		Text: "The credential must state what the format requires, because nothing is invented."}
	ruleID = vc.Rule{Code: "ELM-ID", Axis: vc.Conformant, Level: vc.Must, Spec: validity + "#identifiers",
		Text: "An id must be a URL."}
	ruleCountry = vc.Rule{Code: "ELM-COUNTRY", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "AddressShape",
		Text: "The country of an address must be one of the authority table."}
	rulePicture = vc.Rule{Code: "ELM-PICTURE", Axis: vc.Conformant, Level: vc.Must, Spec: shapes + "MediaObjectShape",
		Text: "The page that a viewer shows must be a picture."}
	rulePeriod = vc.Rule{Code: "ELM-PERIOD", Axis: vc.InForce, Level: vc.Must, Spec: validity + "#expiration",
		Text: "The validity period must not end before it begins."}
)

// cardinality is a rule about how often a member occurs.
type cardinality struct {
	vc.Rule
	term     string
	min, max int // max 0: any number
	sealed   bool
	addable  bool
}

// bounds are the meanings of the signs in [cardinalities].
var bounds = map[byte]struct {
	min, max int
	text     string
}{
	'=': {1, 1, "must have exactly one"},
	'+': {1, 0, "must have at least one"},
	'?': {0, 1, "must have at most one"},
}

var cardinalityRules = sync.OnceValue(func() map[string][]cardinality {
	out := map[string][]cardinality{}
	for _, c := range cardinalities {
		for member := range strings.FieldsSeq(c.members) {
			member, sealed := strings.CutSuffix(member, "!")
			member, addable := strings.CutSuffix(member, "*")
			term, bound := member[:len(member)-1], bounds[member[len(member)-1]]
			out[c.class] = append(out[c.class], cardinality{
				Rule: vc.Rule{
					Axis:  vc.Conformant,
					Code:  "ELM-" + strings.ToUpper(c.class+"-"+term),
					Level: vc.Must,
					Spec:  shapes + c.class + "Shape",
					Text:  c.class + " " + bound.text + " " + term + ".",
				},
				term: term, min: bound.min, max: bound.max, sealed: sealed, addable: addable,
			})
		}
	}
	return out
})

// Rules returns every rule of the package.
func Rules() []vc.Rule {
	out := []vc.Rule{ruleRules, ruleFormat, ruleType, ruleContext, ruleProtected, ruleClaims, ruleClaim, ruleIssuer, ruleTerm, ruleRequired, ruleID, ruleCountry, rulePicture, rulePeriod}
	for _, c := range cardinalities {
		for _, r := range cardinalityRules()[c.class] {
			out = append(out, r.Rule)
		}
	}
	return out
}
