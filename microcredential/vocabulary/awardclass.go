package vocabulary

import mc "github.com/mikromerit/mikromerit/microcredential"

// awardClasses are the classes of awards of the Irish National Framework of
// Qualifications (QQI). There is no list of them with IRIs, so the scheme is ours.
var awardClasses = []row{
	{"major", "Major award", ""},
	{"minor", "Minor award", ""},
	{"special-purpose", "Special-purpose award", ""},
	{"supplemental", "Supplemental award", ""},
}

// AwardClass returns a class of awards with its concept, false for one that is none of
// the framework.
func AwardClass(kind mc.AwardClassKind) (mc.AwardClass, bool) {
	c, ok := Lookup(AwardClasses.IRI(string(kind)))
	if !ok || c.Scheme != AwardClasses {
		return mc.AwardClass{}, false
	}
	return mc.AwardClass{Kind: kind, Concept: c.Model()}, true
}

// AwardClassOf returns the class that an IRI names.
func AwardClassOf(iri string) (mc.AwardClassKind, bool) {
	c, ok := Lookup(iri)
	return mc.AwardClassKind(c.Code), ok && c.Scheme == AwardClasses
}
