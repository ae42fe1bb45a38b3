package microcredential

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// whole returns a fictional credential that states all 16 elements.
func whole() *Credential {
	norway, _ := CountryOf("NO")
	level, _ := EQFLevel(6)
	ects := Concept{IRI: "http://data.europa.eu/snb/education-credit/6fcec5c5af", Scheme: "http://data.europa.eu/snb/education-credit/25831c2", Notation: "ECTS"}
	college := Party{
		ID: "did:web:vestre-aas.example", Kind: PartyOrganisation, Name: Text("nb", "Vestre Ås fagskole"),
		Locations: []Location{{Addresses: []Address{{Country: norway}}}},
	}
	must := func(s string) Instant {
		i, err := ParseInstant(s)
		if err != nil {
			panic(err)
		}
		return i
	}
	hours, _ := ParseISODuration("PT130H")
	return &Credential{
		Envelope: Envelope{ID: "urn:uuid:0b0c", Issuer: college, Issued: must("2026-05-05T10:00:00+02:00"), ValidFrom: must("2026-05-04T00:00:00+02:00")},
		Learner:  Learner{Party: Party{Kind: PartyPerson, Person: &Person{GivenName: Text("se", "Máret"), FamilyName: Text("se", "Sara"), BirthDate: Date{1999, 10, 2}}}},
		Definition: Definition{
			Title:         Text("nb", "Fjellføring vinter").With("se", "Duottarláidesteapmi"),
			Outcomes:      []LearningOutcome{{Title: Text("nb", "vurderer skredfare")}},
			Workload:      []Workload{{Kind: WorkloadCredits, Framework: ects, Amount: DecimalOf(5)}, {Kind: WorkloadNotional, Duration: hours}},
			Levels:        []Level{level},
			Assessments:   []AssessmentSpec{{Types: []Concept{{Label: Text("en", "practical assessment")}}}},
			Participation: []Participation{{Form: ParticipationBlended}},
			Quality:       []QualityAssurance{{Title: Text("nb", "NOKUT-godkjenning")}},
			Prerequisites: []Requirement{{Note: Note{Text: Text("nb", "Førstehjelpskurs")}}},
			Stackability:  Stackability{Mode: StackStackable, Into: []CredentialRef{{Title: Text("nb", "Fjellfører")}}},
		},
		Award: Award{
			Awarding: Awarding{Bodies: []Party{college}, On: must("2026-05-04T12:00:00+02:00")},
			Assessments: []AssessmentResult{{
				Title: Text("nb", "Praktisk prøve"), Grade: Grade{Text: Text("nb", "Bestått")},
				Supervision: Supervision{Supervised: Yes, IdentityVerified: Yes, Channel: ChannelOnsite},
			}},
		},
		Further: []Note{{Text: Text("en", "Taught in Lom.")}},
	}
}

func TestAnnexIWhole(t *testing.T) {
	rows := AnnexI(whole())
	require.Len(t, rows, 16)
	mandatory := 0
	for i, r := range rows {
		require.Equal(t, i+1, r.Number)
		require.Equal(t, fmt.Sprintf("EUMC-%d", i+1), r.Code)
		require.Equal(t, Present, r.Status, r.Title)
		require.NotEmpty(t, r.Where)
		require.NotEmpty(t, r.Note)
		require.NotEmpty(t, r.Title)
		if r.Mandatory {
			mandatory++
		}
	}
	require.Equal(t, 11, mandatory)
	require.Equal(t, "11 of 11 mandatory and 5 of 5 optional elements present", AnnexISummary(rows))
	require.Empty(t, Observe(whole()))
}

func TestAnnexINothing(t *testing.T) {
	for _, c := range []*Credential{nil, {}} {
		for _, r := range AnnexI(c) {
			require.Equal(t, Absent, r.Status, r.Title)
			require.Empty(t, r.Where)
			require.NotEmpty(t, r.Note)
		}
	}
	require.Nil(t, Observe(nil))
	require.Nil(t, Paths(nil))
}

