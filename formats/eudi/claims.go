package eudi

import (
	"strings"

	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is the short name of the format.
const Format = "eudi"

// VCT is the type of the EUDI Learning Credential.
const VCT = "urn:eu.europa.ec.eudi:learning:credential:1"

// Is reports whether a document is the claims of an EUDI Learning Credential.
func Is(doc vc.Document) bool {
	return !doc.Get("@context").Exists() && (doc.Get("vct").IsText(VCT) || isAlso(doc))
}

// isAlso reports whether the claims say that they are of this type too.
func isAlso(doc vc.Document) bool {
	for other := range doc.Get("aka_vcts").Elements() {
		if other.IsText(VCT) {
			return true
		}
	}
	return false
}

// kind is what a claim holds.
type kind int

// The kinds of claim.
const (
	textClaim    kind = iota // a string
	textsClaim               // an array of strings, not empty
	timeClaim                // seconds since 1970
	dateClaim                // YYYY-MM-DD
	countryClaim             // ISO 3166-1 alpha-2
	levelClaim               // 1 to 8
	truthClaim               // true or false
	keyClaim                 // an object with jwk
)

// claim is what the type says about one claim.
type claim struct {
	name      string
	mandatory bool
	holder    jose.Withholding
	kind      kind
	token     bool // added when the token is signed
	what      string
}

// claims are the claims of the type in the order of its metadata.
var claims = [...]claim{
	{"jti", true, jose.CannotWithhold, textClaim, true, "the number of the credential"},
	{"iat", true, jose.CannotWithhold, timeClaim, true, "the time of issue"},
	{"exp", true, jose.CannotWithhold, timeClaim, true, "the end of validity"},
	{"vct", true, jose.CannotWithhold, textClaim, false, "the type"},
	{"iss", true, jose.CannotWithhold, textClaim, true, "the https address of the issuer"},
	{"cnf", true, jose.CannotWithhold, keyClaim, true, "the holder's key (issue --holder, or holder-key in a template)"},
	{"issuing_authority", true, jose.CannotWithhold, textClaim, false, "the name of the institution"},
	{"issuing_country", true, jose.CannotWithhold, countryClaim, false, "the country of the institution"},
	{"date_of_issuance", true, jose.CannotWithhold, dateClaim, false, "the day on which the achievement was awarded"},
	{"date_of_expiry", false, jose.CannotWithhold, dateClaim, false, "the last day of validity"},
	{"family_name", true, jose.CanWithhold, textClaim, false, "the family name of the learner"},
	{"given_name", false, jose.CanWithhold, textClaim, false, "the given name of the learner"},
	{"achievement_title", true, jose.CannotWithhold, textClaim, false, "the title"},
	{"achievement_description", false, jose.CannotWithhold, textClaim, false, "the description"},
	{"learning_outcomes", false, jose.CanWithhold, textsClaim, false, "the learning outcomes"},
	{"assessment_grade", false, jose.CanWithhold, textClaim, false, "the grade"},
	{"language_of_classes", true, jose.CannotWithhold, textsClaim, false, "the languages of instruction"},
	{"learner_identification", true, jose.CanWithhold, textClaim, false, "what identifies the learner"},
	{"expected_study_time", true, jose.CanWithhold, textClaim, false, "the notional workload"},
	{"level_of_learning_experience", true, jose.CanWithhold, levelClaim, false, "the EQF level"},
	{"types_of_quality_assurance", true, jose.CanWithhold, textsClaim, false, "how quality is assured"},
	{"prerequisites_to_enroll", false, jose.CanWithhold, textsClaim, false, "the entry requirements"},
	{"integration_stackability_options", false, jose.CanWithhold, truthClaim, false, "whether it is stackable"},
}

// claimNamed returns the claim with a name.
func claimNamed(name string) *claim {
	for i := range claims {
		if claims[i].name == name {
			return &claims[i]
		}
	}
	return nil
}

// TypeMetadata returns the metadata of the type, as they stand in the table here. The
// document that the Commission publishes has labels beside them, so its digest is
// another one.
func TypeMetadata() vc.Document {
	out := `{"vct":` + quote(VCT) + `,"name":"EUDI Learning Credential","claims":[`
	for i, c := range claims {
		if i > 0 {
			out += ","
		}
		out += c.metadata(`"`+c.name+`"`, c.holder)
		switch c.kind {
		case textsClaim:
			out += "," + c.metadata(`"`+c.name+`",null`, jose.CannotWithhold)
		case keyClaim:
			out += "," + c.metadata(`"`+c.name+`","jwk"`, jose.CannotWithhold)
		}
	}
	doc, err := vc.ParseDocument([]byte(out+"]}"), vc.Limits{})
	if err != nil {
		panic(err) // the table is at fault
	}
	return doc
}

func (c *claim) metadata(path string, holder jose.Withholding) string {
	mandatory := "false"
	if c.mandatory {
		mandatory = "true"
	}
	return `{"path":[` + path + `],"mandatory":` + mandatory + `,"sd":"` + string(holder) + `"}`
}

// Type returns the type for package jose.
func Type() *jose.Type {
	t, err := jose.ParseType(TypeMetadata())
	if err != nil {
		panic(err) // the table is at fault
	}
	return t
}

// code returns the end of the code of a claim's rule.
func (c *claim) code() string { return strings.ToUpper(strings.ReplaceAll(c.name, "_", "-")) }

func quote(s string) string { return string(jsontree.AppendString(nil, s)) }
