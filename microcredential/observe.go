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
	CodeTitles      = "EUMC-OBS-TITLES"       // more than one title in one language
	CodeBodies      = "EUMC-OBS-BODIES"       // more than one awarding body
	CodeLevels      = "EUMC-OBS-LEVELS"       // more than one level of the same framework
	CodeNQF         = "EUMC-OBS-NQF"          // a national level that stands for another EQF level
	CodeEarned      = "EUMC-OBS-EARNED"       // more credits earned than there were
	CodeGrade       = "EUMC-OBS-GRADE"        // a grade outside its scale
	CodeAwardDate   = "EUMC-OBS-AWARD-DATE"   // awarded after the credential had ceased to be valid
	CodeUnknown     = "EUMC-OBS-CODE"         // a code that its list does not have
	CodeList        = "EUMC-OBS-LIST"         // a code of another list than is named, or belongs there
	CodeLabel       = "EUMC-OBS-LABEL"        // the code of one concept and the label of another
	CodeCountry     = "EUMC-OBS-COUNTRY"      // the code of one country and the name of another
	CodeGrades      = "EUMC-OBS-GRADES"       // two grades of one assessment
	CodeUnlike      = "EUMC-OBS-UNLIKE"       // credits earned in another framework than is offered
	CodeCreditHours = "EUMC-OBS-CREDIT-HOURS" // hours that do not fit the hours of a credit
	CodePhases      = "EUMC-OBS-PHASES"       // phases of a validation out of order
	CodeRoute       = "EUMC-OBS-ROUTE"        // a route that the definition does not have
	CodeConsent     = "EUMC-OBS-CONSENT"      // facts about the learner that are stated without consent
	CodeGrant       = "EUMC-OBS-GRANT"        // no right to issue at the time of the award
	CodeStandAlone  = "EUMC-OBS-STAND-ALONE"  // it stands alone, and is part of something
)

// contradictions are the codes of statements of which one must be wrong.
var contradictions = []string{CodeOrder, CodeEQF, CodePartial, CodeTitles, CodeLevels, CodeNQF, CodeEarned, CodeGrade, CodeAwardDate, CodeCountry,
	CodeGrades, CodeCreditHours, CodePhases, CodeRoute, CodeConsent, CodeGrant, CodeStandAlone}

// Observation is about a statement that is well-formed but most likely not
// meant, or that a reader has to interpret. Details hold no personal data.
type Observation struct {
	Code   string `json:"code"`
	Path   Path   `json:"path"`
	Detail string `json:"detail"`
}

// IsContradiction reports whether the credential contradicts itself there.
func (o Observation) IsContradiction() bool { return slices.Contains(contradictions, o.Code) }

// Observe returns observations on a credential, ordered by path and code.
func Observe(c *Credential) []Observation {
	if c == nil {
		return nil
	}
	o := observer{}
	o.envelope(&c.Envelope)
	o.validity(c)
	o.learner(&c.Learner)
	for _, claim := range c.Claims() {
		o.claim(claim)
		o.grants(c, claim)
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
	o.organisation(&e.Issuer, "envelope.issuer")
}

// organisation checks that the codes and names of the countries of a party agree.
func (o *observer) organisation(p *Party, at Path) {
	for i, l := range p.Locations {
		for j, a := range l.Addresses {
			if named, other := a.Country.Contradicts(); other {
				o.report(CodeCountry, at.Dot("locations").At(i).Dot("addresses").At(j).Dot("country"),
					"the code of the country is %s (%s), but the name is that of %s (%s)", a.Country.Alpha2, a.Country.Name(), named.Alpha2, named.Name())
			}
		}
	}
}

func (o *observer) learner(l *Learner) {
	o.consent(l)
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
