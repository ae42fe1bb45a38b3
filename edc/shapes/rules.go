package shapes

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/vc"
)

// marks stand in the codes of the rules of the profiles that add to the generic
// ones.
var marks = map[Profile]string{Accredited: "ACCREDITED-", IssuedByMandate: "MANDATE-", Converted: "CONVERTED-", DiplomaSupplement: "DIPLOMA-"}

// own are the rules whose code or sentence does not follow from their row: the
// claims, which the code tells from other members of a person, and the identifier
// that only issuers need.
var own = map[string]vc.Rule{
	"Person.hasClaim counts": {Code: "ELM-SUBJECT-HASCLAIM", Spec: anchor(GenericNoCV, "PersonShape"),
		Text: "The subject, and every other Person, must have at least one claim (hasClaim)."},
	"Person.hasClaim values": {Code: "ELM-CLAIM-CLASS", Spec: anchor(GenericNoCV, "ClaimNodeShape"),
		Text: "A claim must be a LearningAchievement, LearningActivity, LearningAssessment or LearningEntitlement, or a Claim with a title, a dcType and an awardedBy."},
	"AwardingProcess.awards values": {Code: "ELM-AWARDINGPROCESS-AWARDS", Spec: anchor(GenericNoCV, "ClaimNodeShape"),
		Text: "What an AwardingProcess awards must be a LearningAchievement, LearningActivity, LearningAssessment or LearningEntitlement, or a Claim with a title, a dcType and an awardedBy."},
	"EuropeanDigitalCredential.issuer nodes": {Code: "ELM-ISSUER-EIDASIDENTIFIER", Spec: anchor(GenericNoCV, "IssuerNodeShape"),
		Text: "The issuer of a sealed credential must have one eIDASIdentifier, a LegalIdentifier."},
	string(Accredited) + " Person.hasClaim": {Code: "ELM-ACCREDITED-PERSON-HASCLAIM", Spec: anchor(Accredited, "PersonShape"),
		Text: "In an accredited credential, a Person must have exactly one hasClaim, a LearningAchievement."},
	string(DiplomaSupplement) + " Qualification.hasPart": {Code: "ELM-DIPLOMA-QUALIFICATION-HASPART", Spec: anchor(DiplomaSupplement, "QualificationShape"),
		Text: "In a diploma supplement, a Qualification must have at least one hasPart, a Qualification. As that holds for the parts too, no finite supplement keeps this rule unless its parts refer to each other."},
}

// The rules that are about no single member.
var (
	ruleDropped = vc.Rule{Code: "ELM-DROPPED", Axis: vc.Conformant, Level: vc.Should, Spec: "https://www.w3.org/TR/json-ld11-api/#context-processing-algorithm",
		Text: "Every member, type and id should have a meaning in the contexts of the credential: JSON-LD drops the others, so that no reader of the ELM sees them."}
	ruleTerm = vc.Rule{Code: "ELM-TERM-ASCII", Axis: vc.Conformant, Level: vc.Should, Spec: anchor(GenericNoCV, "EuropeanDigitalCredentialShape"),
		Text: "The name of a member should have ASCII letters only: a look-alike letter makes it another name, which means nothing."}
	ruleSchema = vc.Rule{Code: "ELM-SCHEMA", Axis: vc.Conformant, Level: vc.Should, Spec: anchor(GenericNoCV, "EuropeanDigitalCredentialShape"),
		Text: "A credentialSchema of the type ShaclValidator2017 should be an application profile for credentials; without one, the credential is checked as " + string(GenericFull) + "."}
	ruleJSONLD = vc.Rule{Code: "ELM-JSONLD", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.w3.org/TR/json-ld11/#json-ld-grammar",
		Text: "A credential must be JSON-LD: what breaks its grammar makes the whole document unreadable for others."}
)

// Rules returns every rule of the package, in the order of the tables.
func Rules() []vc.Rule { return rulesOf(order) }

// RulesOf returns the rules of a profile and of those that it takes over.
func RulesOf(p Profile) []vc.Rule { return rulesOf(p.Imports()) }

func rulesOf(profiles []Profile) []vc.Rule {
	out := []vc.Rule{ruleDropped, ruleTerm, ruleSchema, ruleJSONLD}
	stated := map[*vc.Rule]bool{}
	for _, p := range profiles {
		for _, s := range elm().profiles[p].shapes {
			for _, r := range s.rows {
				stated[r.counts], stated[r.values], stated[r.nodes] = true, true, true
			}
		}
	}
	for _, r := range elm().rules {
		if stated[r] {
			out = append(out, *r)
		}
	}
	return out
}

// MemberOf returns the JSON name of the member that a rule is about, or "".
func MemberOf(r *vc.Rule) string { return elm().terms[r] }

