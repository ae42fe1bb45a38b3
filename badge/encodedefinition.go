package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// definition writes what can be earned: the achievement.
func (e *encoder) definition() {
	d, a := &e.c.Definition, &e.out.Subject.Achievement
	const at path = "definition"
	const to = atAchievement
	a.ID = e.achievementID()
	a.AchievementType = e.achievementType()
	e.names()
	a.Version = e.native(at.Dot("version"), d.Version, to+"/version")
	a.Image = e.image(at.Dot("image"), d.Image, to+"/image")
	if d.Creator != nil && e.partyKey(d.Creator) != "" {
		a.Creator = e.profile(at.Dot("creator"), d.Creator, to+"/creator")
	}
	e.codes()
	for i := range d.Tags {
		e.keep(at.Dot("tags").At(i), element(to+"/tag", i))
	}
	a.Tag = d.Tags
	if len(d.Fields) > 0 {
		a.FieldOfStudy = e.text(at.Dot("fields").At(0).Dot("label"), d.Fields[0].Label, to+"/fieldOfStudy")
	}
	for i := range d.Subjects {
		if at := at.Dot("subjects").At(i); d.Subjects[i].Scheme == schemeSpecialization && a.Specialization == "" {
			a.Specialization = e.text(at.Dot("label"), d.Subjects[i].Label, to+"/specialization")
			e.translate(at.Dot("scheme"), to+"/specialization", "a specialization")
		}
	}
	a.Related = each(d.Related, at.Dot("related"), to+"/related", e.related)
	if !e.converted() {
		a.Endorsement, a.EndorsementJWT = e.endorsements(at.Dot("endorsements"), d.Endorsements, to)
	}
	e.alignments()
	e.workload()
	e.euDefinition()
	e.required()
}

// names writes title and description. A title that only the award or the
// display has serves as well: it is the same badge.
func (e *encoder) names() {
	d, a := &e.c.Definition, &e.out.Subject.Achievement
	const to = atAchievement
	for _, t := range []struct {
		at   path
		text mc.LangString
	}{
		{"definition.title", d.Title},
		{"award.title", e.c.Award.Title},
		{"award.activities[0].title", e.firstTitle(mc.ClaimActivity)},
		{"award.assessments[0].title", e.firstTitle(mc.ClaimAssessment)},
		{"award.entitlements[0].title", e.firstTitle(mc.ClaimEntitlement)},
		{"envelope.display.title", e.c.Envelope.Display.Title},
	} {
		if a.Name == "" {
			a.Name = e.text(t.at, t.text, to+"/name")
		}
	}
	a.InLanguage = inLanguage(e.lang)
	a.Description = e.text("definition.description", d.Description, to+"/description")
	if a.Description == "" {
		a.Description = e.text("award.description", e.c.Award.Description, to+"/description")
	}
	if e.out.Name == "" {
		e.out.Name = a.Name
	}
}

// firstTitle is the title of the first activity, assessment or entitlement
// when that is what the credential claims.
func (e *encoder) firstTitle(kind mc.ClaimKind) mc.LangString {
	w := &e.c.Award
	switch {
	case w.Kind != kind:
	case kind == mc.ClaimActivity && len(w.Activities) > 0:
		return w.Activities[0].Title
	case kind == mc.ClaimAssessment && len(w.Assessments) > 0:
		return w.Assessments[0].Title
	case kind == mc.ClaimEntitlement && len(w.Entitlements) > 0:
		return w.Entitlements[0].Title
	}
	return nil
}

// achievementID returns the id of the definition, which all learners share:
// without one of its own it descends from the definition's content and its
// issuer.
func (e *encoder) achievementID() string {
	const to = atAchievement + "/id"
	if own := e.c.Definition.ID; global(own) {
		e.keep("definition.id", to)
		return own
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: "the definition has no id that means anything outside its document"})
	if e.o.NewID != nil {
		return e.o.NewID("definition")
	}
	text, err := content(&e.c.Definition)
	if err != nil {
		return e.newID("definition")
	}
	return urn(uuid5(namespace, "achievement\x00"+e.partyKey(&e.c.Envelope.Issuer)+"\x00"+e.show(e.c.Title())+"\x00"+text))
}

func (e *encoder) achievementType() string {
	const to = atAchievement + "/achievementType"
	switch {
	case e.o.AchievementType != "":
		e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindDefaulted, Reason: "as configured"})
		return e.o.AchievementType
	case e.c.Award.Kind != mc.ClaimAchievement:
		return "" // attendance, a right or an assessment alone
	}
	for i, kind := range e.c.Definition.Kinds {
		if kind.Scheme == schemeAchievementType && kind.Notation != "" && ob3.AchievementType(kind.Notation).Valid() {
			at := path("definition.kinds").At(i)
			e.translate(at.Dot("scheme"), to, "the type of the achievement")
			return e.native(at.Dot("notation"), kind.Notation, to)
		}
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindDefaulted, Reason: "the model is that of a micro-credential"})
	return "MicroCredential"
}

