package jades

import (
	"crypto/x509"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// checkRevocation reports whether a certificate of the seal was revoked, as far
// as the data in the seal show. For an anchor no data are needed: you trust it as
// it is.
func (v *verification) checkRevocation() {
	status, detail := v.revocation()
	v.add(&ruleRevocation, status, v.protected(), detail)
	if reasons := v.revocations.Unused(); len(reasons) > 0 {
		v.add(&ruleRevocationData, vc.Warn, v.job.Proof.Pointer, "Revocation data in the seal was not used. It "+strings.Join(reasons, "; or it ")+".")
	}
}

// revocation returns the worst that is known about a certificate of the path.
func (v *verification) revocation() (vc.Status, string) {
	if v.vouched && len(v.path) == 1 {
		return vc.NotAsked, "You trust the certificate itself, so it was not asked whether it is revoked."
	}
	worst, detail := vc.Pass, "No certificate of the seal was revoked, as the data in the seal show."
	for i, c := range v.path {
		status, found := vc.Pass, ""
		switch {
		case i < len(v.path)-1:
			status, found = v.revocationAt(i, c)
		case v.vouched:
			continue
		case !trust.IsSelfSigned(c):
			status, found = v.unknownStatus(), "The certificate of an authority is not in the file, so data about revocation cannot be checked."
		case i == 0:
			status, found = v.unknownStatus(), "The certificate is signed with its own key, so nobody else could say whether it is revoked."
		}
		if severity(status) > severity(worst) {
			worst, detail = status, found
		}
	}
	return worst, detail
}

// unknownStatus returns the status of a finding that nothing shows whether a
// certificate was revoked.
func (v *verification) unknownStatus() vc.Status {
	if v.job.Policy.UnsafeAllowUnknownRevocation {
		return vc.Warn
	}
	return vc.Unknown
}

// severity orders statuses from good to bad.
func severity(s vc.Status) int {
	return map[vc.Status]int{vc.Pass: 0, vc.Warn: 1, vc.Unknown: 2, vc.Fail: 3}[s]
}

// revocationAt judges the certificate c at index i of the path, at the best
// signing time. A seal holds if it was provably made before the revocation (EN
// 319 102-1 clause 5.5.4); without proof it may have been made after it.
func (v *verification) revocationAt(i int, c *x509.Certificate) (vc.Status, string) {
	at, proven := v.bestTime()
	whose := "The signer's certificate"
	if i > 0 {
		whose = "The certificate of an authority above the signer's"
	}
	if trust.NeedsNoRevocation(c) {
		return vc.Pass, ""
	}
	known := v.revocationOf(c, v.path[i+1], at)
	inTime := proven && known.At.After(at)
	switch known.State {
	case trust.NotRevoked:
		return vc.Pass, ""
	case trust.Revoked, trust.Suspended:
		verb, status := " was revoked at ", vc.Fail
		if known.State == trust.Suspended {
			verb, status = " was suspended at ", vc.Unknown
		}
		switch {
		case inTime:
			return vc.Warn, whose + verb + timeText(known.At) + ", after a time stamp proves that the seal existed. The seal holds."
		case proven:
			return status, whose + verb + timeText(known.At) + ", before the earliest time at which the seal is proven to have existed."
		}
		return status, whose + verb + timeText(known.At) + ", and no time stamp that you trust proves that the seal was made before."
	}
	if known.Stale {
		return v.unknownStatus(), whose + ": what the seal holds about its revocation is from before the time at which the seal is judged. Allow that with --unsafe-allow-unknown-revocation."
	}
	return v.unknownStatus(), whose + ": nothing in the file shows whether it was revoked. Ask for a seal with revocation data (level LT), or allow this with --unsafe-allow-unknown-revocation."
}

// revocationOf returns what the data in the seal say about a certificate.
func (v *verification) revocationOf(c, issuer *x509.Certificate, at time.Time) trust.Revocation {
	return v.revocations.Of(c, issuer, at, v.now)
}
