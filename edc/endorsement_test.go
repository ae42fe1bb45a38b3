package edc

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

const (
	praise = `{"type": ["VerifiableCredential", "EndorsementCredential"], "id": "urn:uuid:1", "name": "Branschens stöd",
  "credentialSubject": {"id": "did:web:norraby.example", "endorsementComment": "En bra skola"}, "proof": {"proofValue": "z1"}}`
	praiseToken = "eyJh.eyJi.c2ln"
)

// What others say of an organisation or a definition is a file among the attachments,
// as it was found. People read what it is, and it is read where it was.
func TestEndorsements(t *testing.T) {
	c := norraby(t)
	praised := []mc.Endorsement{{ID: "urn:uuid:1", Raw: praise}, {Raw: praiseToken}}
	c.Envelope.Issuer.Endorsements = praised
	c.Award.Awarding.Bodies[0].Endorsements = praised[:1]
	c.Definition.Endorsements = praised[1:]
	c.Annexes = []mc.Media{{Title: mc.Text("sv", "Kursplan"), Content: []byte("%PDF-1.7"), MediaType: "application/pdf"}}
	doc, back, _ := plainly(t, c, EncodeOptions{})
	require.Equal(t, praised, back.Envelope.Issuer.Endorsements)
	require.Equal(t, praised[:1], back.Award.Awarding.Bodies[0].Endorsements)
	require.Equal(t, praised[1:], back.Definition.Endorsements)
	require.Len(t, back.Annexes, 1)
	require.Equal(t, 3, doc.Get("attachment").Len(), "an endorsement of a party that stands twice is one file")
	file := doc.Get("attachment").At(1)
	require.Equal(t, `{"sv":"Rekommendation: Branschens stöd"}`, file.Get("title").Raw())
	require.Equal(t, `{"sv":"En bra skola"}`, file.Get("description").Raw())
	content, err := base64.StdEncoding.DecodeString(file.Get("content").Text())
	require.NoError(t, err)
	require.Equal(t, praise, string(content))
}

// A file that only says that it is an endorsement, or one of what is not there, is a
// file like any other.
func TestNoEndorsements(t *testing.T) {
	c := norraby(t)
	c.Definition.Endorsements = []mc.Endorsement{{Raw: praiseToken}}
	doc, _, _ := plainly(t, c, EncodeOptions{})
	for _, change := range []string{
		"endorsement definition.creator.endorsements", "endorsement definition.title", "endorsement others[9].definition.endorsements",
		"endorsement others[-1].definition.endorsements", "endorsement award.awarding.on.x", "endorsement nothing", "endorsement ", "endorsement .", "endorsement [0]",
		"endorsement" + strings.Repeat(" definition.endorsements", maxEndorsed+1),
	} {
		changed, err := doc.With("/attachment/0/attachmentType/notation", `"`+change+`"`)
		require.NoError(t, err)
		back, _ := decoded(t, changed)
		require.Empty(t, back.Definition.Endorsements, change)
		require.Len(t, back.Annexes, 1, change)
	}
	changed, err := doc.With("/attachment/0/content", `"`+base64.StdEncoding.EncodeToString([]byte(`{"type":"Other"}`))+`"`)
	require.NoError(t, err)
	back, _ := decoded(t, changed)
	require.Empty(t, back.Definition.Endorsements)
	require.Len(t, back.Annexes, 1)
}

// Facts for which ELM has no member, or room for fewer, stand in notes: where the logo
// of an organisation is, what an assessment is aligned with, and further identifiers.
func TestFurtherStatements(t *testing.T) {
	c := norraby(t)
	c.Envelope.Issuer.Logo = &mc.Media{URL: "https://norraby.example/logo.svg", Title: mc.Text("sv", "Märke")}
	c.Envelope.Issuer.Identifiers = []mc.Identifier{{Scheme: mc.IdentSourcedID, Value: "17"}}
	c.Definition.Identifiers = []mc.Identifier{{Value: "SV1", Scheme: mc.IdentCourseCode}, {Value: "78-1"}}
	c.Definition.Assessments = []mc.AssessmentSpec{{Title: mc.Text("sv", "Prov"), Alignments: []mc.Alignment{{Target: mc.Concept{IRI: "https://ram.example/3", Label: mc.Text("sv", "Fogning")}}}}}
	doc, back, _ := plainly(t, c, EncodeOptions{})
	require.Equal(t, c.Envelope.Issuer.Logo, back.Envelope.Issuer.Logo)
	require.Equal(t, mc.IdentSourcedID, back.Envelope.Issuer.Identifiers[0].Scheme)
	require.Len(t, back.Definition.Identifiers, 2)
	require.Equal(t, "78-1", back.Definition.Identifiers[1].Value)
	require.Equal(t, c.Definition.Assessments, back.Definition.Assessments)
	require.Contains(t, notesOf(doc, "/credentialSubject/hasClaim/specifiedBy/provenBy")["alignment"], "Mål: Fogning")
	require.Contains(t, notesOf(doc, "/issuer")["logo"], "https://norraby.example/logo.svg")
}
