package ob3

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// encoding/json knows nothing of the members that a struct keeps in Unknown or
// in terms of the extension: it would write them under the names of the Go
// fields. So every class writes itself, to either package in the same way.

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
	plainEuIdentification      EuIdentification
	plainEuPage                EuPage
	plainEuPlace               EuPlace
	plainEuContact             EuContact
	plainEuPeriod              EuPeriod
	plainEuCredits             EuCredits
	plainEuLevel               EuLevel
	plainEuOutcome             EuOutcome
	plainEuSupervision         EuSupervision
	plainEuGradingScheme       EuGradingScheme
	plainEuAssessment          EuAssessment
	plainEuResult              EuResult
	plainEuActivity            EuActivity
	plainEuQuality             EuQuality
	plainEuReference           EuReference
	plainEuStackability        EuStackability
	plainEuEntitlement         EuEntitlement
	plainEuProvenance          EuProvenance
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

// MarshalJSONTo writes the members of the class.
func (n EuIdentification) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuIdentification(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuIdentification) MarshalJSON() ([]byte, error) { return marshal(plainEuIdentification(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuPage) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuPage(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuPage) MarshalJSON() ([]byte, error) { return marshal(plainEuPage(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuPlace) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuPlace(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuPlace) MarshalJSON() ([]byte, error) { return marshal(plainEuPlace(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuContact) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuContact(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuContact) MarshalJSON() ([]byte, error) { return marshal(plainEuContact(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuPeriod) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuPeriod(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuPeriod) MarshalJSON() ([]byte, error) { return marshal(plainEuPeriod(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuCredits) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuCredits(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuCredits) MarshalJSON() ([]byte, error) { return marshal(plainEuCredits(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuLevel) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuLevel(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuLevel) MarshalJSON() ([]byte, error) { return marshal(plainEuLevel(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuOutcome) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuOutcome(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuOutcome) MarshalJSON() ([]byte, error) { return marshal(plainEuOutcome(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuSupervision) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuSupervision(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuSupervision) MarshalJSON() ([]byte, error) { return marshal(plainEuSupervision(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuGradingScheme) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuGradingScheme(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuGradingScheme) MarshalJSON() ([]byte, error) { return marshal(plainEuGradingScheme(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuAssessment) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuAssessment(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuAssessment) MarshalJSON() ([]byte, error) { return marshal(plainEuAssessment(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuResult) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuResult(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuResult) MarshalJSON() ([]byte, error) { return marshal(plainEuResult(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuActivity) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuActivity(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuActivity) MarshalJSON() ([]byte, error) { return marshal(plainEuActivity(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuQuality) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuQuality(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuQuality) MarshalJSON() ([]byte, error) { return marshal(plainEuQuality(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuReference) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuReference(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuReference) MarshalJSON() ([]byte, error) { return marshal(plainEuReference(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuStackability) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuStackability(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuStackability) MarshalJSON() ([]byte, error) { return marshal(plainEuStackability(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuEntitlement) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuEntitlement(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuEntitlement) MarshalJSON() ([]byte, error) { return marshal(plainEuEntitlement(n)) }

// MarshalJSONTo writes the members of the class.
func (n EuProvenance) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainEuProvenance(n))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (n EuProvenance) MarshalJSON() ([]byte, error) { return marshal(plainEuProvenance(n)) }

// MarshalJSON is MarshalJSONTo for encoding/json.
func (t Texts) MarshalJSON() ([]byte, error) { return marshal(t) }

// MarshalJSON is MarshalJSONTo for encoding/json.
func (c EuConcept) MarshalJSON() ([]byte, error) { return marshal(c) }

// MarshalJSON is MarshalJSONTo for encoding/json.
func (r PartyRef) MarshalJSON() ([]byte, error) { return marshal(r) }

// MarshalJSON is MarshalJSONTo for encoding/json.
func (r Residue) MarshalJSON() ([]byte, error) { return marshal(r) }

// MarshalJSON is MarshalJSONTo for encoding/json.
func (c Contexts) MarshalJSON() ([]byte, error) { return marshal(c) }
