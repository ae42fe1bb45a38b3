package ob3

import "github.com/go-json-experiment/json/jsontext"

// The structs of this file are the terms of the extension context of package
// badge, each struct one scope of it.

// EuCredential holds the terms of the type EuMicroCredential, which stands
// beside OpenBadgeCredential.
type EuCredential struct {
	DisplayTitle          Texts              `json:"displayTitle,omitzero"`
	DisplayDescription    Texts              `json:"displayDescription,omitzero"`
	PrimaryLanguage       *EuConcept         `json:"primaryLanguage,omitzero"`
	DisplayLanguage       []EuConcept        `json:"displayLanguage,omitempty"`
	CredentialProfile     []EuConcept        `json:"credentialProfile,omitempty"`
	Identification        []EuIdentification `json:"identification,omitempty"`
	IssuedAt              string             `json:"issuedAt,omitzero"`
	ModifiedAt            string             `json:"modifiedAt,omitzero"`
	FurtherInformation    Texts              `json:"furtherInformation,omitzero"`
	SupplementaryDocument []EuPage           `json:"supplementaryDocument,omitempty"`
	Provenance            []EuProvenance     `json:"provenance,omitempty"`
	Residue               *Residue           `json:"residue,omitzero"`
}

// EuSubject holds the terms of the type EuMicroCredentialSubject, which stands
// beside AchievementSubject.
type EuSubject struct {
	AwardTitle         Texts           `json:"awardTitle,omitzero"`
	AwardDescription   Texts           `json:"awardDescription,omitzero"`
	AwardingBody       []PartyRef      `json:"awardingBody,omitempty"`
	AwardingLocation   []EuPlace       `json:"awardingLocation,omitempty"`
	EducationalSystem  *EuConcept      `json:"educationalSystem,omitzero"`
	AssessmentResult   []EuResult      `json:"assessmentResult,omitempty"`
	CreditReceived     []EuCredits     `json:"creditReceived,omitempty"`
	Activity           []EuActivity    `json:"activity,omitempty"`
	Entitlement        []EuEntitlement `json:"entitlement,omitempty"`
	FurtherInformation Texts           `json:"furtherInformation,omitzero"`
	EuParty
}

// EuAchievement holds the terms of the type EuMicroCredentialAchievement,
// which stands beside Achievement.
type EuAchievement struct {
	Title                 Texts              `json:"title,omitzero"`
	AltTitle              Texts              `json:"altTitle,omitzero"`
	Descriptions          Texts              `json:"descriptions,omitzero"`
	Category              Texts              `json:"category,omitzero"`
	AchievementKind       []EuConcept        `json:"achievementKind,omitempty"`
	Identification        []EuIdentification `json:"identification,omitempty"`
	OutcomeSummary        Texts              `json:"outcomeSummary,omitzero"`
	LearningOutcome       []EuOutcome        `json:"learningOutcome,omitempty"`
	CreditPoint           []EuCredits        `json:"creditPoint,omitempty"`
	VolumeOfLearning      string             `json:"volumeOfLearning,omitzero"`
	MaximumDuration       string             `json:"maximumDuration,omitzero"`
	Workload              string             `json:"workload,omitzero"`
	ContactHour           []string           `json:"contactHour,omitempty"`
	Level                 []EuLevel          `json:"level,omitempty"`
	Assessment            []EuAssessment     `json:"assessment,omitempty"`
	Participation         []EuConcept        `json:"participation,omitempty"`
	Activity              []EuActivity       `json:"activity,omitempty"`
	Quality               []EuQuality        `json:"quality,omitempty"`
	EntryRequirement      Texts              `json:"entryRequirement,omitzero"`
	Stackability          *EuStackability    `json:"stackability,omitzero"`
	Entitlement           []EuEntitlement    `json:"entitlement,omitempty"`
	InstructionLanguage   []EuConcept        `json:"instructionLanguage,omitempty"`
	LearningSetting       *EuConcept         `json:"learningSetting,omitzero"`
	FieldOfStudyConcept   []EuConcept        `json:"fieldOfStudyConcept,omitempty"`
	EducationSubject      []EuConcept        `json:"educationSubject,omitempty"`
	TargetGroup           []EuConcept        `json:"targetGroup,omitempty"`
	Homepage              []EuPage           `json:"homepage,omitempty"`
	SupplementaryDocument []EuPage           `json:"supplementaryDocument,omitempty"`
	FurtherInformation    Texts              `json:"furtherInformation,omitzero"`
}

