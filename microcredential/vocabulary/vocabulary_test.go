package vocabulary_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// Level 6 of the Irish framework is EQF level 5.
func TestObserveNationalLevels(t *testing.T) {
	irish, ok := vocabulary.NQFLevelOf("IE", "6")
	require.True(t, ok)
	c := &mc.Credential{}
	require.Empty(t, vocabulary.Observe(nil))
	for eqf, want := range map[int]int{5: 0, 6: 1} {
		level, _ := mc.EQFLevel(eqf)
		c.Definition.Levels = []mc.Level{level, {Kind: mc.LevelNQF, Value: irish.Model()}}
		found := vocabulary.Observe(c)
		require.Len(t, found, want)
		for _, o := range found {
			require.Equal(t, mc.CodeNQF, o.Code)
			require.Equal(t, mc.Path("definition.levels[1]"), o.Path)
			require.Equal(t, "level 6 of the Irish National Framework of Qualifications stands for EQF 5, but EQF 6 is stated", o.Detail)
		}
	}
	c.Definition.Levels = c.Definition.Levels[1:]
	require.Empty(t, vocabulary.Observe(c), "no EQF level is stated")
}

func TestLookup(t *testing.T) {
	tests := []struct {
		iri    string
		scheme vocabulary.Scheme
		code   string
		label  string
	}{
		{"http://data.europa.eu/snb/eqf/6", vocabulary.EQF, "6", "Level 6"},
		{"http://data.europa.eu/snb/learning-assessment/920fbb3cbe", vocabulary.Mode, "920fbb3cbe", "Online"},
		{"http://data.europa.eu/snb/supervision-verification/44314532f9", vocabulary.Supervision, "44314532f9", "Supervised without ID Verification"},
		{"http://data.europa.eu/snb/credential/c_7e400154", vocabulary.CredentialProfile, "c_7e400154", "Converted"},
		{"http://data.europa.eu/snb/isced-f/06", vocabulary.ISCEDF, "06", "Information and Communication Technologies (ICTs)"},
		{"http://data.europa.eu/snb/isced-f/0688", vocabulary.ISCEDF, "0688", "Inter-disciplinary programmes and qualifications involving Information and Communication Technologies (ICTs)"},
		{"http://data.europa.eu/snb/qdr/c_52818ecd", vocabulary.NQFs, "c_52818ecd", "NKR Level 6.2"},
		{"http://publications.europa.eu/resource/authority/country/NOR", vocabulary.Country, "NOR", "Norway"},
		{"http://publications.europa.eu/resource/authority/country/1A0", vocabulary.Country, "1A0", "Kosovo"},
		{"http://publications.europa.eu/resource/authority/language/SME", vocabulary.Language, "SME", ""},
		{"http://publications.europa.eu/resource/authority/country/EUR", vocabulary.Country, "EUR", "European Union"},
		{"http://publications.europa.eu/resource/authority/language/MUL", vocabulary.Language, "MUL", "Multilingual"},
		{"http://publications.europa.eu/resource/authority/file-type/PNG", vocabulary.FileTypes, "PNG", "PNG"},
		{"http://publications.europa.eu/resource/authority/currency/SEK", vocabulary.Currency, "SEK", "Swedish krona"},
		{"http://data.europa.eu/snb/qdr/c_5c66dcbc", vocabulary.NQFs, "c_5c66dcbc", "Dutch National Qualifications Framework"},
		{"http://data.europa.eu/snb/qdr/c_de548626", vocabulary.NQFs, "c_de548626", "CQFW Entry 1-3"},
		{"http://data.europa.eu/snb/qualification-topics#pathways", vocabulary.QualificationTopic, "pathways", "pathways"},
		{"https://mikromerit.github.io/ns/eumc/v1#cycle.first", vocabulary.Cycles, "first", "First cycle"},
	}
	for _, tt := range tests {
		t.Run(tt.code, func(t *testing.T) {
			c, ok := vocabulary.Lookup(tt.iri)
			require.True(t, ok)
			require.Equal(t, vocabulary.Concept{IRI: tt.iri, Scheme: tt.scheme, Code: tt.code, Label: tt.label}, c)
			require.Equal(t, tt.iri, tt.scheme.IRI(tt.code))
			require.Equal(t, tt.scheme, vocabulary.SchemeOf(tt.iri))
		})
	}
	for _, iri := range []string{"", "x", "http://data.europa.eu/snb/eqf/9", "http://data.europa.eu/snb/eqf/",
		"http://data.europa.eu/snb/eqf/25831c2", "http://data.europa.eu/snb/isced-f/0998",
		"http://publications.europa.eu/resource/authority/country/XYZ", "http://publications.europa.eu/resource/authority/country/SE",
		"http://publications.europa.eu/resource/authority/country/XKX", "http://publications.europa.eu/resource/authority/language/swe",
		"http://publications.europa.eu/resource/authority/language/SE", "https://mikromerit.github.io/ns/eumc/v1#cycle.fourth"} {
		_, ok := vocabulary.Lookup(iri)
		require.False(t, ok, iri)
	}
	require.Empty(t, vocabulary.SchemeOf("http://example.org/a"))
	require.Empty(t, vocabulary.SchemeOf(""))
}

