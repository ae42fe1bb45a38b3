package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineCredential makes the shape of the credential itself.
func (s *shapesOf) defineCredential() {
	type C = mc.Credential
	s.defineEvidence()
	s.defineServices()
	envelope := func(c *C) *mc.Envelope { return &c.Envelope }
	issuer := func(c *C) *mc.Party { return &c.Envelope.Issuer }
	terms := []term[C]{custom("@context", readContext), custom("context", readContext), custom("proof", dropProof)}
	terms = append(terms, lift("envelope", envelope, s.euEnvelope())...)
	terms = append(terms, ext(
		oneNote("furtherInformation", "further", func(c *C) *[]mc.Note { return &c.Further }),
		many("supplementaryDocument", "documents", func(c *C) *[]mc.WebResource { return &c.Documents }, &s.page),
		many("provenance", "provenance", func(c *C) *[]mc.Provenance { return &c.Provenance }, &s.provenance),
		custom("residue", func(*decoder, jsontree.Value, *C, path) {}), // put back last
	)...)
	terms = append(terms,
		one("issuer", "envelope.issuer", issuer, &s.party),
		instant("awardedDate", "award.awarding.on", func(c *C) *mc.Instant { return &c.Award.Awarding.On }),
		one("credentialSubject", "", func(c *C) *C { return c }, &s.subject),
		custom("evidence", s.readEvidence),
		custom("relatedResource", readRelatedResources),
	)
	terms = append(terms, lift("envelope", envelope, s.nativeEnvelope())...)
	s.credential = shape[C]{
		names: []string{datamodel.TypeCredential, ob3.TypeBadge, ob3.TypeAchievement, typeEuCredential},
		id:    func(c *C) *string { return &c.Envelope.ID }, idName: "envelope.id",
		terms: terms,
		after: func(d *decoder, node jsontree.Value, to *C, _ path) { s.deriveAwardingBody(d, node, to) },
	}
}

// euEnvelope are the terms of EuMicroCredential that the envelope has.
func (s *shapesOf) euEnvelope() []term[mc.Envelope] {
	type E = mc.Envelope
	return ext(
		lang("displayTitle", "display.title", func(e *E) *mc.LangString { return &e.Display.Title }),
		lang("displayDescription", "display.description", func(e *E) *mc.LangString { return &e.Display.Description }),
		one("primaryLanguage", "display.primary", func(e *E) *mc.Concept { return &e.Display.Primary }, &s.concept),
		many("displayLanguage", "display.languages", func(e *E) *[]mc.Concept { return &e.Display.Languages }, &s.concept),
		many("credentialProfile", "profiles", func(e *E) *[]mc.Concept { return &e.Profiles }, &s.concept),
		many("identification", "identifiers", func(e *E) *[]mc.Identifier { return &e.Identifiers }, &s.identifier),
		instant("issuedAt", "issued", func(e *E) *mc.Instant { return &e.Issued }),
		instant("modifiedAt", "modified", func(e *E) *mc.Instant { return &e.Modified }),
	)
}

// nativeEnvelope are the members of the credential, in Verifiable Credentials
// 2.0 and 1.1.
func (s *shapesOf) nativeEnvelope() []term[mc.Envelope] {
	type E = mc.Envelope
	return []term[E]{
		custom("name", readName),
		plain("description", "display.description", func(e *E) *mc.LangString { return &e.Display.Description }),
		opt("image", "image", func(e *E) **mc.Media { return &e.Image }, &s.image),
		instant("validFrom", "validFrom", func(e *E) *mc.Instant { return &e.ValidFrom }),
		instant("issuanceDate", "validFrom", func(e *E) *mc.Instant { return &e.ValidFrom }),
		instant("validUntil", "validUntil", func(e *E) *mc.Instant { return &e.ValidUntil }),
		instant("expirationDate", "validUntil", func(e *E) *mc.Instant { return &e.ValidUntil }),
		instant("issued", "issued", func(e *E) *mc.Instant { return &e.Issued }),
		many("credentialStatus", "status", func(e *E) *[]mc.Status { return &e.Status }, &s.status),
		many("credentialSchema", "schemas", func(e *E) *[]mc.SchemaRef { return &e.Schemas }, &s.service),
		many("refreshService", "refresh", func(e *E) *[]mc.SchemaRef { return &e.Refresh }, &s.service),
		custom("termsOfUse", s.readTerms),
		endorsements("endorsement", func(e *E) *[]mc.Endorsement { return &e.Endorsements }),
		endorsements("endorsementJwt", func(e *E) *[]mc.Endorsement { return &e.Endorsements }),
	}
}

// readName reads the name of the badge. Beside a display title in the same
// language it may be that of the achievement.
func readName(d *decoder, v jsontree.Value, to *mc.Envelope, at path) {
	title := &to.Display.Title
	if v.Kind() == jsontree.String && !title.IsZero() && !d.confirms(v, *title, at.Dot("display.title")) && d.confirms(v, d.definition.Title, "definition.title") {
		return
	}
	d.plain(v, title, at.Dot("display.title"))
}

// dropProof accounts for an embedded proof. It covers the document it stands
// in and is never carried over; what it said belongs to the provenance.
func dropProof(d *decoder, v jsontree.Value, _ *mc.Credential, _ path) {
	d.mark(v, mc.Outcome{
		Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
		Reason: "a proof holds for the document it stands in only",
	})
}

