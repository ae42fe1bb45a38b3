package clr

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/internal/lenient"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Context is the JSON-LD context of CLR 2.0. It stands between that of the VC
// Data Model and that of Open Badges.
const Context = contexts.CLR201

// The types of CLR 2.0.
const (
	typeCredential = "ClrCredential"
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
		ID:      id, Type: ob3.List[string]{"VerifiableCredential", typeCredential},
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

// Period returns when the validity of the record starts and ends, as it is
// written in the members of either version of the VC Data Model, "" if it is
// not.
func (c *Credential) Period() (from, until string) {
	return cmp.Or(c.ValidFrom, c.IssuanceDate), cmp.Or(c.ValidUntil, c.ExpirationDate)
}

// Is reports whether doc claims to be a record: a credential whose type lists
// ClrCredential. Whether it is a correct one is for [Check] to say.
func Is(doc vc.Document) bool { return isRecord(doc.Root()) }

func isRecord(v jsontree.Value) bool {
	return datamodel.Lists(v.Get("type"), datamodel.TypeCredential) && datamodel.Lists(v.Get("type"), typeCredential)
}

// held is where the credentials of a record stand.
const held = "verifiableCredential"

// Parse reads a record into its structs, as leniently as
// [ob3.ParseAchievementCredential]; its credentials are left as they stand.
// The error says that the document is not a record, or where something stands
// that the structs have no place for.
func Parse(doc vc.Document) (*Credential, error) {
	if !Is(doc) {
		return nil, errors.New("CLR2-TYPE at /type: the document is no credential of the type ClrCredential")
	}
	subject := doc.Get("credentialSubject")
	if subject.Kind() == jsontree.Array && subject.Len() == 1 {
		subject = subject.At(0)
	}
	var credentials []vc.Document
	for one := range subject.Get(held).Each() {
		credential, err := vc.ParseDocument([]byte(one.Raw()), vc.Limits{})
		if err != nil {
			return nil, fmt.Errorf("CLR2-READ at %s: there is %s where a credential is expected", one.Pointer(), one.Kind())
		}
		credentials = append(credentials, credential)
	}
	frame, err := doc.Without(subject.Get(held).Pointer())
	if err != nil {
		return nil, err
	}
	c := new(Credential)
	if err := lenient.Unmarshal(frame.Bytes(), c); err != nil {
		return nil, err
	}
	c.Subject.Credentials = credentials
	return c, nil
}

type plainSubject Subject

// UnmarshalJSONFrom reads an object, alone or as the only element of an array.
// It does not read Credentials.
func (s *Subject) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*s = Subject{}
	var all ob3.List[plainSubject]
	if err := json.UnmarshalDecode(dec, &all); err != nil {
		return err
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		*s = Subject(all[0])
		return nil
	}
	return lenient.Several
}

// Document writes the record, its credentials byte for byte as they are. It is
// not checked; see [Check].
func (c *Credential) Document() (vc.Document, error) {
	frame := *c
	frame.Subject.Credentials = nil
	src, err := json.Marshal(plainCredential(frame), jsontext.PreserveRawStrings(true))
	if err != nil {
		return vc.Document{}, fmt.Errorf("CLR2-WRITE: %w", err)
	}
	doc, err := vc.ParseDocument(src, vc.Limits{})
	if err != nil || len(c.Subject.Credentials) == 0 {
		return doc, err
	}
	// A writer of JSON would be free to change spaces and escapes.
	if !doc.Get("credentialSubject").Exists() {
		if doc, err = doc.With("/credentialSubject", "{}"); err != nil {
			return doc, err
		}
	}
	texts := make([]string, len(c.Subject.Credentials))
	for i, credential := range c.Subject.Credentials {
		texts[i] = credential.String()
	}
	return doc.With("/credentialSubject/"+held, "["+strings.Join(texts, ",")+"]")
}