func TestSchemes(t *testing.T) {
	require.Len(t, vocabulary.Assessment.Concepts(), 14)
	require.True(t, vocabulary.Assessment.Complete())
	require.True(t, vocabulary.Country.Complete())
	require.True(t, vocabulary.NQFs.Complete())
	require.False(t, vocabulary.ESCOSkills.Complete())
	require.False(t, vocabulary.Language.Complete())
	require.False(t, vocabulary.Scheme("x").Complete())
	require.Equal(t, "country", vocabulary.Country.ListName())
	require.Equal(t, "Skill", vocabulary.ESCOSkills.ListName())
	require.Empty(t, vocabulary.EQF.ListName())

	vocabulary.Mode.Concepts()[0].Label = "changed" // a copy
	require.NotEqual(t, "changed", vocabulary.Mode.Concepts()[0].Label)
}

func TestNQF(t *testing.T) {
	l, ok := vocabulary.NQFLevelOf("IE", "6")
	require.True(t, ok)
	require.EqualValues(t, 5, l.EQF, "level 6 of the Irish framework is not EQF 6")
	require.Equal(t, "IE NQF Level 6", l.Label)

	l, ok = vocabulary.NQF("http://data.europa.eu/snb/qdr/c_185bb246")
	require.True(t, ok)
	require.Equal(t, "SE", l.Framework.Country)
	require.Equal(t, "http://data.europa.eu/snb/qdr/c_d932c882", l.Framework.IRI)
	require.Equal(t, "6", l.Level)
	require.EqualValues(t, 6, l.EQF)
	require.Equal(t, 2016, l.Framework.Referenced)

	l, ok = vocabulary.NQFLevelOf("ES", "6")
	require.True(t, ok)
	require.Zero(t, l.EQF, "no reference is known, and none is made of the number")
	require.Zero(t, l.Framework.Referenced)
	l, ok = vocabulary.NQFLevelOf("NO", "1")
	require.True(t, ok)
	require.Zero(t, l.EQF)

	_, ok = vocabulary.NQF("http://data.europa.eu/snb/qdr/c_d932c882")
	require.False(t, ok, "a framework is not a level")
	_, ok = vocabulary.NQFLevelOf("NO", "6")
	require.False(t, ok, "the list splits Norway's level 6")
	_, ok = vocabulary.NQFLevelOf("BE", "6")
	require.False(t, ok, "Belgium has three frameworks")
}

// A reference to the EQF needs a report that it is taken from, and goes up with the
// levels.
func TestReferencesHaveASource(t *testing.T) {
	last := map[string]int8{}
	for _, c := range vocabulary.NQFs.Concepts() {
		l, ok := vocabulary.NQF(c.IRI)
		if !ok {
			continue
		}
		_, known := mc.CountryOf(l.Framework.Country)
		require.True(t, known, l.Framework.Country)
		if l.EQF == 0 {
			continue
		}
		require.True(t, l.EQF >= 1 && l.EQF <= 8)
		require.Greater(t, l.Framework.Referenced, 2008, l.Label)
		require.GreaterOrEqual(t, l.EQF, last[l.Framework.IRI], l.Label)
		last[l.Framework.IRI] = l.EQF
	}
	require.Len(t, last, 15)
	require.Len(t, vocabulary.Frameworks(), 43)
}

func TestFileType(t *testing.T) {
	c, ok := vocabulary.FileType("image/png")
	require.True(t, ok)
	require.Equal(t, "PNG", c.Code)
	m, ok := vocabulary.MediaType(c.IRI)
	require.True(t, ok)
	require.Equal(t, "image/png", m)
	_, ok = vocabulary.MediaType("http://publications.europa.eu/resource/authority/file-type/NOPE")
	require.False(t, ok)
	_, ok = vocabulary.FileType("image/webp")
	require.False(t, ok, "the table has no such type")
}

