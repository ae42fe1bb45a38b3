package ob3

import (
	"cmp"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/internal/lenient"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

// Format is the format id of Open Badges 3.0.
const Format = "ob3"

// The JSON-LD contexts of a badge, in this order. The order of the first two is
// fixed by the specification.
const (
	CredentialsContext = contexts.CredentialsV2
	Context            = contexts.OpenBadges303
	OneEdTechContext   = contexts.OpenBadgesExtensions // when a 1EdTech status, schema or refresh type is used
)

// Is reports whether doc claims to be an Open Badge 3.0: a credential whose
// type lists OpenBadgeCredential or AchievementCredential. Whether it is a
// correct one is for [Check] to say.
func Is(doc vc.Document) bool {
	credential, badge := false, false
	for t := range doc.Get("type").Each() {
		switch t.Text() {
		case datamodel.TypeCredential:
			credential = true
		case TypeBadge, TypeAchievement:
			badge = true
		}
	}
	return credential && badge
}

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

// Period returns when the validity of the badge starts and ends, as it is
// written in the members of either version of the VC Data Model, "" if it is
// not.
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

// EndorsementCredential is the class of the same name of Open Badges 3.0:
// somebody vouches for an achievement, a profile or a badge.
// [NewEndorsementCredential] builds one, [ParseEndorsementCredential] reads one.
// An endorsement is signed on its own and stands whole in what it endorses.
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

// Period returns when the validity of the endorsement starts and ends, as it is
// written in the members of either version of the VC Data Model, "" if it is
// not.
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

// ParseAchievementCredential reads a badge into its structs. It is lenient
// where issuers are careless and the meaning is clear: a single value stands
// for a list of one and a list of one for a single value, an id for the
// profile, image, criteria or evidence that it names, a number for a text.
// Members that Open Badges does not know are kept, at every depth. Members
// without a value (null, an empty text or array) are not.
//
// The error says that the document is not a badge, or where something stands
// that the structs have no place for. [Check] says whether the badge is right.
func ParseAchievementCredential(doc vc.Document) (*AchievementCredential, error) {
	c := new(AchievementCredential)
	return c, parse(doc, c, TypeBadge, TypeAchievement)
}

// ParseEndorsementCredential reads an endorsement, as
// [ParseAchievementCredential] does a badge.
func ParseEndorsementCredential(doc vc.Document) (*EndorsementCredential, error) {
	c := new(EndorsementCredential)
	return c, parse(doc, c, TypeEndorsement)
}

// Document writes the badge. It is not checked; see [Check].
func (c *AchievementCredential) Document() (vc.Document, error) { return write(c) }

// Document writes the endorsement. It is not checked; see [Check].
func (c *EndorsementCredential) Document() (vc.Document, error) { return write(c) }

func parse(doc vc.Document, into any, types ...string) error {
	if !datamodel.Lists(doc.Get("type"), datamodel.TypeCredential) || !datamodel.Lists(doc.Get("type"), types...) {
		return fmt.Errorf("OB3-TYPE at /type: the document is no credential of the type %s", types[0])
	}
	return lenient.Unmarshal(doc.Bytes(), into)
}

func write(c any) (vc.Document, error) {
	src, err := json.Marshal(c, jsontext.PreserveRawStrings(true))
	if err != nil {
		return vc.Document{}, fmt.Errorf("OB3-WRITE: %w", err)
	}
	return vc.ParseDocument(src, vc.Limits{})
}
