package ob2

import (
	"strings"

	"github.com/mikromerit/mikromerit/proof"
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

// editionOf returns the edition that a document is of: by its context, else by
// its shape. It is zero for what is none of them.
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
		if isTerm(t.Text(), name) {
			return true
		}
	}
	return false
}

// isTerm reports whether a text is a name of the vocabulary, as a term of the
// contexts or as an IRI, written out or compact.
func isTerm(text, name string) bool {
	return text == name || text == vocabulary+name || text == "obi:"+name
}

// isWeb reports whether a text is an address on the web.
func isWeb(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && vc.IsURL(s)
}

// Kind is what a document of the editions before 3.0 is.
type Kind uint8

// The kinds of documents. Of these, only awards say that somebody earned
// something; the others are what awards refer to.
const (
	Award          Kind = iota + 1 // an assertion: an awarded badge
	Class                          // a badge class: what can be earned
	Profile                        // an issuer, or somebody else's profile
	Key                            // a public key of an issuer
	RevocationList                 // the assertions that an issuer revoked
	Endorsement                    // an opinion of a badge, class or issuer
	Part                           // another document with a context of Open Badges
	Blockcerts1                    // a Blockcerts 1 certificate, which is not supported
	Blockcerts2                    // a Blockcerts 2 certificate: an assertion that a blockchain vouches for, which is not supported
)

var kindNames = [...]string{"no document of Open Badges", "an awarded badge", "a badge class", "an issuer profile", "a key of an issuer",
	"a revocation list", "an endorsement", "a part of a badge", "a Blockcerts 1 certificate", "a Blockcerts 2 certificate"}

// String returns the kind in words, such as "a badge class".
func (k Kind) String() string {
	if int(k) >= len(kindNames) {
		k = 0
	}
	return kindNames[k]
}

// Verifiable reports whether documents of the kind are something that [Verify]
// takes.
func (k Kind) Verifiable() bool { return k == Award || k == Blockcerts1 || k == Blockcerts2 }

// KindOf says what a document is: by its context and type or, where an edition
// has none, by its shape. It is zero for what is of no edition before 3.0.
func KindOf(doc vc.Document) Kind {
	root := doc.Root()
	edition := contextEdition(root)
	switch kind := blockcerts(root); {
	case hasType(root, "VerifiableCredential"):
		return 0
	case kind != 0:
		return kind
	case isAssertion(root):
		return Award
	case edition == 0 && isOldClass(root):
		return Class
	case edition == 0:
		return 0
	}
	for i, names := range [...][]string{Class: {"BadgeClass"}, Profile: {"Profile", "Issuer"}, Key: {"CryptographicKey"},
		RevocationList: {"RevocationList"}, Endorsement: {"Endorsement"}} {
		for _, name := range names {
			if hasType(root, name) {
				return Kind(i)
			}
		}
	}
	return Part
}

// isOldClass recognises a badge class of 1.0, which has neither context nor
// type.
func isOldClass(root jsontree.Value) bool {
	for _, name := range []string{"name", "description", "image", "criteria", "issuer"} {
		if !get(root, name).Exists() {
			return false
		}
	}
	return !root.Get("@context").Exists() && !get(root, "credentialSubject").Exists()
}

// blockcerts recognises a Blockcerts certificate of before version 3, which is
// a verifiable credential: by its context, by its proof or, before 1.2, by its
// shape.
func blockcerts(root jsontree.Value) Kind {
	for c := range root.Get("@context").Each() {
		_, version, found := strings.Cut(strings.ToLower(c.Text()), "blockcerts")
		for _, step := range []string{".org", "/", "schema/", "v"} {
			version = strings.TrimPrefix(version, step)
		}
		switch {
		case found && strings.HasPrefix(version, "1"):
			return Blockcerts1
		case found && strings.HasPrefix(version, "2"):
			return Blockcerts2
		}
	}
	both := func(one, other string) bool { return get(root, one).IsObject() && get(root, other).IsObject() }
	switch {
	case hasType(get(root, "signature"), "MerkleProof2017"), hasType(get(root, "verification"), "MerkleProofVerification2017"):
		return Blockcerts2
	case both("document", "receipt"), both("certificate", "assertion") && get(root, "recipient").IsObject():
		return Blockcerts1
	}
	return 0
}

// misfit says why a document cannot be read as an awarded badge.
func misfit(doc vc.Document) error {
	kind, edition := KindOf(doc), editionOf(doc.Root())
	detail := "the document is no awarded badge (assertion) of Open Badges 0.5 to 2.1"
	switch {
	case kind == Blockcerts1:
		detail = "the file is a Blockcerts 1 certificate, and Blockcerts 1 is not supported; ask its issuer for an Open Badge, or use a Blockcerts verifier"
	case kind != 0 && edition != 0:
		detail = "the file is " + kind.String() + " of Open Badges " + edition.String() + ", not an awarded badge; give the assertion that refers to it"
	case kind != 0:
		detail = "the file is " + kind.String() + " of Open Badges, not an awarded badge; give the assertion that refers to it"
	}
	return &proof.FormatError{Code: "OB2-FORMAT", Detail: detail, Err: ErrNoBadge}
}
