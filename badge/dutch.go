package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// typeDutch and typeEdubadges are the classes of achievements in the contexts of
// the Dutch educational credentials and of their later profile, and dutchContexts
// is where the first context stands. That context has the key "context" where
// "@context" is meant, so JSON-LD processing of a document with it fails, and no
// Data Integrity proof can be made or checked.
const (
	typeDutch     = "EducredentialAchievement"
	typeEdubadges = "EdubadgesAchievement"
	dutchContexts = "educredentials/obv3-examples"
	glossary      = "https://edubadges.nl/static/obv3-glossary.html#"
)

// dutchTerms are the terms of that context. They stand on the achievement,
// also on one that lacks the type under which the context defines them.
func dutchTerms() []row[mc.Definition] {
	type T = mc.Definition
	rows := []row[T]{
		dutchNumber("ECTS", func(d *decoder, v jsontree.Value, n mc.Decimal, to *T, at path) {
			for i, w := range to.Workload {
				if w.Kind == mc.WorkloadCredits && mapping.Alike(w.Amount, n) && (w.Framework.IsZero() || w.Framework.IRI == creditsECTS) {
					here := at.Dot("workload").At(i)
					to.Workload[i].Framework = mc.Concept{IRI: creditsECTS, Notation: "ECTS"}
					d.dutch(v, here.Dot("amount"), "ECTS")
					d.dutch(v, here.Dot("framework.iri"), "ECTS")
					d.dutch(v, here.Dot("framework.notation"), "ECTS")
					return
				}
			}
			d.dutchWorkload(v, to, at, mc.Workload{Kind: mc.WorkloadCredits, Amount: n, Framework: mc.Concept{IRI: creditsECTS, Notation: "ECTS"}},
				"amount", "kind", "framework.iri", "framework.notation")
		}),
		dutchNumber("SBU", dutchHours),
		dutchNumber("timeInvestment", dutchHours),
		dutchWord("participationType", func(d *decoder, v jsontree.Value, word string, to *T, at path) {
			here := at.Dot("participation").At(len(to.Participation))
			p := mc.Participation{Form: mc.ParticipationOther, Mode: d.dutchWord("participation-type-", word)}
			if known, ok := dutchForms[glossaryWord(p.Mode)]; ok {
				p.Form = known
			}
			to.Participation = append(to.Participation, p)
			d.dutch(v, here.Dot("form"), "participationType")
			d.dutchConcept(v, here.Dot("mode"), p.Mode)
		}),
		dutchWord("assessmentType", func(d *decoder, v jsontree.Value, word string, to *T, at path) {
			spec, here := plannedAssessment(to), at.Dot("assessments").At(0)
			here = here.Dot("types").At(len(spec.Types))
			c := d.dutchWord("assessment-type-", word)
			spec.Types = append(spec.Types, c)
			d.dutchConcept(v, here, c)
		}),
		dutchWord("supervisionType", func(d *decoder, v jsontree.Value, word string, to *T, at path) {
			into, here := &plannedAssessment(to).Supervision, at.Dot("assessments").At(0).Dot("supervision")
			if into.Concept.IsZero() {
				into.Concept = d.dutchWord("supervision-type-", word)
				d.dutchConcept(v, here.Dot("concept"), into.Concept)
			} else {
				contradiction(d.Reader, v, here.Dot("concept"))
				return
			}
			known := dutchSupervisions[glossaryWord(into.Concept)]
			d.dutchTri(v, &into.Supervised, known.Supervised, here.Dot("supervised"))
			d.dutchTri(v, &into.IdentityVerified, known.IdentityVerified, here.Dot("identityVerified"))
			if into.Channel == "" && known.Channel != "" {
				into.Channel = known.Channel
				d.dutch(v, here.Dot("channel"), "supervisionType")
			}
		}),
		custom("identityChecked", func(d *decoder, v jsontree.Value, to *T, at path) {
			v, ok := d.Single(v)
			here := at.Dot("assessments").At(0).Dot("supervision.identityVerified")
			switch {
			case !ok:
			case v.Kind() != jsontree.Bool:
				d.Reject(v, "not a boolean")
			default:
				into := &plannedAssessment(to).Supervision.IdentityVerified
				if *into != mc.Unknown && *into != mc.TriOf(v.Bool()) {
					contradiction(d.Reader, v, here)
					return
				}
				*into = mc.TriOf(v.Bool())
				d.dutch(v, here, "identityChecked")
			}
		}, nil),
		custom("educationProgramIdentifier", func(d *decoder, v jsontree.Value, to *T, at path) {
			for e := range v.Each() {
				leaf, code, ok := d.Literal(e)
				if !ok || code == "" {
					d.Scaffold(leaf)
					continue
				}
				here := at.Dot("codes").At(len(to.Codes))
				to.Codes = append(to.Codes, mc.Concept{Notation: code, Scheme: glossary + "educationProgramIdentifier"})
				d.dutch(leaf, here.Dot("notation"), "educationProgramIdentifier")
				d.dutch(leaf, here.Dot("scheme"), "educationProgramIdentifier")
			}
		}, nil),
	}
	for i := range rows {
		rows[i].Turn = 6 // after what Open Badges and the extension say
	}
	return rows
}

