package edc

import mc "github.com/mikromerit/mikromerit/microcredential"

// defineOpportunity makes the tables of LearningOpportunity and its prices.
func (s *schema) defineOpportunity() {
	type T = mc.Opportunity
	s.amount = class[mc.Price]{
		names: []string{"Amount"},
		fields: fieldsOf([]field[mc.Price]{
			decimal("value", "amount", func(p *mc.Price) *mc.Decimal { return &p.Amount }),
			one("unit", "currency", func(p *mc.Price) *mc.Concept { return &p.Currency }, &s.concept),
		}),
	}
	s.price = class[mc.Price]{
		names: []string{"PriceDetail"},
		fields: fieldsOf([]field[mc.Price]{
			lang("description", "description", func(p *mc.Price) *mc.LangString { return &p.Description }),
			one("amount", "", func(p *mc.Price) *mc.Price { return p }, &s.amount),
			many("additionalNote", "notes", func(p *mc.Price) *[]mc.Note { return &p.Notes }, &s.note),
		}),
	}
	grant := s.webResource
	grant.names = []string{"Grant"}
	s.opportunity = class[T]{
		names: []string{"LearningOpportunity"},
		id:    func(o *T) *string { return &o.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(o *T) *mc.LangString { return &o.Title }),
			lang("description", "description", func(o *T) *mc.LangString { return &o.Description }),
			many("identifier", "identifiers", func(o *T) *[]mc.Identifier { return &o.Identifiers }, &s.identifier),
			many("dcType", "types", func(o *T) *[]mc.Concept { return &o.Types }, &s.concept),
			many("providedBy", "providers", func(o *T) *[]mc.Party { return &o.Providers }, &s.party),
			one("temporal", "period", func(o *T) *mc.Period { return &o.Period }, &s.period),
			duration("duration", "duration", func(o *T) *mc.ISODuration { return &o.Duration }),
			many("mode", "modes", func(o *T) *[]mc.Concept { return &o.Modes }, &s.concept),
			one("learningSchedule", "schedule", func(o *T) *mc.Concept { return &o.Schedule }, &s.concept),
			opt("scheduleInformation", "scheduleNote", func(o *T) **mc.Note { return &o.ScheduleNote }, &s.note),
			opt("admissionProcedure", "admission", func(o *T) **mc.Note { return &o.Admission }, &s.note),
			many("priceDetail", "prices", func(o *T) *[]mc.Price { return &o.Prices }, &s.price),
			many("grant", "grants", func(o *T) *[]mc.WebResource { return &o.Grants }, &grant),
			many("location", "locations", func(o *T) *[]mc.Location { return &o.Locations }, &s.location),
			instants("applicationDeadline", "deadlines", func(o *T) *[]mc.Instant { return &o.Deadlines }),
			many("homepage", "homepages", func(o *T) *[]mc.WebResource { return &o.Homepages }, &s.webResource),
			many("supplementaryDocument", "documents", func(o *T) *[]mc.WebResource { return &o.Documents }, &s.webResource),
			many("additionalNote", "notes", func(o *T) *[]mc.Note { return &o.Notes }, &s.note),
			opt("bannerImage", "image", func(o *T) **mc.Media { return &o.Image }, &s.media),
			text("status", "state", func(o *T) *string { return &o.State }),
			readOnly(instant("dateModified", "modified", func(o *T) *mc.Instant { return &o.Modified })),
		}),
	}
}
