package badge

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineAward makes the shape of the subject: the learner, and what this
// learner earned.
func (s *shapesOf) defineAward() {
	type C = mc.Credential
	award := func(c *C) *mc.Award { return &c.Award }
	party := func(c *C) *mc.Party { return &c.Learner.Party }
	terms := lift("award", award, s.euAward())
	terms = append(terms, lift("learner.party", party, s.personTerms())...)
	terms = append(terms,
		one("achievement", "definition", func(c *C) *mc.Definition { return &c.Definition }, &s.definition),
		ext(many("assessmentResult", "award.assessments", func(c *C) *[]mc.AssessmentResult { return &c.Award.Assessments }, &s.result))[0],
		custom("result", s.readResults),
		custom("identifier", func(d *decoder, v jsontree.Value, to *C, at path) {
			s.readIdentities(d, v, party(to), step(at, "learner.party"))
		}),
	)
	terms = append(terms, lift("learner.party", party, s.contactTerms())...)
	terms = append(terms, lift("award", award, s.nativeAward())...)
	s.subject = shape[C]{
		names: []string{"AchievementSubject", typeEuSubject, "Profile", typeEuProfile},
		id:    func(c *C) *string { return &c.Learner.ID }, idName: "learner.id",
		terms: terms,
		types: func(d *decoder, name jsontree.Value, to *C, at path) bool {
			if name.IsText("AchievementSubject") && to.Learner.Party.Kind == mc.PartyUnknown {
				to.Learner.Party.Kind = mc.PartyPerson
				d.change(name, step(at, "learner.party.kind"), "the subject of an achievement is a person")
				return true
			}
			return false
		},
		after: func(d *decoder, node jsontree.Value, to *C, at path) {
			descriptions := first(node.Get("achievement")).Get("resultDescription")
			s.readUndescribed(d, descriptions, &to.Definition, step(at, "definition"))
		},
	}
}

// euAward are the terms of EuMicroCredentialSubject about the award.
func (s *shapesOf) euAward() []term[mc.Award] {
	type W = mc.Award
	earned := func(w *W) *[]mc.Workload { return &w.CreditsEarned }
	return ext(
		lang("awardTitle", "title", func(w *W) *mc.LangString { return &w.Title }),
		lang("awardDescription", "description", func(w *W) *mc.LangString { return &w.Description }),
		many("awardingBody", "awarding.bodies", func(w *W) *[]mc.Party { return &w.Awarding.Bodies }, &s.party),
		opt("awardingLocation", "awarding.place", func(w *W) **mc.Location { return &w.Awarding.Place }, &s.place),
		one("educationalSystem", "awarding.educationalSystem", func(w *W) *mc.Concept { return &w.Awarding.EducationalSystem }, &s.concept),
		manyWith("creditReceived", "creditsEarned", earned, &s.credits, workloadIs(mc.WorkloadCredits)),
		many("activity", "activities", func(w *W) *[]mc.Activity { return &w.Activities }, &s.activity),
		many("entitlement", "entitlements", func(w *W) *[]mc.Entitlement { return &w.Entitlements }, &s.entitlement),
		oneNote("furtherInformation", "notes", func(w *W) *[]mc.Note { return &w.Notes }),
	)
}

// nativeAward are the members of AchievementSubject about the award.
func (s *shapesOf) nativeAward() []term[mc.Award] {
	type W = mc.Award
	return []term[W]{
		active("activityStartDate", "start", func(p *mc.Period) *mc.Instant { return &p.Start }),
		active("activityEndDate", "end", func(p *mc.Period) *mc.Instant { return &p.End }),
		custom("creditsEarned", func(d *decoder, v jsontree.Value, to *W, at path) {
			readCredits(d, v, &to.CreditsEarned, at.Dot("creditsEarned"))
		}),
		text("role", "role", func(w *W) *string { return &w.Role }),
		text("licenseNumber", "licenceNumber", func(w *W) *string { return &w.LicenceNumber }),
		text("term", "term", func(w *W) *string { return &w.Term }),
		narrative("narrative", "narrative", func(w *W) *mc.Note { return &w.Narrative }),
		opt("image", "image", func(w *W) **mc.Media { return &w.Image }, &s.image),
		opt("source", "source", func(w *W) **mc.Party { return &w.Source }, &s.party),
	}
}

// active is one end of the time in which the learner was active: that of the
// only activity if it is the same, else that of the whole.
func active(name, field string, get func(*mc.Period) *mc.Instant) term[mc.Award] {
	return custom(name, func(d *decoder, v jsontree.Value, to *mc.Award, at path) {
		leaf, s, ok := d.literal(v)
		if !ok {
			return
		}
		i, err := mc.ParseInstant(s)
		if err != nil {
			if date, dateErr := mc.ParseDate(s); dateErr == nil { // as the context types it
				i, err = mc.ParseInstant(date.String() + "T00:00:00Z")
			}
		}
		switch {
		case err != nil:
			d.residue(leaf, err.Error())
		case len(to.Activities) == 1 && len(to.Activities[0].Periods) == 1 && alike(*get(&to.Activities[0].Periods[0]), i):
			d.change(leaf, at.Dot("activities[0].periods[0]").Dot(field), "when the only activity took place")
		case i.String() != s:
			fillAs(d, leaf, get(&to.Period), i, at.Dot("period").Dot(field), "a date, as its first moment in UTC")
		default:
			fill(d, leaf, get(&to.Period), i, at.Dot("period").Dot(field))
		}
	})
}

// deriveAwardingBody says who awarded when a badge does not: who assessed on
// behalf of the issuer, or else the issuer. A badge that uses the extension
// says it itself.
func (s *shapesOf) deriveAwardingBody(d *decoder, node jsontree.Value, to *mc.Credential) {
	subject := first(node.Get("credentialSubject"))
	bodies := &to.Award.Awarding.Bodies
	if len(*bodies) > 0 || names(subject.Get("type"), typeEuSubject) {
		return
	}
	from := first(subject.Get("source"))
	if !from.Exists() {
		from = first(node.Get("issuer"))
	}
	var body mc.Party
	const at path = "award.awarding.bodies[0]"
	switch {
	case from.Kind() == jsontree.String && from.Text() != "":
		s.party.read(d, from, &body, at)
	case from.IsObject() && d.follow(from, jsontree.Value{}):
		s.party.readObject(d, from, &body, at)
		d.leave()
	default:
		return
	}
	*bodies = append(*bodies, body)
}
