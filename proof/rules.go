package proof

import "github.com/mikromerit/mikromerit/vc"

// The specifications of the rules.
const (
	specDI     = "https://www.w3.org/TR/vc-data-integrity/#"
	specVC     = "https://www.w3.org/TR/vc-data-model-2.0/#"
	specStatus = "https://www.w3.org/TR/vc-bitstring-status-list/#"
	specCID    = "https://www.w3.org/TR/cid-1.0/#"
)

// The problem types of the W3C (Data Integrity 1.0 section 4.7, data model 2.0
// section 7.4, Bitstring Status List 1.0 section 3.5).
const (
	typeProof          = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
	typeTransformation = "https://w3id.org/security#PROOF_TRANSFORMATION_ERROR"
	typeDomain         = "https://w3id.org/security#INVALID_DOMAIN_ERROR"
	typeChallenge      = "https://w3id.org/security#INVALID_CHALLENGE_ERROR"
	typeCryptography   = "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR"
	typeMalformed      = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
	typeRetrieval      = "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR"
	typeStatus         = "https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR"
)

// The rules about proofs and about who made them.
var (
	ruleNone = vc.Rule{Code: "PROOF-NONE", Level: vc.Must, Spec: specVC + "securing-mechanisms", Type: typeCryptography,
		Text: "A credential must carry a proof, or be a token or a seal."}
	ruleForm = vc.Rule{Code: "PROOF-FORM", Level: vc.Must, Spec: specDI + "proofs", Type: typeProof,
		Text: "A proof must be an object that names its type, and a DataIntegrityProof its cryptosuite."}
	ruleSuite = vc.Rule{Code: "PROOF-SUITE", Level: vc.Must, Spec: specDI + "proofs", Type: typeTransformation,
		Text: "A proof must be of a kind that can be checked here."}
	ruleIssuerKey = vc.Rule{Code: "ISSUER-KEY", Level: vc.Must, Spec: specCID + "retrieve-verification-method", Type: typeCryptography,
		Text: "The key must be the issuer's, or the certificate must name the issuer."}
	ruleHolderKey = vc.Rule{Code: "HOLDER-KEY", Level: vc.Must, Spec: specVC + "presentations-0", Type: typeCryptography,
		Text: "The key of a presentation must be its holder's."}
	ruleBeside = vc.Rule{Code: "JWS-BESIDE", Level: vc.Should, Spec: "https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1",
		Text: "A JSON Web Signature should have nothing beside its own members: it is not signed, and others ignore it."}
	ruleOtherProof = vc.Rule{Code: "PROOF-OTHER", Level: vc.Should, Spec: specDI + "proof-sets",
		Text: "Every proof of a set should hold; you asked for one."}
)

// The rules about a credential itself.
var (
	ruleTrust = vc.Rule{Code: "ISSUER-TRUST", Axis: vc.Trusted, Level: vc.Must, Spec: specVC + "issuer-0",
		Text: "The issuer must be one of those whom you trust."}
	ruleFrom = vc.Rule{Code: "VALID-FROM", Axis: vc.InForce, Level: vc.Must, Spec: specVC + "validity-period-0", Type: typeMalformed,
		Text: "The validity period must have begun."}
	ruleUntil = vc.Rule{Code: "VALID-UNTIL", Axis: vc.InForce, Level: vc.Must, Spec: specVC + "validity-period-0", Type: typeMalformed,
		Text: "The validity period must not have ended."}
	ruleCredential = vc.Rule{Code: "VC-CREDENTIAL", Level: vc.Must, Spec: specVC + "types",
		Text: "What was signed must be a credential or a presentation."}
	ruleForeign = vc.Rule{Code: "VC-FOREIGN", Axis: vc.Conformant, Level: vc.Must, Spec: specVC + "conformance",
		Text: "The rules for W3C credentials are asked of W3C credentials only."}
	ruleModel1 = vc.Rule{Code: "VCDM1-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.w3.org/TR/2022/REC-vc-data-model-20220303/#conformance",
		Text: "A credential must keep every MUST of the W3C data model 1.1."}
	ruleModel2 = vc.Rule{Code: "VCDM2-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: specVC + "conformance",
		Text: "A credential must keep every MUST of the W3C data model 2.0."}
	ruleRecipient = vc.Rule{Code: "RECIPIENT", Axis: vc.Bound, Level: vc.Must, Spec: specVC + "identifying-credential-subjects",
		Text: "The credential must name the person whom you named."}
	ruleRefresh = vc.Rule{Code: "REFRESH", Axis: vc.InForce, Level: vc.Should, Spec: specVC + "refreshing",
		Text: "A refresh service may have a newer credential."}
	ruleCaution = vc.Rule{Code: "CONTEXT-CAUTION", Axis: vc.Conformant, Level: vc.Should, Spec: specVC + "context-urls-and-integrity",
		Text: "A credential should use contexts whose terms have a settled meaning."}
	ruleSchema = vc.Rule{Code: "SCHEMA", Axis: vc.Conformant, Level: vc.Should, Spec: specVC + "data-schemas",
		Text: "A credential should match the schemas that it names."}
)

