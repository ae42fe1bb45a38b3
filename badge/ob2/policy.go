package ob2

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// Trust says which issuers are believed. The zero Trust believes nobody.
type Trust struct {
	any     bool
	issuers []string
}

// Issuers believes exactly the issuers with these ids.
func Issuers(ids ...string) Trust { return Trust{issuers: slices.Clone(ids)} }

// AnyIssuer asks no question about the issuer; the result says so.
func AnyIssuer() Trust { return Trust{any: true} }

func (t Trust) finding(issuer string) vc.Finding {
	f := vc.Finding{Code: "ISSUER-TRUST", Pointer: "/badge/issuer"}
	switch {
	case t.any:
		f.Status, f.Detail = vc.NotAsked, "The caller did not say which issuers are trusted."
	case issuer == "":
		f.Status, f.Detail = vc.Unknown, "It is not known who the issuer is."
	case slices.Contains(t.issuers, issuer):
		f.Status, f.Detail = vc.Pass, "The issuer is one of those that the caller trusts."
	default:
		f.Status, f.Detail = vc.Fail, "The issuer is not one of those that the caller trusts."
	}
	return f
}

// Policy is what a caller demands of a badge. [NewPolicy] makes the caller say
// whom to believe; the zero values of the other fields are the safe choice.
type Policy struct {
	trust Trust

	// Recipients are identities of one person, e-mail addresses for example;
	// the badge must have been awarded to one of them. None: it is not asked
	// whose badge it is.
	Recipients []string
	// URL is where the assertion was found. Only an assertion of 0.5, which
	// does not say where it is hosted, needs it.
	URL string
}

// NewPolicy returns a policy that believes those whom trust names.
func NewPolicy(trust Trust) Policy { return Policy{trust: trust} }

// Result is what [Verify] found out about a badge.
type Result struct {
	Edition  Edition      `json:"-"`
	Verdict  vc.Verdict   `json:"verdict"`
	Findings []vc.Finding `json:"findings"`
	// Assertion is the badge as it was read.
	Assertion *Assertion `json:"-"`
}
