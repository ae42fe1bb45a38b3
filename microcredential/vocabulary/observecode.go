package vocabulary

import (
	"fmt"
	"reflect"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// specLists is the application profile that prescribes the code lists.
const specLists = "http://data.europa.eu/snb/model/ap/edc-generic-full"

// The rules about coded values.
var (
	RuleCode = vc.Rule{Code: mc.CodeUnknown, Axis: vc.Conformant, Level: vc.Should, Spec: specLists,
		Text: "A code should be one of the list that its IRI belongs to."}
	RuleList = vc.Rule{Code: mc.CodeList, Axis: vc.Conformant, Level: vc.Should, Spec: specLists,
		Text: "A coded value should be of the list that it names, and of the list for what it says."}
	RuleLabel = vc.Rule{Code: mc.CodeLabel, Axis: vc.Conformant, Level: vc.Should, Spec: specLists,
		Text: "The label of a code should not be that of another code of the list."}
)

// Closed reports whether the Commission's issuer takes a credential for invalid that
// has a code which the list does not have. In the other lists it lets such codes pass.
func (s Scheme) Closed() bool {
	switch s {
	case CredentialProfile, Presentation, LearningSetting, ClaimType, EvidenceType, AccreditationDecision, Supervision,
		Accreditation, VerificationStatus, EntitlementStatus, EQF, NQFs, ISCEDF:
		return true
	}
	return false
}

// Unknown says, in one sentence, why an IRI is none of a code list that it seems to be
// of. It is "" for a code that fits, and for an IRI that is of no known list.
func Unknown(iri string) string {
	scheme := SchemeOf(iri)
	code := strings.TrimPrefix(iri, scheme.Base())
	if scheme == "" || iri == string(scheme) || scheme.Fits(code) {
		return ""
	}
	if len(code) > 64 {
		code = code[:64] + "…"
	}
	switch {
	case scheme.Closed():
		return fmt.Sprintf("the list %s has no code %q, and Europass refuses codes that are not in it", scheme.name(), code)
	case scheme.Complete():
		return fmt.Sprintf("the list %s had no code %q when it was last looked at", scheme.name(), code)
	}
	return fmt.Sprintf("%q has not the form of a code of the list %s", code, scheme.name())
}

// name is the short name of a list.
func (s Scheme) name() string {
	if name := s.ListName(); name != "" {
		return name
	}
	short := strings.TrimSuffix(strings.TrimSuffix(string(s), self), "#")
	return short[strings.LastIndexAny(short, "/#")+1:]
}

// fieldLists are the lists for fields of the model, by the struct and its field.
var fieldLists = map[string]Scheme{
	"Definition.Languages": Language, "Definition.Fields": ISCEDF,
	"LearningOutcome.Type": SkillType, "LearningOutcome.Reuse": SkillReuse,
	"ActivitySpec.Languages": Language, "AssessmentSpec.Languages": Language,
	"QualityAssurance.Type": Accreditation, "QualityAssurance.ScopeLevels": EQF, "QualityAssurance.ScopeFields": ISCEDF,
	"QualityAssurance.Decision": AccreditationDecision,
	"LearningSetting.Concept":   LearningSetting, "Supervision.Concept": Supervision,
	"AssessmentResult.Status": GradeStatus,
	"EntitlementSpec.Status":  EntitlementStatus, "EntitlementSpec.Occupations": ESCOOccupations,
	"Envelope.Profiles": CredentialProfile, "Evidence.Kind": EvidenceType,
	"Display.Primary": Language, "Display.Languages": Language, "DisplayPage.Language": Language,
	"Person.Gender": HumanSex, "Country.Concept": Country, "Price.Currency": Currency,
	"Media.Type": FileTypes, "WebResource.Language": Language,
}

// codes looks at every coded value of a credential.
type codes struct{ found []mc.Observation }

func (o *codes) report(code string, at mc.Path, detail string) {
	o.found = append(o.found, mc.Observation{Code: code, Path: at, Detail: detail})
}

var (
	conceptType    = reflect.TypeFor[mc.Concept]()
	langStringType = reflect.TypeFor[mc.LangString]()
)

// visit looks at the concepts in a part of the model; list is the one for it.
func (o *codes) visit(v reflect.Value, at mc.Path, list Scheme) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			o.visit(v.Elem(), at, list)
		}
	case reflect.Slice:
		if kind := v.Type().Elem().Kind(); kind == reflect.Struct || kind == reflect.Pointer {
			for i := range v.Len() {
				o.visit(v.Index(i), at.At(i), list)
			}
		}
	case reflect.Struct:
		if v.Type() == conceptType {
			c := v.Interface().(mc.Concept)
			o.concept(&c, at, list)
			return
		}
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if field.IsExported() && !v.Field(i).IsZero() && mayHold(field.Type) {
				o.visit(v.Field(i), at.Dot(mc.FieldName(field.Name)), fieldLists[v.Type().Name()+"."+field.Name])
			}
		}
	}
}

// mayHold reports whether values of a type have parts that are looked at.
func mayHold(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Struct:
		return true
	case reflect.Slice:
		kind := t.Elem().Kind()
		return t != langStringType && (kind == reflect.Struct || kind == reflect.Pointer)
	}
	return false
}

func (o *codes) concept(c *mc.Concept, at mc.Path, list Scheme) {
	scheme := SchemeOf(c.IRI)
	if scheme == "" {
		return
	}
	stated := Scheme(c.Scheme)
	switch detail := Unknown(c.IRI); {
	case detail != "":
		o.report(mc.CodeUnknown, at, detail)
	case stated != "" && stated != scheme:
		o.report(mc.CodeList, at, fmt.Sprintf("the code is of the list %s, but another list is named", scheme.name()))
	case list != "" && list != scheme:
		o.report(mc.CodeList, at, fmt.Sprintf("the code is of the list %s, where one of the list %s belongs", scheme.name(), list.name()))
	default:
		o.label(c, scheme, at)
	}
}

// label looks for the English label of another code. Any other label may be a
// translation, or be worded better than that of the list.
func (o *codes) label(c *mc.Concept, scheme Scheme, at mc.Path) {
	known, ok := Lookup(c.IRI)
	if !ok || known.Label == "" {
		return
	}
	for _, text := range c.Label.In("en") {
		other := tables().byLabel[labelKey(scheme, text)]
		if other != "" && labelKey(scheme, text) != labelKey(scheme, known.Label) {
			o.report(mc.CodeLabel, at, fmt.Sprintf("the code stands for %q, but the label is that of another code of the list %s", known.Label, scheme.name()))
		}
	}
}

func labelKey(s Scheme, label string) string {
	return string(s) + " " + strings.ToLower(strings.Join(strings.Fields(label), " "))
}
