package stacking

import "github.com/mikromerit/mikromerit/vc"

// The documents that ask for this: Annex I, element 15, and the principles of Annex
// II to the Council Recommendation on micro-credentials.
const (
	annexI  = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627(02)#anx_I"
	annexII = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627(02)#anx_II"
)

func rule(code string, level vc.Level, spec, text string) vc.Rule {
	return vc.Rule{Code: "EUMC-STACK-" + code, Axis: vc.Conformant, Level: level, Spec: spec, Text: text}
}

// The rules. Those on single credentials are also the reasons of an [Entry].
var (
	ruleStanding    = rule("STANDING", vc.Must, annexII, "Only what is shown to be genuine and in force counts; what could not be settled is counted apart.")
	ruleSame        = rule("SAME", vc.Must, annexI, "A credential counts once, however many copies or conversions of it there are.")
	ruleDefinition  = rule("DEFINITION", vc.Must, annexI, "The same learning counts once, however often it was awarded.")
	rulePart        = rule("PART", vc.Must, annexI, "A part does not count beside its whole.")
	ruleParts       = rule("PARTS", vc.Should, annexI, "The credits of the parts should add up to those of the whole.")
	ruleReplaced    = rule("REPLACED", vc.Must, annexI, "What one credential replaces or exempts from does not count beside it.")
	ruleOverlap     = rule("OVERLAP", vc.Should, annexI, "Credentials that are counted together should not have the same learning outcomes.")
	ruleTowards     = rule("TOWARDS", vc.Should, annexI, "A credential that can count towards another one that is there as well should not count beside it.")
	ruleFramework   = rule("FRAMEWORK", vc.Must, annexI, "Credits name their framework, and only those of the same framework are added.")
	ruleAlike       = rule("ALIKE", vc.Should, annexI, "A framework of credits should be named by the same identifier everywhere.")
	ruleAmount      = rule("AMOUNT", vc.Must, annexI, "An amount of credits is one decimal number with a point, and not negative.")
	ruleDuration    = rule("DURATION", vc.Should, annexI, "Time that is added up should be stated in hours, minutes and seconds, since a month or day has no fixed length.")
	ruleMore        = rule("MORE", vc.Should, annexI, "No more credits should be earned than the definition offers.")
	ruleFailed      = rule("FAILED", vc.Must, annexI, "What counts was passed.")
	ruleLearner     = rule("LEARNER", vc.Must, annexII, "Only credentials of one learner are added up.")
	ruleCycle       = rule("CYCLE", vc.Must, annexI, "Parts do not go round in a circle.")
	ruleLimit       = rule("LIMIT", vc.Must, annexI, "What is added up stays within the limits of what is read.")
	ruleNoParts     = rule("TARGET", vc.Should, annexI, "A target should state its parts with identifiers by which credentials can be matched.")
	ruleMissing     = rule("MISSING", vc.Should, annexI, "Each part of the target should be met by a credential.")
	ruleInForce     = rule("IN-FORCE", vc.Should, annexI, "What meets a part should be in force.")
	ruleLevel       = rule("LEVEL", vc.Should, annexI, "What meets a part should be of its level or above, in the same framework of levels.")
	ruleTitle       = rule("TITLE", vc.Should, annexI, "A part should be met by an identifier; a title that is alike is only a hint.")
	ruleTwice       = rule("TWICE", vc.Should, annexI, "A part needs one credential, and a credential should not meet two parts.")
	ruleCredits     = rule("CREDITS", vc.Should, annexI, "The credits that are there should reach what the target or its part asks for.")
	ruleMaximum     = rule("MAXIMUM", vc.Should, annexI, "No more credits should be brought in than the target accepts.")
	ruleOrder       = rule("ORDER", vc.Should, annexI, "What comes before another part, or is its prerequisite, should be there, and should have been awarded first.")
	ruleRecognition = rule("RECOGNITION", vc.Should, annexII, "Recognition is decided by the institution that awards the qualification, and not by this comparison.")
)

// Rules returns the rules of this package.
func Rules() []vc.Rule {
	return []vc.Rule{ruleStanding, ruleSame, ruleDefinition, rulePart, ruleParts, ruleReplaced, ruleOverlap, ruleTowards, ruleFramework, ruleAlike,
		ruleAmount, ruleDuration, ruleMore, ruleFailed, ruleLearner, ruleCycle, ruleLimit, ruleNoParts, ruleMissing, ruleInForce, ruleLevel, ruleTitle,
		ruleTwice, ruleCredits, ruleMaximum, ruleOrder, ruleRecognition}
}
