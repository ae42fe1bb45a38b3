package edc

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func addressIn(country mc.Country) []mc.Location {
	return []mc.Location{{Addresses: []mc.Address{{Country: country, Street: "Gata 1", Locality: "By"}}}}
}

func named(label string) mc.Country {
	return mc.Country{Concept: mc.Concept{Label: mc.Text("und", label)}}
}

const bodyAt = "/credentialSubject/hasClaim/awardedBy/awardingBody"

// One option gives a country to every organisation that states none, or none that
// is known, and the report says who said so. Persons get none.
func TestTheCountryIsForEveryOrganisation(t *testing.T) {
	c := foreign(t)
	c.Envelope.Issuer.Locations = addressIn(mc.Country{Alpha2: "XX"})
	c.Award.Awarding.Bodies = []mc.Party{{Name: mc.Text("sv", "Kommunen"), Locations: addressIn(named("Utopia"))}}
	c.Definition.Quality[0].Type = mc.Concept{IRI: "http://data.europa.eu/snb/accreditation/820101cba6"}
	c.Award.Assessments[0].Assessors = []mc.Party{{Kind: mc.PartyOrganisation, Name: mc.Text("sv", "Provcentralen")}, {Kind: mc.PartyPerson, Name: mc.Text("sv", "Ida Vik")}}
	_, _, err := Encode(c, EncodeOptions{})
	require.ErrorContains(t, err, "set EncodeOptions.IssuerCountry")

	doc, report, err := Encode(c, EncodeOptions{IssuerCountry: "se"})
	require.NoError(t, err)
	for _, at := range []string{"/issuer", bodyAt, "/credentialSubject/hasClaim/specifiedBy/accreditation/accreditingAgent"} {
		require.Equal(t, mc.SchemeCountry+"/SWE", doc.Lookup(at+"/location/address/countryCode/id").Text(), at)
	}
	require.Equal(t, "Gata 1, By", doc.Lookup("/issuer/location/address/fullAddress/noteLiteral/en").Text(), "the rest of the address stays")
	require.NotContains(t, doc.String(), "Utopia", "a place that nobody knows is not in Sweden by name")
	given := 0
	for _, l := range report.Leaves {
		if l.Added && l.Reason == "country as given by you" {
			require.Equal(t, mc.KindDefaulted, l.Kind)
			given++
		}
	}
	require.GreaterOrEqual(t, given, 3)
}

// A country that is only named has its code, in whatever language of Europe.
func TestCountriesAreKnownByName(t *testing.T) {
	for name, want := range map[string]string{"Spain": "ESP", "España": "ESP", "norge": "NOR", "Suomi": "FIN", "Ελλάδα": "GRC", "Czech Republic": "CZE"} {
		c := foreign(t)
		c.Envelope.Issuer.Locations = addressIn(named(name))
		doc, report, err := Encode(c, EncodeOptions{IssuerCountry: "DE"})
		require.NoError(t, err, name)
		require.Equal(t, mc.SchemeCountry+"/"+want, doc.Lookup("/issuer/location/address/countryCode/id").Text(), name)
		for _, l := range report.Leaves {
			if l.Added && strings.HasPrefix(l.Target[0], "/issuer/location/address/countryCode") {
				require.NotEqual(t, "country as given by you", l.Reason, name)
			}
		}
	}
}

func addedReasons(report *mc.Report) (out []string) {
	for _, l := range report.Leaves {
		if l.Added {
			out = append(out, l.Reason)
		}
	}
	return out
}

