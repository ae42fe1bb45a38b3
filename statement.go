package mikromerit

import (
	"cmp"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// maxSkills is how many skills are listed; of other lists, see [maxEntries].
const maxSkills = 12

// facts returns who issued what to whom, and when, as a registrar asks.
func (v view) facts() [][]string {
	e, d, award := &v.Envelope, &v.Definition, &v.Award
	rows := [][]string{
		{"Title", v.text(v.Title())},
		{"Kind", v.concepts(d.Kinds)},
		{"Learner", v.party(v.Learner.Party)},
		{"", v.Learner.ID},
		{"", v.identifiers(v.Learner.Party.Identifiers)},
		{"", statedAboutLearner(v.Learner)},
	}
	rows = append(rows, v.partyRows("Issuer", e.Issuer)...)
	rows = append(rows, []string{"Mandate", v.mandate()})
	rows = append(rows, v.partyList("Awarded by", award.Awarding.Bodies)...)
	if award.Source != nil {
		rows = append(rows, v.partyRows("Assessed by", *award.Source)...)
	} else {
		rows = append(rows, v.partyList("Assessed by", v.assessors())...)
	}
	if d.Creator != nil {
		rows = append(rows, []string{"Defined by", v.placed(*d.Creator)})
	}
	until := e.ValidUntil.String()
	if until == "" && !e.ValidFrom.IsZero() {
		until = "no end is stated"
	}
	rows = append(rows, [][]string{
		{"Awarded on", award.Awarding.On.String()},
		{"Issued", e.Issued.String()},
		{"Valid from", e.ValidFrom.String()},
		{"Valid until", until},
		{"Number", joinTexts(v.identifiers(e.Identifiers), award.LicenceNumber)},
		{"Credits", v.credits()},
		{"Taught in", v.concepts(d.Languages)},
		{"Field", joinDistinct(len(d.Fields), func(i int) string { return v.coded(d.Fields[i]) })},
		{"Skills", v.skills()},
	}...)
	if v.otherClaim() != "" {
		rows = append(rows, v.otherRows()...)
	}
	rows = append(rows, [][]string{
		{"Entitled to", joinDistinct(len(award.Entitlements), func(i int) string { return v.text(award.Entitlements[i].Title) })},
		{"Parts", v.claims(award.Parts)},
		{"Also claims", v.claims(v.Others)},
		{"Attached", v.attached()},
		{"Id", e.ID},
	}...)
	for _, p := range v.Provenance {
		rows = append(rows, []string{"Made from", strings.TrimSpace(p.SourceFormat + " " + p.SourceID)})
	}
	return withoutEmpty(rows)
}

// otherRows are what the table of the standard elements would say, of a credential
// that claims something else than a micro-credential.
func (v view) otherRows() [][]string {
	var rows [][]string
	for n := firstOfLearning; n <= lastOfLearning; n++ {
		rows = append(rows, []string{capitalise(mc.ElementName(n)), v.element(n)})
	}
	return rows
}

// The elements of Annex I about what was learnt, and how; the others are said of
// every credential.
const (
	firstOfLearning = 6
	lastOfLearning  = 16
)

// statedAboutLearner tells whether the credential has what a registrar compares
// with an identity document, without showing it.
func statedAboutLearner(l mc.Learner) string {
	national := slices.ContainsFunc(l.Party.Identifiers, func(id mc.Identifier) bool { return id.Scheme == mc.IdentNationalID })
	born := l.Party.Person != nil && !(l.Party.Person.BirthDate.IsZero() && l.Party.Person.BirthInstant.IsZero())
	var stated []string
	if born {
		stated = append(stated, "the birth date")
	}
	if national {
		stated = append(stated, "the national identity number")
	}
	if len(stated) == 0 {
		return "neither a birth date nor a national identity number is stated"
	}
	verb := " is"
	if len(stated) > 1 {
		verb = " are"
	}
	return strings.Join(stated, " and ") + verb + " stated, but not shown here"
}

// partyRows returns rows about a party: its name and country, its identifiers and
// its id.
func (v view) partyRows(label string, p mc.Party) [][]string {
	id := p.ID
	if id == v.party(p) || strings.HasPrefix(id, "urn:") { // a made-up id tells a person nothing
		id = ""
	}
	return [][]string{{label, v.placed(p)}, {"", v.identifiers(p.Identifiers)}, {"", id}}
}

func (v view) partyList(label string, all []mc.Party) [][]string {
	var rows [][]string
	for _, p := range all[:min(maxEntries, len(all))] {
		for i, row := range v.partyRows(label, p) {
			if i == 0 || row[1] != "" {
				rows = append(rows, row)
			}
		}
		label = ""
	}
	if more := len(all) - maxEntries; more > 0 {
		rows = append(rows, []string{"", "and " + plural(more, "other")})
	}
	return rows
}

func (v view) assessors() (all []mc.Party) {
	for _, a := range v.Award.Assessments {
		for _, p := range a.Assessors {
			if !slices.ContainsFunc(all, func(q mc.Party) bool { return v.party(q) == v.party(p) }) && len(all) <= maxEntries {
				all = append(all, p)
			}
		}
	}
	return all
}

// iriMandate is the type of evidence that shows a mandate to issue.
const iriMandate = "http://data.europa.eu/snb/evidence-type/c_18016257"

// mandate says for whom the issuer issued, if it shows a mandate as evidence.
func (v view) mandate() string {
	i := slices.IndexFunc(v.Envelope.Evidence, func(e mc.Evidence) bool { return e.Kind.IRI == iriMandate })
	if i < 0 {
		return ""
	}
	issuer, evidence := v.party(v.Envelope.Issuer), v.Envelope.Evidence[i]
	var others []string
	for _, body := range v.Award.Awarding.Bodies {
		if name := v.party(body); name != issuer && name != "" && len(others) < maxEntries {
			others = append(others, name)
		}
	}
	text := "the issuer says that it is mandated to issue this"
	if len(others) > 0 {
		text = "issued under mandate for " + strings.Join(others, " and ")
	}
	return withRemark(text, shorten(cmp.Or(v.text(evidence.Title), v.text(evidence.Statement), v.text(evidence.Description))))
}

// credits returns the credits that can be earned and those that were.
func (v view) credits() string {
	var offered []mc.Workload
	for _, w := range v.Definition.Workload {
		if !w.Amount.IsZero() {
			offered = append(offered, w)
		}
	}
	out := joinDistinct(len(offered), func(i int) string { return v.amount(offered[i]) })
	if out != "" {
		out = "offered: " + out
	}
	earned := v.Award.CreditsEarned
	if said := joinDistinct(len(earned), func(i int) string { return v.amount(earned[i]) }); said != "" {
		return joinTexts(out, "earned: "+said)
	}
	return out
}

// skills returns the skills of the outcomes that are in a list of skills, with their
// codes.
func (v view) skills() string {
	var all []mc.Concept
	for _, o := range v.Definition.Outcomes {
		for _, c := range o.Skills {
			if len(all) <= maxSkills {
				all = append(all, c)
			}
		}
	}
	return joinFirst(maxSkills, maxText, len(all), func(i int) string { return v.coded(all[i]) })
}

// claims counts further claims or parts and names the first of them.
func (v view) claims(all []mc.Claim) string {
	if len(all) == 0 {
		return ""
	}
	titles := joinDistinct(len(all), func(i int) string {
		one := mc.Credential{Definition: all[i].Definition, Award: all[i].Award}
		return withRemark(cmp.Or(v.text(one.Title()), "without a title"), claimWords[all[i].Award.Kind])
	})
	return plural(len(all), "claim") + ": " + titles
}

// claimWords say what is claimed.
var claimWords = map[mc.ClaimKind]string{mc.ClaimActivity: "attendance", mc.ClaimAssessment: "assessment", mc.ClaimEntitlement: "entitlement"}

// attached counts what travels in the credential beside its facts.
func (v view) attached() string {
	originals := 0
	for _, p := range v.Provenance {
		if len(p.SourceBytes) > 0 {
			originals++
		}
	}
	return joinTexts(
		counted(len(v.Annexes), "file"),
		counted(len(v.Envelope.Display.Pages), "display page"),
		counted(originals, "original document"))
}

// otherKinds are kinds of achievement that are no micro-credentials, by the words of
// Open Badges (achievementType).
var otherKinds = map[string]string{
	"Degree": "a degree", "AssociateDegree": "a degree", "BachelorDegree": "a degree", "MasterDegree": "a degree", "DoctoralDegree": "a degree",
	"ResearchDoctorate": "a degree", "ProfessionalDoctorate": "a degree", "Diploma": "a diploma", "SecondarySchoolDiploma": "a diploma",
	"GeneralEducationDevelopment": "a diploma", "Membership": "membership", "License": "a licence", "QualityAssuranceCredential": "quality assurance",
	"CommunityService": "community service", "ext:Participation": "attendance", "Participation": "attendance",
}

// otherClaim returns what the credential claims in place of a micro-credential, or
// "".
func (v view) otherClaim() string {
	switch v.Award.Kind {
	case mc.ClaimActivity:
		return "attendance"
	case mc.ClaimAssessment:
		return "an assessment"
	case mc.ClaimEntitlement:
		return "a right"
	}
	programme := false
	for _, kind := range v.Definition.Kinds {
		if kind.Notation == "MicroCredential" || kind.IRI == vocabulary.LearningOpportunity.IRI("74a4a268e8") {
			return ""
		}
		if other := cmp.Or(otherKinds[kind.Notation], otherKinds[kind.IRI]); other != "" {
			return other
		}
		programme = programme || kind.IRI == vocabulary.LearningOpportunity.IRI("79343569f3")
	}
	if v.isDegree(programme) {
		return "a degree"
	}
	return ""
}

// fullDegree is the number of ECTS credits of the least first-cycle degree
// (Framework of Qualifications of the European Higher Education Area).
const fullDegree = 180

// isDegree reports whether what is claimed has the size of a first degree, or is a
// whole programme at the level of one.
func (v view) isDegree(programme bool) bool {
	for _, w := range v.Definition.Workload {
		if v.creditSystem(w.Framework) == "ECTS" && w.Amount.Cmp(mc.DecimalOf(fullDegree)) >= 0 {
			return true
		}
	}
	d := &v.Definition
	high := slices.ContainsFunc(d.Levels, func(l mc.Level) bool { return l.EQF >= 6 || l.Cycle >= mc.CycleFirst })
	return programme && high && d.Qualification == mc.Yes && d.Stackability.PartialQualification != mc.Yes
}
