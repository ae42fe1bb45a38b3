package ob3

import (
	"github.com/go-json-experiment/json/jsontext"
)

// Profile is the class of the same name of Open Badges 3.0:
// an organisation or person. Only its id is required.
type Profile struct {
	ID               string                `json:"id,omitzero"`
	Type             List[string]          `json:"type,omitempty"`
	Name             string                `json:"name,omitzero"`
	URL              string                `json:"url,omitzero"`
	Description      string                `json:"description,omitzero"`
	Email            string                `json:"email,omitzero"`
	Phone            string                `json:"phone,omitzero"`
	Official         string                `json:"official,omitzero"`
	GivenName        string                `json:"givenName,omitzero"`
	AdditionalName   string                `json:"additionalName,omitzero"`
	PatronymicName   string                `json:"patronymicName,omitzero"`
	FamilyNamePrefix string                `json:"familyNamePrefix,omitzero"`
	FamilyName       string                `json:"familyName,omitzero"`
	HonorificPrefix  string                `json:"honorificPrefix,omitzero"`
	HonorificSuffix  string                `json:"honorificSuffix,omitzero"`
	DateOfBirth      string                `json:"dateOfBirth,omitzero"`
	Image            *Image                `json:"image,omitzero"`
	Address          *Address              `json:"address,omitzero"`
	OtherIdentifier  List[IdentifierEntry] `json:"otherIdentifier,omitempty"`
	ParentOrg        *Profile              `json:"parentOrg,omitzero"`
	Endorsement      List[jsontext.Value]  `json:"endorsement,omitempty"`
	EndorsementJWT   List[string]          `json:"endorsementJwt,omitempty"`
	Unknown          jsontext.Value        `json:",embed"`
}

// Address is the class of the same name.
type Address struct {
	Type                List[string]    `json:"type,omitempty"`
	AddressCountry      string          `json:"addressCountry,omitzero"`
	AddressCountryCode  string          `json:"addressCountryCode,omitzero"` // ISO 3166-1 alpha-2
	AddressRegion       string          `json:"addressRegion,omitzero"`
	AddressLocality     string          `json:"addressLocality,omitzero"`
	StreetAddress       string          `json:"streetAddress,omitzero"`
	PostOfficeBoxNumber string          `json:"postOfficeBoxNumber,omitzero"`
	PostalCode          string          `json:"postalCode,omitzero"`
	Geo                 *GeoCoordinates `json:"geo,omitzero"`
	Unknown             jsontext.Value  `json:",embed"`
}

// GeoCoordinates is the class of the same name: WGS 84
// degrees.
type GeoCoordinates struct {
	Type      string         `json:"type,omitzero"` // exactly "GeoCoordinates"
	Latitude  float64        `json:"latitude"`
	Longitude float64        `json:"longitude"`
	Unknown   jsontext.Value `json:",embed"`
}

// IdentityObject is the class of the same name: an
// identifier of the learner, in clear or as a hash. It is closed: no other
// members are allowed.
type IdentityObject struct {
	Type         string         `json:"type,omitzero"` // exactly "IdentityObject"
	Hashed       bool           `json:"hashed"`
	IdentityHash string         `json:"identityHash,omitzero"` // algorithm$hex if hashed, else the identifier itself
	IdentityType string         `json:"identityType,omitzero"`
	Salt         string         `json:"salt,omitzero"`
	Unknown      jsontext.Value `json:",embed"`
}

// IdentifierEntry is the class of the same name: an
// identifier of an organisation or achievement. It is closed: no other members
// are allowed.
type IdentifierEntry struct {
	Type           string         `json:"type,omitzero"` // exactly "IdentifierEntry"
	Identifier     string         `json:"identifier,omitzero"`
	IdentifierType string         `json:"identifierType,omitzero"`
	Unknown        jsontext.Value `json:",embed"`
}

// Service is what a credential names by id and type: a CredentialSchema, a
// RefreshService or TermsOfUse.
type Service struct {
	ID      string         `json:"id,omitzero"`
	Type    string         `json:"type,omitzero"`
	Unknown jsontext.Value `json:",embed"`
}

// CredentialStatus is the class of the same name, with the members of a
// BitstringStatusListEntry.
type CredentialStatus struct {
	ID                   string         `json:"id,omitzero"`
	Type                 string         `json:"type,omitzero"`
	StatusPurpose        string         `json:"statusPurpose,omitzero"`
	StatusListIndex      string         `json:"statusListIndex,omitzero"`
	StatusListCredential string         `json:"statusListCredential,omitzero"`
	Unknown              jsontext.Value `json:",embed"`

	// Others are further entries. Open Badges has one status, but the VC Data
	// Model allows several, as for revocation and suspension.
	Others []CredentialStatus `json:"-"`
}

// RelatedResource binds a resource on the web to its digest (VC Data Model
// 2.0 section 5.3).
type RelatedResource struct {
	ID              string         `json:"id,omitzero"`
	MediaType       string         `json:"mediaType,omitzero"`
	DigestMultibase string         `json:"digestMultibase,omitzero"`
	DigestSRI       string         `json:"digestSRI,omitzero"`
	Unknown         jsontext.Value `json:",embed"`
}

// Proof is the class of the same name: an embedded proof.
type Proof struct {
	ID                 string         `json:"id,omitzero"`
	Type               string         `json:"type,omitzero"`
	Created            string         `json:"created,omitzero"` // date and time with zone
	Cryptosuite        string         `json:"cryptosuite,omitzero"`
	VerificationMethod string         `json:"verificationMethod,omitzero"`
	ProofPurpose       string         `json:"proofPurpose,omitzero"` // assertionMethod
	Challenge          string         `json:"challenge,omitzero"`
	Domain             string         `json:"domain,omitzero"`
	Nonce              string         `json:"nonce,omitzero"`
	ProofValue         string         `json:"proofValue,omitzero"`
	Unknown            jsontext.Value `json:",embed"`
}
