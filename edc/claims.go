package edc

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineAwarding makes the table of AwardingProcess. Its members used and
// awards point back at claims and stay residue.
func (s *schema) defineAwarding() {
	type T = mc.Awarding
	s.awarding = class[T]{
		names: []string{"AwardingProcess"},
		id:    func(a *T) *string { return &a.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("description", "description", func(a *T) *mc.LangString { return &a.Description }),
			many("identifier", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("awardingBody", "bodies", func(a *T) *[]mc.Party { return &a.Bodies }, &s.party),
			instant("awardingDate", "on", func(a *T) *mc.Instant { return &a.On }),
			opt("location", "place", func(a *T) **mc.Location { return &a.Place }, &s.location),
			one("educationalSystemNote", "educationalSystem", func(a *T) *mc.Concept { return &a.EducationalSystem }, &s.concept),
			many("additionalNote", "notes", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
		}),
	}
}

// defineClaims makes the tables of the claims but for assessments.
func (s *schema) defineClaims() {
	s.defineAchievement()
	s.defineActivity()
	s.defineEntitlement()
}

func (s *schema) defineAchievement() {
	type T = mc.Award
	award := []field[T]{
		lang("title", "title", func(a *T) *mc.LangString { return &a.Title }),
		lang("description", "description", func(a *T) *mc.LangString { return &a.Description }),
		many("identifier", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
		many("dcType", "types", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
		many("additionalNote", "notes", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
		many("supplementaryDocument", "documents", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
		one("awardedBy", "awarding", func(a *T) *mc.Awarding { return &a.Awarding }, &s.awarding),
		many("influencedBy", "activities", func(a *T) *[]mc.Activity { return &a.Activities }, &s.activity),
		many("provenBy", "assessments", func(a *T) *[]mc.AssessmentResult { return &a.Assessments }, &s.assessment),
		manyWith("creditReceived", "creditsEarned", func(a *T) *[]mc.Workload { return &a.CreditsEarned }, &s.credits, tellCredits, isCredits),
		many("entitlesTo", "entitlements", func(a *T) *[]mc.Entitlement { return &a.Entitlements }, &s.entitlement),
		opt("learningOpportunity", "opportunity", func(a *T) **mc.Opportunity { return &a.Opportunity }, &s.opportunity),
		many("isPartOf", "partOf", func(a *T) *[]mc.CredentialRef { return &a.PartOf }, &s.reference),
	}
	s.claim = class[mc.Claim]{
		names: []string{"LearningAchievement"},
		id:    func(c *mc.Claim) *string { return &c.Award.ID }, idName: "award.id",
		fields: fieldsOf(
			lift("award", func(c *mc.Claim) *T { return &c.Award }, award),
			[]field[mc.Claim]{
				one("specifiedBy", "definition", func(c *mc.Claim) *mc.Definition { return &c.Definition }, &s.definition),
				{"hasPart", func(d *decoder, v jsontree.Value, to *mc.Claim, at mc.Path) {
					d.claims(v, &to.Award.Parts, at.Dot("award.parts"))
				}, (*encoder).parts},
			}),
	}
}

func (s *schema) defineActivity() {
	type T = mc.Activity
	s.activity = class[T]{
		names: []string{"LearningActivity"},
		id:    func(a *T) *string { return &a.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(a *T) *mc.LangString { return &a.Title }),
			lang("description", "description", func(a *T) *mc.LangString { return &a.Description }),
			many("identifier", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("dcType", "types", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			many("additionalNote", "notes", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			many("supplementaryDocument", "documents", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			many("temporal", "periods", func(a *T) *[]mc.Period { return &a.Periods }, &s.period),
			many("location", "locations", func(a *T) *[]mc.Location { return &a.Locations }, &s.location),
			workload("workload", "workload", mc.WorkloadActivity, func(a *T) *[]mc.Workload { return &a.Workload }),
			parsed("levelOfCompletion", "completion", func(a *T) *int { return &a.Completion }, percent, showNumber[int]),
			many("directedBy", "directors", func(a *T) *[]mc.Party { return &a.Directors }, &s.party),
			awardedBy(s, func(a *T) **mc.Awarding { return &a.Awarding }),
			opt("learningOpportunity", "opportunity", func(a *T) **mc.Opportunity { return &a.Opportunity }, &s.opportunity),
			opt("specifiedBy", "spec", func(a *T) **mc.ActivitySpec { return &a.Spec }, &s.activitySpec),
			many("hasPart", "parts", func(a *T) *[]T { return &a.Parts }, &s.activity),
		}),
	}
}

func percent(s string) (int, error) {
	n, err := positive[int](s)
	if err != nil || n > 100 {
		return 0, errPercent
	}
	return n, nil
}

func (s *schema) defineEntitlement() {
	type T = mc.Entitlement
	s.entitlement = class[T]{
		names: []string{"LearningEntitlement"},
		id:    func(e *T) *string { return &e.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(e *T) *mc.LangString { return &e.Title }),
			lang("description", "description", func(e *T) *mc.LangString { return &e.Description }),
			many("identifier", "identifiers", func(e *T) *[]mc.Identifier { return &e.Identifiers }, &s.identifier),
			many("dcType", "types", func(e *T) *[]mc.Concept { return &e.Types }, &s.concept),
			many("additionalNote", "notes", func(e *T) *[]mc.Note { return &e.Notes }, &s.note),
			many("supplementaryDocument", "documents", func(e *T) *[]mc.WebResource { return &e.Documents }, &s.webResource),
			instant("dateIssued", "issued", func(e *T) *mc.Instant { return &e.Issued }),
			instant("expiryDate", "expires", func(e *T) *mc.Instant { return &e.Expires }),
			awardedBy(s, func(e *T) **mc.Awarding { return &e.Awarding }),
			opt("specifiedBy", "spec", func(e *T) **mc.EntitlementSpec { return &e.Spec }, &s.entitlementSpec),
			many("hasPart", "parts", func(e *T) *[]T { return &e.Parts }, &s.entitlement),
		}),
	}
}

// awardedBy is the awarding process of an activity, assessment or entitlement.
// ELM requires one on each and tools repeat that of the claim word for word:
// such a copy is accounted for where the claim's stands.
func awardedBy[T any](s *schema, get func(*T) **mc.Awarding) field[T] {
	return field[T]{"awardedBy", func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		v, ok := d.single(v)
		if !ok {
			return
		}
		if node, ok := d.follow(v); ok {
			defer d.leave()
			v = node
		}
		if original := d.claim.node; original.Exists() && (v == original || same(v, original)) {
			var copied mc.Awarding
			s.awarding.read(d, v, &copied, d.claim.at)
			return
		}
		own := new(mc.Awarding)
		if s.awarding.read(d, v, own, at.Dot("awarding")) {
			*get(to) = own
		}
	}, func(e *encoder, n *object, from *T, at mc.Path) { e.awardedBy(n, *get(from), at.Dot("awarding")) }}
}

// readClaims reads the claims of the subject: the first into the credential,
// the others beside it.
func readClaims(d *decoder, v jsontree.Value, to *mc.Credential, _ mc.Path) {
	first := true
	for e := range v.Each() {
		switch {
		case d.nothing(e):
		case first:
			var claim mc.Claim
			if d.readClaim(e, &claim, "") {
				to.Definition, to.Award = claim.Definition, claim.Award
				first = false
			}
		default:
			d.claims(e, &to.Others, "others")
		}
	}
}

// claims appends the claims in v to a list.
func (d *decoder) claims(v jsontree.Value, list *[]mc.Claim, at mc.Path) {
	for e := range v.Each() {
		var claim mc.Claim
		if !d.nothing(e) && d.readClaim(e, &claim, at.At(len(*list))) {
			*list = append(*list, claim)
		}
	}
}

// readClaim reads one claim by its class. A claim of an unknown class is
// residue as a whole: what it claims cannot be told.
func (d *decoder) readClaim(v jsontree.Value, to *mc.Claim, at mc.Path) bool {
	if node, ok := d.follow(v); ok {
		defer d.leave()
		v = node
	}
	outer := d.claim
	defer func() { d.claim = outer }()
	d.claim = awardingAt{at: at.Dot("award.awarding")}
	d.claim.node, _ = d.first(v.Get("awardedBy"))

	award, path := &to.Award, at.Dot("award")
	switch claimType(v) {
	case "LearningAchievement":
		d.schema.claim.readObject(d, v, to, at)
	case "LearningActivity":
		award.Kind, award.Activities = mc.ClaimActivity, make([]mc.Activity, 1)
		d.schema.activity.readObject(d, v, &award.Activities[0], path.Dot("activities").At(0))
	case "LearningAssessment":
		award.Kind, award.Assessments = mc.ClaimAssessment, make([]mc.AssessmentResult, 1)
		d.schema.assessment.readObject(d, v, &award.Assessments[0], path.Dot("assessments").At(0))
	case "LearningEntitlement":
		award.Kind, award.Entitlements = mc.ClaimEntitlement, make([]mc.Entitlement, 1)
		d.schema.entitlement.readObject(d, v, &award.Entitlements[0], path.Dot("entitlements").At(0))
	default:
		d.residue(v, "not a claim of a known class")
		return false
	}
	if award.Kind != mc.ClaimAchievement {
		d.change(claimTypeLeaf(v), path.Dot("kind"), "the class of the claim")
		d.schema.awarding.read(d, d.claim.node, &award.Awarding, d.claim.at)
	}
	return true
}

var claimTypes = []string{"LearningAchievement", "LearningActivity", "LearningAssessment", "LearningEntitlement"}

func claimType(v jsontree.Value) string { return claimTypeLeaf(v).Text() }

func claimTypeLeaf(v jsontree.Value) jsontree.Value {
	for t := range v.Get("type").Each() {
		for _, name := range claimTypes {
			if t.IsText(name) {
				return t
			}
		}
	}
	return jsontree.Value{}
}
