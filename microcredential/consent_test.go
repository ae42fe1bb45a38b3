package microcredential

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Every value about the learner belongs to a field, and nothing else does.
func TestPersonalFields(t *testing.T) {
	l := &Learner{ID: "did:key:z6Mk", Party: Party{
		Kind: PartyPerson, Name: Text("sv", "Kim"), Logo: &Media{URL: "https://a.example/kim.png"}, Homepages: []WebResource{{URL: "https://kim.example/"}},
		Identifiers: []Identifier{{Scheme: IdentNationalID, Value: "1"}, {Scheme: IdentESI, Value: "2"}, {Scheme: IdentOther, Value: "3"},
			HashedIdentity(IdentNationalID, "4", "x")},
		Contacts:  []ContactPoint{{Email: []string{"kim@a.example"}, Phone: []string{"+46"}}},
		Locations: []Location{{Addresses: []Address{{Locality: "Luleå"}}}},
		Person:    &Person{BirthDate: Date{1999, 1, 2}, Citizenship: []Country{{Alpha2: "SE"}}, BirthPlace: &Location{Name: Text("sv", "Luleå")}, Gender: Named("sv", "kvinna")},
	}}
	require.Equal(t, FieldSet{PersonalName, PersonalID, PersonalEmail, PersonalPhone, PersonalStudentID, PersonalNationalID, PersonalIdentifier,
		PersonalBirthDate, PersonalBirthPlace, PersonalCitizenship, PersonalGender, PersonalAddress, PersonalPicture, PersonalOther}, l.Stated())
	for at, want := range map[Path]PersonalField{
		"learner.party.identifiers[0].value": PersonalNationalID, "learner.party.identifiers[3].value": PersonalIdentifier,
		"learner.party.identifiers[99].value": PersonalIdentifier, "learner.party.kind": "", "learner.consent.fields[0]": "", "award.title[sv]": "",
	} {
		require.Equal(t, want, l.PersonalFieldOf(at), at)
	}
	l.ID = "mailto:kim@a.example"
	require.Equal(t, PersonalEmail, l.PersonalFieldOf("learner.id"))
	require.Equal(t, "name,email", FieldSet{PersonalName, PersonalEmail}.String())
}

// The digests are those of the examples of Open Badges 2.0 and of 1EdTech.
func TestHashedIdentity(t *testing.T) {
	id := HashedIdentity(IdentEmail, "a@example.com", "Kosher")
	require.Equal(t, "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", id.Value)
	require.Equal(t, Yes, id.Matches("a@example.com"))
	require.Equal(t, No, id.Matches("A@example.com"))
	require.Equal(t, No, id.Matches(id.Value), "a digest is not the identity")
	for _, tt := range []struct {
		id   Identifier
		want Tri
	}{
		{Identifier{Value: "a@example.com"}, Yes},
		{Identifier{Value: "b@example.com"}, No},
		{Identifier{Value: id.Value[len("sha256$"):], Hash: &IdentityHash{Algorithm: "SHA-256", Salt: "Kosher"}}, Yes},
		{Identifier{Value: "md5$0cc175b9c0f1b6a831c399e269772661", Hash: &IdentityHash{Algorithm: "md5"}}, Unknown},
		{Identifier{Value: id.Value, Hash: &IdentityHash{Algorithm: "sha256", Salt: "other"}}, No},
		{Identifier{Value: "", Hash: &IdentityHash{}}, Unknown},
	} {
		require.Equal(t, tt.want, tt.id.Matches("a@example.com"), tt.id)
	}
}

// A right covers its first and its last day, in whatever zone they are stated.
func TestIssuingRightCovers(t *testing.T) {
	r := IssuingRight{Period: Period{Start: day("2026-01-01"), End: day("2026-12-31")}}
	for on, want := range map[string]Tri{"2025-12-31": No, "2026-01-01": Yes, "2026-12-31": Yes, "2027-01-01": No} {
		require.Equal(t, want, r.Covers(day(on)), on)
	}
	require.Equal(t, Unknown, r.Covers(Instant{}))
	require.Equal(t, Unknown, (&IssuingRight{}).Covers(day("2026-01-01")))
}
