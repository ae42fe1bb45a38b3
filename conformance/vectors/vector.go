package vectors

import "github.com/mikromerit/mikromerit/vc"

// Operation is what a verifier is asked to do with a vector.
type Operation string

// The operations.
const (
	VerifyCredential   Operation = "verify"
	VerifyPresentation Operation = "verify-presentation"
)

// Vector is one document and what a verifier must say of it.
type Vector struct {
	ID        string // a path, such as "di/eddsa-rdfc-2022/badge/altered-name"
	Pair      string // the id of the good document that it was made of; its own id for that
	Suite     string // the proof suite, such as "eddsa-rdfc-2022", "vc-jwt"
	Format    string // what is secured: "vcdm1", "vcdm2", "ob3", "clr", "edc"
	Operation Operation
	// Accept says whether a verifier must accept it.
	Accept bool
	// Rule is the code of the requirement that a spoilt copy breaks; a good document
	// has none.
	Rule string
	// Level is how strongly the clause demands the answer; "" is [vc.Must].
	Level vc.Level
	// Because says in one sentence what is the matter with it.
	Because string
	// Spec is the clause: a URL with its anchor.
	Spec string

	MediaType string // of Document
	Document  []byte
	// Challenge and Domain are what the verifier expects.
	Challenge string
	Domain    string
	// Resources are what the document refers to, by URL.
	Resources map[string][]byte
	// Anchors are the certificates that a seal leads to, in PEM.
	Anchors []byte
}
