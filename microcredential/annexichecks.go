package microcredential

// documentChecks look at what a credential states once.
var documentChecks = [elementCount + 1]func(*Credential, *finding){
	1:  checkLearner,
	2:  checkDisplayTitle,
	3:  checkCountry,
	5:  checkDocumentDates,
	11: checkDocumentQuality,
	16: checkFurther,
}

// claimChecks look at each claim.
var claimChecks = [elementCount + 1]func(PathedClaim, *finding){
	2:  checkTitle,
	4:  checkAwardingBody,
	5:  checkAwardDate,
	6:  checkOutcomes,
	7:  checkWorkload,
	8:  checkLevel,
	9:  checkAssessment,
	10: checkParticipation,
	11: checkQuality,
	12: checkPrerequisites,
	13: checkSupervision,
	14: checkGrade,
	15: checkStackability,
	16: checkClaimNotes,
}

// path returns the canonical path of a place within the claim.
func (c PathedClaim) path(rest Path) Path { return c.Prefix.Dot(string(rest)) }

func checkLearner(c *Credential, f *finding) {
	l := &c.Learner
	f.add(false, !l.Party.DisplayName().IsZero(), "learner.party")
	f.add(false, l.ID != "", "learner.id")
	for i, id := range l.Party.Identifiers {
		f.add(false, id.Value != "", Path("learner.party.identifiers").At(i))
	}
	if p := l.Party.Person; p != nil {
		f.add(!p.BirthDate.IsZero() || !p.BirthInstant.IsZero(), false, "learner.party.person.birthDate")
	}
	f.add(len(l.Party.Contacts) > 0, false, "learner.party.contacts")
}

func checkTitle(c PathedClaim, f *finding) {
	one := Credential{Definition: *c.Definition, Award: *c.Award}
	for _, t := range one.titles() {
		f.add(false, !t.text.IsZero(), c.path(t.path))
	}
}

func checkDisplayTitle(c *Credential, f *finding) {
	f.add(!c.Envelope.Display.Title.IsZero(), false, "envelope.display.title")
}

// checkCountry looks for the country of the issuer. Who issues a converted
// credential is not who issued it to the learner; there it is that of the awarding
// body.
func checkCountry(c *Credential, f *finding) {
	converted := len(c.Provenance) > 0
	issuer := &c.Envelope.Issuer
	for i, l := range issuer.Locations {
		at := Path("envelope.issuer.locations").At(i)
		for j, a := range l.Addresses {
			f.add(false, !a.Country.IsZero(), at.Dot("addresses").At(j).Dot("country"))
		}
		f.add(false, len(l.Regions) > 0, at.Dot("regions"))
	}
	for i, id := range issuer.Identifiers {
		f.add(!id.Country.IsZero(), false, Path("envelope.issuer.identifiers").At(i).Dot("country"))
	}
	for i, body := range c.Award.Awarding.Bodies {
		stated := len(body.Countries()) > 0
		f.add(stated && !converted, stated && converted, Path("award.awarding.bodies").At(i).Dot("locations"))
	}
}

func checkAwardingBody(c PathedClaim, f *finding) {
	for i, body := range c.Award.Awarding.Bodies {
		f.add(true, !body.DisplayName().IsZero(), c.path("award.awarding.bodies").At(i))
	}
}

func checkAwardDate(c PathedClaim, f *finding) {
	f.add(false, !c.Award.Awarding.On.IsZero(), c.path("award.awarding.on"))
}

func checkDocumentDates(c *Credential, f *finding) {
	f.add(false, !c.Envelope.Issued.IsZero(), "envelope.issued")
	f.add(!c.Envelope.ValidFrom.IsZero(), false, "envelope.validFrom")
}

