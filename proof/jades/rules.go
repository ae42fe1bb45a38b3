package jades

import "github.com/mikromerit/mikromerit/vc"

// Where the rules stand.
const (
	specJAdES = "https://www.etsi.org/deliver/etsi_ts/119100_119199/11918201/01.02.01_60/ts_11918201v010201p.pdf"
	specJWS   = "https://www.rfc-editor.org/rfc/rfc7515"
	specJWA   = "https://www.rfc-editor.org/rfc/rfc7518"
	specB64   = "https://www.rfc-editor.org/rfc/rfc7797"
	specJWT   = "https://www.rfc-editor.org/rfc/rfc7519"
	specPKIX  = "https://www.rfc-editor.org/rfc/rfc5280"
	specAdES  = "https://www.etsi.org/deliver/etsi_en/319100_319199/31910201/01.04.01_60/en_31910201v010401p.pdf"
	specQC    = "https://www.etsi.org/deliver/etsi_en/319400_319499/31941205/02.04.01_60/en_31941205v020401p.pdf"
)

// The rules, each with the code that its finding bears.
var (
	ruleAlg = vc.Rule{Code: "JWS-ALG", Level: vc.Must, Spec: specJWA + "#section-3.1",
		Text: "The algorithm must be RS, PS or ES with 256, 384 or 512, or EdDSA, and must fit the key of the certificate."}
	ruleCrit = vc.Rule{Code: "JWS-CRIT", Level: vc.Must, Spec: specJWS + "#section-4.1.11",
		Text: "The parameter crit must list, once each, extension parameters that are present and understood, among them b64 and sigD when they are used."}
	ruleB64 = vc.Rule{Code: "JWS-B64", Level: vc.Must, Spec: specB64 + "#section-3",
		Text: "The parameter b64 must be true or false."}
	rulePayload = vc.Rule{Code: "JWS-PAYLOAD", Level: vc.Must, Spec: specJWS + "#section-5.2",
		Text: "The payload must be base64url without padding unless b64 is false."}
	ruleX5C = vc.Rule{Code: "JWS-X5C", Level: vc.Must, Spec: specJWS + "#section-4.1.6",
		Text: "The parameter x5c must be an array of certificates in DER and base64, the one of the signer first."}
	ruleSignature = vc.Rule{Code: "PROOF-SIGNATURE", Level: vc.Must, Spec: specJWS + "#section-5.2",
		Text: "The signature must verify over the protected header and the payload as received."}
	ruleDigest = vc.Rule{Code: "JADES-CERT-DIGEST", Level: vc.Must, Spec: specJAdES + "#5.1.7",
		Text: "Exactly one of x5t#S256, x5t#o and sigX5ts must hold the digest of the signer's certificate."}
	ruleTime = vc.Rule{Code: "JADES-SIGNING-TIME", Level: vc.Must, Spec: specJAdES + "#5.1.11",
		Text: "Exactly one of iat and sigT must claim when the seal was made, and the certificate must have been valid then."}
	ruleKid = vc.Rule{Code: "JADES-KID", Level: vc.Should, Spec: specJAdES + "#5.1.4",
		Text: "A kid that names an issuer and serial number should name those of the signer's certificate."}
	ruleDetached = vc.Rule{Code: "JADES-SIGD", Level: vc.Must, Spec: specJAdES + "#5.2.8",
		Text: "A seal with sigD covers objects outside the file and must have no payload."}
	rulePolicy = vc.Rule{Code: "JADES-POLICY", Level: vc.Must, Spec: specJAdES + "#5.2.7",
		Text: "A seal made under a signature policy must be checked by that policy."}
	ruleAttributes = vc.Rule{Code: "JADES-ATTRIBUTES", Level: vc.Should, Spec: specJAdES + "#5.2.5",
		Text: "The attributes of the signer (srAts) should be checked before they are relied upon."}
	ruleExpiry = vc.Rule{Code: "JADES-EXP", Level: vc.Must, Spec: specJWT + "#section-4.1.4",
		Text: "The parameter exp must be a time in whole seconds that has not come."}
	ruleUnsigned = vc.Rule{Code: "JADES-ETSIU", Level: vc.Must, Spec: specJAdES + "#5.3.1",
		Text: "The parameter etsiU must be an array, not empty, of JSON objects that are either all base64url text or all plain."}
	ruleUnprotected = vc.Rule{Code: "JADES-HEADER", Level: vc.Should, Spec: specJAdES + "#5.1.1",
		Text: "The unprotected header should hold nothing but etsiU; anything else there is not signed and was not looked at."}
	ruleStamp = vc.Rule{Code: "JADES-TIMESTAMP", Level: vc.Should, Spec: specJAdES + "#5.3.4",
		Text: "Time stamps should be evaluated before they are relied upon."}
	ruleCounter = vc.Rule{Code: "JADES-COUNTER-SIGNATURE", Level: vc.Should, Spec: specJAdES + "#5.3.2",
		Text: "Counter signatures should be checked before they are relied upon."}
	ruleCertificate = vc.Rule{Code: "SEAL-CERTIFICATE", Level: vc.Must, Spec: specJAdES + "#5.1.8",
		Text: "The signer's certificate must be in the file or among the trust anchors."}
	ruleUsage = vc.Rule{Code: "SEAL-KEY-USAGE", Level: vc.Must, Spec: specPKIX + "#section-4.2.1.3",
		Text: "The key usage of the signer's certificate must allow digitalSignature or nonRepudiation."}
	ruleTrust = vc.Rule{Code: "SEAL-TRUST", Level: vc.Must, Spec: specAdES + "#5.2.6",
		Text: "The signer's certificate must lead to a trust anchor of the caller and be valid at the time of the check."}
	ruleRevocation = vc.Rule{Code: "SEAL-REVOCATION", Level: vc.Must, Spec: specPKIX + "#section-6.3",
		Text: "The signer's certificate must not be revoked."}
	ruleQualified = vc.Rule{Code: "SEAL-QUALIFIED", Level: vc.Should, Spec: specQC + "#4.2",
		Text: "A trusted list should confirm that the certificate is a qualified one."}
)

// Rules returns what the suite checks, in the order of the checks.
func Rules() []vc.Rule {
	return []vc.Rule{
		ruleUnprotected, ruleUnsigned, ruleStamp, ruleCounter,
		ruleX5C, ruleDigest, ruleCertificate, ruleKid, ruleUsage,
		ruleCrit, ruleB64, rulePayload, ruleTime, ruleExpiry, ruleDetached, rulePolicy, ruleAttributes,
		ruleAlg, ruleSignature, ruleTrust, ruleRevocation, ruleQualified,
	}
}
