package badge

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// plain writes a credential as nothing but Open Badges and reads it back.
func plain(t *testing.T, c *mc.Credential) (vc.Document, *mc.Credential) {
	t.Helper()
	require.True(t, requireLaw(t, c, EncodeOptions{WithoutResidue: true}))
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	requireFits(t, publishedSchema(t), doc)
	requireSafe(t, doc)
	back, report, err := Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	requireAccounted(t, doc, back, report)
	return doc, back
}

func alignmentOf(doc vc.Document, target string) jsontree.Value {
	for one := range doc.Lookup("/credentialSubject/achievement/alignment").Each() {
		if one.Get("targetType").IsText(target) {
			return one
		}
	}
	return jsontree.Value{}
}

func requireMembers(t *testing.T, v jsontree.Value, want map[string]string) {
	t.Helper()
	for term, text := range want {
		require.Equal(t, text, v.Get(term).Text(), term)
	}
}

// inLanguages is a credential whose texts are in a language.
func inLanguageOf(lang string) *mc.Credential {
	c := minimal()
	c.Definition.ID = ""
	c.Definition.Title = mc.Text(lang, "Svetsning")
	return c
}

func eqf(t *testing.T, n int) mc.Level {
	l, ok := mc.EQFLevel(n)
	require.True(t, ok)
	return l
}