// Problems returns what the report says as problems, in the order of the document. A
// rule that several shapes state is broken once at a place.
func (r *Report) Problems() []vc.Problem {
	var out []vc.Problem
	for _, l := range r.Malformed {
		out = append(out, ruleJSONLD.At(l.Pointer, "that "+l.Detail))
	}
	for _, pointer := range r.Unknown {
		out = append(out, ruleSchema.At(pointer, "another schema"))
	}
	out = r.broken(out)
	for _, l := range r.Losses {
		if isASCII(l.Name) {
			out = append(out, ruleDropped.At(l.Pointer, "that "+l.Detail))
		} else {
			out = append(out, ruleTerm.At(l.Pointer, ""))
		}
	}
	return out
}

// broken appends the rules that are broken, each once at a place.
func (r *Report) broken(out []vc.Problem) []vc.Problem {
	var told map[vc.Problem]bool
	if len(r.Violations) > 1 {
		told = make(map[vc.Problem]bool, len(r.Violations))
	}
	for _, v := range r.Violations {
		key := vc.Problem{Rule: v.Rule, Pointer: v.Pointer}
		if told[key] {
			continue
		}
		if told != nil {
			told[key] = true
		}
		out = append(out, v.Rule.At(v.Pointer, v.Found))
	}
	return out
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// anchor returns the IRI of a shape.
func anchor(p Profile, shape string) string { return p.IRI() + "/" + shape }

// makeRules gives the rows of classes their rules. A member has one rule in the
// generic profile without lists, and one more in each profile that asks for more.
func (s *schema) makeRules() {
	byCode := map[string]*vc.Rule{}
	for _, p := range order {
		for _, shape := range s.profiles[p].shapes {
			for _, r := range shape.rows {
				s.ruleRow(byCode, r)
			}
		}
	}
}

func (s *schema) ruleRow(byCode map[string]*vc.Rule, r *row) {
	member := r.of.name + "." + r.term
	add := func(rule vc.Rule) *vc.Rule {
		if known := byCode[rule.Code]; known != nil {
			return known
		}
		rule.Axis, rule.Level = vc.Conformant, vc.Must
		made := &rule
		byCode[rule.Code] = made
		s.rules, s.terms[made] = append(s.rules, made), r.term
		return made
	}
	named := func(key string) *vc.Rule {
		if rule, ok := own[key]; ok {
			return add(rule)
		}
		return nil
	}
	upper := strings.ToUpper(r.of.name + "-" + r.term)
	base := s.baseOf(r)
	switch r.profile {
	case GenericNoCV:
		rule := named(member + " counts")
		if rule == nil {
			rule = add(vc.Rule{Code: "ELM-" + upper, Spec: anchor(r.profile, r.of.name+"Shape"), Text: s.sentence(base)})
		}
		r.counts, r.values = rule, rule
		if values := named(member + " values"); values != nil {
			r.values = values
		}
		r.nodes = named(member + " nodes")
	case GenericFull:
		r.counts = base.counts
		r.values = add(vc.Rule{Code: "ELM-" + upper + "-LIST", Spec: anchor(r.profile, listAnchor(r.of.name)), Text: s.sentence(r)})
	default:
		rule := named(string(r.profile) + " " + member)
		if rule == nil {
			rule = add(vc.Rule{Code: "ELM-" + marks[r.profile] + upper, Spec: anchor(r.profile, r.of.name+"Shape"), Text: situations[r.profile] + lower(s.sentence(r))})
		}
		r.counts, r.values = rule, rule
		if slices.Equal(base.classes, r.classes) && base.datatype == r.datatype && r.node == nil {
			r.values = base.values
		}
	}
}

// situations begin the sentences of the profiles that add to the generic ones.
var situations = map[Profile]string{
	Accredited: "In an accredited credential, ", IssuedByMandate: "In a credential issued by mandate, ",
	Converted: "In a converted credential, ", DiplomaSupplement: "In a diploma supplement, ",
}

// lower makes a sentence the rest of another one: names of classes stay.
func lower(text string) string {
	if rest, ok := strings.CutPrefix(text, "Each "); ok {
		return "each " + rest
	}
	return text
}

// listAnchor returns the name of the shape with the lists of a class. Two of them
// have names of another form.
func listAnchor(class string) string {
	if class == "DisplayParameter" {
		return "DisplayParameterCV"
	}
	return class + "ShapeCV"
}

// baseOf returns the row about the same member in the generic profile.
func (s *schema) baseOf(r *row) *row {
	for _, b := range s.profiles[GenericNoCV].byClass[r.of.class].rows {
		if b.term == r.term && b.versions&in32 != 0 {
			return b
		}
	}
	return r
}
