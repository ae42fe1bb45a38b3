package mikromerit

import (
	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/edc"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
)

// specElements is the Council Recommendation whose Annex I lists the standard
// elements.
const specElements = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627(02)"

// specValidation is the Council Recommendation on the validation of non-formal and
// informal learning, which names its four phases.
const specValidation = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32012H1222(01)"

// The pages on which the remarks of conversions rest.
const (
	specBadges  = "https://www.imsglobal.org/spec/ob/v3p0/"
	specMapping = "https://github.com/mikromerit/mikromerit/blob/main/docs/design/mapping.md#residue"
)

// noteRules returns the rules behind the observations of [Verifier.Inspect],
// values that are allowed but look wrong, and behind what reports of conversion
// remark on a leaf.
func noteRules() []vc.Rule {
	rule := func(code, spec, text string) vc.Rule {
		return vc.Rule{Code: code, Axis: vc.Conformant, Level: vc.Should, Spec: spec, Text: text}
	}
	should := func(code, text string) vc.Rule { return rule(code, specElements, text) }
	return []vc.Rule{
		should(mc.CodeMonths, "A workload of very many months is most likely one of hours; write PT60H for 60 hours."),
		should(mc.CodeBirthShift, "A date of birth should be a date: with a time and a zone it is another day elsewhere."),
		should(mc.CodeDateShift, "A date should not be moved to another day by its zone."),
		should(mc.CodeZone, "A time should state its zone."),
		should(mc.CodeOrder, "Nothing should end before it begins."),
		should(mc.CodeCreditFrame, "Credits should name their credit system, such as ECTS."),
		should(mc.CodeECTSHours, "ECTS credits and hours should fit each other: a credit stands for 25 to 30 hours."),
		should(mc.CodeEQF, "The number of an EQF level and its concept should be the same."),
		should(mc.CodeScheme, "A coded value should name the scheme that it is from."),
		should(mc.CodePartial, "A credential that can be stacked should not say that it is no partial qualification."),
		should(mc.CodeTitles, "A micro-credential should have one title in each language."),
		should(mc.CodeBodies, "Where several awarding bodies are named, they should award it together."),
		should(mc.CodeLevels, "A credential should have one level of each framework."),
		should(mc.CodeNQF, "A national level and the EQF level beside it should be levels that were referenced to each other."),
		should(mc.CodeEarned, "Nobody should have earned more credits than there are."),
		should(mc.CodeGrade, "A grade should be one of its scale."),
		should(mc.CodeAwardDate, "A credential should be awarded before it ceases to be valid."),
		should(mc.CodeGrades, "An assessment should have one grade; of several results, their dates should tell which one counts."),
		should(mc.CodeUnlike, "Credits should be earned in the framework in which they are offered, since those of unlike frameworks cannot be compared."),
		should(mc.CodeCreditHours, "Credits, the hours that each stands for, and the workload in hours should fit each other."),
		rule(mc.CodePhases, specValidation, "The phases of a validation should follow each other, before the award: identification, documentation, assessment, certification."),
		rule(mc.CodeRoute, specValidation, "A learner should take a route that the definition has, and validation only on that route."),
		should(mc.CodeConsent, "A credential should state of the learner what the learner agreed to share."),
		should(mc.CodeGrant, "Who issues a definition of somebody else should have the right to do so on the day of the award."),
		should(mc.CodeStandAlone, "What stands alone should not be a part of something."),
		should(mc.CodeCountry, "The code and the name of a country should be those of the same country."),
		vocabulary.RuleCode, vocabulary.RuleList, vocabulary.RuleLabel,
		rule(badge.CodeContradiction, specBadges, "The members of a badge, and its residue, should not contradict each other."),
		rule(badge.CodeDutch, specBadges, "A badge should say in members of Open Badges what a Dutch term or habit says."),
		rule(badge.CodeAlias, specBadges, "A value should be the one of the list, not one that is often written in its place."),
		ruleOriginal,
		rule(edc.CodeContradiction, specMapping, "The interoperability data of a credential should not contradict what every reader sees."),
	}
}