// codes writes identifiers and register codes of the definition. The first
// course code is also the one for humans.
func (e *encoder) codes() {
	d, a := &e.c.Definition, &e.out.Subject.Achievement
	const to = atAchievement
	for i, id := range d.Identifiers {
		if id.Scheme == mc.IdentCourseCode && id.Hash == nil && a.HumanCode == "" {
			a.HumanCode = e.native(path("definition.identifiers").At(i).Dot("value"), id.Value, to+"/humanCode")
		}
	}
	a.OtherIdentifier = e.entries("definition.identifiers", d.Identifiers, to+"/otherIdentifier")
	for i, c := range d.Codes {
		at, to := path("definition.codes").At(i), element(to+"/otherIdentifier", len(a.OtherIdentifier))
		code, field := c.Notation, "notation"
		if code == "" {
			code, field = c.IRI, "iri"
		}
		if strings.TrimSpace(code) == "" {
			continue
		}
		e.keep(at.Dot(field), to+"/identifier")
		a.OtherIdentifier = append(a.OtherIdentifier, ob3.IdentifierEntry{Type: "IdentifierEntry", Identifier: code, IdentifierType: typeCode})
	}
}

func (e *encoder) related(at path, r *mc.CredentialRef, to string) *ob3.Related {
	if !global(r.ID) {
		return nil
	}
	out := &ob3.Related{ID: e.native(at.Dot("id"), r.ID, to+"/id"), Type: []string{"Related"}}
	if tag := inLanguage(r.Language); tag == r.Language {
		out.InLanguage = e.native(at.Dot("language"), tag, to+"/inLanguage")
	}
	return out
}

// workload writes credits and durations. Open Badges has a number of credits
// without a framework, so it is only written when there is exactly one.
func (e *encoder) workload() {
	d, a, eu := &e.c.Definition, &e.out.Subject.Achievement, &e.euAch
	const at path = "definition.workload"
	a.CreditsAvailable = e.onlyCredits(at, d.Workload, atAchievement+"/creditsAvailable")
	eu.CreditPoint = e.credits(at, d.Workload, atAchievement+"/creditPoint")
	w := e.durations(at, d.Workload, atAchievement)
	eu.VolumeOfLearning, eu.MaximumDuration, eu.Workload, eu.ContactHour = w.volume, w.maximum, w.activity, w.contact
}

// onlyCredits writes the number of credits if there is exactly one.
func (e *encoder) onlyCredits(at path, list []mc.Workload, to string) *float64 {
	only := -1
	for i, w := range list {
		if w.Kind == mc.WorkloadCredits && !w.Amount.IsZero() {
			if only >= 0 {
				return nil
			}
			only = i
		}
	}
	if only < 0 {
		return nil
	}
	n := e.number(at.At(only).Dot("amount"), list[only].Amount, to)
	if n != nil {
		e.translate(at.At(only).Dot("kind"), to, "a number of credits")
	}
	return n
}

func (e *encoder) credits(at path, list []mc.Workload, to string) []ob3.EuCredits {
	return each(list, at, to, func(at path, w *mc.Workload, to string) *ob3.EuCredits {
		if e.o.WithoutExtension || w.Kind != mc.WorkloadCredits {
			return nil
		}
		out := some(ob3.EuCredits{
			Framework: e.concept(at.Dot("framework"), &w.Framework, to+"/framework"),
			Point:     e.decimal(at.Dot("amount"), w.Amount, to+"/point"),
		})
		if out != nil {
			e.extend(at.Dot("kind"), to)
		}
		return out
	})
}

// durationsOf are the durations that the extension has terms for.
type durationsOf struct {
	volume, maximum, activity string
	contact                   []string
}

