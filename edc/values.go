package edc

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineValues makes the tables of the small classes that all others use.
func (s *schema) defineValues() {
	s.defineConcepts()
	s.defineNotes()
	s.identifier = mapping.Class[mc.Identifier]{
		Types:  []string{"Identifier", "LegalIdentifier"},
		TypeOf: identifierType,
		Rows: []mapping.Row[mc.Identifier]{
			mapping.Text("notation", func(i *mc.Identifier) *string { return &i.Value }),
			mapping.Text("schemeName", func(i *mc.Identifier) *string { return &i.SchemeName }),
			mapping.Text("schemeVersion", func(i *mc.Identifier) *string { return &i.SchemeVersion }),
			mapping.Text("schemeId", func(i *mc.Identifier) *string { return &i.SchemeIRI }),
			reference("creator", "", func(i *mc.Identifier) *string { return &i.Creator }),
			mapping.Lang("schemeAgency", func(i *mc.Identifier) *mc.LangString { return &i.SchemeAgency }),
			mapping.Instant("dateIssued", func(i *mc.Identifier) *mc.Instant { return &i.Issued }),
			mapping.Many("dcType", func(i *mc.Identifier) *[]mc.Concept { return &i.Types }, &s.concept),
			mapping.One("spatial", func(i *mc.Identifier) *mc.Country { return &i.Country }, &s.country),
		},
		AfterRead: deriveScheme,
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.Identifier, at mc.Path) {
			mapping.ReadLiteral(r, v, &to.Value, at.Dot("value"), mapping.AsText.Parse)
		},
	}
	s.webResource = mapping.Class[mc.WebResource]{
		Types: []string{"WebResource"},
		Rows: []mapping.Row[mc.WebResource]{
			mapping.Text("contentURL", func(w *mc.WebResource) *string { return &w.URL }),
			mapping.Lang("title", func(w *mc.WebResource) *mc.LangString { return &w.Title }),
			mapping.Many("language", func(w *mc.WebResource) *[]mc.Concept { return &w.Language }, &s.concept),
		},
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.WebResource, at mc.Path) {
			mapping.ReadLiteral(r, v, &to.URL, at.Dot("url"), mapping.AsText.Parse)
		},
	}
	s.period = mapping.Class[mc.Period]{
		Types: []string{"PeriodOfTime"},
		Rows: []mapping.Row[mc.Period]{
			mapping.Lang("prefLabel", func(p *mc.Period) *mc.LangString { return &p.Name }),
			mapping.Instant("startDate", func(p *mc.Period) *mc.Instant { return &p.Start }),
			mapping.Instant("endDate", func(p *mc.Period) *mc.Instant { return &p.End }),
		},
	}
}

// asDuration is a duration of XML Schema, which has no weeks.
var asDuration = mapping.Notation[mc.ISODuration]{Parse: mc.ParseISODuration, Show: func(d mc.ISODuration) string {
	if d.Weeks != 0 {
		return ""
	}
	return mapping.AsDuration.Show(d)
}}

// identifierType returns LegalIdentifier if the country is known. It refuses the
// mere digest of an identifier.
func identifierType(_ *mapping.Writer, _ *mapping.Node, _ string, i *mc.Identifier) (string, bool) {
	if isLegal(i) {
		return "LegalIdentifier", true
	}
	return "Identifier", i.Hash == nil
}

func isLegal(i *mc.Identifier) bool {
	return i.Hash == nil && inScheme(&i.Country.Concept, vocabulary.Country)
}

// defineNotes makes the tables of Note: the whole note, and the text alone for
// fields that keep no more.
func (s *schema) defineNotes() {
	s.literal = mapping.Class[mc.LangString]{
		Types: []string{"Note"},
		Rows:  []mapping.Row[mc.LangString]{mapping.Lang("noteLiteral", func(t *mc.LangString) *mc.LangString { return t })},
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.LangString, at mc.Path) {
			r.Texts(v, to, at, mc.Und)
		},
	}
	s.note = mapping.Class[mc.Note]{
		Types: []string{"Note"},
		Rows: append([]mapping.Row[mc.Note]{
			mapping.Lang("noteLiteral", func(n *mc.Note) *mc.LangString { return &n.Text }),
		}, s.noteRows()...),
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.Note, at mc.Path) {
			r.Texts(v, &to.Text, at.Dot("text"), mc.Und)
		},
	}
}