// A wallet shows name and description, so these say what is meant; what only the
// IRI tells is not read as if the source had stated it.
func TestAlignmentsSayWhatTheyAre(t *testing.T) {
	esco := mc.Concept{IRI: escoBase + "5fd5c985-eaaa-47aa-8314-62359c54505a", Scheme: string(vocabulary.ESCOSkills), Label: mc.Text("en", "develop digital content")}
	dcf := mc.Concept{IRI: dcfBase + "u69o196gu6", Scheme: dcfBase + "25831c2", Label: mc.Text("en", "Developing digital content")}
	nkr, ok := vocabulary.NQFLevelOf("NO", "5.1")
	require.True(t, ok)
	national := mc.Level{Kind: mc.LevelNQF, Value: nkr.Model(), Framework: mc.Concept{IRI: nkr.Framework.IRI, Notation: nkr.Framework.Name, Label: mc.Text("en", nkr.Framework.Label)}}
	rqf := mc.Level{Kind: mc.LevelNQF, Value: mc.Concept{IRI: qdrBase + "c_ffffffff", Scheme: string(vocabulary.NQFs), Label: mc.Text("en", "RQF Level 6")}}
	level := eqf(t, 6)
	level.Framework, level.Value.Notation, level.Value.Label = mc.Concept{}, "", mc.Text("en", "Level 6")
	bare := level
	bare.Value.Label = nil
	field := mc.Concept{IRI: iscBase + "0688", Scheme: string(vocabulary.ISCEDF), Label: mc.Text("en", "Inter-disciplinary programmes")}
	for _, test := range []struct {
		name   string
		change func(*mc.Definition)
		target string
		want   map[string]string
	}{
		{"EQF", func(x *mc.Definition) { x.Levels = []mc.Level{level} }, targetEQF,
			map[string]string{"targetName": "EQF level 6", "targetCode": "6", "targetFramework": "EQF", "targetDescription": "Level of qualification"}},
		{"EQF without a name", func(x *mc.Definition) { x.Levels = []mc.Level{bare} }, targetEQF, map[string]string{"targetName": "EQF 6"}},
		{"EQF with a code of its own", func(x *mc.Definition) { l := level; l.Value.Notation = "6"; x.Levels = []mc.Level{l} }, targetEQF,
			map[string]string{"targetName": "Level 6", "targetCode": "6", "targetDescription": ""}},
		{"EQF called as we would", func(x *mc.Definition) {
			l := level
			l.Value.Label, l.Value.Notation = mc.Text("en", "EQF level 6"), "6"
			x.Levels = []mc.Level{l}
		}, targetEQF,
			map[string]string{"targetName": "EQF level 6", "targetDescription": ""}},
		{"NQF", func(x *mc.Definition) { x.Levels = []mc.Level{national} }, targetNQF,
			map[string]string{"targetName": "NKR Level 5.1", "targetCode": "5.1", "targetFramework": "Norwegian Qualifications Framework (NKR)", "targetDescription": "Level of qualification"}},
		{"NQF that the table lacks", func(x *mc.Definition) { x.Levels = []mc.Level{rqf} }, targetNQF,
			map[string]string{"targetName": "RQF Level 6", "targetCode": "6", "targetFramework": "RQF"}},
		{"ESCO", func(x *mc.Definition) {
			x.Outcomes = []mc.LearningOutcome{{Title: mc.Text("en", "Making pages"), Skills: []mc.Concept{esco}}}
		}, targetESCO, map[string]string{"targetFramework": "ESCO", "targetCode": "5fd5c985-eaaa-47aa-8314-62359c54505a", "targetDescription": "ESCO skill – Making pages"}},
		{"ESCO with code and framework of its own", func(x *mc.Definition) {
			s := esco
			s.Notation, s.SchemeLabel = "5fd5c985-eaaa-47aa-8314-62359c54505a", mc.Text("en", "ESCO")
			x.Outcomes = []mc.LearningOutcome{{Title: s.Label, Skills: []mc.Concept{s}}}
		}, targetESCO, map[string]string{"targetFramework": "ESCO", "targetCode": "5fd5c985-eaaa-47aa-8314-62359c54505a", "targetDescription": ""}},
		{"ESCO with a framework of its own", func(x *mc.Definition) {
			s := esco
			s.SchemeLabel = mc.Text("en", "ESCO")
			x.Outcomes = []mc.LearningOutcome{{Title: s.Label, Skills: []mc.Concept{s}}}
		}, targetESCO, map[string]string{"targetFramework": "ESCO", "targetCode": "", "targetDescription": "ESCO skill"}},
		{"DigComp", func(x *mc.Definition) {
			x.Outcomes = []mc.LearningOutcome{{Title: dcf.Label, Skills: []mc.Concept{dcf}}}
		}, targetDigComp, map[string]string{"targetFramework": "DigComp", "targetDescription": "DigComp competence"}},
		{"another skill", func(x *mc.Definition) {
			x.Outcomes = []mc.LearningOutcome{{Title: mc.Text("en", "Sails"), Skills: []mc.Concept{{IRI: "https://a.example/s/1", Scheme: "https://a.example/s", Label: mc.Text("en", "tack")}}}}
		}, targetSkill, map[string]string{"targetDescription": "Skill – Sails"}},
		{"ISCED-F", func(x *mc.Definition) { x.Fields = []mc.Concept{field} }, targetField,
			map[string]string{"targetFramework": "ISCED-F 2013", "targetCode": "0688", "targetDescription": "Field of study"}},
		{"level of education", func(x *mc.Definition) {
			x.Levels = []mc.Level{{Kind: mc.LevelEducation, Value: mc.Concept{IRI: "urn:educationLevel:intermediate", Label: mc.Text("en", "Intermediate")}}}
		}, targetEducation, map[string]string{"targetUrl": "urn:educationLevel:intermediate", "targetDescription": "Level of education"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := inLanguageOf("en")
			test.change(&c.Definition)
			doc, back := plain(t, c)
			requireMembers(t, alignmentOf(doc, test.target), test.want)
			for i := range back.Definition.Levels {
				if test.target == targetEQF {
					back.Definition.Levels[i].Framework = mc.Concept{} // follows from the level
				}
			}
			require.Equal(t, c.Definition.Levels, back.Definition.Levels)
			require.Equal(t, c.Definition.Outcomes, back.Definition.Outcomes)
			require.Equal(t, c.Definition.Fields, back.Definition.Fields)
		})
	}
}

