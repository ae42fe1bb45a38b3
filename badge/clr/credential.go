package clr

import (
	"cmp"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

// Context is the JSON-LD context of CLR 2.0. It stands between that of the VC
// Data Model and that of Open Badges.
const Context = contexts.CLR201

// The types of CLR 2.0.
const (
	TypeCredential = "ClrCredential"
	typeSubject    = "ClrSubject"
	typeLink       = "Association"
)

// Credential is the class ClrCredential of CLR 2.0: the record. Empty members
// are not written; members that the struct does not know are kept in Unknown.
type Credential struct {
	Context     ob3.Contexts     `json:"@context,omitempty"` // VC Data Model, [Context], Open Badges, then others
	ID          string           `json:"id,omitzero"`
	Type        ob3.List[string] `json:"type,omitempty"`
	Name        string           `json:"name,omitzero"`
	Description string           `json:"description,omitzero"`
	Image       *ob3.Image       `json:"image,omitzero"`
	Issuer      ob3.Profile      `json:"issuer,omitzero"`
	ValidFrom   string           `json:"validFrom,omitzero"`  // date and time with zone
	ValidUntil  string           `json:"validUntil,omitzero"` // date and time with zone
	AwardedDate string           `json:"awardedDate,omitzero"`

	// Partial says whether the issuer knows of more about the learner than
	// stands here; nil: it does not say.
	Partial *bool `json:"partial,omitzero"`

	// Of VC Data Model 1.1, which is only read: see [Credential.Period].
	IssuanceDate   string `json:"issuanceDate,omitzero"`
	ExpirationDate string `json:"expirationDate,omitzero"`

	Subject Subject `json:"credentialSubject,omitzero"`

	Endorsement    ob3.List[jsontext.Value] `json:"endorsement,omitempty"` // each as it stands
	EndorsementJWT ob3.List[string]         `json:"endorsementJwt,omitempty"`

	CredentialSchema ob3.List[ob3.Service] `json:"credentialSchema,omitempty"`
	CredentialStatus *ob3.CredentialStatus `json:"credentialStatus,omitzero"`
	RefreshService   *ob3.Service          `json:"refreshService,omitzero"`
	TermsOfUse       ob3.List[ob3.Service] `json:"termsOfUse,omitempty"`

	// Proof is what secured the document that was read. It covers that document
	// alone: clear it before changing anything.
	Proof ob3.List[ob3.Proof] `json:"proof,omitempty"`

	Unknown jsontext.Value `json:",embed"`
}

// Subject is the class ClrSubject: the learner and what the learner earned. ID
// or at least one Identifier is required.
type Subject struct {
	ID          string                       `json:"id,omitzero"`
	Type        ob3.List[string]             `json:"type,omitempty"`
	Identifier  ob3.List[ob3.IdentityObject] `json:"identifier,omitempty"`
	Achievement ob3.List[ob3.Achievement]    `json:"achievement,omitempty"` // ones that associations refer to
	Association ob3.List[Association]        `json:"association,omitempty"`
	Unknown     jsontext.Value               `json:",embed"`

	// Credentials are the badges and other credentials of the record, each as
	// it was signed. At least one is required.
	Credentials []vc.Document `json:"-"`
}

// Association is the class of the same name: how two achievements of the
// record hang together. It is closed: no other members are allowed.
type Association struct {
	Type            string         `json:"type,omitzero"` // exactly "Association"
	AssociationType string         `json:"associationType,omitzero"`
	SourceID        string         `json:"sourceId,omitzero"` // of an achievement of the record
	TargetID        string         `json:"targetId,omitzero"` // of an achievement of the record
	Unknown         jsontext.Value `json:",embed"`
}

// AssociationType says how two achievements hang together. It is a closed
// enumeration.
type AssociationType string

// The types of associations, read as "the source … the target".
const (
	ExactMatchOf = "exactMatchOf"
	IsChildOf    = "isChildOf"
	IsParentOf   = "isParentOf"
	IsPartOf     = "isPartOf"
	IsPeerOf     = "isPeerOf"
	IsRelatedTo  = "isRelatedTo"
	Precedes     = "precedes"
	ReplacedBy   = "replacedBy"
)

// Valid reports whether the value may stand in a record.
func (t AssociationType) Valid() bool { return associationTypes.Has(string(t)) }

// New returns a record with everything that CLR 2.0 requires. The id is an
// absolute URI; validFrom is written in UTC and whole seconds.
func New(id, name string, issuer ob3.Profile, validFrom time.Time, subject Subject) *Credential {
	return &Credential{
		Context: ob3.Contexts{ob3.CredentialsContext, Context, ob3.Context},
		ID:      id, Type: ob3.List[string]{"VerifiableCredential", TypeCredential},
		Name: name, Issuer: issuer, ValidFrom: ob3.Moment(validFrom), Subject: subject,
	}
}

// NewSubject returns a learner with an id, a DID or URL, and the learner's
// signed credentials.
func NewSubject(id string, first vc.Document, more ...vc.Document) Subject {
	return Subject{ID: id, Type: ob3.List[string]{typeSubject}, Credentials: append([]vc.Document{first}, more...)}
}

// NewAssociation returns how two achievements, given by their ids, hang
// together; kind is a term of [AssociationType].
func NewAssociation(kind, source, target string) Association {
	return Association{Type: typeLink, AssociationType: kind, SourceID: source, TargetID: target}
}

// Period returns from and until when the record says that it is valid, as it
// says it, in the members of either version of the VC Data Model; "" where it
// does not.
func (c *Credential) Period() (from, until string) {
	return cmp.Or(c.ValidFrom, c.IssuanceDate), cmp.Or(c.ValidUntil, c.ExpirationDate)
}
