package clr

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func instant(tb testing.TB, s string) mc.Instant {
	tb.Helper()
	i, err := mc.ParseInstant(s)
	require.NoError(tb, err)
	return i
}

// claimOf is the claim of a course.
func claimOf(tb testing.TB, n int, parts ...mc.Claim) mc.Claim {
	tb.Helper()
	return mc.Claim{
		Definition: mc.Definition{
			ID: fmt.Sprintf("https://norraby.example/kurs/%d", n), Title: mc.Text("sv", fmt.Sprintf("Kurs %d", n)),
			Description: mc.Text("sv", fmt.Sprintf("Innehållet i kurs %d.", n)), Criteria: mc.Criteria{Narrative: mc.Note{Text: mc.Text("sv", "Godkänt prov."), Format: "text/markdown"}},
		},
		Award: mc.Award{
			ID: fmt.Sprintf("https://norraby.example/bevis/%d", n), Title: mc.Text("sv", fmt.Sprintf("Bevis %d", n)), Description: mc.Text("sv", "Ett bevis."),
			Awarding: mc.Awarding{On: instant(tb, fmt.Sprintf("2026-05-%02dT12:00:00Z", n)), Bodies: []mc.Party{{ID: "did:web:norraby.example", Kind: mc.PartyOrganisation, Name: mc.Text("sv", "Norraby")}}},
			Parts:    parts,
		},
	}
}

// transcript is a diploma of three courses, one of which has a part, and a course
// beside it.
func transcript(tb testing.TB) *mc.Credential {
	tb.Helper()
	first := claimOf(tb, 1, claimOf(tb, 2), claimOf(tb, 3, claimOf(tb, 4)), claimOf(tb, 5))
	language, _ := mc.LanguageConcept("sv")
	return &mc.Credential{
		Envelope: mc.Envelope{
			ID: "https://norraby.example/utdrag/1", Issuer: mc.Party{ID: "did:web:norraby.example", Kind: mc.PartyOrganisation, Name: mc.Text("sv", "Norraby")},
			ValidFrom: instant(tb, "2026-06-12T09:30:00Z"), ValidUntil: instant(tb, "2036-06-12T09:30:00Z"),
			Display: mc.Display{Title: mc.Text("sv", "Studieutdrag"), Primary: language},
		},
		Learner:    mc.Learner{ID: learner, Party: mc.Party{Kind: mc.PartyPerson, Person: &mc.Person{FullName: mc.Text("sv", "Åke Ö")}, Contacts: []mc.ContactPoint{{Email: []string{"ake@norraby.example"}}}}},
		Definition: first.Definition, Award: first.Award, Others: []mc.Claim{claimOf(tb, 6)},
	}
}

// law is the law of the round trip: that of badges, for a record. Beside their
// exceptions, the record has the id of each badge that the claim has none for.
func law(opts badge.EncodeOptions) mapping.Law {
	return mapping.Law{
		Encode:   func(c *mc.Credential) (vc.Document, *mc.Report, error) { return Encode(c, opts) },
		Decode:   func(doc vc.Document) (*mc.Credential, *mc.Report, error) { return Decode(doc, badge.DecodeOptions{}) },
		Lossless: opts.Extension && !opts.WithoutResidue,
		Own:      func(at mc.Path) bool { return at == "envelope.id" || at == "envelope.issuer.id" },
		Withheld: func(l mc.Leaf) bool {
			return strings.HasPrefix(l.Reason, "personal data that a badge does not need") || l.Kind == mc.KindDropped && strings.HasPrefix(l.Reason, "it belongs to the source document")
		},
		Closes: true,
	}
}

func requireLaw(tb testing.TB, c *mc.Credential, opts badge.EncodeOptions) bool {
	tb.Helper()
	written, err := law(opts).Check(c)
	require.NoError(tb, err)
	return written
}

var plain, whole = badge.EncodeOptions{}, badge.EncodeOptions{Extension: true, PersonalData: true}

// A record gives back the claims, where they stood, and what the credential says of
// itself.
func TestTheTranscriptComesBack(t *testing.T) {
	c := transcript(t)
	require.True(t, requireLaw(t, c, plain))
	require.True(t, requireLaw(t, c, whole))
	doc, _, err := Encode(c, plain)
	require.NoError(t, err)
	require.Empty(t, codes(Check(doc)))
	back, _, err := Decode(doc, badge.DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, c, back)
}

// Leaving out any one thing changes nothing about the law.
func TestLawWithoutAnyField(t *testing.T) {
	total := mapping.ChangeNth(transcript(t), -1, nil)
	for i := 1; i < total; i += 3 {
		c := transcript(t)
		mapping.ChangeNth(c, i, func(v reflect.Value) { v.SetZero() })
		requireLaw(t, c, plain)
		requireLaw(t, c, whole)
	}
}

func TestLawOfRandomModels(t *testing.T) {
	kept := 0
	for seed := range uint64(60) {
		c, base := mapping.Random(seed), transcript(t)
		c.Envelope.Issuer.ID, c.Envelope.ValidFrom, c.Learner.ID = base.Envelope.Issuer.ID, base.Envelope.ValidFrom, base.Learner.ID
		c.Definition.Title = base.Definition.Title
		for i := range c.Others {
			c.Others[i].Definition.Title = base.Definition.Title
		}
		if requireLaw(t, c, whole) {
			kept++
		}
		requireLaw(t, c, plain)
	}
	t.Log(kept)
	require.Greater(t, kept, 20)
}

