package dataintegrity

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/vc"
)

// The specifications of the rules, and the problem types of the W3C.
const (
	specDI      = "https://www.w3.org/TR/vc-data-integrity/"
	specCID     = "https://www.w3.org/TR/cid-1.0/"
	specEdDSA   = "https://www.w3.org/TR/vc-di-eddsa/"
	specECDSA   = "https://www.w3.org/TR/vc-di-ecdsa/"
	specBBS     = "https://www.w3.org/TR/vc-di-bbs/"
	specJSONLD  = "https://www.w3.org/TR/json-ld11/"
	specJSONAPI = "https://www.w3.org/TR/json-ld11-api/"
	specIJSON   = "https://www.rfc-editor.org/rfc/rfc7493"

	problem          = "https://w3id.org/security#"
	problemProof     = problem + "PROOF_VERIFICATION_ERROR"
	problemTransform = problem + "PROOF_TRANSFORMATION_ERROR"
	problemLoss      = problem + "DATA_LOSS_DETECTION_ERROR"
	problemDomain    = problem + "INVALID_DOMAIN_ERROR"
	problemChallenge = problem + "INVALID_CHALLENGE_ERROR"
)

// rulePlain and ruleNull are about how a document reads as JSON.
var (
	rulePlain = vc.Rule{Code: "PROOF-PLAIN", Level: vc.Must, Spec: specDI + "#context-validation", Type: problemProof,
		Text: "What you read of a document as JSON must be what its proof signs: what decides stands at the root under its plain name, and no context gives known names another meaning."}
	ruleNull = vc.Rule{Code: "JSONLD-NULL", Level: vc.Should, Spec: specJSONLD + "#terms-imported-from-other-specifications",
		Text: "A document should hold no null, which is signed as if it were not there."}
)

// The rules that are worded for derived proofs, each with its place in the
// specification of any cryptosuite that has them. All others are those of every proof.
var (
	ruleDerivedChain = vc.Rule{Code: "PROOF-CHAIN", Level: vc.Must, Spec: "#verify-derived-proof-{suite}", Type: problemProof,
		Text: "A derived proof must not build on another proof."}
	ruleDerivedValue = vc.Rule{Code: "PROOF-VALUE", Level: vc.Must, Spec: "#parsederivedproofvalue", Type: problemProof,
		Text: "The value of a derived proof must have one label for each unnamed node of the document, and sign each statement that is not mandatory."}
	ruleWithheld = vc.Rule{Code: "SD-WITHHELD", Level: vc.Should, Axis: vc.InForce, Spec: "#selective-disclosure-and-data-leakage",
		Text: "What decides on whether a credential is in force should not be left to its holder to reveal."}
)

// rule returns one of these rules as it stands in the suite's own specification.
func (d *definition) rule(r vc.Rule) *vc.Rule {
	r.Spec = d.scheme.spec + strings.Replace(r.Spec, "{suite}", string(d.name), 1)
	return &r
}

