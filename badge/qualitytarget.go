package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineQualityTarget makes the class of an alignment that is a statement on
// quality assurance.
func (s *tables) defineQualityTarget() {
	type Q = mc.QualityAssurance
	s.targetQuality = class[Q]{Types: alignmentNames, Rows: []row[Q]{
		mapping.ReadOnly(targetType[Q]()),
		mapping.Turn(1, custom("targetName", readQualityName, nil)),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *Q, at path) {
			switch {
			case d.aligned.onPage:
				d.readPage(v)
			case to.ID != "" && v.IsText(to.ID):
				d.Keep(v, at.Dot("id"))
			case d.aligned.known && to.URL == "" && !isWebURL(v.Text()):
				d.Scaffold(v) // made up, for lack of one
			case !isWebURL(v.Text()):
				d.text(v, &to.ID, at.Dot("id"))
			case d.aligned.shaped && to.URL == "":
				d.readLandingPage(v, to, at.Dot("landingPages"))
			default:
				d.text(v, &to.URL, at.Dot("url"))
			}
		}, nil),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *Q, at path) {
			for i, id := range to.Identifiers {
				if id.Value != "" && v.IsText(id.Value) {
					d.Keep(v, at.Dot("identifiers").At(i).Dot("value"))
					return
				}
			}
			if d.aligned.shaped && to.Code == "" && v.Kind() == jsontree.String && v.Text() != "" {
				d.Change(v, at.Dot("identifiers").At(len(to.Identifiers)).Dot("value"), "the number of the statement")
				to.Identifiers = append(to.Identifiers, mc.Identifier{Value: v.Text()})
				return
			}
			d.text(v, &to.Code, at.Dot("code"))
		}, nil),
		custom("targetDescription", func(d *decoder, v jsontree.Value, to *Q, at path) {
			if d.aligned.shaped && v.Kind() == jsontree.String {
				d.readAccreditation(v, to, at)
				return
			}
			d.OneText(v, &to.Description, at.Dot("description"))
		}, nil),
		custom("targetFramework", func(d *decoder, v jsontree.Value, _ *Q, _ path) {
			if d.aligned.onPage {
				d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the definition itself"})
				return
			}
			d.Reject(v, "the model has no place for this member")
		}, nil),
	}}
}

// readLandingPage reads the page of a statement that says in words of ours what it
// is.
func (d *decoder) readLandingPage(v jsontree.Value, to *mc.QualityAssurance, at path) {
	for i, page := range to.LandingPages {
		if page.URL == v.Text() {
			d.Keep(v, at.At(i).Dot("url"))
			return
		}
	}
	d.Keep(v, at.At(len(to.LandingPages)).Dot("url"))
	to.LandingPages = append(to.LandingPages, mc.WebResource{URL: v.Text()})
}

// nameMark stands between what a target is and its title.
const nameMark = ": "

// readQualityName reads the title of quality assurance, which stands after the
// words that say what it is. The words alone say that there is no title.
func readQualityName(d *decoder, v jsontree.Value, to *mc.QualityAssurance, at path) {
	title, named := wordQuality.cut(v.Text(), nameMark)
	switch {
	case v.Kind() != jsontree.String || !named:
		if to.Title.IsZero() && v.Kind() == jsontree.String && d.Confirms(v, to.Type.Label, at.Dot("type.label")) {
			return
		}
		d.OneText(v, &to.Title, at.Dot("title"))
	case title == "":
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "says what the target is"})
	default:
		d.textAfterWords(v, title, &to.Title, at.Dot("title"))
	}
}

// textAfterWords reads a text that stands after words of ours.
func (d *decoder) textAfterWords(v jsontree.Value, text string, to *mc.LangString, at path) {
	for i, s := range *to {
		if s.Text == text {
			d.Change(v, to.Path(at, i), "after words that say what it is")
			return
		}
	}
	if !to.IsZero() {
		contradiction(d.Reader, v, at)
		return
	}
	to.Add(d.Lang, text)
	d.Change(v, to.Path(at, 0), "after words that say what it is")
}

