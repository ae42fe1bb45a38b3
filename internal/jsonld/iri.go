package jsonld

import (
	"strings"

	"github.com/piprate/json-gold/ld"
)

// isKeywordLike reports whether s has the form of a keyword: "@" and one or
// more letters (JSON-LD 1.1 section 1.7).
func isKeywordLike(s string) bool {
	if len(s) < 2 || s[0] != '@' {
		return false
	}
	for _, c := range []byte(s[1:]) {
		if c |= 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// expandIRI is the IRI expansion algorithm (JSON-LD 1.1 API section 5.2).
// The result may be a keyword, an IRI, a blank node identifier or a relative
// reference; ok is false where the algorithm yields null.
func (s *scope) expandIRI(value string, vocab, documentRelative bool) (iri string, ok bool) {
	if len(value) > 1 && value[0] == '@' {
		if ld.IsKeyword(value) {
			return value, true
		}
		if isKeywordLike(value) {
			return "", false
		}
	}
	term, defined := s.terms[value]
	if defined && term != nil && ld.IsKeyword(term.ID) {
		return term.ID, true
	}
	if vocab && defined {
		if term == nil {
			return "", false
		}
		return term.ID, true
	}
	if colon := strings.IndexByte(value, ':'); colon > 0 {
		prefix, suffix := value[:colon], value[colon+1:]
		if prefix == "_" || strings.HasPrefix(suffix, "//") {
			return value, true
		}
		if p := s.terms[prefix]; isPrefix(p) && p.ID != "" {
			return p.ID + suffix, true
		}
		if hasScheme(value) {
			return value, true
		}
	}
	switch {
	case vocab && s.values.Vocab != nil:
		return *s.values.Vocab + value, true
	case documentRelative && s.base != "":
		return resolve(s.base, value), true
	}
	return value, true
}

// hasScheme reports whether s begins like an absolute IRI.
func hasScheme(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return i > 0 && c == ':'
		}
	}
	return false
}

// parts are the components of an IRI reference (RFC 3986 section 3), each
// with the delimiter that makes it present.
type parts struct{ scheme, authority, path, query, fragment string }

func splitIRI(iri string) (p parts) {
	if i := strings.IndexByte(iri, '#'); i >= 0 {
		iri, p.fragment = iri[:i], iri[i:]
	}
	if i := strings.IndexByte(iri, '?'); i >= 0 {
		iri, p.query = iri[:i], iri[i:]
	}
	if hasScheme(iri) {
		i := strings.IndexByte(iri, ':')
		p.scheme, iri = iri[:i+1], iri[i+1:]
	}
	if strings.HasPrefix(iri, "//") {
		end := len(iri)
		if i := strings.IndexByte(iri[2:], '/'); i >= 0 {
			end = i + 2
		}
		p.authority, iri = iri[:end], iri[end:]
	}
	p.path = iri
	return p
}

// resolve returns the reference resolved against the base by RFC 3986
// section 5.2; nothing else about it is normalized.
func resolve(base, reference string) string {
	r := splitIRI(reference)
	if r.scheme == "" {
		b := splitIRI(base)
		r.scheme = b.scheme
		if r.authority == "" {
			r.authority = b.authority
			switch {
			case r.path == "":
				r.path = b.path
				if r.query == "" {
					r.query = b.query
				}
			case r.path[0] != '/':
				r.path = removeDots(merge(b, r.path))
			default:
				r.path = removeDots(r.path)
			}
			return r.scheme + r.authority + r.path + r.query + r.fragment
		}
	}
	return r.scheme + r.authority + removeDots(r.path) + r.query + r.fragment
}

// merge is RFC 3986 section 5.2.3.
func merge(base parts, path string) string {
	if base.authority != "" && base.path == "" {
		return "/" + path
	}
	return base.path[:strings.LastIndexByte(base.path, '/')+1] + path
}

// removeDots is RFC 3986 section 5.2.4, in one pass over the segments.
func removeDots(path string) string {
	if !strings.Contains(path, ".") {
		return path
	}
	absolute := strings.HasPrefix(path, "/")
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	kept := segments[:0]
	for i, segment := range segments {
		last := i == len(segments)-1
		switch segment {
		case ".", "..":
			if segment == ".." && len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
			if last {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, segment)
		}
	}
	path = strings.Join(kept, "/")
	if absolute {
		path = "/" + path
	}
	return path
}
