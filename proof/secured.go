package proof

import (
	"sync"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is the way in which a file secures its document.
type Format string

// The formats that [Open] recognises.
const (
	Unsecured     Format = "unsecured"      // a JSON document without any proof
	DataIntegrity Format = "data-integrity" // a JSON document with embedded proofs
	JWS           Format = "jws"            // JSON Web Signature, compact serialisation
	JSONJWS       Format = "jws-json"       // JSON Web Signature, JSON serialisation, that is no seal
	JAdES         Format = "jades"          // seal: JSON Web Signature of any serialisation (ETSI TS 119 182-1)
	SDJWT         Format = "sd-jwt"         // Selective Disclosure for JWTs, compact serialisation (RFC 9901)
	COSE          Format = "cose"           // COSE_Sign1 message (RFC 9052)
	XAdES         Format = "xades"          // seal in XML (ETSI EN 319 132-1), of a Europass credential of the older kind
	XMLSignature  Format = "xml-signature"  // signature in XML (XML Signature 1.1), of an ELMO file
	Container     Format = "container"      // JSON that holds several credentials and secures none
	Enveloped     Format = "enveloped"      // a JWS, an SD-JWT or a COSE message as data: URL in a JSON object (data model 2.0 section 4.13)
)

// Secured is a file as it was received: its bytes, the document in it and the
// proofs over that document. It is immutable and may be shared between
// goroutines. Its document is a [vc.Document], which carries no proof: editing it
// yields an unsecured document.
type Secured struct {
	format          Format
	source          string
	whole           vc.Document // a JSON document with the proofs embedded in it, if there are any
	document        vc.Document
	problem         error
	unsignedMembers []string // pointers to what a JSON serialisation holds beside the signature
	proofs          []Proof
	added           *addition // instead of whole and proofs; or nil
}

// addition is a first proof that was added to a document. Most files are only
// written out then, so it is put into the tree when somebody asks for it.
type addition struct {
	to    vc.Document
	value jsontree.Value

	once   sync.Once
	whole  vc.Document
	proofs []Proof
}

// embedded returns the document with the proofs embedded in it, and the proofs.
func (s *Secured) embedded() (vc.Document, []Proof) {
	a := s.added
	if a == nil {
		return s.whole, s.proofs
	}
	a.once.Do(func() {
		// The text was made before, so neither can fail.
		a.whole, _ = a.to.WithValue("/proof", a.value)
		a.proofs = proofsIn(a.whole)
	})
	return a.whole, a.proofs
}

// Kind is how a proof belongs to its document.
type Kind string

// The kinds of proof.
const (
	Embedded Kind = "embedded" // a member of the document (Data Integrity)
	Token    Kind = "token"    // a compact JWS or SD-JWT around it
	Seal     Kind = "seal"     // a JWS in JSON around it (JAdES)
	Sign1    Kind = "message"  // a COSE_Sign1 message around it
)

// Proof is one proof of a [Secured] file.
type Proof struct {
	// Kind and Suite say which [Suite] can check the proof. An embedded proof may
	// bear any name, but it is never taken for a proof of another kind.
	Kind Kind
	// Suite is a cryptosuite ("eddsa-rdfc-2022"), the type of an embedded proof
	// that is no DataIntegrityProof ("Ed25519Signature2020"), "JAdES", "JWS",
	// "SD-JWT" or "COSE_Sign1". It is "" when an embedded proof names no cryptosuite.
	Suite string
	// Pointer is where the proof stands in the file (RFC 6901).
	Pointer string
	// Value is the proof object of an embedded proof; absent for any other.
	Value jsontree.Value
	// Signature is the signature of a JWS, SD-JWT or JAdES; nil for an embedded
	// proof.
	Signature *Signature
	// Message is the message of a COSE_Sign1; nil for any other proof.
	Message *Message
}

// Format returns the way in which the file is secured.
func (s *Secured) Format() Format { return s.format }

// Bytes returns a copy of the file exactly as it was received.
func (s *Secured) Bytes() []byte { return []byte(s.source) }

// WithProof returns the file with one more embedded proof, which is given as the
// text of an object: after those that it has, or as the document's last member,
// then as an array of one if array is true. Nothing in the proof is checked. Only a
// file that is unsecured or has embedded proofs can take another.
func (s *Secured) WithProof(text string, array bool, limits vc.Limits) (*Secured, error) {
	whole, _ := s.embedded()
	var doc vc.Document
	var err error
	switch have := whole.Get("proof"); {
	case have.Kind() == jsontree.Array:
		doc, err = whole.With("/proof/-", text)
	case have.Exists():
		doc, err = whole.With("/proof", "["+have.Raw()+","+text+"]")
	default:
		if array {
			text = "[" + text + "]"
		}
		if first := s.withFirst(text, limits); first != nil {
			return first, nil
		}
		doc, err = whole.With("/proof", text)
	}
	if err != nil {
		return nil, err
	}
	return OpenDocument(doc, limits)
}

// withFirst is WithProof for the first proof of a document with other members, or
// nil when something is out of the ordinary.
func (s *Secured) withFirst(text string, limits vc.Limits) *Secured {
	root := s.whole.Root()
	if s.format != Unsecured || root.Len() == 0 {
		return nil
	}
	value, err := jsontree.ParseString(text, jsontree.Limits{})
	if err != nil {
		return nil
	}
	last := root.At(root.Len() - 1)
	end := last.Offset() + len(last.Raw())
	file := s.source[:end] + `,"proof":` + text + s.source[end:]
	if !limits.AdmitsMember(file, s.whole, value) {
		return nil
	}
	return &Secured{format: DataIntegrity, source: file, document: s.document, added: &addition{to: s.whole, value: value}}
}

// Document returns what was secured, without the proofs. For a JWS, SD-JWT or COSE
// message it is the payload as it stands; the suite finds the credential in it, see
// [Evidence]. It is the zero Document when the payload is not a JSON object;
// [Secured.Problem] says why.
func (s *Secured) Document() vc.Document { return s.document }

// Problem returns why there is no document, or nil when there is one.
func (s *Secured) Problem() error { return s.problem }

// payloadError returns the Problem as a [*FormatError].
func (s *Secured) payloadError() error {
	if s.problem == nil {
		return nil
	}
	return &FormatError{Code: "FORMAT-PAYLOAD", Detail: "what was signed is not one strict JSON object, so it is no credential", Err: s.problem}
}

// Proofs returns the proofs in the order in which they stand in the file. You
// must not change the slice.
func (s *Secured) Proofs() []Proof {
	_, proofs := s.embedded()
	return proofs
}
