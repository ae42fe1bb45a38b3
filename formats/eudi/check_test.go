package eudi

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func document(tb testing.TB, text string) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

// The table says of every claim what the published metadata of the type say.
func TestTypeIsThePublishedOne(t *testing.T) {
	published, err := jose.ParseType(document(t, string(testkit.ReadShared(t, "data/samples/eudi/learning_credential.vct.json"))))
	require.NoError(t, err)
	require.Equal(t, published.VCT, Type().VCT)
	require.Equal(t, published.Claims, Type().Claims)
}

// The metadata of other types can be read, as far as they keep to the specification.
func TestOtherTypes(t *testing.T) {
	for _, name := range []string{"dc4eu-vctm_diploma.json", "dc4eu-vctm_elm.json", "dc4eu-vctm_microcredential.json"} {
		read, err := jose.ParseType(document(t, string(testkit.ReadShared(t, "data/samples/eudi", name))))
		require.NoError(t, err, name)
		require.NotEmpty(t, read.Claims, name)
	}
}

const sound = `{"vct":"` + VCT + `","iss":"https://malmon.example","issuing_authority":"Malmön","issuing_country":"SE","date_of_issuance":"2026-05-04","family_name":"Nordmann","achievement_title":"Vävning","language_of_classes":["sv"],"learner_identification":"S-17","expected_study_time":"60 hours","level_of_learning_experience":4,"types_of_quality_assurance":["Institutional evaluation"]}`

func TestCheckDraft(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, code string }{
		"sound":                 {"", "", ""},
		"no title":              {`"achievement_title":"Vävning",`, "", "EUDI-LC-ACHIEVEMENT-TITLE"},
		"an empty title":        {`"Vävning"`, `" "`, "EUDI-LC-ACHIEVEMENT-TITLE"},
		"a country of three":    {`"SE"`, `"SWE"`, "EUDI-LC-ISSUING-COUNTRY"},
		"a country of none":     {`"SE"`, `"ZZ"`, "EUDI-LC-ISSUING-COUNTRY"},
		"a country in the EU":   {`"SE"`, `"EL"`, "EUDI-LC-ISSUING-COUNTRY"},
		"a day that is none":    {"2026-05-04", "2026-02-30", "EUDI-LC-DATE-OF-ISSUANCE"},
		"a time":                {"2026-05-04", "2026-05-04T00:00:00Z", "EUDI-LC-DATE-OF-ISSUANCE"},
		"a level as text":       {`experience":4`, `experience":"4"`, "EUDI-LC-LEVEL-OF-LEARNING-EXPERIENCE"},
		"a level of nine":       {`experience":4`, `experience":9`, "EUDI-LC-LEVEL-OF-LEARNING-EXPERIENCE"},
		"half a level":          {`experience":4`, `experience":4.5`, "EUDI-LC-LEVEL-OF-LEARNING-EXPERIENCE"},
		"one quality":           {`["Institutional evaluation"]`, `"x"`, "EUDI-LC-TYPES-OF-QUALITY-ASSURANCE"},
		"no quality":            {`["Institutional evaluation"]`, `[]`, "EUDI-LC-TYPES-OF-QUALITY-ASSURANCE"},
		"an empty one":          {`["Institutional evaluation"]`, `["a",""]`, "EUDI-LC-TYPES-OF-QUALITY-ASSURANCE"},
		"a country of language": {`["sv"]`, `["jp"]`, "EUDI-LC-LANGUAGE"},
		"an issuer with a DID":  {"https://malmon.example", "did:web:malmon.example", "EUDI-LC-ISS-HTTPS"},
		"stackable as text":     {`"family_name"`, `"integration_stackability_options":"yes","family_name"`, "EUDI-LC-INTEGRATION-STACKABILITY-OPTIONS"},
		"over":                  {`"family_name"`, `"date_of_expiry":"2026-11-28","family_name"`, "EUDI-LC-EXPIRED"},
		"not over everywhere":   {`"family_name"`, `"date_of_expiry":"2026-11-30","family_name"`, ""},
		"over before it began":  {`"family_name"`, `"date_of_expiry":"2026-05-01","family_name"`, "EUDI-LC-EXPIRED, EUDI-LC-PERIOD"},
	} {
		var codes []string
		for _, p := range CheckDraft(document(t, strings.Replace(sound, tt.from, tt.to, 1)), now) {
			codes = append(codes, p.Code())
			require.NotContains(t, p.Detail(), "Nordmann")
		}
		require.Equal(t, tt.code, strings.Join(codes, ", "), name)
	}
	signable := CheckSignable(document(t, sound), now, "iat", "nbf", "jti")
	require.Equal(t, []string{"EUDI-LC-EXP", "EUDI-LC-CNF", "EUDI-LC-ETSI-INTEGRITY", "EUDI-LC-CATEGORY"}, codesOf(signable))
}

func codesOf(problems []vc.Problem) (codes []string) {
	for _, p := range problems {
		codes = append(codes, p.Code())
	}
	return codes
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		require.False(t, seen[r.Code], r.Code)
		require.True(t, strings.HasPrefix(r.Code, "EUDI-LC-"))
		seen[r.Code] = true
	}
}