// The words are in the language of the badge, and read in every language. A name
// from a list of the EU is English also there.
func TestAlignmentsInTheLanguageOfTheBadge(t *testing.T) {
	for lang, want := range map[string]string{"nb": "EQF nivå 6", "sv": "EQF nivå 6", "da": "EQF niveau 6", "fi": "EQF taso 6", "is": "EQF þrep 6", "de": "EQF level 6"} {
		c := inLanguageOf(lang)
		level := eqf(t, 6)
		level.Framework, level.Value.Notation, level.Value.Label = mc.Concept{}, "", mc.Text("en", "Level 6")
		c.Definition.Levels = []mc.Level{level}
		c.Definition.Fields = []mc.Concept{{IRI: iscBase + "0688", Scheme: string(vocabulary.ISCEDF), Label: mc.Text("en", "Inter-disciplinary programmes")}}
		doc, back := plain(t, c)
		require.Equal(t, want, alignmentOf(doc, targetEQF).Get("targetName").Text())
		require.Equal(t, "0688 Inter-disciplinary programmes", doc.Lookup("/credentialSubject/achievement/fieldOfStudy").Text())
		require.Equal(t, c.Definition.Levels, back.Definition.Levels, lang)
		require.Equal(t, c.Definition.Fields, back.Definition.Fields, lang)
	}
}

// No address is made up: an outcome has its own, or stands on the page of the
// definition, or is told by its skills alone. Reading never takes the page for the
// id of the outcome.
func TestAddressesOfOutcomes(t *testing.T) {
	skill := func(n string) mc.Concept {
		return mc.Concept{IRI: escoBase + n, Scheme: string(vocabulary.ESCOSkills), Label: mc.Text("en", "skill "+n)}
	}
	outcomes := []mc.LearningOutcome{
		{Title: mc.Text("en", "Reads drawings"), Type: listedCode(vocabulary.SkillType, "skill"), Reuse: listedCode(vocabulary.SkillReuse, "cross-sector"), Skills: []mc.Concept{skill("1"), skill("2")}},
		{Title: mc.Text("en", "Welds steel"), Reuse: listedCode(vocabulary.SkillReuse, "transversal"), Skills: []mc.Concept{skill("2")}},
		{Title: mc.Text("en", "Knows the law"), Type: listedCode(vocabulary.SkillType, "knowledge"), Skills: []mc.Concept{skill("3")}},
	}
	for name, change := range map[string]func(*mc.Definition){
		"page":     func(x *mc.Definition) { x.Homepages = []mc.WebResource{{URL: "https://a.example/course"}} },
		"id":       func(x *mc.Definition) { x.ID = "https://a.example/course" },
		"criteria": func(x *mc.Definition) { x.Criteria.URL = "https://a.example/criteria" },
		"own": func(x *mc.Definition) {
			for i := range x.Outcomes {
				x.Outcomes[i].ID = "https://a.example/lo/" + x.Outcomes[i].Title[0].Text[:1]
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := inLanguageOf("en")
			c.Definition.Outcomes = append([]mc.LearningOutcome{}, outcomes...)
			change(&c.Definition)
			doc, back := plain(t, c)
			require.NotContains(t, doc.Lookup("/credentialSubject/achievement/alignment").Raw(), "urn:uuid:")
			require.Equal(t, c.Definition.Outcomes, back.Definition.Outcomes)
			require.Equal(t, c.Definition.Homepages, back.Definition.Homepages)
			require.Equal(t, "Learning outcome (skill, cross-sector skills and competences)", alignmentOf(doc, targetOutcome).Get("targetDescription").Text())
		})
	}
	c := inLanguageOf("en")
	c.Definition.Outcomes = append([]mc.LearningOutcome{}, outcomes...)
	doc, back := plain(t, c)
	require.False(t, alignmentOf(doc, targetOutcome).Exists(), "nothing has an address")
	for i, o := range back.Definition.Outcomes {
		require.Equal(t, outcomes[i].Title, o.Title)
		require.Equal(t, outcomes[i].Skills, o.Skills)
	}
}

