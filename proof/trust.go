package proof

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// Trust says whom you believe. The zero Trust names nobody, which leaves the
// question open: a verdict that asks for trust is then indeterminate.
type Trust struct {
	// Issuers are the identifiers of those whom you believe: their DIDs or URLs
	// or, for those who seal, the organisation identifiers in their
	// certificates, such as "NTRNO-000000017".
	Issuers []string
	// Names are what you call those whom you believe, by identifier. They are
	// shown in the place of the names that documents give themselves.
	Names map[string]string
	// Anchors are the certificates that you believe, for themselves and for
	// what they issued. A seal counts when its certificate leads to one of them
	// and, if Issuers names anybody, is of an organisation that it names: what
	// a sealed document says of its issuer's id is text of the sealer's making.
	Anchors *trust.Anchors
	// Any waives the question: the verdict does not depend on who issued.
	Any bool
}

// Issuers believes exactly the issuers with these identifiers.
func Issuers(ids ...string) Trust { return Trust{Issuers: slices.Clone(ids)} }

// AnyIssuer waives the question of who the issuer is; the result says so.
func AnyIssuer() Trust { return Trust{Any: true} }

// Finding says whether the issuer with an identifier is believed, for formats
// that are secured by no proof; "" is an issuer that is not known.
func (t Trust) Finding(pointer, id string) vc.Finding {
	if id == "" && !t.Any {
		return ruleTrust.Finding(vc.Unknown, pointer, "It is not known who the issuer is, so nobody vouches for it.")
	}
	return t.finding(pointer, Signer{Controller: id}, "")
}

// finding says whether somebody who signed is believed; claims is as whom the
// document presents its issuer.
func (t Trust) finding(pointer string, s Signer, claims string) vc.Finding {
	status, detail := t.judge(s, claims)
	return ruleTrust.Finding(status, pointer, detail)
}

// ofProof says whether whoever made a proof is believed. A name that a proof
// gives without holding is one that anybody could have written: who is trusted
// is then not known to have signed. Of a seal, only one whose signature holds
// leads to a certificate that counts.
func (t Trust) ofProof(pointer string, p ProofResult, claims string) vc.Finding {
	f := t.finding(pointer, p.Signer, claims)
	if f.Status == vc.Pass && p.Signer.Chain == nil && p.Verdict != vc.Valid {
		return ruleTrust.Finding(vc.Unknown, pointer, "The proof names one whom you trust, but it is not shown to be theirs.")
	}
	return f
}

// nobody is the finding where there is no issuer who could be believed.
func (t Trust) nobody() vc.Finding {
	if t.Any {
		return t.finding("", Signer{}, "")
	}
	return ruleEmpty.Finding(vc.Unknown, "", "The presentation holds no credential, so there is no issuer whom you could trust.")
}

func (t Trust) judge(s Signer, claims string) (vc.Status, string) {
	named := s.Controller != "" && slices.Contains(t.Issuers, s.Controller)
	sealed := s.Chain != nil
	if sealed {
		named = slices.ContainsFunc(s.identities(), func(id string) bool { return slices.Contains(t.Issuers, id) })
	}
	rivals := slices.ContainsFunc(t.Issuers, func(id string) bool { return isURL(id) != sealed })
	switch {
	case t.Any:
		return vc.NotAsked, "You said that any issuer will do, so nobody is vouched for."
	case !sealed && s.Controller == "":
		return vc.Unknown, "It is not shown whose key signed, so it is not known whether it is one whom you trust."
	case sealed && s.Vouched && named:
		return vc.Pass, "The certificate leads to one that you trust, and its organisation is one that you named."
	case sealed && s.Vouched && rivals:
		return vc.Fail, "The certificate leads to one that you trust, but its organisation is not among those that you named."
	case sealed && s.Vouched && claims != "" && slices.Contains(t.Issuers, claims):
		return vc.Unknown, "The document presents its issuer under an identifier that you trust, but a certificate sealed it, which proves nothing about that identifier. Name the organisation identifier of the certificate if you trust it."
	case sealed && s.Vouched:
		return vc.Pass, "The certificate leads to one that you trust."
	case sealed && t.Anchors == nil:
		return vc.Unknown, "You named no certificates to trust (--anchor), so nobody vouches for the one of this seal."
	case sealed:
		return vc.Unknown, "The certificate does not lead to one that you trust, so nobody vouches for it."
	case named:
		return vc.Pass, "The issuer is one of those that you trust."
	case rivals:
		return vc.Fail, "The issuer is not one of those that you trust."
	case len(t.Issuers) > 0:
		return vc.Unknown, "You named issuers by the organisation identifiers in certificates, and this one signs with a key. Name its DID or URL if you believe it."
	}
	return vc.Unknown, "You named no issuer to trust (--issuer), so nobody vouches for this one."
}

// identities are the names under which a certificate may be trusted: the
// organisation identifier or the whole subject.
func (s Signer) identities() []string {
	if len(s.Chain) == 0 {
		return nil
	}
	return []string{s.Controller, s.Chain[0].Subject.String()}
}

// isURL reports whether an identifier is a DID or URL; that of an organisation
// in a certificate is neither.
func isURL(id string) bool {
	scheme, _, found := strings.Cut(id, ":")
	return found && scheme != "" && !strings.ContainsAny(scheme, "=, ")
}
