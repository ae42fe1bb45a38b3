package microcredential

import (
	"slices"
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
