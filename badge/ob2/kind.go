package ob2

import (
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

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
	kind, edition := KindOf(doc), EditionOf(doc)
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
