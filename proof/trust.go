package proof

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// Trust says whom you trust. The zero Trust names nobody, which leaves the
// question open: a verdict that requires trust is then indeterminate.
type Trust struct {
	// Issuers are the identifiers of the issuers whom you trust: their DIDs or
	// URLs or, for those who seal, the organisation identifiers in their
	// certificates, such as "NTRNO-000000017".
	Issuers []string
	// Names are what you call those whom you trust, by identifier. They are shown
	// instead of the names that documents give themselves.
	Names map[string]string
	// Anchors are the certificates that you trust, for themselves and for what
	// they issued. A seal is trusted when its certificate leads to one of them. If
	// Issuers holds organisation identifiers, that of the certificate must also be
	// among them. The issuer's id in a sealed document does not count, because
	// whoever seals can write any.
	Anchors *trust.Anchors
	// Services are the trust services of EU trusted lists. Those that are granted are
	// anchors for seals and time stamps; those that were granted when a seal was made
	// say whether it is qualified.
	Services *trust.Services
	// Any waives the question: the verdict does not depend on who the issuer is.
	Any bool
}

// Issuers returns the Trust in exactly the issuers with these identifiers.
func Issuers(ids ...string) Trust { return Trust{Issuers: slices.Clone(ids)} }

// AnyIssuer returns the Trust that waives the question; the result says so.
func AnyIssuer() Trust { return Trust{Any: true} }

// SealAnchors returns the certificates that vouch for seals and time stamps: the
// anchors, and those of the services that are granted.
func (t Trust) SealAnchors() *trust.Anchors {
	return t.Services.AnchorsWith(t.Anchors)
}

// Finding returns the finding on whether the issuer with an identifier is
// trusted, for formats that no proof secures. "" is an issuer that is not known.
func (t Trust) Finding(pointer, id string) vc.Finding {
	if id == "" && !t.Any {
		return ruleTrust.Finding(vc.Unknown, pointer, "It is not known who the issuer is, so nobody vouches for it.")
	}
	return t.finding(pointer, Signer{Controller: id}, "")
}

// SignerFinding is [Trust.Finding] for whoever a certificate names.
func (t Trust) SignerFinding(pointer string, s Signer) vc.Finding { return t.finding(pointer, s, "") }

// finding returns the finding on whether a signer is trusted. claims is the
// issuer's id in the document.
func (t Trust) finding(pointer string, s Signer, claims string) vc.Finding {
	status, detail := t.judge(s, claims)
	return ruleTrust.Finding(status, pointer, detail)
}

// findingOfProof returns the finding on whether the signer of a proof is trusted.
// Anybody can write a trusted name into a proof that does not hold, so that
// leaves the question open. A seal needs no such care: it is vouched for only
// when its signature is right.
func (t Trust) findingOfProof(pointer string, p ProofResult, claims string) vc.Finding {
	f := t.finding(pointer, p.Signer, claims)
	if f.Status == vc.Pass && p.Signer.Chain == nil && p.Verdict != vc.Valid {
		return ruleTrust.Finding(vc.Unknown, pointer, "The proof names one whom you trust, but it is not shown to be theirs.")
	}
	return f
}

// noIssuerFinding returns the finding for when there is no issuer to trust.
func (t Trust) noIssuerFinding() vc.Finding {
	if t.Any {
		return t.finding("", Signer{}, "")
	}
	return ruleEmpty.Finding(vc.Unknown, "", "The presentation holds no credential, so there is no issuer whom you could trust.")
}

// judge says whether a signer is trusted, and why.
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
	case sealed && t.Anchors == nil && t.Services == nil:
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

// identities returns the identifiers under which a certificate may be trusted:
// the organisation identifier and the whole subject.
func (s Signer) identities() []string {
	if len(s.Chain) == 0 {
		return nil
	}
	ids := []string{s.Controller, s.Chain[0].Subject.String()}
	if subject := trust.SubjectOf(s.Chain[0]); subject.Organisation != "" && subject.Organisation != s.Controller && !subject.Several {
		ids = append(ids, subject.Organisation)
	}
	return ids
}

// isURL reports whether an identifier is a DID or URL. That of an organisation in
// a certificate is neither.
func isURL(id string) bool {
	scheme, _, found := strings.Cut(id, ":")
	return found && scheme != "" && !strings.ContainsAny(scheme, "=, ")
}