// durations writes the first workload of each kind that is a duration.
func (e *encoder) durations(at path, list []mc.Workload, to string) (out durationsOf) {
	if e.o.WithoutExtension {
		return out
	}
	for i, w := range list {
		at := at.At(i)
		single := map[mc.WorkloadKind]struct {
			field *string
			term  string
		}{
			mc.WorkloadNotional:    {&out.volume, "/volumeOfLearning"},
			mc.WorkloadMaxDuration: {&out.maximum, "/maximumDuration"},
			mc.WorkloadActivity:    {&out.activity, "/workload"},
		}[w.Kind]
		switch {
		case single.field != nil && *single.field == "" && !w.Duration.IsZero():
			*single.field = e.string(at.Dot("duration"), w.Duration.String(), to+single.term)
			e.extend(at.Dot("kind"), to+single.term)
		case w.Kind == mc.WorkloadContact:
			field, text := "duration", w.Duration.String()
			if text == "" {
				field, text = "text", w.Text
			}
			if text == "" {
				field, text = "amount", w.Amount.String()
			}
			if text != "" {
				pointer := element(to+"/contactHour", len(out.contact))
				out.contact = append(out.contact, e.string(at.Dot(field), text, pointer))
				e.extend(at.Dot("kind"), pointer)
			}
		}
	}
	return out
}

// required writes what Open Badges requires of an achievement and the
// credential does not state in so many words.
func (e *encoder) required() {
	d, a := &e.c.Definition, &e.out.Subject.Achievement
	const to = atAchievement
	if a.Description == "" {
		a.Description = e.outcomeText()
		reason := "made of the learning outcomes"
		if a.Description == "" {
			a.Description, reason = a.Name, "made of the title"
		}
		if a.Description != "" {
			e.tracker.Add(mc.Outcome{To: to + "/description", Kind: mc.KindSynthesised, Reason: reason})
		}
	}
	criteria := ob3.Criteria{}
	if global(d.Criteria.URL) {
		criteria.ID = e.native("definition.criteria.url", d.Criteria.URL, to+"/criteria/id")
	}
	criteria.Narrative = e.text("definition.criteria.narrative.text", d.Criteria.Narrative.Text, to+"/criteria/narrative")
	if criteria.ID == "" && criteria.Narrative == "" {
		criteria.Narrative = e.criteria()
	}
	a.Criteria = some(criteria)
}

// criteria makes criteria of what is known: the outcomes to be reached and how
// they are assessed. Without either it says that none are stated.
func (e *encoder) criteria() string {
	const to = atAchievement + "/criteria/narrative"
	var parts []string
	if text := e.outcomeText(); text != "" {
		parts = append(parts, text)
	}
	if text := e.assessmentText(); text != "" {
		parts = append(parts, text)
	}
	reason := "made of the learning outcomes and the assessment"
	if len(parts) == 0 {
		parts, reason = []string{phrase(noCriteria, e.lang)}, "no criteria are stated"
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: reason})
	return strings.Join(parts, "\n\n")
}

// outcomeText is what the learner reaches, as Markdown.
func (e *encoder) outcomeText() string {
	var lines []string
	if s := e.c.Definition.OutcomeSummary; s != nil {
		if text := e.show(s.Text); text != "" {
			return text
		}
	}
	for _, o := range e.c.Definition.Outcomes {
		if text := e.show(o.Title); text != "" {
			lines = append(lines, "- "+text)
		}
	}
	return strings.Join(lines, "\n")
}

// assessmentText says how the outcomes are assessed, as Markdown.
func (e *encoder) assessmentText() string {
	var lines []string
	add := func(title mc.LangString, types []mc.Concept) {
		var kinds []string
		for _, t := range types {
			if text := e.show(t.Label); text != "" {
				kinds = append(kinds, text)
			}
		}
		text := e.show(title)
		if len(kinds) > 0 && text != "" {
			text += " ("
			text += strings.Join(kinds, ", ") + ")"
		} else if text == "" {
			text = strings.Join(kinds, ", ")
		}
		if text != "" {
			lines = append(lines, "- "+text)
		}
	}
	for _, a := range e.c.Definition.Assessments {
		add(a.Title, a.Types)
	}
	if len(lines) == 0 {
		for _, a := range e.c.Award.Assessments {
			add(a.Title, a.Types)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return phrase(assessedBy, e.lang) + "\n" + strings.Join(lines, "\n")
}

// The phrases of synthesised text, by language.
var (
	noCriteria = map[string]string{
		"en": "The source states no criteria.",
		"nb": "Kilden oppgir ingen kriterier.",
		"nn": "Kjelda oppgjev ingen kriterium.",
		"sv": "Källan anger inga kriterier.",
		"da": "Kilden angiver ingen kriterier.",
		"fi": "Lähde ei ilmoita kriteerejä.",
	}
	assessedBy = map[string]string{
		"en": "Assessed by:",
		"nb": "Vurderes ved:",
		"nn": "Blir vurdert ved:",
		"sv": "Bedöms genom:",
		"da": "Bedømmes ved:",
		"fi": "Arviointi:",
	}
)

// phrase returns a phrase in a language, or in English.
func phrase(in map[string]string, lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if base == "no" {
		base = "nb"
	}
	if text, ok := in[base]; ok {
		return text
	}
	return in["en"]
}
