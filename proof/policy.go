package proof

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// Policy is what a caller demands of a credential. [NewPolicy] makes the
// caller say whom to believe; the other fields are optional, and their zero
// values are the safe choice.
type Policy struct {
	trust Trust

	// Purpose is the proof purpose to demand; "" is assertionMethod for a
	// credential and authentication for a presentation.
	Purpose string
	// Domain, when not empty, must equal the proof's domains as a set.
	Domain []string
	// Challenge, when not empty, must equal the proof's challenge.
	Challenge string
	// UnsafeAllowForeignKeys accepts a proof whose key does not belong to the
	// credential's issuer. The finding ISSUER-KEY then only warns.
	UnsafeAllowForeignKeys bool
	// UnsafeAllowForeignStatusLists believes a status list whoever issued it.
	// Otherwise its issuer must be the credential's or be trusted by name.
	UnsafeAllowForeignStatusLists bool
}

// NewPolicy returns a policy that believes those whom trust names.
func NewPolicy(trust Trust) Policy { return Policy{trust: trust} }

// ProofPurpose returns the purpose that the policy demands.
func (p Policy) ProofPurpose() string {
	if p.Purpose == "" {
		return vc.AssertionMethod
	}
	return p.Purpose
}

// Trust says which issuers are believed. The zero Trust believes nobody.
type Trust struct {
	any     bool
	issuers []string
}

// Issuers believes exactly the issuers with these identifiers: their DIDs or
// URLs or, for those who seal, the organisation identifiers in their
// certificates, such as "NTRNO-000000017".
func Issuers(ids ...string) Trust { return Trust{issuers: slices.Clone(ids)} }

// AnyIssuer asks no question about the issuer; the result says so.
func AnyIssuer() Trust { return Trust{any: true} }

// finding says whether all of those who issued are believed.
func (t Trust) finding(pointer string, issuers ...string) vc.Finding {
	f := vc.Finding{Code: "ISSUER-TRUST", Pointer: pointer}
	trusted := func(issuer string) bool { return issuer != "" && slices.Contains(t.issuers, issuer) }
	switch {
	case t.any:
		f.Status, f.Detail = vc.NotAsked, "The caller did not say which issuers are trusted."
	case len(issuers) > 0 && !slices.ContainsFunc(issuers, func(i string) bool { return !trusted(i) }):
		f.Status, f.Detail = vc.Pass, "The issuer is one of those that the caller trusts."
	default:
		f.Status, f.Detail = vc.Fail, "The issuer is not one of those that the caller trusts."
	}
	return f
}
