package edc

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineCredential makes the tables of EuropeanDigitalCredential and of what
// only stands at its top level.
func (s *schema) defineCredential() {
	s.evidence = class[mc.Evidence]{
		names: []string{"Evidence"},
		id:    func(e *mc.Evidence) *string { return &e.ID }, idName: "id",
		fields: fieldsOf([]field[mc.Evidence]{
			one("dcType", "kind", func(e *mc.Evidence) *mc.Concept { return &e.Kind }, &s.concept),
			plain(lang("evidenceStatement", "statement", func(e *mc.Evidence) *mc.LangString { return &e.Statement }), func(e *mc.Evidence) mc.LangString { return e.Statement }),
			many("embeddedEvidence", "embedded", func(e *mc.Evidence) *[]mc.Media { return &e.Embedded }, &s.media),
			opt("accreditation", "accreditation", func(e *mc.Evidence) **mc.QualityAssurance { return &e.Accreditation }, &s.quality),
		}),
	}
	s.status = class[mc.Status]{
		names:  []string{"CredentialStatus"},
		typeOf: statusType,
		id:     func(t *mc.Status) *string { return &t.ID }, idName: "id",
		onType: func(d *decoder, name jsontree.Value, to *mc.Status, at mc.Path) bool {
			if name.IsText("CredentialStatus") {
				return false
			}
			readParsed(d, name, &to.Type, at.Dot("type"), asText)
			return true
		},
		fields: fieldsOf([]field[mc.Status]{
			text("statusPurpose", "purpose", func(t *mc.Status) *string { return &t.Purpose }),
			text("statusListCredential", "list", func(t *mc.Status) *string { return &t.List }),
			text("statusListIndex", "index", func(t *mc.Status) *string { return &t.Index }),
		}),
	}
	s.schemaRef = class[mc.SchemaRef]{
		typeOf: serviceType,
		id:     func(r *mc.SchemaRef) *string { return &r.ID }, idName: "id",
		onType: func(d *decoder, name jsontree.Value, to *mc.SchemaRef, at mc.Path) bool {
			readParsed(d, name, &to.Type, at.Dot("type"), asText)
			return true
		},
	}
	s.holder = class[mc.KeyBinding]{
		names:  []string{"Agent", "Person", "Organisation"},
		typeOf: holderType,
		id:     func(k *mc.KeyBinding) *string { return &k.ID }, idName: "id",
		fields: fieldsOf([]field[mc.KeyBinding]{{"jwk", func(d *decoder, v jsontree.Value, to *mc.KeyBinding, at mc.Path) {
			if v.IsObject() && v.Len() > 0 {
				to.JWK = v.Raw()
				d.keep(v, at.Dot("jwk"))
			}
		}, nil}}),
	}
	s.credential = class[mc.Credential]{
		names:  []string{"VerifiableCredential", "VerifiableAttestation", typeEDC, typeConverted},
		typeOf: func(*object, string, *mc.Credential) string { return typeEDC },
		id:     func(c *mc.Credential) *string { return &c.Envelope.ID }, idName: "envelope.id",
		fields: fieldsOf(
			lift("envelope", func(c *mc.Credential) *mc.Envelope { return &c.Envelope }, s.envelopeFields()),
			[]field[mc.Credential]{
				{"@context", func(d *decoder, v jsontree.Value, _ *mc.Credential, _ mc.Path) { d.scaffold(v) }, nil},
				one("credentialSubject", "", func(c *mc.Credential) *mc.Credential { return c }, &s.learner),
				s.attachments(),
				{"proof", dropProof, nil},
			}),
	}
}

