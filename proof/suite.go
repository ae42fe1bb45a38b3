package proof

import (
	"context"
	"crypto"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

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

// Registry holds the suites and formats that a [Verifier] knows. It is
// immutable.
type Registry struct {
	suites   map[suiteName]Suite
	families []Family
}

// With returns a registry that also knows families of formats. The first that
// a document is of counts.
func (r *Registry) With(families ...Family) *Registry {
	return &Registry{suites: r.suites, families: slices.Concat(r.families, families)}
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

// knows reports whether there is a suite of a kind for a name.
func (r *Registry) knows(kind Kind, name string) bool {
	_, ok := r.Suite(kind, name)
	return ok
}

// nearest returns the name that a misspelt one may stand for, or "".
func (r *Registry) nearest(kind Kind, name string) string {
	best, least := "", 3
	for _, known := range r.Names(kind) {
		if d := distance(strings.ToLower(name), strings.ToLower(known)); d > 0 && d < least {
			best, least = known, d
		}
	}
	return best
}

// distance is how many letters of a must be put in, taken out or changed to
// make b; long texts are far from everything.
func distance(a, b string) int {
	const far = 100
	if len(a) > far || len(b) > far {
		return far
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Key is a private key with its address; [keys.Private.Key] returns one.
type Key = keys.Key