// Each case removes what states one element, or states only part of it.
func TestAnnexIEach(t *testing.T) {
	for _, tt := range []struct {
		name   string
		number int
		edit   func(*Credential)
		want   Presence
	}{
		{"no learner", 1, func(c *Credential) { c.Learner = Learner{} }, Absent},
		{"birth date only", 1, func(c *Credential) { c.Learner.Party.Person = &Person{BirthDate: Date{1999, 1, 1}} }, Partial},
		{"hashed e-mail", 1, func(c *Credential) {
			c.Learner = Learner{Party: Party{Identifiers: []Identifier{{Value: "ab12", Scheme: IdentEmail, Hash: &IdentityHash{Algorithm: "sha256"}}}}}
		}, Present},
		{"did", 1, func(c *Credential) { c.Learner = Learner{ID: "did:example:maret"} }, Present},
		{"no title", 2, func(c *Credential) { c.Definition.Title = nil }, Absent},
		{"display title", 2, func(c *Credential) {
			c.Definition.Title, c.Envelope.Display.Title = nil, Text("en", "Micro-credential")
		}, Partial},
		{"award title", 2, func(c *Credential) { c.Definition.Title, c.Award.Title = nil, Text("en", "Guiding") }, Present},
		{"no country", 3, func(c *Credential) {
			c.Envelope.Issuer.Locations, c.Award.Awarding.Bodies = nil, nil
		}, Absent},
		{"awarder's country", 3, func(c *Credential) { c.Envelope.Issuer.Locations = nil }, Partial},
		{"awarder's country of a converted credential", 3, func(c *Credential) {
			c.Envelope.Issuer.Locations, c.Provenance = nil, []Provenance{{SourceID: "urn:uuid:1"}}
		}, Present},
		{"region", 3, func(c *Credential) {
			c.Envelope.Issuer.Locations = []Location{{Regions: []Concept{{Notation: "NO0A"}}}}
		}, Present},
		{"no awarding body", 4, func(c *Credential) { c.Award.Awarding.Bodies = nil }, Absent},
		{"nameless awarding body", 4, func(c *Credential) { c.Award.Awarding.Bodies[0].Name = nil }, Partial},
		{"no date", 5, func(c *Credential) { c.Award.Awarding.On, c.Envelope = Instant{}, Envelope{} }, Absent},
		{"validity only", 5, func(c *Credential) { c.Award.Awarding.On, c.Envelope.Issued = Instant{}, Instant{} }, Partial},
		{"no outcome", 6, func(c *Credential) { c.Definition.Outcomes = nil }, Absent},
		{"criteria only", 6, func(c *Credential) {
			c.Definition.Outcomes, c.Definition.Criteria.Narrative.Text = nil, Text("en", "Pass the test")
		}, Partial},
		{"no workload", 7, func(c *Credential) { c.Definition.Workload = nil }, Absent},
		{"unframed credits", 7, func(c *Credential) {
			c.Definition.Workload = []Workload{{Kind: WorkloadCredits, Amount: DecimalOf(5)}}
		}, Partial},
		{"no level", 8, func(c *Credential) { c.Definition.Levels = nil }, Absent},
		{"level outside frameworks", 8, func(c *Credential) {
			c.Definition.Levels = []Level{{Value: Concept{Label: Text("en", "expert")}}}
		}, Partial},
		{"cycle", 8, func(c *Credential) { c.Definition.Levels = []Level{{Cycle: CycleFirst}} }, Present},
		{"no assessment", 9, func(c *Credential) { c.Definition.Assessments, c.Award.Assessments = nil, nil }, Absent},
		{"untyped assessment", 9, func(c *Credential) { c.Definition.Assessments = nil }, Partial},
		{"typed result", 9, func(c *Credential) {
			c.Definition.Assessments = nil
			c.Award.Assessments[0].Spec = &AssessmentSpec{Parts: []AssessmentSpec{{Types: []Concept{{Notation: "x"}}}}}
		}, Present},
		{"no participation", 10, func(c *Credential) { c.Definition.Participation = nil }, Absent},
		{"untyped activity", 10, func(c *Credential) {
			c.Definition.Participation, c.Award.Activities = nil, []Activity{{Title: Text("en", "Course")}}
		}, Partial},
		{"volunteering", 10, func(c *Credential) {
			c.Definition.Participation = nil
			c.Award.Activities = []Activity{{Spec: &ActivitySpec{Types: []Concept{{Label: Text("en", "volunteering")}}}}}
		}, Present},
		{"no quality assurance", 11, func(c *Credential) { c.Definition.Quality = nil }, Absent},
		{"nameless quality assurance", 11, func(c *Credential) { c.Definition.Quality = []QualityAssurance{{Code: "1"}} }, Partial},
		{"issuer's accreditation", 11, func(c *Credential) {
			c.Definition.Quality = nil
			c.Envelope.Issuer.Accreditations = []QualityAssurance{{Title: Text("en", "Licence")}}
		}, Present},
		{"accreditation as evidence", 11, func(c *Credential) {
			c.Definition.Quality = nil
			c.Envelope.Evidence = []Evidence{{Accreditation: &QualityAssurance{Title: Text("en", "Licence")}}}
		}, Present},
		{"no prerequisites", 12, func(c *Credential) { c.Definition.Prerequisites = nil }, Absent},
		{"no supervision", 13, func(c *Credential) { c.Award.Assessments[0].Supervision = Supervision{} }, Absent},
		{"half of supervision", 13, func(c *Credential) { c.Award.Assessments[0].Supervision = Supervision{IdentityVerified: Yes} }, Partial},
		{"known to be none", 13, func(c *Credential) {
			c.Award.Assessments[0].Supervision = Supervision{Supervised: No, IdentityVerified: No}
		}, Present},
		{"no grade", 14, func(c *Credential) { c.Award.Assessments[0].Grade = Grade{} }, Absent},
		{"state without grade", 14, func(c *Credential) {
			c.Award.Assessments[0].Grade, c.Award.Assessments[0].State = Grade{}, ResultCompleted
		}, Partial},
		{"no stackability", 15, func(c *Credential) { c.Definition.Stackability = Stackability{} }, Absent},
		{"partial qualification only", 15, func(c *Credential) {
			c.Definition.Stackability = Stackability{PartialQualification: No}
		}, Partial},
		{"validated without a method", 9, func(c *Credential) {
			c.Definition.Assessments, c.Award.Assessments = nil, nil
			c.Award.Validation = []ValidationStep{{Phase: PhaseAssessment}}
		}, Partial},
		{"validated by a portfolio", 9, func(c *Credential) {
			c.Definition.Assessments, c.Award.Assessments = nil, nil
			c.Award.Validation = []ValidationStep{{Phase: PhaseAssessment, Methods: []Concept{Named("en", "portfolio")}}}
		}, Present},
		{"the route of validation", 9, func(c *Credential) {
			c.Definition.Assessments, c.Award.Assessments, c.Award.Route = nil, nil, RouteRecognition
		}, Partial},
		{"the route of a course", 9, func(c *Credential) {
			c.Definition.Assessments, c.Award.Assessments, c.Award.Route = nil, nil, RouteCourse
		}, Absent},
		{"the class of an award", 8, func(c *Credential) {
			c.Definition.Levels, c.Definition.AwardClass = nil, AwardClass{Kind: AwardClassMinor}
		}, Partial},
		{"the origin only", 15, func(c *Credential) {
			c.Definition.Stackability, c.Definition.Origin = Stackability{}, Origin{Kind: OriginAddOn}
		}, Partial},
		{"nothing further", 16, func(c *Credential) { c.Further = nil }, Absent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := whole()
			tt.edit(c)
			rows := AnnexI(c)
			require.Equal(t, tt.want, rows[tt.number-1].Status, rows[tt.number-1])
			require.Equal(t, tt.want != Absent, len(rows[tt.number-1].Where) > 0)
		})
	}
}

