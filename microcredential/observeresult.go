package microcredential

import "strings"

// twoGrades looks for two grades of one assessment: within one result, or in two
// results of one specification. A later result may stand in for an earlier one, so
// results with different dates contradict nobody.
func (o *observer) twoGrades(results []AssessmentResult, at Path) {
	first := map[string]int{}
	for i := range results {
		r := &results[i]
		if r.Grade.isDouble() {
			o.report(CodeGrades, at.At(i).Dot("grade"), "there are two grades of one assessment")
		}
		o.twoGrades(r.Parts, at.At(i).Dot("parts"))
		key := specKey(r)
		if key == "" || r.Grade.IsZero() {
			continue
		}
		before, found := first[key]
		if !found {
			first[key] = i
			continue
		}
		other := &results[before]
		isSameDay := other.Issued.IsZero() || r.Issued.IsZero() || other.Issued.Compare(r.Issued) == 0
		if isSameDay && other.Grade.differs(&r.Grade) {
			o.report(CodeGrades, at.At(i).Dot("grade"), "another result of the same assessment has another grade, and no date tells which of them counts")
		}
	}
}

// specKey returns what tells that two results are of one assessment, "" if nothing
// does: two results of one title may be of two examinations.
func specKey(r *AssessmentResult) string {
	switch {
	case r.Spec != nil && r.Spec.ID != "":
		return r.Spec.ID
	case r.Grade.SpecID != "":
		return r.Grade.SpecID
	}
	return ""
}

// isDouble reports whether a grade has two texts in one language, or two numbers.
func (g *Grade) isDouble() bool {
	seen := map[string]string{}
	for _, v := range g.Text {
		lang := strings.ToLower(v.Lang)
		if before, found := seen[lang]; found && !alikeText(before, v.Text) {
			return true
		}
		seen[lang] = v.Text
	}
	value, err := ParseDecimal(strings.TrimSpace(g.Value))
	if err != nil {
		return false
	}
	for _, v := range g.Text {
		if other, err := ParseDecimal(strings.TrimSpace(v.Text)); err == nil && other.Cmp(value) != 0 {
			return true
		}
	}
	return false
}

// differs reports whether two grades say something else in the same notation.
func (g *Grade) differs(other *Grade) bool {
	if g.Value != "" && other.Value != "" {
		a, errA := ParseDecimal(strings.TrimSpace(g.Value))
		b, errB := ParseDecimal(strings.TrimSpace(other.Value))
		if errA == nil && errB == nil {
			return a.Cmp(b) != 0
		}
		return !alikeText(g.Value, other.Value)
	}
	for _, v := range g.Text {
		if same := other.Text.In(v.Lang); len(same) > 0 && !alikeText(same[0], v.Text) {
			return true
		}
	}
	return g.Level.IRI != "" && other.Level.IRI != "" && g.Level.IRI != other.Level.IRI
}

// unlike looks for credits that were earned in a framework in which none are offered.
// Nobody can compare them.
func (o *observer) unlike(c PathedClaim) {
	offered := map[string]bool{}
	for _, w := range c.Definition.Workload {
		if w.Kind == WorkloadCredits && !w.Amount.IsZero() {
			offered[creditKey(w.Framework)] = true
		}
	}
	if len(offered) == 0 || offered[""] {
		return
	}
	for i, e := range c.Award.CreditsEarned {
		if key := creditKey(e.Framework); key != "" && !e.Amount.IsZero() && !offered[key] {
			o.report(CodeUnlike, c.path("award.creditsEarned").At(i).Dot("framework"),
				"the credits were earned in another framework than those that are offered, and cannot be compared with them")
		}
	}
}

// creditHours compares credits that say how many hours they stand for with the
// workload in hours.
func (o *observer) creditHours(c PathedClaim) {
	for i := range c.Definition.Workload {
		credits := &c.Definition.Workload[i]
		if credits.Kind != WorkloadCredits || credits.HoursPerCredit.Sign() <= 0 || credits.Amount.Sign() <= 0 {
			continue
		}
		for j, w := range c.Definition.Workload {
			hours, ok := w.Duration.WholeHours()
			if w.Kind != WorkloadNotional || !ok {
				continue
			}
			if product := credits.Amount.mul(credits.HoursPerCredit); product.Cmp(DecimalOf(hours)) != 0 {
				o.report(CodeCreditHours, c.path("definition.workload").At(j).Dot("duration"),
					"%s credits of %s hours each are %s hours, but %d hours are stated", credits.Amount.Canonical(), credits.HoursPerCredit.Canonical(), product.Canonical(), hours)
			}
		}
	}
}
