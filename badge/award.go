package badge

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineSubject makes the class of the subject: the learner, and what this
// learner earned.
func (s *tables) defineSubject() {
	type C = mc.Credential
	award := func(c *C) *mc.Award { return &c.Award }
	learner, more := s.learnerRows()
	s.subject = class[C]{
		Types: []string{"AchievementSubject", "Profile", typeEuProfile}, ExtensionType: typeEuSubject,
		ID:   func(c *C) *string { return &c.Learner.ID },
		IDOf: learnerID,
		Rows: mapping.Rows(
			learner,
			mapping.Part(award, s.nativeAward()...),
			[]row[C]{writtenBy(mapping.One("achievement", func(c *C) *mc.Definition { return &c.Definition }, &s.definition),
				func(e *encoder, n *node, _ *C, _ path) { e.Put(n, "achievement", e.achievement) })},
			mapping.Part(award,
				mapping.Turn(2, custom("result", s.readResults, s.writeResults)),
				writtenBy(mapping.Opt("source", func(w *mc.Award) **mc.Party { return &w.Source }, &s.profile),
					func(e *encoder, n *node, _ *mc.Award, _ path) { e.Put(n, "source", e.assessor) }),
			),
			mapping.Part(award, s.euAward()...),
			more,
		),
		OnType: func(r *mapping.Reader, name jsontree.Value, to *C, at path) bool {
			if !name.IsText("AchievementSubject") || to.Learner.Party.Kind != mc.PartyUnknown {
				return false
			}
			to.Learner.Party.Kind = mc.PartyPerson
			r.Change(name, step(at, "learner.party.kind"), "the subject of an achievement is a person")
			return true
		},
		AfterRead: reads(func(d *decoder, node jsontree.Value, to *C, at path) {
			descriptions := first(node.Get("achievement")).Get("resultDescription")
			s.readUndescribed(d, descriptions, &to.Definition, step(at, "definition"))
		}),
		AfterWrite: writes(func(e *encoder, _ *node, _ *C, _ path) { s.plannedResults(e) }),
	}
}

// euAward are the terms of EuMicroCredentialSubject about the award.
func (s *tables) euAward() []row[mc.Award] {
	type W = mc.Award
	kind := func(w *mc.Workload) *mc.WorkloadKind { return &w.Kind }
	return mapping.Extension(
		full("awardTitle", func(w *W) *mc.LangString { return &w.Title }),
		full("awardDescription", func(w *W) *mc.LangString { return &w.Description }),
		mapping.Many("awardingBody", func(w *W) *[]mc.Party { return &w.Awarding.Bodies }, &s.party),
		mapping.OptInArray("awardingLocation", func(w *W) **mc.Location { return &w.Awarding.Place }, &s.place),
		mapping.One("educationalSystem", func(w *W) *mc.Concept { return &w.Awarding.EducationalSystem }, &s.concept),
		mapping.Turn(1, writtenBy(mapping.Many("assessmentResult", func(w *W) *[]mc.AssessmentResult { return &w.Assessments }, &s.result), s.writeResultTerms)),
		mapping.Many("creditReceived", func(w *W) *[]mc.Workload { return &w.CreditsEarned }, &s.credits, mapping.Having(kind, mc.WorkloadCredits)),
		mapping.Many("activity", func(w *W) *[]mc.Activity { return &w.Activities }, &s.activity),
		mapping.Many("entitlement", func(w *W) *[]mc.Entitlement { return &w.Entitlements }, &s.entitlement),
		notes("furtherInformation", func(w *W) *[]mc.Note { return &w.Notes }),
	)
}

// nativeAward are the members of AchievementSubject about the award.
func (s *tables) nativeAward() []row[mc.Award] {
	type W = mc.Award
	return []row[W]{
		active("activityStartDate", func(p *mc.Period) *mc.Instant { return &p.Start }),
		active("activityEndDate", func(p *mc.Period) *mc.Instant { return &p.End }),
		onlyCredits("creditsEarned", func(w *W) *[]mc.Workload { return &w.CreditsEarned }),
		mapping.Opt("image", func(w *W) **mc.Media { return &w.Image }, &s.picture),
		mapping.Text("licenseNumber", func(w *W) *string { return &w.LicenceNumber }),
		narrative("narrative", func(w *W) *mc.Note { return &w.Narrative }),
		mapping.Text("role", func(w *W) *string { return &w.Role }),
		mapping.Text("term", func(w *W) *string { return &w.Term }),
	}
}

