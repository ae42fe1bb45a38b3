package jades

import (
	"crypto/x509"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// checkTrust looks for a chain from the signer's certificate to an anchor,
// now. The claimed signing time does not count here: it proves nothing.
func (v *verification) checkTrust() {
	untrusted := make([]*x509.Certificate, 0, len(v.claimed)+len(v.unsigned))
	untrusted = append(append(untrusted, v.claimed...), v.unsigned...)
	v.chain = v.anchors.Chain(v.leaf, untrusted, v.now)
	status, detail := vc.Unknown, ""
	switch v.chain.Outcome {
	case trust.Trusted:
		status, detail = vc.Pass, "The certificate leads to a trust anchor of the caller and is valid now."
	case trust.Expired:
		detail = "The certificate or one above it has expired, and no evaluated time stamp proves that the seal was made before."
	case trust.NotYetValid:
		detail = "The certificate or one above it is not valid yet."
	case trust.Refused:
		detail = "The certificate leads to a trust anchor only over a certificate that forbids it or that cannot be understood."
	default:
		detail = "The certificate does not lead to a trust anchor of the caller."
		if len(v.anchors.Certificates()) == 0 {
			detail = "The caller gave no trust anchors, so it is not known whether the certificate can be believed."
		}
	}
	v.add(&ruleTrust, status, v.protected(), detail)
	v.add(&ruleRevocation, vc.NotAsked, v.protected(), "It was not checked whether the certificate is revoked.")
	v.reportQualified()
}

// reportQualified says whether the certificate claims to be a qualified one.
func (v *verification) reportQualified() {
	statements, err := trust.ReadStatements(v.leaf)
	detail := ""
	switch {
	case err != nil:
		detail = "The qualified certificate statements of the certificate are not well formed."
	case !statements.Compliance:
		return
	case statements.Seal && statements.Device:
		detail = "The certificate claims to be qualified for electronic seals and its key to live in a qualified device; no trusted list was consulted."
	case statements.Seal:
		detail = "The certificate claims to be qualified for electronic seals; no trusted list was consulted."
	default:
		detail = "The certificate claims to be qualified, but not for electronic seals; no trusted list was consulted."
	}
	v.add(&ruleQualified, vc.NotAsked, v.protected(), detail)
}