// An element that only a part of the credential states is partial.
func TestAnnexIParts(t *testing.T) {
	c := whole()
	part := Claim{c.Definition, c.Award}
	c.Definition, c.Award = Definition{Title: Text("en", "Bundle")}, Award{Parts: []Claim{part}}
	rows := AnnexI(c)
	require.Equal(t, Partial, rows[5].Status)
	require.Equal(t, []Path{"award.parts[0].definition.outcomes[0]"}, rows[5].Where)
	require.Equal(t, Present, rows[1].Status)

	c.Others, c.Award.Parts = c.Award.Parts, nil
	rows = AnnexI(c)
	require.Equal(t, []Path{"others[0].definition.outcomes[0]"}, rows[5].Where)
	require.Equal(t, Partial, rows[3].Status)
}

// A certificate of participation has an activity and no achievement.
func TestActivityClaim(t *testing.T) {
	two, err := ParseISODuration("PT2H")
	require.NoError(t, err)
	c := &Credential{Award: Award{Kind: ClaimActivity, Activities: []Activity{{
		Title: Text("en", "Workshop"), Workload: []Workload{{Kind: WorkloadActivity, Duration: two}},
		Spec: &ActivitySpec{Modes: []Concept{{Label: Text("en", "online")}}},
	}}}}
	require.Equal(t, Text("en", "Workshop"), c.Title())
	rows := AnnexI(c)
	require.Equal(t, Present, rows[1].Status)
	require.Equal(t, Present, rows[6].Status)
	require.Equal(t, Present, rows[9].Status)
	require.Equal(t, Absent, rows[5].Status)
}

