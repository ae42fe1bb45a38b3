package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineOutcomeTarget makes the class of an alignment that is a learning outcome.
func (s *tables) defineOutcomeTarget() {
	type O = mc.LearningOutcome
	s.targetOutcome = class[O]{Types: alignmentNames, Rows: []row[O]{
		mapping.ReadOnly(targetType[O]()),
		mapping.OneText("targetName", func(o *O) *mc.LangString { return &o.Title }),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *O, at path) {
			switch {
			case d.aligned.onPage:
				d.readPage(v)
			case d.aligned.known && to.ID == "":
				d.Scaffold(v) // made up, for lack of one
			default:
				d.text(v, &to.ID, at.Dot("id"))
			}
		}, nil),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *O, at path) {
			var id mc.Identifier
			d.text(v, &id.Value, at.Dot("identifiers").At(len(to.Identifiers)).Dot("value"))
			if id.Value != "" {
				to.Identifiers = append(to.Identifiers, id)
			}
		}, nil),
		custom("targetDescription", func(d *decoder, v jsontree.Value, to *O, at path) {
			if d.aligned.shaped {
				d.readOutcomeType(v, to, at)
				return
			}
			if len(to.Notes) == 0 {
				to.Notes = make([]mc.Note, 1)
			}
			d.OneText(v, &to.Notes[0].Text, at.Dot("notes[0].text"))
		}, nil),
		custom("targetFramework", func(d *decoder, v jsontree.Value, to *O, at path) {
			if d.aligned.onPage {
				d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the definition itself"})
				return
			}
			d.Reject(v, "the model has no place for this member")
		}, nil),
	}}
}

// outcomeType says in words what type an outcome has and how far it reaches:
// "(skill, cross-sector)".
func outcomeType(e *encoder, o *mc.LearningOutcome) string {
	var parts []string
	for _, c := range []*mc.Concept{&o.Type, &o.Reuse} {
		text := e.show(c.Label)
		if known, ok := vocabulary.Lookup(c.IRI); ok && text == "" {
			text = known.Label
		}
		if text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// splitOutcomeType is outcomeType read back: codes of the European lists, where
// they are told by code or label, or else the words alone.
func splitOutcomeType(text, lang string) (kind, reuse mc.Concept) {
	inside, opened := strings.CutPrefix(text, "(")
	inside, closed := strings.CutSuffix(inside, ")")
	if !opened || !closed || inside == "" {
		return kind, reuse
	}
	first, second, both := strings.Cut(inside, ", ")
	kind, isKind := codeFromWords(vocabulary.SkillType, first, lang)
	reuse, isReuse := codeFromWords(vocabulary.SkillReuse, first, lang)
	switch {
	case both:
		reuse, _ = codeFromWords(vocabulary.SkillReuse, second, lang)
	case isReuse && !isKind:
		return mc.Concept{}, reuse
	default:
		reuse = mc.Concept{}
	}
	return kind, reuse
}

// codeFromWords returns the entry of a list with an English label or a code, or a
// coded value that is only these words.
func codeFromWords(list vocabulary.Scheme, words, lang string) (mc.Concept, bool) {
	for _, c := range list.Concepts() {
		if c.Label == words || c.Code == words {
			return mc.Concept{IRI: c.IRI, Scheme: string(c.Scheme), Label: mc.Text("en", words)}, true
		}
	}
	return mc.Concept{Label: mc.Text(lang, words)}, false
}

// putOutcomeType writes what an outcome is, and its type where reading the words
// gives it back.
func (w *alignments) putOutcomeType(n *node, o *mc.LearningOutcome, at path) {
	const term = "targetDescription"
	words := wordOutcome.in(w.lang)
	if text := outcomeType(w.encoder, o); text != "" {
		words += " " + text
		kind, reuse := splitOutcomeType(text, w.textLang())
		w.foundIn(n.At(term), kind, &o.Type, at.Dot("type"))
		w.foundIn(n.At(term), reuse, &o.Reuse, at.Dot("reuse"))
	}
	w.PutText(n, term, words)
	w.composed(n, term)
}

// foundIn accounts for the parts of a coded value that words stand for.
func (e *encoder) foundIn(to string, read mc.Concept, from *mc.Concept, at path) {
	const reason = "in words"
	if read.IRI != "" && read.IRI == from.IRI {
		e.Translate(at.Dot("iri"), to, reason)
	}
	if read.Scheme != "" && read.Scheme == from.Scheme {
		e.Translate(at.Dot("scheme"), to, reason)
	}
	for i, v := range from.Label {
		if len(read.Label) == 1 && read.Label[0] == v {
			e.Translate(from.Label.Path(at.Dot("label"), i), to, reason)
		}
	}
}

// textLang is the language in which a reader takes the texts of the badge to be.
func (e *encoder) textLang() string {
	if tag := inLanguage(e.lang); tag != "" {
		return tag
	}
	return mc.Und
}

func (d *decoder) readOutcomeType(v jsontree.Value, to *mc.LearningOutcome, at path) {
	d.isWords(v)
	kind, reuse := splitOutcomeType(d.aligned.rest, d.Lang)
	d.fillWords(v, kind, &to.Type, at.Dot("type"))
	d.fillWords(v, reuse, &to.Reuse, at.Dot("reuse"))
}

// fillWords takes over a coded value that stands in words of ours.
func (d *decoder) fillWords(v jsontree.Value, c mc.Concept, to *mc.Concept, at path) {
	if c.IsZero() || !to.IsZero() {
		return
	}
	*to = c
	const reason = "in words"
	if c.IRI != "" {
		d.Change(v, at.Dot("iri"), reason)
		d.Change(v, at.Dot("scheme"), reason)
	}
	for i := range c.Label {
		d.Change(v, c.Label.Path(at.Dot("label"), i), reason)
	}
}
