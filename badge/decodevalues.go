package badge

import (
	"encoding/base64"
	"strings"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// shapesOf holds the tables of all shapes. They refer to each other, so they
// are made together; afterwards they never change.
type shapesOf struct {
	concept    shape[mc.Concept]
	scheme     shape[mc.Concept] // the list that a concept is in
	country    shape[mc.Country]
	identifier shape[mc.Identifier] // EuIdentification
	entry      shape[mc.Identifier] // IdentifierEntry
	identity   shape[mc.Identifier] // IdentityObject
	page       shape[mc.WebResource]
	period     shape[mc.Period]
	image      shape[mc.Media]
	address    shape[mc.Address]
	geo        shape[mc.Geo]
	place      shape[mc.Location]
	contact    shape[mc.ContactPoint]
	party      shape[mc.Party]
	quality    shape[mc.QualityAssurance]

	credits         shape[mc.Workload]
	level           shape[mc.Level]
	outcome         shape[mc.LearningOutcome]
	assessment      shape[mc.AssessmentSpec]
	grading         shape[mc.GradingScheme]
	supervision     shape[mc.Supervision]
	activitySpec    shape[mc.ActivitySpec]
	entitlementSpec shape[mc.EntitlementSpec]
	stackability    shape[mc.Definition]
	reference       shape[mc.CredentialRef]
	part            shape[mc.Definition]
	related         shape[mc.CredentialRef]
	criteria        shape[mc.Criteria]
	definition      shape[mc.Definition]

	description shape[mc.GradingScheme] // ResultDescription, without its name
	step        shape[mc.GradeStep]
	result      shape[mc.AssessmentResult] // EuResult
	activity    shape[mc.Activity]
	entitlement shape[mc.Entitlement]
	subject     shape[mc.Credential]

	credential shape[mc.Credential]
	evidence   shape[mc.Evidence]
	annex      shape[mc.Media]
	source     shape[mc.Provenance] // the original as evidence
	provenance shape[mc.Provenance] // EuProvenance
	status     shape[mc.Status]
	service    shape[mc.SchemaRef]
}

// shapes are the tables; they are made when first needed.
var shapes = sync.OnceValue(func() *shapesOf {
	s := &shapesOf{}
	s.defineValues()
	s.definePlaces()
	s.defineParties()
	s.defineDefinition()
	s.defineSpecifications()
	s.defineResults()
	s.defineAward()
	s.defineCredential()
	s.party.ready()
	s.definition.ready()
	s.subject.ready()
	s.credential.ready()
	return s
})

func (s *shapesOf) defineValues() {
	s.scheme = shape[mc.Concept]{
		names: []string{"ConceptScheme"},
		id:    func(c *mc.Concept) *string { return &c.Scheme }, idName: "scheme",
		terms: []term[mc.Concept]{lang("prefLabel", "schemeLabel", func(c *mc.Concept) *mc.LangString { return &c.SchemeLabel })},
	}
	s.concept = shape[mc.Concept]{
		names: []string{"Concept"},
		id:    func(c *mc.Concept) *string { return &c.IRI }, idName: "iri",
		terms: []term[mc.Concept]{
			lang("prefLabel", "label", func(c *mc.Concept) *mc.LangString { return &c.Label }),
			text("notation", "notation", func(c *mc.Concept) *string { return &c.Notation }),
			lang("definition", "definition", func(c *mc.Concept) *mc.LangString { return &c.Definition }),
			one("inScheme", "", func(c *mc.Concept) *mc.Concept { return c }, &s.scheme),
		},
		text: func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
			if _, _, iri := strings.Cut(v.Text(), ":"); iri && !strings.Contains(v.Text(), " ") {
				s.concept.readID(d, v, to, at)
				return
			}
			d.texts(v, &to.Label, at.Dot("label"), mc.Und)
		},
	}
	s.country = shape[mc.Country]{
		names: s.concept.names,
		id:    func(c *mc.Country) *string { return &c.Concept.IRI }, idName: "concept.iri",
		terms: append([]term[mc.Country]{custom("notation", readCountryCode)},
			lift("concept", func(c *mc.Country) *mc.Concept { return &c.Concept }, without(s.concept.terms, "notation"))...),
		after: deriveAlpha2,
		text: func(d *decoder, v jsontree.Value, to *mc.Country, at path) {
			s.concept.read(d, v, &to.Concept, at.Dot("concept"))
			deriveAlpha2(d, v, to, at)
		},
	}
	s.identifier = shape[mc.Identifier]{
		terms: []term[mc.Identifier]{
			text("notation", "value", func(i *mc.Identifier) *string { return &i.Value }),
			word("identifierKind", "scheme", func(i *mc.Identifier) *mc.IdentifierScheme { return &i.Scheme }, schemesOfKinds),
			text("schemeId", "schemeIRI", func(i *mc.Identifier) *string { return &i.SchemeIRI }),
			text("schemeName", "schemeName", func(i *mc.Identifier) *string { return &i.SchemeName }),
			text("schemeVersion", "schemeVersion", func(i *mc.Identifier) *string { return &i.SchemeVersion }),
			lang("schemeAgency", "schemeAgency", func(i *mc.Identifier) *mc.LangString { return &i.SchemeAgency }),
			instant("issuedAt", "issued", func(i *mc.Identifier) *mc.Instant { return &i.Issued }),
			one("country", "country", func(i *mc.Identifier) *mc.Country { return &i.Country }, &s.country),
		},
	}
	s.page = shape[mc.WebResource]{
		terms: []term[mc.WebResource]{
			text("contentUrl", "url", func(w *mc.WebResource) *string { return &w.URL }),
			lang("title", "title", func(w *mc.WebResource) *mc.LangString { return &w.Title }),
			many("language", "language", func(w *mc.WebResource) *[]mc.Concept { return &w.Language }, &s.concept),
		},
		text: func(d *decoder, v jsontree.Value, to *mc.WebResource, at path) {
			readParsed(d, v, &to.URL, at.Dot("url"), asText)
		},
	}
	s.period = shape[mc.Period]{terms: []term[mc.Period]{
		instant("startDate", "start", func(p *mc.Period) *mc.Instant { return &p.Start }),
		instant("endDate", "end", func(p *mc.Period) *mc.Instant { return &p.End }),
	}}
	s.image = shape[mc.Media]{
		names: []string{"Image"},
		terms: []term[mc.Media]{
			custom("id", readPicture), custom("@id", readPicture),
			plain("caption", "description", func(m *mc.Media) *mc.LangString { return &m.Description }),
		},
		text: readPicture,
	}
}

