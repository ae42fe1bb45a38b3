package vocabulary

import (
	"slices"
	"strings"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Scheme is the IRI of a concept scheme: a code list.
type Scheme string

// The code lists.
const (
	EQF                 Scheme = snb + "eqf" + self
	NQFs                Scheme = snb + "qdr" + self // levels of national qualification frameworks
	ISCEDF              Scheme = snb + "isced-f" + self
	Accreditation       Scheme = snb + "accreditation" + self
	Assessment          Scheme = snb + "assessment" + self
	CredentialProfile   Scheme = snb + "credential" + self
	EducationCredit     Scheme = snb + "education-credit" + self
	Encoding            Scheme = snb + "encoding" + self
	Entitlement         Scheme = snb + "entitlement" + self
	EntitlementStatus   Scheme = snb + "entitlement-status" + self
	EvidenceType        Scheme = snb + "evidence-type" + self
	LearningActivity    Scheme = snb + "learning-activity" + self
	LearningOpportunity Scheme = snb + "learning-opportunity" + self
	LearningSchedule    Scheme = snb + "learning-schedule" + self
	LearningSetting     Scheme = snb + "learning-setting" + self
	Mode                Scheme = snb + "learning-assessment" + self // modes of learning and assessment, despite the name
	SkillReuse          Scheme = snb + "skill-reuse-level" + self
	SkillType           Scheme = snb + "skill-type" + self
	Supervision         Scheme = snb + "supervision-verification" + self
	TargetGroup         Scheme = snb + "target-group" + self
	Verification        Scheme = snb + "verification" + self
	VerificationStatus  Scheme = snb + "verification-status" + self

	AdministrativeUnit Scheme = authority + "atu"
	Country            Scheme = mc.SchemeCountry
	Currency           Scheme = authority + "currency"
	FileTypes          Scheme = authority + "file-type"
	HumanSex           Scheme = authority + "human-sex"
	Language           Scheme = mc.SchemeLanguage

	ESCOSkills      Scheme = "http://data.europa.eu/esco/concept-scheme/skills"
	ESCOOccupations Scheme = "http://data.europa.eu/esco/concept-scheme/occupations"

	snb       = "http://data.europa.eu/snb/"
	self      = "/25831c2" // local name of the scheme itself in every list under snb
	authority = "http://publications.europa.eu/resource/authority/"
)

// Concept is an entry of a code list.
type Concept struct {
	IRI    string
	Scheme Scheme
	Code   string // last part of the IRI
	Label  string // in English; empty where the table has none
}

// Model returns the concept for the canonical model.
func (c Concept) Model() mc.Concept {
	out := mc.Concept{IRI: c.IRI, Scheme: string(c.Scheme)}
	if c.Label != "" {
		out.Label = mc.Text("en", c.Label)
	}
	return out
}

// Base returns the IRI of the scheme's concepts without their code.
func (s Scheme) Base() string {
	switch s {
	case ESCOSkills:
		return "http://data.europa.eu/esco/skill/"
	case ESCOOccupations:
		return "http://data.europa.eu/esco/occupation/"
	}
	return strings.TrimSuffix(string(s), self) + "/"
}

// IRI returns the IRI of a code in the scheme. It does not check that there is such
// a code.
func (s Scheme) IRI(code string) string { return s.Base() + code }

// ListName returns the name that the Commission's tools write in the notation
// of every concept of the scheme, in place of a code: "country", "language".
// It is empty for schemes whose concepts have no such notation.
func (s Scheme) ListName() string {
	switch s {
	case ESCOSkills:
		return "Skill"
	case ESCOOccupations:
		return "Occupation"
	}
	if name, ok := strings.CutPrefix(string(s), authority); ok {
		return name
	}
	return ""
}

// Complete reports whether [Lookup] knows every concept that the list had when
// the tables were made. The lists may have grown since.
func (s Scheme) Complete() bool {
	switch s {
	case NQFs, FileTypes, AdministrativeUnit, Currency, ESCOSkills, ESCOOccupations:
		return false
	}
	return s == Country || s == Language || len(tables().lists[s]) > 0
}

// Concepts returns the concepts of a scheme in the order of its table, or nil for a
// scheme without one.
func (s Scheme) Concepts() []Concept { return slices.Clone(tables().lists[s]) }

// Lookup returns the concept with an IRI.
func Lookup(iri string) (Concept, bool) {
	if c, ok := tables().byIRI[iri]; ok {
		return c, true
	}
	switch {
	case strings.HasPrefix(iri, Country.Base()):
		if c, ok := mc.CountryOf(iri); ok {
			return Concept{IRI: iri, Scheme: Country, Code: iri[len(Country.Base()):], Label: c.Name()}, true
		}
	case strings.HasPrefix(iri, Language.Base()):
		if _, ok := mc.LanguageTag(iri); ok {
			return Concept{IRI: iri, Scheme: Language, Code: iri[len(Language.Base()):]}, true
		}
	}
	return Concept{}, false
}

// SchemeOf returns the scheme that an IRI belongs to, or "". It does not check that
// there is such a code.
func SchemeOf(iri string) Scheme {
	base := iri[:strings.LastIndexByte(iri, '/')+1]
	return tables().byBase[base]
}

type index struct {
	byIRI  map[string]Concept
	byBase map[string]Scheme
	lists  map[Scheme][]Concept
}

// tables returns the index of all tables, which is made on first use.
var tables = sync.OnceValue(func() *index {
	x := &index{byIRI: map[string]Concept{}, byBase: map[string]Scheme{}, lists: map[Scheme][]Concept{}}
	add := func(s Scheme, code, label string) {
		c := Concept{s.IRI(code), s, code, label}
		x.byIRI[c.IRI] = c
		x.byBase[s.Base()] = s
		x.lists[s] = append(x.lists[s], c)
	}
	for _, l := range lists {
		for _, r := range l.rows {
			add(l.scheme, r.code, r.label)
		}
	}
	for i := range 8 {
		digit := string(rune('1' + i))
		add(EQF, digit, "Level "+digit)
	}
	iscedFields(func(code, label string) { add(ISCEDF, code, label) })
	for _, l := range nqfLevels() {
		add(NQFs, l.Code, l.Label)
	}
	for _, f := range fileTypes {
		add(FileTypes, f.code, f.code)
	}
	for _, s := range []Scheme{Country, Language, AdministrativeUnit, Currency, ESCOSkills, ESCOOccupations} {
		x.byBase[s.Base()] = s
	}
	return x
})
