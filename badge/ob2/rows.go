package ob2

import (
	"encoding/base64"
	"net/url"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// kind is how a value stands in a field of the model. It accounts for what it
// reads, and reports whether that was anything.
type kind[F any] func(r *mapping.Reader, v jsontree.Value, to *F, at mc.Path) bool

// field is a member that a kind reads into a field.
func field[T, F any](term string, get func(*T) *F, k kind[F]) mapping.Row[T] {
	return mapping.Part(get, mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, to *F, at mc.Path) {
		if v = only(present(v)); v.Exists() {
			k(r, v, to, at)
		}
	}, nil))[0]
}

// marked are members that only stand in the account.
func marked[T any](o mc.Outcome, terms ...string) (rows []mapping.Row[T]) {
	for _, term := range terms {
		rows = append(rows, mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, _ *T, _ mc.Path) { r.Mark(v, o) }, nil))
	}
	return rows
}

// ofEveryNode are the members that a document has for JSON-LD's sake.
func ofEveryNode[T any]() []mapping.Row[T] {
	return marked[T](mc.Outcome{Kind: mc.KindScaffold}, "@context", "type", "@type", "@language")
}

// typed is the type of a node that tells nothing.
func typed[T any]() []mapping.Row[T] {
	return mapping.Alias(marked[T](mc.Outcome{Kind: mc.KindScaffold}, "type")[0], "@type")
}

// ofProof are members that serve the verification of the badge itself.
func ofProof[T any](terms ...string) []mapping.Row[T] {
	return marked[T](mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
		Reason: "a proof holds for the document it stands in only"}, terms...)
}

// extension is what an extension of the namespace of Open Badges says in the
// member that is called like it.
func extension[T, F any](name string, to func(*T) *F, k kind[F]) mapping.Row[T] {
	return field("extensions:"+name+"Extension", to, func(r *mapping.Reader, v jsontree.Value, to *F, at mc.Path) bool {
		read := v.Get(name).Exists() && k(r, v.Get(name), to, at)
		if read {
			r.Scaffold(v.Get("@context"))
			r.Scaffold(get(v, "type"))
		}
		return read
	})
}

// list is any number of values.
func list[F any](k kind[F]) kind[[]F] {
	return func(r *mapping.Reader, v jsontree.Value, to *[]F, at mc.Path) bool {
		before := len(*to)
		for one := range each(v) {
			var f F
			if k(r, one, &f, at.At(len(*to))) {
				*to = append(*to, f)
			}
		}
		return len(*to) > before
	}
}

// first is the value, or the first of several.
func first[F any](k kind[F]) kind[F] {
	return func(r *mapping.Reader, v jsontree.Value, to *F, at mc.Path) bool {
		if v.Kind() == jsontree.Array {
			v = v.At(0)
		}
		return k(r, v, to, at)
	}
}

// keep takes a text as it stands.
func keep(r *mapping.Reader, f Field, to *string, at mc.Path) bool {
	if f.IsZero() {
		return false
	}
	*to = f.Text
	r.Keep(f.At, at)
	return true
}

// node is an object. Text in its place is its address, or what its narrative
// would say.
func node[F any](c *mapping.Class[F]) kind[F] {
	c.FromText = func(r *mapping.Reader, v jsontree.Value, to *F, at mc.Path) {
		alone := "narrative"
		if isReference(v.Text()) {
			alone = "id"
		}
		for _, row := range c.Rows {
			if row.Term == alone {
				row.Read(r, v, to, at)
			}
		}
	}
	return func(r *mapping.Reader, v jsontree.Value, to *F, at mc.Path) bool {
		if text := textOf(v); !text.IsZero() {
			v = text.At
		}
		return c.Read(r, v, to, at)
	}
}

// text is a string.
func text(r *mapping.Reader, v jsontree.Value, to *string, at mc.Path) bool {
	return keep(r, textOf(v), to, at)
}

// code is a string or number.
func code(r *mapping.Reader, v jsontree.Value, to *string, at mc.Path) bool {
	return keep(r, textOrNumber(v), to, at)
}

// link is the address of something, which may be given as an object with an
// id. The label of a blank node means nothing outside the document.
func link(r *mapping.Reader, v jsontree.Value, to *string, at mc.Path) bool {
	f := addressOf(v)
	switch {
	case strings.HasPrefix(f.Text, "_:"):
		r.Scaffold(f.At)
		return false
	case !vc.IsURL(f.Text):
		return false
	}
	return keep(r, f, to, at)
}

func page(r *mapping.Reader, v jsontree.Value, to *mc.WebResource, at mc.Path) bool {
	return link(r, v, &to.URL, at.Dot("url"))
}