// active is one end of the time in which the learner was active. Read, it is
// that of the only activity if it is the same, else that of the whole; written,
// that of the whole if it is stated, else that of the only activity.
func active(term string, get func(*mc.Period) *mc.Instant) row[mc.Award] {
	field := string(mapping.PathOf(get))
	const only = "activities[0].periods[0]"
	return custom(term, func(d *decoder, v jsontree.Value, to *mc.Award, at path) {
		leaf, s, ok := d.Literal(v)
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
			d.Reject(leaf, err.Error())
		case hasOnePeriod(to) && mapping.Alike(*get(&to.Activities[0].Periods[0]), i):
			d.Change(leaf, at.Dot(only).Dot(field), "when the only activity took place")
		case i.String() != s:
			mapping.FillAs(d.Reader, leaf, get(&to.Period), i, at.Dot("period").Dot(field), "a date, as its first moment in UTC")
		default:
			mapping.Fill(d.Reader, leaf, get(&to.Period), i, at.Dot("period").Dot(field))
		}
	}, func(e *encoder, n *node, w *mc.Award, at path) {
		if w.Period.Start.IsZero() && w.Period.End.IsZero() && hasOnePeriod(w) {
			e.putMoment(n, term, *get(&w.Activities[0].Periods[0]), at.Dot(only).Dot(field))
			return
		}
		e.putMoment(n, term, *get(&w.Period), at.Dot("period").Dot(field))
	})
}

func hasOnePeriod(w *mc.Award) bool {
	return len(w.Activities) == 1 && len(w.Activities[0].Periods) == 1
}

// deriveAwardingBody says who awarded when a badge does not: who assessed on
// behalf of the issuer, or else the issuer. A badge that uses the extension
// says it itself.
func (s *tables) deriveAwardingBody(d *decoder, node jsontree.Value, to *mc.Credential, _ path) {
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
		s.party.Read(d.Reader, from, &body, at)
	case from.IsObject() && d.follow(from, jsontree.Value{}):
		s.party.ReadObject(d.Reader, from, &body, at)
		d.leave()
	default:
		return
	}
	*bodies = append(*bodies, body)
}

// writeAwardingBody writes who takes responsibility for the award in plain Open
// Badges: that is the issuer, or the creator of the achievement if it is
// somebody else.
func (s *tables) writeAwardingBody(e *encoder) {
	bodies := e.c.Award.Awarding.Bodies
	const at path = "award.awarding.bodies[0]"
	if !e.Plain || len(bodies) == 0 {
		return
	}
	key, _ := content(&bodies[0])
	if earlier, ok := e.parties[key]; ok {
		e.repeat(at, earlier.at)
		return
	}
	if e.achievement.Member("creator") == nil && e.partyKey(&bodies[0]) != "" {
		creator := e.whole(&bodies[0], at, e.achievement.At("creator"))
		s.definition.Insert(e.achievement, mapping.Member{Term: "creator", Items: []mapping.Item{{Node: creator}}})
	}
}

// writeSubject writes the subject of the badge. The achievement comes first,
// and who assessed before the results, since equal parties and the scales of
// results are referred to where they stand first.
func (s *tables) writeSubject(e *encoder) *node {
	c := e.c
	e.achievement = s.definition.WriteRequired(e.Writer, nil, "", &c.Definition, "definition", atAchievement)
	if w := &c.Award; e.assessor == nil && w.Source != nil && e.partyKey(w.Source) != "" {
		e.assessor = e.whole(w.Source, "award.source", atSubject+"/source")
	}
	s.writeAwardingBody(e)
	return s.subject.WriteRequired(e.Writer, nil, "", c, "", atSubject)
}
