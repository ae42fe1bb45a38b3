package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// genreAttachment is how Encode marks files among the evidence.
const genreAttachment = "Attachment"

// defineEvidence makes the classes of evidence and of attached files, which
// stand in the member evidence as well.
func (s *tables) defineEvidence() {
	type T = mc.Evidence
	digest := func(term string, prefixes ...string) row[T] {
		r := mapping.Text(term, func(e *T) *string { return &e.Digest })
		return when(func(_ *encoder, e *T, _ path) bool { return hasAnyPrefix(e.Digest, prefixes...) }, r)
	}
	s.evidence = class[T]{
		Rows: []row[T]{
			custom("id", readEvidenceID, writeEvidenceID),
			custom("name", readEvidenceName, func(e *encoder, n *node, v *T, at path) { e.putText(n, "name", v.Title, at.Dot("title")) }),
			mapping.OneText("description", func(e *T) *mc.LangString { return &e.Description }),
			mapping.OneText("narrative", func(e *T) *mc.LangString { return &e.Statement }),
			readBy(mapping.Text("genre", func(e *T) *string { return &e.Genre }), readGenre),
			mapping.Text("audience", func(e *T) *string { return &e.Audience }),
			mapping.Turn(1, digest("digestMultibase", "z", "u")),
			digest("digestSRI", "sha"),
		},
		OnType: readEvidenceType,
		FromText: reads(func(d *decoder, v jsontree.Value, to *T, at path) {
			d.text(v, &to.URL, at.Dot("url"))
		}),
	}
	s.annex = class[mc.Media]{
		Types: []string{"Evidence"},
		Rows: []row[mc.Media]{
			writtenBy(mapping.Text("id", func(m *mc.Media) *string { return &m.URL }), func(e *encoder, n *node, m *mc.Media, at path) {
				n.ID = m.URL
				e.Keep(at.Dot("url"), n.At("id"))
			}),
			mapping.OneText("name", func(m *mc.Media) *mc.LangString { return &m.Title }),
			mapping.OneText("description", func(m *mc.Media) *mc.LangString { return &m.Description }),
			writtenBy(known[mc.Media]("genre"), func(e *encoder, n *node, _ *mc.Media, _ path) { e.PutText(n, "genre", genreAttachment) }),
			mapping.Text("mediaType", func(m *mc.Media) *string { return &m.MediaType }),
		},
	}
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

func readEvidenceID(d *decoder, v jsontree.Value, to *mc.Evidence, at path) {
	if id := v.Text(); isWebURL(id) || strings.HasPrefix(id, "data:") {
		d.text(v, &to.URL, at.Dot("url"))
	} else {
		d.text(v, &to.ID, at.Dot("id"))
	}
}

func writeEvidenceID(e *encoder, n *node, v *mc.Evidence, at path) {
	switch {
	case isGlobal(v.URL):
		n.ID = v.URL
		e.Keep(at.Dot("url"), n.At("id"))
		if v.ID == v.URL {
			e.Keep(at.Dot("id"), n.At("id"))
		}
	case isGlobal(v.ID):
		n.ID = v.ID
		e.Keep(at.Dot("id"), n.At("id"))
	}
}

func readEvidenceType(r *mapping.Reader, name jsontree.Value, to *mc.Evidence, at path) bool {
	if name.IsText("Evidence") || name.Text() == "" {
		r.Scaffold(name)
		return true
	}
	if iri := name.Text(); vocabulary.SchemeOf(iri) == vocabulary.EvidenceType && to.Kind.IRI == "" {
		to.Kind.IRI, to.Kind.Scheme = iri, string(vocabulary.EvidenceType)
		r.Keep(name, at.Dot("kind.iri"))
		r.Derive(name, at.Dot("kind.scheme"))
		return true
	}
	r.Keep(name, at.Dot("types").At(len(to.Types)))
	to.Types = append(to.Types, name.Text())
	return true
}

// readEvidenceName reads what evidence is called. A name that is also the genre only
// says what kind of evidence it is, as nameEvidence writes it.
func readEvidenceName(d *decoder, v jsontree.Value, to *mc.Evidence, at path) {
	if node := v.Parent(); v.Kind() == jsontree.String && node.Get("genre").IsText(v.Text()) {
		if isWording(v.Text(), evidenceOfNoKind) && !isKind(node) {
			d.Scaffold(v)
			return
		}
		if isKind(node) {
			d.OneText(v, &to.Kind.Label, at.Dot("kind.label"))
			return
		}
	}
	d.OneText(v, &to.Title, at.Dot("title"))
}

// readGenre reads the genre of evidence, which may repeat its kind.
func readGenre(d *decoder, v jsontree.Value, to *mc.Evidence, at path) {
	node := v.Parent()
	switch {
	case v.Kind() != jsontree.String:
	case isKind(node) && (node.Get("name").IsText(v.Text()) || !isWording(v.Text(), mandate)):
		d.OneText(v, &to.Kind.Label, at.Dot("kind.label"))
		return
	case node.Get("name").IsText(v.Text()) && isWording(v.Text(), evidenceOfNoKind):
		d.Scaffold(v)
		return
	}
	d.text(v, &to.Genre, at.Dot("genre"))
}

// isKind reports whether evidence has a type of the EU list.
func isKind(node jsontree.Value) bool {
	for t := range node.Get("type").Each() {
		if vocabulary.SchemeOf(t.Text()) == vocabulary.EvidenceType {
			return true
		}
	}
	return false
}

// nameEvidence gives evidence a name and a genre if it has none: those of its kind.
// Evidence without a name is nothing that a reader could show.
func (s *tables) nameEvidence(e *encoder, n *node, v *mc.Evidence, at path) {
	called := e.caption(evidenceOfNoKind)
	label, stated := e.show(v.Kind.Label), true
	if label == "" && v.Kind.IRI == iriMandate {
		label, stated = e.caption(mandate), false
	}
	if label != "" {
		called = label
	}
	for _, term := range []string{"name", "genre"} {
		switch {
		case n.Member(term) != nil, term == "genre" && label == "" && !v.Title.IsZero():
		case label != "" && stated:
			e.putText(n, term, v.Kind.Label, at.Dot("kind.label"))
		default:
			e.PutText(n, term, called)
			e.tracker.Add(mc.Outcome{To: n.At(term), Kind: mc.KindSynthesised, Reason: "says what kind of evidence this is"})
		}
	}
}

// iriMandate is the code of a mandate, by which one organisation seals for another.
const iriMandate = "http://data.europa.eu/snb/evidence-type/c_18016257"

// evidenceTypes returns the types of evidence beside Evidence. Only absolute
// IRIs can stand there.
func (e *encoder) evidenceTypes(v *mc.Evidence, at path, to string) []string {
	var out []string
	for i, t := range v.Types {
		here := at.Dot("types").At(i)
		switch {
		case t == "Evidence":
			e.Keep(here, element(to, 0))
		case isGlobal(t):
			out = append(out, t)
			e.Keep(here, element(to, len(out)))
		}
	}
	if iri := v.Kind.IRI; isGlobal(iri) && vocabulary.SchemeOf(iri) == vocabulary.EvidenceType && !slices.Contains(out, iri) {
		out = append(out, iri)
		e.Keep(at.Dot("kind.iri"), element(to, len(out)))
	}
	return out
}

// readEvidence reads evidence, attached files and originals.
func (s *tables) readEvidence(d *decoder, v jsontree.Value, to *mc.Credential, _ path) {
	originals := 0
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case isOriginal(one, to.Provenance, originals):
			if originals == len(to.Provenance) {
				to.Provenance = append(to.Provenance, mc.Provenance{})
			}
			s.source.Read(d.Reader, one, &to.Provenance[originals], path("provenance").At(originals))
			originals++
		case isAttached(one):
			var m mc.Media
			if s.annex.Read(d.Reader, one, &m, path("annexes").At(len(to.Annexes))) {
				to.Annexes = append(to.Annexes, m)
			}
		default:
			var n mc.Evidence
			list := &to.Envelope.Evidence
			if s.evidence.Read(d.Reader, one, &n, path("envelope.evidence").At(len(*list))) {
				*list = append(*list, n)
			}
		}
	}
}