func checkOutcomes(c PathedClaim, f *finding) {
	d := c.Definition
	for i, o := range d.Outcomes {
		f.add(true, !o.Title.IsZero() || len(o.Skills) > 0 || len(o.Alignments) > 0, c.path("definition.outcomes").At(i))
	}
	f.add(false, d.OutcomeSummary != nil && !d.OutcomeSummary.Text.IsZero(), c.path("definition.outcomeSummary"))
	f.add(!d.Criteria.Narrative.Text.IsZero(), false, c.path("definition.criteria.narrative"))
}

func checkWorkload(c PathedClaim, f *finding) {
	for i, w := range c.Definition.Workload {
		at := c.path("definition.workload").At(i)
		switch w.Kind {
		case WorkloadCredits:
			f.add(!w.Amount.IsZero(), !w.Amount.IsZero() && !w.Framework.IsZero(), at)
		case WorkloadMaxDuration, WorkloadContact:
			f.add(true, false, at)
		default:
			f.add(true, !w.Duration.IsZero() || !w.Amount.IsZero(), at)
		}
	}
	for i := range c.Award.CreditsEarned {
		w := &c.Award.CreditsEarned[i]
		f.add(true, !w.Amount.IsZero() && !w.Framework.IsZero(), c.path("award.creditsEarned").At(i))
	}
	for i, a := range c.Award.Activities {
		f.add(len(a.Workload) > 0, len(a.Workload) > 0 && c.Award.Kind == ClaimActivity, c.path("award.activities").At(i).Dot("workload"))
	}
}

func checkLevel(c PathedClaim, f *finding) {
	for i, l := range c.Definition.Levels {
		named := l.Kind == LevelEQF || l.Kind == LevelQFEHEA || l.Kind == LevelNQF || l.EQF > 0 || l.Cycle > 0 || !l.Framework.IsZero()
		f.add(true, named, c.path("definition.levels").At(i))
	}
	f.add(!c.Definition.AwardClass.IsZero(), false, c.path("definition.awardClass"))
}

func checkAssessment(c PathedClaim, f *finding) {
	for i := range c.Definition.Assessments {
		spec := &c.Definition.Assessments[i]
		f.add(true, hasType(spec), c.path("definition.assessments").At(i))
	}
	for i := range c.Award.Assessments {
		a := &c.Award.Assessments[i]
		f.add(true, typedResult(a), c.path("award.assessments").At(i))
	}
	checkValidation(c, f)
}

// checkValidation looks for the recognition of prior learning, which is a type of
// assessment by itself. How it was done is only known from the methods of a phase.
func checkValidation(c PathedClaim, f *finding) {
	for i, step := range c.Award.Validation {
		f.add(step.Phase != PhaseUnknown, len(step.Methods) > 0, c.path("award.validation").At(i))
	}
	f.add(c.Award.Route.isRecognition(), false, c.path("award.route"))
	f.add(c.Definition.Route.isRecognition(), false, c.path("definition.route"))
}

func hasType(spec *AssessmentSpec) bool {
	if spec == nil {
		return false
	}
	if len(spec.Types) > 0 {
		return true
	}
	for i := range spec.Parts {
		if hasType(&spec.Parts[i]) {
			return true
		}
	}
	return false
}

func typedResult(a *AssessmentResult) bool {
	if len(a.Types) > 0 || hasType(a.Spec) {
		return true
	}
	for i := range a.Parts {
		if typedResult(&a.Parts[i]) {
			return true
		}
	}
	return false
}

func checkParticipation(c PathedClaim, f *finding) {
	for i := range c.Definition.Participation {
		f.add(false, true, c.path("definition.participation").At(i))
	}
	for i, a := range c.Definition.Activities {
		f.add(true, len(a.Modes)+len(a.Types) > 0, c.path("definition.activities").At(i))
	}
	for i, a := range c.Award.Activities {
		typed := len(a.Types) > 0 || a.Spec != nil && len(a.Spec.Modes)+len(a.Spec.Types) > 0
		f.add(true, typed, c.path("award.activities").At(i))
	}
	for i, a := range c.Award.Assessments {
		f.add(a.Spec != nil && len(a.Spec.Modes) > 0, false, c.path("award.assessments").At(i).Dot("spec.modes"))
	}
}

