package plain

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineSubject makes the class of the learner and of what the learner was awarded.
func (s *tables) defineSubject() {
	type C = mc.Credential
	type A = mc.Award
	award := func(c *C) *A { return &c.Award }
	party := func(c *C) *mc.Party { return &c.Learner.Party }
	s.entitlement = class[mc.Entitlement]{
		ID: func(x *mc.Entitlement) *string { return &x.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(x *mc.Entitlement) *mc.LangString { return &x.Title }),
			mapping.Lang("descriptions", func(x *mc.Entitlement) *mc.LangString { return &x.Description }),
			mapping.Many("entitlementType", func(x *mc.Entitlement) *[]mc.Concept { return &x.Types }, &s.concept),
		),
	}
	name := native("name", func(p *mc.Party) *mc.LangString { return &p.Name })
	name.Write = func(w *mapping.Writer, n *node, p *mc.Party, _ path) {
		text := p.Name
		if text.IsZero() { // every reader should see whose it is
			text = p.DisplayName()
		}
		putLanguageValues(w, n, "name", text)
	}
	s.subject = class[C]{
		Types: []string{typeSubject},
		ID:    func(c *C) *string { return &c.Learner.ID },
		Rows: mapping.Rows(
			mapping.Part(party, name),
			mapping.Part(party, s.ofParty()...),
			mapping.Extension(mapping.Rows(
				mapping.Part(award,
					mapping.Lang("awardTitle", func(a *A) *mc.LangString { return &a.Title }),
					mapping.Lang("awardDescription", func(a *A) *mc.LangString { return &a.Description })),
				mapping.Part(func(c *C) *mc.Awarding { return &c.Award.Awarding },
					mapping.Many("awardingBody", func(a *mc.Awarding) *[]mc.Party { return &a.Bodies }, &s.party),
					mapping.Instant("awardedAt", func(a *mc.Awarding) *mc.Instant { return &a.On }),
					mapping.Opt("awardingLocation", func(a *mc.Awarding) **mc.Location { return &a.Place }, &s.place),
					mapping.One("educationalSystem", func(a *mc.Awarding) *mc.Concept { return &a.EducationalSystem }, &s.concept)),
				mapping.Part(award,
					mapping.Many("creditReceived", func(a *A) *[]mc.Workload { return &a.CreditsEarned }, &s.credits,
						mapping.Having(func(w *mc.Workload) *mc.WorkloadKind { return &w.Kind }, mc.WorkloadCredits)),
					mapping.Many("assessmentResult", func(a *A) *[]mc.AssessmentResult { return &a.Assessments }, &s.result),
					mapping.Many("activity", func(a *A) *[]mc.Activity { return &a.Activities }, &s.activity),
					mapping.Many("entitlement", func(a *A) *[]mc.Entitlement { return &a.Entitlements }, &s.entitlement)),
				[]row[C]{mapping.One("specifiedBy", func(c *C) *mc.Definition { return &c.Definition }, &s.definition)},
			)...),
		),
	}
}