// isAttached reports whether evidence is a file attached by reference that states
// nothing beyond what the model can hold of a file.
func isAttached(v jsontree.Value) bool {
	if !v.Get("genre").IsText(genreAttachment) || !isWebURL(v.Get("id").Text()) {
		return false
	}
	for _, name := range []string{"narrative", "audience", "digestSRI", "digestMultibase"} {
		if v.Get(name).Exists() {
			return false
		}
	}
	return true
}

// writeEvidence writes evidence and files attached by reference; Open Badges
// has no attachments.
func (s *tables) writeEvidence(e *encoder, n *node, c *mc.Credential, _ path) {
	m := mapping.Member{Term: "evidence", Array: true}
	next := func() string { return element(n.At(m.Term), len(m.Items)) }
	for i := range c.Envelope.Evidence {
		v, at := &c.Envelope.Evidence[i], path("envelope.evidence").At(i)
		one := &node{Class: "Evidence", Pointer: next()}
		types := e.evidenceTypes(v, at, one.At("type"))
		one.State = types
		s.evidence.WriteMembers(e.Writer, one, v, at)
		if len(types) > 0 || one.ID != "" || hasContent(one) {
			s.nameEvidence(e, one, v, at)
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	for i := range c.Annexes {
		if a := &c.Annexes[i]; isWebURL(a.URL) && len(a.Content) == 0 {
			m.Items = append(m.Items, mapping.Item{Node: s.annex.Write(e.Writer, n, m.Term, a, path("annexes").At(i), next())})
		}
	}
	e.Add(n, m)
}

// hasContent reports whether evidence has members other than digests.
func hasContent(n *node) bool {
	for _, m := range n.Members {
		if !strings.HasPrefix(m.Term, "digest") {
			return true
		}
	}
	return false
}