// accreditation is who assured quality, in words: "Program Quality Assurance by
// Rådet, 2025-06-12".
type accreditation struct{ kind, agent, day string }

func (a accreditation) text(lang string) string {
	text := a.kind
	if a.agent != "" {
		text = strings.TrimPrefix(text+" "+wordBy.in(lang)+" "+a.agent, " ")
	}
	if a.day != "" {
		text = strings.TrimPrefix(text+", "+a.day, ", ")
	}
	return text
}

func splitAccreditation(text string) (a accreditation) {
	if i := strings.LastIndex(text, ", "); i >= 0 && isDay(text[i+2:]) {
		text, a.day = text[:i], text[i+2:]
	} else if isDay(text) {
		return accreditation{day: text}
	}
	if before, after, ok := wordBy.splitAt(" " + text); ok {
		a.kind, a.agent = strings.TrimPrefix(before, " "), after
		return a
	}
	a.kind = text
	return a
}

func isDay(s string) bool {
	_, err := mc.ParseDate(s)
	return err == nil && len(s) == len("2006-01-02")
}

// accreditationOf returns what can be said of quality assurance so that reading
// it gives the same parts.
func (e *encoder) accreditationOf(q *mc.QualityAssurance) accreditation {
	a := accreditation{kind: e.show(q.Type.Label)}
	if known, ok := vocabulary.Lookup(q.Type.IRI); ok && a.kind == "" {
		a.kind = known.Label
	}
	if q.Agent != nil {
		a.agent = e.show(q.Agent.Name)
	}
	if day := q.Issued.String(); len(day) >= 10 && isDay(day[:10]) {
		a.day = day[:10]
	}
	return a
}

// putAccreditation writes who assured quality, unless the source describes it.
func (w *alignments) putAccreditation(n *node, q *mc.QualityAssurance, at path) {
	const term = "targetDescription"
	if w.putText(n, term, q.Description, at.Dot("description")) {
		return
	}
	a := w.accreditationOf(q)
	text := a.text(w.lang)
	if text == "" {
		return
	}
	w.PutText(n, term, text)
	if splitAccreditation(text) != a {
		w.composed(n, term)
		return
	}
	kind, _ := codeFromWords(vocabulary.Accreditation, a.kind, w.textLang())
	w.foundIn(n.At(term), kind, &q.Type, at.Dot("type"))
	if a.agent != "" {
		if i := w.best(q.Agent.Name); i >= 0 {
			w.Translate(q.Agent.Name.Path(at.Dot("agent.name"), i), n.At(term), "in words")
		}
		w.Translate(at.Dot("agent.kind"), n.At(term), "who assures quality is an organisation")
	}
}

// readAccreditation reads who assured quality, and when, from words of ours.
func (d *decoder) readAccreditation(v jsontree.Value, to *mc.QualityAssurance, at path) {
	a := splitAccreditation(v.Text())
	if !to.Description.IsZero() || d.aligned.known {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "says what the target is"})
		return
	}
	kind, inList := codeFromWords(vocabulary.Accreditation, a.kind, d.Lang)
	if !inList && a.agent == "" && a.day == "" || a.kind == "" && a.agent == "" {
		d.OneText(v, &to.Description, at.Dot("description"))
		return
	}
	d.isWords(v)
	if a.kind != "" {
		d.fillWords(v, kind, &to.Type, at.Dot("type"))
	}
	if a.agent != "" && to.Agent == nil {
		to.Agent = &mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text(d.Lang, a.agent)}
		d.Change(v, to.Agent.Name.Path(at.Dot("agent.name"), 0), "in words")
		d.Derive(v, at.Dot("agent.kind"))
	}
	if i, err := mc.ParseInstant(a.day + "T00:00:00"); err == nil && to.Issued.IsZero() {
		to.Issued = i
		d.Change(v, at.Dot("issued"), "a date, as its first moment")
	}
}
