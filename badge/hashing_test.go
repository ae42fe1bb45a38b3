package badge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A badge with a hashed recipient names nobody in clear anywhere: not in texts about
// the award, not in the extension, not in the residue. Who knows the name or the
// address can still tell whose badge it is.
func TestHashedRecipient(t *testing.T) {
	for _, extension := range []bool{false, true} {
		c := europass(t, "elm/Sample-MC-Annex1-unsigned.jsonld")
		c.Learner.ID = "mailto:ana.other@email.com"
		c.Learner.Party.Identifiers = append(c.Learner.Party.Identifiers, mc.Identifier{Scheme: mc.IdentStudentID, Value: "S-123456"})
		c.Award.Description = mc.Text("en", "Ana has shown great skill.")
		c.Envelope.Evidence = append(c.Envelope.Evidence, mc.Evidence{Title: mc.Text("en", "Report"), Statement: mc.Text("en", "By ANDROMEDA, Ana.")})
		c.Annexes = []mc.Media{{Title: mc.Text("en", "Diploma"), Content: []byte("Ana Andromeda")}}
		c.Further = []mc.Note{{Text: mc.Text("en", "Kept for S-123456 only.")}, {Text: mc.Text("en", "Analysis is taught.")}}
		salts := 0
		doc, report, err := badge.Encode(c, badge.EncodeOptions{Extension: extension, HashRecipient: true, PersonalData: true,
			NewSalt: func() string { salts++; return strings.Repeat("x", salts) }})
		require.NoError(t, err)
		require.Empty(t, ob3.Check(doc))
		for _, secret := range []string{"andromeda", "ana ", "ana.", "@email", "s-123456", "1999"} {
			require.NotContains(t, strings.ToLower(doc.String()), secret)
		}
		require.False(t, doc.Get("image").Exists(), "the page shows the name")
		if extension {
			require.Contains(t, doc.String(), "Analysis is taught")
		}
		require.Equal(t, doc.Lookup("/credentialSubject/identifier").Len(), salts, "each hash has a salt of its own")
		for _, who := range []string{"Ana Andromeda", "ana.andromeda@email.com", "Ana.Andromeda@email.com", "ana.other@email.com", "S-123456"} {
			require.NotEmpty(t, badge.MatchRecipient(doc, badge.Identity{Value: who}), who)
		}
		require.Empty(t, badge.MatchRecipient(doc, badge.Identity{Value: "Anna Andromeda"}))
		told := map[mc.Path]mc.Kind{}
		for _, l := range report.Leaves {
			if !l.Added {
				told[l.Canonical[0]] = l.Kind
			}
		}
		require.Equal(t, mc.KindNarrowed, told["learner.party.person.fullName[en]"])
		require.Equal(t, mc.KindDropped, told["learner.party.person.familyName[en]"])
		require.Equal(t, mc.KindDropped, told["award.description[en]"])
	}
}

// An original that is embedded would tell what the hashes hide.
func TestHashedRecipientAndTheOriginal(t *testing.T) {
	c := europass(t, "elm/Sample-MC-Annex1-unsigned.jsonld")
	c.Provenance[0].SourceBytes = []byte("{}")
	_, _, err := badge.Encode(c, badge.EncodeOptions{HashRecipient: true})
	require.ErrorIs(t, err, badge.ErrHashedOriginal)
}

// The names of the learner stand on the subject, as a Profile has them, and come back.
func TestNamesOfTheLearner(t *testing.T) {
	c := europass(t, "probes/probe_pd.json")
	for _, personal := range []bool{false, true} {
		doc, _, err := badge.Encode(c, badge.EncodeOptions{PersonalData: personal})
		require.NoError(t, err)
		require.Empty(t, ob3.Check(doc))
		require.Equal(t, `["AchievementSubject","Profile"]`, doc.Lookup("/credentialSubject/type").Raw())
		require.Equal(t, personal, doc.Lookup("/credentialSubject/dateOfBirth").Exists())
		back, _, err := badge.Decode(doc, badge.DecodeOptions{})
		require.NoError(t, err)
		was, is := c.Learner.Party, back.Learner.Party
		require.Equal(t, was.Person.GivenName, is.Person.GivenName)
		require.Equal(t, was.Person.FamilyName, is.Person.FamilyName)
		require.Equal(t, was.Person.FullName, is.Person.FullName)
		require.Equal(t, was.Contacts[0].Email, is.Contacts[0].Email)
	}
	pair, _, err := badge.Decode(sharedDocument(t, "pair/open-badge.json"), badge.DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "Andromeda", pair.Learner.Party.Person.FamilyName[0].Text)
	require.Equal(t, "1999-10-02", pair.Learner.Party.Person.BirthDate.String())
	require.Equal(t, []string{"ana.andromeda@email.com"}, pair.Learner.Party.Contacts[0].Email)
}

// A licence is in a public register beside the name of who holds it, so its number
// says who the learner is.
func TestLicenceNumberIsNotShownBesideHashes(t *testing.T) {
	c := europass(t, "elm/Sample-MC-Annex1-unsigned.jsonld")
	c.Award.LicenceNumber = "A-9320041"
	for _, extension := range []bool{false, true} {
		doc, _, err := badge.Encode(c, badge.EncodeOptions{HashRecipient: true, Extension: extension})
		require.NoError(t, err)
		require.NotContains(t, doc.String(), "9320041")
	}
}
