package vocabulary_test

import (
	"fmt"
	"regexp"
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
		{"http://data.europa.eu/snb/isced-f/0688", vocabulary.ISCEDF, "0688", ""},
		{"http://data.europa.eu/snb/qdr/c_52818ecd", vocabulary.NQFs, "c_52818ecd", "NKR Level 6.2"},
		{"http://publications.europa.eu/resource/authority/country/NOR", vocabulary.Country, "NOR", "Norway"},
		{"http://publications.europa.eu/resource/authority/country/1A0", vocabulary.Country, "1A0", "Kosovo"},
		{"http://publications.europa.eu/resource/authority/language/SME", vocabulary.Language, "SME", ""},
		{"http://publications.europa.eu/resource/authority/file-type/PNG", vocabulary.FileTypes, "PNG", "PNG"},
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
		"http://publications.europa.eu/resource/authority/country/XYZ"} {
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
	require.False(t, vocabulary.NQFs.Complete())
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
	require.Zero(t, l.EQF, "not stated, not derived")

	_, ok = vocabulary.NQF("http://data.europa.eu/snb/qdr/c_d932c882")
	require.False(t, ok, "a framework is not a level")
	_, ok = vocabulary.NQFLevelOf("NO", "6")
	require.False(t, ok, "the list splits Norway's level 6")
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

// TestPublishedLists compares the tables with the published lists.
func TestPublishedLists(t *testing.T) {
	tests := []struct {
		file   string
		scheme vocabulary.Scheme
		equal  bool // else the published list has concepts that the table leaves out, or the other way round
	}{
		{"eqf.xsd", vocabulary.EQF, true},
		{"isced-f.xsd", vocabulary.ISCEDF, true},
		{"europass-accreditation-types.xsd", vocabulary.Accreditation, true},
		{"europass-content-encoding-types.xsd", vocabulary.Encoding, true},
		{"europass-credential-types.xsd", vocabulary.CredentialProfile, false}, // made before the newer profiles
		{"europass-learning-activity-types.xsd", vocabulary.LearningActivity, true},
		{"europass-learning-assessment-types.xsd", vocabulary.Assessment, true},
		{"europass-learning-entitlement-statuses.xsd", vocabulary.EntitlementStatus, true},
		{"europass-learning-entitlement-types.xsd", vocabulary.Entitlement, true},
		{"europass-learning-opportunity-types.xsd", vocabulary.LearningOpportunity, true},
		{"europass-learning-schedule-types.xsd", vocabulary.LearningSchedule, true},
		{"europass-learning-setting-types.xsd", vocabulary.LearningSetting, true},
		{"europass-modes.xsd", vocabulary.Mode, true},
		{"europass-target-groups.xsd", vocabulary.TargetGroup, true},
		{"credit-points.xsd", vocabulary.EducationCredit, true},
		{"skill-types.xsd", vocabulary.SkillType, true},
		{"skill-reuse-levels.xsd", vocabulary.SkillReuse, true},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			published := readList(t, tt.file)
			for iri, label := range published {
				c, ok := vocabulary.Lookup(iri)
				require.True(t, ok, iri)
				require.Equal(t, tt.scheme, c.Scheme)
				if c.Label != "" {
					require.Equal(t, label, c.Label)
				}
			}
			if tt.equal {
				require.Len(t, tt.scheme.Concepts(), len(published))
			}
		})
	}
}

func TestPublishedFrameworks(t *testing.T) {
	published := readList(t, "nqf.xsd")
	levels := vocabulary.NQFs.Concepts()
	require.Len(t, levels, 79)
	for _, c := range levels {
		require.Equal(t, published[c.IRI], c.Label, c.IRI)
		l, ok := vocabulary.NQF(c.IRI)
		require.True(t, ok)
		if l.Framework.IRI != "" {
			require.Equal(t, published[l.Framework.IRI], l.Framework.Label)
		}
	}
}

func TestPublishedComputedLists(t *testing.T) {
	var missing []string
	for iri := range readList(t, "country.xsd") {
		if _, ok := vocabulary.Lookup(iri); !ok {
			missing = append(missing, iri)
		}
	}
	require.LessOrEqual(t, len(missing), 12, "mostly parts of countries and groups: %v", missing)
	files := readList(t, "file-type.xsd")
	for _, c := range vocabulary.FileTypes.Concepts() {
		require.Contains(t, files, c.IRI)
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
