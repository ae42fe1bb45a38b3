package cose

import (
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// The specifications of the rules.
const (
	specCOSE  = "https://www.rfc-editor.org/rfc/rfc9052"
	specAlg   = "https://www.rfc-editor.org/rfc/rfc9053"
	specTyp   = "https://www.rfc-editor.org/rfc/rfc9596"
	specCWT   = "https://www.rfc-editor.org/rfc/rfc8392"
	specClaim = "https://www.rfc-editor.org/rfc/rfc9597"
	specEAT   = "https://www.rfc-editor.org/rfc/rfc9711"
	specVC    = "https://www.w3.org/TR/vc-jose-cose/"
	specData  = "https://www.rfc-editor.org/rfc/rfc4648"
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
	ruleForm = vc.Rule{Code: "COSE-FORM", Level: vc.Must, Spec: specCOSE + "#section-4.2", Type: typeParsing,
		Text: "A COSE_Sign1 message must be one well-formed array of two headers, a payload and a signature, under the tag 18 or none."}
	ruleHeader = vc.Rule{Code: "COSE-HEADER", Level: vc.Must, Spec: specCOSE + "#section-3", Type: typeProof,
		Text: "The headers must be maps in which no label stands twice, and the parameters must be of their types and in the header where they belong."}
	ruleBoth = vc.Rule{Code: "COSE-BOTH", Level: vc.Should, Spec: specCOSE + "#section-3",
		Text: "A parameter should not stand in both headers: readers may differ in which of them counts."}
	ruleAlg = vc.Rule{Code: "COSE-ALG", Level: vc.Must, Spec: specCOSE + "#section-3.1", Type: typeProof,
		Text: "The algorithm must stand in the protected header, be one that signs with a private key, and fit the key."}
	ruleCrit = vc.Rule{Code: "COSE-CRIT", Level: vc.Must, Spec: specCOSE + "#section-3.1", Type: typeProof,
		Text: "The parameter crit must be in the protected header and list labels of parameters that are there and understood."}
	ruleTyp = vc.Rule{Code: "COSE-TYP", Level: vc.Must, Spec: specVC + "#secure-with-cose", Type: typeProof,
		Text: "The type of the message must be application/vc+cose or application/vp+cose."}
	ruleTypGiven = vc.Rule{Code: "COSE-TYP-GIVEN", Axis: vc.Conformant, Level: vc.Should, Spec: specVC + "#secure-with-cose",
		Text: "The header should state the type of the message in typ, and an envelope the same."}
	ruleContentType = vc.Rule{Code: "COSE-CONTENT-TYPE", Axis: vc.Conformant, Level: vc.Should, Spec: specVC + "#secure-with-cose",
		Text: "The content type should be application/vc for a credential and application/vp for a presentation, or a more specific one."}
	rulePayload = vc.Rule{Code: "COSE-PAYLOAD", Level: vc.Must, Spec: specVC + "#secure-with-cose", Type: typeParsing,
		Text: "The payload must be in the message, and be one JSON object."}
	ruleContent = vc.Rule{Code: "COSE-CONTENT", Level: vc.Must, Spec: specVC + "#secure-with-cose", Type: typeMalformed,
		Text: "The payload must be a credential or a presentation, as the type of the message says."}
	ruleInner = vc.Rule{Code: "COSE-INNER-PROOF", Level: vc.Should, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#securing-mechanisms",
		Text: "A proof inside the payload should be checked before it is relied upon; here only the signature of the message was."}
	ruleBase64 = vc.Rule{Code: "COSE-BASE64", Axis: vc.Conformant, Level: vc.Should, Spec: specData + "#section-3.2",
		Text: "The base64 of a message in a data: URL should be padded."}
	ruleClaims = vc.Rule{Code: "COSE-CLAIMS", Level: vc.Must, Spec: specClaim + "#section-2", Type: typeMalformed,
		Text: "The claims in the header must be a map, and each of its type."}
	ruleISS = vc.Rule{Code: "COSE-ISS", Level: vc.Must, Spec: specVC + "#iss", Type: typeMalformed,
		Text: "The claim iss must be the identifier of the issuer or, of a presentation, the holder."}
	ruleNBF = vc.Rule{Code: "COSE-NBF", Axis: vc.InForce, Level: vc.Must, Spec: specCWT + "#section-3.1.5", Type: typeMalformed,
		Text: "The claim nbf must be a time that has come."}
	ruleEXP = vc.Rule{Code: "COSE-EXP", Axis: vc.InForce, Level: vc.Must, Spec: specCWT + "#section-3.1.4", Type: typeMalformed,
		Text: "The claim exp must be a time that has not come."}
	ruleConflict = vc.Rule{Code: "COSE-CONFLICT", Axis: vc.Conformant, Level: vc.Should, Spec: specVC + "#cose-header-param-cwt-claims",
		Text: "The claim sub should not say something else than the credential."}
	ruleDomain = vc.Rule{Code: "PROOF-DOMAIN", Axis: vc.Bound, Level: vc.Must, Spec: specCWT + "#section-3.1.3", Type: typeDomain,
		Text: "The audience must be the expected one."}
	ruleChallenge = vc.Rule{Code: "PROOF-CHALLENGE", Axis: vc.Bound, Level: vc.Must, Spec: specEAT + "#section-4.1", Type: typeChallenge,
		Text: "The nonce must be the expected challenge."}
	ruleKid = vc.Rule{Code: "COSE-KID", Axis: vc.Conformant, Level: vc.Should, Spec: specVC + "#kid",
		Text: "The kid should be the URL of a verification method, or the name of one of the issuer's keys."}
	ruleKey = vc.Rule{Code: "PROOF-KEY", Level: vc.Must, Spec: specAlg + "#section-2", Type: typeProof,
		Text: "The key must be a safe one."}
	ruleSignature = vc.Rule{Code: "PROOF-SIGNATURE", Level: vc.Must, Spec: specCOSE + "#section-4.4", Type: typeCryptography,
		Text: "The signature must verify over the protected header and the payload as received."}
)

// Rules returns what the suite checks, in the order of the checks.
func Rules() []vc.Rule {
	return []vc.Rule{
		ruleForm, ruleAlg, ruleCrit, ruleHeader, ruleBoth, ruleTyp, ruleTypGiven, ruleContentType, rulePayload, ruleContent, ruleInner,
		enveloping.RuleEnvelope, enveloping.RuleEnvelopeBare, ruleBase64, enveloping.RulePurpose,
		ruleClaims, ruleISS, ruleNBF, ruleEXP, ruleConflict, ruleDomain, ruleChallenge,
		ruleKid, enveloping.RuleMethod, ruleKey, ruleSignature,
	}
}
