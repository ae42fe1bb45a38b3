package edc

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func requireSafe(tb testing.TB, doc vc.Document) {
	tb.Helper()
	_, err := jsonld.Dataset(context.Background(), doc.Root(), jsonld.Options{})
	require.NoError(tb, err, "JSON-LD safe mode")
}

// law is the law of the codec with some options. A document states a few
// things for itself, and without residue a value may stand in another place.
func law(opts EncodeOptions) mapping.Law {
	l := mapping.Law{
		Encode:   func(c *mc.Credential) (vc.Document, *mc.Report, error) { return Encode(c, opts) },
		Decode:   func(doc vc.Document) (*mc.Credential, *mc.Report, error) { return Decode(doc, DecodeOptions{}) },
		Lossless: !opts.WithoutResidue,
		Withheld: func(l mc.Leaf) bool { return l.Reason == mc.ReasonPersonal },
		Place: func(c *mc.Credential) func(mc.Path) (mc.Path, bool) {
			e := newEncoder(c, opts)
			_ = e.fillCopy()
			_, _ = e.writeDocument(nil)
			return e.placeOf
		},
	}
	if l.Lossless {
		l.Expected = func(c, back *mc.Credential) *mc.Credential { return newEncoder(c, opts).expectedModel(back) }
	}
	return l
}

// With residue, reading gives back what was written; without, what does not
// come back is what the report says is dropped.
func TestLaw(t *testing.T) {
	for _, m := range models {
		t.Run(m.name, func(t *testing.T) {
			for _, m.opts.WithoutResidue = range []bool{false, true} {
				written, err := law(m.opts).Check(m.make(t))
				require.NoError(t, err)
				require.True(t, written)

				doc, report, err := Encode(m.make(t), m.opts)
				require.NoError(t, err)
				if m.opts.Flavour == EBSI { // no JSON-LD, by its contexts
					require.Empty(t, newEncoder(m.make(t), m.opts).checkWritten(doc))
				} else {
					require.Empty(t, Check(doc))
					requireSafe(t, doc)
				}
				t.Log(report.Summary(), len(doc.String()))
				again, _, err := Encode(m.make(t), m.opts)
				require.NoError(t, err)
				require.Equal(t, doc.String(), again.String(), "encoding is deterministic")
				if !m.opts.WithoutResidue {
					back, _ := decoded(t, doc)
					require.Equal(t, newEncoder(m.make(t), m.opts).expectedModel(back), back, "to the last field")
				}
				for _, l := range report.Leaves {
					require.False(t, m.opts.WithoutResidue && l.Kind == mc.KindResidue, l.Canonical)
				}
			}
		})
	}
}

// Any values anywhere come back, if a document can be made of them.
func TestLawOfRandomModels(t *testing.T) {
	kept := 0
	for seed := range uint64(100) {
		c := writable(mapping.Random(seed))
		c.Envelope.Issuer.Name, c.Definition.Title, c.Learner.ID = mc.Text("nb", "Vestre Ås"), mc.Text("nb", "Grønn energi"), "did:key:z6Mk"
		c.Envelope.ValidFrom = instantOf(t, "2026-01-02T03:04:05Z")
		mapping.Prune(c)
		written, err := law(EncodeOptions{WithoutResidue: seed%4 == 3, PersonalData: true}).Check(c)
		require.NoError(t, err, seed)
		if written {
			kept++
		}
	}
	t.Log(kept)
}

// The samples that state what ELM requires come back as they were read; of the
// others the error says what they lack.
func TestSamplesThereAndBack(t *testing.T) {
	tests := []struct {
		dir, file string
		native    int // of the values; the others are residue
		values    int
		added     int
		missing   []string
	}{
		{"elm", "Sample-CertOfPart-signed.jsonld", 182, 182, 0, nil},
		{"elm", "Sample-CertOfPart-unsigned-uploadable.json", 139, 139, 0, nil},
		{"elm", "Sample-CertOfPart-unsigned.jsonld", 139, 139, 0, nil},
		{"elm", "Sample-MC-Annex1-signed.jsonld", 293, 293, 0, nil},
		{"elm", "Sample-MC-Annex1-unsigned-uploadable.json", 250, 250, 0, nil},
		{"elm", "Sample-MC-Annex1-unsigned.jsonld", 250, 250, 0, nil},
		{"elm", "credential-jws-invalid.jsonld", 0, 0, 0, []string{"envelope.issuer.locations"}},
		{"elm", "credential-sample.jsonld", 48, 49, 11, nil},
		{"elm", "credential-signed.jsonld", 111, 117, 0, nil},
		{"elm", "signed_credential.jsonld", 111, 117, 0, nil},
		{"elm", "cred_noLegalName_shouldFail.jsonld", 1538, 1553, 19, nil},
		{"elm", "credential_shouldValidate.jsonld", 1526, 1542, 4, nil},
		{"elm-ebsi", "DigiComp Generic.json", 118, 120, 0, nil},
		{"elm-ebsi", "Microcredential - Data and software business.json", 246, 248, 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			c, _, err := Decode(unsealed(t, testkit.ReadShared(t, "data", "samples", tt.dir, tt.file)), DecodeOptions{})
			require.NoError(t, err)
			doc, report, err := Encode(c, EncodeOptions{PersonalData: true})
			if tt.missing != nil {
				for _, pointer := range tt.missing {
					require.ErrorContains(t, err, "ELM-REQUIRED at "+pointer+":")
				}
				return
			}
			require.NoError(t, err)
			require.Empty(t, broken(doc))
			requireSafe(t, doc)
			back, _ := decoded(t, doc)
			require.Equal(t, c, back)
			s := report.Summary()
			t.Log(s)
			require.Equal(t, []int{tt.native, tt.values, tt.added}, []int{s.Native, s.Read, s.Added})
		})
	}
}