// Numbers that the law knows stand in the members that ELM has for them, with the
// country of the prefix or the address; others keep the name of their scheme as
// people write it.
func TestIdentifiersOfOrganisations(t *testing.T) {
	c := foreign(t)
	c.Envelope.Issuer.Identifiers = []mc.Identifier{
		{Value: "FI12345671", Scheme: mc.IdentVAT}, {Value: "55-66", Scheme: mc.IdentTax}, {Value: "556677-8899", Scheme: mc.IdentRegistration},
		{Value: "NTRNO-000000017", Scheme: mc.IdentEIDAS}, {Value: "25LH", Scheme: mc.IdentBRIN}, {Value: "7", SchemeName: "ext:Kommunkod"}, {Value: "NYH", Scheme: mc.IdentName},
	}
	doc, report, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	for at, want := range map[string]string{
		"/issuer/vatIdentifier/spatial/id": mc.SchemeCountry + "/FIN", "/issuer/taxIdentifier/spatial/id": mc.SchemeCountry + "/SWE",
		"/issuer/registration/spatial/id": mc.SchemeCountry + "/SWE", "/issuer/eIDASIdentifier/spatial/id": mc.SchemeCountry + "/NOR",
		"/issuer/identifier/0/schemeName": "BRIN", "/issuer/identifier/1/schemeName": "Kommunkod", "/issuer/altLabel/en": "NYH",
	} {
		require.Equal(t, want, doc.Lookup(at).Text(), at)
	}
	require.Contains(t, addedReasons(report), "country taken from the address")
	require.Contains(t, addedReasons(report), "country taken from the prefix of the number")
	plain, _, err := Decode(doc, DecodeOptions{WithoutInteroperability: true})
	require.NoError(t, err)
	require.Contains(t, schemes(plain.Envelope.Issuer), mc.IdentBRIN, "found by the name of the scheme")

	c.Envelope.Issuer.Locations = nil
	doc, _, err = Encode(c, EncodeOptions{IssuerCountry: "DE"})
	require.NoError(t, err)
	require.Equal(t, mc.SchemeCountry+"/DEU", doc.Lookup("/issuer/registration/spatial/id").Text())
}

// A region or a country alone is no address; the parts of one are found in the full
// address.
func TestAddresses(t *testing.T) {
	c := foreign(t)
	a := &c.Envelope.Issuer.Locations[0].Addresses[0]
	*a = mc.Address{Country: a.Country, Region: "Vestland"}
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.False(t, doc.Lookup("/issuer/location/address/fullAddress").Exists())

	doc, report, err := Encode(foreign(t), EncodeOptions{WithoutResidue: true})
	require.NoError(t, err)
	require.Equal(t, "Storgatan 1, 111 11 Norraby", doc.Lookup("/issuer/location/address/fullAddress/noteLiteral/en").Text())
	for _, part := range []mc.Path{"street", "postalCode", "locality"} {
		require.Equal(t, mc.KindTransformed, leafAt(t, report, "envelope.issuer.locations[0].addresses[0]."+part).Kind)
	}
	require.Equal(t, "En skola", doc.Lookup("/issuer/additionalNote/noteLiteral/sv").Text(), "an organisation has no description in ELM")
}