func TestObserve(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*Credential)
		code string
		path Path
	}{
		{"sixty months for sixty hours", func(c *Credential) {
			d, _ := ParseISODuration("P60M")
			c.Award.Activities = []Activity{{Spec: &ActivitySpec{Workload: []Workload{{Duration: d}}}}}
		}, CodeMonths, "award.activities[0].spec.workload[0].duration"},
		{"birth date at midnight elsewhere", func(c *Credential) {
			c.Learner.Party.Person.BirthInstant, _ = ParseInstant("1999-10-01T22:00:00Z")
		}, CodeBirthShift, "learner.party.person.birthInstant"},
		{"validity at midnight elsewhere", func(c *Credential) {
			c.Envelope.ValidFrom, _ = ParseInstant("2022-12-31T23:00:00Z")
		}, CodeDateShift, "envelope.validFrom"},
		{"no offset", func(c *Credential) {
			c.Envelope.Issued, _ = ParseInstant("2026-05-05T10:00:00")
		}, CodeZone, "envelope.issued"},
		{"valid until before from", func(c *Credential) {
			c.Envelope.ValidUntil, _ = ParseInstant("2020-05-05T10:00:00Z")
		}, CodeOrder, "envelope.validUntil"},
		{"credits without framework", func(c *Credential) {
			c.Award.CreditsEarned = []Workload{{Kind: WorkloadCredits, Amount: DecimalOf(3)}}
		}, CodeCreditFrame, "award.creditsEarned[0].framework"},
		{"credits and hours", func(c *Credential) {
			c.Definition.Workload[0].Amount = DecimalOf(2)
		}, CodeECTSHours, "definition.workload[1].duration"},
		{"EQF number and concept", func(c *Credential) { c.Definition.Levels[0].EQF = 5 }, CodeEQF, "definition.levels[0]"},
		{"no scheme", func(c *Credential) { c.Definition.Levels[0].Value.Scheme = "" }, CodeScheme, "definition.levels[0].value"},
		{"stackable but not partial", func(c *Credential) {
			c.Definition.Stackability.PartialQualification = No
		}, CodePartial, "definition.stackability.partialQualification"},
		{"two titles in one language", func(c *Credential) {
			first, _ := c.Definition.Title.Best()
			c.Award.Title = Text(first.Lang, "Another course")
		}, CodeTitles, "award.title"},
		{"two titles in the definition", func(c *Credential) {
			first, _ := c.Definition.Title.Best()
			c.Definition.Title = append(c.Definition.Title, LangValue{Lang: first.Lang, Text: "Another course"})
		}, CodeTitles, "definition.title"},
		{"two awarding bodies", func(c *Credential) {
			c.Award.Awarding.Bodies = append(c.Award.Awarding.Bodies, Party{Name: Text("en", "Other")})
		}, CodeBodies, "award.awarding.bodies"},
		{"two EQF levels", func(c *Credential) {
			other, _ := EQFLevel(7)
			c.Definition.Levels = append(c.Definition.Levels, other)
		}, CodeLevels, "definition.levels[1]"},
		{"more earned than there is", func(c *Credential) {
			c.Award.CreditsEarned = []Workload{{Kind: WorkloadCredits, Framework: c.Definition.Workload[0].Framework, Amount: DecimalOf(30)}}
		}, CodeEarned, "award.creditsEarned[0].amount"},
		{"a grade above its scale", func(c *Credential) {
			c.Award.Assessments[0].Spec = &AssessmentSpec{Grading: &GradingScheme{Min: "1", Max: "10"}}
			c.Award.Assessments[0].Grade = Grade{Value: "11"}
		}, CodeGrade, "award.assessments[0].grade"},
		{"a grade that its scale does not have", func(c *Credential) {
			c.Award.Assessments[0].Spec = &AssessmentSpec{Grading: &GradingScheme{Allowed: []string{"Pass", "Fail"}}}
			c.Award.Assessments[0].Grade = Grade{Text: Text("en", "Excellent")}
		}, CodeGrade, "award.assessments[0].grade"},
		{"awarded after validity", func(c *Credential) {
			c.Envelope.ValidUntil = c.Envelope.ValidFrom
			c.Award.Awarding.On, _ = ParseInstant("2099-01-01T00:00:00Z")
		}, CodeAwardDate, "award.awarding.on"},
		{"the code of one country and the name of another", func(c *Credential) {
			c.Award.Awarding.Bodies = []Party{{Locations: []Location{{Addresses: []Address{{Country: Country{Alpha2: "IR", Concept: Concept{Label: Text("en", "Ireland")}}}}}}}}
		}, CodeCountry, "award.awarding.bodies[0].locations[0].addresses[0].country"},
		{"two grades in one language", func(c *Credential) {
			c.Award.Assessments[0].Grade = Grade{Text: Text("en", "Pass").With("en", "Fail")}
		}, CodeGrades, "award.assessments[0].grade"},
		{"two numbers", func(c *Credential) {
			c.Award.Assessments[0].Grade = Grade{Text: Text("en", "8"), Value: "7.0"}
		}, CodeGrades, "award.assessments[0].grade"},
		{"two results of one assessment", func(c *Credential) {
			spec := &AssessmentSpec{ID: "urn:uuid:1"}
			c.Award.Assessments = []AssessmentResult{{Spec: spec, Grade: Grade{Value: "B"}}, {Spec: spec, Grade: Grade{Value: "C"}}}
		}, CodeGrades, "award.assessments[1].grade"},
		{"earned in another framework", func(c *Credential) {
			c.Award.CreditsEarned = []Workload{Credits(DecimalOf(3), Concept{Notation: "ECVET"})}
		}, CodeUnlike, "award.creditsEarned[0].framework"},
		{"hours of a credit", func(c *Credential) {
			c.Definition.Workload = []Workload{Credits(DecimalOf(5), Concept{Notation: "SBU"}), Hours(130)}
			c.Definition.Workload[0].HoursPerCredit = DecimalOf(28)
		}, CodeCreditHours, "definition.workload[1].duration"},
		{"certified before it was assessed", func(c *Credential) {
			c.Award.Validation = []ValidationStep{
				{Phase: PhaseAssessment, Period: Period{Start: day("2026-03-10")}},
				{Phase: PhaseCertification, Period: Period{Start: day("2026-03-01"), End: day("2026-03-02")}},
			}
		}, CodePhases, "award.validation[1].period"},
		{"assessed after the award", func(c *Credential) {
			c.Award.Awarding.On = day("2026-03-01")
			c.Award.Validation = []ValidationStep{{Phase: PhaseAssessment, Period: Period{Start: day("2026-04-01")}}}
		}, CodePhases, "award.validation[0].period.start"},
		{"a phase that ends before it begins", func(c *Credential) {
			c.Award.Validation = []ValidationStep{{Phase: PhaseAssessment, Period: Period{Start: day("2026-02-02"), End: day("2026-02-01")}}}
		}, CodeOrder, "award.validation[0].period.end"},
		{"a validation on a course", func(c *Credential) {
			c.Award.Route, c.Award.Validation = RouteCourse, []ValidationStep{{Phase: PhaseAssessment}}
		}, CodeRoute, "award.route"},
		{"a route that there is not", func(c *Credential) {
			c.Award.Route, c.Definition.Route, c.Definition.OtherRoutes = RouteWork, RouteCourse, []RouteToAward{RouteValidation}
		}, CodeRoute, "award.route"},
		{"more than the learner agreed to", func(c *Credential) {
			c.Learner.Party.Person.BirthDate = Date{1999, 10, 2}
			c.Learner.Consent = &Consent{Fields: FieldSet{PersonalName, PersonalID, PersonalStudentID, PersonalIdentifier, PersonalEmail}}
		}, CodeConsent, "learner.consent.fields"},
		{"consent to no field", func(c *Credential) {
			c.Learner.Consent = &Consent{Fields: append(PersonalFields(), "shoe-size")}
		}, CodeConsent, "learner.consent.fields[15]"},
		{"a right that had expired", func(c *Credential) {
			c.Award.Awarding.On = day("2026-05-04")
			c.Definition.IssuingRights = []IssuingRight{{Holders: c.Award.Awarding.Bodies, Period: Period{End: day("2026-05-03")}}}
		}, CodeGrant, "definition.issuingRights[0].period"},
		{"the right of somebody else", func(c *Credential) {
			c.Definition.IssuingRights = []IssuingRight{{Holders: []Party{{Name: Text("sv", "Norra skolan")}}}}
		}, CodeGrant, "definition.issuingRights"},
		{"it stands alone as a part", func(c *Credential) {
			c.Definition.Stackability = Stackability{Mode: StackStandAlone, Into: []CredentialRef{{Title: Text("en", "Degree")}}}
		}, CodeStandAlone, "definition.stackability.mode"},
		{"sixty months beside sixty hours", func(c *Credential) {
			d, _ := ParseISODuration("P60M")
			c.Definition.Workload = []Workload{Hours(60), {Kind: WorkloadNotional, Duration: d}}
		}, CodeMonths, "definition.workload[1].duration"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := whole()
			tt.edit(c)
			found := Observe(c)
			require.Len(t, found, 1)
			require.Equal(t, tt.code, found[0].Code)
			require.Equal(t, tt.path, found[0].Path)
			require.NotEmpty(t, found[0].Detail)
			require.NotContains(t, found[0].Detail, "1999")
		})
	}
}

