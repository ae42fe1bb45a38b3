package badge

import (
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// What the title of a link says beyond its text: segments that are parted by
// bars. A tag in parentheses is the language of the text, or comes before a text
// in a further language.
const (
	segmentBar      = " | "
	segmentOurs     = "~"   // the text is not that of the source
	segmentNotation = "= "  // a notation
	segmentScheme   = "in " // a list that the code does not tell
)

// maxTranslations bounds the texts in further languages in the title of a link.
const maxTranslations = 120

// textSegments are the segments for a text in several languages of which one is
// shown, none for -1. Where the others are too long, only one stays, if none is
// shown.
func (p *prose) textSegments(s mc.LangString, shown int) []string {
	var out []string
	if shown < 0 {
		out = append(out, segmentOurs)
	} else if s[shown].Lang != p.own {
		out = append(out, "("+s[shown].Lang+")")
	}
	var others []string
	size := 0
	for i, v := range s {
		if i != shown {
			others = append(others, "("+v.Lang+") "+v.Text)
			size += len(v.Text)
		}
	}
	if size > maxTranslations {
		best := p.bestIn(s)
		if shown >= 0 || best < 0 || len(s[best].Text) > maxTranslations {
			return out
		}
		others = others[best : best+1]
	}
	return append(out, others...)
}

// joinSegments makes the title of a link.
func joinSegments(all []string) string {
	all = slices.DeleteFunc(all, func(s string) bool { return strings.Contains(s, segmentBar) })
	return strings.Join(all, segmentBar)
}

// readSegments reads the title of a link: the text in its languages, and the
// segments that belong to the kind of value.
func (p *prose) readSegments(l markdownLink, text *mc.LangString, further func(segment string) bool) bool {
	var all []string
	if l.title != "" {
		all = strings.Split(l.title, segmentBar)
	}
	shown := p.own
	for i, segment := range all {
		tag, rest, tagged := cutTag(segment)
		switch {
		case segment == segmentOurs && i == 0:
			shown = ""
		case tagged && rest == "" && i == 0:
			shown = tag
		case tagged && strings.HasPrefix(rest, " "):
			text.Add(tag, rest[1:])
		case further == nil || !further(segment):
			return false
		}
	}
	if shown != "" {
		*text = slices.Insert(*text, 0, mc.LangValue{Lang: shown, Text: l.text})
	}
	return true
}

// cutTag cuts a language tag in parentheses from the start of a text.
func cutTag(s string) (tag, rest string, ok bool) {
	if !strings.HasPrefix(s, "(") {
		return "", s, false
	}
	tag, rest, ok = strings.Cut(s[1:], ")")
	return tag, rest, ok && isLanguageTag(tag)
}

func (p *prose) showConcept(c *mc.Concept) string { return p.conceptAs(c, "") }

// conceptAs shows a coded value as a link to what the code means, with a text
// of ours in place of the label if it is not "".
func (p *prose) conceptAs(c *mc.Concept, ours string) string {
	i := p.bestIn(c.Label)
	if !isLinkable(c.IRI) {
		switch {
		case i >= 0:
			return p.plainText(c.Label)
		case c.Notation != "" && !strings.ContainsAny(c.Notation, "`\n\r"):
			return "`" + c.Notation + "`"
		}
		return ""
	}
	l := markdownLink{text: ours, url: c.IRI}
	if ours == "" && i >= 0 {
		l.text = c.Label[i].Text
	} else {
		i = -1
	}
	if l.text == "" {
		l.text = nameOfCode(c)
	}
	segments := p.textSegments(c.Label, i)
	if c.Notation != "" {
		segments = append(segments, segmentNotation+c.Notation)
	}
	if c.Scheme != "" && c.Scheme != string(vocabulary.SchemeOf(c.IRI)) {
		segments = append(segments, segmentScheme+c.Scheme)
	}
	l.title = joinSegments(segments)
	return l.String()
}

// nameOfCode returns what a code without a label can be shown as.
func nameOfCode(c *mc.Concept) string {
	if known, ok := vocabulary.Lookup(c.IRI); ok && known.Label != "" {
		return known.Label
	}
	if c.Notation != "" {
		return c.Notation
	}
	return c.IRI
}

func (p *prose) readConcept(s string, c *mc.Concept) bool {
	if code, isCode := strings.CutPrefix(s, "`"); isCode {
		code, isCode = strings.CutSuffix(code, "`")
		c.Notation = code
		return isCode && code != "" && !strings.Contains(code, "`")
	}
	l, rest, isLink := readLink(s)
	if !isLink {
		return p.readPlainText(s, &c.Label)
	}
	c.IRI = l.url
	ok := p.readSegments(l, &c.Label, func(segment string) bool {
		if notation, is := strings.CutPrefix(segment, segmentNotation); is {
			c.Notation = notation
			return true
		}
		scheme, is := strings.CutPrefix(segment, segmentScheme)
		c.Scheme = scheme
		return is
	})
	if c.Scheme == "" {
		c.Scheme = string(vocabulary.SchemeOf(c.IRI))
	}
	return ok && rest == "" && isLinkable(c.IRI)
}

func (p *prose) showCountry(c *mc.Country) string {
	if c.Concept.IsZero() && c.Alpha2 != "" {
		return "`" + c.Alpha2 + "`"
	}
	return p.showConcept(&c.Concept)
}

func (p *prose) readCountry(s string, c *mc.Country) bool {
	if strings.HasPrefix(s, "`") {
		c.Alpha2 = strings.Trim(s, "`")
		known, ok := mc.CountryOf(c.Alpha2)
		return ok && known.Alpha2 == c.Alpha2
	}
	if !p.readConcept(s, &c.Concept) {
		return false
	}
	if known, ok := mc.CountryOf(c.Concept.IRI); ok {
		c.Alpha2 = known.Alpha2
	}
	return true
}

func (p *prose) showPage(w *mc.WebResource) string {
	if !isLinkable(w.URL) || !isWebURL(w.URL) {
		return ""
	}
	i := p.bestIn(w.Title)
	if i < 0 {
		return markdownLink{text: w.URL, url: w.URL}.String()
	}
	return markdownLink{w.Title[i].Text, w.URL, joinSegments(p.textSegments(w.Title, i))}.String()
}

func (p *prose) readPage(s string, w *mc.WebResource) bool {
	l, rest, ok := readLink(s)
	if w.URL = l.url; !ok || rest != "" || !isWebURL(l.url) {
		return false
	}
	return l.text == l.url && l.title == "" || p.readSegments(l, &w.Title, nil)
}

// showReference links to a credential, and says how it is related to it unless it is a
// part of it.
func (p *prose) showReference(r *mc.CredentialRef) string {
	out := p.showTarget(r)
	if _, _, told := p.cutRelation(out); told {
		return "" // a title that ends like a relation
	}
	if out == "" || isPartOf(r) || !slices.Contains(mc.Relations(), r.Relation) {
		return out
	}
	return out + dash + vocabulary.Term(r.Relation, p.own)
}

// cutRelation cuts the relation from the end of a reference.
func (p *prose) cutRelation(s string) (rest, relation string, ok bool) {
	i := strings.LastIndex(s, dash)
	if i < 0 {
		return s, "", false
	}
	if relation, ok = vocabulary.TermOf(s[i+len(dash):], p.own, mc.Relations()...); !ok {
		return s, "", false
	}
	return s[:i], relation, true
}

// isPartOf reports whether a reference is to what the credential is a part of.
func isPartOf(r *mc.CredentialRef) bool { return r.Relation == "" || r.Relation == mc.RelationPartOf }

func (p *prose) showTarget(r *mc.CredentialRef) string {
	i := p.bestIn(r.Title)
	if !isLinkable(r.ID) {
		return p.plainText(r.Title)
	}
	l := markdownLink{text: r.ID, url: r.ID}
	if i >= 0 {
		l.text = r.Title[i].Text
	}
	l.title = joinSegments(p.textSegments(r.Title, i))
	return l.String()
}

func (p *prose) readReference(s string, r *mc.CredentialRef) bool {
	s, r.Relation, _ = p.cutRelation(s)
	l, rest, isLink := readLink(s)
	if !isLink {
		return p.readPlainText(s, &r.Title)
	}
	r.ID = l.url
	if l.text == l.url && l.title == "" {
		return rest == ""
	}
	return p.readSegments(l, &r.Title, nil) && rest == ""
}

// dash parts what belongs to one value.
const dash = " – "

func (p *prose) showIdentifier(id *mc.Identifier) string {
	if strings.TrimSpace(id.Value) == "" || id.Hash != nil {
		return ""
	}
	out := quoteInline(id.Value, ";()–")
	if id.Scheme != mc.IdentOther {
		out += " (" + string(id.Scheme) + ")"
	}
	if id.SchemeName != "" {
		out += dash + quoteInline(id.SchemeName, ";()–")
	}
	if country := p.showCountry(&id.Country); country != "" {
		out += dash + country
	}
	return out
}

func (p *prose) readIdentifier(s string, id *mc.Identifier) (ok bool) {
	parts := cutMarkdown(s, dash)
	value := parts[0]
	if open := strings.LastIndex(value, " ("); open > 0 && strings.HasSuffix(value, ")") {
		id.Scheme, value = mc.IdentifierScheme(value[open+2:len(value)-1]), value[:open]
		if !slices.Contains(identifierWords, id.Scheme) {
			return false
		}
	}
	if id.Value, ok = unquoteMarkdown(value); !ok || id.Value == "" || len(parts) > 3 {
		return false
	}
	for _, part := range parts[1:] {
		if strings.HasPrefix(part, "[") || strings.HasPrefix(part, "`") {
			ok = id.Country.IsZero() && p.readCountry(part, &id.Country)
		} else if ok = id.SchemeName == "" && id.Country.IsZero(); ok {
			id.SchemeName, ok = unquoteMarkdown(part)
		}
		if !ok {
			return false
		}
	}
	return true
}

// identifierWords are the kinds of identifiers, by which they are marked.
var identifierWords = []mc.IdentifierScheme{
	mc.IdentDID, mc.IdentURL, mc.IdentEIDAS, mc.IdentVAT, mc.IdentTax, mc.IdentRegistration, mc.IdentNationalID, mc.IdentStudentID,
	mc.IdentESI, mc.IdentEduID, mc.IdentName, mc.IdentEmail, mc.IdentPhone, mc.IdentUserName, mc.IdentAccount, mc.IdentSystemID,
	mc.IdentSourcedID, mc.IdentROR, mc.IdentPIC, mc.IdentErasmus, mc.IdentSCHAC, mc.IdentBRIN, mc.IdentQDR, mc.IdentCTID, mc.IdentCourseCode,
}