func checkQuality(c PathedClaim, f *finding) {
	addQuality(f, c.Definition.Quality, c.path("definition.quality"))
	for i, body := range c.Award.Awarding.Bodies {
		addQuality(f, body.Accreditations, c.path("award.awarding.bodies").At(i).Dot("accreditations"))
	}
}

func checkDocumentQuality(c *Credential, f *finding) {
	addQuality(f, c.Envelope.Issuer.Accreditations, "envelope.issuer.accreditations")
	for i, e := range c.Envelope.Evidence {
		if e.Accreditation != nil {
			f.add(true, namedQuality(*e.Accreditation), Path("envelope.evidence").At(i).Dot("accreditation"))
		}
	}
}

func addQuality(f *finding, list []QualityAssurance, at Path) {
	for i, q := range list {
		f.add(true, namedQuality(q), at.At(i))
	}
}

func namedQuality(q QualityAssurance) bool { return !q.Type.IsZero() || !q.Title.IsZero() }

func checkPrerequisites(c PathedClaim, f *finding) {
	for i := range c.Definition.Prerequisites {
		f.add(false, true, c.path("definition.prerequisites").At(i))
	}
}

func checkSupervision(c PathedClaim, f *finding) {
	for i, a := range c.Definition.Assessments {
		addSupervision(f, a.Supervision, c.path("definition.assessments").At(i).Dot("supervision"))
	}
	for i, a := range c.Award.Assessments {
		at := c.path("award.assessments").At(i)
		addSupervision(f, a.Supervision, at.Dot("supervision"))
		if a.Spec != nil {
			addSupervision(f, a.Spec.Supervision, at.Dot("spec.supervision"))
		}
	}
}

func addSupervision(f *finding, s Supervision, at Path) {
	f.add(!s.IsZero(), s.Supervised != Unknown && s.IdentityVerified != Unknown, at)
}

func checkGrade(c PathedClaim, f *finding) {
	for i, a := range c.Award.Assessments {
		stated := !a.Status.IsZero() || a.State != ResultUnknown
		f.add(stated, !a.Grade.IsZero(), c.path("award.assessments").At(i).Dot("grade"))
	}
}

func checkStackability(c PathedClaim, f *finding) {
	s := &c.Definition.Stackability
	at := c.path("definition.stackability")
	f.add(false, s.Mode != StackUnspecified || !s.Concept.IsZero() || !s.Note.IsZero(), at)
	f.add(false, len(s.Into) > 0, at.Dot("into"))
	f.add(s.PartialQualification != Unknown, false, at.Dot("partialQualification"))
	f.add(len(c.Award.PartOf) > 0, len(c.Award.PartOf) > 0, c.path("award.partOf"))
	f.add(!c.Definition.Origin.IsZero(), false, c.path("definition.origin"))
}

// checkClaimNotes looks for what is said beyond the other elements. A description
// is of what the learning is about, and so belongs to the title and the outcomes.
func checkClaimNotes(c PathedClaim, f *finding) {
	f.add(false, len(c.Definition.Notes) > 0, c.path("definition.notes"))
	f.add(false, len(c.Definition.Documents) > 0, c.path("definition.documents"))
	f.add(false, len(c.Definition.Homepages) > 0, c.path("definition.homepages"))
	f.add(false, len(c.Award.Notes) > 0, c.path("award.notes"))
	f.add(false, len(c.Award.Documents) > 0, c.path("award.documents"))
}

func checkFurther(c *Credential, f *finding) {
	f.add(false, len(c.Further) > 0, "further")
	f.add(false, len(c.Documents) > 0, "documents")
	f.add(false, len(c.Annexes) > 0, "annexes")
}
