package edc

import (
	"encoding/base64"
	"strings"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const encodingBase64 = "http://data.europa.eu/snb/encoding/6146cde7dd"

// defineValues makes the tables of the small classes that all others use.
func (s *schema) defineValues() {
	s.concept = class[mc.Concept]{
		names: []string{"Concept"},
		id:    func(c *mc.Concept) *string { return &c.IRI }, idName: "iri",
		kept:   lastingConcept,
		typeOf: conceptType,
		fields: fieldsOf([]field[mc.Concept]{
			lang("prefLabel", "label", func(c *mc.Concept) *mc.LangString { return &c.Label }),
			lang("definition", "definition", func(c *mc.Concept) *mc.LangString { return &c.Definition }),
			{"notation", readNotation, writeNotation},
			reference("inScheme", "scheme", "ConceptScheme", func(c *mc.Concept) *string { return &c.Scheme }),
		}),
	}
	s.country = class[mc.Country]{
		names: s.concept.names,
		id:    func(c *mc.Country) *string { return &c.Concept.IRI }, idName: "concept.iri",
		kept: lastingConcept,
		typeOf: func(parent *object, term string, from *mc.Country) string {
			return conceptType(parent, term, &from.Concept)
		},
		fields: fieldsOf(lift("concept", func(c *mc.Country) *mc.Concept { return &c.Concept }, s.concept.fields.list)),
		after:  deriveAlpha2,
		fromText: func(d *decoder, v jsontree.Value, to *mc.Country, at mc.Path) {
			s.concept.readID(d, v, &to.Concept, at.Dot("concept"))
			deriveAlpha2(d, v, to, at)
		},
	}
	s.identifier = class[mc.Identifier]{
		names:  []string{"Identifier", "LegalIdentifier"},
		typeOf: identifierType,
		fields: fieldsOf([]field[mc.Identifier]{
			text("notation", "value", func(i *mc.Identifier) *string { return &i.Value }),
			text("schemeName", "schemeName", func(i *mc.Identifier) *string { return &i.SchemeName }),
			text("schemeVersion", "schemeVersion", func(i *mc.Identifier) *string { return &i.SchemeVersion }),
			text("schemeId", "schemeIRI", func(i *mc.Identifier) *string { return &i.SchemeIRI }),
			reference("creator", "creator", "", func(i *mc.Identifier) *string { return &i.Creator }),
			lang("schemeAgency", "schemeAgency", func(i *mc.Identifier) *mc.LangString { return &i.SchemeAgency }),
			instant("dateIssued", "issued", func(i *mc.Identifier) *mc.Instant { return &i.Issued }),
			many("dcType", "types", func(i *mc.Identifier) *[]mc.Concept { return &i.Types }, &s.concept),
			one("spatial", "country", func(i *mc.Identifier) *mc.Country { return &i.Country }, &s.country),
		}),
		fromText: func(d *decoder, v jsontree.Value, to *mc.Identifier, at mc.Path) {
			readParsed(d, v, &to.Value, at.Dot("value"), asText)
		},
	}
	noteText := []field[mc.LangString]{lang("noteLiteral", "", func(t *mc.LangString) *mc.LangString { return t })}
	s.literal = class[mc.LangString]{
		names: []string{"Note"}, fields: fieldsOf(noteText), fromText: (*decoder).langString,
	}
	s.note = class[mc.Note]{
		names: []string{"Note"},
		fields: fieldsOf(
			lift("text", func(n *mc.Note) *mc.LangString { return &n.Text }, noteText),
			[]field[mc.Note]{
				opt("subject", "subject", func(n *mc.Note) **mc.Concept { return &n.Subject }, &s.concept),
				{"noteFormat", readFormat, s.writeFormat},
			}),
		fromText: func(d *decoder, v jsontree.Value, to *mc.Note, at mc.Path) {
			d.langString(v, &to.Text, at.Dot("text"))
		},
	}
	s.webResource = class[mc.WebResource]{
		names: []string{"WebResource"},
		fields: fieldsOf([]field[mc.WebResource]{
			text("contentURL", "url", func(w *mc.WebResource) *string { return &w.URL }),
			lang("title", "title", func(w *mc.WebResource) *mc.LangString { return &w.Title }),
			many("language", "language", func(w *mc.WebResource) *[]mc.Concept { return &w.Language }, &s.concept),
		}),
		fromText: func(d *decoder, v jsontree.Value, to *mc.WebResource, at mc.Path) {
			readParsed(d, v, &to.URL, at.Dot("url"), asText)
		},
	}
	s.period = class[mc.Period]{
		names: []string{"PeriodOfTime"},
		fields: fieldsOf([]field[mc.Period]{
			lang("prefLabel", "name", func(p *mc.Period) *mc.LangString { return &p.Name }),
			instant("startDate", "start", func(p *mc.Period) *mc.Instant { return &p.Start }),
			instant("endDate", "end", func(p *mc.Period) *mc.Instant { return &p.End }),
		}),
	}
	s.defineMedia()
}

func (s *schema) defineMedia() {
	s.media = class[mc.Media]{
		names: []string{"MediaObject"},
		id:    func(m *mc.Media) *string { return &m.ID }, idName: "id",
		fields: fieldsOf([]field[mc.Media]{
			lang("title", "title", func(m *mc.Media) *mc.LangString { return &m.Title }),
			lang("description", "description", func(m *mc.Media) *mc.LangString { return &m.Description }),
			one("contentType", "type", func(m *mc.Media) *mc.Concept { return &m.Type }, &s.concept),
			one("attachmentType", "role", func(m *mc.Media) *mc.Concept { return &m.Role }, &s.concept),
			integer("contentSize", "size", func(m *mc.Media) *int64 { return &m.Size }),
			text("contentURL", "url", func(m *mc.Media) *string { return &m.URL }),
			{"contentEncoding", readEncoding, s.writeEncoding},
			{"content", readContent, writeContent},
		}),
		after: func(d *decoder, node jsontree.Value, to *mc.Media, at mc.Path) {
			if mediaType, ok := vocabulary.MediaType(to.Type.IRI); ok {
				to.MediaType = mediaType
				concept, _ := d.first(node.Get("contentType"))
				d.derive(concept, at.Dot("mediaType"))
			}
		},
	}
}

// lastingConcept reports whether the id of a concept or scheme means something
// outside the document. An authority's own concepts are named under
// urn:epass:concept: with a UUID, which makes them unique.
func lastingConcept(id string) bool {
	if !localID(id) {
		return true
	}
	const uuid = 36
	tail := id[strings.LastIndexByte(id, ':')+1:]
	return len(tail) == uuid && strings.Count(tail, "-") == 4
}

// readNotation reads skos:notation. The Commission's tools write the name of
// the list there, which follows from the scheme and is no code.
func readNotation(d *decoder, v jsontree.Value, to *mc.Concept, at mc.Path) {
	leaf, ok := d.first(v)
	concept := v.Parent()
	iri := concept.Get("id").Text()
	scheme, _ := d.first(concept.Get("inScheme"))
	name := vocabulary.SchemeOf(iri).ListName()
	if name == "" {
		name = vocabulary.Scheme(scheme.Get("id").Text()).ListName()
	}
	if ok && name != "" && leaf.IsText(name) {
		d.scaffold(leaf)
		return
	}
	readParsed(d, v, &to.Notation, at.Dot("notation"), asText)
}

// reference is a member that holds a node of which the model keeps the id. It
// is written as a node of the given class, or as the id itself.
func reference[T any](term, name, class string, get func(*T) *string) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		v, ok := d.single(v)
		switch {
		case !ok:
		case v.IsObject():
			idOnly.readObject(d, v, get(to), at.Dot(name))
		default:
			idOnly.readID(d, v, get(to), at.Dot(name))
		}
	}, func(e *encoder, n *object, from *T, _ mc.Path) { e.putID(n, term, class, *get(from)) }}
}