func listedCode(list vocabulary.Scheme, code string) mc.Concept {
	c, _ := vocabulary.Lookup(list.IRI(code))
	return c.Model()
}

// The alignments of others are found by their address, whatever their type is
// called, or by a type that has many spellings.
func TestAlignmentsOfOthers(t *testing.T) {
	const esco = escoBase + "3a2d5b45-56e4-4f5a-a55a-4a4a65afdc43"
	for members, want := range map[string]func(t *testing.T, x mc.Definition){
		`"targetUrl": "` + esco + `"`:                                isSkill(esco),
		`"targetType": "ext:ESCO", "targetUrl": "` + esco + `"`:      isSkill(esco),
		`"targetType": "ESCOAlignment", "targetUrl": "` + esco + `"`: isSkill(esco),
		`"targetType": "CFItem", "targetUrl": "` + esco + `"`:        isSkill(esco),
		`"targetType": "ext:Weird", "targetUrl": "https://esco.ec.europa.eu/en/classification/skill?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2F3a2d5b45-56e4-4f5a-a55a-4a4a65afdc43"`: isSkill(esco),
		`"targetUrl": "` + strings.Replace(esco, "http:", "https:", 1) + `"`:                                    isSkill(esco),
		`"targetType": "ext:ESCOAlignment", "targetUrl": "https://a.example/x"`:                                 isSkill("https://a.example/x"),
		`"targetType": "CFItem", "targetUrl": "https://case.example/1"`:                                         isSkill("https://case.example/1"),
		`"targetType": "ceasn:Competency", "targetUrl": "https://ce.example/ce-1"`:                              isSkill("https://ce.example/ce-1"),
		`"targetUrl": "https://case.example/2"`:                                                                 isSkill("https://case.example/2"),
		`"targetType": "CTDL", "targetUrl": "https://ce.example/ce-1"`:                                          isStated,
		`"targetType": "ceterms:Credential", "targetUrl": "https://ce.example/ce-1"`:                            isStated,
		`"targetType": "ext:Job", "targetUrl": "http://data.europa.eu/esco/occupation/1"`:                       isStated,
		`"targetUrl": "http://data.europa.eu/esco/occupation/1"`:                                                isStated,
		`"targetType": "ext:EQFLevel", "targetUrl": "http://data.europa.eu/snb/eqf/4", "targetCode": "4"`:       isEQF4,
		`"targetType": "ext:EQFLevel", "targetUrl": "https://a.example/eqf", "targetCode": "4"`:                 isEQF4,
		`"targetUrl": "https://data.europa.eu/snb/eqf/4"`:                                                       isEQF4,
		`"targetUrl": "https://a.example/eqf", "targetFramework": "EQF", "targetCode": "4"`:                     isEQF4,
		`"targetUrl": "http://data.europa.eu/snb/qdr/c_185bb246", "targetFramework": "SeQF"`:                    isNQF,
		`"targetType": "ext:NLQFLevel", "targetUrl": "https://a.example/nlqf/5"`:                                isNQF,
		`"targetUrl": "http://data.europa.eu/snb/isced-f/0613", "targetFramework": "ISCED-F"`:                   isField,
		`"targetType": "ext:ISCED-F", "targetUrl": "http://data.europa.eu/snb/isced-f/0613"`:                    isField,
		`"targetUrl": "http://data.europa.eu/snb/dcf/u69o196gu6"`:                                               isSkill("http://data.europa.eu/snb/dcf/u69o196gu6"),
		`"targetType": "ext:QualityAssurance Alignment", "targetUrl": "https://a.example/v", "targetCode": "1"`: isQuality,
	} {
		t.Run(members, func(t *testing.T) {
			c, report := decodeOf(t, documentOf(t, smallBadge(`, "alignment": [{"type": ["Alignment"], "targetName": "svetsa", `+members+`}]`, ``, ``)))
			want(t, c.Definition)
			for _, l := range report.Leaves {
				require.NotContains(t, l.Reason, CodeContradiction, l.Source)
			}
			_, back := plain(t, c)
			require.Equal(t, c.Definition.Outcomes, back.Definition.Outcomes)
			for i := range back.Definition.Levels {
				if c.Definition.Levels[i].Framework.IsZero() {
					back.Definition.Levels[i].Framework = mc.Concept{} // follows from the level
				}
			}
			require.Equal(t, c.Definition.Levels, back.Definition.Levels)
			require.Equal(t, c.Definition.Fields, back.Definition.Fields)
			require.Equal(t, c.Definition.Quality, back.Definition.Quality)
		})
	}
}

