package elmo

import (
	"sync"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is the id of the format in reports, residues and provenance.
const Format = "elmo"

// schema holds the tables of all classes. They refer to each other, so they are made
// together. After that they never change.
type schema struct {
	format mapping.Format

	credential mapping.Class[mc.Credential]
	report     mapping.Class[mc.Credential]
	learner    mapping.Class[mc.Learner]
	address    mapping.Class[mc.Address]
	issuer     mapping.Class[mc.Party]
	identifier mapping.Class[mc.Identifier]

	opportunity mapping.Class[mc.Claim]
	specifies   mapping.Class[mc.Claim]
	instance    mapping.Class[mc.Claim]
	part        mapping.Class[mc.Claim]

	term         mapping.Class[mc.Period]
	credit       mapping.Class[mc.Workload]
	level        mapping.Class[mc.Level]
	short        mapping.Class[mc.ShortGrading]
	distribution mapping.Class[mc.Distribution]
	category     mapping.Class[mc.DistributionCategory]
}

// tables returns the schema, which is made on first use.
var tables = sync.OnceValue(func() *schema {
	s := &schema{format: mapping.Format{
		Name:       Format,
		IsLocal:    func(string) bool { return false },
		IsGlobal:   func(string) bool { return false }, // no element has an id
		TableOrder: true,
		Merges:     true,
		Dangling:   "not an element of the format",
		Refused:    reasonNone,
		Derived:    "it follows from the element that it stands in",
		Texts:      writeTexts,
		Head:       func(dst []byte, _ *mapping.Node) []byte { return append(dst, '{') },
		Conflict: func(r *mapping.Reader, v jsontree.Value, _ mc.Path) {
			r.RejectAs(v, mc.Outcome{Reason: "another element says something else of the same", Severity: mc.SeverityWarning})
		},
	}}
	s.defineParties()
	s.defineResult()
	s.defineOpportunity()
	s.defineCredential()
	return s
})

// writeTexts writes text by language, one element for each.
func writeTexts(w *mapping.Writer, n *mapping.Node, term string, s mc.LangString, at mc.Path) {
	m := mapping.Member{Term: term, Array: true}
	for i, v := range s {
		m.Items = append(m.Items, mapping.Item{Raw: showText(v)})
		w.Keep(s.Path(at, i), n.At(term))
	}
	w.Add(n, m)
}

// showText writes one text as an element with its language.
func showText(v mc.LangValue) string {
	text := string(jsontree.AppendString(nil, v.Text))
	if v.Lang == mc.Und || v.Lang == "" || !isLanguage.ok(v.Lang) {
		return text
	}
	return `{"@language":` + mapping.Quote(v.Lang) + `,"@value":` + text + `}`
}

// oneText is a row for an element that stands once, with its language.
func oneText[T any](term string, get func(*T) *mc.LangString) mapping.Row[T] {
	row := mapping.Lang(term, get)
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
		if s := *get(from); len(s) > 0 {
			w.PutRaw(n, term, showText(s[max(0, w.Best(s))]))
		}
	}
	return row
}

// asDate is the notation of a civil date for a point in time.
var asDate = mapping.Notation[mc.Instant]{
	Parse: parseDate,
	Show:  func(i mc.Instant) string { return mapping.Quote(showDate(i)) },
}

// asDecimal is that of an exact number, which has no exponent here.
var asDecimal = mapping.Notation[mc.Decimal]{
	Parse: mc.ParseDecimal,
	Show: func(d mc.Decimal) string {
		if d.IsZero() || isPlainDecimal(d.String()) {
			return mapping.Quote(d.String())
		}
		return mapping.Quote(d.Canonical())
	},
}

// self is the accessor of a class whose node holds nothing but another.
func self[T any](t *T) *T { return t }
