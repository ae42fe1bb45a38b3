package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineCredential makes the class of the credential itself.
func (s *tables) defineCredential() {
	type C = mc.Credential
	envelope := func(c *C) *mc.Envelope { return &c.Envelope }
	s.credential = class[C]{
		Types: []string{datamodel.TypeCredential, ob3.TypeBadge, ob3.TypeAchievement}, ExtensionType: typeEuCredential,
		ID: func(c *C) *string { return &c.Envelope.ID },
		Rows: mapping.Rows(
			[]row[C]{custom("@context", readContext, nil), custom("context", readContext, nil), custom("proof", dropProof, nil)},
			mapping.Part(envelope, s.display()...),
			[]row[C]{writtenBy(mapping.One("issuer", func(c *C) *mc.Party { return &c.Envelope.Issuer }, &s.profile), s.writeIssuer)},
			dates(),
			[]row[C]{ // the subject and originals are written last
				mapping.ReadOnly(mapping.One("credentialSubject", func(c *C) *C { return c }, &s.subject)),
				custom("evidence", s.readEvidence, s.writeEvidence),
			},
			mapping.Part(envelope, s.services()...),
			[]row[C]{custom("relatedResource", s.readRelatedResources, nil)},
			mapping.Extension(mapping.Part(envelope, s.euEnvelope()...)...),
			mapping.Extension(
				notes("furtherInformation", func(c *C) *[]mc.Note { return &c.Further }),
				mapping.Many("supplementaryDocument", func(c *C) *[]mc.WebResource { return &c.Documents }, &s.page),
				mapping.ReadOnly(mapping.Many("provenance", func(c *C) *[]mc.Provenance { return &c.Provenance }, &s.provenance)),
				elsewhere[C]("residue"), // put back last
			),
		),
		AfterRead: reads(func(d *decoder, v jsontree.Value, to *mc.Credential, at path) {
			s.placeParties(d, v, to, at)
			d.readFacts(to)
		}),
	}
}

// display are the members that say what a badge looks like.
func (s *tables) display() []row[mc.Envelope] {
	type E = mc.Envelope
	return []row[E]{
		mapping.Turn(1, readBy(mapping.OneText("name", func(e *E) *mc.LangString { return &e.Display.Title }), readName)),
		mapping.OneText("description", func(e *E) *mc.LangString { return &e.Display.Description }),
		mapping.Opt("image", func(e *E) **mc.Media { return &e.Image }, &s.picture),
	}
}

// euEnvelope are the terms of EuMicroCredential that the envelope has.
func (s *tables) euEnvelope() []row[mc.Envelope] {
	type E = mc.Envelope
	return []row[E]{
		full("displayTitle", func(e *E) *mc.LangString { return &e.Display.Title }),
		full("displayDescription", func(e *E) *mc.LangString { return &e.Display.Description }),
		mapping.One("primaryLanguage", func(e *E) *mc.Concept { return &e.Display.Primary }, &s.concept),
		mapping.Many("displayLanguage", func(e *E) *[]mc.Concept { return &e.Display.Languages }, &s.concept),
		mapping.Many("credentialProfile", func(e *E) *[]mc.Concept { return &e.Profiles }, &s.concept),
		mapping.Many("identification", func(e *E) *[]mc.Identifier { return &e.Identifiers }, &s.identification),
		mapping.Instant("issuedAt", func(e *E) *mc.Instant { return &e.Issued }),
		mapping.Instant("modifiedAt", func(e *E) *mc.Instant { return &e.Modified }),
	}
}