func isSkill(iri string) func(*testing.T, mc.Definition) {
	return func(t *testing.T, x mc.Definition) {
		require.Equal(t, mc.Text(mc.Und, "svetsa"), x.Outcomes[0].Title, "ELM asks for a title")
		require.Equal(t, iri, x.Outcomes[0].Skills[0].IRI)
		require.Empty(t, x.Alignments)
	}
}

func isStated(t *testing.T, x mc.Definition) {
	require.Len(t, x.Alignments, 1)
	require.Empty(t, x.Outcomes)
}

func isEQF4(t *testing.T, x mc.Definition) {
	require.Equal(t, mc.LevelEQF, x.Levels[0].Kind)
	require.Equal(t, int8(4), x.Levels[0].EQF)
	require.Equal(t, eqfBase+"4", x.Levels[0].Value.IRI)
}

func isNQF(t *testing.T, x mc.Definition) { require.Equal(t, mc.LevelNQF, x.Levels[0].Kind) }

func isField(t *testing.T, x mc.Definition) {
	require.Len(t, x.Fields, 1)
	require.Equal(t, iscBase+"0613", x.Fields[0].IRI)
	require.Equal(t, string(vocabulary.ISCEDF), x.Fields[0].Scheme)
}

func isQuality(t *testing.T, x mc.Definition) { require.Equal(t, "1", x.Quality[0].Code) }

// Skills belong to the outcome directly before them where both have the types
// that we write, and to nothing else.
func TestSkillsFollowTheirOutcome(t *testing.T) {
	one := func(target, name string) string {
		return `{"type": ["Alignment"], "targetType": "` + target + `", "targetName": "` + name + `", "targetUrl": "https://a.example/` + name + `"}`
	}
	c, _ := decodeOf(t, documentOf(t, smallBadge(`, "alignment": [`+strings.Join([]string{
		one(targetOutcome, "A"), one(targetESCO, "a1"), one(targetSkill, "a2"), one("CFItem", "x"), one(targetOutcome, "B"), one("CTDL", "y"), one(targetESCO, "z"),
	}, ",")+`]`, ``, ``)))
	titles := map[string]int{}
	for _, o := range c.Definition.Outcomes {
		titles[o.Title[0].Text] = len(o.Skills)
	}
	require.Equal(t, map[string]int{"A": 2, "x": 1, "B": 0, "z": 1}, titles)
}