func (s *schema) envelopeFields() []field[mc.Envelope] {
	type T = mc.Envelope
	return []field[T]{
		many("identifier", "identifiers", func(e *T) *[]mc.Identifier { return &e.Identifiers }, &s.identifier),
		many("credentialProfiles", "profiles", func(e *T) *[]mc.Concept { return &e.Profiles }, &s.concept),
		many("credentialSchema", "schemas", func(e *T) *[]mc.SchemaRef { return &e.Schemas }, &s.schemaRef),
		one("displayParameter", "display", func(e *T) *mc.Display { return &e.Display }, &s.display),
		one("issuer", "issuer", func(e *T) *mc.Party { return &e.Issuer }, &s.party),
		instant("issued", "issued", func(e *T) *mc.Instant { return &e.Issued }),
		preferring("issuanceDate", "issued", "issued", func(e *T) *mc.Instant { return &e.Issued }),
		instant("validFrom", "validFrom", func(e *T) *mc.Instant { return &e.ValidFrom }),
		instant("validUntil", "validUntil", func(e *T) *mc.Instant { return &e.ValidUntil }),
		preferring("expirationDate", "validUntil", "validUntil", func(e *T) *mc.Instant { return &e.ValidUntil }),
		many("evidence", "evidence", func(e *T) *[]mc.Evidence { return &e.Evidence }, &s.evidence),
		many("credentialStatus", "status", func(e *T) *[]mc.Status { return &e.Status }, &s.status),
		many("refreshService", "refresh", func(e *T) *[]mc.SchemaRef { return &e.Refresh }, &s.schemaRef),
		many("holder", "holders", func(e *T) *[]mc.KeyBinding { return &e.Holders }, &s.holder),
		readOnly(many("cnf", "holders", func(e *T) *[]mc.KeyBinding { return &e.Holders }, &s.holder)),
		{"termsOfUse", readTerms, writeTerms},
	}
}

// readTerms keeps terms of use as they are, because ELM gives them no members.
func readTerms(d *decoder, v jsontree.Value, to *mc.Envelope, at mc.Path) {
	for e := range v.Each() {
		if d.nothing(e) {
			continue
		}
		here := at.Dot("terms").At(len(to.Terms))
		d.keep(e, here.Dot("raw"))
		to.Terms = append(to.Terms, mc.CredentialTerms{Raw: e.Raw()})
	}
}

// dropProof accounts for an embedded proof. It covers the document it stands
// in and is never carried over; what it said belongs to the provenance.
func dropProof(d *decoder, v jsontree.Value, _ *mc.Credential, _ mc.Path) {
	d.track.Mark(v.Pointer(), mc.Outcome{
		Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
		Reason: "a proof holds for the document it stands in only",
	})
}

// defineDisplay makes the tables of DisplayParameter.
func (s *schema) defineDisplay() {
	s.page = class[mc.DisplayPage]{
		names: []string{"DisplayDetail"},
		fields: fieldsOf([]field[mc.DisplayPage]{
			one("image", "image", func(p *mc.DisplayPage) *mc.Media { return &p.Image }, &s.media),
			integer("page", "page", func(p *mc.DisplayPage) *int { return &p.Page }),
		}),
	}
	s.pages = class[mc.Display]{
		names: []string{"IndividualDisplay"},
		fields: fieldsOf([]field[mc.Display]{
			{"language", func(*decoder, jsontree.Value, *mc.Display, mc.Path) {}, nil}, // read with each page
			{"displayDetail", s.readPages, nil},
		}),
	}
	s.display = class[mc.Display]{
		names: []string{"DisplayParameter"},
		fields: fieldsOf([]field[mc.Display]{
			lang("title", "title", func(p *mc.Display) *mc.LangString { return &p.Title }),
			lang("description", "description", func(p *mc.Display) *mc.LangString { return &p.Description }),
			one("primaryLanguage", "primary", func(p *mc.Display) *mc.Concept { return &p.Primary }, &s.concept),
			many("language", "languages", func(p *mc.Display) *[]mc.Concept { return &p.Languages }, &s.concept),
			text("summaryDisplay", "summary", func(p *mc.Display) *string { return &p.Summary }),
			{"individualDisplay", func(d *decoder, v jsontree.Value, to *mc.Display, at mc.Path) {
				for e := range v.Each() {
					if n := len(to.Pages); !d.nothing(e) && s.pages.read(d, e, to, at) && len(to.Pages) == n {
						d.residue(e.Get("language"), "there is no page in this language")
					}
				}
			}, s.writePages},
		}),
	}
}

// readPages reads the pages in one language; the language is repeated on each.
func (s *schema) readPages(d *decoder, v jsontree.Value, to *mc.Display, at mc.Path) {
	language, stated := d.single(v.Parent().Get("language"))
	for e := range v.Each() {
		var p mc.DisplayPage
		here := at.Dot("pages").At(len(to.Pages))
		if d.nothing(e) || !s.page.read(d, e, &p, here) {
			continue
		}
		if stated {
			s.concept.read(d, language, &p.Language, here.Dot("language"))
		}
		to.Pages = append(to.Pages, p)
	}
}
