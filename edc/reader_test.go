package edc

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func document(tb testing.TB, text string) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

// small returns a credential whose subject has one achievement with the given
// members.
func small(members string) string {
	return `{"type": ["VerifiableCredential", "EuropeanDigitalCredential"], "credentialSubject": {"type": "Person", "hasClaim": {"type": "LearningAchievement", ` + members + `}}}`
}

func TestDecodeOwn(t *testing.T) {
	c, report := decoded(t, document(t, ownCredential))

	e := c.Envelope
	require.Equal(t, "urn:credential:5b1f2f0c-5a39-4e0c-8d9a-6f6a50b3a001", e.ID)
	require.Equal(t, "2026-05-04T12:00:00+02:00", e.Issued.String())
	require.Equal(t, "2031-05-03T22:00:00Z", e.ValidUntil.String(), "from expirationDate alone")
	require.Equal(t, []mc.SchemaRef{{ID: "http://data.europa.eu/snb/model/ap/edc-generic-full", Type: "ShaclValidator2017"}}, e.Schemas)
	require.Equal(t, "VÅ-2026-017", e.Identifiers[0].Value)
	require.Len(t, e.Display.Pages, 2)
	require.Equal(t, 2, e.Display.Pages[1].Page)
	require.Equal(t, "image/png", e.Display.Pages[1].Image.MediaType)
	require.Same(t, &e.Display.Pages[0].Image.Content[0], &e.Issuer.Logo.Content[0], "repeated files share their bytes")
	require.Equal(t, mc.PartyOrganisation, e.Issuer.Kind)
	require.Empty(t, e.Issuer.ID, "urn:epass:org:1 identifies nobody")
	require.Equal(t, "NO", e.Issuer.Countries()[0].Alpha2)
	require.Equal(t, []mc.IdentifierScheme{mc.IdentEIDAS}, schemes(e.Issuer))

	l := c.Learner
	require.Equal(t, "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", l.ID)
	require.Equal(t, "1999-10-02", l.Party.Person.BirthDate.String())
	require.Equal(t, "1999-10-01T22:00:00Z", l.Party.Person.BirthInstant.String())
	require.Equal(t, []string{"siri@vestre-aas.example"}, l.Party.Contacts[0].Email)
	require.Equal(t, []string{"+47 00000000"}, l.Party.Contacts[0].Phone)
	require.Equal(t, "FI", l.Party.Person.Citizenship[1].Alpha2)
	require.Equal(t, "Siri Nordahl", l.Party.DisplayName()[0].Text)

	f := c.Definition
	require.Equal(t, "https://vestre-aas.example/courses/havbruk", f.ID)
	require.Equal(t, mc.Yes, f.Qualification)
	require.Equal(t, []string{"sáhttá árvvoštallat čázi kvalitehta"}, f.Outcomes[0].Title.In("se"))
	require.Empty(t, f.Outcomes[0].Skills[0].Notation, "the name of the list is no code")
	require.Equal(t, "studiepoeng", f.Workload[0].Framework.String())
	require.Empty(t, f.Workload[0].Framework.IRI, "the framework of a school of its own is not ECTS")
	require.Equal(t, "2.5", f.Workload[0].Amount.String())
	require.Equal(t, []mc.WorkloadKind{mc.WorkloadCredits, mc.WorkloadNotional, mc.WorkloadMaxDuration}, kinds(f.Workload))
	require.EqualValues(t, 5, f.Levels[0].EQF)
	require.Equal(t, mc.LevelNQF, f.Levels[1].Kind)
	require.Equal(t, "NKR", f.Levels[1].Framework.Notation)
	require.Zero(t, f.Levels[1].EQF, "not derived from the national level")
	require.Equal(t, mc.ParticipationOnline, f.Participation[0].Form)
	require.Equal(t, mc.ParticipationWork, f.Participation[1].Form)
	require.Equal(t, mc.SettingNonFormal, f.Setting.Kind)
	require.Equal(t, "Tilsyn for fagskoler", f.Quality[0].Agent.Name[0].Text)
	require.Equal(t, mc.Yes, f.Stackability.PartialQualification)
	require.Equal(t, "https://vestre-aas.example/programmes/aquaculture", f.Stackability.Into[0].ID)
	require.Equal(t, "Fagbrev eller realkompetanse.", f.Prerequisites[0].Note.Text[0].Text)

	a := c.Award
	require.Equal(t, []string{"nb", "sv", "fi"}, a.Title.Tags())
	require.Equal(t, "2026-04-30T00:00:00+02:00", a.Awarding.On.String())
	require.Nil(t, a.Assessments[0].Awarding, "the copy of the claim's process")
	require.Equal(t, []string{"Hyväksytty"}, a.Assessments[0].Grade.Text.In("fi"))
	require.Equal(t, mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Concept: a.Assessments[0].Supervision.Concept}, a.Assessments[0].Supervision)
	require.Equal(t, "P60M", a.Activities[0].Workload[0].Duration.String(), "60 months, as it is written")
	require.Equal(t, 100, a.Activities[0].Completion)
	require.Equal(t, "24", a.Activities[0].Spec.Workload[0].Amount.String())
	require.Equal(t, "2.5", a.CreditsEarned[0].Amount.String())

	require.Len(t, c.Others, 1)
	require.Equal(t, mc.ClaimEntitlement, c.Others[0].Award.Kind)
	require.Nil(t, c.Others[0].Award.Entitlements[0].Awarding)
	require.Len(t, c.Others[0].Award.Awarding.Bodies, 1)

	require.Empty(t, c.Residue)
	s := report.Summary()
	require.Equal(t, s.Read, s.Native+s.Scaffold+2, "the two parts of the phone number are merged")
	for _, element := range mc.AnnexI(c) {
		require.Equal(t, mc.Present, element.Status, "%s: %s", element.Title, element.Note)
	}
}