// Quality assurance says that it is that, who assured it and when.
func TestQualityAssuranceSaysWhoAssuresIt(t *testing.T) {
	c := inLanguageOf("nb")
	kind := listedCode(vocabulary.Accreditation, "820101cba6")
	agent := &mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("nb", "Rådet for kvalitet i korte kurs")}
	c.Definition.Quality = []mc.QualityAssurance{
		{Title: mc.Text("nb", "Godkjent kort kurs"), Type: kind, Agent: agent, LandingPages: []mc.WebResource{{URL: "https://raad.example/vedtak/1"}}, Identifiers: []mc.Identifier{{Value: "KKK-1"}}},
		{Type: kind, Agent: agent, LandingPages: []mc.WebResource{{URL: "https://raad.example/vedtak/2"}}},
		{Title: mc.Text("nb", "Uten adresse")},
	}
	doc, back := plain(t, c)
	requireMembers(t, alignmentOf(doc, targetQuality), map[string]string{
		"targetName": "Kvalitetssikring: Godkjent kort kurs", "targetCode": "KKK-1", "targetUrl": "https://raad.example/vedtak/1",
		"targetDescription": "Program Quality Assurance av Rådet for kvalitet i korte kurs",
	})
	require.Equal(t, c.Definition.Quality, back.Definition.Quality, "what has no address stands in the criteria")

	c.Definition.Quality[0].Issued = instantOf(t, "2025-06-12T00:00:00+02:00")
	doc, back = plain(t, c)
	require.Equal(t, "Program Quality Assurance av Rådet for kvalitet i korte kurs, 2025-06-12", alignmentOf(doc, targetQuality).Get("targetDescription").Text())
	require.Equal(t, "2025-06-12T00:00:00+02:00", back.Definition.Quality[0].Issued.String(), "the criteria say what the alignment rounds")

	// A name that would be split elsewhere is not taken apart.
	c.Definition.Quality = c.Definition.Quality[:1]
	c.Definition.Quality[0].Issued, c.Definition.Quality[0].Type = mc.Instant{}, mc.Concept{Label: mc.Text("nb", "Godkjenning av kurs")}
	_, back = plain(t, c)
	require.Equal(t, c.Definition.Quality[0].Title, back.Definition.Quality[0].Title)
}

// The credits keep their framework, and never get one that the source does not
// state.
func TestCreditsKeepTheirFramework(t *testing.T) {
	ects, ecvet := listedCode(vocabulary.EducationCredit, "6fcec5c5af"), listedCode(vocabulary.EducationCredit, "60b314e826")
	credits := func(n string, framework mc.Concept) mc.Workload {
		return mc.Workload{Kind: mc.WorkloadCredits, Amount: decimalOf(t, n), Framework: framework}
	}
	for _, test := range []struct {
		name            string
		offered, earned []mc.Workload
		number          string
		framework       string
		back            bool
	}{
		{"ECTS", []mc.Workload{credits("5", ects)}, []mc.Workload{credits("2.5", ects)}, "5", "ECTS", true},
		{"ECVET", []mc.Workload{credits("2", ecvet)}, nil, "2", "ECVET", true},
		{"only earned", nil, []mc.Workload{credits("2", ects)}, "", "ECTS", true},
		{"none", []mc.Workload{credits("5", mc.Concept{})}, nil, "5", "", true},
		{"two frameworks", []mc.Workload{credits("2", ecvet), credits("5", ects)}, nil, "5", "ECTS", false},
		{"earned in another", []mc.Workload{credits("5", ects)}, []mc.Workload{credits("5", mc.Concept{})}, "5", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := inLanguageOf("en")
			c.Definition.Workload, c.Award.CreditsEarned = test.offered, test.earned
			doc, back := plain(t, c)
			require.Equal(t, test.number, doc.Lookup("/credentialSubject/achievement/creditsAvailable").Raw())
			require.Equal(t, test.framework, alignmentOf(doc, targetCredits).Get("targetName").Text())
			if test.back {
				require.Equal(t, test.offered, back.Definition.Workload)
				require.Equal(t, test.earned, back.Award.CreditsEarned)
			}
		})
	}
}