func day(s string) Instant {
	i, err := ParseInstant(s + "T00:00:00+01:00")
	if err != nil {
		panic(err)
	}
	return i
}

// What is as it should be is not reported: a resit, the last day of a right, the owner
// of a definition without a right, phases on one day, consent to all that is stated.
func TestObserveTakesTheUsualForGranted(t *testing.T) {
	c := whole()
	spec := &AssessmentSpec{ID: "urn:uuid:1"}
	c.Award.Assessments = []AssessmentResult{
		{Spec: spec, Issued: day("2026-01-01"), Grade: Grade{Value: "F"}},
		{Spec: spec, Issued: day("2026-02-01"), Grade: Grade{Value: "B"}},
		{Grade: Grade{Value: "A", Text: Text("en", "Excellent").With("nb", "Fremragende")}},
	}
	c.Award.Awarding.On = day("2026-05-04")
	c.Award.Route, c.Definition.Route, c.Definition.OtherRoutes = RouteValidation, RouteCourse, []RouteToAward{RouteValidation}
	c.Award.Validation = []ValidationStep{
		{Phase: PhaseIdentification, Period: Period{Start: day("2026-04-01"), End: day("2026-04-20")}},
		{Phase: PhaseDocumentation, Period: Period{Start: day("2026-04-10")}},
		{Phase: PhaseAssessment}, {Phase: PhaseCertification, Period: Period{Start: day("2026-05-04")}},
	}
	c.Definition.IssuingRights = []IssuingRight{{Holders: c.Award.Awarding.Bodies, Period: Period{End: day("2026-05-04")}}}
	c.Learner.Consent = &Consent{Fields: c.Learner.Stated()}
	require.Empty(t, Observe(c))
	c.Definition.IssuingRights = []IssuingRight{{Holders: []Party{{Name: Text("sv", "En annan")}}}}
	c.Definition.Creator = &c.Award.Awarding.Bodies[0]
	require.Empty(t, Observe(c))
}