// noteRows are the members of a note other than its text.
func (s *schema) noteRows() []mapping.Row[mc.Note] {
	return []mapping.Row[mc.Note]{
		mapping.Opt("subject", func(n *mc.Note) **mc.Concept { return &n.Subject }, &s.concept),
		mapping.Custom("noteFormat", readFormat, writeFormat),
	}
}

func readFormat(r *mapping.Reader, v jsontree.Value, to *mc.Note, at mc.Path) {
	v, ok := r.Single(v)
	if !ok {
		return
	}
	mediaType, known := vocabulary.MediaType(v.Get("id").Text())
	if !known {
		r.Reject(v, "no media type is known for the format")
		return
	}
	to.Format = mediaType
	r.Change(v.Get("id"), at.Dot("format"), "a file type as media type")
	r.Scaffold(v) // label and scheme follow from the id
}

// writeFormat writes the media type of a text, if the file types have it.
func writeFormat(w *mapping.Writer, n *mapping.Node, from *mc.Note, _ mc.Path) {
	if c, ok := vocabulary.FileType(from.Format); ok {
		putCode(w, n, "noteFormat", c.IRI, c.Scheme)
	}
}

// putCode adds a member with a code that the model does not have as a concept.
func putCode(w *mapping.Writer, n *mapping.Node, term, iri string, scheme vocabulary.Scheme) {
	c := mc.Concept{IRI: iri, Scheme: string(scheme)}
	w.Put(n, term, encoderOf(w).schema.concept.Write(w, n, term, &c, "", ""))
}

// defineConcepts makes the tables of Concept: for a concept alone, and for parts
// of the model that hold one.
func (s *schema) defineConcepts() {
	s.concept = mapping.Class[mc.Concept]{
		Types:   []string{"Concept"},
		ID:      func(c *mc.Concept) *string { return &c.IRI },
		KeepsID: isLasting,
		TypeOf:  conceptType,
		Rows: []mapping.Row[mc.Concept]{
			mapping.Lang("prefLabel", func(c *mc.Concept) *mc.LangString { return &c.Label }),
			mapping.Lang("definition", func(c *mc.Concept) *mc.LangString { return &c.Definition }),
			mapping.Custom("notation", readNotation, writeNotation),
			reference("inScheme", "ConceptScheme", func(c *mc.Concept) *string { return &c.Scheme }),
		},
	}
	s.country = partConcept(s, func(c *mc.Country) *mc.Concept { return &c.Concept })
	s.country.AfterRead = deriveAlpha2
	s.country.FromText = func(r *mapping.Reader, v jsontree.Value, to *mc.Country, at mc.Path) {
		s.concept.ReadID(r, v, &to.Concept, at.Dot("concept"))
		deriveAlpha2(r, v, to, at)
	}
	s.participation = partConcept(s, func(p *mc.Participation) *mc.Concept { return &p.Mode })
}

// partConcept returns the table for a concept that is a field of T.
func partConcept[T any](s *schema, get func(*T) *mc.Concept) mapping.Class[T] {
	return mapping.Class[T]{
		Types:   s.concept.Types,
		ID:      func(t *T) *string { return &get(t).IRI },
		KeepsID: isLasting,
		TypeOf: func(w *mapping.Writer, parent *mapping.Node, term string, from *T) (string, bool) {
			return conceptType(w, parent, term, get(from))
		},
		Rows: mapping.Part(get, s.concept.Rows...),
	}
}

func deriveAlpha2(r *mapping.Reader, node jsontree.Value, to *mc.Country, at mc.Path) {
	if c, ok := mc.CountryOf(to.Concept.IRI); ok && strings.HasPrefix(to.Concept.IRI, vocabulary.Country.Base()) {
		to.Alpha2 = c.Alpha2
		r.Derive(node, at.Dot("alpha2"))
	}
}

// isLasting reports whether the id of a concept or scheme means something outside
// the document. Authorities name their own concepts under urn:epass:concept: with a
// UUID, which makes them unique.
func isLasting(id string) bool {
	if !isLocalID(id) {
		return true
	}
	const uuid = 36
	tail := id[strings.LastIndexByte(id, ':')+1:]
	return len(tail) == uuid && strings.Count(tail, "-") == 4
}