// What another party makes of a credential names the original issuer as the source of
// each award.
func TestLawOfThirdParties(t *testing.T) {
	opts := badge.EncodeOptions{Extension: true, PersonalData: true, Authority: mc.ThirdParty, IssuerID: "did:web:konverter.example"}
	l := law(opts)
	l.Own = func(at mc.Path) bool { return at == "envelope.id" || at.Under("envelope.issuer") }
	l.Lossless = false
	written, err := l.Check(converted(t))
	require.NoError(t, err)
	require.True(t, written)
	doc, _, err := Encode(converted(t), opts)
	require.NoError(t, err)
	for one := range doc.Lookup(atHeld).Elements() {
		require.Equal(t, "did:web:konverter.example", one.Get("issuer").Get("id").Text())
		require.True(t, strings.HasPrefix(one.Get("id").Text(), "urn:uuid:"), "a new statement has a new id")
	}
	require.Equal(t, "did:web:konverter.example", doc.Lookup("/issuer/id").Text())
	require.NotEmpty(t, doc.Lookup("/evidence/0/digestMultibase").Text(), "where the record comes from")
	require.False(t, doc.Lookup(atHeld+"/0/evidence").Exists())
}

// converted is the transcript as it comes out of another document.
func converted(tb testing.TB) *mc.Credential {
	c := transcript(tb)
	c.Provenance = []mc.Provenance{{Kind: mc.ConvertedFrom, SourceFormat: "edc", Digest: mc.Digest{SHA256: strings.Repeat("9f", 32)}}}
	return c
}

// What is written keeps the rules, says nothing that JSON-LD loses, and fits the
// published schema, which is of an earlier edition: with the dates of the data model
// 1.1 and without the identity type of a name.
func TestRecordsFitWhatIsPublished(t *testing.T) {
	schema := publishedSchema(t)
	records := []*mc.Credential{transcript(t), converted(t), {Envelope: transcript(t).Envelope, Learner: transcript(t).Learner, Definition: claimOf(t, 1).Definition}}
	total := mapping.ChangeNth(transcript(t), -1, nil)
	for i := 1; i < total; i += 9 {
		c := transcript(t)
		mapping.ChangeNth(c, i, func(v reflect.Value) { v.SetZero() })
		records = append(records, c)
	}
	for seed := range uint64(25) {
		c := mapping.Random(seed)
		c.Envelope.Issuer.ID, c.Envelope.ValidFrom, c.Learner.ID, c.Definition.Title = "did:web:norraby.example", transcript(t).Envelope.ValidFrom, learner, mc.Text("sv", "Kurs")
		for i := range c.Others {
			c.Others[i].Definition.Title = mc.Text("sv", "Kurs")
		}
		records = append(records, c)
	}
	n := 0
	for _, c := range records {
		for _, opts := range []badge.EncodeOptions{plain, whole} {
			doc, _, err := Encode(c, opts)
			if err != nil {
				continue
			}
			n++
			for _, p := range Check(doc) {
				require.NotEqual(t, vc.Must, p.Rule.Level, "%s\n%s", p.Error(), doc)
				require.Contains(t, []string{"CLR2-ASSOCIATION", "OB3-RESULT-VALUE"}, p.Code(), p.Error())
			}
			old := strings.NewReplacer(`"validFrom"`, `"issuanceDate"`, `"validUntil"`, `"expirationDate"`, `"identityType":"name"`, `"identityType":"ext:name"`).Replace(doc.String())
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(old))
			require.NoError(t, err)
			require.NoError(t, schema.Validate(instance), doc.String())
		}
	}
	require.Greater(t, n, 40)
}

// A record has no text of its own, so what a credential says beside its claims is
// read from the criteria of its main badge, and from nowhere else.
func TestTheMainBadgeTellsOfTheRecord(t *testing.T) {
	c := transcript(t)
	c.Envelope.Issued = instant(t, "2026-06-13T10:00:00+02:00")
	c.Envelope.Identifiers = []mc.Identifier{{Value: "2026/17"}}
	c.Further = []mc.Note{{Text: mc.Text("sv", "Kursen ges även på engelska.")}}
	c.Envelope.Evidence = []mc.Evidence{{Title: mc.Text("sv", "Loggbok"), URL: "https://norraby.example/loggbok", Accreditation: &mc.QualityAssurance{Title: mc.Text("sv", "Granskad")}}}
	require.True(t, requireLaw(t, c, plain))
	doc, report, err := Encode(c, plain)
	require.NoError(t, err)
	back, _, err := Decode(doc, badge.DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, c, back)
	held := doc.Lookup(atHeld)
	require.Contains(t, held.At(0).Raw(), "Kursen ges även")
	require.NotContains(t, held.At(1).Raw(), "Kursen ges även")
	require.Equal(t, "https://norraby.example/loggbok", held.At(0).Lookup("/evidence/0/id").Text(), "evidence is where its list of facts is")
	require.False(t, doc.Get("evidence").Exists())
	for _, l := range report.Leaves {
		require.NotEqual(t, mc.KindDropped, l.Kind, "%v: %s", l.Canonical, l.Reason)
	}
}

// A record with terms of the extension names the schema of records, and its badges
// that of badges.
func TestRecordsWithTheExtensionNameTheirSchema(t *testing.T) {
	doc, _, err := Encode(transcript(t), whole)
	require.NoError(t, err)
	require.Equal(t, recordSchema, doc.Lookup("/credentialSchema/0/id").Text())
	require.Equal(t, badge.ExtensionSchema, doc.Lookup("/credentialSchema/1/id").Text())
	require.Equal(t, badge.BadgeSchema, doc.Lookup(atHeld+"/0/credentialSchema/0/id").Text())
	back, _, err := Decode(doc, badge.DecodeOptions{})
	require.NoError(t, err)
	require.Empty(t, back.Envelope.Schemas)
}
