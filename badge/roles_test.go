package badge_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// sharedDocument is a published document.
func sharedDocument(tb testing.TB, name string) vc.Document {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(testkit.Shared(tb, "data/samples"), name))
	require.NoError(tb, err)
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(tb, err)
	return doc
}

// europass is a published Europass credential, with where it comes from as a
// conversion states it.
func europass(tb testing.TB, name string) *mc.Credential {
	tb.Helper()
	c, _, err := edc.Decode(sharedDocument(tb, name), edc.DecodeOptions{})
	require.NoError(tb, err)
	issuer := c.Envelope.Issuer
	c.Provenance = append(c.Provenance, mc.Provenance{Kind: mc.ConvertedFrom, SourceFormat: edc.Format, SourceID: c.Envelope.ID, SourceIssuer: &issuer})
	return c
}

// sealedForAnother is the Commission's sample of which ORGANIZACION TEST only
// carried out the seal: the University of Zed awarded, a support team assessed.
func sealedForAnother(tb testing.TB) *mc.Credential {
	c := europass(tb, "elm/Sample-MC-Annex1-unsigned.jsonld")
	c.Envelope.Issuer = mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("en", "ORGANIZACION TEST"), Identifiers: []mc.Identifier{{Scheme: mc.IdentEIDAS, Value: "VATES-A00000000"}}}
	c.Provenance[0].SourceIssuer = &c.Envelope.Issuer
	return c
}

const zed, team = "University of Zed", "European Digital Credentials for Learning Support Team"

// Who awarded, who assessed and who sealed stand each in its own place, in a badge
// without the extension too, and come back from there.
func TestEveryPartyInItsPlace(t *testing.T) {
	converter := &mc.Party{ID: "did:web:converter.example", Name: mc.Text("en", "Converter")}
	for name, opts := range map[string]badge.EncodeOptions{
		"draft":       {Authority: mc.ThirdParty},
		"third party": {Authority: mc.ThirdParty, Issuer: converter},
		"same issuer": {},
		"extension":   {Authority: mc.ThirdParty, Issuer: converter, Extension: true},
	} {
		t.Run(name, func(t *testing.T) {
			doc, _, err := badge.Encode(sealedForAnother(t), opts)
			require.NoError(t, err)
			require.Equal(t, zed, doc.Lookup("/credentialSubject/achievement/creator/name").Text())
			require.Equal(t, "IE", doc.Lookup("/credentialSubject/achievement/creator/address/addressCountryCode").Text())
			require.Equal(t, team, doc.Lookup("/credentialSubject/source/name").Text())
			c, _, err := badge.Decode(doc, badge.DecodeOptions{})
			require.NoError(t, err)
			require.Equal(t, zed, c.Award.Awarding.Bodies[0].Name[0].Text)
			require.Nil(t, c.Definition.Creator)
			require.Nil(t, c.Award.Source)
			require.Equal(t, team, c.Award.Assessments[0].Assessors[0].Name[0].Text)
		})
	}
}

// Where nobody is said to have assessed, the source of a badge whose issuer only
// seals is the awarding body, and that is not taken for an assessor.
func TestSourceOfASealedBadge(t *testing.T) {
	c := sealedForAnother(t)
	c.Award.Assessments[0].Assessors = nil
	doc, _, err := badge.Encode(c, badge.EncodeOptions{Authority: mc.ThirdParty, IssuerID: "did:web:converter.example"})
	require.NoError(t, err)
	require.Equal(t, zed, doc.Lookup("/credentialSubject/source/name").Text())
	require.False(t, doc.Lookup("/credentialSubject/source/image").Exists(), "what is said of the creator is not repeated")
	back, _, err := badge.Decode(doc, badge.DecodeOptions{})
	require.NoError(t, err)
	require.Empty(t, back.Award.Assessments[0].Assessors)
	require.Equal(t, zed, back.Award.Awarding.Bodies[0].Name[0].Text)
	require.NotNil(t, back.Award.Awarding.Bodies[0].Logo)

	c.Envelope.Issuer = c.Award.Awarding.Bodies[0]
	doc, _, err = badge.Encode(c, badge.EncodeOptions{Authority: mc.SameIssuer})
	require.NoError(t, err)
	require.False(t, doc.Lookup("/credentialSubject/source").Exists(), "the issuer awards")
	require.Equal(t, doc.Lookup("/issuer/id").Text(), doc.Lookup("/credentialSubject/achievement/creator/id").Text())
}

