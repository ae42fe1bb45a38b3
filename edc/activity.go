package edc

import (
	"errors"
	"strconv"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// defineActivities makes the tables of activities, entitlements and
// opportunities, as they are designed and as they were taken.
func (s *schema) defineActivities() {
	s.defineActivitySpec()
	s.defineActivity()
	s.defineEntitlementSpec()
	s.defineEntitlement()
	s.defineOpportunity()
}

func (s *schema) defineActivity() {
	type T = mc.Activity
	s.activity = mapping.Class[T]{
		Types: []string{"LearningActivity"},
		ID:    func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("additionalNote", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			mapping.Many("supplementaryDocument", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			mapping.Many("temporal", func(a *T) *[]mc.Period { return &a.Periods }, &s.period),
			mapping.Many("location", func(a *T) *[]mc.Location { return &a.Locations }, &s.location),
			workload("workload", mc.WorkloadActivity, func(a *T) *[]mc.Workload { return &a.Workload }),
			mapping.Literal("levelOfCompletion", func(a *T) *int { return &a.Completion }, asPercent),
			mapping.Many("directedBy", func(a *T) *[]mc.Party { return &a.Directors }, &s.party),
			awardedBy(func(a *T) **mc.Awarding { return &a.Awarding }),
			mapping.Opt("learningOpportunity", func(a *T) **mc.Opportunity { return &a.Opportunity }, &s.opportunity),
			mapping.Opt("specifiedBy", func(a *T) **mc.ActivitySpec { return &a.Spec }, &s.activitySpec),
			mapping.Many("hasPart", func(a *T) *[]T { return &a.Parts }, &s.activity),
			backward(mapping.Many("isPartOf", func(a *T) *[]T { return &a.PartOf }, &s.activity)),
			related("influences", func(a *T) *[]mc.Claim { return &a.Influences }),
			order(func(a *T) *int { return &a.Order }),
		},
	}
}

// asPercent is a percentage, of which ELM and the model have whole ones.
var asPercent = mapping.Notation[int]{
	Parse: func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 100 {
			return 0, errors.New("not a percentage from 1 to 100")
		}
		return n, nil
	},
	Show: func(n int) string {
		if n < 1 {
			return ""
		}
		return strconv.Itoa(n)
	},
}

func (s *schema) defineEntitlement() {
	type T = mc.Entitlement
	s.entitlement = mapping.Class[T]{
		Types: []string{"LearningEntitlement"},
		ID:    func(e *T) *string { return &e.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(e *T) *mc.LangString { return &e.Title }),
			mapping.Lang("description", func(e *T) *mc.LangString { return &e.Description }),
			mapping.Many("identifier", func(e *T) *[]mc.Identifier { return &e.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(e *T) *[]mc.Concept { return &e.Types }, &s.concept),
			mapping.Many("additionalNote", func(e *T) *[]mc.Note { return &e.Notes }, &s.note),
			mapping.Many("supplementaryDocument", func(e *T) *[]mc.WebResource { return &e.Documents }, &s.webResource),
			mapping.Instant("dateIssued", func(e *T) *mc.Instant { return &e.Issued }),
			mapping.Instant("expiryDate", func(e *T) *mc.Instant { return &e.Expires }),
			awardedBy(func(e *T) **mc.Awarding { return &e.Awarding }),
			mapping.Opt("specifiedBy", func(e *T) **mc.EntitlementSpec { return &e.Spec }, &s.entitlementSpec),
			mapping.Many("hasPart", func(e *T) *[]T { return &e.Parts }, &s.entitlement),
			backward(mapping.Many("isPartOf", func(e *T) *[]T { return &e.PartOf }, &s.entitlement)),
			related("entitledBy", func(e *T) *[]mc.Claim { return &e.EntitledBy }),
			order(func(e *T) *int { return &e.Order }),
		},
	}
}

func (s *schema) defineActivitySpec() {
	type T = mc.ActivitySpec
	load := func(a *T) *[]mc.Workload { return &a.Workload }
	s.activitySpec = mapping.Class[T]{
		Types: []string{"LearningActivitySpecification"},
		ID:    func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("altLabel", func(a *T) *mc.LangString { return &a.AltTitle }),
			mapping.Lang("category", func(a *T) *mc.LangString { return &a.Category }),
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("mode", func(a *T) *[]mc.Concept { return &a.Modes }, &s.concept),
			mapping.Many("language", func(a *T) *[]mc.Concept { return &a.Languages }, &s.concept),
			workload("volumeOfLearning", mc.WorkloadNotional, load),
			workload("contactHour", mc.WorkloadContact, load),
			mapping.Many("homepage", func(a *T) *[]mc.WebResource { return &a.Homepages }, &s.webResource),
			mapping.Many("supplementaryDocument", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			mapping.Many("additionalNote", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			mapping.Text("status", func(a *T) *string { return &a.State }),
			mapping.Instant("dateModified", func(a *T) *mc.Instant { return &a.Modified }),
			mapping.Many("hasPart", func(a *T) *[]T { return &a.Parts }, &s.activitySpec),
			backward(mapping.Many("isPartOf", func(a *T) *[]T { return &a.PartOf }, &s.activitySpec)),
			mapping.Many("specialisationOf", func(a *T) *[]T { return &a.SpecialisationOf }, &s.activitySpec),
			mapping.Many("generalisationOf", func(a *T) *[]T { return &a.GeneralisationOf }, &s.activitySpec),
			backward(mapping.Many("influences", func(a *T) *[]mc.Definition { return &a.Influences }, &s.definition)),
			order(func(a *T) *int { return &a.Order }),
		},
	}
}

func (s *schema) defineEntitlementSpec() {
	type T = mc.EntitlementSpec
	s.entitlementSpec = mapping.Class[T]{
		Types: []string{"LearningEntitlementSpecification"},
		ID:    func(e *T) *string { return &e.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(e *T) *mc.LangString { return &e.Title }),
			mapping.Lang("altLabel", func(e *T) *mc.LangString { return &e.AltTitle }),
			mapping.Lang("category", func(e *T) *mc.LangString { return &e.Category }),
			mapping.Lang("description", func(e *T) *mc.LangString { return &e.Description }),
			mapping.Many("identifier", func(e *T) *[]mc.Identifier { return &e.Identifiers }, &s.identifier),
			mapping.One("dcType", func(e *T) *mc.Concept { return &e.Type }, &s.concept),
			mapping.One("entitlementStatus", func(e *T) *mc.Concept { return &e.Status }, &s.concept),
			mapping.Many("limitOrganisation", func(e *T) *[]mc.Party { return &e.Organisations }, &s.party),
			mapping.Many("limitJurisdiction", func(e *T) *[]mc.Concept { return &e.Jurisdictions }, &s.concept),
			mapping.Many("limitOccupation", func(e *T) *[]mc.Concept { return &e.Occupations }, &s.concept),
			mapping.Many("limitNationalOccupation", func(e *T) *[]mc.Concept { return &e.NationalOccupations }, &s.concept),
			mapping.Many("homepage", func(e *T) *[]mc.WebResource { return &e.Homepages }, &s.webResource),
			mapping.Many("supplementaryDocument", func(e *T) *[]mc.WebResource { return &e.Documents }, &s.webResource),
			mapping.Many("additionalNote", func(e *T) *[]mc.Note { return &e.Notes }, &s.note),
			mapping.Text("status", func(e *T) *string { return &e.State }),
			mapping.Instant("dateModified", func(e *T) *mc.Instant { return &e.Modified }),
			mapping.Many("hasPart", func(e *T) *[]T { return &e.Parts }, &s.entitlementSpec),
			backward(mapping.Many("isPartOf", func(e *T) *[]T { return &e.PartOf }, &s.entitlementSpec)),
			mapping.Many("specialisationOf", func(e *T) *[]T { return &e.SpecialisationOf }, &s.entitlementSpec),
			mapping.Many("generalisationOf", func(e *T) *[]T { return &e.GeneralisationOf }, &s.entitlementSpec),
			backward(mapping.Many("entitledBy", func(e *T) *[]mc.Definition { return &e.EntitledBy }, &s.definition)),
			order(func(e *T) *int { return &e.Order }),
		},
	}
}

// defineOpportunity makes the tables of LearningOpportunity and its prices.
func (s *schema) defineOpportunity() {
	type T = mc.Opportunity
	s.amount = mapping.Class[mc.Price]{
		Types: []string{"Amount"},
		Rows: []mapping.Row[mc.Price]{
			mapping.Decimal("value", func(p *mc.Price) *mc.Decimal { return &p.Amount }),
			mapping.One("unit", func(p *mc.Price) *mc.Concept { return &p.Currency }, &s.concept),
		},
	}
	s.price = mapping.Class[mc.Price]{
		Types: []string{"PriceDetail"},
		Rows: []mapping.Row[mc.Price]{
			mapping.Lang("prefLabel", func(p *mc.Price) *mc.LangString { return &p.Name }),
			mapping.Many("identifier", func(p *mc.Price) *[]mc.Identifier { return &p.Identifiers }, &s.identifier),
			mapping.Lang("description", func(p *mc.Price) *mc.LangString { return &p.Description }),
			mapping.One("amount", func(p *mc.Price) *mc.Price { return p }, &s.amount),
			mapping.Many("additionalNote", func(p *mc.Price) *[]mc.Note { return &p.Notes }, &s.note),
		},
	}
	s.grant = mapping.Class[mc.Grant]{
		Types: []string{"Grant"},
		Rows: []mapping.Row[mc.Grant]{
			mapping.Lang("title", func(g *mc.Grant) *mc.LangString { return &g.Title }),
			mapping.Lang("description", func(g *mc.Grant) *mc.LangString { return &g.Description }),
			mapping.One("dcType", func(g *mc.Grant) *mc.Concept { return &g.Type }, &s.concept),
			mapping.Text("contentURL", func(g *mc.Grant) *string { return &g.URL }),
			mapping.Many("supplementaryDocument", func(g *mc.Grant) *[]mc.WebResource { return &g.Documents }, &s.webResource),
			mapping.ReadOnly(mapping.Many("language", func(g *mc.Grant) *[]mc.Concept { return &g.Language }, &s.concept)),
		},
	}
	s.opportunity = mapping.Class[T]{
		Types: []string{"LearningOpportunity"},
		ID:    func(o *T) *string { return &o.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(o *T) *mc.LangString { return &o.Title }),
			mapping.Lang("description", func(o *T) *mc.LangString { return &o.Description }),
			mapping.Many("identifier", func(o *T) *[]mc.Identifier { return &o.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(o *T) *[]mc.Concept { return &o.Types }, &s.concept),
			mapping.Many("providedBy", func(o *T) *[]mc.Party { return &o.Providers }, &s.party),
			mapping.One("temporal", func(o *T) *mc.Period { return &o.Period }, &s.period),
			mapping.Literal("duration", func(o *T) *mc.ISODuration { return &o.Duration }, asDuration),
			mapping.Many("mode", func(o *T) *[]mc.Concept { return &o.Modes }, &s.concept),
			mapping.One("learningSchedule", func(o *T) *mc.Concept { return &o.Schedule }, &s.concept),
			mapping.Opt("scheduleInformation", func(o *T) **mc.Note { return &o.ScheduleNote }, &s.note),
			mapping.Opt("admissionProcedure", func(o *T) **mc.Note { return &o.Admission }, &s.note),
			mapping.Many("priceDetail", func(o *T) *[]mc.Price { return &o.Prices }, &s.price),
			mapping.Many("grant", func(o *T) *[]mc.Grant { return &o.Grants }, &s.grant),
			mapping.Many("location", func(o *T) *[]mc.Location { return &o.Locations }, &s.location),
			mapping.Instants("applicationDeadline", func(o *T) *[]mc.Instant { return &o.Deadlines }),
			mapping.Many("homepage", func(o *T) *[]mc.WebResource { return &o.Homepages }, &s.webResource),
			mapping.Many("supplementaryDocument", func(o *T) *[]mc.WebResource { return &o.Documents }, &s.webResource),
			mapping.Many("additionalNote", func(o *T) *[]mc.Note { return &o.Notes }, &s.note),
			mapping.Opt("bannerImage", func(o *T) **mc.Media { return &o.Image }, &s.media),
			mapping.Text("status", func(o *T) *string { return &o.State }),
			mapping.Instant("dateModified", func(o *T) *mc.Instant { return &o.Modified }),
			mapping.One("defaultLanguage", func(o *T) *mc.Concept { return &o.Language }, &s.concept),
			mapping.Texts("descriptionHtml", func(o *T) *[]string { return &o.HTML }),
			backward(mapping.Opt("learningAchievementSpecification", func(o *T) **mc.Definition { return &o.Definition }, &s.definition)),
			backward(mapping.Opt("learningActivitySpecification", func(o *T) **mc.ActivitySpec { return &o.Activity }, &s.activitySpec)),
			mapping.Many("hasPart", func(o *T) *[]T { return &o.Parts }, &s.opportunity),
			backward(mapping.Many("isPartOf", func(o *T) *[]T { return &o.PartOf }, &s.opportunity)),
		},
	}
}