var idOnly = class[string]{
	names: []string{"ConceptScheme", "Agent", "Organisation", "Person"},
	id:    func(s *string) *string { return s },
	kept:  lastingConcept,
}

func readFormat(d *decoder, v jsontree.Value, to *mc.Note, at mc.Path) {
	v, ok := d.single(v)
	if !ok {
		return
	}
	mediaType, known := vocabulary.MediaType(v.Get("id").Text())
	if !known {
		d.residue(v, "no media type is known for the format")
		return
	}
	to.Format = mediaType
	d.change(v.Get("id"), at.Dot("format"), "a file type as media type")
	d.scaffold(v) // label and scheme follow from the id
}

// readEncoding accounts for the encoding of a file. The model holds decoded
// bytes, so the only encoding that is understood says nothing more.
func readEncoding(d *decoder, v jsontree.Value, _ *mc.Media, _ mc.Path) {
	v, ok := d.single(v)
	switch {
	case !ok:
	case isBase64(v):
		d.scaffold(v)
	default:
		d.residue(v, "not an encoding that is understood")
	}
}

func isBase64(v jsontree.Value) bool {
	return v.IsText(encodingBase64) || v.Get("id").IsText(encodingBase64)
}

// readContent decodes the bytes of a file. A file that stands several times in
// the document is decoded once and its bytes are shared.
func readContent(d *decoder, v jsontree.Value, to *mc.Media, at mc.Path) {
	v, encoded, ok := d.literal(v)
	if !ok {
		return
	}
	encoding, _ := d.first(v.Parent().Get("contentEncoding"))
	if !isBase64(encoding) {
		d.residue(v, "the content does not say that it is base64")
		return
	}
	content, seen := d.media[encoded]
	if !seen {
		var err error
		if content, err = base64.StdEncoding.DecodeString(encoded); err != nil {
			d.residue(v, "not base64")
			return
		}
		d.media[encoded] = content
	}
	if len(content) == 0 {
		d.scaffold(v)
		return
	}
	to.Content = content
	d.change(v, at.Dot("content"), "decoded from base64")
}

func deriveAlpha2(d *decoder, node jsontree.Value, to *mc.Country, at mc.Path) {
	if c, ok := mc.CountryOf(to.Concept.IRI); ok && strings.HasPrefix(to.Concept.IRI, vocabulary.Country.Base()) {
		to.Alpha2 = c.Alpha2
		d.derive(node, at.Dot("alpha2"))
	}
}