// What is unusual but possible is no contradiction, and a scale that counts
// downwards or numbers written otherwise are no fault at all.
func TestObserveIsNotHasty(t *testing.T) {
	c := whole()
	c.Award.Title = c.Definition.Title
	for _, a := range []struct {
		scale GradingScheme
		value string
	}{{GradingScheme{Min: "6", Max: "1"}, "3"}, {GradingScheme{Allowed: []string{"8.0"}}, "8"}, {GradingScheme{Max: "10"}, "A"}, {GradingScheme{Min: "1", Max: "ten"}, "11"}} {
		c.Award.Assessments = append(c.Award.Assessments, AssessmentResult{Spec: &AssessmentSpec{Grading: &a.scale}, Grade: Grade{Value: a.value}})
	}
	require.Empty(t, Observe(c))
	require.False(t, Observation{Code: CodeBodies}.IsContradiction())
	require.True(t, Observation{Code: CodeTitles}.IsContradiction())
}

func TestElementOf(t *testing.T) {
	for path, want := range map[Path]int{
		"learner.party.person.familyName[se]":                      1,
		"learner.party.person.gender.iri":                          0,
		"definition.title[en][1]":                                  2,
		"others[2].definition.title[nb]":                           2,
		"award.parts[0].award.parts[1].definition.outcomes[3].id":  6,
		"definition.parts[0].levels[0].eqf":                        8,
		"envelope.issuer.locations[0].addresses[1].country.alpha2": 3,
		"envelope.issuer.locations[0].description[en]":             0,
		"award.awarding.bodies[0].name[nb]":                        4,
		"award.awarding.bodies[0].accreditations[0].title[nb]":     11,
		"award.assessments[0].grade.text[nb]":                      14,
		"award.assessments[0].supervision.concept.iri":             13,
		"definition.titles":                                        0,
		"definition.awardClass.kind":                               8,
		"definition.origin.from[0].title[en]":                      15,
		"definition.workload[0].hoursPerCredit":                    7,
		"award.validation[2].methods[0].label[sv]":                 9,
		"award.validation[2].by[0].name[sv]":                       0,
		"award.parts[1].award.route":                               9,
		"learner.consent.fields[0]":                                0,
		"definition.issuingRights[0].title[sv]":                    0,
		"definition.partners[0].party.name[nb]":                    0,
		"residue[x][/a.b/definition.title]":                        0,
		"":                                                         0,
	} {
		require.Equal(t, want, ElementOf(path), path)
	}
}

