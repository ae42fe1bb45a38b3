package jsonld

import (
	"maps"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// localContext is the value of an @context member, checked against the
// grammar of JSON-LD 1.1 section 9.15. It is immutable.
type localContext struct {
	entries []contextEntry
	alone   bool // see standsAlone; only of documents that a loader supplied
}

// contextEntry is null, a URL or a definition.
type contextEntry struct {
	at         jsontree.Value
	url        string // absolute, or relative to the base of the document that uses it
	definition *definition
}

// definition is a context definition. The members whose meaning depends on where
// it is used have fields; the others are in terms, in the form that json-gold
// takes, and read-only.
type definition struct {
	base, vocab optionalText
	imported    string
	propagate   *bool
	nulls       map[string]bool // terms defined as null; true if protected
	terms       map[string]any  // the other members
	loss        *fault          // the first thing that processing would silently ignore
}

// optionalText is the value of a member that may be absent, null or a string.
type optionalText struct {
	present, null bool
	text          string
}

// scopedText is the RFC 8785 form of a scoped context. Definitions carry it
// in place of the context, so that two equal ones compare as equal. The base
// is set only where a reference in it is relative.
type scopedText struct{ text, base string }

// fault is a violation found in a context.
type fault struct {
	at     jsontree.Value
	detail string
}

// readContext reads the value of an @context member. References in it are
// relative to base, unless that is empty.
func readContext(v jsontree.Value, base string) (*localContext, *fault) {
	local := new(localContext)
	for e := range v.Each() {
		entry := contextEntry{at: e}
		switch e.Kind() {
		case jsontree.Null:
		case jsontree.String:
			entry.url = e.Text()
			if base != "" {
				entry.url = resolve(base, entry.url)
			}
			if entry.url == "" {
				return nil, &fault{e, "the context URL is empty"}
			}
		case jsontree.Object:
			d, err := readDefinition(e, base)
			if err != nil {
				return nil, err
			}
			entry.definition = d
		default:
			return nil, &fault{e, "a context must be null, a URL or an object"}
		}
		local.entries = append(local.entries, entry)
	}
	return local, nil
}

// form reports whether a value may stand in a member.
type form func(v jsontree.Value) bool

func isBool(v jsontree.Value) bool   { return v.Kind() == jsontree.Bool }
func isString(v jsontree.Value) bool { return v.Kind() == jsontree.String }
func isStringOrNull(v jsontree.Value) bool {
	return v.Kind() == jsontree.String || v.Kind() == jsontree.Null
}
func isDirectionOrNull(v jsontree.Value) bool {
	return v.Kind() == jsontree.Null || v.IsText("ltr") || v.IsText("rtl")
}
func isLanguageOrNull(v jsontree.Value) bool {
	return v.Kind() == jsontree.Null || v.Text() != ""
}
func isVersion(v jsontree.Value) bool {
	f, ok := v.Float()
	return ok && f == 1.1
}
func isContainer(v jsontree.Value) bool {
	for e := range v.Each() {
		if !isString(e) {
			return false
		}
	}
	return v.Kind() == jsontree.String || v.Len() > 0
}
func isAnything(jsontree.Value) bool { return true }

// contextMembers and termMembers are the keywords of a context definition
// and of an expanded term definition (JSON-LD 1.1 sections 9.15 and 9.15.1).
var (
	contextMembers = map[string]form{
		"@base": isStringOrNull, "@direction": isDirectionOrNull, "@import": isString,
		"@language": isLanguageOrNull, "@propagate": isBool, "@protected": isBool,
		"@version": isVersion, "@vocab": isStringOrNull,
	}
	termMembers = map[string]form{
		"@id": isStringOrNull, "@reverse": isString, "@container": isContainer, "@context": isAnything, // readContext checks it
		"@direction": isDirectionOrNull, "@index": isString, "@language": isLanguageOrNull,
		"@nest": isString, "@prefix": isBool, "@protected": isBool, "@type": isString,
	}
)

func readDefinition(v jsontree.Value, base string) (*definition, *fault) {
	d := &definition{terms: make(map[string]any, v.Len())}
	for name, m := range v.Members() {
		form, keyword := contextMembers[name]
		if keyword && !form(m) {
			return nil, &fault{m, "the context has a wrong value for " + name}
		}
		switch {
		case name == "@base":
			d.base = optionalTextOf(m)
		case name == "@vocab":
			d.vocab = optionalTextOf(m)
		case name == "@import":
			d.imported = m.Text()
			if base != "" {
				d.imported = resolve(base, d.imported)
			}
		case name == "@propagate":
			propagate := m.Bool()
			d.propagate = &propagate
		case keyword:
			d.terms[name] = goldValue(m)
		default:
			if err := d.readTerm(name, m, base); err != nil {
				return nil, err
			}
		}
	}
	if protected, _ := d.terms["@protected"].(bool); protected {
		for name := range d.nulls {
			d.nulls[name] = !v.Get(name).Get("@protected").Exists() || d.nulls[name]
		}
	}
	return d, nil
}

func optionalTextOf(v jsontree.Value) optionalText {
	return optionalText{present: true, null: v.Kind() == jsontree.Null, text: v.Text()}
}

// readTerm checks a term definition and keeps it.
func (d *definition) readTerm(name string, v jsontree.Value, base string) *fault {
	switch {
	case name == "":
		return &fault{v, "the empty string cannot be a term"}
	case name == "@type":
		if !isTypeDefinition(v) {
			return &fault{v, "@type may only be given @container: @set and @protected"}
		}
	case ld.IsKeyword(name):
		return &fault{v, "a keyword cannot be redefined"}
	case isKeywordLike(name):
		d.noteIgnored(v, "a term of the form of a keyword is ignored")
		return nil
	}
	switch v.Kind() {
	case jsontree.Null:
		d.defineNull(name, false)
	case jsontree.String:
		if isIgnored(v) {
			d.noteIgnored(v, "a term defined as something of the form of a keyword is ignored")
			return nil
		}
	case jsontree.Object:
		return d.readExpanded(name, v, base)
	default:
		return &fault{v, "a term definition must be null, a string or an object"}
	}
	d.terms[name] = goldValue(v)
	return nil
}

// readExpanded checks an expanded term definition and keeps it.
func (d *definition) readExpanded(name string, v jsontree.Value, base string) *fault {
	def := make(map[string]any, v.Len())
	for key, m := range v.Members() {
		form, known := termMembers[key]
		if !known {
			return &fault{m, "a term definition has a member that JSON-LD does not know"}
		}
		if !form(m) {
			return &fault{m, "the term definition has a wrong value for " + key}
		}
		if key != "@context" {
			def[key] = goldValue(m)
			continue
		}
		if _, err := readContext(m, ""); err != nil {
			return err
		}
		text, err := m.Canonical()
		if err != nil {
			return &fault{m, "a scoped context has a number that cannot be kept"}
		}
		def[key] = scopedText{string(text), baseFor(m, base)}
	}
	id := v.Get("@id")
	if id.Kind() == jsontree.Null {
		d.defineNull(name, v.Get("@protected").Bool())
	}
	if isIgnored(id) || isIgnored(v.Get("@reverse")) {
		d.noteIgnored(v, "a term defined as something of the form of a keyword is ignored")
		return nil
	}
	d.terms[name] = def
	return nil
}

// baseFor returns base if the context has a relative reference, and else "".
func baseFor(v jsontree.Value, base string) string {
	for e := range v.Each() {
		if e.IsObject() {
			e = e.Get("@import")
		}
		if e.Kind() == jsontree.String && !hasScheme(e.Text()) {
			return base
		}
	}
	return ""
}

func (d *definition) defineNull(name string, protected bool) {
	if d.nulls == nil {
		d.nulls = make(map[string]bool)
	}
	d.nulls[name] = protected
}

func (d *definition) noteIgnored(at jsontree.Value, detail string) {
	if d.loss == nil {
		d.loss = &fault{at, detail}
	}
}

func isIgnored(v jsontree.Value) bool { return isKeywordLike(v.Text()) && !ld.IsKeyword(v.Text()) }

// isTypeDefinition reports whether v is what @type may be defined as.
func isTypeDefinition(v jsontree.Value) bool {
	for key, m := range v.Members() {
		if !(key == "@container" && m.IsText("@set")) && !(key == "@protected" && isBool(m)) {
			return false
		}
	}
	return v.IsObject() && v.Len() > 0
}

// goldValue returns a value in the form that json-gold takes.
func goldValue(v jsontree.Value) any {
	switch v.Kind() {
	case jsontree.Bool:
		return v.Bool()
	case jsontree.Number:
		f, _ := v.Float()
		return f
	case jsontree.String:
		return v.Text()
	case jsontree.Array:
		out := make([]any, 0, v.Len())
		for e := range v.Elements() {
			out = append(out, goldValue(e))
		}
		return out
	case jsontree.Object:
		out := make(map[string]any, v.Len())
		for name, m := range v.Members() {
			out[name] = goldValue(m)
		}
		return out
	}
	return nil
}

// importing returns the definition that d is when it imports another one: its
// own members prevail (JSON-LD 1.1 API section 4.1.2, step 5.6).
func (d *definition) importing(other *definition) *definition {
	merged := *other
	merged.terms = maps.Clone(other.terms)
	maps.Copy(merged.terms, d.terms)
	if d.base.present {
		merged.base = d.base
	}
	if d.vocab.present {
		merged.vocab = d.vocab
	}
	if d.propagate != nil {
		merged.propagate = d.propagate
	}
	if d.loss != nil {
		merged.loss = d.loss
	}
	merged.nulls = make(map[string]bool)
	maps.Copy(merged.nulls, other.nulls)
	for name := range d.terms {
		delete(merged.nulls, name)
	}
	maps.Copy(merged.nulls, d.nulls)
	return &merged
}