// The language keys are codes of two letters; what a tag says beyond that comes back
// from the residue. Texts without a language are in that of the options, or in the
// main one, and only if nobody knows one in English, which the report says.
func TestLanguageKeys(t *testing.T) {
	title := func(texts ...string) *mc.Credential {
		c := foreign(t)
		c.Definition, c.Award = mc.Definition{}, mc.Award{}
		for i := 0; i < len(texts); i += 2 {
			c.Definition.Title.Add(texts[i], texts[i+1])
		}
		return c
	}
	tests := []struct {
		name   string
		texts  []string
		option string
		want   string
	}{
		{"region", []string{"nl-NL", "a"}, "", `{"nl":"a"}`},
		{"Norwegian", []string{"no", "a", "nb", "b", "nn-NO", "c"}, "", `{"no":"a","nb":"b","nn":"c"}`},
		{"three letters", []string{"nob", "a", "sme", "b"}, "", `{"nb":"a","se":"b"}`},
		{"withdrawn code", []string{"iw", "a"}, "", `{"he":"a"}`},
		{"capitals", []string{"EN", "a"}, "", `{"en":"a"}`},
		{"collapse: the one without a region", []string{"nl-BE", "a", "nl", "b"}, "", `{"nl":"b"}`},
		{"none, option", []string{"und", "a"}, "nl-NL", `{"nl":"a"}`},
		{"none, other text", []string{"fi", "a", "und", "b"}, "", `{"fi":"a"}`},
		{"no key beside another", []string{"smj", "a", "nb", "b"}, "", `{"nb":"b"}`},
		{"no tag at all", []string{"not a tag", "a"}, "de", `{"de":"a"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opts := EncodeOptions{PersonalData: true}
			if tt.option != "" {
				opts.Language = language.MustParse(tt.option)
			}
			doc, _, err := Encode(title(tt.texts...), opts)
			require.NoError(t, err)
			require.Equal(t, tt.want, doc.Lookup("/credentialSubject/hasClaim/title").Raw())
			back, _, err := Decode(doc, DecodeOptions{})
			require.NoError(t, err)
			require.Equal(t, title(tt.texts...).Definition.Title, back.Definition.Title)
		})
	}
	c := title("nl-NL", "a")
	_, report, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.Equal(t, mc.KindTransformed, leafAt(t, report, "definition.title[nl-NL]").Kind, "not lost")
}

func TestUnknownLanguageIsAssumed(t *testing.T) {
	c := &mc.Credential{
		Envelope:   mc.Envelope{Issuer: mc.Party{Name: mc.Text("", "School")}, ValidFrom: instantOf(t, "2026-06-12T09:30:00Z")},
		Learner:    mc.Learner{ID: "did:key:z6Mk"},
		Definition: mc.Definition{Title: mc.Text("", "Welding")},
	}
	c.Envelope.Display.Primary = mc.Concept{IRI: mc.SchemeLanguage + "/UND", Scheme: mc.SchemeLanguage}
	doc, report, err := Encode(c, EncodeOptions{IssuerCountry: "IE"})
	require.NoError(t, err)
	require.Equal(t, "Welding", doc.Lookup("/credentialSubject/hasClaim/title/en").Text())
	require.Equal(t, mc.SchemeLanguage+"/ENG", doc.Lookup("/displayParameter/primaryLanguage/id").Text())
	require.Contains(t, leafAt(t, report, "definition.title[und]").Reason, "language assumed")
	require.True(t, slices.ContainsFunc(addedReasons(report), func(s string) bool { return strings.Contains(s, "language assumed") }))
	require.NotContains(t, withoutAttachments(t, doc), `"und"`)
	require.NotContains(t, withoutAttachments(t, doc), `language/UND`)
}

// withoutAttachments returns a document without its files.
func withoutAttachments(tb testing.TB, doc vc.Document) string {
	var all map[string]json.RawMessage
	require.NoError(tb, json.Unmarshal(doc.Bytes(), &all))
	delete(all, "attachment")
	text, err := json.Marshal(all)
	require.NoError(tb, err)
	return string(text)
}

// The keys are those of the JSON Schema, but for codes that ISO 639-1 has withdrawn.
func TestLanguageKeysAreThoseOfTheSchema(t *testing.T) {
	var schema struct {
		Defs map[string]struct {
			PropertyNames struct{ Pattern string }
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(testkit.ReadShared(t, "data", "schemas", "ebsi_elm_3.2_edc_schema.json"), &schema))
	allowed := strings.Split(strings.Trim(schema.Defs["Many!LangStringType"].PropertyNames.Pattern, "^()$"), "|")
	for key := range strings.FieldsSeq(keys) {
		require.Contains(t, allowed, key)
	}
	for _, key := range allowed {
		require.NotEmpty(t, keyOf(key), key)
	}
}

// Without being asked for, nothing goes into a credential that says more of the
// learner than names, numbers of the school and mail addresses do.
func TestPersonalDataIsWithheld(t *testing.T) {
	c := foreign(t)
	p := &c.Learner.Party
	p.Identifiers = []mc.Identifier{{Value: "secret-1", Scheme: mc.IdentNationalID}, {Value: "s1234567", Scheme: mc.IdentStudentID}, {Value: "ida@mail.example", Scheme: mc.IdentEmail}}
	p.Contacts = []mc.ContactPoint{{Phone: []string{"secret-2"}}, {Email: []string{"ida@home.example"}, Phone: []string{"secret-3"}, Addresses: []mc.Address{{Full: mc.Text("sv", "secret-4")}}}}
	p.Locations = []mc.Location{{Name: mc.Text("sv", "secret-5")}}
	p.Person.BirthName, p.Person.Gender.Label = mc.Text("sv", "secret-6"), mc.Text("sv", "secret-7")
	p.Person.BirthPlace = &mc.Location{Name: mc.Text("sv", "secret-8")}
	c.Residue = mc.Residue{Format: {"/credentialSubject/dateOfBirth": `"secret-9"`}, "ob3": {"/credentialSubject/0/address/x": `"secret-10"`}}

	doc, report, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	whole := doc.String()
	for attached := range doc.Get("attachment").Each() {
		content, err := base64.StdEncoding.DecodeString(attached.Get("content").Text())
		require.NoError(t, err)
		whole += string(content)
	}
	require.NotContains(t, whole, "secret-")
	require.False(t, doc.Lookup("/credentialSubject/dateOfBirth").Exists())
	require.Equal(t, `"s1234567"`, doc.Lookup("/credentialSubject/identifier/notation").Raw())
	require.Contains(t, doc.Lookup("/credentialSubject/contactPoint").Raw(), "mailto:ida@mail.example")
	require.Contains(t, doc.Lookup("/credentialSubject/contactPoint").Raw(), "mailto:ida@home.example")
	dropped := 0
	for _, l := range report.Leaves {
		if l.Reason == mc.ReasonPersonal {
			require.Equal(t, mc.KindDropped, l.Kind)
			dropped++
		}
	}
	require.Equal(t, 12, dropped)
	require.Equal(t, mc.KindTransformed, leafAt(t, report, "learner.party.identifiers[2].value").Kind)
	require.Equal(t, mc.KindTransformed, leafAt(t, report, "learner.party.identifiers[2].scheme").Kind)
	back, _ := decoded(t, doc)
	require.Equal(t, newEncoder(c, EncodeOptions{}).expectedModel(back).Learner, back.Learner)

	doc, _, err = Encode(c, EncodeOptions{PersonalData: true})
	require.NoError(t, err)
	require.True(t, doc.Lookup("/credentialSubject/dateOfBirth").Exists())
}

// The export of the Commission's present builder has no issuer: it is read
// completely, and the error names the option that supplies one.
func TestBuilderExport(t *testing.T) {
	doc := unsealed(t, testkit.ReadShared(t, "data", "samples", "pair", "edc-builder-export.json"))
	c, report := decoded(t, doc)
	require.Equal(t, mc.Party{}, c.Envelope.Issuer)
	require.Equal(t, "Digital micro-credential creation", c.Title().In("en")[0])
	require.NotEmpty(t, c.Award.Awarding.Bodies)
	require.Empty(t, c.Residue[Format])
	require.False(t, c.Envelope.Issued.IsZero())
	require.NotEmpty(t, report.Leaves)

	_, _, err := Encode(c, EncodeOptions{})
	require.ErrorContains(t, err, "or give the issuer with EncodeOptions.Issuer.")
	out, _, err := Encode(c, EncodeOptions{Issuer: &mc.Party{Name: mc.Text("en", "Learning Provider")}, IssuerCountry: "IE"})
	require.NoError(t, err)
	require.Equal(t, "Learning Provider", out.Lookup("/issuer/legalName/en").Text())
	require.NotContains(t, out.String(), "sender@")
	require.Empty(t, Check(out))
}

// An issuer without a name is given one with the options, and awards then too, if
// nobody else is said to.
func TestIssuerOfTheOptions(t *testing.T) {
	c := foreign(t)
	c.Envelope.Issuer.Name = nil
	_, _, err := Encode(c, EncodeOptions{})
	require.ErrorContains(t, err, "Supply envelope.issuer.name, or give the issuer with EncodeOptions.Issuer.")
	doc, _, err := Encode(c, EncodeOptions{Issuer: &mc.Party{ID: c.Envelope.Issuer.ID, Name: mc.Text("sv", "Skolan")}, IssuerCountry: "SE"})
	require.NoError(t, err)
	require.Equal(t, "Skolan", doc.Lookup("/issuer/legalName/sv").Text())
	require.Equal(t, "Skolan", doc.Lookup(bodyAt+"/legalName/sv").Text())
}

// The picture of the options is a page that is shown.
func TestImageOfTheOptions(t *testing.T) {
	var drawn bytes.Buffer
	require.NoError(t, png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 2, 3))))
	doc, report, err := Encode(foreign(t), EncodeOptions{Image: &mc.Media{Content: drawn.Bytes(), MediaType: "image/png"}})
	require.NoError(t, err)
	const at = "/displayParameter/individualDisplay/displayDetail/image/content"
	require.Equal(t, base64.StdEncoding.EncodeToString(drawn.Bytes()), doc.Lookup(at).Text())
	require.Contains(t, addedAt(report), at+" defaulted")
}

// A configured page that is no picture is refused, and not left out as if none had
// been given; so is one that claims to be larger than a viewer can unpack.
func TestConfiguredPageMustBeAPicture(t *testing.T) {
	bomb := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x06\x00\x00\x00")
	bomb = binary.BigEndian.AppendUint32(bomb, crc32.ChecksumIEEE(bomb[12:]))
	for name, content := range map[string][]byte{
		"text": []byte("hello"), "empty": nil, "svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "cut off": []byte("\x89PNG\r\n\x1a\n"), "bomb": bomb,
	} {
		_, _, err := Encode(foreign(t), EncodeOptions{Image: &mc.Media{Content: content}})
		var wrong *mc.EncodeError
		require.ErrorAs(t, err, &wrong, name)
		require.Equal(t, "ELM-PICTURE", wrong.Rule.Code, name)
	}
}
