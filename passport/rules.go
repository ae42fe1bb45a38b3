package passport

import "github.com/mikromerit/mikromerit/vc"

const (
	specHolder  = "https://www.w3.org/TR/vc-data-model-2.0/#presentations-including-holder-claims"
	specBundle  = "https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations"
	specAnnexII = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627(02)#anx_II"
)

func rule(code string, axis vc.Axis, spec, text string) vc.Rule {
	return vc.Rule{Code: "EUMC-PASS-" + code, Axis: axis, Level: vc.Should, Spec: spec, Text: text}
}

// The rules of passports. A credential that breaks one still stands as it does alone.
var (
	ruleEmpty    = rule("EMPTY", vc.Conformant, specBundle, "A passport should hold at least one credential.")
	ruleRead     = rule("READ", vc.Conformant, specBundle, "Each credential of a passport should be one that can be read.")
	ruleNested   = rule("NESTED", vc.Conformant, specBundle, "A passport should hold credentials, and no further passport.")
	ruleHolder   = rule("HOLDER", vc.Bound, specHolder, "Each credential of a passport should be tied to whoever presents it.")
	ruleOther    = rule("OTHER", vc.Bound, specHolder, "No credential of a passport should name another person than its holder.")
	ruleLearners = rule("LEARNERS", vc.Bound, specAnnexII, "All credentials of a passport should be those of one learner.")
	ruleNames    = rule("NAMES", vc.Bound, specAnnexII, "The credentials of a passport should call their learner by the same name.")
	ruleBirth    = rule("BIRTH", vc.Bound, specAnnexII, "The credentials of a passport should state the same date of birth.")
	ruleCopy     = rule("COPY", vc.Conformant, specBundle, "A file should stand in a passport once.")
	rulePicture  = rule("PICTURE", vc.Conformant, specBundle, "Of a badge in a picture, the badge goes into a passport, and the picture stays behind.")
)

// What a passport cannot be made of, or held against.
var (
	ruleRefused = vc.Rule{Code: ErrRefused.Error(), Axis: vc.Conformant, Level: vc.Must, Spec: specBundle,
		Text: "A credential must be of a kind that the form of a passport has a place for, as it is."}
	ruleTarget = vc.Rule{Code: ErrTarget.Error(), Axis: vc.Conformant, Level: vc.Must, Spec: specAnnexII,
		Text: "What a passport is held against must be a credential, or a description of a qualification in JSON."}
)

// Rules returns the rules of this package. Those on sums and plans are in package
// stacking.
func Rules() []vc.Rule {
	return []vc.Rule{ruleEmpty, ruleRead, ruleNested, ruleHolder, ruleOther, ruleLearners, ruleNames, ruleBirth, ruleCopy, rulePicture, ruleRefused, ruleTarget}
}
