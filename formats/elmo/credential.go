package elmo

import (
	"cmp"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *schema) defineCredential() {
	type C = mc.Credential
	issued := func(c *C) *mc.Instant { return &c.Envelope.Issued }
	s.report = mapping.Class[C]{Rows: []mapping.Row[C]{
		mapping.One("issuer", func(c *C) *mc.Party { return &c.Envelope.Issuer }, &s.issuer),
		s.opportunitiesRow(),
		mapping.Instant("issueDate", issued),
		schemesRow(),
		attachmentRow(true),
	}, AfterRead: s.readBodies}
	s.credential = mapping.Class[C]{Rows: []mapping.Row[C]{
		scaffold("@xmlns", mapping.Quote(Namespace)),
		versionRow(),
		mapping.One("report", self[C], &s.report),
		generatedRow(),
		mapping.One("learner", func(c *C) *mc.Learner { return &c.Learner }, &s.learner),
		attachmentRow(false),
		extensionRow(),
	}}
}

// scaffold is a row for a member that is always the same.
func scaffold(term, raw string) mapping.Row[mc.Credential] {
	return mapping.Custom(term,
		func(r *mapping.Reader, v jsontree.Value, _ *mc.Credential, _ mc.Path) { r.Scaffold(v) },
		func(w *mapping.Writer, n *mapping.Node, _ *mc.Credential, _ mc.Path) { w.PutRaw(n, term, raw) })
}

// versionRow is the row for the version, which a report that is made of this one has too.
func versionRow() mapping.Row[mc.Credential] {
	return mapping.Custom("@version", func(r *mapping.Reader, v jsontree.Value, _ *mc.Credential, _ mc.Path) {
		r.Reject(v, "the version of the format")
	}, nil)
}

// generatedRow is the row for when the file was made. It says nothing new where that is
// when the report was issued.
func generatedRow() mapping.Row[mc.Credential] {
	at := mc.Path("envelope.issued")
	return mapping.Custom("generatedDate",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Credential, _ mc.Path) {
			leaf, text, ok := r.Literal(v)
			made, err := mc.ParseInstant(text)
			switch {
			case !ok:
			case err != nil:
				r.Reject(leaf, err.Error())
			case !to.Envelope.Issued.IsZero() && to.Envelope.Issued != made:
				r.Reject(leaf, "when the file was made, which the report of its issuer does not depend on")
			default:
				mapping.Fill(r, leaf, &to.Envelope.Issued, made, at)
			}
		}, nil)
}