// The rules about presentations and about credentials inside other documents.
var (
	ruleContainer = vc.Rule{Code: "PRESENTATION-UNSIGNED", Axis: vc.Bound, Level: vc.Should, Spec: specVC + "presentations-0",
		Text: "A presentation should carry a proof of who presents it."}
	ruleEmpty = vc.Rule{Code: "PRESENTATION-EMPTY", Axis: vc.Trusted, Level: vc.Must, Spec: specVC + "presentations-0",
		Text: "A presentation must hold a credential to be relied upon."}
	rulePresentationType = vc.Rule{Code: "PRESENTATION-TYPE", Level: vc.Must, Spec: specVC + "types",
		Text: "A document must not be a presentation and a credential at once."}
	ruleHolder = vc.Rule{Code: "PRESENTATION-HOLDER", Axis: vc.Bound, Level: vc.Should, Spec: specVC + "presenter-is-holder",
		Text: "The holder should be a subject of the credential that is presented."}
	ruleNested = vc.Rule{Code: "NESTED-CREDENTIAL", Level: vc.Must, Spec: specVC + "presentations-0",
		Text: "What is asked of a presentation or record is asked of every credential in it."}
	ruleNestedFormat = vc.Rule{Code: "NESTED-FORMAT", Level: vc.Must, Spec: specVC + "presentations-0",
		Text: "What stands in the place of a credential must be one, as an object or a token."}
	ruleNestedType = vc.Rule{Code: "NESTED-TYPE", Level: vc.Must, Spec: specVC + "presentations-0",
		Text: "In the place of a credential must not stand a presentation."}
	ruleNestedLimit = vc.Rule{Code: "NESTED-LIMIT", Level: vc.Must, Spec: specDI + "denial-of-service-attacks",
		Text: "A file must not take more work than its reader allows."}
	ruleEndorsement = vc.Rule{Code: "ENDORSEMENT", Axis: vc.Conformant, Level: vc.Should, Spec: "https://www.imsglobal.org/spec/ob/v3p0/#endorsement",
		Text: "An endorsement should hold."}
)

// The rules about the status of a credential. Their findings point at the entry
// in credentialStatus.
//
// The entry is signed by the credential's issuer, so a fault in it is a fault of
// the credential. A list that is missing, faulty, out of date or signed by a
// stranger says nothing about the credential, because anybody on the way could
// have put it there. The specification raises an error in each of these cases;
// here the outcome is unknown, which makes the answer indeterminate. Only a
// verified list together with an authentic entry can fail a credential.
var (
	ruleStatus      = statusRule("STATUS", "validate-algorithm", typeRetrieval, "It must be known whether the credential was revoked or suspended.")
	ruleRevoked     = statusRule("STATUS-REVOKED", "validate-algorithm", "", "The credential must not be revoked.")
	ruleSuspended   = statusRule("STATUS-SUSPENDED", "validate-algorithm", "", "The credential must not be suspended.")
	ruleStatusNew   = statusRule("STATUS-REFRESH", "bitstringstatuslistentry", "", "A status list may say that an updated credential is available.")
	ruleMessage     = statusRule("STATUS-MESSAGE", "bitstringstatuslistentry", "", "A status list may hold a message about the credential.")
	ruleSet         = statusRule("STATUS-SET", "bitstringstatuslistentry", "", "A status that is set must have a known meaning.")
	ruleUnreachable = statusRule("STATUS-UNREACHABLE", "validate-algorithm", typeRetrieval, "The status list must be available.")
	ruleListFormat  = statusRule("STATUS-LIST-FORMAT", "bitstringstatuslistcredential", typeStatus, "The status list must be a credential.")
	ruleListProof   = statusRule("STATUS-LIST-PROOF", "validate-algorithm", typeStatus, "The proof of the status list must hold.")
	ruleListPeriod  = statusRule("STATUS-LIST-PERIOD", "validate-algorithm", typeStatus, "The status list must be in its validity period.")
	ruleListAge     = statusRule("STATUS-LIST-AGE", "validate-algorithm", typeStatus, "A status list without an end must not be older than you allow.")
	ruleListIssuer  = statusRule("STATUS-LIST-ISSUER", "validate-algorithm", typeStatus, "The status list must be signed by whoever signed the credential, or by one whom you trust by name.")
	ruleListID      = statusRule("STATUS-LIST-ID", "bitstringstatuslistcredential", typeStatus, "The id of the status list must be the address that the entry names.")
	ruleUnsigned    = statusRule("STATUS-UNSIGNED", "validate-algorithm", "", "A status list should carry a proof.")
)

func statusRule(code, anchor, problem, text string) vc.Rule {
	return vc.Rule{Code: code, Axis: vc.InForce, Level: vc.Must, Spec: specStatus + anchor, Type: problem, Text: text}
}

// Rules returns what a [Verifier] checks in addition to the rules of the suites
// and the families.
func Rules() []vc.Rule {
	return []vc.Rule{
		ruleNone, ruleForm, ruleSuite, ruleIssuerKey, ruleHolderKey, ruleBeside, ruleOtherProof,
		ruleTrust, ruleFrom, ruleUntil, ruleCredential, ruleForeign, ruleModel1, ruleModel2, ruleRecipient, ruleRefresh, ruleCaution, ruleSchema,
		ruleContainer, ruleEmpty, rulePresentationType, ruleHolder, ruleNested, ruleNestedFormat, ruleNestedType, ruleNestedLimit, ruleEndorsement,
		ruleStatus, ruleRevoked, ruleSuspended, ruleStatusNew, ruleMessage, ruleSet, ruleUnreachable,
		ruleListFormat, ruleListProof, ruleListPeriod, ruleListAge, ruleListIssuer, ruleListID, ruleUnsigned,
	}
}
