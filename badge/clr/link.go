package clr

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// listing is an achievement that the record lists without saying that it was
// earned.
type listing struct {
	at   jsontree.Value
	into map[*entry]int // what counts towards it, and where that says so
}

// readListed reads the achievements that the record itself lists. One that is that
// of a badge says nothing new; the others are only read as what achievements are
// part of, since a claim is about something that was earned.
func (d *decoder) readListed() {
	for one := range d.subject.Get("achievement").Each() {
		id := one.Get("id").Text()
		if len(d.forest.byID[id]) > 0 && d.repeats(one) {
			d.track.Mark(one.Pointer(), mc.Outcome{Kind: mc.KindScaffold, Reason: "repeats the achievement of a badge in the record"})
			continue
		}
		if id != "" && d.listed[id] == nil {
			d.listed[id] = &listing{one, map[*entry]int{}}
		}
		d.later = append(d.later, func() {
			d.keep(one, mc.Outcome{Reason: "the record lists this achievement without saying that it was earned"})
		})
	}
}

// repeats reports whether an achievement is word for word that of a badge.
func (d *decoder) repeats(v jsontree.Value) bool {
	text, err := v.Canonical()
	if err != nil {
		return false
	}
	if d.spelled == nil {
		d.spelled = map[string]bool{}
		for _, b := range d.badges {
			if text, err := b.at.Get("credentialSubject").Get("achievement").Canonical(); err == nil {
				d.spelled[string(text)] = true
			}
		}
	}
	return d.spelled[string(text)]
}

// readLink reads one association.
func (d *decoder) readLink(v jsontree.Value) {
	source, target, kind := v.Get("sourceId"), v.Get("targetId"), v.Get("associationType")
	a := relation{kind.Text(), source.Text(), target.Text()}
	refused := ""
	part, whole, nests := a.parts()
	switch {
	case a.source == "" || a.target == "" || !AssociationType(a.kind).Valid():
		refused = "the association does not say what it links, or how"
	case nests && len(d.forest.byID[part]) == 0:
		refused = "the association is about an achievement of which the record holds no badge"
	case nests && len(d.forest.byID[whole]) > 0:
		if refused = d.forest.link(part, whole); refused == "" {
			d.nested(v, part, whole)
			return
		}
	case nests && d.listed[whole] != nil:
		d.countsTowards(v, part, d.listed[whole])
		return
	case nests:
		refused = "the association is about an achievement that the record does not hold"
	case len(d.forest.byID[a.source]) == 0:
		refused = "the association is about an achievement of which the record holds no badge"
	default:
		d.relate(v, d.forest.byID[a.source][0], a)
		return
	}
	d.keep(v, mc.Outcome{Reason: CodeLink + ": " + refused, Severity: mc.SeverityWarning})
}

// nested accounts for an association that the nesting of the claims tells.
func (d *decoder) nested(v jsontree.Value, part, whole string) {
	d.later = append(d.later, func() {
		const reason = "the claim is a part of the other one"
		d.track.Mark(v.Pointer(), mc.Outcome{Kind: mc.KindScaffold, Reason: reason})
		ids := map[string]*entry{part: d.forest.byID[part][0], whole: d.forest.byID[whole][0]}
		for name, m := range v.Members() {
			e := ids[m.Text()]
			if name == "associationType" {
				e = ids[part]
			}
			if e != nil && e.claim.Definition.ID != "" {
				d.track.Change(m.Pointer(), string(e.path("definition.id")), mc.MatchExact, reason)
			}
		}
	})
}

// countsTowards reads that an achievement is part of one that the record only
// lists.
func (d *decoder) countsTowards(v jsontree.Value, part string, whole *listing) {
	e := d.forest.byID[part][0]
	into := &e.claim.Definition.Stackability.Into
	i, told := whole.into[e]
	if !told {
		i = len(*into)
	}
	ref := mc.CredentialRef{ID: whole.at.Get("id").Text()}
	name := whole.at.Get("name")
	lang := whole.at.Get("inLanguage").Text()
	if lang == "" {
		lang = d.opts.Language.String()
	}
	if name.Text() != "" {
		ref.Title = mc.Text(lang, name.Text())
	}
	if !told {
		*into = append(*into, ref)
		whole.into[e] = i
	}
	d.later = append(d.later, func() {
		at := e.path("definition.stackability.into").At(i)
		const reason = "what the achievement counts towards"
		d.track.Mark(v.Pointer(), mc.Outcome{Kind: mc.KindScaffold, Reason: reason})
		for _, m := range v.Members() {
			if m.IsText(ref.ID) {
				d.track.Change(m.Pointer(), string(at.Dot("id")), mc.MatchExact, reason)
			}
		}
		d.track.Change(whole.at.Get("id").Pointer(), string(at.Dot("id")), mc.MatchExact, reason)
		if !ref.Title.IsZero() {
			d.track.Change(name.Pointer(), string(ref.Title.Path(at.Dot("title"), 0)), mc.MatchExact, reason)
		}
	})
}

// relate reads an association that is no part.
func (d *decoder) relate(v jsontree.Value, e *entry, a relation) {
	list := &e.claim.Definition.Related
	if e.related == nil {
		e.related = map[string]int{}
		for i, ref := range *list {
			if _, there := e.related[ref.ID]; !there && ref.Relation == "" {
				e.related[ref.ID] = i
			}
		}
		for i, ref := range *list {
			if ref.Relation != "" {
				e.related[ref.Relation+" "+ref.ID] = i
			}
		}
	}
	key := a.kind + " " + a.target
	i, stated := e.related[key]
	if !stated {
		if i, stated = e.related[a.target]; stated {
			delete(e.related, a.target)
			(*list)[i].Relation = a.kind
		} else {
			i = len(*list)
			*list = append(*list, mc.CredentialRef{ID: a.target, Relation: a.kind})
		}
		e.related[key] = i
	}
	d.later = append(d.later, func() {
		at := e.path("definition.related").At(i)
		d.track.Mark(v.Pointer(), mc.Outcome{Kind: mc.KindScaffold, Reason: "the reference of the definition to the other one"})
		d.track.Keep(v.Get("targetId").Pointer(), string(at.Dot("id")))
		d.track.Keep(v.Get("associationType").Pointer(), string(at.Dot("relation")))
		if e.claim.Definition.ID != "" {
			d.track.Change(v.Get("sourceId").Pointer(), string(e.path("definition.id")), mc.MatchExact, "the definition that refers to the other one")
		}
	})
}
