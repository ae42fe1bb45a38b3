package badge

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// variants are the samples under all options that change what is written.
var variants = []struct {
	name   string
	sample func(testing.TB) *mc.Credential
	opts   EncodeOptions
}{
	{"issued", rich, EncodeOptions{Extension: true}},
	{"issued, personal data", rich, EncodeOptions{Extension: true, PersonalData: true}},
	{"converted", richConverted, EncodeOptions{Extension: true, Authority: mc.SameIssuer, PersonalData: true}},
	{"converted, minimised", richConverted, EncodeOptions{Extension: true, Authority: mc.SameIssuer}},
	{"third party", richConverted, EncodeOptions{Extension: true, Authority: mc.ThirdParty, Issuer: &mc.Party{ID: "did:web:omregner.example", Name: mc.Text("en", "Converter")}}},
	{"third party, draft", richConverted, EncodeOptions{Extension: true, Authority: mc.ThirdParty}},
	{"issuer id", richConverted, EncodeOptions{Extension: true, Authority: mc.SameIssuer, IssuerID: "did:web:other.example"}},
	{"swedish", richConverted, EncodeOptions{Extension: true, Authority: mc.SameIssuer, Language: language.Swedish}},
	{"no residue", richConverted, EncodeOptions{Extension: true, Authority: mc.SameIssuer, WithoutResidue: true}},
	{"plain", richConverted, EncodeOptions{Authority: mc.SameIssuer}},
	{"plain, issued", rich, EncodeOptions{}},
	{"minimal", func(testing.TB) *mc.Credential { return minimal() }, EncodeOptions{Extension: true}},
	{"minimal, plain", func(testing.TB) *mc.Credential { return minimal() }, EncodeOptions{}},
}

func TestEncodedBadgesAreValid(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			doc, _, err := Encode(v.sample(t), v.opts)
			require.NoError(t, err)
			require.True(t, ob3.Is(doc))
			require.Empty(t, ob3.Check(doc))
			requireSafe(t, doc)
		})
	}
}

func TestEncodedBadgesFitTheSchema(t *testing.T) {
	schema := publishedSchema(t)
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			doc, _, err := Encode(v.sample(t), v.opts)
			require.NoError(t, err)
			requireFits(t, schema, doc)
		})
	}
}

func TestEveryLeafIsInTheReportOnce(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			c := v.sample(t)
			doc, report, err := Encode(c, v.opts)
			require.NoError(t, err)
			require.Equal(t, mc.Model, report.From)
			require.Equal(t, ob3.Format, report.To)
			require.NoError(t, mapping.AccountsForModel(report, c, doc.Root()))
			for _, l := range report.Leaves {
				require.Equal(t, l.Kind == mc.KindDropped, len(l.Target) == 0, "%v is %s and stands at %v", l.Canonical, l.Kind, l.Target)
			}
		})
	}
}

// Only rendered pages are dropped, which are for the document that they show, and what
// speaks for the source of a conversion.
func TestNothingIsDroppedWithResidueAndExtension(t *testing.T) {
	for _, sample := range []*mc.Credential{rich(t), richConverted(t), minimal()} {
		sample.Envelope.Display.Pages, sample.Envelope.Status, sample.Envelope.Refresh = nil, nil, nil
		_, report, err := Encode(sample, EncodeOptions{Extension: true, PersonalData: true})
		require.NoError(t, err)
		for _, l := range report.Leaves {
			require.NotEqual(t, mc.KindDropped, l.Kind, l.Canonical)
		}
		for _, l := range report.Leaves {
			require.False(t, l.Severity == mc.SeverityError && l.Sight() != mc.SightOurs, "what other readers miss is in our extension or residue: %+v", l)
		}
	}
}

