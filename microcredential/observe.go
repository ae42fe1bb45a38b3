package microcredential

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Codes of what [Observe] reports. They are stable.
const (
	CodeMonths      = "EUMC-OBS-MONTHS"       // a duration of many months that most likely means hours
	CodeBirthShift  = "EUMC-OBS-BIRTH-SHIFT"  // a birth date stated as an instant that gives two dates
	CodeDateShift   = "EUMC-OBS-DATE-SHIFT"   // another date that looks shifted to UTC
	CodeZone        = "EUMC-OBS-ZONE"         // a time without an offset
	CodeOrder       = "EUMC-OBS-ORDER"        // an end before its beginning
	CodeCreditFrame = "EUMC-OBS-CREDIT-FRAME" // credits without a framework
	CodeECTSHours   = "EUMC-OBS-ECTS-HOURS"   // ECTS and hours that do not fit each other
	CodeEQF         = "EUMC-OBS-EQF"          // EQF number and concept disagree
	CodeScheme      = "EUMC-OBS-SCHEME"       // a coded value that does not name its scheme
	CodePartial     = "EUMC-OBS-PARTIAL"      // a stackable credential that says it is no partial qualification
)

// Observation is about a statement that is well-formed but most likely not
// meant, or that a reader has to interpret. Details hold no personal data.
type Observation struct {
	Code   string `json:"code"`
	Path   Path   `json:"path"`
	Detail string `json:"detail"`
}

// Observe returns observations on a credential, ordered by path and code.
func Observe(c *Credential) []Observation {
	if c == nil {
		return nil
	}
	o := observer{}
	o.envelope(&c.Envelope)
	o.learner(&c.Learner)
	for _, claim := range c.Claims() {
		o.claim(claim)
	}
	slices.SortStableFunc(o.found, func(a, b Observation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code))
	})
	return o.found
}

type observer struct{ found []Observation }

func (o *observer) report(code string, at Path, format string, args ...any) {
	o.found = append(o.found, Observation{code, at, fmt.Sprintf(format, args...)})
}

func (o *observer) envelope(e *Envelope) {
	o.instant(e.Issued, "envelope.issued")
	o.date(e.ValidFrom, "envelope.validFrom")
	o.date(e.ValidUntil, "envelope.validUntil")
	o.order(Period{Start: e.ValidFrom, End: e.ValidUntil}, "envelope.validUntil")
}

func (o *observer) learner(l *Learner) {
	if l.Party.Person == nil {
		return
	}
	i := l.Party.Person.BirthInstant
	const at = Path("learner.party.person.birthInstant")
	if i.isShiftedMidnight() {
		o.report(CodeBirthShift, at,
			"the birth date is stated as an instant late in the evening in UTC: it is midnight of the next day in a zone to the east, so the civil date depends on the zone")
	}
	o.instant(i, at)
}

func (o *observer) claim(c PathedClaim) {
	o.date(c.Award.Awarding.On, c.path("award.awarding.on"))
	o.workloads(c.Definition.Workload, c.path("definition.workload"))
	o.workloads(c.Award.CreditsEarned, c.path("award.creditsEarned"))
	o.ectsHours(c)
	for i := range c.Definition.Activities {
		o.workloads(c.Definition.Activities[i].Workload, c.path("definition.activities").At(i).Dot("workload"))
	}
	for i := range c.Award.Activities {
		o.activity(&c.Award.Activities[i], c.path("award.activities").At(i))
	}
	for i, l := range c.Definition.Levels {
		o.level(l, c.path("definition.levels").At(i))
	}
	s := &c.Definition.Stackability
	if s.PartialQualification == No && (s.Mode == StackIntegrated || s.Mode == StackStackable || len(s.Into) > 0) {
		o.report(CodePartial, c.path("definition.stackability.partialQualification"),
			"the credential counts towards a larger one, yet it is marked as not being a partial qualification")
	}
}

func (o *observer) activity(a *Activity, at Path) {
	o.workloads(a.Workload, at.Dot("workload"))
	if a.Spec != nil {
		o.workloads(a.Spec.Workload, at.Dot("spec.workload"))
	}
	for i, p := range a.Periods {
		o.order(p, at.Dot("periods").At(i).Dot("end"))
	}
	for i := range a.Parts {
		o.activity(&a.Parts[i], at.Dot("parts").At(i))
	}
}

func (o *observer) workloads(list []Workload, at Path) {
	for i, w := range list {
		if w.Duration.isLikelyTime() {
			o.report(CodeMonths, at.At(i).Dot("duration"),
				"%s means %d months; %s would be hours", w.Duration, w.Duration.Months, fmt.Sprintf("PT%dH", w.Duration.Months))
		}
		if w.Kind == WorkloadCredits && !w.Amount.IsZero() && w.Framework.IsZero() {
			o.report(CodeCreditFrame, at.At(i).Dot("framework"), "the credits name no framework, so their worth is unknown")
		}
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

// date checks an instant that may stand for a civil date.
func (o *observer) date(i Instant, at Path) {
	if i.isShiftedMidnight() {
		next := DateOf(i.Time().AddDate(0, 0, 1))
		o.report(CodeDateShift, at, "%s is %s in UTC and %s in a zone where it is midnight", i, i.DateIn(time.UTC), next)
	}
	o.instant(i, at)
}

func (o *observer) instant(i Instant, at Path) {
	if !i.IsZero() && !i.Zoned() {
		o.report(CodeZone, at, "the time has no offset and is read as UTC")
	}
}

// order checks that a period does not end before it begins.
func (o *observer) order(p Period, at Path) {
	if !p.Start.IsZero() && !p.End.IsZero() && p.End.Compare(p.Start) < 0 {
		o.report(CodeOrder, at, "the end lies before the beginning")
	}
}
