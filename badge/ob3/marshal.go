package ob3

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// encoding/json knows nothing of the members that a struct keeps in Unknown: it
// would write them under the name of the Go field. So every class writes itself,
// to either package in the same way.

type (
	plainAchievementCredential AchievementCredential
	plainAlignment             Alignment
	plainRelated               Related
	plainResult                Result
	plainResultDescription     ResultDescription
	plainRubricCriterionLevel  RubricCriterionLevel
	plainEndorsementCredential EndorsementCredential
	plainIdentityObject        IdentityObject
	plainIdentifierEntry       IdentifierEntry
	plainRelatedResource       RelatedResource
	plainProof                 Proof
)

// marshal writes a class for encoding/json.
func marshal(class any) ([]byte, error) {
	return json.Marshal(class, jsontext.PreserveRawStrings(true))
}

// MarshalJSONTo writes the members of the class.
func (n AchievementCredential) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainAchievementCredential(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n AchievementCredential) MarshalJSON() ([]byte, error) {
	return marshal(plainAchievementCredential(n))
}

// MarshalJSONTo writes the members of the class.
func (n AchievementSubject) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainAchievementSubject(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n AchievementSubject) MarshalJSON() ([]byte, error) { return marshal(plainAchievementSubject(n)) }

// MarshalJSONTo writes the members of the class.
func (n Evidence) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEvidence(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Evidence) MarshalJSON() ([]byte, error) { return marshal(plainEvidence(n)) }

// MarshalJSONTo writes the members of the class.
func (n Image) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainImage(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Image) MarshalJSON() ([]byte, error) { return marshal(plainImage(n)) }

// MarshalJSONTo writes the members of the class.
func (n Achievement) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainAchievement(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Achievement) MarshalJSON() ([]byte, error) { return marshal(plainAchievement(n)) }

// MarshalJSONTo writes the members of the class.
func (n Criteria) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainCriteria(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Criteria) MarshalJSON() ([]byte, error) { return marshal(plainCriteria(n)) }

// MarshalJSONTo writes the members of the class.
func (n Alignment) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainAlignment(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Alignment) MarshalJSON() ([]byte, error) { return marshal(plainAlignment(n)) }

// MarshalJSONTo writes the members of the class.
func (n Related) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainRelated(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Related) MarshalJSON() ([]byte, error) { return marshal(plainRelated(n)) }

// MarshalJSONTo writes the members of the class.
func (n Result) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainResult(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Result) MarshalJSON() ([]byte, error) { return marshal(plainResult(n)) }

// MarshalJSONTo writes the members of the class.
func (n ResultDescription) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainResultDescription(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n ResultDescription) MarshalJSON() ([]byte, error) { return marshal(plainResultDescription(n)) }

// MarshalJSONTo writes the members of the class.
func (n RubricCriterionLevel) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainRubricCriterionLevel(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n RubricCriterionLevel) MarshalJSON() ([]byte, error) {
	return marshal(plainRubricCriterionLevel(n))
}

// MarshalJSONTo writes the members of the class.
func (n EndorsementCredential) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEndorsementCredential(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EndorsementCredential) MarshalJSON() ([]byte, error) {
	return marshal(plainEndorsementCredential(n))
}

// MarshalJSONTo writes the members of the class.
func (n EndorsementSubject) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEndorsementSubject(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EndorsementSubject) MarshalJSON() ([]byte, error) { return marshal(plainEndorsementSubject(n)) }

// MarshalJSONTo writes the members of the class.
func (n Profile) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainProfile(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Profile) MarshalJSON() ([]byte, error) { return marshal(plainProfile(n)) }

// MarshalJSONTo writes the members of the class.
func (n Address) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainAddress(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Address) MarshalJSON() ([]byte, error) { return marshal(plainAddress(n)) }

// MarshalJSONTo writes the members of the class.
func (n GeoCoordinates) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainGeoCoordinates(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n GeoCoordinates) MarshalJSON() ([]byte, error) { return marshal(plainGeoCoordinates(n)) }

// MarshalJSONTo writes the members of the class.
func (n IdentityObject) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainIdentityObject(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n IdentityObject) MarshalJSON() ([]byte, error) { return marshal(plainIdentityObject(n)) }

// MarshalJSONTo writes the members of the class.
func (n IdentifierEntry) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainIdentifierEntry(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n IdentifierEntry) MarshalJSON() ([]byte, error) { return marshal(plainIdentifierEntry(n)) }

// MarshalJSONTo writes the members of the class.
func (n Service) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainService(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Service) MarshalJSON() ([]byte, error) { return marshal(plainService(n)) }

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n CredentialStatus) MarshalJSON() ([]byte, error) { return marshal(n) }

// MarshalJSONTo writes the members of the class.
func (n RelatedResource) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainRelatedResource(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n RelatedResource) MarshalJSON() ([]byte, error) { return marshal(plainRelatedResource(n)) }

// MarshalJSONTo writes the members of the class.
func (n Proof) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainProof(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n Proof) MarshalJSON() ([]byte, error) { return marshal(plainProof(n)) }

// MarshalJSON is MarshalJSONTo for encoding/json.
func (c Contexts) MarshalJSON() ([]byte, error) { return marshal(c) }
