package jose

import (
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// The specifications of the rules.
const (
	specJWS     = "https://www.rfc-editor.org/rfc/rfc7515"
	specJWA     = "https://www.rfc-editor.org/rfc/rfc7518"
	specJWT     = "https://www.rfc-editor.org/rfc/rfc7519"
	specB64     = "https://www.rfc-editor.org/rfc/rfc7797"
	specSDJWT   = "https://www.rfc-editor.org/rfc/rfc9901"
	specSDJWTVC = "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-sd-jwt-vc"
	specJOSE    = "https://www.w3.org/TR/vc-jose-cose/"
	specV1      = "https://www.w3.org/TR/2022/REC-vc-data-model-20220303/"
	specV2      = "https://www.w3.org/TR/vc-data-model-2.0/"
	specOB      = "https://www.imsglobal.org/spec/ob/v3p0/"
	specCID     = "https://www.w3.org/TR/cid-1.0/"
	specDI      = "https://www.w3.org/TR/vc-data-integrity/"
)

// The problem types of the W3C (Data Integrity 1.0 section 4.7, data model 2.0
// section 7.4).
const (
	typeProof        = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
	typeDomain       = "https://w3id.org/security#INVALID_DOMAIN_ERROR"
	typeChallenge    = "https://w3id.org/security#INVALID_CHALLENGE_ERROR"
	typeParsing      = "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"
	typeCryptography = "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR"
	typeMalformed    = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
)

// The rules, each with the code that its finding bears.
var (
	ruleAlg = vc.Rule{Code: "JWS-ALG", Level: vc.Must, Spec: specJWA + "#section-3.1", Type: typeProof,
		Text: "The algorithm must be one that signs with a private key, and must fit the key."}
	ruleForm = vc.Rule{Code: "JWS-FORM", Level: vc.Must, Spec: specJWS + "#section-3.1", Type: typeProof,
		Text: "A JSON Web Signature must be a token of three parts, not an embedded proof of that name."}
	ruleKid = vc.Rule{Code: "JWS-KID", Axis: vc.Conformant, Level: vc.Should, Spec: specJWS + "#section-4.1.4",
		Text: "The kid should be the URL of a verification method, or the name of one of the issuer's keys."}
	ruleCrit = vc.Rule{Code: "JWS-CRIT", Level: vc.Must, Spec: specJWS + "#section-4.1.11", Type: typeProof,
		Text: "The parameter crit must list, once each, extension parameters that are present and understood."}
	ruleB64 = vc.Rule{Code: "JWS-B64", Level: vc.Must, Spec: specB64 + "#section-7", Type: typeProof,
		Text: "The payload of a token must be base64url: the parameter b64 must be true or absent."}
	ruleHeader = vc.Rule{Code: "JWS-HEADER", Level: vc.Must, Spec: specJWS + "#section-4.1", Type: typeProof,
		Text: "The registered header parameters must be of their types."}
	ruleTyp = vc.Rule{Code: "JWS-TYP", Level: vc.Must, Spec: specJOSE + "#securing-with-jose", Type: typeProof,
		Text: "The type of the token must be JWT, vc+jwt or vp+jwt, or vc+sd-jwt, vp+sd-jwt or dc+sd-jwt for an SD-JWT."}
	ruleTypGiven = vc.Rule{Code: "JWS-TYP-GIVEN", Axis: vc.Conformant, Level: vc.Should, Spec: specJOSE + "#securing-with-jose",
		Text: "The header should state the type of the token, and an envelope the same."}
	ruleFewHeaders = vc.Rule{Code: "OB3-JWT-HEADER", Axis: vc.Conformant, Level: vc.Should, Spec: specOB + "#joseheader",
		Text: "The header of a VC-JWT should hold nothing but alg, kid or jwk, and typ."}
	ruleFollow = vc.Rule{Code: "JWS-URL", Axis: vc.Conformant, Level: vc.Should, Spec: specJWS + "#section-4.1.2",
		Text: "The key should be named by kid; jku, x5u and x5c are not followed."}
	ruleJWK = vc.Rule{Code: "JWS-JWK", Level: vc.Must, Spec: specJWS + "#section-4.1.3", Type: typeProof,
		Text: "A key in the header must be a sound public key and the one that kid leads to."}
	rulePayload = vc.Rule{Code: "JWS-PAYLOAD", Level: vc.Must, Spec: specJWT + "#section-7.2", Type: typeParsing,
		Text: "The payload must be a JSON object in base64url without padding."}
	ruleKey = vc.Rule{Code: "PROOF-KEY", Level: vc.Must, Spec: specJWA + "#section-3.1", Type: typeProof,
		Text: "The key must be a safe one."}
	ruleSignature = vc.Rule{Code: "PROOF-SIGNATURE", Level: vc.Must, Spec: specJWS + "#section-5.2", Type: typeCryptography,
		Text: "The signature must verify over the header and the payload as received."}
	ruleDomain = vc.Rule{Code: "PROOF-DOMAIN", Axis: vc.Bound, Level: vc.Must, Spec: specJWT + "#section-4.1.3", Type: typeDomain,
		Text: "The audience must be the expected one."}
	ruleChallenge = vc.Rule{Code: "PROOF-CHALLENGE", Axis: vc.Bound, Level: vc.Must, Spec: specSDJWT + "#section-4.3", Type: typeChallenge,
		Text: "The nonce must be the expected challenge."}
	ruleContent = vc.Rule{Code: "JWT-CONTENT", Level: vc.Must, Spec: specJOSE + "#securing-with-jose", Type: typeMalformed,
		Text: "The claims must be one credential or presentation as the type of the token says, without the claims vc and vp unless it is a VC-JWT."}
	ruleInner = vc.Rule{Code: "JWT-INNER-PROOF", Level: vc.Should, Spec: specOB + "#proof-formats",
		Text: "A proof inside the token should be checked before it is relied upon; here only the signature of the token was."}
	ruleISS = vc.Rule{Code: "JWT-ISS", Level: vc.Must, Spec: specJOSE + "#iss", Type: typeMalformed,
		Text: "The claim iss must be the identifier of the issuer or, of a presentation, the holder."}
	ruleSUB = vc.Rule{Code: "JWT-SUB", Level: vc.Must, Spec: specOB + "#jwt-payload", Type: typeMalformed,
		Text: "The claim sub must be the identifier of the credential's subject."}
	ruleJTI = vc.Rule{Code: "JWT-JTI", Level: vc.Must, Spec: specOB + "#jwt-payload", Type: typeMalformed,
		Text: "The claim jti must be the identifier of the credential."}
	ruleNBF = vc.Rule{Code: "JWT-NBF", Axis: vc.InForce, Level: vc.Must, Spec: specJWT + "#section-4.1.5", Type: typeMalformed,
		Text: "The claim nbf must be a time that has come and, in a VC-JWT, the start of validity."}
	ruleEXP = vc.Rule{Code: "JWT-EXP", Axis: vc.InForce, Level: vc.Must, Spec: specJWT + "#section-4.1.4", Type: typeMalformed,
		Text: "The claim exp must be a time that has not come."}
	ruleIAT = vc.Rule{Code: "JWT-IAT", Axis: vc.InForce, Level: vc.Must, Spec: specJWT + "#section-4.1.6", Type: typeMalformed,
		Text: "The claim iat must be a time."}
	ruleStatus = vc.Rule{Code: "JWT-STATUS", Axis: vc.InForce, Level: vc.Must, Spec: specV1 + "#jwt-decoding", Type: typeMalformed,
		Text: "What decides on whether a credential is in force must stand in the credential, in a form that can be looked up."}
	ruleMissing = vc.Rule{Code: "OB3-JWT-CLAIM", Axis: vc.Conformant, Level: vc.Should, Spec: specOB + "#jwt-payload",
		Text: "A VC-JWT should state iss, jti, nbf and sub, and exp when the credential has an end of validity."}
	ruleConflict = vc.Rule{Code: "JWT-CONFLICT", Axis: vc.Conformant, Level: vc.Should, Spec: specJOSE + "#jose-header-parameters-jwt-claims",
		Text: "A claim should not say something else than the member of the credential for the same thing."}
	ruleDigests = vc.Rule{Code: "SDJWT-DIGEST", Level: vc.Must, Spec: specSDJWT + "#section-7.1", Type: typeProof,
		Text: "The names _sd, ... and _sd_alg must hold digests and their algorithm and stand where they may, and no digest may stand twice."}
	ruleDisclosure = vc.Rule{Code: "SDJWT-DISCLOSURE", Level: vc.Must, Spec: specSDJWT + "#section-7.1", Type: typeProof,
		Text: "A disclosure must be an array of salt, name and value, or of salt and value, and one that the issuer signed the digest of, for its place."}
	ruleBinding = vc.Rule{Code: "SDJWT-BINDING", Axis: vc.Bound, Level: vc.Must, Spec: specSDJWT + "#section-7.3", Type: typeProof,
		Text: "When the holder is to be known, there must be a key binding JWT for this SD-JWT, signed with the key in cnf."}
	ruleWithheld = vc.Rule{Code: "SD-WITHHELD", Axis: vc.InForce, Level: vc.Should, Spec: specSDJWT + "#section-9.7",
		Text: "What decides on whether a credential is in force should not be left to its holder to reveal."}
)

// Rules returns what the suite checks, in the order of the checks.
func Rules() []vc.Rule {
	return append([]vc.Rule{
		ruleForm, ruleAlg, ruleCrit, ruleB64, ruleHeader, ruleTyp, ruleTypGiven, ruleFewHeaders, ruleFollow,
		rulePayload, ruleDigests, ruleDisclosure, ruleWithheld, ruleContent, ruleInner, enveloping.RuleEnvelope, enveloping.RuleEnvelopeBare,
		enveloping.RulePurpose, ruleISS, ruleSUB, ruleJTI, ruleNBF, ruleEXP, ruleIAT, ruleStatus, ruleMissing, ruleConflict,
		ruleDomain, ruleChallenge, ruleBinding,
		ruleJWK, ruleKid, enveloping.RuleMethod, ruleKey, ruleSignature,
	}, claimsRules...)
}