// dates are the period of validity and the day of the award, in Verifiable
// Credentials 2.0 and 1.1. A start is required: in its place stands the date of
// issue or else that of the award.
func dates() []row[mc.Credential] {
	type C = mc.Credential
	from := func(c *C) *mc.Instant { return &c.Envelope.ValidFrom }
	until := func(c *C) *mc.Instant { return &c.Envelope.ValidUntil }
	return []row[C]{
		writtenBy(mapping.Instant("validFrom", from), func(e *encoder, n *node, c *C, _ path) {
			e.putMoment(n, "validFrom", c.Envelope.ValidFrom, "envelope.validFrom")
			for _, other := range []struct {
				at   path
				when mc.Instant
			}{{"envelope.issued", c.Envelope.Issued}, {"award.awarding.on", c.Award.Awarding.On}} {
				if n.Member("validFrom") != nil || other.when.IsZero() {
					continue
				}
				e.putMoment(n, "validFrom", other.when, other.at)
				e.tracker.Add(mc.Outcome{To: "/validFrom", Kind: mc.KindSynthesised, Reason: "no start of validity is stated; taken from " + string(other.at)})
			}
		}),
		mapping.ReadOnly(mapping.Instant("issuanceDate", from)),
		moment("validUntil", until),
		mapping.ReadOnly(mapping.Instant("expirationDate", until)),
		moment("awardedDate", func(c *C) *mc.Instant { return &c.Award.Awarding.On }),
		mapping.ReadOnly(mapping.Instant("issued", func(c *C) *mc.Instant { return &c.Envelope.Issued })),
	}
}

// readName reads the name of the badge. Beside a display title in the same
// language it may be that of the achievement.
func readName(d *decoder, v jsontree.Value, to *mc.Envelope, at path) {
	title := &to.Display.Title
	if v.Kind() == jsontree.String && !title.IsZero() && !d.Confirms(v, *title, at.Dot("display.title")) && d.Confirms(v, d.definition.Title, "definition.title") {
		return
	}
	d.OneText(v, title, at.Dot("display.title"))
}

// dropProof accounts for an embedded proof. It covers only the document that it
// stands in and is never carried over; the provenance tells of it.
func dropProof(d *decoder, v jsontree.Value, _ *mc.Credential, _ path) {
	d.Mark(v, mc.Outcome{
		Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
		Reason: "a proof holds for the document it stands in only",
	})
}

// credentialID returns the id of the badge. A badge made of another document is
// a new statement and needs a new id.
func (e *encoder) credentialID() string {
	own := e.c.Envelope.ID
	switch {
	case e.o.ID == own && own != "", e.o.ID == "" && !e.isConverted() && isGlobal(own):
		e.Keep("envelope.id", "/id")
		return own
	case e.o.ID != "":
		return e.o.ID
	}
	e.tracker.Add(mc.Outcome{To: "/id", Kind: mc.KindSynthesised, Reason: "a badge is a new statement and has an id of its own"})
	return e.newID("envelope.id")
}

// write writes the badge. The members of the credential come first, then the
// subject and where the credential comes from.
func (e *encoder) write() {
	s, root := e.s, &e.root
	e.id = e.credentialID()
	s.credential.WriteMembers(e.Writer, root, e.c, "")
	e.subject = s.writeSubject(e)
	s.writeDraftIssuer(e)
	s.credential.Insert(root, mapping.Member{Term: "credentialSubject", Items: []mapping.Item{{Node: e.subject}}})
	s.writeProvenance(e)
	if root.Member("name") == nil && e.name != "" {
		s.credential.Insert(root, mapping.Member{Term: "name", Items: []mapping.Item{{Raw: mapping.Quote(e.name)}}})
	}
}

// text is the document as JSON, with the types and contexts that the terms in
// use need.
func (e *encoder) text() []byte {
	contexts := []string{ob3.CredentialsContext, ob3.Context}
	if e.Extended || e.root.ExtensionType != "" {
		contexts = append(contexts, ExtensionContext)
	}
	if e.usesOneEdTech() {
		contexts = append(contexts, ob3.OneEdTechContext)
	}
	types := []string{datamodel.TypeCredential, ob3.TypeBadge}
	if e.root.ExtensionType != "" {
		types = append(types, e.root.ExtensionType)
	}
	raw := func(term string, text []byte) mapping.Member {
		return mapping.Member{Term: term, Items: []mapping.Item{{Raw: string(text)}}}
	}
	members := []mapping.Member{raw("@context", appendStrings(nil, contexts))}
	if e.id != "" {
		members = append(members, raw("id", jsontree.AppendString(nil, e.id)))
	}
	members = append(members, raw("type", appendStrings(nil, types)))
	return e.Format.AppendJSON(nil, &node{Members: append(members, e.root.Members...)})
}

// nameOriginal and genreAttachment are how Encode names the original and files
// among the evidence.
const (
	nameOriginal    = "Original credential"
	genreAttachment = "Attachment"
)

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
	r.Keep(name, at.Dot("types").At(len(to.Types)))
	to.Types = append(to.Types, name.Text())
	return true
}

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