// restricted are the code lists that the profile edc-generic-full prescribes, by
// term, with the class in front where that matters.
var restricted = map[string]vocabulary.Scheme{
	"Accreditation.dcType":   vocabulary.Accreditation,
	"LearningOutcome.dcType": vocabulary.SkillType,
	"Claim.dcType":           "http://data.europa.eu/snb/claim-type/25831c2",
	"Evidence.dcType":        vocabulary.EvidenceType,
	"credentialProfiles":     vocabulary.CredentialProfile,
	"thematicArea":           vocabulary.ISCEDF,
	"limitField":             vocabulary.ISCEDF,
	"eqfLevel":               vocabulary.EQF,
	"limitEQFLevel":          vocabulary.EQF,
	"nqfLevel":               vocabulary.NQFs,
	"learningSetting":        vocabulary.LearningSetting,
	"reusabilityLevel":       vocabulary.SkillReuse,
	"relatedESCOSkill":       vocabulary.ESCOSkills,
	"limitOccupation":        vocabulary.ESCOOccupations,
	"entitlementStatus":      vocabulary.EntitlementStatus,
	"limitJurisdiction":      vocabulary.AdministrativeUnit,
	"countryCode":            vocabulary.Country,
	"spatial":                vocabulary.Country,
	"citizenshipCountry":     vocabulary.Country,
	"language":               vocabulary.Language,
	"primaryLanguage":        vocabulary.Language,
	"unit":                   vocabulary.Currency,
}

// conceptType refuses a concept that is not of the list for a term.
func conceptType(_ *mapping.Writer, parent *mapping.Node, term string, c *mc.Concept) (string, bool) {
	scheme, ok := restricted[term]
	if !ok {
		scheme, ok = restricted[parent.Class+"."+term]
	}
	return "Concept", !ok || parent.Class == "IndividualDisplay" || inScheme(c, scheme) && !isUndetermined(c)
}

func inScheme(c *mc.Concept, scheme vocabulary.Scheme) bool {
	return c.Scheme == string(scheme) && vc.IsURL(c.IRI) && !isLocalID(c.IRI)
}

// readNotation reads skos:notation. The Commission's tools write the name of the
// list there, which is not a code and follows from the scheme.
func readNotation(r *mapping.Reader, v jsontree.Value, to *mc.Concept, at mc.Path) {
	leaf, ok := first(v)
	concept := v.Parent()
	iri := concept.Get("id").Text()
	scheme, _ := first(concept.Get("inScheme"))
	name := vocabulary.SchemeOf(iri).ListName()
	if name == "" {
		name = vocabulary.Scheme(scheme.Get("id").Text()).ListName()
	}
	if ok && name != "" && leaf.IsText(name) {
		r.Scaffold(leaf)
		return
	}
	mapping.ReadLiteral(r, v, &to.Notation, at.Dot("notation"), mapping.AsText.Parse)
}

// writeNotation writes the code of a concept, but not the name of its list.
func writeNotation(w *mapping.Writer, n *mapping.Node, from *mc.Concept, _ mc.Path) {
	if from.Notation != vocabulary.SchemeOf(from.IRI).ListName() && from.Notation != vocabulary.Scheme(from.Scheme).ListName() {
		w.PutText(n, "notation", from.Notation)
	}
}

// reference is the row for a node of which the model only keeps the id. It is
// written as a node of the given class, or without a class as the id alone.
func reference[T any](term, class string, get func(*T) *string) mapping.Row[T] {
	field := string(mapping.PathOf(get))
	return mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		v, ok := r.Single(v)
		switch {
		case !ok:
		case v.IsObject():
			idOnly.ReadObject(r, v, get(to), at.Dot(field))
		default:
			idOnly.ReadID(r, v, get(to), at.Dot(field))
		}
	}, func(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
		switch id := *get(from); {
		case !vc.IsURL(id) || !isLasting(id):
		case class == "":
			w.PutText(n, term, id)
		default:
			w.Put(n, term, &mapping.Node{Class: class, ID: id})
		}
	})
}

var idOnly = &mapping.Class[string]{
	Types:   []string{"ConceptScheme", "Agent", "Organisation", "Person"},
	ID:      func(s *string) *string { return s },
	KeepsID: isLasting,
}
