package microcredential

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

func (o *observer) claim(c PathedClaim) {
	o.titles(c)
	o.bodies(c)
	for i := range c.Award.Awarding.Bodies {
		o.organisation(&c.Award.Awarding.Bodies[i], c.path("award.awarding.bodies").At(i))
	}
	o.date(c.Award.Awarding.On, c.path("award.awarding.on"))
	o.workloads(c.Definition.Workload, c.path("definition.workload"))
	o.workloads(c.Award.CreditsEarned, c.path("award.creditsEarned"))
	o.ectsHours(c)
	o.creditHours(c)
	o.earned(c)
	o.unlike(c)
	o.validation(c)
	for i := range c.Definition.Activities {
		o.workloads(c.Definition.Activities[i].Workload, c.path("definition.activities").At(i).Dot("workload"))
	}
	for i := range c.Award.Activities {
		o.activity(&c.Award.Activities[i], c.path("award.activities").At(i))
	}
	for i, l := range c.Definition.Levels {
		o.level(l, c.path("definition.levels").At(i))
	}
	o.levels(c)
	scales := scalesOf(c.Definition)
	for i := range c.Award.Assessments {
		o.grades(scales, &c.Award.Assessments[i], c.path("award.assessments").At(i))
	}
	o.twoGrades(c.Award.Assessments, c.path("award.assessments"))
	s := &c.Definition.Stackability
	if s.Mode == StackStandAlone && slices.ContainsFunc(s.Into, func(r CredentialRef) bool { return r.Relation == "" || r.Relation == RelationPartOf }) {
		o.report(CodeStandAlone, c.path("definition.stackability.mode"), "the credential stands alone, yet it counts towards a larger one")
	}
	if s.PartialQualification == No && (s.Mode == StackIntegrated || s.Mode == StackStackable || len(s.Into) > 0) {
		o.report(CodePartial, c.path("definition.stackability.partialQualification"),
			"the credential counts towards a larger one, yet it is marked as not being a partial qualification")
	}
}

// ectsHours compares ECTS credits with a notional workload in hours: one
// credit stands for 25 to 30 hours (ECTS Users' Guide 2015).
func (o *observer) ectsHours(c PathedClaim) {
	var credits Decimal
	hours, at := int64(0), Path("")
	for i, w := range c.Definition.Workload {
		switch {
		case w.Kind == WorkloadCredits && w.Framework.Notation == "ECTS":
			credits = credits.Add(w.Amount)
		case w.Kind == WorkloadNotional:
			if h, ok := w.Duration.WholeHours(); ok {
				hours, at = h, c.path("definition.workload").At(i).Dot("duration")
			}
		}
	}
	if credits.Sign() <= 0 || hours == 0 {
		return
	}
	// hours / 30 ≤ credits ≤ hours / 25, without division.
	if DecimalOf(hours).Cmp(credits.times(25)) < 0 || DecimalOf(hours).Cmp(credits.times(30)) > 0 {
		o.report(CodeECTSHours, at, "%s ECTS stand for 25 to 30 hours each, but %d hours are stated", credits.Canonical(), hours)
	}
}

func (o *observer) level(l Level, at Path) {
	if named := EQFOf(l.Value.IRI); named != 0 && l.EQF != 0 && named != l.EQF {
		o.report(CodeEQF, at, "the level is given as EQF %d, its concept is EQF %d", l.EQF, named)
	}
	if l.Value.IRI != "" && l.Value.Scheme == "" {
		o.report(CodeScheme, at.Dot("value"), "the level is coded, but the list it is taken from is not named")
	}
}

// titles looks for two titles in one language: within the definition, or in what
// was awarded against what is defined.
func (o *observer) titles(c PathedClaim) {
	for _, t := range []titleAt{{"definition.title", c.Definition.Title}, {"award.title", c.Award.Title}} {
		seen := map[string]string{}
		for _, v := range t.text {
			lang := strings.ToLower(v.Lang)
			if before, found := seen[lang]; found && before != v.Text {
				o.report(CodeTitles, c.path(t.path), "there are two titles in the same language")
				break
			}
			seen[lang] = v.Text
		}
	}
	defined := map[string]string{}
	for _, v := range c.Definition.Title {
		defined[strings.ToLower(v.Lang)] = v.Text
	}
	for _, v := range c.Award.Title {
		if other, found := defined[strings.ToLower(v.Lang)]; found && !alikeText(other, v.Text) {
			o.report(CodeTitles, c.path("award.title"), "what was awarded has another title than what is defined, in the same language")
			return
		}
	}
}