func TestPaths(t *testing.T) {
	c := &Credential{}
	require.Empty(t, Paths(c))
	c.Envelope.ID = "urn:x"
	c.Definition.Title = Text("en", "a").With("nb", "b").With("en", "c")
	c.Definition.Tags = []string{"", "x"}
	c.Definition.Levels = []Level{{EQF: 6, Value: Concept{IRI: "i"}}}
	c.Definition.Stackability.PartialQualification = No
	c.Award.Assessments = []AssessmentResult{{Spec: &AssessmentSpec{Title: Text("", "t")}}}
	c.Definition.Workload = []Workload{{Amount: DecimalOf(0)}}
	c.Learner.Party.Person = &Person{BirthDate: Date{1999, 1, 2}}
	c.Annexes = []Media{{Content: []byte{1}, URL: "u", Digest: "d"}}
	c.Residue.Put("f", "/b", "1")
	c.Residue.Put("f", "/a", "null")
	require.Equal(t, []Path{
		"envelope.id", "learner.party.person.birthDate",
		"definition.title[en]", "definition.title[nb]", "definition.title[en][1]",
		"definition.workload[0].amount", "definition.levels[0].value.iri", "definition.levels[0].eqf",
		"definition.stackability.partialQualification", "definition.tags[0]", "definition.tags[1]",
		"award.assessments[0].spec.title[und]",
		"annexes[0].content", "annexes[0].url", "annexes[0].digest",
		"residue[f][/a]", "residue[f][/b]",
	}, Paths(c))
	require.Equal(t, Path("definition.title[en][1]"), c.Definition.Title.Path("definition.title", 2))
	require.Equal(t, []string{"f"}, c.Residue.Formats())
	require.Equal(t, []string{"/a", "/b"}, c.Residue.Pointers("f"))
	require.Equal(t, 2, c.Residue.Len())
}

func TestPathSteps(t *testing.T) {
	require.Equal(t, Path("a"), Path("").Dot("a"))
	require.Equal(t, Path("a[1].b[en]"), Path("a").At(1).Dot("b").Key("en"))
	for p, parent := range map[Path]Path{"a.b[0][en]": "a.b[0]", "a.b[0]": "a.b", "a.b": "a", "a": "", "": "", "residue[f][/x.y]": "residue[f]"} {
		require.Equal(t, parent, p.Parent(), p)
	}
	require.True(t, Path("a.b[0]").Under("a.b"))
	require.True(t, Path("a.b").Under("a.b"))
	require.True(t, Path("a.b").Under(""))
	require.False(t, Path("a.bc").Under("a.b"))
	for field, step := range map[string]string{"ID": "id", "SchemeIRI": "schemeIRI", "EQF": "eqf", "Title": "title", "JWK": "jwk", "EQFLevel": "eqfLevel", "POBox": "poBox"} {
		require.Equal(t, step, FieldName(field))
	}
}