// opportunitiesRow is the row for what was achieved: the first is the claim of the
// credential, the next are others.
func (s *schema) opportunitiesRow() mapping.Row[mc.Credential] {
	const term = "learningOpportunitySpecification"
	return mapping.Custom(term,
		func(r *mapping.Reader, v jsontree.Value, to *mc.Credential, _ mc.Path) {
			first := true
			for e := range v.Each() {
				var c mc.Claim
				if first {
					first = false
					s.opportunity.Read(r, e, &c, "")
					to.Definition, to.Award = c.Definition, c.Award
					continue
				}
				if s.opportunity.Read(r, e, &c, mc.Path("others").At(len(to.Others))) {
					to.Others = append(to.Others, c)
				}
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Credential, _ mc.Path) {
			first := &mc.Claim{Definition: from.Definition, Award: from.Award}
			m := mapping.Member{Term: term, List: "others", Array: true}
			m.Items = append(m.Items, mapping.Item{Node: s.opportunity.WriteRequired(w, n, term, first, "", "")})
			for i := range from.Others {
				here := mc.Path("others").At(i)
				node := s.opportunity.WriteRequired(w, n, term, &from.Others[i], here, "")
				m.Items = append(m.Items, mapping.Item{Node: node, From: here, Index: i})
			}
			w.Add(n, m)
		})
}

// maxBodies bounds how many claims of a report name who awarded them.
const maxBodies = 1000

// readBodies notes for each opportunity of a report that the institution of the report
// awarded what was achieved.
func (s *schema) readBodies(r *mapping.Reader, node jsontree.Value, to *mc.Credential, _ mc.Path) {
	read := func(a *mc.Award, at mc.Path) {
		var body mc.Party
		if s.issuer.Read(r, node.Get("issuer"), &body, at.Dot("bodies").At(0)) {
			a.Awarding.Bodies = []mc.Party{body}
		}
	}
	if !node.Get("learningOpportunitySpecification").At(0).Exists() {
		return
	}
	read(&to.Award, "award.awarding")
	for i := range to.Others[:min(len(to.Others), maxBodies)] {
		read(&to.Others[i].Award, mc.Path("others").At(i).Dot("award.awarding"))
	}
}

// schemesRow is the row for the scales, which results refer to.
func schemesRow() mapping.Row[mc.Credential] {
	const term = "gradingScheme"
	row := mapping.Custom(term, func(*mapping.Reader, jsontree.Value, *mc.Credential, mc.Path) {},
		func(w *mapping.Writer, n *mapping.Node, _ *mc.Credential, _ mc.Path) {
			m := mapping.Member{Term: term, Array: true}
			for _, s := range encoderOf(w).scales {
				node := &mapping.Node{Members: []mapping.Member{{Term: "@localId", Items: []mapping.Item{{Raw: mapping.Quote(s.id)}}}}}
				if !s.text.IsZero() {
					node.Members = append(node.Members, mapping.Member{Term: "description", Items: textItems(s.text), Array: true})
				}
				m.Items = append(m.Items, mapping.Item{Node: node})
			}
			w.Add(n, m)
		})
	return row
}

// made returns when the document is made.
func (e *encoder) made() mc.Instant {
	if n := len(e.model.Provenance); n > 0 && !e.model.Provenance[n-1].ConvertedAt.IsZero() {
		return e.model.Provenance[n-1].ConvertedAt
	}
	return e.issued()
}

// issued returns when the report was issued.
func (e *encoder) issued() mc.Instant {
	for _, i := range []mc.Instant{e.model.Envelope.Issued, e.model.Envelope.ValidFrom, e.opts.Issued} {
		if !i.IsZero() {
			return i
		}
	}
	if n := len(e.model.Provenance); n > 0 {
		return e.model.Provenance[n-1].ConvertedAt
	}
	return mc.Instant{}
}

// complete adds what the schema demands of a whole document.
func (e *encoder) complete(top *mapping.Node) {
	report := e.require(top, "report")
	learner := e.require(top, "learner")
	issued := e.issued()
	if issued.IsZero() {
		e.missing("envelope.issued", "A report must have the time of its issue; found none. Supply an envelope.issued, or set EncodeOptions.Issued.")
	}
	e.put(top, "generatedDate", mapping.Quote(e.made().String()))
	e.put(report, "issueDate", mapping.Quote(issued.String()))
	e.completeLearner(learner)
	e.completeIssuer(e.require(report, "issuer"))
}

// require returns the node of a member, which is added if it is not there.
func (e *encoder) require(n *mapping.Node, term string) *mapping.Node {
	if items := n.Items(term); len(items) > 0 && items[0].Node != nil {
		return items[0].Node
	}
	node := &mapping.Node{}
	n.Members = append(n.Members, mapping.Member{Term: term, Items: []mapping.Item{{Node: node}}})
	return node
}

// put adds a member that is not there.
func (e *encoder) put(n *mapping.Node, term, raw string) {
	if n.Member(term) == nil {
		n.Members = append(n.Members, mapping.Member{Term: term, Items: []mapping.Item{{Raw: cmp.Or(raw, `""`)}}})
	}
}

// completeLearner adds the names, which may be empty. A name that the source does not
// split stands whole in the family name.
func (e *encoder) completeLearner(n *mapping.Node) {
	p := &e.c.Learner.Party
	whole, at := p.Name, mc.Path("learner.party.name")
	if person := p.Person; person != nil && !person.FullName.IsZero() {
		whole, at = person.FullName, "learner.party.person.fullName"
	}
	split := n.Member("givenNames") != nil || n.Member("familyName") != nil
	if !split && !whole.IsZero() {
		i := max(0, e.Best(whole))
		e.put(n, "familyName", string(jsontree.AppendString(nil, whole[i].Text)))
		restate(&e.Writer, whole.Path(at, i), inNoLanguage("learner.party.person.familyName"))
	}
	e.put(n, "givenNames", "")
	e.put(n, "familyName", "")
	if e.version == Version20 && n.Member("alternativeName") == nil {
		name, _ := p.DisplayName().Best()
		e.put(n, "alternativeName", string(jsontree.AppendString(nil, name.Text)))
	}
}

// completeIssuer adds what the schema demands of the institution.
func (e *encoder) completeIssuer(n *mapping.Node) {
	p := &e.c.Envelope.Issuer
	if n.Member("identifier") == nil {
		e.missing("envelope.issuer.identifiers", "The issuer must have an identifier, such as its SCHAC home organisation, Erasmus code or PIC; found none. Supply envelope.issuer.identifiers or an envelope.issuer.id.")
	}
	if n.Member("title") == nil {
		name := p.DisplayName()
		if name.IsZero() {
			e.missing("envelope.issuer.name", "The issuer must have a name; found none. Supply an envelope.issuer.name.")
		}
		n.Members = append(n.Members, mapping.Member{Term: "title", Items: textItems(name), Array: true})
	}
	e.put(n, "url", "") // the schema takes an empty one
}
