package microcredential

import (
	"slices"
	"strconv"
	"strings"
)

// PersonalField is a fact about the learner that a document can state or leave out.
type PersonalField string

// The fields of a learner, as they are named on the command line and in reports.
const (
	PersonalName        PersonalField = "name"        // all names but that of birth
	PersonalID          PersonalField = "id"          // the address that stands for the learner, such as a DID
	PersonalEmail       PersonalField = "email"       // e-mail addresses
	PersonalPhone       PersonalField = "phone"       // telephone numbers
	PersonalStudentID   PersonalField = "student-id"  // numbers of institutions and of learners, such as ESI and eduID
	PersonalNationalID  PersonalField = "national-id" // numbers that the state gave
	PersonalIdentifier  PersonalField = "identifier"  // other identifiers, hashed ones among them
	PersonalBirthName   PersonalField = "birth-name"  // the name at birth
	PersonalBirthDate   PersonalField = "birth-date"  // the date of birth
	PersonalBirthPlace  PersonalField = "birth-place" // the place of birth
	PersonalCitizenship PersonalField = "citizenship" // the countries of citizenship
	PersonalGender      PersonalField = "gender"      // the gender
	PersonalAddress     PersonalField = "address"     // where the learner lives
	PersonalPicture     PersonalField = "picture"     // a picture of the learner
	PersonalOther       PersonalField = "other"       // homepages, groups and whatever else is known
)

// PersonalFields returns all fields of a learner.
func PersonalFields() FieldSet { return slices.Clone(personalFields) }

var personalFields = FieldSet{
	PersonalName, PersonalID, PersonalEmail, PersonalPhone, PersonalStudentID, PersonalNationalID, PersonalIdentifier, PersonalBirthName,
	PersonalBirthDate, PersonalBirthPlace, PersonalCitizenship, PersonalGender, PersonalAddress, PersonalPicture, PersonalOther,
}

// FieldSet is a set of fields of a learner.
type FieldSet []PersonalField

// Has reports whether a field is in the set.
func (s FieldSet) Has(f PersonalField) bool { return slices.Contains(s, f) }

// String returns the fields with commas between them.
func (s FieldSet) String() string {
	names := make([]string, len(s))
	for i, f := range s {
		names[i] = string(f)
	}
	return strings.Join(names, ",")
}

// Consent is what a learner agreed to share, field by field: the credential is the
// learner's, who decides about it (principle 8 of Annex II to 2022/C 243/02). It is
// about documents that are made from now on; it does not change those that there are.
type Consent struct {
	Fields  FieldSet // what may be shared; empty: nothing
	AskedBy *Party
	On      Instant
	Purpose LangString // what for
}

// PersonalFieldOf returns the field of the learner that a value belongs to, "" for a
// value that is not about the learner or does not tell who that is.
func (l *Learner) PersonalFieldOf(p Path) PersonalField {
	if p == "learner.id" || p == "learner.party.id" {
		if id := strings.ToLower(l.ID + " " + l.Party.ID); strings.Contains(id, "mailto:") {
			return PersonalEmail
		}
		return PersonalID
	}
	rest, ok := strings.CutPrefix(string(p), "learner.party.")
	if !ok {
		return ""
	}
	field := firstField(rest)
	switch field {
	case "identifiers":
		if field == rest {
			return ""
		}
		return l.identifierField(rest[len(field):])
	case "person", "contacts":
		_, inside, below := strings.Cut(rest, ".")
		if !below {
			return "" // the container
		}
		field = firstField(inside)
	}
	if known, ok := partyFields[field]; ok {
		return known
	}
	return PersonalOther
}

// partyFields are the fields of a party, a person and a contact of the learner.
var partyFields = map[string]PersonalField{
	"kind": "", "types": "", "modified": "",
	"name": PersonalName, "altName": PersonalName, "givenName": PersonalName, "familyName": PersonalName, "fullName": PersonalName,
	"patronymic": PersonalName, "prefix": PersonalName, "suffix": PersonalName,
	"birthName": PersonalBirthName, "birthDate": PersonalBirthDate, "birthInstant": PersonalBirthDate, "birthPlace": PersonalBirthPlace,
	"citizenship": PersonalCitizenship, "gender": PersonalGender,
	"email": PersonalEmail, "phone": PersonalPhone, "addresses": PersonalAddress, "locations": PersonalAddress, "logo": PersonalPicture,
}

// identifierField returns the field that an entry of the identifiers belongs to.
func (l *Learner) identifierField(entry string) PersonalField {
	number, _, _ := strings.Cut(strings.TrimPrefix(entry, "["), "]")
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(l.Party.Identifiers) {
		return PersonalIdentifier
	}
	if known, ok := schemeFields[l.Party.Identifiers[i].Scheme]; ok && l.Party.Identifiers[i].Hash == nil {
		return known
	}
	return PersonalIdentifier
}

// schemeFields are the fields that identifiers in clear belong to. Who knows a hashed
// one has to know the identifier already.
var schemeFields = map[IdentifierScheme]PersonalField{
	IdentNationalID: PersonalNationalID, IdentTax: PersonalNationalID,
	IdentStudentID: PersonalStudentID, IdentESI: PersonalStudentID, IdentEduID: PersonalStudentID,
	IdentEmail: PersonalEmail, IdentPhone: PersonalPhone, IdentName: PersonalName, IdentDID: PersonalID,
}

// Stated returns the fields of the learner that are stated.
func (l *Learner) Stated() FieldSet {
	found := FieldSet{}
	for _, p := range Paths(&Credential{Learner: *l}) {
		if f := l.PersonalFieldOf(p); f != "" && !found.Has(f) {
			found = append(found, f)
		}
	}
	slices.SortFunc(found, func(a, b PersonalField) int { return slices.Index(personalFields, a) - slices.Index(personalFields, b) })
	return found
}
