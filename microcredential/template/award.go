package template

import (
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// supervisions are the facts about how an assessment was watched over.
func supervisions() class[mc.Supervision] {
	return class[mc.Supervision]{
		{"supervised", "truth", "Whether the assessment was supervised.", func(r *reader, n *node, s *mc.Supervision) { s.Supervised = r.truth(n) }},
		{"identity-verified", "truth", "Whether the learner's identity was verified.", func(r *reader, n *node, s *mc.Supervision) { s.IdentityVerified = r.truth(n) }},
		{"channel", "word", "online or onsite.", func(r *reader, n *node, s *mc.Supervision) {
			s.Channel = word(r, n, mc.ChannelOnline, mc.ChannelOnsite)
		}},
	}
}

// scales are the members of a scale of grades.
func scales() class[mc.GradingScheme] {
	plain := func(to func(*mc.GradingScheme) *string) func(*reader, *node, *mc.GradingScheme) {
		return func(r *reader, n *node, g *mc.GradingScheme) { *to(g), _ = r.one(n) }
	}
	return class[mc.GradingScheme]{
		{"title", "text", "Name of the scale.", func(r *reader, n *node, g *mc.GradingScheme) { g.Title = r.lang(n) }},
		{"description", "text", "What the grades mean.", func(r *reader, n *node, g *mc.GradingScheme) { g.Description = r.lang(n) }},
		{"lowest", "word", "Lowest grade.", plain(func(g *mc.GradingScheme) *string { return &g.Min })},
		{"highest", "word", "Highest grade.", plain(func(g *mc.GradingScheme) *string { return &g.Max })},
		{"pass", "word", "Lowest grade that passes.", plain(func(g *mc.GradingScheme) *string { return &g.Pass })},
		{"grades", "words", "All grades.", func(r *reader, n *node, g *mc.GradingScheme) {
			r.each(n, func(item *node) {
				if text, ok := r.one(item); ok {
					g.Allowed = append(g.Allowed, text)
				}
			})
		}},
	}
}

// assessments are the members of an assessment.
func assessments() class[mc.AssessmentSpec] {
	return class[mc.AssessmentSpec]{
		{"type", "codes", "How outcomes are assessed.", func(r *reader, n *node, a *mc.AssessmentSpec) { a.Types = r.codes(n, assessmentWords) }},
		{"title", "text", "What it is called.", func(r *reader, n *node, a *mc.AssessmentSpec) { a.Title = r.lang(n) }},
		{"description", "text", "What is asked.", func(r *reader, n *node, a *mc.AssessmentSpec) { a.Description = r.lang(n) }},
		{"mode", "codes", "Where and how it takes place.", func(r *reader, n *node, a *mc.AssessmentSpec) { a.Modes = r.codes(n, modeWords) }},
		{"language", "words", "Languages that it can be taken in.", func(r *reader, n *node, a *mc.AssessmentSpec) { a.Languages = r.languages(n) }},
		{"supervision", "supervision", "How it is watched over.", func(r *reader, n *node, a *mc.AssessmentSpec) { supervisions().read(r, n, &a.Supervision) }},
		{"scale", "scale", "Its grades.", func(r *reader, n *node, a *mc.AssessmentSpec) {
			a.Grading = &mc.GradingScheme{}
			scales().read(r, n, a.Grading)
		}},
	}
}

// assessment reads the assessments: words of the list, or objects.
func (r *reader) assessment(n *node) (out []mc.AssessmentSpec) {
	r.each(n, func(item *node) {
		var spec mc.AssessmentSpec
		if item.kind == mapNode {
			assessments().read(r, item, &spec)
		} else if c := r.code(item, assessmentWords); !c.IsZero() {
			spec.Types = []mc.Concept{c}
		} else {
			return
		}
		out = append(out, spec)
	})
	return out
}

// grades are the members of a grade.
func grades() class[mc.Grade] {
	return class[mc.Grade]{
		{"text", "text", "The grade in words.", func(r *reader, n *node, g *mc.Grade) { g.Text = r.lang(n) }},
		{"value", "word", "The bare grade.", func(r *reader, n *node, g *mc.Grade) { g.Value, _ = r.one(n) }},
	}
}

// grade reads the grade that was achieved.
func (r *reader) grade(n *node) (out mc.Grade) {
	if n.kind != mapNode || n.get("text") == nil && n.get("value") == nil {
		out.Text = r.lang(n)
		return out
	}
	grades().read(r, n, &out)
	return out
}

// activities reads what the learner did, by the words of the list.
func (r *reader) activities(n *node) (out []mc.Activity) {
	for _, c := range r.codes(n, activityWords) {
		out = append(out, mc.Activity{Types: []mc.Concept{c}, Title: slices.Clone(c.Label)})
	}
	return out
}

// validity is from when and until when the credential counts.
type validity struct{ from, until mc.Instant }

func validities() class[validity] {
	return class[validity]{
		{"from", "date", "From when it counts; without it, from when it is issued.", func(r *reader, n *node, v *validity) { v.from = r.date(n) }},
		{"until", "date", "Until when it counts; a date counts to its end, in UTC.", func(r *reader, n *node, v *validity) { v.until = r.lastMoment(n) }},
	}
}

// attachments are the members of a file that goes with the credential.
func attachments() class[mc.Media] {
	return class[mc.Media]{
		{"file", "file", "Name of the file beside the template.", func(r *reader, n *node, m *mc.Media) {
			if read := r.file(n); read != nil {
				m.MediaType, m.Content = read.MediaType, read.Content
			}
		}},
		{"title", "text", "What it is called.", func(r *reader, n *node, m *mc.Media) { m.Title = r.lang(n) }},
		{"description", "text", "What is in it.", func(r *reader, n *node, m *mc.Media) { m.Description = r.lang(n) }},
	}
}

// attachmentList reads files by name, or objects.
func (r *reader) attachmentList(n *node) (out []mc.Media) {
	r.each(n, func(item *node) {
		if item.kind != mapNode {
			if m := r.file(item); m != nil {
				out = append(out, *m)
			}
			return
		}
		var m mc.Media
		attachments().read(r, item, &m)
		if len(m.Content) > 0 {
			out = append(out, m)
		} else if item.get("file") == nil {
			r.fault(&ruleMember, item, "An attachment must name its file.", "none", "Add file.")
		}
	})
	return out
}
