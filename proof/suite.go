package proof

import (
	"context"
	"crypto"
	"crypto/x509"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// Suite checks one kind of proof. A Suite is immutable and may be used by
// many goroutines at once.
type Suite interface {
	// Kind and Names return the values of [Proof.Kind] and [Proof.Suite] that
	// the suite can check.
	Kind() Kind
	Names() []string
	// Verify checks one proof of a file. What it finds, good or bad, is in the
	// Evidence; an error means that the job could not be done (the context was
	// cancelled, a limit was exceeded). A bad proof is never an error.
	Verify(ctx context.Context, env vc.Env, job Job) (Evidence, error)
}

// Job is one proof to be checked.
type Job struct {
	File   *Secured
	Proof  Proof
	Policy Policy
}

// Evidence is what a [Suite] found out about one proof.
type Evidence struct {
	Findings []vc.Finding
	Signer   Signer
	// Verified is the document that the proof covers, when it is not the
	// file's document: eddsa-jcs-2022 leaves out contexts that were appended
	// after signing.
	Verified vc.Document
	// Derived says that a holder was free to withhold parts of what the issuer
	// signed, so what is missing is not the issuer's fault. Withheld says in a
	// few words which of the members that decide may be among them, or "".
	Derived  bool
	Withheld string
	// Foreign names what was signed when it is no W3C credential, such as
	// "an SD-JWT VC of type urn:example:1"; the rules of the W3C data model are
	// then not asked of it.
	Foreign string
}

// Signer is who made a proof, as far as the proof shows.
type Signer struct {
	Method     string              // verification method, or "" for a certificate
	Controller string              // who the key speaks for: a DID or URL
	Key        crypto.PublicKey    // the key that the signature was checked with
	Chain      []*x509.Certificate // certificates, leaf first; nil for a DID key
	// Name is the name that the certificate proves, "" for a DID: an authority
	// wrote it there, not the document. It counts for as much as that authority.
	Name string
	// Vouched says that the certificates lead to an anchor of the caller.
	Vouched bool
	// Issues says whether the key speaks for the credential's issuer: listed
	// for the purpose by the issuer's controller document, or named so by the
	// certificate. Reason says why, as one sentence.
	Issues vc.Status
	Reason string
}

// Registry holds the suites that a [Verifier] may use. It is immutable.
type Registry struct {
	suites map[suiteName]Suite
}

type suiteName struct {
	kind Kind
	name string
}

// NewRegistry returns a registry of suites; two suites of one kind for one name
// are an error.
func NewRegistry(suites ...Suite) (*Registry, error) {
	r := &Registry{suites: make(map[suiteName]Suite)}
	for _, suite := range suites {
		for _, name := range suite.Names() {
			key := suiteName{suite.Kind(), name}
			if _, taken := r.suites[key]; taken {
				return nil, fmt.Errorf("PROOF-REGISTRY: two suites are registered for %q", name)
			}
			r.suites[key] = suite
		}
	}
	return r, nil
}

// Suite returns the suite for a kind of proof and a name, or false.
func (r *Registry) Suite(kind Kind, name string) (Suite, bool) {
	suite, ok := r.suites[suiteName{kind, name}]
	return suite, ok
}

// Names returns the names that the registry knows of a kind of proof, sorted.
func (r *Registry) Names(kind Kind) []string {
	var names []string
	for key := range r.suites {
		if key.kind == kind {
			names = append(names, key.name)
		}
	}
	slices.Sort(names)
	return names
}

// Key is a private key with its address.
type Key struct {
	Method string        // verification method: an absolute URL
	Signer crypto.Signer // the key itself; it may live in an HSM or KMS
}