// creditsECTS is the concept of ECTS in the European list of credit systems.
const creditsECTS = "http://data.europa.eu/snb/education-credit/6fcec5c5af"

// dutchForms and dutchSupervisions are what the words of the Dutch glossary
// mean. Its last two forms of supervision are the halves of the third class of
// the European annex, "supervised online or onsite with identity verification".
// What a word does not say stays unknown.
var (
	dutchForms = map[string]mc.ParticipationForm{
		"online":            mc.ParticipationOnline,
		"onsite or blended": mc.ParticipationOnsiteOrBlended,
		"volunteering":      mc.ParticipationVolunteering,
		"work experience":   mc.ParticipationWork,
	}
	dutchSupervisions = map[string]mc.Supervision{
		"unsupervised with no identity verification": {Supervised: mc.No, IdentityVerified: mc.No},
		"supervised with no identity verification":   {Supervised: mc.Yes, IdentityVerified: mc.No},
		"supervised online":                          {Supervised: mc.Yes, Channel: mc.ChannelOnline},
		"onsite with identity verification":          {Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnsite},
	}
)

// dutchLabels are the words of the glossary in Dutch; the glossary is in English.
var dutchLabels = map[string]string{
	"online":                        "online",
	"onsite or blended":             "op locatie of gemengd",
	"volunteering":                  "vrijwilligerswerk",
	"work experience":               "werkervaring",
	"testing":                       "toetsing",
	"application of a skill":        "toepassing van een vaardigheid",
	"portfolio":                     "portfolio",
	"recognition of prior learning": "erkenning van eerder verworven competenties",
	"unsupervised with no identity verification": "zonder toezicht en zonder identiteitscontrole",
	"supervised with no identity verification":   "onder toezicht, zonder identiteitscontrole",
	"supervised online":                          "onder toezicht, online",
	"onsite with identity verification":          "op locatie, met identiteitscontrole",
}

// dutchWord is a word of the Dutch glossary, or its IRI, as a coded value. Its
// label is in English, and in Dutch too in a badge that is.
func (d *decoder) dutchWord(prefix, word string) mc.Concept {
	if name, isIRI := strings.CutPrefix(word, glossary+prefix); isIRI {
		word = strings.ReplaceAll(name, "-", " ")
	} else if isWebURL(word) {
		return mc.Concept{IRI: word}
	}
	c := mc.Concept{
		IRI:    glossary + prefix + strings.ReplaceAll(word, " ", "-"),
		Scheme: glossary + strings.TrimSuffix(prefix, "-"),
		Label:  mc.Text("en", word),
	}
	if base, _, _ := strings.Cut(d.Lang, "-"); base == "nl" && dutchLabels[word] != "" {
		c.Label = append(mc.Text(d.Lang, dutchLabels[word]), c.Label...)
	}
	return c
}

// glossaryWord is the word of a coded value of the glossary, or "".
func glossaryWord(c mc.Concept) string {
	for _, word := range c.Label.In("en") {
		return word
	}
	return ""
}

// dutch accounts for a leaf that a Dutch term tells.
func (d *decoder) dutch(v jsontree.Value, at path, term string) {
	d.Mark(v, mc.Outcome{
		To: string(at), Kind: mc.KindTransformed, Match: mc.MatchExact, Severity: mc.SeverityInfo,
		Reason: CodeDutch + ": " + term + " is no term of Open Badges",
	})
}

func (d *decoder) dutchConcept(v jsontree.Value, at path, c mc.Concept) {
	d.dutch(v, at.Dot("iri"), v.Name())
	if c.Scheme != "" {
		d.dutch(v, at.Dot("scheme"), v.Name())
	}
	for _, label := range mapping.TextPaths(at.Dot("label"), c.Label) {
		d.dutch(v, label, v.Name())
	}
}

func (d *decoder) dutchTri(v jsontree.Value, into *mc.Tri, value mc.Tri, at path) {
	if *into == mc.Unknown && value != mc.Unknown {
		*into = value
		d.dutch(v, at, v.Name())
	}
}

