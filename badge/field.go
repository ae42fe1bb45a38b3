package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// fieldRows are the members with the names of fields of study. The first field is
// the field, the second one the specialization, unless the source names that. They
// are read after the alignments, which have the codes.
func fieldRows() []row[mc.Definition] {
	return []row[mc.Definition]{
		mapping.Turn(3, custom("fieldOfStudy", func(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
			d.readField(v, &to.Fields, at.Dot("fields"), "")
		}, func(e *encoder, n *node, x *mc.Definition, at path) {
			if len(x.Fields) > 0 {
				e.putField(n, "fieldOfStudy", &x.Fields[0], at.Dot("fields").At(0))
			}
		})),
		mapping.Turn(3, custom("specialization", func(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
			if single, ok := d.Single(v); !ok || !d.confirmsField(single, to.Fields, at.Dot("fields"), "") {
				d.readField(v, &to.Subjects, at.Dot("subjects"), schemeSpecialization)
			}
		}, writeSpecialization)),
	}
}

// readField reads the name of a field: that of a coded value of a list, or one of
// its own.
func (d *decoder) readField(v jsontree.Value, list *[]mc.Concept, at path, scheme string) {
	v, ok := d.Single(v)
	if !ok || v.Kind() == jsontree.String && v.Text() == "" {
		d.Scaffold(v)
		return
	}
	if d.confirmsField(v, *list, at, scheme) {
		return
	}
	c, here := mc.Concept{Scheme: scheme}, at.At(len(*list))
	d.OneText(v, &c.Label, here.Dot("label"))
	if c.Label.IsZero() {
		return
	}
	if scheme != "" {
		d.Derive(v, here.Dot("scheme"))
	}
	*list = append(*list, c)
}

// confirmsField reports whether a name is that of a coded field, with or without
// the code before it.
func (d *decoder) confirmsField(v jsontree.Value, fields []mc.Concept, at path, scheme string) bool {
	for i, c := range fields {
		if scheme != "" && c.Scheme != scheme || v.Kind() != jsontree.String {
			continue
		}
		here := at.At(i).Dot("label")
		if d.Confirms(v, c.Label, here) {
			return true
		}
		code, _ := codeOf(targetField, &c)
		name, coded := strings.CutPrefix(v.Text(), code+" ")
		for j, label := range c.Label {
			if coded && code != "" && label.Text == name {
				d.Change(v, c.Label.Path(here, j), "with the code before it")
				return true
			}
		}
	}
	return false
}

// isEnglishField reports whether the name of a field stands in the badge with its
// code before it, and so in English.
func (d *decoder) isEnglishField(v jsontree.Value, c *mc.Concept) bool {
	code, _ := codeOf(targetField, c)
	name := code + " " + v.Text()
	return code != "" && (d.achievement.Get("fieldOfStudy").IsText(name) || d.achievement.Get("specialization").IsText(name))
}

// putField writes the name of a field. An English name in a badge in another
// language has its code before it, which everybody understands.
func (e *encoder) putField(n *node, term string, c *mc.Concept, at path) bool {
	i := e.best(c.Label)
	if i < 0 {
		return false
	}
	code, _ := codeOf(targetField, c)
	if code == "" || c.Label[i].Lang != "en" || e.inBadgeLanguage("en") {
		return e.putText(n, term, c.Label, at.Dot("label"))
	}
	e.Translate(c.Label.Path(at.Dot("label"), i), n.At(term), "with the code before it")
	e.PutText(n, term, code+" "+c.Label[i].Text)
	return true
}

func writeSpecialization(e *encoder, n *node, x *mc.Definition, at path) {
	const term = "specialization"
	for i, subject := range x.Subjects {
		if here := at.Dot("subjects").At(i); subject.Scheme == schemeSpecialization && n.Member(term) == nil {
			e.putText(n, term, subject.Label, here.Dot("label"))
			e.Translate(here.Dot("scheme"), n.At(term), "a specialization")
		}
	}
	if n.Member(term) == nil && len(x.Fields) > 1 && strings.HasPrefix(x.Fields[1].IRI, iscBase) {
		e.putField(n, term, &x.Fields[1], at.Dot("fields").At(1))
	}
}