// without returns the terms but one.
func without[T any](terms []term[T], name string) (out []term[T]) {
	for _, t := range terms {
		if t.name != name {
			out = append(out, t)
		}
	}
	return out
}

// schemesOfTypes and schemesOfKinds are the identifier types of Open Badges
// and the identifier kinds of the extension, back to our schemes.
var (
	schemesOfTypes = backwards(identifierTypes)
	schemesOfKinds = func() map[string]mc.IdentifierScheme {
		out := map[string]mc.IdentifierScheme{}
		for s := range identifierTypes {
			if kind := identifierKind(s); kind != "" {
				out[kind] = s
			}
		}
		return out
	}()
)

// readCountryCode reads the notation of a country: its code in the list of the
// concept or, where there is no concept, the ISO code.
func readCountryCode(d *decoder, v jsontree.Value, to *mc.Country, at path) {
	if node := v.Parent(); node.Get("id").Exists() || node.Get("inScheme").Exists() || node.Get("prefLabel").Exists() {
		readParsed(d, v, &to.Concept.Notation, at.Dot("concept").Dot("notation"), asText)
		return
	}
	readParsed(d, v, &to.Alpha2, at.Dot("alpha2"), asText)
}

func deriveAlpha2(d *decoder, node jsontree.Value, to *mc.Country, at path) {
	if c, ok := mc.CountryOf(to.Concept.IRI); ok && strings.HasPrefix(to.Concept.IRI, c.Concept.IRI) && to.Alpha2 == "" {
		to.Alpha2 = c.Alpha2
		if id := node.Get("id"); id.Exists() {
			node = id
		}
		d.derive(node, at.Dot("alpha2"))
	}
}

// readPicture reads the address of a picture, or the picture itself from a
// data URI (RFC 2397).
func readPicture(d *decoder, v jsontree.Value, to *mc.Media, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	mediaType, content, ok := dataURI(s)
	if !ok {
		fill(d, v, &to.URL, s, at.Dot("url"))
		return
	}
	if len(content) == 0 || len(to.Content) > 0 {
		d.residue(v, "a data URI without content")
		return
	}
	to.Content = content
	d.change(v, at.Dot("content"), "decoded from a data URI")
	if to.MediaType == "" && mediaType != "" {
		to.MediaType = mediaType
		d.change(v, at.Dot("mediaType"), "the media type of the data URI")
	}
}

// dataURI decodes a data URI whose content is base64.
func dataURI(s string) (mediaType string, content []byte, ok bool) {
	rest, ok := strings.CutPrefix(s, "data:")
	if !ok {
		return "", nil, false
	}
	head, data, ok := strings.Cut(rest, ",")
	mediaType, encoded := strings.CutSuffix(head, ";base64")
	if !ok || !encoded {
		return "", nil, false
	}
	content, err := base64.StdEncoding.DecodeString(data)
	return mediaType, content, err == nil
}
