package proof

import (
	"cmp"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/vc"
)

// Policy is what you demand of a credential. [NewPolicy] takes whom you trust;
// the other fields are optional, and their zero values are the safe choice.
type Policy struct {
	// Trust says whom you trust.
	Trust Trust
	// Require lists the questions that the verdict is over. nil: authentic, in
	// force, trusted (unless Trust.Any waives it) and, when Domain, Challenge or
	// Recipients ask for it, bound.
	Require []vc.Axis
	// Strict also requires conformant and, wherever there is a presenter, bound.
	Strict bool

	// Purpose is the proof purpose to demand; "" is assertionMethod for a
	// credential and authentication for a presentation.
	Purpose string
	// Domain, when not empty, must equal the proof's domains as a set.
	Domain []string
	// Challenge, when not empty, must equal the proof's challenge.
	Challenge string
	// Recipients are what you know of one person, such as a DID or an e-mail
	// address. The credential must name that person by at least one of them.
	Recipients []string
	// Endorsers says whose endorsements you trust; nil: those of whom Trust names.
	Endorsers *Trust
	// MaxListAge is how old a status list may be that states no end; 0: 400 days.
	MaxListAge time.Duration
	// OneProof makes one valid proof of the issuer enough when a document carries
	// several. Otherwise every proof must hold.
	OneProof bool

	// UnsafeAllowForeignKeys accepts a proof whose key does not belong to the
	// credential's issuer. The finding ISSUER-KEY then only warns.
	UnsafeAllowForeignKeys bool
	// UnsafeAllowForeignStatusLists accepts a status list no matter who signed it.
	// Otherwise it must be signed by whoever signed the credential, or by somebody
	// whom you trust by name. The finding STATUS-LIST-ISSUER then only warns.
	UnsafeAllowForeignStatusLists bool
	// UnsafeAllowFailedCredentials lets a record be valid although a credential in
	// it is not, and a presentation as long as one credential in it is. The finding
	// NESTED-CREDENTIAL then only warns.
	UnsafeAllowFailedCredentials bool
	// UnsafeAllowUnknownRevocation accepts a seal when nothing shows whether its
	// certificate was revoked. The finding SEAL-REVOCATION then only warns.
	UnsafeAllowUnknownRevocation bool

	outer string // see OuterChallenge
}

// NewPolicy returns a policy that trusts those whom trust names.
func NewPolicy(trust Trust) Policy { return Policy{Trust: trust} }

// ProofPurpose returns the purpose that the policy demands.
func (p Policy) ProofPurpose() string {
	if p.Purpose == "" {
		return vc.AssertionMethod
	}
	return p.Purpose
}

// OuterChallenge returns, for a credential inside a document, the challenge that the
// document is to answer; "" if none.
func (p Policy) OuterChallenge() string { return p.outer }

// maxListAge returns how old a status list may be that states no end.
func (p Policy) maxListAge() time.Duration {
	if p.MaxListAge == 0 {
		return maxListAge
	}
	return p.MaxListAge
}

// Required returns the questions that the verdict is over.
func (p Policy) Required() []vc.Axis {
	required := p.requireOrDefault()
	if p.Strict && !slices.Contains(required, vc.Conformant) {
		required = append(slices.Clip(required), vc.Conformant)
	}
	return required
}

// requireOrDefault returns Require or, if it is nil, the default.
func (p Policy) requireOrDefault() []vc.Axis {
	if p.Require != nil {
		return p.Require
	}
	required := []vc.Axis{vc.Authentic, vc.InForce}
	if !p.Trust.Any {
		required = append(required, vc.Trusted)
	}
	if len(p.Domain) > 0 || p.Challenge != "" || len(p.Recipients) > 0 {
		required = append(required, vc.Bound)
	}
	return required
}

// forNested returns the policy for a credential inside a document: without what
// is demanded of the outermost proof alone.
func (p Policy) forNested() Policy {
	p.outer = cmp.Or(p.Challenge, p.outer)
	p.Purpose, p.Domain, p.Challenge = "", nil, ""
	if len(p.Recipients) == 0 {
		p.Require = slices.DeleteFunc(slices.Clone(p.Require), func(a vc.Axis) bool { return a == vc.Bound })
	}
	return p
}