// TestPublishedLists compares the tables with the published lists, both ways: every
// code with its label, and no other.
func TestPublishedLists(t *testing.T) {
	tests := []struct {
		file   string
		scheme vocabulary.Scheme
		more   []string // codes that are not in the file, which is older than they
	}{
		{"country.xsd", vocabulary.Country, nil},
		{"currency.xsd", vocabulary.Currency, nil},
		{"file-type.xsd", vocabulary.FileTypes, nil},
		{"eqf.xsd", vocabulary.EQF, nil},
		{"nqf.xsd", vocabulary.NQFs, nil},
		{"isced-f.xsd", vocabulary.ISCEDF, nil},
		{"europass-accreditation-types.xsd", vocabulary.Accreditation, nil},
		{"europass-content-encoding-types.xsd", vocabulary.Encoding, nil},
		{"europass-credential-types.xsd", vocabulary.CredentialProfile, []string{"c_ae121a00", "c_9a31f32a", "c_7e400154"}},
		{"europass-learning-activity-types.xsd", vocabulary.LearningActivity, nil},
		{"europass-learning-assessment-types.xsd", vocabulary.Assessment, nil},
		{"europass-learning-entitlement-statuses.xsd", vocabulary.EntitlementStatus, nil},
		{"europass-learning-entitlement-types.xsd", vocabulary.Entitlement, nil},
		{"europass-learning-opportunity-types.xsd", vocabulary.LearningOpportunity, nil},
		{"europass-learning-schedule-types.xsd", vocabulary.LearningSchedule, nil},
		{"europass-learning-setting-types.xsd", vocabulary.LearningSetting, nil},
		{"europass-modes.xsd", vocabulary.Mode, nil},
		{"europass-target-groups.xsd", vocabulary.TargetGroup, nil},
		{"credit-points.xsd", vocabulary.EducationCredit, nil},
		{"skill-types.xsd", vocabulary.SkillType, nil},
		{"skill-reuse-levels.xsd", vocabulary.SkillReuse, nil},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			published := readList(t, tt.file)
			for iri, label := range published {
				c, ok := vocabulary.Lookup(iri)
				require.True(t, ok, iri)
				require.Equal(t, tt.scheme, c.Scheme)
				require.Equal(t, label, c.Label)
				require.Equal(t, tt.scheme, vocabulary.SchemeOf(iri))
				require.True(t, tt.scheme.Fits(c.Code))
			}
			for _, c := range tt.scheme.Concepts() {
				if !slices.Contains(tt.more, c.Code) {
					require.Contains(t, published, c.IRI)
				}
			}
			for _, code := range tt.more {
				require.NotContains(t, published, tt.scheme.IRI(code), "it is there now")
			}
		})
	}
}

// Countries are computed, so every code of three letters is tried: the rule gives no
// country that the table does not have.
func TestPublishedCountries(t *testing.T) {
	published := readList(t, "country.xsd")
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				iri := vocabulary.Country.IRI(string([]rune{a, b, c}))
				if _, ok := vocabulary.Lookup(iri); ok {
					require.Contains(t, published, iri)
				}
			}
		}
	}
}

// The topics of notes are published without labels and in another form.
func TestPublishedTopics(t *testing.T) {
	text := string(testkit.ReadShared(t, "data", "vocabularies", "loq_individuals.xsd"))
	found := regexp.MustCompile(`xs:enumeration\s+value="([^"]+)"`).FindAllStringSubmatch(text, -1)
	codes := map[vocabulary.Scheme]map[string]bool{}
	for _, m := range found {
		c, ok := vocabulary.Lookup(m[1])
		require.True(t, ok, m[1])
		if codes[c.Scheme] == nil {
			codes[c.Scheme] = map[string]bool{}
		}
		codes[c.Scheme][c.Code] = true // one stands there twice
	}
	for _, s := range []vocabulary.Scheme{vocabulary.QualificationTopic, vocabulary.OpportunityTopic, vocabulary.RecordStatus} {
		require.Len(t, s.Concepts(), len(codes[s]))
	}
}

var enumeration = regexp.MustCompile(`(?s)<xs:enumeration\s+value="([^"]+)".*?<xs:documentation>(.*?)</xs:documentation>`)

// readList returns the labels of a published list by IRI.
func readList(t *testing.T, file string) map[string]string {
	text := string(testkit.ReadShared(t, "data", "vocabularies", file))
	unescape := strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
	out := map[string]string{}
	for _, m := range enumeration.FindAllStringSubmatch(text, -1) {
		out[m[1]] = unescape.Replace(strings.Join(strings.Fields(m[2]), " "))
	}
	require.NotEmpty(t, out)
	return out
}

func ExampleLookup() {
	c, ok := vocabulary.Lookup("http://data.europa.eu/snb/learning-assessment/e92d221e4d")
	fmt.Println(c.Label, ok)
	// Output: Blended true
}
