package template

import (
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// members are the members of a template, in the order in which a person would write
// them.
func members() class[whole] {
	return slices.Concat(heads(), definitions(), awards(), national())
}

func heads() class[whole] {
	return class[whole]{
		{"$schema", "word", "Address of the schema of templates, for editors.", func(r *reader, n *node, c *whole) { r.one(n) }},
		{"language", "word", "Language of all texts that name none.", func(r *reader, n *node, c *whole) {
			if l, ok := mc.LanguageConcept(r.language); ok {
				c.Envelope.Display.Primary = l
			}
		}},
		{"parties", "parties", "Organisations by a word of your own, to name them several times.", func(r *reader, n *node, c *whole) {
			if n.kind != mapNode {
				r.wrong(n, "This must be an object with an organisation for each word.", describe(n), "")
				return
			}
			for _, m := range n.members {
				organisations().read(r, m.value, &mc.Party{})
			}
		}},
		{"title", "text", "Title of the micro-credential (Annex I, 2).", func(r *reader, n *node, c *whole) { c.Definition.Title = r.lang(n) }},
		{"description", "text", "What it is about.", func(r *reader, n *node, c *whole) { c.Definition.Description = r.lang(n) }},
		{"learner", "learner", "Who earned it (Annex I, 1).", func(r *reader, n *node, c *whole) { r.learner(n, &c.Learner) }},
		{"holder-key", "word", "Public key of the learner's wallet, as a JSON Web Key: for SD-JWT VC.", func(r *reader, n *node, c *whole) {
			if text, ok := r.one(n); ok {
				c.Envelope.Holders = []mc.KeyBinding{{JWK: text}}
			}
		}},
		{"issuer", "party", "Who issues it, with the country (Annex I, 3).", func(r *reader, n *node, c *whole) {
			if p := r.party(n); p != nil {
				c.Envelope.Issuer = *p
			}
		}},
		{"awarding-body", "parties-list", "Who takes responsibility for the award (Annex I, 4).", func(r *reader, n *node, c *whole) { c.Award.Awarding.Bodies = r.partyList(n) }},
		{"awarded", "date", "When the learner earned it (Annex I, 5).", func(r *reader, n *node, c *whole) { c.Award.Awarding.On = r.date(n) }},
		{"validity", "validity", "From when and until when it counts.", func(r *reader, n *node, c *whole) {
			var v validity
			validities().read(r, n, &v)
			c.Envelope.ValidFrom, c.Envelope.ValidUntil = v.from, v.until
			if !v.from.IsZero() && !v.until.IsZero() && v.until.Compare(v.from) < 0 {
				r.wrong(n, "A credential must not end before it starts.", v.from.String()+" until "+v.until.String(), "")
			}
		}},
	}
}

func definitions() class[whole] {
	return class[whole]{
		{"id", "word", "URL that identifies what can be earned.", func(r *reader, n *node, c *whole) { c.Definition.ID = r.id(n) }},
		{"code", "word", "Code of the course.", func(r *reader, n *node, c *whole) {
			if text, ok := r.one(n); ok {
				c.Definition.Identifiers = []mc.Identifier{{Scheme: mc.IdentCourseCode, Value: text}}
			}
		}},
		{"version", "word", "Version of the definition.", func(r *reader, n *node, c *whole) { c.Definition.Version, _ = r.one(n) }},
		{"kind", "codes", "What kind of learning it is.", func(r *reader, n *node, c *whole) { c.Definition.Kinds = r.codes(n, opportunityWords) }},
		{"creator", "party", "Who owns the definition.", func(r *reader, n *node, c *whole) { c.Definition.Creator = r.party(n) }},
		{"provider", "parties-list", "Who teaches.", func(r *reader, n *node, c *whole) {
			if all := r.partyList(n); len(all) > 0 {
				c.Award.Opportunity = &mc.Opportunity{Providers: all}
			}
		}},
		{"outcomes", "outcomes", "What the learner knows, understands and can do (Annex I, 6).", func(r *reader, n *node, c *whole) {
			c.Definition.Outcomes = titled(r, n, outcomes(), func(o *mc.LearningOutcome) *mc.LangString { return &o.Title })
		}},
		{"criteria", "text", "What must be done to earn it.", func(r *reader, n *node, c *whole) { c.Definition.Criteria.Narrative.Text = r.lang(n) }},
		{"credits", "credits", "Workload in credits, such as 5 ECTS (Annex I, 7).", func(r *reader, n *node, c *whole) {
			c.Definition.Workload = append(c.Definition.Workload, r.credits(n)...)
		}},
		{"hours", "number", "Workload in hours of an average learner (Annex I, 7).", func(r *reader, n *node, c *whole) {
			if d := r.hours(n); !d.IsZero() {
				c.Definition.Workload = append(c.Definition.Workload, mc.Workload{Kind: mc.WorkloadNotional, Duration: d})
			}
		}},
		{"level", "words", "EQF 6, NFQ 6, NKR 6.1, QF-EHEA first and the like (Annex I, 8).", func(r *reader, n *node, c *whole) {
			r.each(n, func(item *node) {
				if level := r.level(item); level.Kind != "" {
					c.Definition.Levels = append(c.Definition.Levels, level)
				}
			})
		}},
		{"assessment", "assessments", "How outcomes are assessed (Annex I, 9).", func(r *reader, n *node, c *whole) { c.Definition.Assessments = r.assessment(n) }},
		{"participation", "words", "online, onsite, blended and the like (Annex I, 10).", func(r *reader, n *node, c *whole) { c.Definition.Participation = r.participation(n) }},
		{"quality", "qualities", "What assures the quality (Annex I, 11).", func(r *reader, n *node, c *whole) { c.Definition.Quality = r.qualities(n) }},
		{"prerequisites", "prerequisites", "What is needed to enrol (Annex I, 12).", func(r *reader, n *node, c *whole) { c.Definition.Prerequisites = r.prerequisites(n) }},
		{"supervision", "supervision", "How the assessments are watched over (Annex I, 13).", func(r *reader, n *node, c *whole) { supervisions().read(r, n, &c.supervision) }},
		{"stackability", "stackability", "stand-alone, integrated or stackable (Annex I, 15).", func(r *reader, n *node, c *whole) { r.stackability(n, &c.Definition.Stackability) }},
		{"taught-in", "words", "Languages of instruction.", func(r *reader, n *node, c *whole) { c.Definition.Languages = r.languages(n) }},
		{"setting", "word", "formal, non-formal or informal.", func(r *reader, n *node, c *whole) {
			c.Definition.Setting.Kind = word(r, n, mc.SettingFormal, mc.SettingNonFormal, mc.SettingInformal)
		}},
		{"route", "word", "course, validation, recognition-of-prior-learning or work.", func(r *reader, n *node, c *whole) {
			c.Definition.Route = routeWord(r, n)
		}},
		{"field", "codes", "Fields of education of ISCED-F, by code or name.", func(r *reader, n *node, c *whole) { c.Definition.Fields = r.codes(n, fieldWords) }},
		{"target-group", "codes", "For whom it is.", func(r *reader, n *node, c *whole) { c.Definition.Targets = r.codes(n, targetWords) }},
		{"tags", "words", "Words to find it by.", func(r *reader, n *node, c *whole) {
			r.each(n, func(item *node) {
				if text, ok := r.one(item); ok {
					c.Definition.Tags = append(c.Definition.Tags, text)
				}
			})
		}},
		{"homepage", "addresses", "Pages about the course.", func(r *reader, n *node, c *whole) { c.Definition.Homepages = r.pages(n) }},
		{"guidance", "addresses", "Pages that help a learner to choose and go on.", func(r *reader, n *node, c *whole) { c.Definition.Guidance = r.pages(n) }},
		{"image", "file", "Picture beside the template: a PNG or SVG.", func(r *reader, n *node, c *whole) { c.Definition.Image = r.file(n) }},
	}
}

func awards() class[whole] {
	return class[whole]{
		{"grade", "grade", "Grade that was achieved (Annex I, 14).", func(r *reader, n *node, c *whole) { c.grade = r.grade(n) }},
		{"scale", "scale", "Grades that can be achieved.", func(r *reader, n *node, c *whole) {
			c.scale = &mc.GradingScheme{}
			scales().read(r, n, c.scale)
		}},
		{"credits-earned", "credits", "Credits that this learner earned.", func(r *reader, n *node, c *whole) { c.Award.CreditsEarned = r.credits(n) }},
		{"activities", "codes", "What the learner did.", func(r *reader, n *node, c *whole) { c.Award.Activities = r.activities(n) }},
		{"attachments", "attachments", "Files that go with the credential.", func(r *reader, n *node, c *whole) { c.Annexes = r.attachmentList(n) }},
		{"further-information", "texts", "Anything else (Annex I, 16).", func(r *reader, n *node, c *whole) { c.Further = r.notes(n) }},
	}
}