// EuProfile holds the terms of the type EuMicroCredentialProfile, which stands
// beside Profile.
type EuProfile struct {
	LegalName Texts `json:"legalName,omitzero"`
	AltName   Texts `json:"altName,omitzero"`
	EuParty
	Quality []EuQuality `json:"quality,omitempty"`
}

// EuParty holds the terms that learners and other parties have in common.
type EuParty struct {
	FullName        Texts              `json:"fullName,omitzero"`
	GivenNames      Texts              `json:"givenNames,omitzero"`
	FamilyNames     Texts              `json:"familyNames,omitzero"`
	BirthName       Texts              `json:"birthName,omitzero"`
	PatronymicNames Texts              `json:"patronymicNames,omitzero"`
	BirthDate       string             `json:"birthDate,omitzero"`
	BirthPlace      *EuPlace           `json:"birthPlace,omitzero"`
	Citizenship     []EuConcept        `json:"citizenship,omitempty"`
	Gender          *EuConcept         `json:"gender,omitzero"`
	Identification  []EuIdentification `json:"identification,omitempty"`
	Location        []EuPlace          `json:"location,omitempty"`
	ContactPoint    []EuContact        `json:"contactPoint,omitempty"`
	Homepage        []EuPage           `json:"homepage,omitempty"`
}

// EuIdentification is an identifier with the authority that gave it.
type EuIdentification struct {
	Notation       string         `json:"notation,omitzero"`
	IdentifierKind string         `json:"identifierKind,omitzero"`
	Country        *EuConcept     `json:"country,omitzero"`
	SchemeID       string         `json:"schemeId,omitzero"`
	SchemeName     string         `json:"schemeName,omitzero"`
	SchemeVersion  string         `json:"schemeVersion,omitzero"`
	SchemeAgency   Texts          `json:"schemeAgency,omitzero"`
	IssuedAt       string         `json:"issuedAt,omitzero"`
	Unknown        jsontext.Value `json:",embed"`
}

// EuPage is a page or document on the web.
type EuPage struct {
	ContentURL   string         `json:"contentUrl,omitzero"`
	Title        Texts          `json:"title,omitzero"`
	Descriptions Texts          `json:"descriptions,omitzero"`
	Language     []EuConcept    `json:"language,omitempty"`
	Unknown      jsontext.Value `json:",embed"`
}

// EuPlace is a place.
type EuPlace struct {
	PlaceName     Texts          `json:"placeName,omitzero"`
	Descriptions  Texts          `json:"descriptions,omitzero"`
	Country       *EuConcept     `json:"country,omitzero"`
	Region        []EuConcept    `json:"region,omitempty"`
	FullAddress   Texts          `json:"fullAddress,omitzero"`
	PostalAddress *Address       `json:"postalAddress,omitzero"`
	GeoLatitude   string         `json:"geoLatitude,omitzero"`
	GeoLongitude  string         `json:"geoLongitude,omitzero"`
	Unknown       jsontext.Value `json:",embed"`
}

// EuContact is a way to reach a party. A mailbox is a mailto: address.
type EuContact struct {
	Note        Texts          `json:"note,omitzero"`
	Mailbox     []string       `json:"mailbox,omitempty"`
	Telephone   []string       `json:"telephone,omitempty"`
	ContactForm []string       `json:"contactForm,omitempty"`
	Unknown     jsontext.Value `json:",embed"`
}

// EuPeriod is a span of time.
type EuPeriod struct {
	StartDate string         `json:"startDate,omitzero"`
	EndDate   string         `json:"endDate,omitzero"`
	Unknown   jsontext.Value `json:",embed"`
}

// EuCredits is a number of credits, exact and in its framework.
type EuCredits struct {
	Framework *EuConcept     `json:"framework,omitzero"`
	Point     string         `json:"point,omitzero"`
	Unknown   jsontext.Value `json:",embed"`
}

