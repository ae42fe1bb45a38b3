package elmo

import (
	"slices"
	"strconv"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *schema) defineOpportunity() {
	type (
		D = mc.Definition
		A = mc.Award
	)
	s.part = mapping.Class[mc.Claim]{Rows: []mapping.Row[mc.Claim]{mapping.One("learningOpportunitySpecification", self[mc.Claim], &s.opportunity)}}
	s.specifies = mapping.Class[mc.Claim]{Rows: []mapping.Row[mc.Claim]{mapping.One("learningOpportunityInstance", self[mc.Claim], &s.instance)}}
	s.opportunity = mapping.Class[mc.Claim]{Rows: mapping.Rows(
		mapping.Part(func(c *mc.Claim) *D { return &c.Definition },
			array(idRow(s, func(d *D) *string { return &d.ID }, func(d *D) *[]mc.Identifier { return &d.Identifiers })),
			titleRow(),
			kindRow(),
			notation("subjectArea", func(d *D) *[]mc.Concept { return &d.Subjects }),
			fieldRow(),
			firstURL("url", func(d *D) *[]mc.WebResource { return &d.Homepages }),
			mapping.Lang("description", func(d *D) *mc.LangString { return &d.Description }),
			htmlRow(),
		),
		[]mapping.Row[mc.Claim]{mapping.One("specifies", self[mc.Claim], &s.specifies)},
		mapping.Part(func(c *mc.Claim) *A { return &c.Award }, array(mapping.Many("hasPart", func(a *A) *[]mc.Claim { return &a.Parts }, &s.part))),
	), AfterWrite: completeOpportunity}
	s.instance = mapping.Class[mc.Claim]{Rows: mapping.Rows(
		mapping.Part(func(c *mc.Claim) *A { return &c.Award }, mapping.Rows(
			[]mapping.Row[A]{
				array(idRow(s, func(a *A) *string { return &a.ID }, func(a *A) *[]mc.Identifier { return &a.Identifiers })),
				mapping.Literal("start", func(a *A) *mc.Instant { return &a.Period.Start }, asDate),
				mapping.Literal("date", func(a *A) *mc.Instant { return &a.Awarding.On }, asDate),
			},
			mapping.Through(func(a *A) **mc.Opportunity { return &a.Opportunity }, mapping.One("academicTerm", func(o *mc.Opportunity) *mc.Period { return &o.Period }, &s.term)),
			mapping.First(func(a *A) *[]mc.AssessmentResult { return &a.Assessments }, s.resultRows()...),
			[]mapping.Row[A]{supplementRow()},
		)...),
		[]mapping.Row[mc.Claim]{s.creditRow()},
		mapping.Part(func(c *mc.Claim) *D { return &c.Definition }, mapping.Turn(1, s.levelRow()), languageRow(), hoursRow()),
	)}
}

// completeOpportunity adds what the schema demands of an opportunity.
func completeOpportunity(w *mapping.Writer, n *mapping.Node, from *mc.Claim, at mc.Path) {
	e := encoderOf(w)
	if n.Member("title") == nil {
		if title := titleOf(from); !title.IsZero() {
			e.schema.opportunity.Insert(n, mapping.Member{Term: "title", Items: textItems(title), Array: true})
		} else {
			e.missing(join(at, "definition.title"), "The achievement must have a title; found none. Supply a definition.title.")
		}
	}
	if n.Member("specifies") == nil {
		e.schema.opportunity.Insert(n, mapping.Member{Term: "specifies", Items: []mapping.Item{{Raw: `{"learningOpportunityInstance":{}}`}}})
	}
	if e.version == Version20 && n.Member("identifier") == nil {
		e.opportunities++
		e.schema.opportunity.Insert(n, mapping.Member{Term: "identifier", Array: true, Items: []mapping.Item{{Raw: `{"@type":"local","@value":"` + strconv.Itoa(e.opportunities) + `"}`}}})
	}
}

// titleOf returns what stands in for the title of a definition that has none.
func titleOf(c *mc.Claim) mc.LangString {
	all := &mc.Credential{Definition: c.Definition, Award: c.Award}
	return all.Title()
}

func textItems(s mc.LangString) (out []mapping.Item) {
	for _, v := range s {
		out = append(out, mapping.Item{Raw: showText(v)})
	}
	return out
}

func join(at, field mc.Path) mc.Path {
	if at == "" {
		return field
	}
	return at.Dot(string(field))
}

func titleRow() mapping.Row[mc.Definition] {
	return mapping.Lang("title", func(d *mc.Definition) *mc.LangString { return &d.Title })
}

