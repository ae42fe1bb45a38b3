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

// scope is a node that is being decoded, with the language of its texts.
type scope struct {
	*decoder
	language string
}

// tag is the language of the texts of the node, "" if it is not known.
func (s scope) tag() string {
	if s.language == "" && s.o.Language != language.Und {
		return s.o.Language.String()
	}
	return s.language
}

// keep takes a text, which stands at a path as it was.
func (d *decoder) keep(f Field, to *string, at mc.Path) bool {
	if f.IsZero() {
		return false
	}
	if *to = f.Text; f.At.Exists() {
		d.track.Keep(f.At.Pointer(), string(at))
	}
	return true
}

// change accounts for a value that stands at a path in another notation.
func (d *decoder) change(v jsontree.Value, at mc.Path, reason string) {
	if v.Exists() {
		d.track.Change(v.Pointer(), string(at), mc.MatchExact, reason)
	}
}

func (d *decoder) scaffold(v jsontree.Value) {
	if v.Exists() {
		d.track.Scaffold(v.Pointer())
	}
}

// kind is how a value of the format stands in a field of the model. It accounts
// for what it reads, and reports whether that was anything.
type kind[F any] func(s scope, v jsontree.Value, to *F, at mc.Path) bool

// row says which member of a class stands in a field of T, and how.
type row[T any] struct {
	name, alias string // no name: the node itself, of which several members make one field
	read        kind[T]
}

// member is the row of a member that stands in the field that get leads to. The
// name may be two, as in "targetUrl|url": the second is read where the first
// is not there.
func member[T, F any](name string, get func(*T) *F, k kind[F]) row[T] {
	field := mapping.PathOf(get)
	name, alias, _ := strings.Cut(name, "|")
	return row[T]{name, alias, func(s scope, v jsontree.Value, to *T, at mc.Path) bool {
		if field != "" {
			at = at.Dot(string(field))
		}
		return k(s, v, get(to), at)
	}}
}

// noise is a member without content of its own.
func noise[T any](name string) row[T] {
	return row[T]{name: name, read: func(s scope, v jsontree.Value, _ *T, _ mc.Path) bool {
		s.scaffold(v)
		return false
	}}
}

// ofProof is a member that serves the verification of the badge itself.
func ofProof[T any](name string) row[T] {
	return row[T]{name: name, read: func(s scope, v jsontree.Value, _ *T, _ mc.Path) bool {
		s.track.Mark(v.Pointer(), mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
			Reason: "a proof holds for the document it stands in only"})
		return false
	}}
}

// node is an object with members. Text in its place is its address, or what its
// narrative would say.
func node[F any](members []row[F]) kind[F] {
	return func(s scope, v jsontree.Value, to *F, at mc.Path) (read bool) {
		alone := ""
		if text := textOf(v); !text.IsZero() {
			if alone = "narrative"; isReference(text.Text) {
				alone = "id"
			}
		}
		for _, m := range members {
			got := v
			switch {
			case alone != "" && m.name != alone:
				continue
			case alone == "" && m.name != "":
				got = either(v, m.name, m.alias)
			}
			read = got.Exists() && m.read(s, got, to, at) || read
		}
		return read
	}
}

// list is any number of values.
func list[F any](k kind[F]) kind[[]F] {
	return func(s scope, v jsontree.Value, to *[]F, at mc.Path) bool {
		before := len(*to)
		for one := range each(v) {
			var f F
			if k(s, one, &f, at.At(len(*to))) {
				*to = append(*to, f)
			}
		}
		return len(*to) > before
	}
}

// first is the value, or the first of several.
func first[F any](k kind[F]) kind[F] {
	return func(s scope, v jsontree.Value, to *F, at mc.Path) bool {
		if v.Kind() == jsontree.Array {
			v = v.At(0)
		}
		return v.Exists() && k(s, v, to, at)
	}
}