// EuLevel is a level in a framework.
type EuLevel struct {
	Concept   *EuConcept     `json:"concept,omitzero"`
	Framework *EuConcept     `json:"framework,omitzero"`
	Cycle     string         `json:"cycle,omitzero"` // of QF-EHEA: short, first, second, third
	Verified  *bool          `json:"verified,omitzero"`
	Note      Texts          `json:"note,omitzero"`
	Unknown   jsontext.Value `json:",embed"`
}

// EuOutcome is a learning outcome.
type EuOutcome struct {
	ID             string             `json:"id,omitzero"`
	Identification []EuIdentification `json:"identification,omitempty"`
	Title          Texts              `json:"title,omitzero"`
	Note           Texts              `json:"note,omitzero"`
	OutcomeType    *EuConcept         `json:"outcomeType,omitzero"`
	ReuseLevel     *EuConcept         `json:"reuseLevel,omitzero"`
	Skill          []EuConcept        `json:"skill,omitempty"`
	Unknown        jsontext.Value     `json:",embed"`
}

// EuSupervision says how far an assessment was supervised; an absent member
// means unknown.
type EuSupervision struct {
	Supervised       *bool          `json:"supervised,omitzero"`
	IdentityVerified *bool          `json:"identityVerified,omitzero"`
	Channel          string         `json:"channel,omitzero"` // online or onsite
	Concept          *EuConcept     `json:"concept,omitzero"`
	Unknown          jsontext.Value `json:",embed"`
}

// EuGradingScheme is the scale of a result.
type EuGradingScheme struct {
	ID             string             `json:"id,omitzero"`
	Title          Texts              `json:"title,omitzero"`
	Descriptions   Texts              `json:"descriptions,omitzero"`
	Identification []EuIdentification `json:"identification,omitempty"`
	ScoreMinimum   string             `json:"scoreMinimum,omitzero"`
	ScoreMaximum   string             `json:"scoreMaximum,omitzero"`
	PassMark       string             `json:"passMark,omitzero"`
	Reference      []EuPage           `json:"reference,omitempty"`
	Unknown        jsontext.Value     `json:",embed"`
}

// EuAssessment is how something is assessed.
type EuAssessment struct {
	ID             string             `json:"id,omitzero"`
	Title          Texts              `json:"title,omitzero"`
	Descriptions   Texts              `json:"descriptions,omitzero"`
	Identification []EuIdentification `json:"identification,omitempty"`
	AssessmentType []EuConcept        `json:"assessmentType,omitempty"`
	Mode           []EuConcept        `json:"mode,omitempty"`
	Language       []EuConcept        `json:"language,omitempty"`
	GradingScheme  *EuGradingScheme   `json:"gradingScheme,omitzero"`
	Supervision    *EuSupervision     `json:"supervision,omitzero"`
	AssessmentPart []EuAssessment     `json:"assessmentPart,omitempty"`
	Unknown        jsontext.Value     `json:",embed"`
}

// EuResult is how this learner was assessed.
type EuResult struct {
	ID             string             `json:"id,omitzero"`
	Title          Texts              `json:"title,omitzero"`
	Descriptions   Texts              `json:"descriptions,omitzero"`
	Identification []EuIdentification `json:"identification,omitempty"`
	AssessmentType []EuConcept        `json:"assessmentType,omitempty"`
	SpecifiedBy    string             `json:"specifiedBy,omitzero"` // id of an EuAssessment of the achievement
	ResultOf       string             `json:"resultOf,omitzero"`    // id of the Result with the same grade
	Grade          Texts              `json:"grade,omitzero"`
	GradeStatus    *EuConcept         `json:"gradeStatus,omitzero"`
	Supervision    *EuSupervision     `json:"supervision,omitzero"`
	AssessedBy     []PartyRef         `json:"assessedBy,omitempty"`
	AssessedAt     string             `json:"assessedAt,omitzero"`
	ResultPart     []EuResult         `json:"resultPart,omitempty"`
	Unknown        jsontext.Value     `json:",embed"`
}

