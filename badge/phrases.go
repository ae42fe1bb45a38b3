package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// phrase is a label or word of the text that is generated for people. Its value
// is the place in the rows of the table of phrases.
type phrase int

// The labels of lines.
const (
	labelTitle phrase = iota
	labelAward
	labelDescription
	labelAlso
	labelCertifies
	labelAwardedBy
	labelAwarded
	labelIssued
	labelNumber
	labelIdentifier
	labelOutcome
	labelOutcomes
	labelWorkload
	labelPlannedWorkload
	labelEarned
	labelLevel
	labelAssessment
	labelPlannedAssessment
	labelType
	labelKind
	labelMode
	labelLanguage
	labelSupervision
	labelResult
	labelStatus
	labelScale
	labelParticipation
	labelActivity
	labelPlannedActivity
	labelPeriod
	labelPlace
	labelAddress
	labelRegion
	labelDirectedBy
	labelAssessedBy
	labelSetting
	labelQuality
	labelAgent
	labelDecision
	labelExpires
	labelPage
	labelDocument
	labelPrerequisites
	labelStackability
	labelCountsTowards
	labelPartial
	labelQualification
	labelPartOf
	labelEntitlement
	labelTarget
	labelField
	labelSubject
	labelLearningType
	labelSkill
	labelReuse
	labelEvidence
	labelMemberOf
	labelFurther
	labelClaim
	labelPart
	labelEmail
	labelSpecification
	labelOrganisation
	labelCode
	labelAwardDescription
	labelAwardNote
	labelAwardDocument
	labelRemark
	labelAttachment
	labelHomepage
	labelResultValue
	labelCompletion
	labelPlannedSupervision
	labelStackNote
	labelCountry
	labelStreet
	labelPostcode
	labelTown
	labelPhone
	labelOfferedBy
	labelContact
	labelGivenName
	labelFamilyName
	labelOffer
	labelProfile
	labelAvailable
	labelAttended
	labelAwardClass
	labelIssuingRight
	labelGrantedBy
	labelPartner
	labelOrigin
	labelRoute
	labelPossibleRoute
	labelOtherRoute
	labelValidation
	labelRelation
	wordAbove
	wordCredits
	wordAtMost
	wordContact
	wordActual
	wordSupervised
	wordUnsupervised
	wordChecked
	wordUnchecked
	wordOnline
	wordOnsite
	wordBlended
	wordYes
	wordNo
	wordStandAlone
	wordIntegrated
	wordStackable
	wordFormal
	wordNonFormal
	wordInformal
	unitYear
	unitMonth
	unitWeek
	unitDay
	unitHour
	unitMinute
	phraseCount
)

// phrases returns the phrases of a language, or those of English.
func phrasesOf(lang string) []string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if base == "no" {
		base = "nb"
	}
	if row := phraseTable()[base]; row != nil {
		return row
	}
	return phraseTable()["en"]
}

// wordsFor are the phrases of each value of the closed lists of the model.
var (
	formWords = map[mc.ParticipationForm]phrase{
		mc.ParticipationOnline: wordOnline, mc.ParticipationOnsite: wordOnsite, mc.ParticipationBlended: wordBlended,
	}
	stackWords   = map[mc.StackMode]phrase{mc.StackStandAlone: wordStandAlone, mc.StackIntegrated: wordIntegrated, mc.StackStackable: wordStackable}
	settingWords = map[mc.SettingKind]phrase{mc.SettingFormal: wordFormal, mc.SettingNonFormal: wordNonFormal, mc.SettingInformal: wordInformal}
	claimWords   = map[mc.ClaimKind]phrase{mc.ClaimActivity: labelActivity, mc.ClaimAssessment: labelAssessment, mc.ClaimEntitlement: labelEntitlement}
	triWords     = map[mc.Tri]phrase{mc.Yes: wordYes, mc.No: wordNo}
)
