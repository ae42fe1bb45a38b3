package elmo

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// schemeSupplement is the list of the sections of a Diploma Supplement, which notes
// about them are about.
const schemeSupplement = Namespace + "#diplomaSupplement"

// supplementRow is the row for the Diploma Supplement: each section is a note, whose
// subject is the section. A section that only holds others is a note without text.
func supplementRow() mapping.Row[mc.Award] {
	return mapping.Custom("diplomaSupplement",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Award, at mc.Path) {
			v, ok := r.Single(v)
			if !ok {
				return
			}
			if !v.IsObject() {
				r.Reject(v, "not a Diploma Supplement")
				return
			}
			x := &supplementReader{r: r, to: to, at: at.Dot("notes"), lang: v.Get("@language").Text()}
			for name, m := range v.Members() {
				switch name {
				case "@language":
					r.Scaffold(m) // each note has it
				case "section":
					x.sections(m)
				case "version", "issueDate", "introduction":
					if text, isText := m.Text(), m.Kind() == jsontree.String; isText && text == usual(v.Root(), name) {
						r.Scaffold(m)
						continue
					}
					r.Reject(m, "the model has no place for it")
				default:
					r.Reject(m, "the model has no place for it")
				}
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Award, at mc.Path) {
			writeSupplement(w, n, from.Notes, at.Dot("notes"))
		})
}

// usual returns what a supplement says that says nothing of its own.
func usual(document jsontree.Value, name string) string {
	switch name {
	case "version":
		return "2018"
	case "issueDate":
		issued, _ := mc.ParseInstant(textIn(document.Get("report").Get("issueDate")))
		return showDate(issued)
	}
	return ""
}

// supplementReader reads the sections of a supplement as notes.
type supplementReader struct {
	r    *mapping.Reader
	to   *mc.Award
	at   mc.Path
	lang string
}

func (x *supplementReader) sections(list jsontree.Value) {
	for section := range list.Each() {
		if !section.IsObject() {
			x.r.Reject(section, "not a section")
			continue
		}
		x.section(section)
		x.sections(section.Get("section"))
	}
}

func (x *supplementReader) section(v jsontree.Value) {
	here := x.at.At(len(x.to.Notes))
	note := mc.Note{Subject: &mc.Concept{Scheme: schemeSupplement}}
	x.r.Derive(v, here.Dot("subject.scheme"))
	for name, m := range v.Members() {
		switch name {
		case "@number":
			mapping.Fill(x.r, m, &note.Subject.Notation, m.Text(), here.Dot("subject.notation"))
		case "title":
			if title, text, ok := x.r.Literal(m); ok && text != "" {
				note.Subject.Label.Add(x.lang, text)
				x.r.Keep(title, note.Subject.Label.Path(here.Dot("subject.label"), 0))
			} else {
				x.r.Scaffold(title)
			}
		case "content":
			x.content(m, &note, here)
		case "section":
		default:
			x.r.Reject(m, "the model has no place for it")
		}
	}
	x.to.Notes = append(x.to.Notes, note)
}

func (x *supplementReader) content(v jsontree.Value, note *mc.Note, here mc.Path) {
	v, ok := x.r.Single(v)
	leaf := v
	if v.IsObject() {
		leaf = v.Get("@value")
		for name, m := range v.Members() {
			switch name {
			case "@value":
			case "@type":
				mapping.Fill(x.r, m, &note.Format, m.Text(), here.Dot("format"))
			default:
				x.r.Reject(m, "the model has no place for it")
			}
		}
	}
	if ok && leaf.Kind() == jsontree.String {
		note.Text.Add(x.lang, leaf.Text())
		x.r.Keep(leaf, note.Text.Path(here.Dot("text"), 0))
	}
}

// writeSupplement writes the notes that are about sections of a Diploma Supplement.
func writeSupplement(w *mapping.Writer, n *mapping.Node, notes []mc.Note, at mc.Path) {
	top, lang, written := &mapping.Node{}, "", 0
	m := mapping.Member{Term: "section", Array: true}
	for i := range notes {
		here, note := at.At(i), &notes[i]
		w.Places[here] = -1
		if note.Subject == nil || note.Subject.Scheme != schemeSupplement || !isSection.ok(note.Subject.Notation) {
			continue
		}
		section := &mapping.Node{}
		put := func(term, raw string) {
			section.Members = append(section.Members, mapping.Member{Term: term, Items: []mapping.Item{{Raw: raw}}})
		}
		put("@number", mapping.Quote(note.Subject.Notation))
		put("title", string(jsontree.AppendString(nil, firstOf(note.Subject.Label))))
		if len(note.Text) > 0 {
			text := string(jsontree.AppendString(nil, firstOf(note.Text)))
			if note.Format != "" {
				text = `{"@type":` + mapping.Quote(note.Format) + `,"@value":` + text + `}`
			}
			put("content", text)
		}
		for _, s := range slices.Concat(note.Text, note.Subject.Label) {
			if lang == "" && isLanguage.ok(s.Lang) && s.Lang != mc.Und {
				lang = s.Lang
			}
		}
		nest(&m, mapping.Item{Node: section}, note.Subject.Notation)
		w.Places[here] = written // sections are read in the order of the document, nested or not
		written++
	}
	if len(m.Items) == 0 {
		return
	}
	e := encoderOf(w)
	if lang != "" {
		e.put(top, "@language", mapping.Quote(lang))
	}
	e.put(top, "version", `"2018"`)
	e.put(top, "issueDate", mapping.Quote(showDate(e.issued())))
	e.put(top, "introduction", "")
	top.Members = append(top.Members, m)
	w.Put(n, "diplomaSupplement", top)
}

// nest puts a section into the last one whose number begins its own, or beside it.
func nest(m *mapping.Member, item mapping.Item, number string) {
	for len(m.Items) > 0 {
		last := m.Items[len(m.Items)-1].Node
		above := strings.Trim(last.Items("@number")[0].Raw, `"`)
		if !strings.HasPrefix(number, strings.TrimSuffix(above, ".")+".") || number == above {
			break
		}
		if last.Member("section") == nil {
			last.Members = append(last.Members, mapping.Member{Term: "section", Array: true})
		}
		m = last.Member("section")
	}
	m.Items = append(m.Items, item)
}

func firstOf(s mc.LangString) string {
	if len(s) == 0 {
		return ""
	}
	return s[0].Text
}