// EuActivity is what a learner does or did.
type EuActivity struct {
	ID                 string             `json:"id,omitzero"`
	Title              Texts              `json:"title,omitzero"`
	Descriptions       Texts              `json:"descriptions,omitzero"`
	Identification     []EuIdentification `json:"identification,omitempty"`
	ActivityType       []EuConcept        `json:"activityType,omitempty"`
	Mode               []EuConcept        `json:"mode,omitempty"`
	Language           []EuConcept        `json:"language,omitempty"`
	SpecifiedBy        *EuActivity        `json:"specifiedBy,omitzero"`
	Period             []EuPeriod         `json:"period,omitempty"`
	Location           []EuPlace          `json:"location,omitempty"`
	DirectedBy         []PartyRef         `json:"directedBy,omitempty"`
	VolumeOfLearning   string             `json:"volumeOfLearning,omitzero"`
	MaximumDuration    string             `json:"maximumDuration,omitzero"`
	Workload           string             `json:"workload,omitzero"`
	ContactHour        []string           `json:"contactHour,omitempty"`
	FurtherInformation Texts              `json:"furtherInformation,omitzero"`
	ActivityPart       []EuActivity       `json:"activityPart,omitempty"`
	Unknown            jsontext.Value     `json:",embed"`
}

// EuQuality is quality assurance of a course or a party.
type EuQuality struct {
	ID             string             `json:"id,omitzero"`
	QualityType    *EuConcept         `json:"qualityType,omitzero"`
	Title          Texts              `json:"title,omitzero"`
	Descriptions   Texts              `json:"descriptions,omitzero"`
	Identification []EuIdentification `json:"identification,omitempty"`
	Agent          *PartyRef          `json:"agent,omitzero"`
	Decision       *EuConcept         `json:"decision,omitzero"`
	Period         []EuPeriod         `json:"period,omitempty"`
	Reference      []EuPage           `json:"reference,omitempty"`
	AppliesToLevel []EuConcept        `json:"appliesToLevel,omitempty"`
	AppliesToField []EuConcept        `json:"appliesToField,omitempty"`
	Unknown        jsontext.Value     `json:",embed"`
}

// EuReference names another credential, qualification or programme.
type EuReference struct {
	ID      string         `json:"id,omitzero"`
	Title   Texts          `json:"title,omitzero"`
	Unknown jsontext.Value `json:",embed"`
}

// EuStackability is how the credential relates to larger ones.
type EuStackability struct {
	StackMode   string         `json:"stackMode,omitzero"` // StandAlone, Integrated, Stackable
	Into        []EuReference  `json:"into,omitempty"`
	Part        []EuReference  `json:"part,omitempty"`
	Partial     *bool          `json:"partial,omitzero"`
	CreditLimit string         `json:"creditLimit,omitzero"`
	Note        Texts          `json:"note,omitzero"`
	Unknown     jsontext.Value `json:",embed"`
}

// EuEntitlement is a right that the credential gives.
type EuEntitlement struct {
	ID                string         `json:"id,omitzero"`
	Title             Texts          `json:"title,omitzero"`
	Descriptions      Texts          `json:"descriptions,omitzero"`
	EntitlementType   *EuConcept     `json:"entitlementType,omitzero"`
	EntitlementStatus *EuConcept     `json:"entitlementStatus,omitzero"`
	Unknown           jsontext.Value `json:",embed"`
}

// EuProvenance is where a converted credential comes from.
type EuProvenance struct {
	SourceID                 string         `json:"sourceId,omitzero"`
	SourceFormat             string         `json:"sourceFormat,omitzero"`
	SourceMediaType          string         `json:"sourceMediaType,omitzero"`
	SourceDigest             string         `json:"sourceDigest,omitzero"`
	SourceIssuer             *PartyRef      `json:"sourceIssuer,omitzero"`
	SourceSuite              string         `json:"sourceSuite,omitzero"`
	SourceVerificationMethod string         `json:"sourceVerificationMethod,omitzero"`
	Verdict                  string         `json:"verdict,omitzero"`
	VerifiedAt               string         `json:"verifiedAt,omitzero"`
	Converter                string         `json:"converter,omitzero"` // name and version
	ConvertedAt              string         `json:"convertedAt,omitzero"`
	Authority                string         `json:"authority,omitzero"`
	Unknown                  jsontext.Value `json:",embed"`
}
