package ob2

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

const specification = "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#"

// The rules of [Check]. Which members a class must have, and of what kind,
// stands in the table of classes; the problem names the member.
var (
	ruleContext = vc.Rule{Code: "OB2-CONTEXT", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "open-badges-in-linked-data",
		Text: "A badge from 1.1 on must name the context of its edition."}
	ruleType = vc.Rule{Code: "OB2-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "open-badges-vocabulary",
		Text: "The types of a node must list that of its class; others must be terms of Open Badges or IRIs."}
	ruleRequired = vc.Rule{Code: "OB2-REQUIRED", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "open-badges-vocabulary",
		Text: "A member that its class requires must be there."}
	ruleAdvised = vc.Rule{Code: "OB2-ADVISED", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "open-badges-vocabulary",
		Text: "A member that its class asks for should be there."}
	ruleKind = vc.Rule{Code: "OB2-KIND", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "datatypes",
		Text: "A member must have the kind of value that its class says."}
	ruleSingle = vc.Rule{Code: "OB2-SINGLE", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "array",
		Text: "A member that has a single value must not have several."}
	ruleIRI = vc.Rule{Code: "OB2-IRI", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "datatypes",
		Text: "An id or reference must be an absolute IRI."}
	ruleDate = vc.Rule{Code: "OB2-DATETIME", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "dateTime",
		Text: "A timestamp must be a date and time of ISO 8601 with its zone; before 2.0 it may be a date or seconds since 1970."}
	ruleIdentity = vc.Rule{Code: "OB2-IDENTITY", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "identityHash",
		Text: "A hashed identity must be sha256 or md5, a dollar sign and the digest in hexadecimal."}
	ruleMD5 = vc.Rule{Code: "OB2-MD5", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "identityHash",
		Text: "An identity should not be hashed by MD5."}
	ruleProperty = vc.Rule{Code: "OB2-RECIPIENT-TYPE", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "ProfileIdentifierProperties",
		Text: "A recipient should be named by email, url, telephone or id."}
	ruleVerification = vc.Rule{Code: "OB2-VERIFICATION", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "VerificationObject",
		Text: "An assertion must say whether it is hosted or signed."}
	ruleHostedID = vc.Rule{Code: "OB2-HOSTED-ID", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "HostedBadge",
		Text: "A hosted assertion must have an id that is an address on the web."}
	ruleOrigins = vc.Rule{Code: "OB2-ORIGINS", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "allowedOrigins",
		Text: "An allowed origin must be a host name, without scheme and path."}
	ruleImage = vc.Rule{Code: "OB2-IMAGE", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "Image",
		Text: "An image must be an address or a data URL of a PNG or SVG picture."}
	ruleAwardImage = vc.Rule{Code: "OB2-AWARD-IMAGE", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "Assertion",
		Text: "The image of an assertion should be the address of a baked picture, not a data URL."}
	ruleExtension = vc.Rule{Code: "OB2-EXTENSION", Axis: vc.Conformant, Level: vc.Must, Spec: specification + "Extensions",
		Text: "An extension must be an object whose types list Extension and its own type, with the values that its type asks for."}
	ruleExtensionContext = vc.Rule{Code: "OB2-EXTENSION-CONTEXT", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "Extensions",
		Text: "An extension should name its own context."}
	ruleOldNames = vc.Rule{Code: "OB2-OLD-NAME", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "Alignment",
		Text: "From 2.0 on an alignment should use targetName, targetUrl and targetDescription."}
	rulePeriod = vc.Rule{Code: "OB2-PERIOD", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "expirationDate",
		Text: "A badge should not expire before it was issued."}
	ruleLanguage = vc.Rule{Code: "OB2-LANGUAGE", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "internationalization-and-multilingual-badges",
		Text: "A language should be a tag of BCP 47."}
	ruleNull = vc.Rule{Code: "OB2-NULL", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "open-badges-in-linked-data",
		Text: "A member that is not given should be left out; one that is null is read as if it were not there."}
	ruleIssuerWeb = vc.Rule{Code: "OB2-ISSUER-WEB", Axis: vc.Conformant, Level: vc.Should, Spec: specification + "Profile",
		Text: "The id of an issuer should be an address on the web, because nothing can be verified without it."}
)

// Rules returns every rule of the package: those of [Check], and those that only
// [Verify] can ask.
func Rules() []vc.Rule {
	return slices.Concat(checkRules(), verifyRules())
}

func checkRules() []vc.Rule {
	return []vc.Rule{ruleContext, ruleType, ruleRequired, ruleAdvised, ruleKind, ruleSingle, ruleIRI, ruleDate,
		ruleIdentity, ruleMD5, ruleProperty, ruleVerification, ruleHostedID, ruleOrigins, ruleImage, ruleAwardImage,
		ruleExtension, ruleExtensionContext, ruleOldNames, rulePeriod, ruleLanguage, ruleNull, ruleIssuerWeb}
}

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