// optional is a value behind a pointer.
func optional[F any](k kind[F]) kind[*F] {
	return func(s scope, v jsontree.Value, to **F, at mc.Path) bool {
		f := new(F)
		read := k(s, v, f, at)
		if read {
			*to = f
		}
		return read
	}
}

// part is a value that is one field of F.
func part[F, G any](get func(*F) *G, k kind[G]) kind[F] { return member("", get, k).read }

// text is a string.
func text(s scope, v jsontree.Value, to *string, at mc.Path) bool { return s.keep(textOf(v), to, at) }

// code is a string or number.
func code(s scope, v jsontree.Value, to *string, at mc.Path) bool {
	return s.keep(textOrNumber(v), to, at)
}

// link is the address of something, which may be given as an object with an
// id. The label of a blank node means nothing outside the document.
func link(s scope, v jsontree.Value, to *string, at mc.Path) bool {
	f := addressOf(v)
	switch {
	case strings.HasPrefix(f.Text, "_:"):
		s.scaffold(f.At)
		return false
	case !vc.IsURL(f.Text):
		return false
	}
	return s.keep(f, to, at)
}

// plain is a text in the language of its node.
func plain(s scope, v jsontree.Value, to *mc.LangString, at mc.Path) bool {
	f := textOf(v)
	if f.IsZero() {
		return false
	}
	*to = mc.Text(s.tag(), f.Text)
	s.track.Keep(f.At.Pointer(), string(to.Path(at, 0)))
	return true
}

// markdown is a narrative; Open Badges 2.0 allows Markdown in it.
func markdown(s scope, v jsontree.Value, to *mc.Note, at mc.Path) bool {
	read := plain(s, v, &to.Text, at.Dot("text"))
	if read {
		to.Format = "text/markdown"
	}
	return read
}

// languageTag is the name of a language.
func languageTag(s scope, v jsontree.Value, to *string, at mc.Path) bool {
	f := textOf(v)
	parsed, err := language.Raw.Parse(f.Text)
	if err != nil || parsed.String() == f.Text {
		return s.keep(f, to, at)
	}
	*to = parsed.String()
	s.change(f.At, at, "the language tag in its usual spelling")
	return true
}

// date is a point in time, in any form that an edition allowed.
func date(s scope, v jsontree.Value, to *mc.Instant, at mc.Path) bool {
	m := readMoment(v)
	switch *to = m.Instant; {
	case m.IsZero():
	case m.at.Text() == m.String():
		s.track.Keep(m.at.Pointer(), string(at))
	default:
		s.change(m.at, at, "as a date and time with its zone")
	}
	return !m.IsZero()
}

// picture is the address of a picture, or its content as a data: URL.
func picture(s scope, v jsontree.Value, to **mc.Media, at mc.Path) bool {
	m, id := &mc.Media{}, addressOf(v)
	if mediaType, content, ok := readDataURL(id.Text); ok {
		m.MediaType, m.Content = mediaType, content
		s.change(id.At, at.Dot("content"), "the content of a data: URL")
	} else if !link(s, v, &m.URL, at.Dot("url")) {
		return false
	}
	if caption := get(v, "caption"); caption.Exists() {
		plain(s, caption, &m.Title, at.Dot("title"))
	}
	s.scaffold(get(v, "type"))
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
func endorsement(s scope, v jsontree.Value, to *mc.Endorsement, at mc.Path) bool {
	if !v.IsObject() {
		return text(s, v, &to.ID, at.Dot("id"))
	}
	to.MediaType, to.Raw = "application/ld+json", v.Raw()
	s.track.Keep(v.Pointer(), string(at.Dot("raw")))
	return true
}

// extension is what an extension of the namespace of Open Badges says in one
// of its members.
func extension[F any](name string, k kind[F]) kind[F] {
	return func(s scope, v jsontree.Value, to *F, at mc.Path) bool {
		read := v.Get(name).Exists() && k(s, v.Get(name), to, at)
		if read {
			s.scaffold(v.Get("@context"))
			s.scaffold(get(v, "type"))
		}
		return read
	}
}
