package jades

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// conclusion is how a validation or a part of it ended (EN 319 102-1 clause
// 5.1.3), and why if it did not pass.
type conclusion struct {
	indication proof.Indication
	reason     proof.SubIndication
}

var passed = conclusion{indication: proof.TotalPassed}

func failed(reason proof.SubIndication) conclusion {
	return conclusion{proof.TotalFailed, reason}
}

func undecided(reason proof.SubIndication) conclusion {
	return conclusion{proof.IndeterminateStatus, reason}
}

// conclude draws the conclusion from the building blocks, in the order of clauses
// 5.3 to 5.6: the first that did not pass decides. What is wrong with the
// certificate counts only once the signature is known to be right.
func (v *verification) conclude() conclusion {
	for _, block := range []func() conclusion{
		v.formatStatus, v.certificateStatus, v.cryptographyStatus, v.chainStatus, v.acceptanceStatus,
	} {
		if end := block(); end != passed {
			return end
		}
	}
	return passed
}

// formatStatus is the format check (clause 5.2.2). RFC 7515 section 4.1.11 and RFC
// 7797 section 3 demand to refuse what is not understood.
func (v *verification) formatStatus() conclusion {
	if v.hasFailed(&ruleHeader, &ruleCrit, &ruleB64, &rulePayload, &ruleDetached) {
		return failed(proof.FormatFailure)
	}
	return passed
}

// certificateStatus is the identification of the signing certificate (clause 5.2.3).
func (v *verification) certificateStatus() conclusion {
	if v.leaf == nil {
		return undecided(proof.NoSigningCertificate)
	}
	return passed
}

// cryptographyStatus is the cryptographic verification (clause 5.2.7). The only
// reference of a seal is the input of its signature, so one that does not verify, by
// whatever algorithm, is a reference that does not fit.
func (v *verification) cryptographyStatus() conclusion {
	switch {
	case v.isDetached():
		return undecided(proof.SignedDataNotFound)
	case !v.verified && !v.weak:
		return failed(proof.HashFailure)
	}
	return passed
}

// chainStatus is the validation of the certificates now, and at the times that time
// stamps prove (clauses 5.2.6, 5.5.4 and 5.6.2).
func (v *verification) chainStatus() conclusion {
	at, _ := v.bestTime()
	switch {
	case !v.vouched && trust.Weakness(v.leaf, at) != "":
		return undecided(proof.CryptoConstraintsNoPOE)
	case !v.vouched && v.refused:
		return undecided(proof.CertificateChainFailure)
	case !v.vouched:
		return undecided(proof.NoCertificateChain)
	}
	end := v.judgePath(object{path: v.path, made: at, exists: at})
	// A content time stamp proves that the signature is younger than it (clause 5.3.4).
	switch {
	case end.reason == proof.RevokedNoPOE && v.contentAt.After(v.revocationOf(v.leaf, v.path[1], at).At):
		return failed(proof.RevokedSub)
	case isOutOfBounds(end) && v.contentAt.After(v.leaf.NotAfter):
		return failed(proof.ExpiredSub)
	}
	return end
}

func isOutOfBounds(c conclusion) bool {
	return c.reason == proof.OutOfBoundsNoPOE || c.reason == proof.OutOfBoundsNotRevoked
}

// acceptanceStatus is the signature acceptance validation (clause 5.2.8).
func (v *verification) acceptanceStatus() conclusion {
	if v.weak {
		return undecided(proof.CryptoConstraintsNoPOE)
	}
	if v.hasFailed(&ruleTime, &ruleExpiry, &ruleUsage) {
		return undecided(proof.SigConstraintsFailure)
	}
	if v.header("sigPId").Exists() {
		return undecided(proof.SignaturePolicyMissing)
	}
	return passed
}

// hasFailed reports whether one of some rules was found to be broken.
func (v *verification) hasFailed(rules ...*vc.Rule) bool {
	return slices.ContainsFunc(v.findings, func(f vc.Finding) bool {
		return f.Status == vc.Fail && slices.ContainsFunc(rules, func(r *vc.Rule) bool { return r.Code == f.Code })
	})
}

// checkConclusion records how the validation ended. A seal whose every finding is
// good and that did not pass all the same must not be taken for valid, so that is a
// finding of its own.
func (v *verification) checkConclusion() {
	end := v.conclude()
	v.evidence.Indication, v.evidence.SubIndication = end.indication, end.reason
	v.evidence.Level = v.baselineLevel()
	v.evidence.Chain = v.path
	if at, found := v.signingTime(); found == "" {
		v.evidence.ClaimedTime = at
	}
	if at, proven := v.bestTime(); proven && slices.Contains(timely, end.reason) {
		v.evidence.BestTime = at
	}
	status := vc.Unknown
	if end.indication == proof.TotalFailed {
		status = vc.Fail
	}
	waived := v.job.Policy.Trust.Any && end.reason == proof.NoCertificateChain
	if end != passed && !waived && !v.says(status) {
		v.add(&ruleConclusion, status, v.job.Proof.Pointer, "The validation ended with "+string(end.indication)+", "+string(end.reason)+".")
	}
}

// timely are the ends of a validation that have a best signing time (clause 5.5.4 step
// 2): with another, the time stamps are of something that is not known to be the seal
// of this document.
var timely = []proof.SubIndication{
	"", proof.CryptoConstraintsNoPOE, proof.RevokedNoPOE, proof.RevokedCANoPOE, proof.OutOfBoundsNoPOE, proof.OutOfBoundsNotRevoked,
	proof.RevocationOutOfBounds, proof.TryLater, proof.NotYetValidSub,
}

// says reports whether a finding on who sealed, whether it is in force and whether
// that is trusted is as bad as a status.
func (v *verification) says(status vc.Status) bool {
	return slices.ContainsFunc(v.findings, func(f vc.Finding) bool {
		return severity(f.Status) >= severity(status) && slices.Contains([]vc.Axis{vc.Authentic, vc.InForce, vc.Trusted}, f.Axis)
	})
}

// checkQualified reports what the certificate claims about itself, and what trusted
// lists say of that at the time of the seal.
func (v *verification) checkQualified() {
	statements, err := trust.ReadStatements(v.leaf)
	v.evidence.Statements = statements
	if err != nil {
		v.add(&ruleQualified, vc.NotAsked, v.protected(), "The qualified certificate statements of the certificate are not well formed.")
		return
	}
	if services := v.job.Policy.Trust.Services; services != nil && v.verified {
		at, _ := v.bestTime()
		v.evidence.Qualified = services.Qualify(v.path, at, statements)
	}
	if q := v.evidence.Qualified; q != nil {
		status := vc.Pass
		if q.Level == trust.LevelNotQualified {
			status = vc.Warn
		}
		v.add(&ruleQualified, status, v.protected(), "The trusted lists say: "+strings.TrimSuffix(q.Reason, ".")+".")
		return
	}
	if claim := claimOf(statements); claim != "" {
		v.add(&ruleQualified, vc.NotAsked, v.protected(), "The certificate claims to be qualified"+claim+"; no trusted list was consulted.")
	}
}

// claimOf says for what a certificate claims to be qualified, or "" when it does
// not.
func claimOf(s trust.Statements) string {
	switch {
	case !s.Compliance:
		return ""
	case s.Seal && s.Device:
		return " for electronic seals and its key to live in a qualified device"
	case s.Seal:
		return " for electronic seals"
	}
	return ", but not for electronic seals"
}
