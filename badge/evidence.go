package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// nameOriginal and genreAttachment are how Encode names the original and files
// among the evidence.
const (
	nameOriginal    = "Original credential"
	genreAttachment = "Attachment"
)

// defineEvidence makes the classes of evidence and of attached files, which
// both stand as evidence.
func (s *tables) defineEvidence() {
	type T = mc.Evidence
	digest := func(term string, prefixes ...string) row[T] {
		r := mapping.Text(term, func(e *T) *string { return &e.Digest })
		return when(func(_ *encoder, e *T, _ path) bool { return hasPrefix(e.Digest, prefixes...) }, r)
	}
	s.evidence = class[T]{
		Rows: []row[T]{
			custom("id", readEvidenceID, writeEvidenceID),
			mapping.OneText("name", func(e *T) *mc.LangString { return &e.Title }),
			mapping.OneText("description", func(e *T) *mc.LangString { return &e.Description }),
			mapping.OneText("narrative", func(e *T) *mc.LangString { return &e.Statement }),
			mapping.Text("genre", func(e *T) *string { return &e.Genre }),
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

func hasPrefix(s string, prefixes ...string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

func readEvidenceID(d *decoder, v jsontree.Value, to *mc.Evidence, at path) {
	if id := v.Text(); webURL(id) || strings.HasPrefix(id, "data:") {
		d.text(v, &to.URL, at.Dot("url"))
	} else {
		d.text(v, &to.ID, at.Dot("id"))
	}
}

func writeEvidenceID(e *encoder, n *node, v *mc.Evidence, at path) {
	switch {
	case global(v.URL):
		n.ID = v.URL
		e.Keep(at.Dot("url"), n.At("id"))
		if v.ID == v.URL {
			e.Keep(at.Dot("id"), n.At("id"))
		}
	case global(v.ID):
		n.ID = v.ID
		e.Keep(at.Dot("id"), n.At("id"))
	}
}

func readEvidenceType(r *mapping.Reader, name jsontree.Value, to *mc.Evidence, at path) bool {
	if name.IsText("Evidence") || name.Text() == "" {
		r.Scaffold(name)
		return true
	}
	r.Keep(name, at.Dot("types").At(len(to.Types)))
	to.Types = append(to.Types, name.Text())
	return true
}

// evidenceTypes are the types of evidence beside Evidence. Only names that mean
// something everywhere, absolute IRIs, can stand there.
func (e *encoder) evidenceTypes(v *mc.Evidence, at path, to string) []string {
	var out []string
	for i, t := range v.Types {
		here := at.Dot("types").At(i)
		switch {
		case t == "Evidence":
			e.Keep(here, element(to, 0))
		case global(t):
			out = append(out, t)
			e.Keep(here, element(to, len(out)))
		}
	}
	return out
}

// readEvidence reads evidence, attached files and originals.
func (s *tables) readEvidence(d *decoder, v jsontree.Value, to *mc.Credential, _ path) {
	originals := 0
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case original(one, to.Provenance, originals):
			if originals == len(to.Provenance) {
				to.Provenance = append(to.Provenance, mc.Provenance{})
			}
			s.source.Read(d.Reader, one, &to.Provenance[originals], path("provenance").At(originals))
			originals++
		case attached(one):
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

// attached reports whether an item of evidence is a file attached by
// reference, and nothing more than the model can say of one.
func attached(v jsontree.Value) bool {
	if !v.Get("genre").IsText(genreAttachment) || !webURL(v.Get("id").Text()) {
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
		if len(types) > 0 || one.ID != "" || tells(one) {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	for i := range c.Annexes {
		if a := &c.Annexes[i]; webURL(a.URL) && len(a.Content) == 0 {
			m.Items = append(m.Items, mapping.Item{Node: s.annex.Write(e.Writer, n, m.Term, a, path("annexes").At(i), next())})
		}
	}
	e.Add(n, m)
}

// tells reports whether evidence says more than a digest of nothing.
func tells(n *node) bool {
	for _, m := range n.Members {
		if !strings.HasPrefix(m.Term, "digest") {
			return true
		}
	}
	return false
}
