package ob2

import (
	"slices"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Assertion is an awarded badge, with its class and issuer as far as they are
// in the document or could be fetched. What it says about the learner, the
// class and the issuer is for [Assertion.Decode].
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

	Node
	Badge BadgeClass

	given        vc.Document // the assertion before anything was put into it
	uid          Field
	recipient    recipient
	verification verification
	issuedOn     moment
	expires      moment
	revoked      bool
}

// Fetched is a document that an assertion refers to.
type Fetched struct {
	Pointer  string // where it was put in the assertion
	URL      string // where it was found
	Document vc.Document
}

// Node is what assertions, badge classes and issuers have in common.
type Node struct {
	At jsontree.Value // the object, or the string that is its address
	ID Field          // absolute IRI

	language string // BCP 47 tag of its texts, or ""
}

// Missing reports whether nothing but the address of the node is known.
func (n Node) Missing() bool { return !n.At.IsObject() }

// BadgeClass is what can be earned.
type BadgeClass struct {
	Node
	Issuer Issuer
}

// Issuer is who defines and awards badges.
type Issuer struct {
	Node
	keys         []jsontree.Value // each an object or an address
	verification verification
}

// verification says how an assertion, or any assertion of an issuer, can be
// verified.
type verification struct {
	at             jsontree.Value
	types          []Field // "hosted", "HostedBadge", "signed", "SignedBadge"
	url            Field   // 1.x: the address of the hosted assertion or of the key
	creators       []Field // addresses of keys
	startsWith     []Field
	allowedOrigins []Field
}

// isSigned reports whether a signature is the means of verification.
func (v verification) isSigned() bool { return v.is("signed") || v.is("SignedBadge") }

// isHosted reports whether a hosted copy is the means of verification.
func (v verification) isHosted() bool { return v.is("hosted") || v.is("HostedBadge") }

func (v verification) is(name string) bool {
	return slices.ContainsFunc(v.types, func(t Field) bool { return isTerm(t.Text, name) })
}

// isOther reports whether the means of verification is neither of the two.
func (v verification) isOther() bool {
	return v.at.Exists() && !v.isSigned() && !v.isHosted() && (len(v.types) > 0 || !v.at.IsObject())
}

// reader reads what verification needs. It reads leniently: what is of the
// wrong kind is left out, and [Check] says so.
type reader struct {
	edition Edition
	urls    map[string]string // addresses at which nodes were found, by pointer
}

func (r *reader) assertion(v jsontree.Value, a *Assertion) {
	a.Node = r.node(v, "")
	a.uid = textOf(get(v, "uid"))
	a.recipient = recipientOf(v)
	a.verification = verificationOf(v)
	a.issuedOn = readMoment(either(v, "issuedOn", "issued_on"))
	a.expires = readMoment(get(v, "expires"))
	a.revoked, _ = truth(get(v, "revoked"))
	a.Badge = BadgeClass{Node: r.node(get(v, "badge"), a.language)}
	if !a.Badge.Missing() {
		a.Badge.Issuer = r.issuer(get(a.Badge.At, "issuer"), a.Badge.language)
	}
	if a.ID.IsZero() && r.edition <= Edition10 {
		// An assertion of 1.0 is named by its address, else by its uid.
		if url := a.verification.url; a.verification.isHosted() && isWeb(url.Text) {
			a.ID = url
		}
	}
}

func (r *reader) issuer(v jsontree.Value, language string) Issuer {
	i := Issuer{Node: r.node(v, language)}
	if i.Missing() {
		return i
	}
	if r.edition == Edition05 {
		i.ID = textOf(get(v, "origin"))
	}
	i.keys = listed(get(v, "publicKey"))
	i.verification = verificationOf(v)
	return i
}

// node reads what all classes have in common.
func (r *reader) node(v jsontree.Value, language string) Node {
	n := Node{At: v, ID: addressOf(v), language: language}
	if n.ID.IsZero() && v.Exists() {
		n.ID.Text = r.urls[v.Pointer()]
	}
	if tag := languageOf(v); tag != "" || v.Get("@context").Exists() {
		n.language = tag // a document of its own does not inherit the language
	}
	return n
}

// languageOf returns the language that an object or its context states.
func languageOf(v jsontree.Value) string {
	if tag := textOf(get(v, "@language")); !tag.IsZero() {
		return tag.Text
	}
	for c := range v.Get("@context").Each() {
		if tag := textOf(get(c, "@language")); !tag.IsZero() {
			return tag.Text
		}
	}
	return ""
}

// verificationOf reads how an assertion, or any assertion of an issuer, is
// verified.
func verificationOf(node jsontree.Value) verification {
	v := either(node, "verification", "verify")
	n := verification{at: v, types: texts(get(v, "type")), url: textOf(get(v, "url")),
		startsWith: texts(get(v, "startsWith")), allowedOrigins: texts(get(v, "allowedOrigins"))}
	for key := range each(get(v, "creator")) {
		if id := addressOf(key); !id.IsZero() {
			n.creators = append(n.creators, id)
		}
	}
	return n
}