// A type comes from the table or not at all, and a degree is never a
// micro-credential.
func TestAchievementTypes(t *testing.T) {
	kind := func(code string) []mc.Concept { return []mc.Concept{listedCode(vocabulary.LearningOpportunity, code)} }
	ects := func(n int64) []mc.Workload {
		return []mc.Workload{{Kind: mc.WorkloadCredits, Amount: mc.DecimalOf(n), Framework: mc.Concept{IRI: creditsECTS}}}
	}
	degree := func(n int) func(*mc.Credential) {
		return func(c *mc.Credential) {
			x := &c.Definition
			x.Kinds, x.Workload, x.Levels, x.Qualification, x.Setting.Kind = kind(kindProgramme), ects(180), []mc.Level{eqf(t, n)}, mc.Yes, mc.SettingFormal
		}
	}
	and := func(all ...func(*mc.Credential)) func(*mc.Credential) {
		return func(c *mc.Credential) {
			for _, f := range all {
				f(c)
			}
		}
	}
	is := func(code string) func(*mc.Credential) {
		return func(c *mc.Credential) { c.Definition.Kinds = kind(code) }
	}
	diploma := func(c *mc.Credential) { c.Envelope.Profiles = []mc.Concept{{IRI: profileDiploma}} }
	for name, test := range map[string]struct {
		change func(*mc.Credential)
		want   string
	}{
		"nothing stated":     {func(*mc.Credential) {}, ""},
		"short programme":    {is(kindShort), "MicroCredential"},
		"course":             {is(kindCourse), "Course"},
		"module":             {is(kindModule), "Course"},
		"MOOC":               {is(kindMOOC), "Course"},
		"programme":          {is(kindProgramme), "LearningProgram"},
		"apprenticeship":     {is(kindApprentice), "ApprenticeshipCertificate"},
		"thesis":             {is("b2434ca358"), ""},
		"bachelor":           {degree(6), "BachelorDegree"},
		"master":             {degree(7), "MasterDegree"},
		"doctor":             {degree(8), "DoctoralDegree"},
		"level below":        {degree(5), "LearningProgram"},
		"part of one":        {and(degree(6), func(c *mc.Credential) { c.Definition.Stackability.PartialQualification = mc.Yes }), "LearningProgram"},
		"too small":          {and(degree(6), func(c *mc.Credential) { c.Definition.Workload = ects(30) }), "LearningProgram"},
		"not formal":         {and(degree(6), func(c *mc.Credential) { c.Definition.Setting = mc.LearningSetting{} }), "LearningProgram"},
		"large and short":    {and(degree(6), is(kindShort)), ""},
		"diploma":            {diploma, "Degree"},
		"diploma of level 6": {and(diploma, func(c *mc.Credential) { c.Definition.Levels = []mc.Level{eqf(t, 6)} }), "BachelorDegree"},
		"taking part":        {func(c *mc.Credential) { c.Award.Kind = mc.ClaimActivity }, typeParticipation},
		"stated": {func(c *mc.Credential) {
			c.Definition.Kinds = []mc.Concept{{Scheme: schemeAchievementType, Notation: "Certification"}}
		}, "Certification"},
		"a right": {func(c *mc.Credential) { c.Award.Kind = mc.ClaimEntitlement }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := minimal()
			c.Definition.Kinds = nil
			test.change(c)
			doc, back := plain(t, c)
			require.Equal(t, test.want, doc.Lookup("/credentialSubject/achievement/achievementType").Text())
			if name == "taking part" {
				require.Equal(t, mc.ClaimActivity, back.Award.Kind)
			}
		})
	}
	c, _ := decodeOf(t, documentOf(t, smallBadge(`, "achievementType": "CertificateOfCompletion"`, ``, ``)))
	require.Equal(t, []mc.Concept{{Scheme: schemeAchievementType, Notation: "CertificateOfCompletion", Label: mc.Text("en", "Certificate of completion")}}, c.Definition.Kinds)
	_, back := plain(t, c)
	require.Equal(t, c.Definition.Kinds, back.Definition.Kinds)
}

