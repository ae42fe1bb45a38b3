package vocabulary

import (
	"maps"
	"slices"
	"strings"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Scheme is the IRI of a concept scheme: a code list.
type Scheme string

// The code lists.
const (
	EQF                   Scheme = snb + "eqf" + self
	NQFs                  Scheme = snb + "qdr" + self // levels of national qualification frameworks
	ISCEDF                Scheme = snb + "isced-f" + self
	Accreditation         Scheme = snb + "accreditation" + self
	AccreditationDecision Scheme = snb + "accreditation-decision" + self
	Assessment            Scheme = snb + "assessment" + self
	ClaimType             Scheme = snb + "claim-type" + self
	CredentialProfile     Scheme = snb + "credential" + self
	DigComp               Scheme = snb + "dcf" + self
	EducationCredit       Scheme = snb + "education-credit" + self
	Encoding              Scheme = snb + "encoding" + self
	Entitlement           Scheme = snb + "entitlement" + self
	EntitlementStatus     Scheme = snb + "entitlement-status" + self
	EvidenceType          Scheme = snb + "evidence-type" + self
	GradeStatus           Scheme = snb + "grade-status" + self
	LearningActivity      Scheme = snb + "learning-activity" + self
	LearningOpportunity   Scheme = snb + "learning-opportunity" + self
	LearningSchedule      Scheme = snb + "learning-schedule" + self
	LearningSetting       Scheme = snb + "learning-setting" + self
	Mode                  Scheme = snb + "learning-assessment" + self // modes of learning and assessment, despite the name
	SkillReuse            Scheme = snb + "skill-reuse-level" + self
	SkillType             Scheme = snb + "skill-type" + self
	Supervision           Scheme = snb + "supervision-verification" + self
	TargetGroup           Scheme = snb + "target-group" + self
	Presentation          Scheme = snb + "verifiable-presentation" + self
	Verification          Scheme = snb + "verification" + self
	VerificationStatus    Scheme = snb + "verification-status" + self

	AdministrativeUnit Scheme = authority + "atu"
	Country            Scheme = mc.SchemeCountry
	Currency           Scheme = authority + "currency"
	FileTypes          Scheme = authority + "file-type"
	HumanSex           Scheme = authority + "human-sex"
	Language           Scheme = mc.SchemeLanguage

	// Topics of notes, and the state of a record. Their IRIs have a "#".
	QualificationTopic Scheme = snb + "qualification-topics#"
	OpportunityTopic   Scheme = snb + "learningOpportunity-topics#"
	RecordStatus       Scheme = snb + "status"

	NUTS            Scheme = "http://data.europa.eu/nuts"
	ESCOSkills      Scheme = "http://data.europa.eu/esco/concept-scheme/skills"
	ESCOOccupations Scheme = "http://data.europa.eu/esco/concept-scheme/occupations"

	// Cycles are those of the Qualifications Framework of the European Higher
	// Education Area. The scheme is ours.
	Cycles Scheme = ours + "cycle"
	// CreditSystems are frameworks of credits of single countries. The scheme is ours.
	CreditSystems Scheme = ours + "credits"
	// AwardClasses are those of the Irish framework. The scheme is ours.
	AwardClasses Scheme = ours + "award-class"

	ours = "https://mikromerit.github.io/ns/eumc/v1#"

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

// Labels returns the labels of the concept in English and, where they are known, in
// Swedish, Danish, Norwegian (bokmål), Finnish and Icelandic.
func (c Concept) Labels() mc.LangString {
	if c.Label == "" {
		return nil
	}
	out := mc.Text("en", c.Label)
	if texts := tables().nordic[c.IRI]; texts != "" {
		for i, text := range strings.Split(texts, "|") {
			if text != "" {
				out = append(out, mc.Text(nordic[i], text)...)
			}
		}
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
	case NUTS:
		return "http://data.europa.eu/nuts/code/"
	case Cycles, CreditSystems, AwardClasses:
		return string(s) + "."
	case QualificationTopic, OpportunityTopic, "":
		return string(s)
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
	return s == Country || len(tables().lists[s]) > 0
}

// Concepts returns the concepts of a scheme in the order of its table, or nil for a
// scheme without one.
func (s Scheme) Concepts() []Concept { return slices.Clone(tables().lists[s]) }

// Schemes returns all code lists that are known here, in the order of their IRIs.
func Schemes() []Scheme { return slices.Sorted(maps.Values(tables().byBase)) }

// notCountries are the entries of the country table that are no countries.
var notCountries = map[string]string{"EUR": "European Union", "OP_DATPRO": "Provisional data"}

// notLanguages are the entries of the language table that are no languages.
var notLanguages = map[string]string{"MUL": "Multilingual", "UND": "Undetermined", "OP_DATPRO": "Provisional data"}

// Lookup returns the concept with an IRI.
func Lookup(iri string) (Concept, bool) {
	if c, ok := tables().byIRI[iri]; ok {
		return c, true
	}
	if code, ok := strings.CutPrefix(iri, string(Country)+"/"); ok {
		return lookupCountry(iri, code)
	}
	if code, ok := strings.CutPrefix(iri, string(Language)+"/"); ok {
		return lookupLanguage(iri, code)
	}
	return Concept{}, false
}

func lookupCountry(iri, code string) (Concept, bool) {
	label := notCountries[code]
	if c, ok := mc.CountryOf(code); ok && c.Concept.IRI == iri {
		label = c.Name()
	}
	if label == "" {
		return Concept{}, false
	}
	return Concept{IRI: iri, Scheme: Country, Code: code, Label: label}, true
}

func lookupLanguage(iri, code string) (Concept, bool) {
	label := notLanguages[code]
	if _, ok := mc.LanguageTag(code); label == "" && (!ok || code != strings.ToUpper(code)) {
		return Concept{}, false
	}
	return Concept{IRI: iri, Scheme: Language, Code: code, Label: label}, true
}

// SchemeOf returns the scheme that an IRI belongs to, or "". It does not check that
// there is such a code.
func SchemeOf(iri string) Scheme {
	if rest, found := strings.CutPrefix(iri, ours); found {
		list, _, coded := strings.Cut(rest, ".")
		for _, s := range [...]Scheme{Cycles, CreditSystems, AwardClasses} {
			if coded && list == string(s[len(ours):]) {
				return s
			}
		}
	}
	return tables().byBase[iri[:strings.LastIndexAny(iri, "/#")+1]]
}

type index struct {
	byIRI  map[string]Concept
	byBase map[string]Scheme
	lists  map[Scheme][]Concept
	nordic map[string]string // by IRI

	byLabel map[string]string // IRIs by labelKey
}

func (x *index) add(s Scheme, code, label string) {
	c := Concept{s.IRI(code), s, code, label}
	x.byIRI[c.IRI] = c
	x.lists[s] = append(x.lists[s], c)
	x.byLabel[labelKey(s, label)] = c.IRI
}

// addLines adds the concepts of a table with one code and its label a line; "=" is the
// code itself.
func (x *index) addLines(s Scheme, table string) {
	for line := range strings.Lines(table) {
		if code, label, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			if label == "=" {
				label = code
			}
			x.add(s, code, label)
		}
	}
}

func (x *index) addRows(s Scheme, rows []row) {
	for _, r := range rows {
		x.add(s, r.code, r.label)
		if r.nordic != "" {
			x.nordic[s.IRI(r.code)] = r.nordic
		}
	}
}

// tables returns the index of all tables, which is made on first use.
var tables = sync.OnceValue(func() *index {
	x := &index{byIRI: map[string]Concept{}, byBase: map[string]Scheme{}, lists: map[Scheme][]Concept{}, nordic: map[string]string{}, byLabel: map[string]string{}}
	for _, l := range lists {
		x.addRows(l.scheme, l.rows)
	}
	x.addRows(Cycles, cycles)
	x.addRows(CreditSystems, creditSystems)
	x.addRows(AwardClasses, awardClasses)
	for i := range 8 {
		digit := string(rune('1' + i))
		x.add(EQF, digit, "Level "+digit)
		x.nordic[EQF.IRI(digit)] = "Nivå " + digit + "|Niveau " + digit + "|Nivå " + digit + "|Taso " + digit + "|Þrep " + digit
	}
	iscedFields(func(code, label string) { x.add(ISCEDF, code, label) })
	for _, f := range frameworks {
		x.add(NQFs, f.code, f.label)
	}
	for _, l := range nqfLevels() {
		x.add(NQFs, l.Code, l.Label)
	}
	x.addLines(FileTypes, fileTypes)
	x.addLines(Currency, currencies)
	for s := range x.lists {
		x.byBase[s.Base()] = s
	}
	for _, s := range []Scheme{Country, Language, AdministrativeUnit, NUTS, ESCOSkills, ESCOOccupations, DigComp, GradeStatus, AccreditationDecision, ClaimType} {
		x.byBase[s.Base()] = s
	}
	return x
})
