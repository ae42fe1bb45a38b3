package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Codes of the European list of learning opportunities.
const (
	kindShort      = "74a4a268e8" // a short learning programme
	kindCourse     = "05053c1cbe"
	kindModule     = "0f7dac46ca"
	kindMOOC       = "17744a2647"
	kindProgramme  = "79343569f3"
	kindApprentice = "63f9f6180c"
)

// typesOfKinds are the types of achievements that codes of the European list stand
// for. What no row says has no type: a badge may leave it out, and a wrong one
// misleads. The first code of a type is what that type is read as.
var typesOfKinds = []struct{ code, name string }{
	{kindShort, ob3.AchievementMicroCredential},
	{kindCourse, ob3.AchievementCourse},
	{kindModule, ob3.AchievementCourse},
	{kindMOOC, ob3.AchievementCourse},
	{kindProgramme, "LearningProgram"},
	{kindApprentice, "ApprenticeshipCertificate"},
}

// degrees are the degrees of the levels of the EQF and the credits of ECTS that
// they take at least.
var degrees = map[int8]struct {
	name    string
	credits int64
}{6: {"BachelorDegree", 180}, 7: {"MasterDegree", 60}, 8: {"DoctoralDegree", 180}}

const (
	typeParticipation = "ext:Participation"
	// profileDiploma is the profile of the supplement to a diploma of higher
	// education.
	profileDiploma = "http://data.europa.eu/snb/credential/6dff8a0f87"
	// maxMicro is the size in ECTS beyond which nothing is a micro-credential.
	maxMicro = 60
)

// readAchievementType reads the type of an achievement: as the code of the
// European list where one means the same, else as a word.
func readAchievementType(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, s, ok := d.Literal(v)
	if !ok || s == "" {
		d.Scaffold(v)
		return
	}
	if s == typeParticipation && d.award != nil {
		d.readParticipant(v, to)
		return
	}
	for i, kind := range to.Kinds {
		here := at.Dot("kinds").At(i)
		if typeOfKind(kind.IRI) == s {
			d.Change(v, here.Dot("iri"), "the kind of learning opportunity")
			return
		}
		if kind.Scheme == schemeAchievementType && kind.Notation == s {
			d.Keep(v, here.Dot("notation"))
			d.Derive(v, here.Dot("scheme"))
			return
		}
	}
	kind, here := mc.Concept{Scheme: schemeAchievementType, Notation: s, Label: mc.Text("en", inWords(s))}, at.Dot("kinds").At(len(to.Kinds))
	if i := slices.IndexFunc(typesOfKinds, func(t struct{ code, name string }) bool { return t.name == s }); i >= 0 {
		known, _ := vocabulary.Lookup(vocabulary.LearningOpportunity.IRI(typesOfKinds[i].code))
		kind = known.Model()
		d.Change(v, here.Dot("iri"), "the kind of learning opportunity")
	} else {
		d.Keep(v, here.Dot("notation"))
	}
	d.Derive(v, here.Dot("scheme"))
	d.Derive(v, kind.Label.Path(here.Dot("label"), 0))
	to.Kinds = append(to.Kinds, kind)
}

// readParticipant reads that a badge is for taking part: what it claims is the
// activity, whose title is that of the achievement.
func (d *decoder) readParticipant(v jsontree.Value, x *mc.Definition) {
	d.award.Kind = mc.ClaimActivity
	d.Change(v, "award.kind", "taking part is what the badge is for")
	if len(d.award.Activities) > 0 || x.Title.IsZero() {
		return
	}
	d.award.Activities = []mc.Activity{{Title: slices.Clone(x.Title)}}
	for i := range x.Title {
		d.Derive(v, x.Title.Path("award.activities[0].title", i))
	}
}

func typeOfKind(iri string) string {
	for _, t := range typesOfKinds {
		if vocabulary.LearningOpportunity.IRI(t.code) == iri {
			return t.name
		}
	}
	return ""
}

