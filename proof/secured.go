package proof

import (
	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

// Format is the way in which a file secures its document.
type Format string

// The formats that [Open] recognises.
const (
	Unsecured     Format = "unsecured"      // a JSON document without any proof
	DataIntegrity Format = "data-integrity" // a JSON document with embedded proofs
	JWS           Format = "jws"            // JSON Web Signature, compact serialisation
	JAdES         Format = "jades"          // JSON Web Signature, JSON serialisation (ETSI TS 119 182-1)
)

// Secured is a file as it was received: its bytes, the document in it and
// the proofs over that document. It is immutable and may be shared between
// goroutines. Its document is a [vc.Document], which carries no proof: an
// edit of it is an unsecured document.
type Secured struct {
	format   Format
	source   string
	document vc.Document
	problem  error
	proofs   []Proof
}

// Proof is one proof of a [Secured] file.
type Proof struct {
	// Suite names the kind of proof, and so the [Suite] that can check it: a
	// cryptosuite ("eddsa-rdfc-2022"), the type of a proof that names no
	// cryptosuite ("Ed25519Signature2020"), "JAdES" or "JWS".
	Suite string
	// Pointer is where the proof stands in the file (RFC 6901).
	Pointer string
	// Value is the proof object of an embedded proof; absent for a JWS.
	Value jsontree.Value
	// Signature is the signature of a JWS or JAdES; nil for an embedded proof.
	Signature *Signature
}

// Signature is one signature of a JSON Web Signature, as found.
type Signature struct {
	Protected   string         // the protected header, base64url
	Header      jsontree.Value // the protected header, read strictly
	Unprotected jsontree.Value // the unprotected header; may be absent
	Payload     string         // the payload as it stands in the envelope
	Value       string         // the signature, base64url
}

// Format returns the way in which the file is secured.
func (s *Secured) Format() Format { return s.format }

// Bytes returns a copy of the file exactly as it was received.
func (s *Secured) Bytes() []byte { return []byte(s.source) }

// Document returns what was secured, without the proofs. It is the zero
// Document when the payload is not a JSON object; [Secured.Problem] says why.
func (s *Secured) Document() vc.Document { return s.document }

// Problem says why there is no document, or nil when there is one.
func (s *Secured) Problem() error { return s.problem }

// Proofs returns the proofs in the order in which they stand in the file.
// The caller must not change the slice.
func (s *Secured) Proofs() []Proof { return s.proofs }
