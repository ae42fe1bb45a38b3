package ob3

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/lenient"
)

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
