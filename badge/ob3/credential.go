package ob3

import (
	"cmp"

	"github.com/go-json-experiment/json/jsontext"
)

// AchievementCredential is the class of the same name, also known as
// OpenBadgeCredential of Open Badges 3.0: the badge. [NewAchievementCredential]
// builds one, [ParseAchievementCredential] reads one.
//
// Every struct of this package writes its members in the order of its fields,
// leaves out those that are empty, and keeps the members that it does not know
// in Unknown.
type AchievementCredential struct {
	Context     Contexts     `json:"@context,omitempty"` // [CredentialsContext], [Context], then others
	ID          string       `json:"id,omitzero"`
	Type        List[string] `json:"type,omitempty"`
	Name        string       `json:"name,omitzero"`
	Description string       `json:"description,omitzero"`
	Image       *Image       `json:"image,omitzero"`
	Issuer      Profile      `json:"issuer,omitzero"`
	ValidFrom   string       `json:"validFrom,omitzero"`  // date and time with zone
	ValidUntil  string       `json:"validUntil,omitzero"` // date and time with zone
	AwardedDate string       `json:"awardedDate,omitzero"`

	// Of VC Data Model 1.1, which is only read: see [AchievementCredential.Period].
	IssuanceDate   string `json:"issuanceDate,omitzero"`
	ExpirationDate string `json:"expirationDate,omitzero"`

	Subject  AchievementSubject `json:"credentialSubject,omitzero"`
	Evidence List[Evidence]     `json:"evidence,omitempty"`

	Endorsement    List[jsontext.Value] `json:"endorsement,omitempty"` // EndorsementCredentials, each as it stands
	EndorsementJWT List[string]         `json:"endorsementJwt,omitempty"`

	CredentialSchema List[Service]         `json:"credentialSchema,omitempty"`
	CredentialStatus *CredentialStatus     `json:"credentialStatus,omitzero"`
	RefreshService   *Service              `json:"refreshService,omitzero"`
	TermsOfUse       List[Service]         `json:"termsOfUse,omitempty"`
	RelatedResource  List[RelatedResource] `json:"relatedResource,omitempty"`

	// Proof is what secured the document that was read. It covers that document
	// alone: clear it before changing anything.
	Proof List[Proof] `json:"proof,omitempty"`

	Unknown jsontext.Value `json:",embed"`
}

// Period returns from and until when the badge says that it is valid, as it
// says it, in the members of either version of the VC Data Model; "" where it
// does not.
func (c *AchievementCredential) Period() (from, until string) {
	return cmp.Or(c.ValidFrom, c.IssuanceDate), cmp.Or(c.ValidUntil, c.ExpirationDate)
}

// AchievementSubject is the class of the same name: who
// achieved it. ID or at least one Identifier is required.
type AchievementSubject struct {
	ID                string               `json:"id,omitzero"`
	Type              List[string]         `json:"type,omitempty"`
	Identifier        List[IdentityObject] `json:"identifier,omitempty"`
	ActivityStartDate string               `json:"activityStartDate,omitzero"`
	ActivityEndDate   string               `json:"activityEndDate,omitzero"`
	CreditsEarned     *float64             `json:"creditsEarned,omitzero"`
	Image             *Image               `json:"image,omitzero"`
	LicenseNumber     string               `json:"licenseNumber,omitzero"`
	Narrative         string               `json:"narrative,omitzero"` // Markdown
	Role              string               `json:"role,omitzero"`
	Term              string               `json:"term,omitzero"`
	Achievement       Achievement          `json:"achievement,omitzero"`
	Result            List[Result]         `json:"result,omitempty"`
	Source            *Profile             `json:"source,omitzero"` // who assessed on behalf of the issuer
	Unknown           jsontext.Value       `json:",embed"`
}

// Evidence is the class of the same name. ID is a URL or a
// data URI.
type Evidence struct {
	ID              string         `json:"id,omitzero"`
	Type            List[string]   `json:"type,omitempty"`
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
	ID      string         `json:"id,omitzero"`
	Type    string         `json:"type,omitzero"` // exactly "Image"
	Caption string         `json:"caption,omitzero"`
	Unknown jsontext.Value `json:",embed"`
}
