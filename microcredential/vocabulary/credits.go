package vocabulary

import mc "github.com/mikromerit/mikromerit/microcredential"

// creditSystems are frameworks of credits of the Nordic countries and their neighbours,
// by the names that people there use. There is no list of them with IRIs, so the scheme
// is ours. A country may equate its credits with ECTS; a credential does so only if it
// says so, and nothing here converts one into the other.
var creditSystems = []row{
	{"hogskolepoang", "högskolepoäng (Swedish higher education)", "högskolepoäng"},
	{"yhpoang", "yrkeshögskolepoäng (Swedish higher vocational education)", "yrkeshögskolepoäng"},
	{"gymnasiepoang", "gymnasiepoäng (Swedish upper secondary education)", "gymnasiepoäng"},
	{"studiepoeng", "studiepoeng (Norwegian higher education)", "||studiepoeng"},
	{"fagskolepoeng", "fagskolepoeng, studiepoeng of vocational colleges (Norwegian)", "||fagskolepoeng"},
	{"opintopiste", "opintopiste (Finnish higher education)", "studiepoäng|||opintopiste"},
	{"osaamispiste", "osaamispiste (Finnish vocational education)", "kompetenspoäng|||osaamispiste"},
	{"ects-point", "ECTS-point (Danish higher education)", "|ECTS-point"},
	{"eining", "eining, ECTS-eining (Icelandic higher education)", "||||eining"},
	{"feining", "framhaldsskólaeining (Icelandic upper secondary education)", "||||framhaldsskólaeining"},
	{"sbu", "studiebelastingsuur, SBU (Dutch study load hours)", ""},
	{"qqi-fet", "FET credit (Irish further education and training, QQI)", ""},
}

// CreditSystemConcepts returns the frameworks of credits that are known by name.
func CreditSystemConcepts() []Concept { return CreditSystems.Concepts() }

// ECTS returns the framework of the European Credit Transfer and Accumulation System, as
// the list of the Union has it.
func ECTS() mc.Concept {
	c, _ := Lookup(EducationCredit.IRI("6fcec5c5af"))
	out := c.Model()
	out.Notation = "ECTS"
	return out
}

// CreditSystem returns a framework of credits by its code in [CreditSystems]
// ("studiepoeng"), and "ECTS" for that of the Union. It is false for any other text.
func CreditSystem(code string) (mc.Concept, bool) {
	if code == "ECTS" {
		return ECTS(), true
	}
	c, ok := Lookup(CreditSystems.IRI(code))
	if !ok || c.Scheme != CreditSystems {
		return mc.Concept{}, false
	}
	out := c.Model()
	out.Label = c.Labels()
	return out, true
}