// rules are the rules of a proof and of what it signs.
var rules = []*vc.Rule{
	{Code: "PROOF-FORM", Level: vc.Must, Spec: specDI + "#proofs", Type: problemProof,
		Text: "A proof must name its type, its cryptosuite if it is a DataIntegrityProof, its verificationMethod, proofPurpose and proofValue, as strings."},
	{Code: "PROOF-CONTEXT", Level: vc.Must, Spec: specDI + "#context-validation", Type: problemTransform,
		Text: "The contexts of the document must be those that the proof was made over."},
	{Code: "PROOF-PURPOSE", Level: vc.Must, Spec: specDI + "#proof-purposes", Type: problemProof,
		Text: "A credential is signed for the purpose assertionMethod and a presentation for authentication."},
	{Code: "PROOF-CREATED", Level: vc.Must, Spec: specDI + "#proofs", Type: problemProof,
		Text: "The creation time of a proof must be an XML Schema dateTimeStamp that has come."},
	{Code: "PROOF-EXPIRES", Axis: vc.InForce, Level: vc.Must, Spec: specDI + "#proofs", Type: problemProof,
		Text: "The expiry of a proof must be an XML Schema dateTimeStamp that has not come."},
	{Code: "PROOF-DOMAIN", Axis: vc.Bound, Level: vc.Must, Spec: specDI + "#verify-proof", Type: problemDomain,
		Text: "The domains of the proof must be the ones that you expect."},
	{Code: "PROOF-CHALLENGE", Axis: vc.Bound, Level: vc.Must, Spec: specDI + "#verify-proof", Type: problemChallenge,
		Text: "The proof must carry the challenge that you gave."},
	{Code: "PROOF-METHOD", Level: vc.Must, Spec: specCID + "#retrieve-verification-method", Type: problemProof,
		Text: "The key must be a verification method that its controller lists for the purpose and has not withdrawn."},
	{Code: "PROOF-KEY", Level: vc.Must, Spec: specDI + "#cryptographic-suites", Type: problemProof,
		Text: "The key must be of the type that the cryptosuite demands: Ed25519 for eddsa, P-256 or P-384 for ecdsa, BLS12-381 for bbs."},
	{Code: "PROOF-VALUE", Level: vc.Must, Spec: specDI + "#proofs", Type: problemProof,
		Text: "The proofValue must be in the form that the cryptosuite demands, fit the document, and be no base proof, which is for the holder only."},
	{Code: "PROOF-CHAIN", Level: vc.Must, Spec: specDI + "#proof-chains", Type: problemProof,
		Text: "Every previousProof must be the id of another proof of the document, and no proof may build on itself."},
	{Code: "PROOF-SIGNATURE", Level: vc.Must, Spec: specDI + "#verify-proof", Type: problemProof,
		Text: "The signature must fit the document, the proof and the key."},

	lossRule(jsonld.CodeTermUndefined, "Every name must be defined by a context; the proof would not cover it."),
	lossRule(jsonld.CodeTypeUndefined, "Every type must be defined by a context or be a URL; the proof would not cover it."),
	lossRule(jsonld.CodeIRIRelative, "Every identifier must be an absolute URL; the proof would not cover it."),
	lossRule(jsonld.CodeIRIInvalid, "An identifier must hold no character that a URL cannot have."),
	lossRule(jsonld.CodeKeyword, "A keyword of JSON-LD must stand where it means something."),
	lossRule(jsonld.CodeValueDropped, "Every value must say something; the proof would not cover it."),
	lossRule(jsonld.CodeDirection, "A base direction must belong to a text."),
	lossRule(jsonld.CodeLanguage, "A language must be a tag as RFC 5646 has it."),
	lossRule(jsonld.CodeBlankPredicate, "A name must not be the label of a blank node; the proof would not cover it."),
	lossRule(jsonld.CodeNumber, "A number must be one that binary64 can hold; write any other as a string."),
	lossRule(jsonld.CodeEmpty, "A document must say something."),
	jsonLDRule(jsonld.CodeSyntax, specJSONLD+"#json-ld-grammar", "The document must be JSON-LD."),
	jsonLDRule(jsonld.CodeContextInvalid, specJSONLD+"#context-definitions", "The contexts must be valid JSON-LD 1.1 contexts."),
	jsonLDRule(jsonld.CodeContextUnknown, specDI+"#context-validation", "Every context of the document must be at hand."),
	jsonLDRule(jsonld.CodeContextUnavailable, specDI+"#context-validation", "Every context of the document must be at hand."),
	jsonLDRule(jsonld.CodeProtected, specJSONLD+"#protected-term-definitions", "A context must not redefine a protected name."),
	jsonLDRule(jsonld.CodeLimit, specJSONAPI+"#context-processing-algorithms", "The contexts of a document must not take more work than is allowed."),

	{Code: "JSON-NUMBER", Level: vc.Must, Spec: specIJSON + "#section-2.2", Type: problemTransform,
		Text: "A number must be one that binary64 can hold; write any other as a string."},
	{Code: "JSON-ENCODING", Level: vc.Must, Spec: specIJSON + "#section-2.1", Type: problemTransform,
		Text: "A text must be well-formed Unicode."},
	&rulePlain, &ruleNull,
}

// lossRule returns a rule whose breach would leave a part of the document
// unsigned.
func lossRule(code, text string) *vc.Rule {
	return &vc.Rule{Code: code, Level: vc.Must, Spec: specDI + "#processing-errors", Type: problemLoss, Text: text}
}

func jsonLDRule(code, spec, text string) *vc.Rule {
	return &vc.Rule{Code: code, Level: vc.Must, Spec: spec, Type: problemTransform, Text: text}
}

// Rules returns every rule of this package.
func Rules() []vc.Rule {
	all := make([]vc.Rule, len(rules))
	for i, r := range rules {
		all[i] = *r
	}
	sd, _ := definitionOf(ECDSASD2023)
	return append(all, *sd.rule(ruleWithheld))
}

// ruleOf returns the rule with a code. A code that is not in rules comes from
// the JSON or RDF below, and says that nothing could be canonicalised.
func ruleOf(code string) *vc.Rule {
	if i := slices.IndexFunc(rules, func(r *vc.Rule) bool { return r.Code == code }); i >= 0 {
		return rules[i]
	}
	return &vc.Rule{Code: code, Level: vc.Must, Spec: specDI + "#transformations", Type: problemTransform}
}
