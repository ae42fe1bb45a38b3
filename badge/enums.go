package badge

import "strings"

// enum is an enumeration of Open Badges 3.0. One that can be extended also
// takes terms that start with "ext:".
type enum struct {
	name       string
	extensible bool
	values     string // separated by spaces
}

var (
	achievementTypes = enum{"AchievementType", true, "Achievement ApprenticeshipCertificate Assessment Assignment " +
		"AssociateDegree Award Badge BachelorDegree Certificate CertificateOfCompletion Certification CommunityService " +
		"Competency Course CoCurricular Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment " +
		"JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate QualityAssuranceCredential " +
		"MasterCertificate MasterDegree MicroCredential ResearchDoctorate SecondarySchoolDiploma"}
	targetTypes = enum{"AlignmentTargetType", true, "ceasn:Competency ceterms:Credential CFItem CFRubric " +
		"CFRubricCriterion CFRubricCriterionLevel CTDL"}
	resultTypes = enum{"ResultType", true, "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore " +
		"RawScore Result RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status"}
	resultStatuses = enum{"ResultStatusType", false, "Completed Enrolled Failed InProgress OnHold Provisional Withdrew"}
	identityTypes  = enum{"IdentifierTypeEnum", true, "name sourcedId systemId productId userName accountId emailAddress " +
		"nationalIdentityNumber isbn issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId " +
		"ltiToolId ltiPlatformId ltiUserId identifier"}
)

// has reports whether s is a value of the enumeration. The published pattern
// for extensions is not anchored and takes almost anything after "ext:"; read
// strictly it means letters, digits, dots and underscores, and that is what
// counts here.
func (n *enum) has(s string) bool {
	if n.extensible && strings.HasPrefix(s, "ext:") {
		return extensionName(s[len("ext:"):])
	}
	for v := range strings.FieldsSeq(n.values) {
		if v == s {
			return true
		}
	}
	return false
}

func extensionName(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_') {
			return false
		}
	}
	return s != ""
}
