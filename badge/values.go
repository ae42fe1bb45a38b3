package badge

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineValues() {
	s.scheme = class[mc.Concept]{
		Types: []string{"ConceptScheme"}, Bare: true,
		ID:   func(c *mc.Concept) *string { return &c.Scheme },
		Rows: []row[mc.Concept]{mapping.Lang("prefLabel", func(c *mc.Concept) *mc.LangString { return &c.SchemeLabel })},
	}
	notation := mapping.Text("notation", func(c *mc.Concept) *string { return &c.Notation })
	label := mapping.Lang("prefLabel", func(c *mc.Concept) *mc.LangString { return &c.Label })
	rest := []row[mc.Concept]{
		mapping.One("inScheme", func(c *mc.Concept) *mc.Concept { return c }, &s.scheme),
		mapping.Lang("definition", func(c *mc.Concept) *mc.LangString { return &c.Definition }),
	}
	s.concept = class[mc.Concept]{
		Types: []string{"Concept"}, Bare: true,
		ID:   func(c *mc.Concept) *string { return &c.IRI },
		Rows: mapping.Rows([]row[mc.Concept]{label, notation}, rest),
		FromText: reads(func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
			if _, _, iri := strings.Cut(v.Text(), ":"); iri && !strings.Contains(v.Text(), " ") {
				s.concept.ReadID(d.Reader, v, to, at)
				return
			}
			d.Texts(v, &to.Label, at.Dot("label"), mc.Und)
		}),
	}
	concept := func(c *mc.Country) *mc.Concept { return &c.Concept }
	s.country = class[mc.Country]{
		Types: s.concept.Types, Bare: true,
		ID: func(c *mc.Country) *string { return &c.Concept.IRI },
		Rows: mapping.Rows(
			mapping.Part(concept, label),
			[]row[mc.Country]{readBy(mapping.Part(concept, notation)[0], readCountryCode)},
			mapping.Part(concept, rest...),
		),
		AfterRead:  reads(deriveAlpha2),
		AfterWrite: writes(writeAlpha2),
		FromText: reads(func(d *decoder, v jsontree.Value, to *mc.Country, at path) {
			s.concept.Read(d.Reader, v, &to.Concept, at.Dot("concept"))
			deriveAlpha2(d, v, to, at)
		}),
	}
	s.page = class[mc.WebResource]{
		Rows: []row[mc.WebResource]{
			mapping.Text("contentUrl", func(w *mc.WebResource) *string { return &w.URL }),
			mapping.Lang("title", func(w *mc.WebResource) *mc.LangString { return &w.Title }),
			mapping.Many("language", func(w *mc.WebResource) *[]mc.Concept { return &w.Language }, &s.concept),
		},
		FromText: reads(func(d *decoder, v jsontree.Value, to *mc.WebResource, at path) {
			d.text(v, &to.URL, at.Dot("url"))
		}),
	}
	s.period = class[mc.Period]{Rows: []row[mc.Period]{
		mapping.Instant("startDate", func(p *mc.Period) *mc.Instant { return &p.Start }),
		mapping.Instant("endDate", func(p *mc.Period) *mc.Instant { return &p.End }),
	}}
}

// text reads one literal into a field.
func (d *decoder) text(v jsontree.Value, into *string, at path) {
	mapping.ReadLiteral(d.Reader, v, into, at, mapping.AsText.Parse)
}

// readCountryCode reads the notation of a country: its code in the list of the
// concept or, where there is no concept, the ISO code.
func readCountryCode(d *decoder, v jsontree.Value, to *mc.Country, at path) {
	if node := v.Parent(); node.Get("id").Exists() || node.Get("inScheme").Exists() || node.Get("prefLabel").Exists() {
		d.text(v, &to.Concept.Notation, at.Dot("concept").Dot("notation"))
		return
	}
	d.text(v, &to.Alpha2, at.Dot("alpha2"))
}

func deriveAlpha2(d *decoder, node jsontree.Value, to *mc.Country, at path) {
	if c, ok := mc.CountryOf(to.Concept.IRI); ok && strings.HasPrefix(to.Concept.IRI, c.Concept.IRI) && to.Alpha2 == "" {
		to.Alpha2 = c.Alpha2
		if id := node.Get("id"); id.Exists() {
			node = id
		}
		d.Derive(node, at.Dot("alpha2"))
	}
}

// writeAlpha2 writes the ISO code of a country: that of the concept, or the
// notation where there is no concept.
func writeAlpha2(e *encoder, n *node, c *mc.Country, at path) {
	known, ok := mc.CountryOf(c.Concept.IRI)
	switch {
	case n.ID == "" && len(n.Members) == 0:
		e.Keep(at.Dot("alpha2"), n.At("notation"))
		e.PutText(n, "notation", c.Alpha2)
	case !ok || c.Alpha2 == "" || known.Alpha2 != c.Alpha2:
	case len(n.Members) == 0:
		e.Keep(at.Dot("alpha2"), n.Pointer)
	default:
		e.Keep(at.Dot("alpha2"), n.At("id"))
	}
}

