package microcredential

import "slices"

// validation looks for phases that do not follow each other, and for a route that
// does not fit what the learner did or what the definition allows.
func (o *observer) validation(c PathedClaim) {
	at := c.path("award.validation")
	steps := c.Award.Validation
	for i, step := range steps {
		o.order(step.Period, at.At(i).Dot("period.end"))
		for j := range steps[:min(i, maxSteps)] {
			if isBefore(&step, &steps[j]) || isBefore(&steps[j], &step) {
				o.report(CodePhases, at.At(i).Dot("period"),
					"the phases of a validation are %s, but a later one ended before an earlier one began", joinPhases())
				break
			}
		}
		begun, on := step.Period.Start, c.Award.Awarding.On
		if !begun.IsZero() && !on.IsZero() && step.Phase != PhaseCertification && begun.DateIn(nil).Compare(on.DateIn(nil)) > 0 {
			o.report(CodePhases, at.At(i).Dot("period.start"), "the phase began after the award")
		}
	}
	o.route(c)
}

// maxSteps bounds with how many steps each one is compared.
const maxSteps = 100

// isBefore reports whether a phase that comes later ended before an earlier one began.
func isBefore(later, earlier *ValidationStep) bool {
	a, b := slices.Index(phases, later.Phase), slices.Index(phases, earlier.Phase)
	end := later.Period.End
	if end.IsZero() {
		end = later.Period.Start
	}
	return a > b && b >= 0 && !end.IsZero() && !earlier.Period.Start.IsZero() && end.DateIn(nil).Compare(earlier.Period.Start.DateIn(nil)) < 0
}

func joinPhases() string {
	text := ""
	for i, p := range phases {
		switch {
		case i == len(phases)-1:
			text += " and " + string(p)
		case i > 0:
			text += ", " + string(p)
		default:
			text = string(p)
		}
	}
	return text
}

func (o *observer) route(c PathedClaim) {
	taken, d := c.Award.Route, c.Definition
	at := c.path("award.route")
	switch {
	case taken == RouteUnknown:
	case !taken.isRecognition() && len(c.Award.Validation) > 0:
		o.report(CodeRoute, at, "the learner took the route %q, but there are phases of a validation", taken)
	case d.Route != RouteUnknown && d.Route != taken && !slices.Contains(d.OtherRoutes, taken):
		o.report(CodeRoute, at, "the learner took the route %q, which the definition does not have", taken)
	}
}
