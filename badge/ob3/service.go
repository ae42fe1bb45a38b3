package ob3

import "github.com/go-json-experiment/json/jsontext"

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