// defineCredential makes the class of the credential itself.
func (s *tables) defineCredential() {
	type C = mc.Credential
	type E = mc.Envelope
	envelope := func(c *C) *E { return &c.Envelope }
	s.status = class[mc.Status]{
		ID: func(x *mc.Status) *string { return &x.ID },
		Rows: []row[mc.Status]{
			mapping.Text("type", func(x *mc.Status) *string { return &x.Type }),
			mapping.Text("statusPurpose", func(x *mc.Status) *string { return &x.Purpose }),
			mapping.Text("statusListIndex", func(x *mc.Status) *string { return &x.Index }),
			mapping.Text("statusListCredential", func(x *mc.Status) *string { return &x.List }),
		},
	}
	s.service = class[mc.SchemaRef]{
		ID:   func(x *mc.SchemaRef) *string { return &x.ID },
		Rows: []row[mc.SchemaRef]{mapping.Text("type", func(x *mc.SchemaRef) *string { return &x.Type })},
	}
	from, until := func(e *E) *mc.Instant { return &e.ValidFrom }, func(e *E) *mc.Instant { return &e.ValidUntil }
	s.credential = class[C]{
		Types: []string{typeCredential, typeEu},
		ID:    func(c *C) *string { return &c.Envelope.ID },
		Rows: mapping.Rows(
			[]row[C]{
				known[C]("@context"), mapping.Custom("proof", dropProof[C], nil),
				title(),
				native("description", func(c *C) *mc.LangString { return &c.Definition.Description }),
				mapping.Custom("issuer", func(r *mapping.Reader, v jsontree.Value, to *C, at path) {
					mapping.One("issuer", func(c *C) *mc.Party { return &c.Envelope.Issuer }, &s.party).Read(r, v, to, at)
				}, s.writeIssuer),
			},
			mapping.Part(envelope,
				stamp("validFrom", from), mapping.ReadOnly(mapping.Instant("issuanceDate", from)), // the second is that of VC 1.1
				stamp("validUntil", until), mapping.ReadOnly(mapping.Instant("expirationDate", until)),
				ofOriginal(mapping.Many("credentialStatus", func(e *E) *[]mc.Status { return &e.Status }, &s.status)),
				ofOriginal(mapping.Many("credentialSchema", func(e *E) *[]mc.SchemaRef { return &e.Schemas }, &s.service)),
				ofOriginal(mapping.Many("refreshService", func(e *E) *[]mc.SchemaRef { return &e.Refresh }, &s.service))),
			[]row[C]{
				mapping.One("credentialSubject", func(c *C) *C { return c }, &s.subject),
				mapping.Turn(1, mapping.Custom("evidence", s.readEvidence, s.writeEvidence)),
				mapping.Turn(2, mapping.Custom("relatedResource", readRelated, writeRelated)),
			},
			mapping.Extension(mapping.Part(envelope, s.euEnvelope()...)...),
			mapping.Extension(
				mapping.Many("furtherNote", func(c *C) *[]mc.Note { return &c.Further }, &s.note),
				mapping.Many("supplementaryDocument", func(c *C) *[]mc.WebResource { return &c.Documents }, &s.page),
				mapping.Many("provenance", func(c *C) *[]mc.Provenance { return &c.Provenance }, &s.provenance),
				mapping.Custom("residue", func(*mapping.Reader, jsontree.Value, *C, path) {}, nil), // put back last
			),
		),
	}
}

// euEnvelope are the terms of the extension that the envelope has.
func (s *tables) euEnvelope() []row[mc.Envelope] {
	type E = mc.Envelope
	return []row[E]{
		mapping.Lang("displayTitle", func(e *E) *mc.LangString { return &e.Display.Title }),
		mapping.Lang("displayDescription", func(e *E) *mc.LangString { return &e.Display.Description }),
		mapping.One("primaryLanguage", func(e *E) *mc.Concept { return &e.Display.Primary }, &s.concept),
		mapping.Many("displayLanguage", func(e *E) *[]mc.Concept { return &e.Display.Languages }, &s.concept),
		mapping.Many("credentialProfile", func(e *E) *[]mc.Concept { return &e.Profiles }, &s.concept),
		mapping.Many("identification", func(e *E) *[]mc.Identifier { return &e.Identifiers }, &s.identification),
		mapping.Instant("issuedAt", func(e *E) *mc.Instant { return &e.Issued }),
		mapping.Instant("modifiedAt", func(e *E) *mc.Instant { return &e.Modified }),
	}
}

// title is the name of the credential: the title of the micro-credential, or whatever
// else the credential is called by.
func title() row[mc.Credential] {
	out := native("name", func(c *mc.Credential) *mc.LangString { return &c.Definition.Title })
	out.Write = func(w *mapping.Writer, n *node, c *mc.Credential, _ path) { putLanguageValues(w, n, "name", c.Title()) }
	return out
}

// ofOriginal is a member that speaks for the document it stands in, and for no other
// that was made of it.
func ofOriginal(r row[mc.Envelope]) row[mc.Envelope] {
	return mapping.When(func(w *mapping.Writer, _ *node, _ *mc.Envelope, _ path) bool {
		return len(w.State.(*encoder).c.Provenance) == 0
	}, r)
}

// known is a member that says nothing of the learner or what was learnt.
func known[T any](term string) row[T] {
	return mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, _ *T, _ path) { r.Scaffold(v) }, nil)
}

// dropProof accounts for an embedded proof, which is never carried over.
func dropProof[T any](r *mapping.Reader, v jsontree.Value, _ *T, _ path) {
	r.Mark(v, mc.Outcome{
		Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
		Reason: "a proof holds for the document it stands in only",
	})
}
