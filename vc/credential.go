package vc

import "github.com/mikromerit/mikromerit/vc/jsontree"

// The base contexts, which the first value of @context must be.
const (
	ContextV1 = "https://www.w3.org/2018/credentials/v1" // data model 1.1
	ContextV2 = "https://www.w3.org/ns/credentials/v2"   // data model 2.0
)

// Version is a version of the W3C Verifiable Credentials Data Model.
type Version uint8

// The versions. The zero Version means that the first value of @context is
// no base context.
const (
	V1 Version = iota + 1 // 1.1
	V2                    // 2.0
)

// String returns "1.1", "2.0" or "unknown".
func (v Version) String() string {
	switch v {
	case V1:
		return "1.1"
	case V2:
		return "2.0"
	}
	return "unknown"
}

// Credential is a view of a document as a verifiable credential: each method
// reads the document anew. The methods are lenient, so that a faulty
// credential can still be inspected: a member that is missing or of the wrong
// type yields "", nil, the zero DateTime or the absent value, and a single
// value counts as a list of one. [ReadCredential] says whether the credential
// keeps the rules.
//
// A Credential may be shared between goroutines.
type Credential struct {
	doc Document
}

// ReadCredential views a document as a credential and checks it against the
// structural rules of the data model version that it names (see [Rules]).
// No problem means that the structure is right, not that the credential is
// secured, in force or true. The problems, at most 1,000, are in the order
// of the rules.
func ReadCredential(d Document) (Credential, []Problem) {
	c := Credential{d}
	k := checker{version: assumedVersion(d.root)}
	k.check(credential, d.root)
	return c, k.problems
}

// Document returns the document that the credential was read from.
func (c Credential) Document() Document { return c.doc }

// Version returns the data model version by the first value of @context.
func (c Credential) Version() Version { return versionOf(firstContext(c.doc.root)) }

// Contexts returns the values of @context in order: URLs and objects.
func (c Credential) Contexts() []jsontree.Value { return c.list("@context") }

// HasContext reports whether @context lists a URL.
func (c Credential) HasContext(url string) bool { return hasText(c.doc.Get("@context"), url) }

// ID returns the credential's identifier, or "".
func (c Credential) ID() string { return c.doc.Get("id").Text() }

// Types returns the values of type.
func (c Credential) Types() []string {
	var types []string
	for v := range c.doc.Get("type").Each() {
		if v.Kind() == jsontree.String {
			types = append(types, v.Text())
		}
	}
	return types
}

// HasType reports whether type lists a value.
func (c Credential) HasType(name string) bool { return hasText(c.doc.Get("type"), name) }

// Name returns the name: a string, a language value object or an array.
func (c Credential) Name() jsontree.Value { return c.doc.Get("name") }

// Description returns the description, in the same forms as the name.
func (c Credential) Description() jsontree.Value { return c.doc.Get("description") }

// Issuer returns the issuer: a string with its URL, or an object.
func (c Credential) Issuer() jsontree.Value { return c.doc.Get("issuer") }

// IssuerID returns the issuer's URL in either form, or "".
func (c Credential) IssuerID() string { return identifierOf(c.Issuer()) }

// Subjects returns the credential subjects.
func (c Credential) Subjects() []jsontree.Value { return c.list("credentialSubject") }

// Statuses returns the entries of credentialStatus.
func (c Credential) Statuses() []jsontree.Value { return c.list("credentialStatus") }

// Schemas returns the entries of credentialSchema.
func (c Credential) Schemas() []jsontree.Value { return c.list("credentialSchema") }

// Evidence returns the entries of evidence.
func (c Credential) Evidence() []jsontree.Value { return c.list("evidence") }

// RefreshServices returns the entries of refreshService.
func (c Credential) RefreshServices() []jsontree.Value { return c.list("refreshService") }

// TermsOfUse returns the entries of termsOfUse.
func (c Credential) TermsOfUse() []jsontree.Value { return c.list("termsOfUse") }

// RelatedResources returns the entries of relatedResource.
func (c Credential) RelatedResources() []jsontree.Value { return c.list("relatedResource") }

// ValidFrom returns the start of the validity period, or the zero DateTime
// when none is stated. Under any version it is the later of validFrom and
// issuanceDate (or issued in its place): readers differ in which of the two
// they look at, and before both have passed the credential is not in force for
// all of them. A date without zone is taken as UTC.
func (c Credential) ValidFrom() DateTime { return startOf(c.doc.root) }

// ValidUntil returns the end of the validity period, the earlier of validUntil
// and expirationDate, or the zero DateTime when none is stated.
func (c Credential) ValidUntil() DateTime { return endOf(c.doc.root) }

func (c Credential) list(name string) []jsontree.Value {
	v := c.doc.Get(name)
	if !v.Exists() || v.Kind() == jsontree.Array && v.Len() == 0 {
		return nil
	}
	all := make([]jsontree.Value, 0, max(v.Len(), 1))
	for one := range v.Each() {
		all = append(all, one)
	}
	return all
}

// startOf and endOf read the validity period of a credential.
func startOf(root jsontree.Value) DateTime {
	issued := root.Get("issuanceDate")
	if !issued.Exists() || issued.Kind() == jsontree.Null {
		issued = root.Get("issued")
	}
	start := dateOf(root.Get("validFrom"))
	if other := dateOf(issued); start.IsZero() || (!other.IsZero() && other.After(start)) {
		return other
	}
	return start
}

func endOf(root jsontree.Value) DateTime {
	end := dateOf(root.Get("validUntil"))
	if other := dateOf(root.Get("expirationDate")); end.IsZero() || (!other.IsZero() && other.Before(end)) {
		return other
	}
	return end
}

// dateOf reads a date leniently: anything else yields the zero DateTime.
func dateOf(v jsontree.Value) DateTime {
	d, err := ParseDateTimeUnzoned(v.Text())
	if err != nil {
		return DateTime{}
	}
	return d
}

// identifierOf returns the URL of something that is given either as its URL or
// as an object with an id.
func identifierOf(v jsontree.Value) string {
	if v.IsObject() {
		v = v.Get("id")
	}
	return v.Text()
}

func hasText(list jsontree.Value, text string) bool {
	for v := range list.Each() {
		if v.IsText(text) {
			return true
		}
	}
	return false
}

func firstContext(root jsontree.Value) string {
	for v := range root.Get("@context").Each() {
		return v.Text()
	}
	return ""
}

func versionOf(url string) Version {
	switch url {
	case ContextV1:
		return V1
	case ContextV2:
		return V2
	}
	return 0
}

// assumedVersion returns the version whose rules apply. A base context that
// does not stand first counts too; without any, the newest version applies.
func assumedVersion(root jsontree.Value) Version {
	if v := versionOf(firstContext(root)); v != 0 {
		return v
	}
	if hasText(root.Get("@context"), ContextV1) {
		return V1
	}
	return V2
}