func TestConfiguredCountry(t *testing.T) {
	c := foreign(t)
	c.Envelope.Issuer.Locations = nil
	doc, report, err := Encode(c, EncodeOptions{IssuerCountry: "se", PersonalData: true})
	require.NoError(t, err)
	const country = "/issuer/location/address/countryCode/id"
	require.Equal(t, mc.SchemeCountry+"/SWE", doc.Lookup(country).Text())
	require.Contains(t, addedAt(report), country+" defaulted")
	require.Equal(t, mc.SchemeCountry+"/SWE", doc.Lookup("/credentialSubject/hasClaim/awardedBy/awardingBody/location/address/countryCode/id").Text())
	back, _ := decoded(t, doc)
	require.Equal(t, c, back, "what was configured is not what the credential states")
}

func addedAt(report *mc.Report) (out []string) {
	for _, l := range report.Leaves {
		if l.Added {
			out = append(out, l.Target[0]+" "+string(l.Kind))
		}
	}
	return out
}

func TestDraftOfAForeignCredential(t *testing.T) {
	doc, report, err := Encode(foreign(t), EncodeOptions{PersonalData: true})
	require.NoError(t, err)
	claim := "/credentialSubject/hasClaim"
	for pointer, want := range map[string]string{
		"/@context":                            `["https://www.w3.org/2018/credentials/v1","http://data.europa.eu/snb/model/context/edc-ap"]`,
		"/type":                                `["VerifiableCredential","EuropeanDigitalCredential"]`,
		"/id":                                  `"https://norraby.example/badges/1"`,
		"/issued":                              `"2026-06-12T09:30:00Z"`,
		"/issuer/type":                         `"Organisation"`,
		"/issuer/id":                           `"did:web:norraby.example"`,
		"/issuer/identifier/schemeName":        `"SCHAC"`,
		"/issuer/vatIdentifier/type":           `"LegalIdentifier"`,
		"/credentialProfiles/id":               `"http://data.europa.eu/snb/credential/e34929035b"`,
		"/credentialSchema/id":                 `"http://data.europa.eu/snb/model/ap/edc-generic-full"`,
		"/credentialStatus":                    ``,
		"/evidence":                            ``,
		"/displayParameter/title":              `{"sv":"Svetsning","en":"Welding"}`,
		"/displayParameter/primaryLanguage/id": `"http://publications.europa.eu/resource/authority/language/ENG"`,
		"/displayParameter/individualDisplay/displayDetail/page":          `1`,
		"/displayParameter/individualDisplay/displayDetail/image/content": `"iVBORw0KGgpyZXN0"`,
		"/credentialSubject/dateOfBirth":                                  `"1999-10-02T00:00:00+02:00"`,
		"/credentialSubject/fullName":                                     `{"fi":"Säde Äijälä"}`,
		"/credentialSubject/identifier/notation":                          `"s1234567"`,
		claim + "/title":                                                  `{"sv":"Svetsning","en":"Welding"}`,
		claim + "/specifiedBy/type":                                       `"Qualification"`,
		claim + "/specifiedBy/eqfLevel/id":                                `"http://data.europa.eu/snb/eqf/5"`,
		claim + "/specifiedBy/volumeOfLearning":                           `"PT60H"`,
		claim + "/specifiedBy/maximumDuration":                            ``,
		claim + "/specifiedBy/mode/id":                                    `"http://data.europa.eu/snb/learning-assessment/920fbb3cbe"`,
		claim + "/specifiedBy/provenBy/dcType/id":                         `"http://data.europa.eu/snb/assessment/6a4db9f11d"`,
		claim + "/provenBy/grade/noteLiteral":                             `{"en":"VG"}`,
		claim + "/provenBy/idVerification/id":                             `"http://data.europa.eu/snb/supervision-verification/44314532f9"`,
		claim + "/provenBy/assessedBy/type":                               `"Agent"`,
		claim + "/influencedBy/title":                                     `{"en":"internship"}`,
		claim + "/additionalNote/0/noteLiteral":                           `{"sv":"Se webben"}`,
		"/attachment/0/title":                                             `{"sv":"Bilaga"}`,
		"/attachment/1/title":                                             `{"en":"Interoperability data"}`,
	} {
		require.Equal(t, want, doc.Lookup(pointer).Raw(), pointer)
	}
	require.Equal(t, doc.Lookup(claim+"/awardedBy").Raw(), doc.Lookup(claim+"/provenBy/awardedBy").Raw())
	require.Equal(t, mc.SeverityWarning, report.Worst(), "credits without a framework")
	added := addedAt(report)
	require.Contains(t, added, "/displayParameter/primaryLanguage/id synthesised")
	require.NotContains(t, strings.Join(added, " "), "/validFrom")
}

