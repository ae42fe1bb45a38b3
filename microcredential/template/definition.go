package template

import (
	"math/big"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// workloads are the members of an amount of credits.
func workloads() class[mc.Workload] {
	return class[mc.Workload]{
		{"amount", "number", "How many credits.", func(r *reader, n *node, w *mc.Workload) {
			if text, ok := r.one(n); ok {
				w.Amount = r.decimal(n, text)
			}
		}},
		{"framework", "text", "What they are credits of, such as ECTS.", func(r *reader, n *node, w *mc.Workload) {
			if n.kind == mapNode {
				concepts().read(r, n, &w.Framework)
			} else if text, ok := r.one(n); ok {
				w.Framework = creditFramework(text)
			}
		}},
	}
}

// credits reads credits: "5 ECTS", or an object.
func (r *reader) credits(n *node) (out []mc.Workload) {
	r.each(n, func(item *node) {
		w := mc.Workload{Kind: mc.WorkloadCredits}
		if item.kind == mapNode {
			workloads().read(r, item, &w)
		} else if text, ok := r.one(item); ok {
			amount, framework, named := strings.Cut(text, " ")
			w.Amount = r.decimal(item, amount)
			w.Framework = creditFramework(strings.TrimSpace(framework))
			if !named {
				r.wrong(item, "Credits must say what they are credits of.", quote(text), "Write for example 5 ECTS.")
			}
		}
		if !w.Amount.IsZero() {
			out = append(out, w)
		}
	})
	return out
}

// hours reads an amount of time in hours, exact to the second.
func (r *reader) hours(n *node) (out mc.ISODuration) {
	text, ok := r.one(n)
	if !ok {
		return out
	}
	d := r.decimal(n, text)
	if d.IsZero() {
		return out
	}
	exact, _ := new(big.Rat).SetString(d.Canonical())
	if exact != nil {
		exact.Mul(exact, big.NewRat(3600, 1))
	}
	if exact == nil || !exact.IsInt() || !exact.Num().IsInt64() || exact.Num().Int64() > 1e9 {
		r.wrong(n, "Hours must be a number such as 125 or 2.5.", quote(text), "")
		return out
	}
	seconds := exact.Num().Int64()
	iso := "PT" + mc.DecimalOf(seconds/3600).String() + "H"
	if rest := seconds % 3600; rest != 0 {
		iso += mc.DecimalOf(rest/60).String() + "M"
		if rest%60 != 0 {
			iso += mc.DecimalOf(rest%60).String() + "S"
		}
	}
	out, _ = mc.ParseISODuration(iso)
	return out
}

// outcomes are the members of a learning outcome.
func outcomes() class[mc.LearningOutcome] {
	return class[mc.LearningOutcome]{
		{"title", "text", "What the learner knows, understands or can do.", func(r *reader, n *node, o *mc.LearningOutcome) { o.Title = r.lang(n) }},
		{"note", "text", "More about it.", func(r *reader, n *node, o *mc.LearningOutcome) { o.Notes = r.notes(n) }},
		{"id", "word", "URL that identifies it.", func(r *reader, n *node, o *mc.LearningOutcome) { o.ID = r.id(n) }},
		{"type", "code", "knowledge or skill.", func(r *reader, n *node, o *mc.LearningOutcome) { o.Type = r.code(n, skillWords) }},
		{"reuse", "code", "How far it reaches beyond one sector.", func(r *reader, n *node, o *mc.LearningOutcome) { o.Reuse = r.code(n, reuseWords) }},
		{"skills", "codes", "Entries of frameworks of skills, ESCO for example, as {label, iri, list}.", func(r *reader, n *node, o *mc.LearningOutcome) {
			r.each(n, func(item *node) {
				var c mc.Concept
				concepts().read(r, item, &c)
				o.Skills = append(o.Skills, c)
			})
		}},
	}
}

// titled reads objects, or texts that are their titles.
func titled[T any](r *reader, n *node, members class[T], title func(*T) *mc.LangString) (out []T) {
	languages := func(n *node) bool { // whether an object is a text by language
		for _, m := range n.members {
			for _, name := range members.names() {
				if m.name == name {
					return false
				}
			}
		}
		return len(n.members) > 0 && len(n.members[0].name) < 4
	}
	r.each(n, func(item *node) {
		var one T
		if item.kind == mapNode && !languages(item) {
			members.read(r, item, &one)
		} else if *title(&one) = r.lang(item); title(&one).IsZero() {
			return
		}
		out = append(out, one)
	})
	return out
}

// notes reads texts.
func (r *reader) notes(n *node) (out []mc.Note) {
	r.each(n, func(item *node) {
		if text := r.lang(item); !text.IsZero() {
			out = append(out, mc.Note{Text: text})
		}
	})
	return out
}

// participationForms are the words for the form of participation, with the mode of
// the Union's list, if it has one.
var participationForms = []struct {
	form mc.ParticipationForm
	mode string
}{
	{mc.ParticipationOnline, "online"}, {mc.ParticipationOnsite, "presential"}, {mc.ParticipationBlended, "blended"},
	{mc.ParticipationOnsiteOrBlended, ""}, {mc.ParticipationWork, "workbased"}, {mc.ParticipationVolunteering, ""},
	{mc.ParticipationProject, "project based"}, {mc.ParticipationLaboratory, "research-lab based"},
}

// participation reads the forms of participation.
func (r *reader) participation(n *node) (out []mc.Participation) {
	r.each(n, func(item *node) {
		if item.kind == mapNode {
			p := mc.Participation{Form: mc.ParticipationOther}
			concepts().read(r, item, &p.Mode)
			out = append(out, p)
			return
		}
		text, ok := r.one(item)
		if !ok {
			return
		}
		var words []string
		for _, f := range participationForms {
			if words = append(words, string(f.form)); strings.EqualFold(text, string(f.form)) || f.mode != "" && strings.EqualFold(text, f.mode) {
				out = append(out, mc.Participation{Form: f.form, Mode: modeWords.index()[f.mode]})
				return
			}
		}
		r.wrong(item, "A form of participation must be one of the known words.", quote(text), meant(text, words)+" A form of your own is written as {label: …}.")
	})
	return out
}

// qualities reads statements of quality assurance.
func (r *reader) qualities(n *node) []mc.QualityAssurance {
	return titled(r, n, assurances(), func(q *mc.QualityAssurance) *mc.LangString { return &q.Title })
}

func assurances() class[mc.QualityAssurance] {
	return class[mc.QualityAssurance]{
		{"title", "text", "What assures the quality.", func(r *reader, n *node, q *mc.QualityAssurance) { q.Title = r.lang(n) }},
		{"type", "code", "What kind of quality assurance it is.", func(r *reader, n *node, q *mc.QualityAssurance) { q.Type = r.code(n, qualityWords) }},
		{"description", "text", "More about it.", func(r *reader, n *node, q *mc.QualityAssurance) { q.Description = r.lang(n) }},
		{"agent", "party", "Who assures the quality.", func(r *reader, n *node, q *mc.QualityAssurance) { q.Agent = r.party(n) }},
		{"address", "address", "Where it can be looked up.", func(r *reader, n *node, q *mc.QualityAssurance) { q.URL = r.address(n) }},
		{"from", "date", "When it was decided.", func(r *reader, n *node, q *mc.QualityAssurance) { q.ValidFrom = r.date(n) }},
		{"until", "date", "When it expires.", func(r *reader, n *node, q *mc.QualityAssurance) { q.Expires = r.date(n) }},
	}
}

// prerequisites reads what is needed to enrol.
func (r *reader) prerequisites(n *node) []mc.Requirement {
	return titled(r, n, requirements(), func(q *mc.Requirement) *mc.LangString { return &q.Note.Text })
}

func requirements() class[mc.Requirement] {
	return class[mc.Requirement]{
		{"text", "text", "What is needed.", func(r *reader, n *node, q *mc.Requirement) { q.Note.Text = r.lang(n) }},
		{"level", "word", "Level that is needed, such as EQF 4.", func(r *reader, n *node, q *mc.Requirement) {
			if level := r.level(n); level.Kind != "" {
				q.Level = &level
			}
		}},
		{"credential", "reference", "Credential that is needed.", func(r *reader, n *node, q *mc.Requirement) {
			if all := r.references(n); len(all) > 0 {
				q.Credential = &all[0]
			}
		}},
		{"language", "word", "Language that is needed.", func(r *reader, n *node, q *mc.Requirement) {
			if all := r.languages(n); len(all) > 0 {
				q.Language = &all[0]
			}
		}},
	}
}

// references reads credentials that this one refers to.
func (r *reader) references(n *node) []mc.CredentialRef {
	return titled(r, n, references(), func(c *mc.CredentialRef) *mc.LangString { return &c.Title })
}

func references() class[mc.CredentialRef] {
	return class[mc.CredentialRef]{
		{"title", "text", "What it is called.", func(r *reader, n *node, c *mc.CredentialRef) { c.Title = r.lang(n) }},
		{"id", "word", "URL that identifies it.", func(r *reader, n *node, c *mc.CredentialRef) { c.ID = r.id(n) }},
		{"relation", "word", "How the two are related, such as part-of.", func(r *reader, n *node, c *mc.CredentialRef) { c.Relation, _ = r.one(n) }},
	}
}

// stackability reads whether the credential stands alone.
func (r *reader) stackability(n *node, to *mc.Stackability) {
	if n.kind == mapNode {
		stackings().read(r, n, to)
		return
	}
	to.Mode = word(r, n, mc.StackStandAlone, mc.StackIntegrated, mc.StackStackable)
}

func stackings() class[mc.Stackability] {
	return class[mc.Stackability]{
		{"mode", "word", "stand-alone, integrated or stackable.", func(r *reader, n *node, s *mc.Stackability) {
			s.Mode = word(r, n, mc.StackStandAlone, mc.StackIntegrated, mc.StackStackable)
		}},
		{"into", "references", "What it can count towards.", func(r *reader, n *node, s *mc.Stackability) { s.Into = r.references(n) }},
		{"partial-qualification", "truth", "Whether it is a part of a qualification.", func(r *reader, n *node, s *mc.Stackability) { s.PartialQualification = r.truth(n) }},
		{"most-credits", "number", "How many credits can be stacked at most.", func(r *reader, n *node, s *mc.Stackability) {
			if text, ok := r.one(n); ok {
				s.MaxCredits = r.decimal(n, text)
			}
		}},
		{"note", "text", "More about it.", func(r *reader, n *node, s *mc.Stackability) { s.Note = r.lang(n) }},
	}
}
