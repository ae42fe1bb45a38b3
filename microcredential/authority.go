package microcredential

import "strings"

// Authority says in whose name a document is made of a credential. It decides what the
// document may claim.
type Authority string

// The authorities.
const (
	// AuthorityUnknown: nobody said. A credential that was made of no other document is
	// then issued by its own issuer; of any other, a third party makes the document.
	AuthorityUnknown Authority = ""
	// SameIssuer: the issuer of the credential issues the document too, and stays its
	// issuer.
	SameIssuer Authority = "same-issuer"
	// Mandated: somebody else issues the document on the issuer's behalf, and names the
	// mandate.
	Mandated Authority = "mandated"
	// ThirdParty: somebody else makes the document in their own name. It names the issuer
	// of the credential with the original, never as the signer.
	ThirdParty Authority = "third-party"
	// HolderCopy: the learner makes a copy to show. It says so, and nobody issues it.
	HolderCopy Authority = "holder"
)

// Authorities returns the authorities that can be stated.
func Authorities() []Authority { return []Authority{SameIssuer, Mandated, ThirdParty, HolderCopy} }

// For returns the authority for a credential: the one that was stated, or what follows
// from where the credential comes from.
func (a Authority) For(c *Credential) Authority {
	switch {
	case a != AuthorityUnknown:
		return a
	case len(c.Provenance) == 0:
		return SameIssuer
	}
	return ThirdParty
}

// Sentence says in plain English in whose name a document was made, for the text by
// which formats tell of a conversion: without a full stop, "" if nobody said.
func (a Authority) Sentence(m *Mandate) string {
	s := sentences[a]
	if a == Mandated && m != nil && (m.Document != "" || m.Digest.SHA256 != "") {
		if m.Document != "" {
			return s + ", under the mandate " + m.Document
		}
		return s + ", under a mandate with the SHA-256 " + m.Digest.SHA256
	}
	return s
}

// sentences are what is said of each authority.
var sentences = map[Authority]string{
	SameIssuer: "The issuer of the original made this document too",
	Mandated:   "This document was made on behalf of the issuer of the original",
	ThirdParty: "The issuer of the original did not make this document",
	HolderCopy: "This is a copy that the learner made to show, and nobody issued it",
}

// AuthorityIn returns the authority of which a text has the sentence, or
// [AuthorityUnknown].
func AuthorityIn(text string) Authority {
	for _, a := range Authorities() {
		if strings.Contains(text, sentences[a]) {
			return a
		}
	}
	return AuthorityUnknown
}

// KeepsIssuer reports whether the issuer of the credential issues the document.
func (a Authority) KeepsIssuer() bool { return a == SameIssuer }

// Mandate is what entitles somebody to issue on behalf of another.
type Mandate struct {
	By        *Party     // who gave it: the issuer of the credential
	To        *Party     // who may issue
	Document  string     // address or id of the mandate
	Digest    Digest     // of the document
	On        Instant    // when it was given
	Statement LangString // what it says
}

// IsZero reports whether nothing is stated.
func (m Mandate) IsZero() bool {
	return m.By == nil && m.To == nil && m.Document == "" && m.Digest == Digest{} && m.On.IsZero() && m.Statement.IsZero()
}
