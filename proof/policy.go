package proof

import (
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/vc"
)

// Policy is what you demand of a credential. [NewPolicy] makes you say whom to
// believe; the other fields are optional, and their zero values are the safe
// choice.
type Policy struct {
	// Trust says whom you believe.
	Trust Trust
	// Require lists the questions that the verdict is over; nil: whether it is
	// authentic, in force and trusted (unless Trust.Any waives that), and
	// whether the presenter is the right one when Domain, Challenge or
	// Recipients ask for it.
	Require []vc.Axis
	// Strict requires, beside those, that the rules of the format are kept, and
	// that the presenter is the right one wherever there is a presenter.
	Strict bool

	// Purpose is the proof purpose to demand; "" is assertionMethod for a
	// credential and authentication for a presentation.
	Purpose string
	// Domain, when not empty, must equal the proof's domains as a set.
	Domain []string
	// Challenge, when not empty, must equal the proof's challenge.
	Challenge string
	// Recipients are what you know of one person, such as a DID or an e-mail
	// address; the credential must be that person's by at least one of them.
	Recipients []string
	// Endorsers says whom to believe about endorsements; nil: those whom Trust
	// names.
	Endorsers *Trust
	// MaxListAge is how old a status list without an end may be; 0: 400 days.
	MaxListAge time.Duration
	// OneProof is content with one valid proof of the issuer where a document
	// carries several; otherwise each must hold.
	OneProof bool

	// UnsafeAllowForeignKeys accepts a proof whose key does not belong to the
	// credential's issuer. The finding ISSUER-KEY then only warns.
	UnsafeAllowForeignKeys bool
	// UnsafeAllowForeignStatusLists believes a status list whoever issued it.
	// Otherwise its issuer must be the credential's or be trusted by name.
	UnsafeAllowForeignStatusLists bool
	// UnsafeAllowFailedCredentials lets a record be valid though a credential in
	// it is not, and a presentation as long as one is. NESTED-CREDENTIAL then
	// only warns.
	UnsafeAllowFailedCredentials bool
	// UnsafeAllowUnknownRevocation accepts a seal of whose certificate nothing
	// shows whether it was revoked. SEAL-REVOCATION then only warns.
	UnsafeAllowUnknownRevocation bool
}

// NewPolicy returns a policy that believes those whom trust names.
func NewPolicy(trust Trust) Policy { return Policy{Trust: trust} }

// ProofPurpose returns the purpose that the policy demands.
func (p Policy) ProofPurpose() string {
	if p.Purpose == "" {
		return vc.AssertionMethod
	}
	return p.Purpose
}

// Required returns the questions that the verdict is over.
func (p Policy) Required() []vc.Axis {
	required := p.named()
	if p.Strict && !slices.Contains(required, vc.Conformant) {
		required = append(slices.Clip(required), vc.Conformant)
	}
	return required
}

func (p Policy) named() []vc.Axis {
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

// inside returns the policy for a credential in a document, of which is not
// asked what is demanded of the outermost proof alone.
func (p Policy) inside() Policy {
	p.Purpose, p.Domain, p.Challenge = "", nil, ""
	if len(p.Recipients) == 0 {
		p.Require = slices.DeleteFunc(slices.Clone(p.Require), func(a vc.Axis) bool { return a == vc.Bound })
	}
	return p
}