// A value that the report calls exact stands at its target just as the model
// has it.
func TestExactMeansExact(t *testing.T) {
	c := richConverted(t)
	doc, report, err := Encode(c, EncodeOptions{Extension: true, PersonalData: true})
	require.NoError(t, err)
	values := mapping.Values(c)
	n := 0
	for _, l := range report.Leaves {
		if l.Kind != mc.KindExact || l.Added {
			continue
		}
		n++
		var got []string
		for _, pointer := range l.Target {
			got = append(got, strings.Trim(doc.Lookup(pointer).Raw(), `"`))
		}
		require.Contains(t, got, strings.Trim(values[l.Canonical[0]], `"`), l.Canonical)
	}
	require.Greater(t, n, 50)
}

func TestPersonalDataIsWithheld(t *testing.T) {
	doc, report, err := Encode(richConverted(t), EncodeOptions{Extension: true})
	require.NoError(t, err)
	for _, secret := range []string{"1999-10", "021099-000X", "Mäki", "Inari", "+358 1", "FEMALE"} {
		require.NotContains(t, doc.String(), secret)
	}
	withheld := 0
	for _, l := range report.Leaves {
		if l.Reason == withheldReason {
			require.Equal(t, mc.KindDropped, l.Kind)
			withheld++
		}
	}
	require.Greater(t, withheld, 10)

	doc, _, err = Encode(richConverted(t), EncodeOptions{Extension: true, PersonalData: true})
	require.NoError(t, err)
	require.Equal(t, "1999-10-02", doc.Lookup("/credentialSubject/birthDate").Text())
	require.Contains(t, doc.String(), "021099-000X")
}

