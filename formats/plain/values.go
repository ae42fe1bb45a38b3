package plain

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// isLocal reports whether an id only links the nodes of one document.
func isLocal(id string) bool {
	return strings.HasPrefix(id, "_:") || strings.HasPrefix(id, "urn:epass:")
}

// isGlobal reports whether an id is an absolute IRI that means something outside its
// document.
func isGlobal(id string) bool {
	if isLocal(id) || strings.ContainsFunc(id, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar || strings.ContainsRune("<>\"{}|\\^`", r)
	}) {
		return false
	}
	u, err := url.Parse(id)
	return err == nil && u.Scheme != "" && (u.Opaque != "" || u.Host != "" || u.Path != "")
}

func isWebURL(id string) bool {
	return isGlobal(id) && (strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://"))
}

// languageMap writes text by language as a language map (JSON-LD 1.1, section 4.6.2).
// A text whose order or spelling of a language a map would lose is left to the residue.
func languageMap(w *mapping.Writer, n *node, term string, s mc.LangString, _ path) {
	var tags []string
	texts := map[string][]string{}
	for _, v := range s {
		tag := v.Lang
		if tag == mc.Und || tag == "" {
			tag = mapping.NoLanguage
		}
		if !isTag(tag) && tag != mapping.NoLanguage {
			continue // JSON-LD would drop it
		}
		if texts[tag] == nil {
			tags = append(tags, tag)
		}
		texts[tag] = append(texts[tag], v.Text)
	}
	if len(tags) == 0 {
		return
	}
	dst := []byte{'{'}
	for i, tag := range tags {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsontree.AppendString(dst, tag), ':')
		if len(texts[tag]) == 1 {
			dst = jsontree.AppendString(dst, texts[tag][0])
			continue
		}
		dst = appendStrings(dst, texts[tag])
	}
	w.PutRaw(n, term, string(append(dst, '}')))
}

// isTag reports whether a text is formed like a language tag (BCP 47, section 2.1).
func isTag(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		if part == "" || len(part) > 8 || i == 0 && strings.ContainsFunc(part, func(r rune) bool { return !isLetter(r) }) ||
			strings.ContainsFunc(part, func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') }) {
			return false
		}
	}
	return true
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// putLanguageValues writes text as VC 2.0 does (section 11.1): a string, or objects
// that say the language of each.
func putLanguageValues(w *mapping.Writer, n *node, term string, s mc.LangString) {
	m := mapping.Member{Term: term}
	for _, v := range s {
		text := string(jsontree.AppendString(nil, v.Text))
		switch {
		case v.Lang == mc.Und || v.Lang == "":
			m.Items = append(m.Items, mapping.Item{Raw: text})
		case isTag(v.Lang):
			m.Items = append(m.Items, mapping.Item{Raw: `{"@value":` + text + `,"@language":` + mapping.Quote(v.Lang) + `}`})
		}
	}
	w.Add(n, m)
}

// native is a member of the data model with text in any number of languages.
func native[T any](term string, get func(*T) *mc.LangString) row[T] {
	out := mapping.Lang(term, get)
	out.Write = func(w *mapping.Writer, n *node, from *T, _ path) { putLanguageValues(w, n, term, *get(from)) }
	return out
}

func appendStrings(dst []byte, all []string) []byte {
	dst = append(dst, '[')
	for i, s := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontree.AppendString(dst, s)
	}
	return append(dst, ']')
}

// stamp is a member with a point in time that says its offset, as the data model
// demands (section 4.9). A time without one is left to the residue.
func stamp[T any](term string, get func(*T) *mc.Instant) row[T] {
	out := mapping.Instant(term, get)
	write := out.Write
	out.Write = func(w *mapping.Writer, n *node, from *T, at path) {
		if isStamp(*get(from)) {
			write(w, n, from, at)
		}
	}
	return out
}

// isStamp reports whether a time is written as XML Schema demands of a dateTimeStamp.
func isStamp(i mc.Instant) bool {
	text := i.String()
	return i.Zoned() && len(text) >= len("2006-01-02T15:04:05Z") && text[10] == 'T'
}

