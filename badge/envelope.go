package badge

import (
	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
	"slices"
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
		writtenBy(mapping.Opt("image", func(e *E) **mc.Media { return &e.Image }, &s.picture), s.writeImage),
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
	root := node{Members: slices.Clone(e.root.Members)}
	if e.Extended || e.root.ExtensionType != "" {
		contexts = append(contexts, ExtensionContext)
		schemas := mapping.Member{Term: "credentialSchema", Array: true}
		if stated := root.Member(schemas.Term); stated != nil {
			stated.Items = withExtensionSchema(stated.Items)
		} else {
			schemas.Items = withExtensionSchema(nil)
			e.s.credential.Insert(&root, schemas)
		}
	}
	if usesOneEdTech(&root) {
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
	return e.Format.AppendJSON(nil, &node{Members: append(members, root.Members...)})
}