// plain is a text in the language of its node.
func plain(r *mapping.Reader, v jsontree.Value, to *mc.LangString, at mc.Path) bool {
	f := textOf(v)
	if f.IsZero() {
		return false
	}
	*to = mc.Text(r.Lang, f.Text)
	r.Keep(f.At, to.Path(at, 0))
	return true
}

// markdown is a narrative; Open Badges 2.0 allows Markdown in it.
func markdown(r *mapping.Reader, v jsontree.Value, to *mc.Note, at mc.Path) bool {
	read := plain(r, v, &to.Text, at.Dot("text"))
	if read {
		to.Format = "text/markdown"
	}
	return read
}

func note(r *mapping.Reader, v jsontree.Value, to **mc.Note, at mc.Path) bool {
	n := &mc.Note{}
	read := plain(r, v, &n.Text, at.Dot("text"))
	if read {
		*to = n
	}
	return read
}

// languageTag is the name of a language.
func languageTag(r *mapping.Reader, v jsontree.Value, to *string, at mc.Path) bool {
	f := textOf(v)
	parsed, err := language.Raw.Parse(f.Text)
	if err != nil || parsed.String() == f.Text {
		return keep(r, f, to, at)
	}
	*to = parsed.String()
	r.Change(f.At, at, "the language tag in its usual spelling")
	return true
}

// date is a point in time, in any form that an edition allowed.
func date(r *mapping.Reader, v jsontree.Value, to *mc.Instant, at mc.Path) bool {
	m := readMoment(v)
	switch *to = m.Instant; {
	case m.IsZero():
	case m.at.Text() == m.String():
		r.Keep(m.at, at)
	default:
		r.Change(m.at, at, "as a date and time with its zone")
	}
	return !m.IsZero()
}

// picture is the address of a picture, or its content as a data: URL.
func picture(r *mapping.Reader, v jsontree.Value, to **mc.Media, at mc.Path) bool {
	m, id := &mc.Media{}, addressOf(v)
	if mediaType, content, ok := readDataURL(id.Text); ok {
		m.MediaType, m.Content = mediaType, content
		r.Change(id.At, at.Dot("content"), "the content of a data: URL")
	} else if !link(r, v, &m.URL, at.Dot("url")) {
		return false
	}
	plain(r, get(v, "caption"), &m.Title, at.Dot("title"))
	r.Scaffold(get(v, "type"))
	*to = m
	return true
}

// readDataURL reads a data: URL (RFC 2397) that has content.
func readDataURL(s string) (mediaType string, content []byte, ok bool) {
	head, body, found := strings.Cut(s, ",")
	mediaType, isData := strings.CutPrefix(head, "data:")
	if !found || !isData {
		return "", nil, false
	}
	if plain, encoded := strings.CutSuffix(mediaType, ";base64"); encoded {
		raw, err := base64.StdEncoding.DecodeString(body)
		return plain, raw, err == nil && len(raw) > 0
	}
	text, err := url.PathUnescape(body)
	return mediaType, []byte(text), err == nil && text != ""
}

// endorsement is an endorsement as it is: its address or JSON text.
func endorsement(r *mapping.Reader, v jsontree.Value, to *mc.Endorsement, at mc.Path) bool {
	if !v.IsObject() {
		return text(r, v, &to.ID, at.Dot("id"))
	}
	to.MediaType, to.Raw = "application/ld+json", v.Raw()
	r.Keep(v, at.Dot("raw"))
	return true
}

func identifier(r *mapping.Reader, v jsontree.Value, to *mc.Identifier, at mc.Path) bool {
	return text(r, v, &to.Value, at.Dot("value"))
}

func programme(r *mapping.Reader, v jsontree.Value, to *mc.Identifier, at mc.Path) bool {
	to.SchemeName = "EducationProgramIdentifier"
	return code(r, v, &to.Value, at.Dot("value"))
}

func credits(r *mapping.Reader, v jsontree.Value, to *mc.Workload, at mc.Path) bool {
	n, err := mc.ParseDecimal(v.Raw())
	if v.Kind() != jsontree.Number || err != nil {
		return false
	}
	*to = mc.Workload{Kind: mc.WorkloadCredits, Amount: n, Framework: mc.Concept{Notation: "ECTS"}}
	r.Keep(v, at.Dot("amount"))
	return true
}

func eqfLevel(r *mapping.Reader, v jsontree.Value, to *mc.Level, at mc.Path) bool {
	n, ok := v.Float()
	if !ok || n != float64(int(n)) {
		return false
	}
	if *to, ok = mc.EQFLevel(int(n)); ok {
		r.Change(v, at.Dot("eqf"), "the level of the European Qualifications Framework")
	}
	return ok
}