// inWords turns the name of a type into words: CertificateOfCompletion into
// Certificate of completion.
func inWords(s string) string {
	var b strings.Builder
	for i, r := range strings.TrimPrefix(s, "ext:") {
		if upper := 'A' <= r && r <= 'Z'; upper && i > 0 {
			b.WriteByte(' ')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// writeAchievementType writes the type of the achievement: as configured, as
// stated, or as the kind of learning opportunity tells.
func writeAchievementType(e *encoder, n *node, x *mc.Definition, at path) {
	const term = "achievementType"
	to := n.At(term)
	switch {
	case e.o.AchievementType != "":
		e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindDefaulted, Reason: "as configured"})
		e.PutText(n, term, e.o.AchievementType)
		return
	case e.c.Award.Kind == mc.ClaimActivity:
		e.Translate("award.kind", to, "taking part is what the badge is for")
		e.PutText(n, term, typeParticipation)
		return
	case e.c.Award.Kind != mc.ClaimAchievement:
		return // a right or an assessment alone
	}
	for i, kind := range x.Kinds {
		if kind.Scheme == schemeAchievementType && kind.Notation != "" && ob3.AchievementType(kind.Notation).Valid() {
			here := at.Dot("kinds").At(i)
			e.Translate(here.Dot("scheme"), to, "the type of the achievement")
			e.Keep(here.Dot("notation"), to)
			e.standsFor(kind.Label, here.Dot("label"), inWords(kind.Notation), to)
			e.PutText(n, term, kind.Notation)
			return
		}
	}
	if name := e.degree(x); name != "" {
		e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: "made of level, size and setting"})
		e.PutText(n, term, name)
		return
	}
	for i, kind := range x.Kinds {
		name := typeOfKind(kind.IRI)
		if name == "" || name == ob3.AchievementMicroCredential && e.isLarge(x) {
			continue
		}
		e.Translate(at.Dot("kinds").At(i).Dot("iri"), to, "the type of the achievement")
		e.PutText(n, term, name)
		return
	}
}

// degree returns the type of a full degree of higher education, or "": a
// programme of formal learning at its level, of its size and no part of another
// qualification. The supplement to a diploma says as much.
func (e *encoder) degree(x *mc.Definition) string {
	diploma := e.isDiploma()
	programme := slices.ContainsFunc(x.Kinds, func(c mc.Concept) bool { return c.IRI == vocabulary.LearningOpportunity.IRI(kindProgramme) })
	if x.Stackability.PartialQualification == mc.Yes || !diploma && (!programme || x.Setting.Kind != mc.SettingFormal || x.Qualification != mc.Yes) {
		return ""
	}
	for _, l := range x.Levels {
		level := l.EQF
		if level == 0 && l.Kind == mc.LevelEQF {
			level = mc.EQFOf(l.Value.IRI)
		}
		if degree, known := degrees[level]; known && (diploma || ectsOf(x).Cmp(mc.DecimalOf(degree.credits)) >= 0) {
			return degree.name
		}
	}
	if diploma {
		return "Degree"
	}
	return ""
}

func (e *encoder) isDiploma() bool {
	return slices.ContainsFunc(e.c.Envelope.Profiles, func(c mc.Concept) bool { return c.IRI == profileDiploma })
}

// isLarge reports whether something is no micro-credential, whatever kind it is
// said to be.
func (e *encoder) isLarge(x *mc.Definition) bool {
	return e.isDiploma() || ectsOf(x).Cmp(mc.DecimalOf(maxMicro)) > 0
}

// ectsOf returns the credits of ECTS that a definition states, none if there are
// several such numbers.
func ectsOf(x *mc.Definition) mc.Decimal {
	if i := mainCredits(x.Workload); i >= 0 && isECTS(&x.Workload[i].Framework) {
		return x.Workload[i].Amount
	}
	return mc.Decimal{}
}