// defineServices makes the shapes of what a credential names by id and type.
func (s *shapesOf) defineServices() {
	s.status = shape[mc.Status]{
		id: func(x *mc.Status) *string { return &x.ID }, idName: "id",
		types: serviceTypeInto(func(x *mc.Status) *string { return &x.Type }),
		terms: []term[mc.Status]{
			text("statusPurpose", "purpose", func(x *mc.Status) *string { return &x.Purpose }),
			text("statusListIndex", "index", func(x *mc.Status) *string { return &x.Index }),
			text("statusListCredential", "list", func(x *mc.Status) *string { return &x.List }),
		},
	}
	s.service = shape[mc.SchemaRef]{
		id: func(x *mc.SchemaRef) *string { return &x.ID }, idName: "id",
		types: serviceTypeInto(func(x *mc.SchemaRef) *string { return &x.Type }),
	}
}

// serviceTypeInto reads a type that the model has a field for.
func serviceTypeInto[T any](get func(*T) *string) typeReader[T] {
	return func(d *decoder, name jsontree.Value, to *T, at path) bool {
		if *get(to) != "" || name.Text() == "" {
			return false
		}
		fill(d, name, get(to), name.Text(), at.Dot("type"))
		return true
	}
}

// readTerms reads terms of use: by id and type, or whole if there is more.
func (s *shapesOf) readTerms(d *decoder, v jsontree.Value, to *mc.Envelope, at path) {
	simple := shape[mc.CredentialTerms]{
		id: func(t *mc.CredentialTerms) *string { return &t.ID }, idName: "id",
		types: serviceTypeInto(func(t *mc.CredentialTerms) *string { return &t.Type }),
	}
	for e := range v.Each() {
		if d.nothing(e) {
			continue
		}
		here := at.Dot("terms").At(len(to.Terms))
		var t mc.CredentialTerms
		if bare(e) {
			simple.readObject(d, e, &t, here)
		} else {
			t.Raw = e.Raw()
			d.keep(e, here.Dot("raw"))
		}
		to.Terms = append(to.Terms, t)
	}
}

// bare reports whether a node says nothing but one id and one type.
func bare(v jsontree.Value) bool {
	for name, m := range v.Members() {
		if name != "id" && name != "type" || m.Kind() != jsontree.String {
			return false
		}
	}
	return v.Len() > 0
}

// defineEvidence makes the shapes of evidence, of attached files, and of the
// original of a converted badge, which all stand as evidence.
func (s *shapesOf) defineEvidence() {
	type T = mc.Evidence
	s.evidence = shape[T]{
		terms: []term[T]{
			custom("id", func(d *decoder, v jsontree.Value, to *T, at path) {
				if id := v.Text(); webURL(id) || strings.HasPrefix(id, "data:") {
					readParsed(d, v, &to.URL, at.Dot("url"), asText)
				} else {
					readParsed(d, v, &to.ID, at.Dot("id"), asText)
				}
			}),
			plain("name", "title", func(e *T) *mc.LangString { return &e.Title }),
			plain("description", "description", func(e *T) *mc.LangString { return &e.Description }),
			plain("narrative", "statement", func(e *T) *mc.LangString { return &e.Statement }),
			text("genre", "genre", func(e *T) *string { return &e.Genre }),
			text("audience", "audience", func(e *T) *string { return &e.Audience }),
			text("digestSRI", "digest", func(e *T) *string { return &e.Digest }),
			text("digestMultibase", "digest", func(e *T) *string { return &e.Digest }),
		},
		types: func(d *decoder, name jsontree.Value, to *T, at path) bool {
			if name.IsText("Evidence") || name.Text() == "" {
				d.scaffold(name)
				return true
			}
			d.keep(name, at.Dot("types").At(len(to.Types)))
			to.Types = append(to.Types, name.Text())
			return true
		},
		text: func(d *decoder, v jsontree.Value, to *T, at path) {
			readParsed(d, v, &to.URL, at.Dot("url"), asText)
		},
	}
	s.annex = shape[mc.Media]{
		names: []string{"Evidence"},
		terms: []term[mc.Media]{
			text("id", "url", func(m *mc.Media) *string { return &m.URL }),
			plain("name", "title", func(m *mc.Media) *mc.LangString { return &m.Title }),
			plain("description", "description", func(m *mc.Media) *mc.LangString { return &m.Description }),
			text("mediaType", "mediaType", func(m *mc.Media) *string { return &m.MediaType }),
			scaffolded[mc.Media]("genre"),
		},
	}
	s.defineProvenance()
}

// readEvidence reads evidence, attached files and originals.
func (s *shapesOf) readEvidence(d *decoder, v jsontree.Value, to *mc.Credential, _ path) {
	originals := 0
	for e := range v.Each() {
		switch {
		case d.nothing(e):
		case original(e, to.Provenance, originals):
			if originals == len(to.Provenance) {
				to.Provenance = append(to.Provenance, mc.Provenance{})
			}
			s.source.read(d, e, &to.Provenance[originals], path("provenance").At(originals))
			originals++
		case attached(e):
			var m mc.Media
			if s.annex.read(d, e, &m, path("annexes").At(len(to.Annexes))) {
				to.Annexes = append(to.Annexes, m)
			}
		default:
			var n mc.Evidence
			list := &to.Envelope.Evidence
			if s.evidence.read(d, e, &n, path("envelope.evidence").At(len(*list))) {
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
