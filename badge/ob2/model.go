package ob2

import (
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Field is a text of a badge and where it stands in the document. A text that
// stands nowhere, such as the id of a document of 1.0, which is its address,
// has an absent At.
type Field struct {
	Text string
	At   jsontree.Value
}

// String returns the text.
func (f Field) String() string { return f.Text }

// IsZero reports whether there is no text.
func (f Field) IsZero() bool { return f.Text == "" }

// Node is what assertions, badge classes and issuers have in common.
type Node struct {
	At          jsontree.Value   // the object, or the string that is its address
	ID          Field            // absolute IRI
	Types       []Field          // as stated
	Language    string           // BCP 47 tag of its texts, or ""
	Tag         Field            // where the language is stated for this node
	Version     Field            // text or number
	Related     []Related        // other editions of the same thing
	Endorsement []jsontree.Value // endorsements, each an object or an address
	Extensions  []jsontree.Value // members that the class does not have
}

// Missing reports whether nothing but the address of the node is known.
func (n Node) Missing() bool { return !n.At.IsObject() }

// Related is another edition of a thing: a translation or an earlier version.
type Related struct {
	At       jsontree.Value
	ID       Field
	Version  Field
	Language Field
}

// Image is a picture at an address or in a data: URL.
type Image struct {
	At      jsontree.Value
	ID      Field
	Caption Field
	Author  jsontree.Value
}

// Criteria is what must be done to earn a badge: a page, a text or both.
type Criteria struct {
	At        jsontree.Value
	ID        Field
	Narrative Field
}

// Evidence is what the learner did.
type Evidence struct {
	At                                            jsontree.Value
	ID                                            Field
	Name, Description, Narrative, Genre, Audience Field
	Types                                         []Field
}

// Alignment is an entry of a framework that a badge class is aligned with.
type Alignment struct {
	At                                      jsontree.Value
	Name, URL, Description, Framework, Code Field
}

// Verification says how an assertion, or any assertion of an issuer, can be
// verified.
type Verification struct {
	At             jsontree.Value
	Types          []Field // "hosted", "HostedBadge", "signed", "SignedBadge"
	URL            Field   // 1.x: the address of the hosted assertion or of the key
	Creator        []Field // addresses of keys
	StartsWith     []Field
	AllowedOrigins []Field
}

// Signed reports whether a signature is the means of verification.
func (v Verification) Signed() bool { return v.is("signed", "SignedBadge") }

// Hosted reports whether a hosted copy is the means of verification.
func (v Verification) Hosted() bool { return v.is("hosted", "HostedBadge") }

func (v Verification) is(names ...string) bool {
	for _, t := range v.Types {
		for _, name := range names {
			if t.Text == name || t.Text == vocabulary+name || t.Text == "obi:"+name {
				return true
			}
		}
	}
	return false
}

// Assertion is an awarded badge, with its class and issuer as far as they are
// in the document or could be fetched.
type Assertion struct {
	Edition Edition
	// Document is the assertion with its class and issuer put in the place of
	// their addresses. JSON Pointers of this package lead into it.
	Document vc.Document
	// Original is the file as it was received.
	Original []byte
	// Secured is the JSON Web Signature around a signed badge; nil for JSON.
	Secured *proof.Secured
	// Fetched are the documents that were put into Document, the assertion
	// itself among them when only its address was given.
	Fetched []Fetched
	// Findings say what could not be fetched and what names another id than
	// its address.
	Findings []vc.Finding

	given vc.Document // the assertion before anything was put into it

	Node
	UID          Field
	Recipient    Recipient
	Badge        BadgeClass
	Verification Verification
	IssuedOn     Moment
	Expires      Moment
	Narrative    Field
	Evidence     []Evidence
	Image        *Image
	Revoked      bool
	Reason       Field // why it was revoked
}

// Fetched is a document that an assertion refers to.
type Fetched struct {
	Pointer  string // where it was put in the assertion
	URL      string // where it was found
	Document vc.Document
}

// BadgeClass is what can be earned.
type BadgeClass struct {
	Node
	Name        Field
	Description Field
	Image       *Image
	Criteria    Criteria
	Alignment   []Alignment
	Tags        []Field
	Issuer      Issuer
}

// Issuer is who defines and awards badges.
type Issuer struct {
	Node
	Name           Field
	Organisation   Field // 0.5 only: org, part of the name
	URL            Field
	Email          Field
	Telephone      Field
	Description    Field
	Image          *Image
	PublicKey      []jsontree.Value // keys, each an object or an address
	RevocationList Field
	Verification   Verification
}