// readAlpha2 reads the code of a country, which stands for the entry of the EU
// table where nothing else is said of it.
func readAlpha2(d *decoder, v jsontree.Value, to *mc.Address, at path) {
	v, code, ok := d.Literal(v)
	if !ok {
		return
	}
	at = at.Dot("country")
	known, ok := mc.CountryOf(code)
	switch {
	case ok && known.Alpha2 != code:
		mapping.FillAs(d.Reader, v, &to.Country.Alpha2, known.Alpha2, at.Dot("alpha2"), CodeAlias+": another code of the country")
	default:
		mapping.Fill(d.Reader, v, &to.Country.Alpha2, code, at.Dot("alpha2"))
	}
	if ok && to.Country.Concept.IsZero() && to.Country.Alpha2 == known.Alpha2 {
		to.Country.Concept = known.Concept
		for _, field := range []string{"iri", "scheme", "notation"} {
			d.Derive(v, at.Dot("concept").Dot(field))
		}
	}
}

func writeCountryCode(e *encoder, n *node, a *mc.Address, at path) {
	if len(a.Country.Alpha2) != 2 {
		return
	}
	to := n.At("addressCountryCode")
	e.PutText(n, "addressCountryCode", a.Country.Alpha2)
	e.Keep(at.Dot("country").Dot("alpha2"), to)
	if known, ok := mc.CountryOf(a.Country.Alpha2); ok && reflect.DeepEqual(known, a.Country) {
		for leaf := range e.below(at.Dot("country").Dot("concept")) {
			e.Translate(leaf, to, "the code stands for the entry of the EU table")
		}
	}
}

// moment is a native member with a point in time, in whole seconds.
func moment[T any](term string, get func(*T) *mc.Instant) row[T] {
	field := mapping.PathOf(get)
	return writtenBy(mapping.Instant(term, get), func(e *encoder, n *node, from *T, at path) {
		e.putMoment(n, term, *get(from), step(at, field))
	})
}

// putMoment writes a point in time as Open Badges wants it: whole seconds, with an
// offset from UTC. That of the source stays, so that the day does.
func (e *encoder) putMoment(n *node, term string, i mc.Instant, at path) {
	if i.IsZero() {
		return
	}
	text, to := i.Time().Truncate(time.Second).Format(time.RFC3339), n.At(term)
	switch {
	case text == i.String():
		e.Keep(at, to)
	case !i.Zoned():
		e.Change(at, to, mc.MatchClose, "no time zone is stated; taken as UTC")
	case i.Time().Nanosecond() > 0:
		e.Change(at, to, mc.MatchClose, "rounded down to the second")
	default:
		e.Change(at, to, mc.MatchExact, "the same time in the notation of Open Badges")
	}
	e.PutText(n, term, text)
}

// decimal is a term of the extension with an exact number, written without an
// exponent, which XML Schema does not allow.
func decimal[T any](term string, get func(*T) *mc.Decimal) row[T] {
	return mapping.Literal(term, get, mapping.Notation[mc.Decimal]{Parse: mc.ParseDecimal, Show: func(d mc.Decimal) string {
		if strings.ContainsAny(d.String(), "eE") {
			return mapping.Quote(d.Canonical())
		}
		return mapping.Quote(d.String())
	}})
}

// number is a native member with a number.
func number[T any](term string, get func(*T) *mc.Decimal) row[T] {
	field := mapping.PathOf(get)
	return writtenBy(mapping.Decimal(term, get), func(e *encoder, n *node, from *T, at path) {
		e.putNumber(n, term, *get(from), step(at, field))
	})
}

// putNumber writes a decimal as a JSON number if that keeps it exactly.
func (e *encoder) putNumber(n *node, term string, d mc.Decimal, at path) bool {
	if !isNumber(d) {
		return false
	}
	if d.Canonical() == d.String() {
		e.Keep(at, n.At(term))
	} else {
		e.Change(at, n.At(term), mc.MatchExact, "the same number in its shortest form")
	}
	e.PutRaw(n, term, d.Canonical())
	return true
}

// isNumber reports whether the shortest form of a decimal as a binary float is
// the same decimal, which is what RFC 8785 and the canonical form of RDF write.
func isNumber(d mc.Decimal) bool {
	text := d.Canonical()
	f, err := strconv.ParseFloat(text, 64)
	return err == nil && string(jsontree.AppendFloat(nil, f)) == text
}

// openCodes is a term of the extension with the coded values that native members
// do not hold in full.
func (s *tables) openCodes(term string, get func(*mc.Definition) *[]mc.Concept) row[mc.Definition] {
	field := mapping.PathOf(get)
	return writtenBy(mapping.Many(term, get, &s.concept), func(e *encoder, n *node, from *mc.Definition, at path) {
		mapping.WriteNodes(e.Writer, n, term, *get(from), step(at, field), func(c *mc.Concept, here path, to string) *node {
			if !e.isOpen(here) {
				return nil
			}
			return s.concept.Write(e.Writer, n, term, c, here, to)
		})
	})
}
