package conformance

import (
	"context"
	"errors"
	"iter"
	"slices"
)

// Operation is one thing that a target may be able to do.
type Operation string

// The operations. All but the last two are put to a target by [Target.Do].
const (
	IssueCredential    Operation = "issue"               // sign a credential
	VerifyCredential   Operation = "verify"              // say whether a secured credential may be relied upon
	DeriveCredential   Operation = "derive"              // reveal parts of a credential
	ProvePresentation  Operation = "prove"               // sign a presentation
	VerifyPresentation Operation = "verify-presentation" // say whether a presentation may be relied upon
	SetStatus          Operation = "status"              // revoke or suspend what was issued
	HostCredentials    Operation = "host"                // keep badges for people; see [Host]
	PublishCredentials Operation = "documents"           // hand out documents; see [Source]
)

// Target is what is judged. [Source] and [Host] are what some can do besides.
type Target interface {
	// Describe says what the target is and what it can do.
	Describe(ctx context.Context) (Description, error)
	// Do puts one request to the target. An error that wraps [ErrUnsupported] says
	// that the target does not do this; any other, that the target gave no usable
	// answer (it hung, broke off, crashed), with what happened as one sentence.
	Do(ctx context.Context, request Request) (Answer, error)
}

// Source is a target that consists of documents.
type Source interface {
	Target
	// Documents hands out the documents one after the other.
	Documents(ctx context.Context) iter.Seq2[Document, error]
}

// Host is a target that speaks an HTTP interface of its own, as the API of Open
// Badges 3.0, which its checks use call by call.
type Host interface {
	Target
	// Call makes one call. The path is relative to the base of the interface. The
	// exchange says what was received; an error says that nothing usable was.
	Call(ctx context.Context, call Call) (Exchange, error)
}

// ErrUnsupported says that a target cannot do what it was asked for.
var ErrUnsupported = errors.New("the target does not do this")

// ErrUntried says that a target could not be asked, since whoever judges has not
// given what it takes, such as an access token. Nothing follows about the target.
var ErrUntried = errors.New("this could not be tried")

// Description says what a target is.
type Description struct {
	Name       string      `json:"name"`              // what people call it
	Kind       string      `json:"kind"`              // "vc-api", "ob3-api", "exec", "go", "documents"
	Address    string      `json:"address,omitempty"` // its URL, command or folder
	Version    string      `json:"version,omitempty"`
	Operations []Operation `json:"operations"`
	// Suites are the names of the proof suites that it does, such as
	// "eddsa-rdfc-2022" or "vc-jwt"; empty: it does not say, so it is tried.
	Suites []string `json:"suites,omitempty"`
	// Absent says, for what it cannot do, how that was found out.
	Absent map[Operation]string `json:"absent,omitempty"`
	// Issuer is the identifier by which it signs, where it says so.
	Issuer string `json:"issuer,omitempty"`
	// Unfed says why the target cannot be handed what documents refer to, if it cannot.
	// Good documents that refer to something that nobody serves, and those that lead to
	// certificates, are then not put to it.
	Unfed string `json:"unfed,omitempty"`
	// Served says that somebody serves what documents refer to, also at the addresses of
	// the published vectors.
	Served bool `json:"served,omitempty"`
	// Issuers are the identifiers by which it signs with proof suites for which it
	// has another.
	Issuers map[string]string `json:"issuers,omitempty"`
}

// IssuerOf returns the identifier by which the target signs with a proof suite, or
// "".
func (d Description) IssuerOf(suite string) string {
	if id := d.Issuers[suite]; id != "" {
		return id
	}
	return d.Issuer
}

// Can reports whether the target can do an operation.
func (d Description) Can(o Operation) bool { return slices.Contains(d.Operations, o) }

// Request is what a target is asked to do.
type Request struct {
	Operation Operation
	// Document is what it is about, to the byte: a credential to sign, something
	// secured to verify. MediaType says what it is, such as "application/vc" or
	// "application/vc+jwt".
	Document  []byte
	MediaType string
	// Suite is the proof suite that is wanted, for what signs.
	Suite string

	// Challenge and Domain are what a presentation must be, or is to be, bound to. A
	// credential by bbs-2023 answers a challenge alone, by its presentation header.
	Challenge string
	Domain    string
	// Mandatory are JSON Pointers that an issuer is to make mandatory, Reveal those
	// that a holder is to reveal.
	Mandatory []string
	Reveal    []string
	// StatusPurpose and StatusValue are what [SetStatus] is to set ("revocation",
	// true), for the credential with the identifier CredentialID.
	CredentialID  string
	StatusPurpose string
	StatusValue   bool

	// Resources are what the document refers to, by URL: status lists, controller
	// documents. A target that fetches nothing may take them from here.
	Resources map[string][]byte
	// Anchors are certificates in PEM that a seal may be traced to.
	Anchors []byte
}

// Verdict is what a verifier said.
type Verdict string

// The verdicts of a verifier. Only the first says that a document may be relied
// upon.
const (
	Accepted  Verdict = "accepted"
	Rejected  Verdict = "rejected"
	Undecided Verdict = "indeterminate"
)

// Answer is what a target did.
type Answer struct {
	Verdict   Verdict   // of what verifies
	Document  []byte    // of what signs or derives; empty when it refused
	MediaType string    // of the document
	Problems  []Problem // what the target says is wrong
	// Refused says that the target would not do what it was asked for, and said so
	// properly: with a status of the class 400, or the answer "refused".
	Refused  bool
	Exchange Exchange // what went back and forth
}

// Problem is what a target says is wrong, as RFC 9457 has it.
type Problem struct {
	Type   string `json:"type,omitempty"`
	Title  string `json:"title,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// Document is one document of a [Source].
type Document struct {
	Name string // where it is from: a path, with the place in an archive behind "!"
	Data []byte
	// Named says that somebody named this very document, and did not only come by it in
	// a folder: so it is to be a credential.
	Named bool
}