// word is a member with a word of the model.
func word[T any, F ~string](term string, get func(*T) *F) row[T] {
	return mapping.Literal(term, get, mapping.Notation[F]{
		Parse: func(s string) (F, error) { return F(s), nil },
		Show:  func(f F) string { return mapping.Quote(string(f)) },
	})
}

// duration is a member with an ISO 8601 duration.
func duration[T any](term string, get func(*T) *mc.ISODuration) row[T] {
	return mapping.Literal(term, get, mapping.AsDuration)
}

// address is a member with an absolute IRI.
func address[T any](term string, get func(*T) *string) row[T] {
	return mapping.Literal(term, get, mapping.Notation[string]{Parse: mapping.AsText.Parse, Show: func(s string) string {
		if !isGlobal(s) {
			return ""
		}
		return mapping.Quote(s)
	}})
}

func (s *tables) defineValues() {
	type C = mc.Concept
	s.concept = class[C]{
		Bare: true,
		ID:   func(c *C) *string { return &c.IRI },
		Rows: mapping.Extension(
			mapping.Lang("prefLabel", func(c *C) *mc.LangString { return &c.Label }),
			mapping.Text("notation", func(c *C) *string { return &c.Notation }),
			address("inScheme", func(c *C) *string { return &c.Scheme }),
			mapping.Lang("definition", func(c *C) *mc.LangString { return &c.Definition }),
		),
	}
	s.country = class[mc.Country]{
		Bare: true,
		ID:   func(c *mc.Country) *string { return &c.Concept.IRI },
		Rows: mapping.Part(func(c *mc.Country) *C { return &c.Concept }, s.concept.Rows...),
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.Country, at path) {
			s.concept.Read(r, v, &to.Concept, at.Dot("concept"))
			deriveAlpha2(r, v, to, at)
		},
		AfterRead: deriveAlpha2,
	}
	s.page = class[mc.WebResource]{Rows: mapping.Extension(
		mapping.Text("contentUrl", func(p *mc.WebResource) *string { return &p.URL }),
		mapping.Lang("title", func(p *mc.WebResource) *mc.LangString { return &p.Title }),
		mapping.Many("language", func(p *mc.WebResource) *[]C { return &p.Language }, &s.concept),
	)}
	s.period = class[mc.Period]{Rows: mapping.Extension(
		mapping.Instant("startDate", func(p *mc.Period) *mc.Instant { return &p.Start }),
		mapping.Instant("endDate", func(p *mc.Period) *mc.Instant { return &p.End }),
	)}
	s.note = class[mc.Note]{Rows: mapping.Extension(
		mapping.Lang("note", func(n *mc.Note) *mc.LangString { return &n.Text }),
		mapping.Opt("subject", func(n *mc.Note) **C { return &n.Subject }, &s.concept),
		mapping.Text("noteFormat", func(n *mc.Note) *string { return &n.Format }),
	)}
	s.identification = class[mc.Identifier]{Rows: mapping.Extension(
		mapping.Text("notation", func(i *mc.Identifier) *string { return &i.Value }),
		word("identifierKind", func(i *mc.Identifier) *mc.IdentifierScheme { return &i.Scheme }),
		mapping.Text("schemeId", func(i *mc.Identifier) *string { return &i.SchemeIRI }),
		mapping.Text("schemeName", func(i *mc.Identifier) *string { return &i.SchemeName }),
		mapping.Text("schemeVersion", func(i *mc.Identifier) *string { return &i.SchemeVersion }),
		mapping.Lang("schemeAgency", func(i *mc.Identifier) *mc.LangString { return &i.SchemeAgency }),
		mapping.One("country", func(i *mc.Identifier) *mc.Country { return &i.Country }, &s.country),
		mapping.Instant("issuedAt", func(i *mc.Identifier) *mc.Instant { return &i.Issued }),
	)}
}

// deriveAlpha2 takes the ISO code of a country from the entry of the EU table.
func deriveAlpha2(r *mapping.Reader, v jsontree.Value, to *mc.Country, at path) {
	if c, ok := mc.CountryOf(to.Concept.IRI); ok && to.Alpha2 == "" {
		to.Alpha2 = c.Alpha2
		if id := v.Get("id"); id.Exists() {
			v = id
		}
		r.Derive(v, at.Dot("alpha2"))
	}
}