// concepts is a row for one code or word that is an entry of a list of concepts.
func concepts(term string, get func(*mc.Definition) *[]mc.Concept, read func(text string) (mc.Concept, string), show func(*mc.Concept) string) mapping.Row[mc.Definition] {
	field := mapping.PathOf(get)
	return mapping.Custom(term,
		func(r *mapping.Reader, v jsontree.Value, to *mc.Definition, at mc.Path) {
			leaf, text, ok := r.Literal(v)
			if !ok || text == "" {
				r.Scaffold(leaf)
				return
			}
			list := get(to)
			here := at.Dot(string(field)).At(len(*list))
			c, reason := read(text)
			*list = append(*list, c)
			for _, p := range mapping.PathsOf(&c) {
				if reason == "" {
					r.Keep(leaf, here.Dot(string(p)))
				} else {
					r.Change(leaf, here.Dot(string(p)), reason)
				}
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Definition, at mc.Path) {
			for i := range *get(from) {
				text := show(&(*get(from))[i])
				if text == "" {
					continue
				}
				m := mapping.Member{Term: term, List: at.Dot(string(field)), Items: []mapping.Item{{Raw: mapping.Quote(text), From: at.Dot(string(field)).At(i), Index: i}}}
				for j := range *get(from) {
					if other := at.Dot(string(field)).At(j); w.Places != nil && j != i {
						w.Places[other] = -1
					}
				}
				w.Add(n, m)
				return
			}
		})
}

// notation is a row for a code that is kept as it is.
func notation(term string, get func(*mc.Definition) *[]mc.Concept) mapping.Row[mc.Definition] {
	return concepts(term, get, func(text string) (mc.Concept, string) { return mc.Concept{Notation: text}, "" },
		func(c *mc.Concept) string { return orElse(c.Notation, c.String()) })
}

// kindRow is the row for the kind of opportunity, in the words of the format.
func kindRow() mapping.Row[mc.Definition] {
	return concepts("type", func(d *mc.Definition) *[]mc.Concept { return &d.Kinds },
		func(text string) (mc.Concept, string) {
			return mc.Concept{Label: mc.Text("en", text)}, "a word of the format"
		},
		func(c *mc.Concept) string {
			for _, label := range c.Label {
				if slices.Contains(kindsOfOpportunity, label.Text) {
					return label.Text
				}
			}
			return ""
		})
}

// fieldRow is the row for the field of education.
func fieldRow() mapping.Row[mc.Definition] {
	return concepts("iscedCode", func(d *mc.Definition) *[]mc.Concept { return &d.Fields },
		func(text string) (mc.Concept, string) {
			if c, ok := vocabulary.Lookup(vocabulary.ISCEDF.IRI(text)); ok {
				return c.Model(), "a code of ISCED-F"
			}
			return mc.Concept{Notation: text}, ""
		},
		func(c *mc.Concept) string {
			if vocabulary.SchemeOf(c.IRI) == vocabulary.ISCEDF {
				return c.IRI[len(vocabulary.ISCEDF.IRI("")):]
			}
			return c.Notation
		})
}

// languageRow is the row for the language of instruction. The format has room for one.
func languageRow() mapping.Row[mc.Definition] {
	return concepts("languageOfInstruction", func(d *mc.Definition) *[]mc.Concept { return &d.Languages },
		func(text string) (mc.Concept, string) {
			if c, ok := mc.LanguageConcept(text); ok {
				return c, "a language by its code"
			}
			return mc.Concept{Notation: text}, ""
		},
		func(c *mc.Concept) string {
			if tag, ok := mc.LanguageTag(orElse(c.IRI, c.Notation)); ok {
				return tag
			}
			if isLanguage.ok(c.Notation) {
				return c.Notation
			}
			return ""
		})
}

func firstURL[T any](term string, get func(*T) *[]mc.WebResource) mapping.Row[T] {
	return mapping.First(get, mapping.Text(term, func(x *mc.WebResource) *string { return &x.URL }))[0]
}

const formatHTML = "text/html"

// htmlRow is the row for a description with markup.
func htmlRow() mapping.Row[mc.Definition] {
	return mapping.Custom("descriptionHtml",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Definition, at mc.Path) {
			here := at.Dot("notes").At(len(to.Notes))
			note := mc.Note{Format: formatHTML}
			if r.Texts(v, &note.Text, here.Dot("text"), mc.Und); !note.Text.IsZero() {
				to.Notes = append(to.Notes, note)
				r.Derive(v, here.Dot("format"))
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Definition, at mc.Path) {
			done := false
			for i, note := range from.Notes {
				here := at.Dot("notes").At(i)
				if done || note.Format != formatHTML {
					if w.Places != nil {
						w.Places[here] = -1
					}
					continue
				}
				done = true
				m := mapping.Member{Term: "descriptionHtml", Items: textItems(note.Text), Array: true}
				if len(m.Items) > 0 { // all texts are one note
					m.Items[0].From, m.Items[0].List, m.Items[0].Index = here, at.Dot("notes"), i
				}
				w.Add(n, m)
			}
		})
}

// creditRow is the row for credits with, in version 1.7, the level that they have.
func (s *schema) creditRow() mapping.Row[mc.Claim] {
	return mapping.Custom("credit",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Claim, at mc.Path) {
			for e := range v.Each() {
				here := join(at, "award.creditsEarned").At(len(to.Award.CreditsEarned))
				var w mc.Workload
				if !s.credit.Read(r, e, &w, here) {
					continue
				}
				to.Award.CreditsEarned = append(to.Award.CreditsEarned, w)
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Claim, at mc.Path) {
			e, earned := encoderOf(w), from.Award.CreditsEarned
			list := join(at, "award.creditsEarned")
			offered := len(earned) == 0
			if offered {
				earned, list = from.Definition.Workload, join(at, "definition.workload")
			}
			m := mapping.Member{Term: "credit", List: join(at, "award.creditsEarned"), Array: true}
			for i := range earned {
				credit, here := earned[i], list.At(i)
				if credit.Kind != mc.WorkloadCredits && (offered || credit.Kind != mc.WorkloadUnknown) {
					continue
				}
				if w.Places != nil {
					w.Places[here] = -1
				}
				if credit.Framework.IsZero() {
					credit.Framework.Notation = e.opts.CreditFramework
				}
				if schemeOf(&credit.Framework) == "" || credit.Amount.IsZero() {
					w.Explain(here, "ELMO asks for the framework of credits; say it with CreditFramework")
					continue
				}
				item := mapping.Item{Node: s.credit.Write(w, n, "credit", &credit, here, ""), From: here, Index: i}
				if offered { // which readers then take for earned
					restate(w, here, join(at, "award.creditsEarned").At(len(m.Items)))
					item.From = ""
				}
				m.Items = append(m.Items, item)
			}
			w.Add(n, m)
		})
}

// levelRow is the row for levels.
func (s *schema) levelRow() mapping.Row[mc.Definition] {
	return array(mapping.Many("level", func(d *mc.Definition) *[]mc.Level { return &d.Levels }, &s.level, mapping.If(func(l *mc.Level) bool { return levelFramework(l) != "" })))
}

// hoursRow is the row for the hours that the learner attended.
func hoursRow() mapping.Row[mc.Definition] {
	return mapping.Custom("engagementHours",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Definition, at mc.Path) {
			leaf, text, ok := r.Literal(v)
			if !ok {
				return
			}
			hours, err := mc.ParseDecimal(text)
			if err != nil {
				r.Reject(leaf, err.Error())
				return
			}
			here := at.Dot("workload").At(len(to.Workload))
			to.Workload = append(to.Workload, mc.Workload{Kind: mc.WorkloadContact, Amount: hours})
			r.Change(leaf, here.Dot("kind"), "the element says it")
			r.Keep(leaf, here.Dot("amount"))
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Definition, at mc.Path) {
			for i, load := range from.Workload {
				here := at.Dot("workload").At(i)
				hours, whole := load.Duration.WholeHours()
				switch {
				case load.Kind != mc.WorkloadContact || n.Member("engagementHours") != nil:
					continue
				case !load.Amount.IsZero():
					w.Add(n, mapping.Member{Term: "engagementHours", List: at.Dot("workload"), Items: []mapping.Item{{Raw: asDecimal.Show(load.Amount), From: here, Index: i}}})
				case whole:
					w.Add(n, mapping.Member{Term: "engagementHours", List: at.Dot("workload"), Items: []mapping.Item{{Raw: mapping.Quote(mc.DecimalOf(hours).String()), From: here, Index: i}}})
				}
			}
			for i := range from.Workload {
				if here := at.Dot("workload").At(i); w.Places != nil && !placed(n, here) {
					w.Places[here] = -1
				}
			}
		})
}

// placed reports whether a node has a member that an entry of a list came into.
func placed(n *mapping.Node, at mc.Path) bool {
	return slices.ContainsFunc(n.Items("engagementHours"), func(i mapping.Item) bool { return i.From == at })
}
