package proof

import (
	"context"
	"crypto"
	"crypto/x509"

	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Suite checks one kind of proof. A Suite is immutable and may be used by
// many goroutines at once.
type Suite interface {
	// Kind and Names return the values of [Proof.Kind] and [Proof.Suite] that
	// the suite can check.
	Kind() Kind
	Names() []string
	// Verify checks one proof of a file. Whatever it finds is in the Evidence. An
	// error means that the job could not be done: the context was cancelled, or a
	// limit was exceeded. A bad proof is never an error.
	Verify(ctx context.Context, env vc.Env, job Job) (Evidence, error)
}

// Job is one proof to check.
type Job struct {
	File   *Secured
	Proof  Proof
	Policy Policy
	// StatusList says that a credential names the file as its status list. A token
	// status list proves nothing on its own, so only then is it checked.
	StatusList bool
}

// Evidence is what a [Suite] found out about one proof.
type Evidence struct {
	Findings []vc.Finding
	Signer   Signer
	// Seal is what the validation of a seal showed; nil for other proofs.
	Seal *SealEvidence
	// Verified is the document that the proof covers, when that is not the file's
	// document: eddsa-jcs-2022 cuts off contexts that were appended after signing,
	// and a token has claims around the credential.
	Verified vc.Document
	// Derived says that a holder was free to withhold parts of what the issuer
	// signed, so what is missing is not the issuer's fault. Withheld names the
	// members that decide and may be among those parts, in a few words.
	Derived  bool
	Withheld string
	// Foreign names what was signed when it is no W3C credential, such as "an
	// SD-JWT VC of the type urn:example:1". The rules of the W3C data model are then
	// not applied.
	Foreign string
}

// Signer is who made a proof, as far as the proof shows it.
type Signer struct {
	Method     string              // the verification method; "" for a certificate
	Controller string              // whom the key speaks for: a DID or URL, or the organisation in a certificate
	Key        crypto.PublicKey    // the key that the signature was checked with; nil: it was not checked
	Chain      []*x509.Certificate // the certificates, leaf first; nil for a key without one
	// Name is the name in the certificate; "" for a key without one. It comes from
	// the authority that issued the certificate and is as reliable as that.
	Name string
	// Vouched says that the certificates lead to an anchor that you trust.
	Vouched bool
	// Issues says whether the key speaks for the credential's issuer: because the
	// issuer's controller document lists it for the purpose, or because the
	// certificate names the issuer. Reason says why, in one sentence.
	Issues vc.Status
	Reason string
}

// Key is a private key with the URL of its verification method;
// [keys.Private.Key] returns one.
type Key = keys.Key
