package ob3

import "github.com/mikromerit/mikromerit/badge/internal/datamodel"

// The enumerations of Open Badges 3.0. Valid reports whether a value may stand
// in a badge: it is a published term or, in an enumeration that can be
// extended, starts with "ext:" followed by letters, digits, dots or
// underscores.
type (
	// AchievementType says what kind of achievement it is. It can be extended.
	AchievementType string
	// AlignmentTargetType says what an alignment leads to. It can be extended.
	AlignmentTargetType string
	// ResultType says what kind of result is described. It can be extended.
	ResultType string
	// ResultStatusType is the status of a result. It is closed.
	ResultStatusType string
	// IdentifierType says what an identifier is of. It can be extended.
	IdentifierType string
)

// Terms of the enumerations that code needs most; the others are written as
// they stand in the specification.
const (
	AchievementMicroCredential = "MicroCredential"
	AchievementCourse          = "Course"
	AchievementCertificate     = "Certificate"
	AchievementBadge           = "Badge"
	AchievementCompetency      = "Competency"

	ResultLetterGrade  = "LetterGrade"
	ResultPercent      = "Percent"
	ResultRawScore     = "RawScore"
	ResultRubricLevel  = "RubricCriterionLevel"
	ResultStatus       = "Status"
	ResultUnclassified = "Result"

	StatusCompleted   = "Completed"
	StatusEnrolled    = "Enrolled"
	StatusFailed      = "Failed"
	StatusInProgress  = "InProgress"
	StatusOnHold      = "OnHold"
	StatusProvisional = "Provisional"
	StatusWithdrew    = "Withdrew"

	IdentifierName         = "name"
	IdentifierEmailAddress = "emailAddress"
	IdentifierNational     = "nationalIdentityNumber"
	IdentifierSystemID     = "systemId"
	IdentifierUnclassified = "identifier"
)

// Valid reports whether the value may stand in a badge.
func (t AchievementType) Valid() bool { return achievementTypes.Has(string(t)) }

// Valid reports whether the value may stand in a badge.
func (t AlignmentTargetType) Valid() bool { return targetTypes.Has(string(t)) }

// Valid reports whether the value may stand in a badge.
func (t ResultType) Valid() bool { return resultTypes.Has(string(t)) }

// Valid reports whether the value may stand in a badge.
func (t ResultStatusType) Valid() bool { return resultStatuses.Has(string(t)) }

// Valid reports whether the value may stand in a badge.
func (t IdentifierType) Valid() bool { return identifierTypes.Has(string(t)) }

// The published terms of the enumerations.
var (
	achievementTypes = datamodel.Enum{Name: "AchievementType", Extensible: true, Values: []string{
		"Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
		"BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
		"Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
		"JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
		"QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
		"SecondarySchoolDiploma"}}
	targetTypes = datamodel.Enum{Name: "AlignmentTargetType", Extensible: true, Values: []string{
		"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL"}}
	resultTypes = datamodel.Enum{Name: "ResultType", Extensible: true, Values: []string{
		"GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
		"RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status"}}
	resultStatuses = datamodel.Enum{Name: "ResultStatusType", Values: []string{
		"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"}}
	identifierTypes = datamodel.Enum{Name: "IdentifierTypeEnum", Extensible: true, Values: []string{
		"name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
		"isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
		"ltiToolId", "ltiPlatformId", "ltiUserId", "identifier"}}
)