// What the type demands and nobody states is named, with what to do, and not made up.
func TestEncodeRefuses(t *testing.T) {
	for name, change := range map[string]func(c *mc.Credential){
		"EUDI-LC-ISSUING-AUTHORITY":            func(c *mc.Credential) { c.Envelope.Issuer.Name = nil },
		"EUDI-LC-ISSUING-COUNTRY":              func(c *mc.Credential) { c.Envelope.Issuer.Locations = nil },
		"EUDI-LC-DATE-OF-ISSUANCE":             func(c *mc.Credential) { c.Award.Awarding.On = mc.Instant{} },
		"EUDI-LC-FAMILY-NAME":                  func(c *mc.Credential) { c.Learner.Party.Person = nil },
		"EUDI-LC-LANGUAGE-OF-CLASSES":          func(c *mc.Credential) { c.Definition.Languages = nil },
		"EUDI-LC-LEARNER-IDENTIFICATION":       func(c *mc.Credential) { c.Learner.Party.Identifiers = nil },
		"EUDI-LC-EXPECTED-STUDY-TIME":          func(c *mc.Credential) { c.Definition.Workload = nil },
		"EUDI-LC-LEVEL-OF-LEARNING-EXPERIENCE": func(c *mc.Credential) { c.Definition.Levels = []mc.Level{{Kind: mc.LevelNQF}} },
		"EUDI-LC-TYPES-OF-QUALITY-ASSURANCE":   func(c *mc.Credential) { c.Definition.Quality = nil },
	} {
		c := minimal()
		change(c)
		_, _, err := Encode(c, EncodeOptions{})
		require.ErrorContains(t, err, name)
		var one *mc.EncodeError
		require.ErrorAs(t, err, &one)
	}
	c := minimal()
	c.Envelope.Issuer.Locations = nil
	doc, report, err := Encode(c, EncodeOptions{IssuerCountry: "SWE"})
	require.NoError(t, err)
	require.Equal(t, "SE", doc.Get("issuing_country").Text())
	require.True(t, slices.ContainsFunc(report.Leaves, func(l mc.Leaf) bool { return l.Added && l.Kind == mc.KindDefaulted }))
	_, _, err = Encode(c, EncodeOptions{IssuerCountry: "Sverige och Norge"})
	require.ErrorContains(t, err, "IssuerCountry")
}

// The language is the one that is asked for, and nothing says more of the learner
// than it must.
func TestEncode(t *testing.T) {
	c := minimal()
	c.Learner.Party.Identifiers = append([]mc.Identifier{{Value: "01010112345", Scheme: mc.IdentNationalID}}, c.Learner.Party.Identifiers...)
	c.Definition.Participation = []mc.Participation{{}}
	doc, report, err := Encode(c, EncodeOptions{Language: language.English, IssuerID: "https://new.example"})
	require.NoError(t, err)
	require.Equal(t, "Weaving", doc.Get("achievement_title").Text())
	require.Equal(t, "S-2026-17", doc.Get("learner_identification").Text())
	require.Equal(t, "60 hours", doc.Get("expected_study_time").Text())
	require.Equal(t, "2026-05-04", doc.Get("date_of_issuance").Text())
	require.Equal(t, "https://new.example", doc.Get("iss").Text())
	require.NotContains(t, doc.String(), "01010112345")
	require.Empty(t, CheckDraft(doc, now))
	kinds := map[mc.Path]mc.Kind{}
	for _, l := range report.Leaves {
		if !l.Added {
			kinds[l.Canonical[0]] = l.Kind
		}
	}
	require.Equal(t, mc.KindNarrowed, kinds["definition.title[sv]"])
	require.Equal(t, mc.KindTransformed, kinds["definition.title[en]"])
	doc, _, err = Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "Weaving", doc.Get("achievement_title").Text(), "English comes before the first")
}

// What is contradictory or malformed is kept and never repaired.
func TestDecodeKeepsWhatItCannotRead(t *testing.T) {
	c, report, err := Decode(document(t, `{"vct":"`+VCT+`","exp":1900000000,"date_of_expiry":"2031-01-01","issuing_country":"Narnia","level_of_learning_experience":12,"language_of_classes":["jp",7],"learning_outcomes":[],"expected_study_time":"two semesters","integration_stackability_options":"no","iat":1e99,"_sd_alg":"sha-256","cnf":{"jwk":{}}}`), DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "2030-03-17T17:46:40Z", c.Envelope.ValidUntil.String())
	require.Equal(t, "two semesters", c.Definition.Workload[0].Text)
	tag, _ := mc.LanguageTag(c.Definition.Languages[0].IRI)
	require.Equal(t, "ja", tag)
	for _, pointer := range []string{"/date_of_expiry", "/issuing_country", "/level_of_learning_experience", "/language_of_classes/1", "/learning_outcomes", "/integration_stackability_options", "/iat"} {
		require.NotEmpty(t, c.Residue[Format][pointer], pointer)
	}
	require.NotEmpty(t, report.Leaves)
	_, _, err = Decode(document(t, `{"vct":"urn:other"}`), DecodeOptions{})
	require.ErrorIs(t, err, ErrFormat)
}
