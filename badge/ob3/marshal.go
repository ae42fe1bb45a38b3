package ob3

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/lenient"
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

// The classes that a member has one of are read leniently; see package lenient. Each
// has a twin without methods, which is what stands in the document.
type (
	plainProfile            Profile
	plainImage              Image
	plainCriteria           Criteria
	plainEvidence           Evidence
	plainAchievementSubject AchievementSubject
	plainEndorsementSubject EndorsementSubject
	plainAchievement        Achievement
	plainAddress            Address
	plainService            Service
	plainGeoCoordinates     GeoCoordinates
	plainCredentialStatus   CredentialStatus
)

// UnmarshalJSONFrom reads an object, or the id of one, alone or as the only element of an array.
func (n *Profile) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Profile{}
	return lenient.Node(dec, (*plainProfile)(n), func(id string) { *n = Profile{ID: id, Type: List[string]{"Profile"}} })
}

// UnmarshalJSONFrom reads an object, or the id of one, alone or as the only element of an array.
func (n *Image) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Image{}
	return lenient.Node(dec, (*plainImage)(n), func(id string) { *n = Image{ID: id, Type: "Image"} })
}

// UnmarshalJSONFrom reads an object, or the id of one, alone or as the only element of an array.
func (n *Criteria) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Criteria{}
	return lenient.Node(dec, (*plainCriteria)(n), func(id string) { *n = Criteria{ID: id} })
}

// UnmarshalJSONFrom reads an object, or the id of one, alone or as the only element of an array.
func (n *Evidence) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Evidence{}
	return lenient.Node(dec, (*plainEvidence)(n), func(id string) { *n = Evidence{ID: id, Type: List[string]{"Evidence"}} })
}

// UnmarshalJSONFrom reads an object, alone or as the only element of an array.
func (n *AchievementSubject) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = AchievementSubject{}
	return lenient.Node(dec, (*plainAchievementSubject)(n), nil)
}

// UnmarshalJSONFrom reads an object, alone or as the only element of an array.
func (n *EndorsementSubject) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = EndorsementSubject{}
	return lenient.Node(dec, (*plainEndorsementSubject)(n), nil)
}

// UnmarshalJSONFrom reads an object, alone or as the only element of an array.
func (n *Achievement) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Achievement{}
	return lenient.Node(dec, (*plainAchievement)(n), nil)
}

// UnmarshalJSONFrom reads an object, alone or as the only element of an array.
func (n *Address) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Address{}
	return lenient.Node(dec, (*plainAddress)(n), nil)
}

// UnmarshalJSONFrom reads an object, alone or as the only element of an array.
func (n *Service) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = Service{}
	return lenient.Node(dec, (*plainService)(n), nil)
}

const errCoordinates = lenient.Fault("the coordinates lack latitude or longitude")

// UnmarshalJSONFrom reads an object. One without latitude or longitude is an
// error, since 0 would be a place on Earth.
func (n *GeoCoordinates) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*n = GeoCoordinates{}
	return lenient.Each(dec, func() error {
		raw, err := dec.ReadValue()
		if err != nil {
			return err
		}
		var there struct {
			Latitude  *float64 `json:"latitude"`
			Longitude *float64 `json:"longitude"`
		}
		if err := json.Unmarshal(raw, &there); err != nil {
			return err
		}
		if there.Latitude == nil || there.Longitude == nil {
			return errCoordinates
		}
		return json.Unmarshal(raw, (*plainGeoCoordinates)(n), dec.Options())
	})
}

// UnmarshalJSONFrom reads an object or an array of several, of which the first
// is the status and the others are Others.
func (n *CredentialStatus) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var all []plainCredentialStatus
	err := lenient.Each(dec, func() error {
		var one plainCredentialStatus
		err := json.UnmarshalDecode(dec, &one)
		all = append(all, one)
		return err
	})
	*n = CredentialStatus{}
	for i, one := range all {
		if i == 0 {
			*n = CredentialStatus(one)
		} else {
			n.Others = append(n.Others, CredentialStatus(one))
		}
	}
	return err
}

// MarshalJSONTo writes an object or, where there are several, an array.
func (n CredentialStatus) MarshalJSONTo(enc *jsontext.Encoder) error {
	if len(n.Others) == 0 {
		return json.MarshalEncode(enc, plainCredentialStatus(n))
	}
	all := []plainCredentialStatus{plainCredentialStatus(n)}
	for _, other := range n.Others {
		all = append(all, plainCredentialStatus(other))
	}
	return json.MarshalEncode(enc, all)
}
