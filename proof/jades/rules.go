package jades

import "github.com/mikromerit/mikromerit/vc"

// The specifications of the rules, and the problem types of the W3C.
const (
	specJAdES = "https://www.etsi.org/deliver/etsi_ts/119100_119199/11918201/01.02.01_60/ts_11918201v010201p.pdf"
	specJWS   = "https://www.rfc-editor.org/rfc/rfc7515"
	specJWA   = "https://www.rfc-editor.org/rfc/rfc7518"
	specB64   = "https://www.rfc-editor.org/rfc/rfc7797"
	specJWT   = "https://www.rfc-editor.org/rfc/rfc7519"
	specPKIX  = "https://www.rfc-editor.org/rfc/rfc5280"
	specOCSP  = "https://www.rfc-editor.org/rfc/rfc6960"
	specAdES  = "https://www.etsi.org/deliver/etsi_en/319100_319199/31910201/01.04.01_60/en_31910201v010401p.pdf"
	specQC    = "https://www.etsi.org/deliver/etsi_en/319400_319499/31941205/02.04.01_60/en_31941205v020401p.pdf"
	specDI    = "https://www.w3.org/TR/vc-data-integrity/"
	specName  = "https://www.etsi.org/deliver/etsi_en/319400_319499/31941203/01.03.01_60/en_31941203v010301p.pdf"

	typeVerification = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
	typeDomain       = "https://w3id.org/security#INVALID_DOMAIN_ERROR"
	typeChallenge    = "https://w3id.org/security#INVALID_CHALLENGE_ERROR"
)