func TestNoProofOrStatusOfTheSource(t *testing.T) {
	doc, _, err := Encode(richConverted(t), EncodeOptions{})
	require.NoError(t, err)
	for _, name := range []string{"proof", "credentialStatus", "credentialSchema", "refreshService", "termsOfUse"} {
		require.False(t, doc.Get(name).Exists(), name)
	}
	doc, _, err = Encode(richConverted(t), EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.Equal(t, ExtensionSchema, doc.Lookup("/credentialSchema/1/id").Text(), "what uses the extension names its schema")
	require.False(t, doc.Lookup("/credentialSchema/2").Exists())
	doc, _, err = Encode(rich(t), EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.Equal(t, "7", doc.Lookup("/credentialStatus/statusListIndex").Text(), "a credential that is issued for the first time has its own status")
}

func TestNativeMembers(t *testing.T) {
	doc, _, err := Encode(richConverted(t), EncodeOptions{Extension: true, Authority: mc.SameIssuer})
	require.NoError(t, err)
	for pointer, want := range map[string]string{
		"/validFrom":                         `"2026-06-12T09:30:00+02:00"`,
		"/validUntil":                        `"2031-06-12T00:00:00Z"`,
		"/awardedDate":                       `"2026-06-10T14:00:00+02:00"`,
		"/name":                              `"Grønn energi i bygg"`,
		"/issuer/id":                         `"did:web:vestre-aas.example"`,
		"/issuer/address/addressCountryCode": `"NO"`,
		"/credentialSubject/id":              `"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"`,
		"/credentialSubject/identifier/0/identityHash":                  `"Säde Äijälä"`,
		"/credentialSubject/identifier/0/identityType":                  `"name"`,
		"/credentialSubject/creditsEarned":                              `2`,
		"/credentialSubject/achievement/creditsAvailable":               `2.5`,
		"/credentialSubject/achievement/creditPoint/0/point":            `"2.50"`,
		"/credentialSubject/achievement/inLanguage":                     `"nb"`,
		"/credentialSubject/achievement/achievementType":                `"MicroCredential"`,
		"/credentialSubject/achievement/humanCode":                      `"GRE101"`,
		"/credentialSubject/achievement/alignment/0/targetType":         `"ext:EQF"`,
		"/credentialSubject/achievement/alignment/0/targetUrl":          `"http://data.europa.eu/snb/eqf/5"`,
		"/credentialSubject/achievement/alignment/1/targetType":         `"ext:NQF"`,
		"/credentialSubject/achievement/alignment/2/targetType":         `"ext:QFEHEA"`,
		"/credentialSubject/achievement/resultDescription/0/resultType": `"LetterGrade"`,
		"/credentialSubject/result/0/value":                             `"A"`,
		"/credentialSubject/result/0/status":                            `"Completed"`,
		"/credentialSubject/result/1/status":                            `"Completed"`,
		"/credentialSubject/awardingBody/0":                             `"did:web:vestre-aas.example"`,
		"/provenance/0/verdict":                                         `"valid"`,
		"/provenance/0/sourceId":                                        `"urn:credential:7f8a"`,
		"/relatedResource/0/digestMultibase":                            `"uEiCfhtCBiEx9ZZov6qDFWtAVo79PGysLgizRXWwVsPAKCA"`,
	} {
		require.Equal(t, want, doc.Lookup(pointer).Raw(), pointer)
	}
	achieved := doc.Lookup("/credentialSubject/result/0/achievedLevel").Text()
	require.Equal(t, doc.Lookup("/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/id").Text(), achieved)
	require.NotContains(t, doc.String(), `"id":"urn:epass`)
}

func TestIDs(t *testing.T) {
	first, _, err := Encode(richConverted(t), EncodeOptions{Extension: true})
	require.NoError(t, err)
	again, _, err := Encode(richConverted(t), EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.Equal(t, first.String(), again.String(), "encoding is deterministic")
	require.Regexp(t, `^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, first.Get("id").Text())

	other := richConverted(t)
	other.Provenance[0].Digest.SHA256 = strings.Repeat("0", 64)
	other.Learner.Party.Person.FullName = mc.Text("en", "Somebody Else")
	second, _, err := Encode(other, EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.NotEqual(t, first.Get("id").Text(), second.Get("id").Text())
	const achievement = "/credentialSubject/achievement/id"
	require.Equal(t, first.Lookup(achievement).Text(), second.Lookup(achievement).Text(), "learners share the achievement")

	issued, _, err := Encode(rich(t), EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.Equal(t, "urn:credential:7f8a", issued.Get("id").Text(), "a credential that is no conversion keeps its id")

	given, _, err := Encode(rich(t), EncodeOptions{Extension: true, ID: "https://id.example/1", NewID: func(name string) string { return "https://id.example/?" + name }})
	require.NoError(t, err)
	require.Equal(t, "https://id.example/1", given.Get("id").Text())
	require.Equal(t, "https://id.example/?definition", given.Lookup(achievement).Text())
}

// Two credentials that have nothing but node numbers of their documents are
// still two.
func TestIDsDoNotDescendFromNodeNumbers(t *testing.T) {
	ids := map[string]bool{}
	for _, name := range []string{"Åke", "Åsa"} {
		c := minimal()
		c.Envelope.ID = "urn:epass:credential:1"
		c.Provenance = []mc.Provenance{{SourceFormat: "edc", SourceID: c.Envelope.ID}}
		c.Learner.Party.Person.FullName = mc.Text("sv", name)
		doc, _, err := Encode(c, EncodeOptions{Extension: true})
		require.NoError(t, err)
		ids[doc.Get("id").Text()] = true
	}
	require.Len(t, ids, 2)
}

func TestEmbeddedOriginal(t *testing.T) {
	c := richConverted(t)
	c.Provenance[0].SourceBytes = []byte(`{"original":true}`)
	doc, report, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	last := doc.Get("evidence").Len() - 1
	require.Equal(t, "data:application/ld+json;base64,eyJvcmlnaW5hbCI6dHJ1ZX0=", doc.Get("evidence").At(last).Get("id").Text())
	for _, l := range report.Leaves {
		require.NotEqual(t, mc.KindDropped, l.Kind)
	}
	requireSafe(t, doc)
}

// The vector is RFC 9562, appendix A.4: version 5 of www.example.com in the
// DNS namespace.
func TestUUID5(t *testing.T) {
	dns := [16]byte{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	require.Equal(t, "urn:uuid:2ed6657d-e927-568b-95e1-2665a8aea6a2", urn(uuid5(dns, "www.example.com")))
}

func TestThirdParty(t *testing.T) {
	doc, _, err := Encode(richConverted(t), EncodeOptions{Extension: true, Authority: mc.ThirdParty, Issuer: &mc.Party{ID: "did:web:omregner.example"}})
	require.NoError(t, err)
	require.Equal(t, "did:web:omregner.example", doc.Lookup("/issuer/id").Text())
	require.NotEqual(t, "did:web:vestre-aas.example", doc.Lookup("/credentialSubject/source/id").Text(), "who issued the original did not assess")
	require.Equal(t, "third-party", doc.Lookup("/provenance/0/authority").Text())

	doc, _, err = Encode(richConverted(t), EncodeOptions{Extension: true, Authority: mc.ThirdParty, IssuerID: "did:web:omregner.example"})
	require.NoError(t, err)
	require.Equal(t, `{"id":"did:web:omregner.example","type":["Profile"]}`, doc.Get("issuer").Raw(), "nothing of the original issuer stands beside another's id")
}

// long is a moment before anything in the samples.
func long(tb testing.TB) mc.Instant {
	i, err := mc.ParseInstant("1999-01-01T00:00:00Z")
	require.NoError(tb, err)
	return i
}

// hashedBy makes a hash all that identifies the learner.
func hashedBy(algorithm, value string) func(*mc.Credential) {
	return func(c *mc.Credential) {
		c.Learner = mc.Learner{Party: mc.Party{Identifiers: []mc.Identifier{{Scheme: mc.IdentEmail, Value: value, Hash: &mc.IdentityHash{Algorithm: algorithm}}}}}
	}
}

// Whoever fills the model is told which value of the model to supply: the badge
// whose pointers the rules have was never written.
func TestErrorsNameWhatIsMissing(t *testing.T) {
	for _, test := range []struct {
		name    string
		change  func(*mc.Credential)
		pointer string
		code    string
	}{
		{"title", func(c *mc.Credential) { c.Definition.Title = nil }, "definition.title", "OB3-REQUIRED"},
		{"empty title", func(c *mc.Credential) { c.Definition.Title = mc.Text("nb", " ") }, "definition.title", "OB3-REQUIRED"},
		{"learner", func(c *mc.Credential) { c.Learner = mc.Learner{} }, "learner.id", "OB3-SUBJECT"},
		{"learner's id is no URL", func(c *mc.Credential) { c.Learner = mc.Learner{ID: "4711"} }, "learner.id", "OB3-SUBJECT"},
		{"issuer", func(c *mc.Credential) { c.Envelope.Issuer = mc.Party{} }, "envelope.issuer.id", "OB3-REQUIRED"},
		{"issuer's id is a name", func(c *mc.Credential) { c.Envelope.Issuer.ID = "Vestre Ås" }, "envelope.issuer.id", "VCDM2-ISSUER-ID"},
		{"achievement's id is no URL", func(c *mc.Credential) { c.Definition.ID = "kurs 1" }, "definition.id", "OB3-KIND"},
		{"evidence is no URL", func(c *mc.Credential) { c.Envelope.Evidence = []mc.Evidence{{URL: "work.pdf"}} }, "envelope.evidence[0].url", "OB3-KIND"},
		{"date", func(c *mc.Credential) { c.Envelope.ValidFrom = mc.Instant{} }, "envelope.validFrom", "OB3-REQUIRED"},
		{"dates out of order", func(c *mc.Credential) { c.Envelope.ValidUntil = long(t) }, "envelope.validUntil", "VCDM2-PERIOD"},
		{"MD5", hashedBy("md5", "900150983cd24fb0d6963f7d28e17f72"), "learner.party.identifiers[0].value", "OB3-HASH"},
		{"hash too short", hashedBy("sha256", "abcd"), "learner.party.identifiers[0].value", "OB3-HASH"},
		{"hash with its algorithm before it", hashedBy("", "sha512$abcd"), "learner.party.identifiers[0].value", "OB3-HASH"},
		{"withheld", func(c *mc.Credential) {
			c.Learner = mc.Learner{Party: mc.Party{Identifiers: []mc.Identifier{{Scheme: mc.IdentNationalID, Value: "1"}}}}
		}, "learner.party.identifiers[0].value", "OB3-SUBJECT"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := minimal()
			test.change(c)
			_, report, err := Encode(c, EncodeOptions{Extension: true})
			var problem vc.Problem
			require.ErrorAs(t, err, &problem)
			require.Equal(t, test.pointer, problem.Pointer)
			require.Len(t, report.Leaves[:report.Summary().Read], len(mc.Paths(c)), "the report goes as far as writing came")
			require.ErrorContains(t, err, test.code+" at "+test.pointer)
		})
	}
	_, _, err := Encode(nil, EncodeOptions{Extension: true})
	require.Error(t, err)
}

func requireSafe(tb testing.TB, doc vc.Document) {
	tb.Helper()
	canonical, err := jsonld.Canonicalize(context.Background(), doc.Root(), jsonld.Options{})
	require.NoError(tb, err, "JSON-LD safe mode")
	require.NotNil(tb, canonical)
}

func publishedSchema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	file := testkit.ReadShared(tb, "data/schemas/ob_v3p0_achievementcredential_schema.json")
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	require.NoError(tb, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(tb, compiler.AddResource("schema.json", parsed))
	schema, err := compiler.Compile("schema.json")
	require.NoError(tb, err)
	return schema
}

func requireFits(tb testing.TB, schema *jsonschema.Schema, doc vc.Document) {
	tb.Helper()
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(doc.String()))
	require.NoError(tb, err)
	require.NoError(tb, schema.Validate(instance))
}

// Badges with a hashed learner, a configured image and parties that are mentioned again
// are good badges too.
func TestOtherBadgesFitTheSchema(t *testing.T) {
	schema := publishedSchema(t)
	for _, opts := range []EncodeOptions{
		{HashRecipient: true}, {HashRecipient: true, Extension: true}, {PersonalData: true},
		{Authority: mc.ThirdParty}, {Authority: mc.ThirdParty, IssuerID: "did:web:omregner.example", Image: &mc.Media{URL: "https://omregner.example/i.png"}},
	} {
		for _, c := range []*mc.Credential{rich(t), richConverted(t)} {
			doc, report, err := Encode(c, opts)
			require.NoError(t, err)
			requireFits(t, schema, doc)
			requireSafe(t, doc)
			require.NoError(t, mapping.AccountsForModel(report, c, doc.Root()))
		}
	}
}

// A status was said of the source, and speaks for no other document, not even in the
// residue.
func TestStatusIsNotCopied(t *testing.T) {
	c := richConverted(t)
	c.Envelope.Status = []mc.Status{{ID: "https://a.example/list#7", Type: "BitstringStatusListEntry", Purpose: "revocation", List: "https://a.example/list", Index: "7"}}
	c.Envelope.Refresh = []mc.SchemaRef{{ID: "https://a.example/refresh", Type: "Refresh"}}
	doc, report, err := Encode(c, EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.NotContains(t, doc.String(), "a.example/list#7")
	require.NotContains(t, doc.String(), "a.example/refresh")
	require.NotContains(t, doc.String(), "envelope.status")
	told := false
	for _, l := range report.Leaves {
		told = told || len(l.Canonical) > 0 && l.Canonical[0].Under("envelope.status") && l.Kind == mc.KindDropped
	}
	require.True(t, told)
}
