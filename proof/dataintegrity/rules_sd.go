package dataintegrity

import "github.com/mikromerit/mikromerit/vc"

// Where the rules of selective disclosure stand.
const specECDSASD = "https://www.w3.org/TR/vc-di-ecdsa/#"

const typeVerification = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"

// The rules of derived ecdsa-sd-2023 proofs, each with the code that its
// finding bears.
var (
	ruleDerivedChain = vc.Rule{Code: "PROOF-CHAIN", Level: vc.Must, Spec: specECDSASD + "verify-derived-proof-ecdsa-sd-2023", Type: typeVerification,
		Text: "A derived proof must not build on another proof."}
	ruleDerivedValue = vc.Rule{Code: "PROOF-VALUE", Level: vc.Must, Spec: specECDSASD + "parsederivedproofvalue", Type: typeVerification,
		Text: "The value of a derived proof must have one label for each unnamed node of the document, and one signature for each statement that is not mandatory."}
	ruleWithheld = vc.Rule{Code: "SD-WITHHELD", Level: vc.Should, Axis: vc.InForce, Spec: specECDSASD + "selective-disclosure-and-data-leakage",
		Text: "What decides on whether a credential is in force should not be left to its holder to reveal."}
)

// selectiveRules returns the rules that only derived proofs have. The others
// say for them what the rule of the same code says for every proof.
func selectiveRules() []vc.Rule { return []vc.Rule{ruleWithheld} }

// find adds a finding about a member of the proof, if it is there.
func (c *check) find(rule *vc.Rule, status vc.Status, member, detail string) {
	pointer := c.pointer
	if c.get(member).Exists() {
		pointer += "/" + member
	}
	c.evidence.Findings = append(c.evidence.Findings, rule.Finding(status, pointer, detail))
}
