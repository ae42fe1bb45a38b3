package edc

import mc "github.com/mikromerit/mikromerit/microcredential"

// defineQuality makes the table of Accreditation.
func (s *schema) defineQuality() {
	type T = mc.QualityAssurance
	s.quality = class[T]{
		names: []string{"Accreditation"},
		id:    func(q *T) *string { return &q.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(q *T) *mc.LangString { return &q.Title }),
			lang("description", "description", func(q *T) *mc.LangString { return &q.Description }),
			many("identifier", "identifiers", func(q *T) *[]mc.Identifier { return &q.Identifiers }, &s.identifier),
			one("dcType", "type", func(q *T) *mc.Concept { return &q.Type }, &s.concept),
			opt("accreditingAgent", "agent", func(q *T) **mc.Party { return &q.Agent }, &s.party),
			many("organisation", "organisations", func(q *T) *[]mc.Party { return &q.Organisations }, &s.party),
			one("decision", "decision", func(q *T) *mc.Concept { return &q.Decision }, &s.concept),
			text("status", "state", func(q *T) *string { return &q.State }),
			instant("dateIssued", "issued", func(q *T) *mc.Instant { return &q.Issued }),
			instant("reviewDate", "reviewed", func(q *T) *mc.Instant { return &q.Reviewed }),
			instant("expiryDate", "expires", func(q *T) *mc.Instant { return &q.Expires }),
			instant("valid", "validFrom", func(q *T) *mc.Instant { return &q.ValidFrom }),
			readOnly(instant("dateModified", "modified", func(q *T) *mc.Instant { return &q.Modified })),
			opt("report", "report", func(q *T) **mc.WebResource { return &q.Report }, &s.webResource),
			many("homepage", "homepages", func(q *T) *[]mc.WebResource { return &q.Homepages }, &s.webResource),
			many("landingPage", "landingPages", func(q *T) *[]mc.WebResource { return &q.LandingPages }, &s.webResource),
			many("supplementaryDocument", "documents", func(q *T) *[]mc.WebResource { return &q.Documents }, &s.webResource),
			many("additionalNote", "notes", func(q *T) *[]mc.Note { return &q.Notes }, &s.note),
			many("limitEQFLevel", "scopeLevels", func(q *T) *[]mc.Concept { return &q.ScopeLevels }, &s.concept),
			many("limitField", "scopeFields", func(q *T) *[]mc.Concept { return &q.ScopeFields }, &s.concept),
			many("limitJurisdiction", "scopePlaces", func(q *T) *[]mc.Concept { return &q.ScopePlaces }, &s.concept),
			many("limitCredentialType", "scopeKinds", func(q *T) *[]mc.Concept { return &q.ScopeKinds }, &s.concept),
			opt("limitQualification", "qualification", func(q *T) **mc.CredentialRef { return &q.Qualification }, &s.reference),
		}),
	}
}