func schemes(p mc.Party) (out []mc.IdentifierScheme) {
	for _, i := range p.Identifiers {
		out = append(out, i.Scheme)
	}
	return out
}

func kinds(load []mc.Workload) (out []mc.WorkloadKind) {
	for _, w := range load {
		out = append(out, w.Kind)
	}
	return out
}

func TestIs(t *testing.T) {
	tests := []struct {
		name, in string
		want     bool
	}{
		{"type", `{"type": ["VerifiableCredential", "EuropeanDigitalCredential"]}`, true},
		{"one type", `{"type": "EuropeanDigitalCredential"}`, true},
		{"context only", `{"@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"]}`, true},
		{"upload", `{"credential": {"type": ["EuropeanDigitalCredential"]}, "deliveryDetails": {}}`, true},
		{"sealed", `{"payload": "{}", "signatures": []}`, false},
		{"badge", `{"type": ["VerifiableCredential", "OpenBadgeCredential"]}`, false},
		{"credential is text", `{"credential": "EuropeanDigitalCredential"}`, false},
		{"empty", `{}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := document(t, tt.in)
			require.Equal(t, tt.want, Is(doc))
			_, _, err := Decode(doc, DecodeOptions{})
			if tt.want {
				require.NoError(t, err)
				return
			}
			var p vc.Problem
			require.ErrorAs(t, err, &p)
			require.Equal(t, "ELM-FORMAT", p.Code())
		})
	}
}

// What a file for upload says beside the credential, such as the mail address of
// whoever sends it, is neither in the model nor in its residue, and cannot be reached
// by a reference from inside.
func TestNothingBesideTheCredentialIsRead(t *testing.T) {
	c, report := decoded(t, document(t, `{"credential": `+small(`"title": {"nb": "Båt"}, "additionalNote": "urn:epass:note:99"`)+
		`, "deliveryDetails": {"deliveryAddress": ["sender@provider.example"], "x": {"id": "urn:epass:note:99", "noteLiteral": {"en": "sender@provider.example"}}}, "labels": "sender@provider.example"}`))
	require.Equal(t, "Båt", c.Award.Title[0].Text)
	require.Equal(t, "/credential/credentialSubject/hasClaim/title/nb", leafAt(t, report, "award.title[nb]").Source)
	require.NotContains(t, fmt.Sprint(c), "sender@")
	dropped := 0
	for _, l := range report.Leaves {
		if !strings.HasPrefix(l.Source, "/credential/") {
			require.Equal(t, []any{mc.KindDropped, mc.CarriedByNothing, mc.SeverityInfo, "not part of the credential"}, []any{l.Kind, l.CarriedBy, l.Severity, l.Reason}, l.Source)
			dropped++
		}
	}
	require.Equal(t, 4, dropped)
}

func leafAt(t *testing.T, r *mc.Report, path mc.Path) mc.Leaf {
	t.Helper()
	for _, l := range r.Leaves {
		for _, p := range l.Canonical {
			if p == path {
				return l
			}
		}
	}
	require.Fail(t, "no leaf tells "+path.String())
	return mc.Leaf{}
}

// TestDecodeShapes reads one fact in the different shapes that JSON-LD and
// the tools give it.
func TestDecodeShapes(t *testing.T) {
	title := func(c *mc.Credential) any { return c.Award.Title }
	tests := []struct {
		name, members string
		get           func(*mc.Credential) any
		want          any
		residue       []string // pointers below the claim
	}{
		{"language map", `"title": {"nb": "a", "sv": "b"}`, title, mc.LangString{{Lang: "nb", Text: "a"}, {Lang: "sv", Text: "b"}}, nil},
		{"arrays of text", `"title": {"nb": ["a", "b"]}`, title, mc.LangString{{Lang: "nb", Text: "a"}, {Lang: "nb", Text: "b"}}, nil},
		{"plain text", `"title": "a"`, title, mc.LangString{{Lang: "und", Text: "a"}}, nil},
		{"value object", `"title": {"@value": "a", "@language": "fi"}`, title, mc.LangString{{Lang: "fi", Text: "a"}}, nil},
		{"value objects", `"title": [{"@value": "a", "@language": "fi"}, {"@value": "b", "@language": "se"}]`, title,
			mc.LangString{{Lang: "fi", Text: "a"}, {Lang: "se", Text: "b"}}, nil},
		{"no language", `"title": {"@none": "a"}`, title, mc.LangString{{Lang: "und", Text: "a"}}, nil},
		{"number for a text", `"title": 7`, title, mc.LangString(nil), []string{"/title"}},
		{"number in a language", `"title": {"nb": "a", "sv": 7}`, title, mc.LangString{{Lang: "nb", Text: "a"}}, []string{"/title/sv"}},
		{"null", `"title": null`, title, mc.LangString(nil), nil},
		{"null in a language", `"title": {"nb": null}`, title, mc.LangString(nil), nil},
		{"empty array", `"title": []`, title, mc.LangString(nil), nil},
		{"unknown member", `"colour": {"a": 1}`, title, mc.LangString(nil), []string{"/colour"}},

		{"concept in an array", `"dcType": [{"id": "https://a.example/1"}]`,
			func(c *mc.Credential) any { return c.Award.Types }, []mc.Concept{{IRI: "https://a.example/1"}}, nil},
		{"concept as text", `"dcType": "https://a.example/1"`,
			func(c *mc.Credential) any { return c.Award.Types }, []mc.Concept{{IRI: "https://a.example/1"}}, nil},
		{"concept with a code", `"dcType": {"notation": "K1", "prefLabel": {"fi": ["k"]}}`,
			func(c *mc.Credential) any { return c.Award.Types }, []mc.Concept{{Notation: "K1", Label: mc.Text("fi", "k")}}, nil},
		{"concept of a list unknown here", `"dcType": {"id": "https://a.example/1", "notation": "country"}`,
			func(c *mc.Credential) any { return c.Award.Types }, []mc.Concept{{IRI: "https://a.example/1", Notation: "country"}}, nil},
		{"own concept with a UUID", `"dcType": {"id": "urn:epass:concept:d1ebf223-3c68-449a-9023-90bc245a0079"}`,
			func(c *mc.Credential) any { return c.Award.Types },
			[]mc.Concept{{IRI: "urn:epass:concept:d1ebf223-3c68-449a-9023-90bc245a0079"}}, nil},
		{"concept of the wrong kind", `"dcType": 3`, func(c *mc.Credential) any { return c.Award.Types }, []mc.Concept(nil), []string{"/dcType"}},
		{"two schemes", `"dcType": {"id": "x:1", "inScheme": [{"id": "x:s"}, {"id": "x:t"}]}`,
			func(c *mc.Credential) any { return c.Award.Types }, []mc.Concept{{IRI: "x:1", Scheme: "x:s"}}, []string{"/dcType/inScheme/1"}},

		{"credits as a number", `"creditReceived": {"point": 2.50, "framework": {"id": "x:f"}}`,
			func(c *mc.Credential) any { return c.Award.CreditsEarned[0].Amount.String() }, "2.50", nil},
		{"credits as words", `"creditReceived": {"point": "two"}`,
			func(c *mc.Credential) any { return c.Award.CreditsEarned[0].Text }, "two", nil},
		{"no framework", `"creditReceived": {"point": "2"}`,
			func(c *mc.Credential) any { return c.Award.CreditsEarned[0].Framework.IsZero() }, true, nil},

		{"identifier as text", `"identifier": "A1"`,
			func(c *mc.Credential) any { return c.Award.Identifiers }, []mc.Identifier{{Value: "A1"}}, nil},
		{"grade as text", `"provenBy": {"grade": "5"}`,
			func(c *mc.Credential) any { return c.Award.Assessments[0].Grade.Text }, mc.Text("und", "5"), nil},
		{"grade in a note with a subject", `"provenBy": {"grade": {"noteLiteral": {"nb": "5"}, "subject": {"id": "x:s"}}}`,
			func(c *mc.Credential) any { return c.Award.Assessments[0].Grade.Note.Text }, mc.Text("nb", "5"), nil},
		{"note in a format", `"additionalNote": {"noteLiteral": {"nb": "<p>"}, "noteFormat": {"id": "http://publications.europa.eu/resource/authority/file-type/HTML", "type": "Concept"}}`,
			func(c *mc.Credential) any { return c.Award.Notes }, []mc.Note{{Text: mc.Text("nb", "<p>"), Format: "text/html"}}, nil},

		{"bad date", `"awardedBy": {"awardingDate": "yesterday"}`,
			func(c *mc.Credential) any { return c.Award.Awarding.On.IsZero() }, true, []string{"/awardedBy/awardingDate"}},
		{"typed date", `"awardedBy": {"awardingDate": {"@value": "2026-01-01T00:00:00Z", "@type": "xsd:dateTime"}}`,
			func(c *mc.Credential) any { return c.Award.Awarding.On.String() }, "2026-01-01T00:00:00Z", nil},
		{"two dates", `"awardedBy": {"awardingDate": ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]}`,
			func(c *mc.Credential) any { return c.Award.Awarding.On.String() }, "2026-01-01T00:00:00Z", []string{"/awardedBy/awardingDate/1"}},
		{"own process", `"awardedBy": {"awardingDate": "2026-01-01T00:00:00Z"}, "provenBy": {"awardedBy": {"awardingDate": "2026-01-02T00:00:00Z"}}`,
			func(c *mc.Credential) any { return c.Award.Assessments[0].Awarding.On.String() }, "2026-01-02T00:00:00Z", nil},

		{"completion above 100", `"influencedBy": {"levelOfCompletion": 101}`,
			func(c *mc.Credential) any { return c.Award.Activities[0].Completion }, 0, []string{"/influencedBy/levelOfCompletion"}},
		{"whole and parts of a phone number", `"awardedBy": {"awardingBody": {"contactPoint": {"phone": {"phoneNumber": "+47 1", "dialNumber": "1"}}}}`,
			func(c *mc.Credential) any { return c.Award.Awarding.Bodies[0].Contacts[0].Phone }, []string{"+47 1"},
			[]string{"/awardedBy/awardingBody/contactPoint/phone/dialNumber"}},
		{"two names of a body", `"awardedBy": {"awardingBody": {"prefLabel": {"nb": "b"}, "legalName": {"nb": "a"}}}`,
			func(c *mc.Credential) any { return c.Award.Awarding.Bodies[0].Name }, mc.Text("nb", "a"),
			[]string{"/awardedBy/awardingBody/prefLabel"}},
		{"body known by id", `"awardedBy": {"awardingBody": "did:ebsi:z1"}`,
			func(c *mc.Credential) any { return c.Award.Awarding.Bodies[0].ID }, "did:ebsi:z1", nil},
		{"wrong class", `"specifiedBy": {"type": "LearningOpportunity", "title": {"nb": "a"}}`,
			func(c *mc.Credential) any { return c.Definition.Title }, mc.Text("nb", "a"), []string{"/specifiedBy/type"}},
		{"parts", `"hasPart": [{"type": "LearningAchievement", "title": {"nb": "a"}}, {"type": "Person", "title": {"nb": "b"}}]`,
			func(c *mc.Credential) any { return c.Award.Parts[0].Award.Title }, mc.Text("nb", "a"), []string{"/hasPart/1"}},
		{"unknown encoding", `"opportunity": 1, "learningOpportunity": {"bannerImage": {"content": "AA==", "contentType": {"id": "http://publications.europa.eu/resource/authority/file-type/JPEG"}}}`,
			func(c *mc.Credential) any { return c.Award.Opportunity.Image.MediaType }, "image/jpeg",
			[]string{"/opportunity", "/learningOpportunity/bannerImage/content"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := decoded(t, document(t, small(tt.members)))
			require.Equal(t, tt.want, tt.get(c))
			require.Len(t, c.Residue[Format], len(tt.residue))
			for _, pointer := range tt.residue {
				require.Contains(t, c.Residue[Format], "/credentialSubject/hasClaim"+pointer)
			}
		})
	}
}

// TestDecodeReferences reads nodes that stand elsewhere in the document.
func TestDecodeReferences(t *testing.T) {
	c, _ := decoded(t, document(t, small(`
		"awardedBy": {"id": "urn:epass:p:1", "awardingBody": {"id": "urn:epass:org:1", "type": "Organisation", "legalName": {"nb": "Skole"}}},
		"provenBy": {"awardedBy": "urn:epass:p:1", "assessedBy": [{"id": "urn:epass:org:1", "type": "Organisation"}, "urn:epass:org:9"]}`)))
	require.Nil(t, c.Award.Assessments[0].Awarding)
	require.Equal(t, "Skole", c.Award.Assessments[0].Assessors[0].Name[0].Text)

	circle := `"id": "urn:epass:a:1", "hasPart": {"id": "urn:epass:a:2", "type": "LearningAchievement", "hasPart": "urn:epass:a:1", "title": {"nb": "a"}},
		"isPartOf": "urn:epass:a:2"`
	c, _ = decoded(t, document(t, small(circle)))
	require.Len(t, c.Award.Parts, 1)
	require.Equal(t, "a", c.Award.PartOf[0].Title[0].Text)
}

// TestDecodeReferenceBomb refers to nodes that refer to the next one twice,
// which without a budget takes 2^40 readings.
func TestDecodeReferenceBomb(t *testing.T) {
	var b strings.Builder
	for i := range 40 {
		fmt.Fprintf(&b, `{"id": "urn:epass:q:%d", "title": {"nb": "a"}, "hasPart": ["urn:epass:q:%d", "urn:epass:q:%d"]},`, i, i+1, i+1)
	}
	text := small(`"specifiedBy": {"id": "urn:epass:q:40", "hasPart": [` + strings.TrimSuffix(b.String(), ",") + `]}`)
	times, _ := testkit.Allocated(func() { decoded(t, document(t, text)) })
	require.Less(t, times, 50_000)
}

func TestDecodeClaimKinds(t *testing.T) {
	for kind, class := range map[mc.ClaimKind]string{
		mc.ClaimAchievement: "LearningAchievement", mc.ClaimActivity: "LearningActivity",
		mc.ClaimAssessment: "LearningAssessment", mc.ClaimEntitlement: "LearningEntitlement",
	} {
		c, _ := decoded(t, document(t, strings.Replace(small(`"title": {"nb": "a"}, "awardedBy": {"awardingDate": "2026-01-01T00:00:00Z"}`),
			"LearningAchievement", class, 1)))
		require.Equal(t, kind, c.Award.Kind)
		require.Equal(t, "a", c.Title()[0].Text, class)
		require.False(t, c.Award.Awarding.On.IsZero(), class)
	}
	c, _ := decoded(t, document(t, strings.Replace(small(`"title": {"nb": "a"}`), `"type": "LearningAchievement", `, "", 1)))
	require.Contains(t, c.Residue[Format], "/credentialSubject/hasClaim", "a claim without a class claims nothing that can be told")
}

func TestDecodeTopLevel(t *testing.T) {
	c, report := decoded(t, document(t, `{"type": "EuropeanDigitalCredential",
		"issuanceDate": "2026-01-02T00:00:00Z", "issued": "2026-01-01T00:00:00Z",
		"issuer": "did:web:a.example", "proof": {"type": "DataIntegrityProof", "proofValue": "z"},
		"credentialStatus": {"id": "https://a.example/s#1", "type": ["CredentialStatus", "BitstringStatusListEntry"], "statusListIndex": "1", "statusPurpose": "revocation", "statusListCredential": "https://a.example/s"},
		"cnf": {"jwk": {"kty": "OKP"}}, "termsOfUse": [{"type": "TermsOfUse", "x": 1}], "holder": {"id": "did:key:z1"},
		"evidence": {"type": "Evidence", "evidenceStatement": "a", "evidenceTarget": {"type": "Person"}}}`))
	require.Equal(t, "2026-01-01T00:00:00Z", c.Envelope.Issued.String())
	require.Equal(t, "did:web:a.example", c.Envelope.Issuer.ID)
	require.Equal(t, []mc.KeyBinding{{JWK: `{"kty": "OKP"}`}, {ID: "did:key:z1"}}, c.Envelope.Holders)
	require.Equal(t, "BitstringStatusListEntry", c.Envelope.Status[0].Type)
	require.Equal(t, `{"type": "TermsOfUse", "x": 1}`, c.Envelope.Terms[0].Raw)
	require.Equal(t, []string{"/issuanceDate"}, c.Residue.Pointers(Format))
	for _, l := range report.Leaves {
		if strings.HasPrefix(l.Source, "/proof/") {
			require.Equal(t, mc.KindDropped, l.Kind)
			require.Equal(t, mc.CarriedByProvenance, l.CarriedBy)
		}
	}
}

func TestBirthDate(t *testing.T) {
	tests := []struct{ in, date, zone string }{
		{"1999-10-01T22:00:00Z", "1999-10-02", ""}, // midnight in Brussels, in summer time
		{"1999-12-01T23:00:00Z", "1999-12-02", ""}, // and in winter time
		{"1999-12-01T22:00:00Z", "1999-12-01", ""}, // midnight in Helsinki
		{"1999-12-01T22:00:00Z", "1999-12-02", "+2"},
		{"1970-07-01T23:00:00Z", "1970-07-02", ""}, // no summer time then
		{"1970-07-01T22:00:00Z", "1970-07-01", ""},
		{"1999-10-02T00:00:00Z", "1999-10-02", ""},
		{"1999-10-02T00:00:00+02:00", "1999-10-02", ""},
		{"1999-10-02T00:00:00", "1999-10-02", ""},
		{"1999-10-02", "1999-10-02", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in+tt.zone, func(t *testing.T) {
			opts := DecodeOptions{}
			if tt.zone != "" {
				opts.BirthZone = time.FixedZone("", 2*60*60)
			}
			doc := document(t, `{"type": "EuropeanDigitalCredential", "credentialSubject": {"dateOfBirth": "`+tt.in+`"}}`)
			c, _, err := Decode(doc, opts)
			require.NoError(t, err)
			require.Equal(t, tt.date, c.Learner.Party.Person.BirthDate.String())
		})
	}
}

// TestBrusselsOffset compares the computed time of Brussels with the time zone
// database of the machine, where there is one.
func TestBrusselsOffset(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Skip("no time zone database on this machine")
	}
	for at := time.Date(1947, 1, 1, 0, 30, 0, 0, time.UTC); at.Year() < 2037; at = at.Add(3 * time.Hour) {
		if _, want := at.In(zone).Zone(); want != brusselsOffset(at) {
			require.Equal(t, want, brusselsOffset(at), at)
		}
	}
}