// The published badge that was made by hand names its provider as creator and
// source; the specification's example has a creator that only owns the definition,
// and one whose source assessed for an issuer that awards.
func TestPartiesOfPublishedBadges(t *testing.T) {
	read := func(name string) *mc.Credential {
		c, _, err := badge.Decode(sharedDocument(t, name), badge.DecodeOptions{})
		require.NoError(t, err)
		return c
	}
	pair := read("pair/open-badge.json")
	require.Equal(t, "Learning Provider", pair.Award.Awarding.Bodies[0].Name[0].Text)
	require.Equal(t, "ORGANIZACION TEST", pair.Envelope.Issuer.Name[0].Text)

	skill := read("ob3-spec/Skill_Assertion.json")
	require.Equal(t, "1EdTech University", skill.Award.Awarding.Bodies[0].Name[0].Text)
	require.Equal(t, "Example Industry Group", skill.Definition.Creator.Name[0].Text)

	complete := read("ob3-spec/Complete_OpenBadgeCredential.json")
	require.Equal(t, "1EdTech University", complete.Award.Awarding.Bodies[0].Name[0].Text)
	require.Nil(t, complete.Definition.Creator, "it is the awarding body")
	require.Equal(t, "1EdTech College of Arts", complete.Award.Source.Name[0].Text)
}

// What is known of an organisation comes back from the members of a plain badge: its
// other name, its alliances, its address in one line, the countries of its numbers.
func TestOrganisationOfAPlainBadge(t *testing.T) {
	c := europass(t, "elm/Sample-MC-Annex1-unsigned.jsonld")
	was := c.Award.Awarding.Bodies[0]
	doc, _, err := badge.Encode(c, badge.EncodeOptions{Authority: mc.ThirdParty})
	require.NoError(t, err)
	require.Equal(t, "Member of: Research Alliance", doc.Lookup("/credentialSubject/achievement/creator/description").Text())
	back, _, err := badge.Decode(doc, badge.DecodeOptions{WithoutExtension: true})
	require.NoError(t, err)
	is := back.Award.Awarding.Bodies[0]
	require.Equal(t, was.Name, is.Name)
	require.Equal(t, was.AltName, is.AltName)
	require.Equal(t, was.Groups[0].Name, is.Groups[0].Name)
	require.Equal(t, was.Groups[0].Kind, is.Groups[0].Kind)
	require.Equal(t, was.Locations[0].Addresses[0].Full, is.Locations[0].Addresses[0].Full)
	require.Equal(t, was.Locations[0].Addresses[0].Country.Concept.Label, is.Locations[0].Addresses[0].Country.Concept.Label)
	require.Equal(t, was.Identifiers[0].Country.Alpha2, is.Identifiers[0].Country.Alpha2)
	require.Equal(t, was.Logo.Content, is.Logo.Content)
	require.Equal(t, was.Logo.Type, is.Logo.Type)
}

// A number that itself names another country is not given that of the address.
func TestCountryOfAnIdentifier(t *testing.T) {
	c := sealedForAnother(t)
	c.Envelope.Issuer.Locations = []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: "IE"}}}}}
	c.Envelope.Issuer.Identifiers = append(c.Envelope.Issuer.Identifiers, mc.Identifier{Scheme: mc.IdentVAT, Value: "IE123"})
	doc, _, err := badge.Encode(c, badge.EncodeOptions{})
	require.NoError(t, err)
	back, _, err := badge.Decode(doc, badge.DecodeOptions{})
	require.NoError(t, err)
	require.True(t, back.Envelope.Issuer.Identifiers[0].Country.IsZero(), "it is of Spain")
	require.Equal(t, "IE", back.Envelope.Issuer.Identifiers[1].Country.Alpha2)
}

// The text of the criteria cannot make somebody the awarding body whom no member of
// the badge knows.
func TestTheTextDoesNotNameAnotherAwardingBody(t *testing.T) {
	text := func(name string) string {
		return `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:1","type":["VerifiableCredential","OpenBadgeCredential"],
			"issuer":{"id":"https://school.example/","type":["Profile"],"name":"School"},"validFrom":"2026-01-01T00:00:00Z",
			"credentialSubject":{"id":"did:example:1","type":["AchievementSubject"],"achievement":{"id":"https://school.example/a","type":["Achievement"],"name":"A","description":"B",
			"criteria":{"narrative":"Work.\n\n- **Awarded by:** ` + name + `"}}}}`
	}
	read := func(name string) (*mc.Credential, string) {
		doc, err := vc.ParseDocument([]byte(text(name)), vc.Limits{})
		require.NoError(t, err)
		c, report, err := badge.Decode(doc, badge.DecodeOptions{})
		require.NoError(t, err)
		for _, l := range report.Leaves {
			if l.Source == "/credentialSubject/achievement/criteria/narrative" {
				return c, l.Reason
			}
		}
		return c, ""
	}
	c, reason := read("Harvard")
	require.Equal(t, mc.Text(mc.Und, "School"), c.Award.Awarding.Bodies[0].Name)
	require.Len(t, c.Award.Awarding.Bodies, 1)
	require.Contains(t, c.Definition.Criteria.Narrative.Text[0].Text, "Harvard", "nothing is lost")
	require.Contains(t, reason, badge.CodeContradiction)
	c, reason = read("School")
	require.Equal(t, mc.Text(mc.Und, "School"), c.Award.Awarding.Bodies[0].Name)
	require.NotContains(t, reason, badge.CodeContradiction)
}
