package badge

import "github.com/go-json-experiment/json/jsontext"

// AchievementCredential is the class of the same name, also known as
// OpenBadgeCredential of Open Badges 3.0: the badge.
//
// Every struct of this package writes its members in the order of its fields
// and keeps the members that it does not know in Unknown.
type AchievementCredential struct {
	Context     []string           `json:"@context"` // [CredentialsContext], [Context], then others
	ID          string             `json:"id,omitzero"`
	Type        []string           `json:"type"`
	Name        string             `json:"name,omitzero"`
	Description string             `json:"description,omitzero"`
	Image       *Image             `json:"image,omitzero"`
	Issuer      Profile            `json:"issuer"`
	ValidFrom   string             `json:"validFrom,omitzero"`  // date and time with zone
	ValidUntil  string             `json:"validUntil,omitzero"` // date and time with zone
	AwardedDate string             `json:"awardedDate,omitzero"`
	Subject     AchievementSubject `json:"credentialSubject"`
	Evidence    []Evidence         `json:"evidence,omitempty"`

	Endorsement    []jsontext.Value `json:"endorsement,omitempty"` // EndorsementCredentials, each as it stands
	EndorsementJWT []string         `json:"endorsementJwt,omitempty"`

	CredentialSchema []Service         `json:"credentialSchema,omitempty"`
	CredentialStatus *CredentialStatus `json:"credentialStatus,omitzero"`
	RefreshService   *Service          `json:"refreshService,omitzero"`
	TermsOfUse       []Service         `json:"termsOfUse,omitempty"`
	RelatedResource  []RelatedResource `json:"relatedResource,omitempty"`

	Eu      *EuCredential  `json:",embed"`
	Unknown jsontext.Value `json:",embed"`
}

// AchievementSubject is the class of the same name: who
// achieved it. ID or at least one Identifier is required.
type AchievementSubject struct {
	ID                string           `json:"id,omitzero"`
	Type              []string         `json:"type"`
	Identifier        []IdentityObject `json:"identifier,omitempty"`
	ActivityStartDate string           `json:"activityStartDate,omitzero"`
	ActivityEndDate   string           `json:"activityEndDate,omitzero"`
	CreditsEarned     *float64         `json:"creditsEarned,omitzero"`
	Image             *Image           `json:"image,omitzero"`
	LicenseNumber     string           `json:"licenseNumber,omitzero"`
	Narrative         string           `json:"narrative,omitzero"` // Markdown
	Role              string           `json:"role,omitzero"`
	Term              string           `json:"term,omitzero"`
	Achievement       Achievement      `json:"achievement"`
	Result            []Result         `json:"result,omitempty"`
	Source            *Profile         `json:"source,omitzero"` // who assessed on behalf of the issuer
	Eu                *EuSubject       `json:",embed"`
	Unknown           jsontext.Value   `json:",embed"`
}

// Evidence is the class of the same name. ID is a URL or a
// data URI.
type Evidence struct {
	ID              string         `json:"id,omitzero"`
	Type            []string       `json:"type"`
	Name            string         `json:"name,omitzero"`
	Description     string         `json:"description,omitzero"`
	Narrative       string         `json:"narrative,omitzero"` // Markdown
	Genre           string         `json:"genre,omitzero"`
	Audience        string         `json:"audience,omitzero"`
	MediaType       string         `json:"mediaType,omitzero"`       // VC Data Model 2.0 section 5.3
	DigestMultibase string         `json:"digestMultibase,omitzero"` // VC Data Model 2.0 section 5.3
	DigestSRI       string         `json:"digestSRI,omitzero"`       // VC Data Model 2.0 section 5.3
	Unknown         jsontext.Value `json:",embed"`
}

// Image is the class of the same name. It is closed: no
// other members are allowed. ID is a URL or a data URI.
type Image struct {
	ID      string         `json:"id"`
	Type    string         `json:"type"` // exactly "Image"
	Caption string         `json:"caption,omitzero"`
	Unknown jsontext.Value `json:",embed"`
}

// Service is what a credential names by id and type: a CredentialSchema, a
// RefreshService or TermsOfUse.
type Service struct {
	ID      string         `json:"id,omitzero"`
	Type    string         `json:"type"`
	Unknown jsontext.Value `json:",embed"`
}

// CredentialStatus is the class of the same name, with the
// members of a BitstringStatusListEntry.
type CredentialStatus struct {
	ID                   string         `json:"id,omitzero"`
	Type                 string         `json:"type"`
	StatusPurpose        string         `json:"statusPurpose,omitzero"`
	StatusListIndex      string         `json:"statusListIndex,omitzero"`
	StatusListCredential string         `json:"statusListCredential,omitzero"`
	Unknown              jsontext.Value `json:",embed"`
}

// RelatedResource binds a resource on the web to its digest (VC Data Model
// 2.0 section 5.3).
type RelatedResource struct {
	ID              string         `json:"id"`
	MediaType       string         `json:"mediaType,omitzero"`
	DigestMultibase string         `json:"digestMultibase,omitzero"`
	DigestSRI       string         `json:"digestSRI,omitzero"`
	Unknown         jsontext.Value `json:",embed"`
}