func alikeText(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func (o *observer) bodies(c PathedClaim) {
	if n := len(c.Award.Awarding.Bodies); n > 1 {
		o.report(CodeBodies, c.path("award.awarding.bodies"), "%d awarding bodies are named: they award it together, or one of them is not meant", n)
	}
}

// levels looks for two levels of one framework. The European framework has no
// name to compare, but every level of it has its number.
func (o *observer) levels(c PathedClaim) {
	seen := map[string]string{}
	for i, l := range c.Definition.Levels {
		framework, value := l.Framework.IRI, l.Value.IRI
		if eqf := eqfNumber(l); eqf != 0 && (l.Kind == LevelEQF || EQFOf(l.Value.IRI) != 0) {
			framework, value = SchemeEQF, strconv.Itoa(int(eqf))
		}
		if framework == "" || value == "" {
			continue
		}
		if before, found := seen[framework]; found && before != value {
			o.report(CodeLevels, c.path("definition.levels").At(i), "there are two levels of the same framework")
			return
		}
		seen[framework] = value
	}
}

func eqfNumber(l Level) int8 {
	if l.EQF != 0 {
		return l.EQF
	}
	return EQFOf(l.Value.IRI)
}

// earned compares the credits that were earned with those that there are, within
// one framework. Of credits without a framework nobody says that they are in
// another one.
func (o *observer) earned(c PathedClaim) {
	const any, unnamed = "any", ""
	most := map[string]Decimal{}
	for _, w := range c.Definition.Workload {
		if w.Kind != WorkloadCredits || w.Amount.IsZero() {
			continue
		}
		for _, key := range []string{any, creditKey(w.Framework)} {
			if w.Amount.Cmp(most[key]) > 0 {
				most[key] = w.Amount
			}
		}
	}
	for i, e := range c.Award.CreditsEarned {
		key := creditKey(e.Framework)
		offered := most[key]
		if key == unnamed {
			offered = most[any]
		} else if other := most[unnamed]; other.Cmp(offered) > 0 {
			offered = other
		}
		if offered.Sign() > 0 && e.Amount.Cmp(offered) > 0 {
			o.report(CodeEarned, c.path("award.creditsEarned").At(i).Dot("amount"), "%s credits were earned, but there are only %s", e.Amount.Canonical(), offered.Canonical())
		}
	}
}

// creditKey tells frameworks of credits apart, "" for none.
func creditKey(framework Concept) string {
	name := cmp.Or(framework.Notation, framework.IRI, framework.String())
	if name == "" {
		return ""
	}
	return "of " + strings.ToLower(name)
}

// grades looks for grades outside their scale. The details name the scale and not
// the grade, which is the learner's.
func (o *observer) grades(scales map[string]*GradingScheme, a *AssessmentResult, at Path) {
	scale := scales[a.Grade.SpecID]
	if a.Spec != nil && a.Spec.Grading != nil {
		scale = a.Spec.Grading
	}
	if scale != nil {
		o.grade(a.Grade, scale, at.Dot("grade"))
	}
	for i := range a.Parts {
		o.grades(scales, &a.Parts[i], at.Dot("parts").At(i))
	}
}

// scalesOf returns the scales of a definition by what a grade calls them.
func scalesOf(d *Definition) map[string]*GradingScheme {
	out := map[string]*GradingScheme{}
	for i := range d.Assessments {
		spec := &d.Assessments[i]
		if spec.Grading == nil {
			continue
		}
		for _, id := range []string{spec.ID, spec.Grading.ID} {
			if id != "" {
				out[id] = spec.Grading
			}
		}
	}
	return out
}

// maxAllowed bounds how many values of a scale are compared with a grade.
const maxAllowed = 1000

func (o *observer) grade(g Grade, scale *GradingScheme, at Path) {
	text := g.Value
	if best, ok := g.Text.Best(); ok && text == "" {
		text = best.Text
	}
	text = strings.TrimSpace(text)
	if text == "" || len(scale.Allowed) > maxAllowed {
		return
	}
	if len(scale.Allowed) > 0 {
		if !slices.ContainsFunc(scale.Allowed, func(s string) bool { return alikeText(s, text) }) && !isNumberWithin(text, scale) {
			o.report(CodeGrade, at, "the grade is none of the %d values that its scale has", len(scale.Allowed))
		}
		return
	}
	number, err := ParseDecimal(text)
	if err != nil {
		return
	}
	if low, err := ParseDecimal(strings.TrimSpace(scale.Min)); err == nil && number.Cmp(low) < 0 && !isReversed(scale) {
		o.report(CodeGrade, at, "the grade is below the lowest value of its scale, %s", low)
	}
	if high, err := ParseDecimal(strings.TrimSpace(scale.Max)); err == nil && number.Cmp(high) > 0 && !isReversed(scale) {
		o.report(CodeGrade, at, "the grade is above the highest value of its scale, %s", high)
	}
}

// isNumberWithin reports whether a grade equals an allowed value as a number: 8 and
// 8.0.
func isNumberWithin(text string, scale *GradingScheme) bool {
	number, err := ParseDecimal(text)
	return err == nil && slices.ContainsFunc(scale.Allowed, func(s string) bool {
		allowed, err := ParseDecimal(strings.TrimSpace(s))
		return err == nil && allowed.Cmp(number) == 0
	})
}

// isReversed reports whether the best value of a scale is its least number, as from
// 6 to 1.
func isReversed(scale *GradingScheme) bool {
	low, err := ParseDecimal(strings.TrimSpace(scale.Min))
	if err != nil {
		return false
	}
	high, err := ParseDecimal(strings.TrimSpace(scale.Max))
	return err == nil && low.Cmp(high) > 0
}

// validity compares the day of the award with when the credential is valid.
func (o *observer) validity(c *Credential) {
	until := c.Envelope.ValidUntil
	if until.IsZero() || until.Compare(c.Envelope.ValidFrom) < 0 {
		return
	}
	for _, claim := range c.Claims() {
		if on := claim.Award.Awarding.On; !on.IsZero() && on.Compare(until) > 0 {
			o.report(CodeAwardDate, claim.path("award.awarding.on"), "it was awarded after the credential had ceased to be valid")
		}
	}
}
