package ob3

import (
	"cmp"

	"github.com/go-json-experiment/json/jsontext"
)

// EndorsementCredential is the class of the same name of Open Badges 3.0:
// somebody vouches for an achievement, a profile or a badge.
// [NewEndorsementCredential] builds one, [ParseEndorsementCredential] reads one.
// In what it endorses it stands as a whole, signed on its own, in a list of
// JSON values.
type EndorsementCredential struct {
	Context     Contexts           `json:"@context,omitempty"` // [CredentialsContext], [Context], then others
	ID          string             `json:"id,omitzero"`
	Type        List[string]       `json:"type,omitempty"`
	Name        string             `json:"name,omitzero"`
	Description string             `json:"description,omitzero"`
	Issuer      Profile            `json:"issuer,omitzero"`
	ValidFrom   string             `json:"validFrom,omitzero"`  // date and time with zone
	ValidUntil  string             `json:"validUntil,omitzero"` // date and time with zone
	AwardedDate string             `json:"awardedDate,omitzero"`
	Subject     EndorsementSubject `json:"credentialSubject,omitzero"`

	// Of VC Data Model 1.1, which is only read: see [EndorsementCredential.Period].
	IssuanceDate   string `json:"issuanceDate,omitzero"`
	ExpirationDate string `json:"expirationDate,omitzero"`

	CredentialSchema List[Service]     `json:"credentialSchema,omitempty"`
	CredentialStatus *CredentialStatus `json:"credentialStatus,omitzero"`
	RefreshService   *Service          `json:"refreshService,omitzero"`
	TermsOfUse       List[Service]     `json:"termsOfUse,omitempty"`

	// Proof is what secured the document that was read. It covers that document
	// alone: clear it before changing anything.
	Proof List[Proof] `json:"proof,omitempty"`

	Unknown jsontext.Value `json:",embed"`
}

// Period returns from and until when the endorsement says that it is valid, as
// it says it, in the members of either version of the VC Data Model; "" where
// it does not.
func (c *EndorsementCredential) Period() (from, until string) {
	return cmp.Or(c.ValidFrom, c.IssuanceDate), cmp.Or(c.ValidUntil, c.ExpirationDate)
}

// EndorsementSubject is the class of the same name: what is endorsed, and in
// which words.
type EndorsementSubject struct {
	ID                 string         `json:"id,omitzero"` // of what is endorsed
	Type               List[string]   `json:"type,omitempty"`
	EndorsementComment string         `json:"endorsementComment,omitzero"` // Markdown
	Unknown            jsontext.Value `json:",embed"`
}
