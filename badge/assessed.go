package badge

import (
	"reflect"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// placedResult is a result and its path.
type placedResult struct {
	result *mc.AssessmentResult
	at     path
}

// allResults yields the results of a list, each before its parts.
func allResults(list []mc.AssessmentResult, at path) func(yield func(placedResult) bool) {
	return func(yield func(placedResult) bool) {
		var walk func(list []mc.AssessmentResult, at path) bool
		walk = func(list []mc.AssessmentResult, at path) bool {
			for i := range list {
				here := at.At(i)
				if !yield(placedResult{&list[i], here}) || !walk(list[i].Parts, here.Dot("parts")) {
					return false
				}
			}
			return true
		}
		walk(list, at)
	}
}

// joinPlanned gives the result of a learner what is known of how the assessment
// was planned, and the plan what the result tells of it. They are of one
// assessment if they alone have their title, or if there is one of each and the
// plan has no title.
func (d *decoder) joinPlanned(c *mc.Credential) {
	plans, results := c.Definition.Assessments, c.Award.Assessments
	if !d.plain || len(plans) == 0 || len(results) == 0 {
		return
	}
	const planned, taken path = "definition.assessments", "award.assessments"
	copied := copies{}
	if len(plans) == 1 && len(results) == 1 && plans[0].Title.IsZero() {
		copied.join(&plans[0], planned.At(0), &results[0], taken.At(0))
	}
	titled, count := map[string][]int{}, map[string]int{}
	for i := range results {
		for _, t := range results[i].Title {
			titled[t.Text] = append(titled[t.Text], i)
		}
	}
	for i := range plans {
		for _, t := range plans[i].Title {
			count[t.Text]++
		}
	}
	for i := range plans {
		for _, t := range plans[i].Title {
			if list := titled[t.Text]; len(list) == 1 && count[t.Text] == 1 {
				copied.join(&plans[i], planned.At(i), &results[list[0]], taken.At(list[0]))
				break
			}
		}
	}
	d.Claims = copied.claims(d.Claims)
}

// copies are the paths that values were copied from, each with those that they
// were copied to.
type copies map[path][]path

func (c copies) add(from, to path) { c[from] = append(c[from], to) }

// join completes the plan of an assessment and the result of a learner from each
// other. That it is planned to be supervised so is what is known of the result.
func (c copies) join(plan *mc.AssessmentSpec, planAt path, r *mc.AssessmentResult, at path) {
	if hasResult(r) && r.Supervision.IsZero() {
		r.Supervision = plan.Supervision
		r.Supervision.Concept = mc.Concept{}
		for _, field := range []string{"supervision.supervised", "supervision.identityVerified", "supervision.channel"} {
			c.add(planAt.Dot(field), at.Dot(field))
		}
	}
	spec := specOf(r)
	c.complete(spec, at.Dot("spec"), plan, planAt)
	c.complete(plan, planAt, spec, at.Dot("spec"))
}

// complete copies what one description of an assessment states and the other does
// not.
func (c copies) complete(to *mc.AssessmentSpec, toAt path, from *mc.AssessmentSpec, fromAt path) {
	into, values := reflect.ValueOf(to).Elem(), reflect.ValueOf(mapping.Clone(from)).Elem()
	for i := range into.NumField() {
		if into.Field(i).IsZero() && !values.Field(i).IsZero() {
			into.Field(i).Set(values.Field(i))
			name := mc.FieldName(into.Type().Field(i).Name)
			c.add(fromAt.Dot(name), toAt.Dot(name))
		}
	}
}

// claims adds to the account where the copies stand.
func (c copies) claims(all []mapping.Claim) []mapping.Claim {
	if len(c) == 0 {
		return all
	}
	for _, claim := range all {
		at := path(claim.Outcome.To)
		for from := at; from != ""; from = from.Parent() {
			for _, to := range c[from] {
				claim.Outcome.To = string(to + at[len(from):])
				all = append(all, claim)
			}
		}
	}
	return all
}

// nestResults makes results that were read side by side parts of each other; whole
// holds, by the index of a part, the smaller index of what it is part of.
func (d *decoder) nestResults(to *mc.Award, whole map[int]int) {
	const list path = "award.assessments"
	flat := to.Assessments
	parts, places, moved := make([][]int, len(flat)), make([]path, len(flat)), map[path]path{}
	var top []int
	for i := range flat {
		if w, is := whole[i]; is && w >= 0 && w < i {
			places[i] = places[w].Dot("parts").At(len(parts[w]))
			parts[w] = append(parts[w], i)
		} else {
			places[i] = list.At(len(top))
			top = append(top, i)
		}
		moved[list.At(i)] = places[i]
	}
	for i := len(flat) - 1; i >= 0; i-- { // parts before what they are part of
		for _, part := range parts[i] {
			flat[i].Parts = append(flat[i].Parts, flat[part])
		}
	}
	to.Assessments = make([]mc.AssessmentResult, len(top))
	for i, from := range top {
		to.Assessments[i] = flat[from]
	}
	for i, claim := range d.Claims {
		at := path(claim.Outcome.To)
		for from := at; from != "" && at.Under(list); from = from.Parent() {
			if place, ok := moved[from]; ok {
				d.Claims[i].Outcome.To = string(place + at[len(from):])
				break
			}
		}
	}
}