func TestConversions(t *testing.T) {
	original := []byte(`{"original":true}`)
	doc, report, err := Encode(converted(t, original), EncodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "http://data.europa.eu/snb/credential/c_7e400154", doc.Lookup("/credentialProfiles/id").Text())
	require.Equal(t, "http://data.europa.eu/snb/model/ap/edc-converted", doc.Lookup("/credentialSchema/id").Text())
	require.Equal(t, "http://data.europa.eu/snb/evidence-type/c_c4f849d7", doc.Lookup("/evidence/dcType/id").Text())
	require.Equal(t, "eyJvcmlnaW5hbCI6dHJ1ZX0=", doc.Lookup("/evidence/embeddedEvidence/content").Text())
	require.Contains(t, doc.Lookup("/evidence/evidenceStatement").Text(), "by mikromerit 0.1.0, on 2026-11-21")
	require.Contains(t, doc.Lookup("/evidence/evidenceStatement").Text(), "found it valid")
	require.Equal(t, 1, strings.Count(doc.String(), "eyJvcmlnaW5hbCI6dHJ1ZX0="), "the original is in the document once")
	for _, member := range []string{"issued", "issuanceDate", "credentialStatus", "proof"} {
		require.False(t, doc.Get(member).Exists(), member)
	}
	require.Regexp(t, `^urn:credential:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, doc.Get("id").Text())
	for _, l := range report.Leaves {
		if !l.Added && l.Canonical[0].Under("envelope.status") {
			require.Equal(t, mc.CarriedByOriginal, l.CarriedBy)
		}
	}
	back, _ := decoded(t, doc)
	require.Equal(t, original, back.Provenance[0].SourceBytes)
	require.Empty(t, back.Envelope.Status)

	doc, _, err = Encode(converted(t, nil), EncodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "http://data.europa.eu/snb/model/ap/edc-generic-full", doc.Lookup("/credentialSchema/id").Text())
	require.Contains(t, doc.Lookup("/credentialSubject/hasClaim/additionalNote/1/noteLiteral/en").Text(), "Converted from a credential in the format ob3")

	doc, report, err = Encode(converted(t, original), EncodeOptions{WithoutResidue: true})
	require.NoError(t, err)
	require.Equal(t, 1, doc.Get("attachment").Len())
	for _, l := range report.Leaves {
		require.NotEqual(t, mc.KindResidue, l.Kind)
		require.False(t, l.Kind == mc.KindDropped && !l.Added, "%v is in the original", l.Canonical)
	}
}

// A residue that has a place in ELM is put back there, one without is kept.
func TestResidueIsRestored(t *testing.T) {
	text := strings.Replace(ownCredential, `"title": {"nb": "Praksis på anlegg"},`,
		`"title": {"nb": "Praksis på anlegg"}, "schemeId": "https://vestre-aas.example/x", "proves": {"type": "LearningAchievement"}, "colour": "blue", "isPartOf": "urn:epass:activity:9",`, 1)
	text = strings.Replace(text, `"specifiedBy": {"id": "urn:epass:learningActivitySpec:1"`, `"specifiedBy": [{"id": "urn:epass:learningActivitySpec:1"`, 1)
	text = strings.Replace(text, `"contactHour": ["24", "PT2H"]}`, `"contactHour": ["24", "PT2H"]}, null]`, 1)
	text = strings.Replace(text, `"dialNumber": "00000000", "countryDialing"`, `"phoneNumber": "+47 00000000", "countryDialing"`, 1)
	c, _ := decoded(t, document(t, text))
	const activity, parts = "/credentialSubject/hasClaim/0/influencedBy", "/credentialSubject/contactPoint/phone/countryDialing"
	require.Equal(t, []string{parts, activity + "/colour", activity + "/isPartOf", activity + "/proves", activity + "/schemeId"}, c.Residue.Pointers(Format))

	doc, report, err := Encode(c, EncodeOptions{PersonalData: true})
	require.NoError(t, err)
	require.Equal(t, c.Residue[Format][parts], doc.Lookup(parts).Raw())
	require.False(t, doc.Lookup(activity+"/schemeId").Exists(), "no activity has it")
	require.False(t, doc.Lookup(activity+"/colour").Exists(), "JSON-LD would lose it")
	require.False(t, doc.Lookup(activity+"/isPartOf").Exists(), "the id means another node here")
	require.False(t, doc.Lookup(activity+"/proves").Exists(), "it breaks a rule")
	requireSafe(t, doc)
	back, _ := decoded(t, doc)
	require.Equal(t, c, back)
	kinds := map[string]mc.Kind{}
	for _, l := range report.Leaves {
		if len(l.Canonical) == 1 && l.Canonical[0].Under("residue") {
			kinds[string(l.Canonical[0])] = l.Kind
		}
	}
	require.Equal(t, map[string]mc.Kind{
		string(mc.ResiduePath(Format, parts)):                mc.KindExact,
		string(mc.ResiduePath(Format, activity+"/schemeId")): mc.KindResidue,
		string(mc.ResiduePath(Format, activity+"/colour")):   mc.KindResidue,
		string(mc.ResiduePath(Format, activity+"/isPartOf")): mc.KindResidue,
		string(mc.ResiduePath(Format, activity+"/proves")):   mc.KindResidue,
	}, kinds)
}

// broken returns the requirements that a draft breaks. That it names a schema of
// which nobody here knows is none.
func broken(doc vc.Document) []vc.Problem {
	return slices.DeleteFunc(Check(doc), func(p vc.Problem) bool { return p.Rule.Level != vc.Must })
}

// An id has one body, and equal bodies one id.
func TestIDs(t *testing.T) {
	for _, m := range models {
		doc, _, err := Encode(m.make(t), m.opts)
		require.NoError(t, err)
		bodies := map[string]string{}
		var scan func(v jsontree.Value)
		scan = func(v jsontree.Value) {
			if id := v.Get("id").Text(); id != "" && !isReference(v) && v.Get("type").Text() != "Concept" {
				if body, seen := bodies[id]; seen {
					require.Equal(t, body, v.Raw(), id)
				}
				bodies[id] = v.Raw()
			}
			for i := range v.Len() {
				scan(v.At(i))
			}
		}
		scan(doc.Root())
	}
}

// A credential without a picture gets a page that a person can read, in its own
// language; one with a picture shows that.
func TestPageOfACredentialWithoutPicture(t *testing.T) {
	c := foreign(t)
	c.Envelope.Display.Pages, c.Envelope.Image, c.Definition.Image, c.Award.Image = nil, nil, nil, nil
	shown := func() image.Image {
		doc, _, err := Encode(c, EncodeOptions{IssuerCountry: "NO"})
		require.NoError(t, err)
		_, content, _ := strings.Cut(doc.Get("displayParameter").Raw(), `"content":"`)
		content, _, _ = strings.Cut(content, `"`)
		raw, err := base64.StdEncoding.DecodeString(content)
		require.NoError(t, err)
		picture, err := png.Decode(bytes.NewReader(raw))
		require.NoError(t, err)
		return picture
	}
	first := shown()
	require.Greater(t, first.Bounds().Dx()*first.Bounds().Dy(), 500_000)
	c.Award.Title, c.Definition.Title = mc.Text("nb", "Noe annet"), mc.Text("nb", "Noe annet")
	require.NotEqual(t, first, shown(), "the title stands on it")
}

// An id that names a node of another document is not written as a reference:
// here it would name another node.
func TestLocalIDsAreNoReferences(t *testing.T) {
	c := foreign(t)
	c.Envelope.Issuer.Identifiers[0].Creator = "urn:epass:org:1"
	doc, report, err := Encode(c, EncodeOptions{PersonalData: true})
	require.NoError(t, err)
	require.Equal(t, `"SCHAC"`, doc.Lookup("/issuer/identifier/schemeName").Raw())
	require.False(t, doc.Lookup("/issuer/identifier/creator").Exists())
	for _, l := range report.Leaves {
		if !l.Added && l.Canonical[0] == "envelope.issuer.identifiers[0].creator" {
			require.Equal(t, mc.KindResidue, l.Kind)
		}
	}
	back, _ := decoded(t, doc)
	require.Equal(t, c, back)
}