// What an achievement counts towards stands in related and says so; the related
// achievements of others are only related.
func TestWhatItCountsTowards(t *testing.T) {
	c := inLanguageOf("sv")
	c.Definition.Stackability.Into = []mc.CredentialRef{{ID: "https://a.example/program", Title: mc.Text("sv", "Programmet")}, {ID: "urn:x:1", Title: mc.Text("sv", "Annat")}}
	c.Definition.Related = []mc.CredentialRef{{ID: "https://a.example/en", Language: "en"}}
	doc, back := plain(t, c)
	require.Equal(t, `[{"id":"https://a.example/en","type":["Related"],"inLanguage":"en"},{"id":"https://a.example/program","type":["Related"]}]`, doc.Lookup("/credentialSubject/achievement/related").Raw())
	require.Equal(t, "Kan ingå i", alignmentOf(doc, targetInto).Get("targetDescription").Text())
	require.Equal(t, c.Definition.Stackability.Into, back.Definition.Stackability.Into)
	require.Equal(t, c.Definition.Related, back.Definition.Related)
}

// Identifiers have a type that says what they are, whatever others call it.
func TestIdentifierTypes(t *testing.T) {
	for stated, want := range map[string]struct {
		scheme mc.IdentifierScheme
		name   string
		again  string
	}{
		"ext:BRIN": {mc.IdentBRIN, "", "ext:BRIN"}, "ext:brin": {mc.IdentBRIN, "", "ext:BRIN"}, "ext:SCHAC": {mc.IdentSCHAC, "", "ext:SCHAC"},
		"ext:ROR": {mc.IdentROR, "", "ext:ROR"}, "ext:ErasmusCode": {mc.IdentErasmus, "", "ext:Erasmus"}, "ext:PIC": {mc.IdentPIC, "", "ext:PIC"},
		"ext:eIDASIdentifier": {mc.IdentEIDAS, "", "ext:eIDAS"}, "ext:RegistrationId": {mc.IdentRegistration, "", "ext:Registration"},
		"ext:studentCardId": {mc.IdentStudentID, "", "ext:StudentID"}, "ext:studentNumber": {mc.IdentStudentID, "", "ext:StudentID"},
		"ext:ESI": {mc.IdentESI, "", "ext:ESI"}, "ext:CROHO": {mc.IdentOther, "CROHO", "ext:CROHO"}, "ext:OrCid.1_x": {mc.IdentOther, "OrCid.1_x", "ext:OrCid.1_x"},
		"sisSourcedId": {mc.IdentOther, "sisSourcedId", "sisSourcedId"}, "identifier": {mc.IdentOther, "", "identifier"}, "email": {mc.IdentEmail, "", "emailAddress"},
	} {
		text := strings.Replace(smallBadge(``, ``, ``), `"name": "Norraby"`, `"name": "Norraby", "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "21PC", "identifierType": "`+stated+`"}]`, 1)
		c, _ := decodeOf(t, documentOf(t, text))
		require.Equal(t, []mc.Identifier{{Value: "21PC", Scheme: want.scheme, SchemeName: want.name}}, c.Envelope.Issuer.Identifiers, stated)
		doc, back := plain(t, c)
		require.Equal(t, want.again, doc.Lookup("/issuer/otherIdentifier/0/identifierType").Text(), stated)
		require.Equal(t, c.Envelope.Issuer.Identifiers, back.Envelope.Issuer.Identifiers, stated)
	}
	for name, want := range map[string]string{
		"schacHomeOrganization": "ext:SCHAC", "European Student Identifier": "ext:ESI", "Student Card ID": "ext:StudentID", "Student number": "ext:StudentID",
		"ORCID": "ext:ORCID", "Uni Association ID": "ext:UniAssociationID", "Emnekoder ved Vestre Ås høgskole": "ext:EmnekoderVedVestreAsHogskole", "": "identifier", "–": "identifier", "productId": "productId",
	} {
		require.Equal(t, want, typeOfName(name), name)
	}
}