// The rules, each with the code that its finding bears.
var (
	ruleForm = vc.Rule{Code: "JADES-FORM", Axis: vc.Authentic, Level: vc.Must, Spec: specJAdES + "#5.1", Type: typeVerification,
		Text: "A JSON Web Signature in the JSON serialisation must be a JAdES seal, or a token without an unprotected header."}
	ruleAlg = vc.Rule{Code: "JWS-ALG", Axis: vc.Authentic, Level: vc.Must, Spec: specJWA + "#section-3.1", Type: typeVerification,
		Text: "The algorithm must be RS, PS or ES with 256, 384 or 512, or EdDSA, and must fit the key of the certificate."}
	ruleHeader = vc.Rule{Code: "JWS-HEADER", Axis: vc.Authentic, Level: vc.Must, Spec: specJWS + "#section-4.1", Type: typeVerification,
		Text: "The registered header parameters must be of their types."}
	ruleCrit = vc.Rule{Code: "JWS-CRIT", Axis: vc.Authentic, Level: vc.Must, Spec: specJWS + "#section-4.1.11", Type: typeVerification,
		Text: "The parameter crit must list, once each, extension parameters that are present and understood, among them b64 and sigD when they are used."}
	ruleB64 = vc.Rule{Code: "JWS-B64", Axis: vc.Authentic, Level: vc.Must, Spec: specB64 + "#section-3", Type: typeVerification,
		Text: "The parameter b64 must be true or false."}
	rulePayload = vc.Rule{Code: "JWS-PAYLOAD", Axis: vc.Authentic, Level: vc.Must, Spec: specJWS + "#section-5.2", Type: typeVerification,
		Text: "The payload must be base64url without padding unless b64 is false."}
	ruleX5C = vc.Rule{Code: "JWS-X5C", Axis: vc.Authentic, Level: vc.Must, Spec: specJWS + "#section-4.1.6", Type: typeVerification,
		Text: "The parameter x5c must be an array of certificates in DER and base64, the one of the signer first."}
	ruleSignature = vc.Rule{Code: "PROOF-SIGNATURE", Axis: vc.Authentic, Level: vc.Must, Spec: specJWS + "#section-5.2", Type: typeVerification,
		Text: "The signature must verify over the protected header and the payload as received."}
	ruleDigest = vc.Rule{Code: "JADES-CERT-DIGEST", Axis: vc.Authentic, Level: vc.Must, Spec: specJAdES + "#5.1.7", Type: typeVerification,
		Text: "Exactly one of x5t#S256, x5t#o and sigX5ts must hold the digest of the signer's certificate."}
	ruleTime = vc.Rule{Code: "JADES-SIGNING-TIME", Axis: vc.InForce, Level: vc.Must, Spec: specJAdES + "#5.1.11", Type: typeVerification,
		Text: "Exactly one of iat and sigT must claim when the seal was made, and the certificate must have been valid then."}
	ruleKid = vc.Rule{Code: "JADES-KID", Axis: vc.Conformant, Level: vc.Should, Spec: specJAdES + "#5.1.4",
		Text: "A kid that names an issuer and serial number should name those of the signer's certificate."}
	ruleDetached = vc.Rule{Code: "JADES-SIGD", Axis: vc.Authentic, Level: vc.Must, Spec: specJAdES + "#5.2.8", Type: typeVerification,
		Text: "A seal with sigD covers objects outside the file and must have no payload."}
	rulePolicy = vc.Rule{Code: "JADES-POLICY", Axis: vc.Authentic, Level: vc.Must, Spec: specJAdES + "#5.2.7", Type: typeVerification,
		Text: "A seal made under a signature policy must be checked by that policy."}
	ruleAttributes = vc.Rule{Code: "JADES-ATTRIBUTES", Axis: vc.Authentic, Level: vc.Should, Spec: specJAdES + "#5.2.5",
		Text: "The attributes of the signer (srAts) should be checked before they are relied upon."}
	ruleExpiry = vc.Rule{Code: "JADES-EXP", Axis: vc.InForce, Level: vc.Must, Spec: specJWT + "#section-4.1.4", Type: typeVerification,
		Text: "The parameter exp must be a time in whole seconds that has not come."}
	ruleUnsigned = vc.Rule{Code: "JADES-ETSIU", Axis: vc.Conformant, Level: vc.Must, Spec: specJAdES + "#5.3.1",
		Text: "The parameter etsiU must be an array, not empty, of JSON objects of one member that are either all base64url text or all plain."}
	ruleUnprotected = vc.Rule{Code: "JADES-HEADER", Axis: vc.Conformant, Level: vc.Should, Spec: specJAdES + "#5.1.1",
		Text: "The unprotected header should hold nothing but etsiU; anything else there is not signed and was not looked at."}
	ruleTimestamp = vc.Rule{Code: "JADES-TIMESTAMP", Axis: vc.InForce, Level: vc.Should, Spec: specJAdES + "#5.3.4",
		Text: "A time stamp should be a sound one for this seal, from an authority that you trust."}
	ruleCounter = vc.Rule{Code: "JADES-COUNTER-SIGNATURE", Axis: vc.Authentic, Level: vc.Should, Spec: specJAdES + "#5.3.2",
		Text: "Counter signatures should be checked before they are relied upon."}
	ruleCertificate = vc.Rule{Code: "SEAL-CERTIFICATE", Axis: vc.Authentic, Level: vc.Must, Spec: specJAdES + "#5.1.8", Type: typeVerification,
		Text: "The signer's certificate must be in the file or among the trust anchors."}
	ruleUsage = vc.Rule{Code: "SEAL-KEY-USAGE", Axis: vc.Authentic, Level: vc.Must, Spec: specPKIX + "#section-4.2.1.3", Type: typeVerification,
		Text: "The key usage of the signer's certificate must allow digitalSignature or nonRepudiation, and its extended key usage, if there is one, more than web servers, time stamps and OCSP responses."}
	ruleName = vc.Rule{Code: "SEAL-NAME", Axis: vc.Authentic, Level: vc.Should, Spec: specName + "#4.2.1",
		Text: "The issuer's legalName should be the organisation name in the certificate, for only that one is proven."}
	ruleIdentifiers = vc.Rule{Code: "SEAL-IDENTIFIERS", Axis: vc.Authentic, Level: vc.Should, Spec: specName + "#4.2.1",
		Text: "No identifier of the issuer should contradict the one in the certificate."}
	ruleTrust = vc.Rule{Code: "SEAL-TRUST", Axis: vc.Trusted, Level: vc.Must, Spec: specAdES + "#5.2.6",
		Text: "The signer's certificate must lead to an anchor that you trust."}
	rulePeriod = vc.Rule{Code: "SEAL-PERIOD", Axis: vc.InForce, Level: vc.Must, Spec: specPKIX + "#section-4.1.2.5", Type: typeVerification,
		Text: "The certificates must be valid now, or must have been when a time stamp proves that the seal existed."}
	ruleStrength = vc.Rule{Code: "SEAL-STRENGTH", Axis: vc.InForce, Level: vc.Must, Spec: specAdES + "#5.1.4.3", Type: typeVerification,
		Text: "The keys and signatures of the certificates must be strong enough at the time at which the seal is judged."}
	ruleRevocation = vc.Rule{Code: "SEAL-REVOCATION", Axis: vc.InForce, Level: vc.Must, Spec: specPKIX + "#section-6.3", Type: typeVerification,
		Text: "No certificate of the seal may be revoked, or only after a time stamp proves that the seal existed."}
	ruleRevocationData = vc.Rule{Code: "SEAL-REVOCATION-DATA", Axis: vc.InForce, Level: vc.Should, Spec: specOCSP + "#section-3.2",
		Text: "Revocation data in a seal should be from the authorities of its certificates."}
	ruleConclusion = vc.Rule{Code: "SEAL-CONCLUSION", Axis: vc.InForce, Level: vc.Must, Spec: specAdES + "#5.1.3", Type: typeVerification,
		Text: "The validation of a seal must end with TOTAL_PASSED."}
	ruleQualified = vc.Rule{Code: "SEAL-QUALIFIED", Axis: vc.Trusted, Level: vc.Should, Spec: specQC + "#4.2",
		Text: "A trusted list should confirm that the certificate is a qualified one."}
)

// The rules about presentations, which no seal can keep.
var (
	ruleDomain = vc.Rule{Code: "PROOF-DOMAIN", Axis: vc.Bound, Level: vc.Must, Spec: specDI + "#verify-proof", Type: typeDomain,
		Text: "What is presented must be for the domain that you expect."}
	ruleChallenge = vc.Rule{Code: "PROOF-CHALLENGE", Axis: vc.Bound, Level: vc.Must, Spec: specDI + "#verify-proof", Type: typeChallenge,
		Text: "What is presented must answer the challenge that you gave."}
)

// Rules returns what the suite checks, in the order of the checks.
func Rules() []vc.Rule {
	return []vc.Rule{
		ruleForm, ruleUnprotected, ruleUnsigned, ruleCounter,
		ruleX5C, ruleDigest, ruleCertificate, ruleKid, ruleUsage,
		ruleHeader, ruleCrit, ruleB64, rulePayload, ruleTime, ruleExpiry, ruleDetached, rulePolicy, ruleAttributes,
		ruleAlg, ruleSignature, ruleName, ruleIdentifiers,
		ruleLevel, ruleTimestamp, ruleTrust, rulePeriod, ruleStrength, ruleRevocation, ruleRevocationData, ruleQualified, ruleConclusion,
		ruleDomain, ruleChallenge,
	}
}
