package enveloping

import "github.com/mikromerit/mikromerit/vc"

const (
	typeProof     = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
	typeMalformed = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
)

// The rules that all proofs around a document have in common.
var (
	RuleMethod = vc.Rule{Code: "PROOF-METHOD", Level: vc.Must, Spec: "https://www.w3.org/TR/cid-1.0/#retrieve-verification-method", Type: typeProof,
		Text: "The key must be a verification method that its controller lists for the purpose and has not withdrawn."}
	RulePurpose = vc.Rule{Code: "PROOF-PURPOSE", Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-integrity/#proof-purposes", Type: typeProof,
		Text: "A credential is signed for the purpose assertionMethod and a presentation for authentication."}
	RuleEnvelope = vc.Rule{Code: "ENVELOPE-CONTENT", Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials", Type: typeMalformed,
		Text: "An envelope must be of the type of what it holds."}
	RuleEnvelopeBare = vc.Rule{Code: "ENVELOPE-MEMBERS", Axis: vc.Conformant, Level: vc.Should, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials",
		Text: "An envelope should have no members but @context, id and type, for nothing secures them."}
)
