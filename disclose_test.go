package mikromerit_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// known is a credential of a learner of whom much is known.
func known(t *testing.T) *mc.Credential {
	on, err := mc.ParseInstant("2026-05-04T12:00:00Z")
	require.NoError(t, err)
	school := mc.Organisation("https://skola.example/", mc.Text("sv", "Norra skolan"), "SE")
	c := &mc.Credential{
		Envelope:   mc.Envelope{ID: "urn:uuid:8f14e45f-ceea-467f-a0e6-6b5a3d3c1b7e", Issuer: school, ValidFrom: on, Issued: on},
		Learner:    mc.LearnerNamed("sv", "Kim", "Andersson"),
		Definition: mc.Definition{Title: mc.Text("sv", "Svetsning"), Outcomes: []mc.LearningOutcome{mc.Learns("sv", "svetsar")}},
		Award:      mc.Award{Awarding: mc.Awarding{Bodies: []mc.Party{school}, On: on}},
	}
	sweden, _ := mc.CountryOf("SE")
	p := &c.Learner.Party
	p.Identifiers = []mc.Identifier{{Scheme: mc.IdentNationalID, Value: "19991002-1234"}, {Scheme: mc.IdentStudentID, Value: "s-77"}, {Scheme: mc.IdentEmail, Value: "kim@skola.example"}}
	p.Contacts = []mc.ContactPoint{{Email: []string{"kim@hemma.example"}}, {Phone: []string{"+46 70 000"}}}
	p.Person.BirthDate, p.Person.Citizenship = mc.Date{Year: 1999, Month: 10, Day: 2}, []mc.Country{sweden}
	c.Award.Assessments = []mc.AssessmentResult{{Title: mc.Text("sv", "Prov"), Grade: mc.Grade{Text: mc.Text("sv", "Godkänd")},
		Assessors: []mc.Party{{Kind: mc.PartyPerson, Name: mc.Text("sv", "Bo Berg"), Person: &mc.Person{BirthDate: mc.Date{Year: 1970, Month: 1, Day: 31}}}}}}
	return c
}

// writtenIn is the text of a document with that of its attachments.
func writtenIn(doc vc.Document) string {
	text := doc.String()
	for a := range doc.Get("attachment").Each() {
		content, _ := base64.StdEncoding.DecodeString(a.Get("content").Text())
		text += string(content)
	}
	return text
}

// Field by field, a document states of the learner what is asked for and agreed to,
// whatever its format is. What stays out is in the report by its name.
func TestFieldsOfTheLearnerAreWrittenAsAsked(t *testing.T) {
	const name, mail, home, student, state, birth, phone = "Andersson", "kim@skola.example", "kim@hemma.example", "s-77", "19991002-1234", "1999-10-0", "+46"
	agreed := &mc.Consent{Fields: mc.FieldSet{mc.PersonalName, mc.PersonalBirthDate}}
	for _, tt := range []struct {
		name    string
		consent *mc.Consent
		o       mikromerit.EncodeOptions
		with    []string
		without []string
		reasons []string
	}{
		{"by default", nil, mikromerit.EncodeOptions{}, []string{name, mail, student}, []string{birth, state, phone}, nil},
		{"a birth date", nil, mikromerit.EncodeOptions{Reveal: mc.FieldSet{mc.PersonalBirthDate}}, []string{name, mail, birth}, []string{state, phone, "1970-01-"}, []string{mc.ReasonPersonal}},
		{"no mail", nil, mikromerit.EncodeOptions{Withhold: mc.FieldSet{mc.PersonalEmail}}, []string{name, student}, []string{mail, home, birth, state}, []string{"withheld as asked: email"}},
		{"all but the number of the state", nil, mikromerit.EncodeOptions{PersonalData: true, Withhold: mc.FieldSet{mc.PersonalNationalID}}, []string{name, mail, birth, phone, "1970-01-"}, []string{state}, []string{"withheld as asked: national-id"}},
		{"as agreed", agreed, mikromerit.EncodeOptions{}, []string{name}, []string{mail, home, student, birth, state}, []string{"the learner did not agree to share it: email", "the learner did not agree to share it: student-id"}},
		{"no more than agreed", agreed, mikromerit.EncodeOptions{PersonalData: true}, []string{name, birth}, []string{mail, home, student, state, phone}, []string{"the learner did not agree to share it: national-id"}},
	} {
		for _, format := range []string{mikromerit.OpenBadge, mikromerit.Europass} {
			t.Run(tt.name+" "+format, func(t *testing.T) {
				codec, err := mikromerit.Formats().Named(format)
				require.NoError(t, err)
				c := known(t)
				c.Learner.Consent = tt.consent
				before := mc.Paths(c)
				tt.o.Extension = true
				doc, report, err := codec.Encode(c, tt.o)
				require.NoError(t, err)
				written := writtenIn(doc)
				for _, text := range tt.with {
					require.True(t, strings.Contains(written, text), text)
				}
				for _, text := range tt.without {
					require.False(t, strings.Contains(written, text), text)
				}
				require.Equal(t, before, mc.Paths(c), "the credential is left alone")
				accounted := map[mc.Path]int{}
				for _, l := range report.Leaves {
					for _, at := range l.Canonical {
						accounted[at]++
					}
				}
				for _, at := range before {
					require.NotZero(t, accounted[at], at)
				}
				for _, reason := range tt.reasons {
					require.True(t, slices.ContainsFunc(report.Leaves, func(l mc.Leaf) bool {
						return l.Reason == reason && l.Kind == mc.KindDropped && len(l.Canonical) == 1
					}), reason)
				}
			})
		}
	}
}

// What is withheld does not come in by another door.
func TestWithheldFieldsHaveNoOtherDoor(t *testing.T) {
	codec, err := mikromerit.Formats().Named(mikromerit.Europass)
	require.NoError(t, err)
	c := known(t)
	c.Provenance = []mc.Provenance{{Kind: mc.ConvertedFrom, SourceBytes: []byte("kim@skola.example")}}
	_, _, err = codec.Encode(c, mikromerit.EncodeOptions{Withhold: mc.FieldSet{mc.PersonalEmail}})
	require.ErrorIs(t, err, mikromerit.ErrWithheld)
	_, _, err = codec.Encode(c, mikromerit.EncodeOptions{Withhold: mc.FieldSet{mc.PersonalGender}})
	require.NoError(t, err, "there is none to withhold")
	_, _, err = codec.Encode(c, mikromerit.EncodeOptions{Reveal: mc.FieldSet{"shoe-size"}})
	require.ErrorIs(t, err, mikromerit.ErrField)

	c = known(t)
	c.Residue.Put("edc", "/credentialSubject/contactPoint/0/note", `"kim@skola.example"`)
	c.Envelope.Display.Pages = []mc.DisplayPage{{Page: 1, Image: mc.Media{MediaType: "image/png", Content: []byte("kim")}}}
	_, report, err := codec.Encode(c, mikromerit.EncodeOptions{Withhold: mc.FieldSet{mc.PersonalEmail}, PersonalData: true})
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(report.Leaves, func(l mc.Leaf) bool { return l.Reason == mc.ReasonRendered }))
	require.True(t, slices.ContainsFunc(report.Leaves, func(l mc.Leaf) bool {
		return l.Kind == mc.KindDropped && l.Canonical[0].Under("residue[edc]")
	}))
}