func (d *decoder) dutchWorkload(v jsontree.Value, to *mc.Definition, at path, w mc.Workload, fields ...string) {
	here := at.Dot("workload").At(len(to.Workload))
	to.Workload = append(to.Workload, w)
	for _, field := range fields {
		d.dutch(v, here.Dot(field), v.Name())
	}
}

// dutchHours reads a number of hours of study.
func dutchHours(d *decoder, v jsontree.Value, n mc.Decimal, to *mc.Definition, at path) {
	duration, err := mc.ParseISODuration("PT" + n.Canonical() + "H")
	if err != nil { // ISO 8601 has fractions of seconds only
		d.Reject(v, "not a whole number of hours")
		return
	}
	d.dutchWorkload(v, to, at, mc.Workload{Kind: mc.WorkloadNotional, Duration: duration}, "duration", "kind")
}

// dutchNumber is a Dutch term with a number.
func dutchNumber(name string, read func(*decoder, jsontree.Value, mc.Decimal, *mc.Definition, path)) row[mc.Definition] {
	return custom(name, func(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
		leaf, s, ok := d.Literal(v)
		if !ok {
			return
		}
		n, err := mc.ParseDecimal(s)
		if err != nil {
			d.Reject(leaf, err.Error())
			return
		}
		read(d, leaf, n, to, at)
	}, nil)
}

// dutchWord is a Dutch term with a word of the Dutch glossary, or its IRI.
func dutchWord(name string, read func(*decoder, jsontree.Value, string, *mc.Definition, path)) row[mc.Definition] {
	return custom(name, func(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
		leaf, word, ok := d.Literal(v)
		if !ok || strings.TrimSpace(word) == "" {
			d.Scaffold(leaf)
			return
		}
		read(d, leaf, strings.TrimSpace(word), to, at)
	}, nil)
}

// readAchievementClass accounts for the Dutch classes of achievements.
func readAchievementClass(r *mapping.Reader, name jsontree.Value, _ *mc.Definition, _ path) bool {
	if !name.IsText(typeDutch) && !name.IsText(typeEdubadges) {
		return false
	}
	r.Mark(name, mc.Outcome{Kind: mc.KindScaffold, Severity: mc.SeverityInfo, Reason: CodeDutch + ": the class under which the Dutch terms are defined"})
	return true
}

// dutchCredits reads numbers of credits without a framework as ECTS in the later
// profile of Dutch badges, which says that they are.
func (d *decoder) dutchCredits(c *mc.Credential) {
	if !hasType(d.achievement.Get("type"), typeEdubadges) {
		return
	}
	var class jsontree.Value
	for name := range d.achievement.Get("type").Each() {
		if name.IsText(typeEdubadges) {
			class = name
		}
	}
	for _, list := range []struct {
		at  path
		all []mc.Workload
	}{{"definition.workload", c.Definition.Workload}, {"award.creditsEarned", c.Award.CreditsEarned}} {
		for i := range list.all {
			if w := &list.all[i]; w.Kind == mc.WorkloadCredits && w.Framework.IsZero() {
				w.Framework = mc.Concept{IRI: creditsECTS, Notation: "ECTS"}
				d.dutch(class, list.at.At(i).Dot("framework.iri"), typeEdubadges)
				d.dutch(class, list.at.At(i).Dot("framework.notation"), typeEdubadges)
			}
		}
	}
}

// readContext accounts for the contexts, which say what the terms mean and
// nothing about the learner. One with the key "context" in the definition of a
// term is pointed out.
func readContext(d *decoder, v jsontree.Value, _ *mc.Credential, _ path) {
	d.Scaffold(v)
	wrong := mc.Outcome{
		Kind: mc.KindScaffold, Severity: mc.SeverityWarning,
		Reason: CodeDutch + ": the context has the key context where @context is meant, so JSON-LD cannot read the badge",
	}
	for e := range v.Each() {
		if strings.Contains(e.Text(), dutchContexts) {
			d.Mark(e, wrong)
		}
		eachMember(e, func(m jsontree.Value) {
			if m.Name() == "context" {
				for m.Len() > 0 {
					m = m.At(0)
				}
				d.Mark(m, wrong)
			}
		})
	}
}

// eachMember calls f for every member below a value.
func eachMember(v jsontree.Value, f func(jsontree.Value)) {
	for i := range v.Len() {
		if m := v.At(i); m.Name() != "" {
			f(m)
		}
		eachMember(v.At(i), f)
	}
}
