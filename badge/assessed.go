package badge

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// assessed is an assessment that a text calls by its title: one that the learner
// took, or else one that is only planned. It leads into the credential, so it
// holds until something is added to a list of assessments there.
type assessed struct {
	result *mc.AssessmentResult // nil if it is only planned
	plan   *mc.AssessmentSpec   // nil if the learner took it
	at     path                 // of the one of them that there is
}

// spec returns how it is assessed, and where that stands.
func (a assessed) spec() (*mc.AssessmentSpec, path) {
	if a.result == nil {
		return a.plan, a.at
	}
	return specOf(a.result), a.at.Dot("spec")
}

// supervision returns how the learner was, or is to be, supervised.
func (a assessed) supervision() (*mc.Supervision, path) {
	if a.result == nil {
		return &a.plan.Supervision, a.at.Dot("supervision")
	}
	return &a.result.Supervision, a.at.Dot("supervision")
}

// assessmentNamed finds an assessment by its title. One of several with the same
// title is nobody's choice.
func assessmentNamed(c *mc.Credential, title string) (assessed, bool) {
	if title == "" {
		return assessed{}, false
	}
	var found []assessed
	for one := range allResults(c.Award.Assessments, "award.assessments") {
		r := one.result
		if hasText(r.Title, title) || r.Title.IsZero() && r.Spec != nil && hasText(r.Spec.Title, title) {
			found = append(found, one)
		}
	}
	for i := 0; i < len(c.Definition.Assessments) && len(found) == 0; i++ {
		if spec := &c.Definition.Assessments[i]; hasText(spec.Title, title) {
			found = append(found, assessed{plan: spec, at: path("definition.assessments").At(i)})
		}
	}
	if len(found) != 1 {
		return assessed{}, false
	}
	return found[0], true
}

// allResults yields the results of a list, each before its parts.
func allResults(list []mc.AssessmentResult, at path) func(yield func(assessed) bool) {
	return func(yield func(assessed) bool) {
		var walk func(list []mc.AssessmentResult, at path) bool
		walk = func(list []mc.AssessmentResult, at path) bool {
			for i := range list {
				here := at.At(i)
				if !yield(assessed{result: &list[i], at: here}) || !walk(list[i].Parts, here.Dot("parts")) {
					return false
				}
			}
			return true
		}
		walk(list, at)
	}
}

func hasText(s mc.LangString, text string) bool {
	for _, v := range s {
		if v.Text == text {
			return true
		}
	}
	return false
}
