package ob2

import "github.com/mikromerit/mikromerit/vc"

// The W3C's problem types that fit what can be wrong with an old badge too.
const (
	typeCryptography = "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR"
	typeMalformed    = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
	typeChallenge    = "https://w3id.org/security#INVALID_CHALLENGE_ERROR"
)

// Where the rules stand.
const (
	specHosted = specification + "HostedBadge"
	specSigned = specification + "SignedBadge"
	specData   = specification + "VerificationObject"
)

// The rules that say whether the issuer made exactly this badge. No rule of
// the format is among them: a badge may break those and be authentic.
var (
	ruleHosted = vc.Rule{Code: "OB2-HOSTED", Level: vc.Must, Spec: specHosted,
		Text: "A hosted badge must be the one that lies at its address."}
	ruleScope = vc.Rule{Code: "OB2-SCOPE", Level: vc.Must, Spec: specHosted,
		Text: "The address of a hosted badge must be one that its issuer's profile allows, or lie on the host of the profile."}
	ruleSignature = vc.Rule{Code: "OB2-SIGNATURE", Level: vc.Must, Spec: specSigned, Type: typeCryptography,
		Text: "The signature of a signed badge must be by RS256 or ES256 with a key of its issuer."}
	ruleKey = vc.Rule{Code: "OB2-KEY", Level: vc.Must, Spec: specSigned, Type: typeCryptography,
		Text: "The key of a signed badge must be listed in its issuer's profile and name the issuer as its owner."}
	ruleMethod = vc.Rule{Code: "OB2-METHOD", Level: vc.Must, Spec: specification + "VerificationObject",
		Text: "A badge must be verified as it says: by its hosted copy or by its signature."}
	ruleIssuer = vc.Rule{Code: "OB2-ISSUER", Level: vc.Must, Spec: specData,
		Text: "The issuer's profile must lie at its own address."}
	ruleIssuerCopy = vc.Rule{Code: "OB2-ISSUER-COPY", Level: vc.Must, Spec: specData,
		Text: "A profile within a badge must be the one at the issuer's address."}
	ruleClass = vc.Rule{Code: "OB2-CLASS", Level: vc.Must, Spec: specData,
		Text: "A badge class must be of the same issuer, and one within a badge the one at its address."}
	ruleLink = vc.Rule{Code: "OB2-LINK", Level: vc.Must, Spec: specData,
		Text: "What a badge refers to must be to be had."}
	ruleLinkID = vc.Rule{Code: "OB2-LINK-ID", Level: vc.Must, Spec: specData,
		Text: "A document must lie at the address that its id names."}
	rulePlainHTTP = vc.Rule{Code: "OB2-PLAIN-HTTP", Level: vc.Should, Spec: specHosted,
		Text: "The addresses of a badge should be https addresses."}
	rulePurpose = vc.Rule{Code: "OB2-PURPOSE", Level: vc.Must, Spec: specSigned,
		Text: "A badge of before 3.0 serves no other purpose than to assert an award."}
	ruleBlockcerts = vc.Rule{Code: "OB2-BLOCKCERTS", Level: vc.Must, Spec: specification + "VerificationObject",
		Text: "A badge must be of a kind that can be verified here, which Blockcerts are not."}
)

// The rules that say whether a badge holds now.
var (
	ruleRevoked = vc.Rule{Code: "OB2-REVOKED", Axis: vc.InForce, Level: vc.Must, Spec: specification + "RevocationList",
		Text: "A badge must not be revoked."}
	ruleIssued = vc.Rule{Code: "OB2-ISSUED", Axis: vc.InForce, Level: vc.Must, Spec: specification + "Assertion", Type: typeMalformed,
		Text: "A badge must not be issued in the future."}
	ruleExpires = vc.Rule{Code: "OB2-EXPIRES", Axis: vc.InForce, Level: vc.Must, Spec: specification + "expirationDate", Type: typeMalformed,
		Text: "A badge must not have expired."}
)

// The rules about whose badge it is, and about the format as a whole.
var (
	ruleRecipient = vc.Rule{Code: "OB2-RECIPIENT", Axis: vc.Bound, Level: vc.Must, Spec: specification + "IdentityObject",
		Text: "A badge must have been awarded to the person whom you named."}
	ruleChallenge = vc.Rule{Code: "OB2-CHALLENGE", Axis: vc.Bound, Level: vc.Must, Spec: specification + "VerificationObject", Type: typeChallenge,
		Text: "What you asked to be presented to you must answer your challenge and name your domain, which no badge of before 3.0 can."}
	ruleRules = vc.Rule{Code: "OB2-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "open-badges-vocabulary",
		Text: "A badge must keep every MUST of its edition."}
	ruleEndorsement = vc.Rule{Code: "OB2-ENDORSEMENT", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "Endorsement",
		Text: "An endorsement should hold."}
)

func verifyRules() []vc.Rule {
	return []vc.Rule{ruleHosted, ruleScope, ruleSignature, ruleKey, ruleMethod, ruleIssuer, ruleIssuerCopy, ruleClass, ruleLink, ruleLinkID,
		rulePlainHTTP, rulePurpose, ruleBlockcerts, ruleRevoked, ruleIssued, ruleExpires, ruleRecipient, ruleChallenge, ruleRules, ruleEndorsement}
}
