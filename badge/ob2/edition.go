package ob2

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is the id of the format in reports, residues and provenance. It is
// the same for all editions.
const Format = "ob2"

// Edition is a version of the Open Badges specification before 3.0.
type Edition uint8

// The editions. The zero Edition is none of them.
const (
	Edition05 Edition = iota + 1 // 0.5: one document, recipient a string
	Edition10                    // 1.0: three documents without @context, type and id
	Edition11                    // 1.1: JSON-LD
	Edition20                    // 2.0
	Edition21                    // 2.1: the badges of 2.0, named by the context of the Badge Connect API
)

// String returns "0.5", "1.0", "1.1", "2.0", "2.1" or "unknown".
func (e Edition) String() string {
	if e > Edition21 {
		e = 0
	}
	return [...]string{"unknown", "0.5", "1.0", "1.1", "2.0", "2.1"}[e]
}

// contextEditions are the addresses of the contexts.
var contextEditions = map[string]Edition{
	"https://w3id.org/openbadges/v1":                                 Edition11,
	"https://openbadgespec.org/v1/context.json":                      Edition11,
	"https://w3id.org/openbadges/v2":                                 Edition20,
	"https://openbadgespec.org/v2/context.json":                      Edition20,
	"https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld":         Edition21,
	"https://purl.imsglobal.org/spec/ob/v2p1/context/ob_v2p1.jsonld": Edition21,
}

// vocabulary is the namespace of the classes of Open Badges 1.1 to 2.1.
const vocabulary = "https://w3id.org/openbadges#"

// contextEdition is the edition whose context a document names or, for 2.0,
// spells out.
func contextEdition(root jsontree.Value) Edition {
	found := Edition(0)
	for c := range root.Get("@context").Each() {
		e := contextEditions[strings.Replace(c.Text(), "http://", "https://", 1)]
		if c.IsObject() && c.Get("obi").IsText(vocabulary) {
			e = Edition20
		}
		found = max(found, e)
	}
	return found
}

// EditionOf returns the edition that a document is of: by its context, else by
// its shape. It is zero for what is none of them.
func EditionOf(doc vc.Document) Edition { return editionOf(doc.Root()) }

func editionOf(root jsontree.Value) Edition {
	if e := contextEdition(root); e != 0 {
		return e
	}
	recipient, badge := get(root, "recipient"), get(root, "badge")
	switch {
	case hasType(root, "VerifiableCredential"), !recipient.Exists() || !badge.Exists():
		return 0
	case recipient.Kind() == jsontree.String, get(get(badge, "issuer"), "origin").Exists():
		return Edition05
	case get(root, "verification").Exists():
		return Edition20
	case root.Get("@context").Exists():
		return Edition11
	case get(root, "verify").Exists(), get(root, "uid").Exists():
		return Edition10
	}
	return 0
}

// Is reports whether a document claims to be an assertion of one of the
// editions: by context and type, else by having a recipient and a badge in one
// of their shapes. Whether it is a correct one is for [Check] to say.
func Is(doc vc.Document) bool { return isAssertion(doc.Root()) }

func isAssertion(root jsontree.Value) bool {
	if hasType(root, "VerifiableCredential") || editionOf(root) == 0 {
		return false
	}
	return hasType(root, "Assertion") || get(root, "recipient").Exists() && get(root, "badge").Exists()
}

func hasType(v jsontree.Value, name string) bool {
	for t := range get(v, "type").Each() {
		if t.IsText(name) || t.IsText(vocabulary+name) || t.IsText("obi:"+name) {
			return true
		}
	}
	return false
}

// isWeb reports whether a text is an address on the web.
func isWeb(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && vc.IsURL(s)
}
