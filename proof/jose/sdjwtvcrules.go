package jose

import "github.com/mikromerit/mikromerit/vc"

// The rules of SD-JWT VCs, each with the code that its finding bears.
var (
	ruleClaimsTyp = vc.Rule{Code: "SDJWTVC-TYP", Axis: vc.Conformant, Level: vc.Should, Spec: specSDJWTVC + "#section-2.2.1",
		Text: "The type of an SD-JWT VC should be dc+sd-jwt; vc+sd-jwt is what drafts before the sixth wrote."}
	ruleShown = vc.Rule{Code: "SDJWTVC-SHOWN", Level: vc.Must, Spec: specSDJWTVC + "#section-2.2.2.3", Type: typeProof,
		Text: "The claims iss, nbf, exp, cnf, vct, vct#integrity, aka_vcts and status must stand in an SD-JWT VC itself, with all that is in them, and not in a disclosure."}
	ruleVCT = vc.Rule{Code: "SDJWTVC-VCT", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-2.2.2.1", Type: typeMalformed,
		Text: "The claim vct must be the type of the credential: a string that nobody else gives another type, such as a URI."}
	ruleIntegrityForm = vc.Rule{Code: "SDJWTVC-INTEGRITY-FORM", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-6", Type: typeMalformed,
		Text: "The claim vct#integrity must be integrity metadata: the name of a hash algorithm, a hyphen and a digest in base64."}
	ruleAKA = vc.Rule{Code: "SDJWTVC-AKA-VCTS", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-2.2.2.2", Type: typeMalformed,
		Text: "The claim aka_vcts must be an array, not empty, of other types than that in vct."}
	ruleIssuerKey = vc.Rule{Code: "SDJWTVC-KEY", Level: vc.Must, Spec: specSDJWTVC + "#section-2.5", Type: typeProof,
		Text: "The key of an SD-JWT VC must be found by its certificate in x5c or by the metadata of the https address in iss."}
	ruleIssuerDID = vc.Rule{Code: "SDJWTVC-DID", Axis: vc.Conformant, Level: vc.Should, Spec: specSDJWTVC + "#section-2.5",
		Text: "The issuer of an SD-JWT VC should be named by a certificate or an https address; keys of a DID are a matter of agreement."}
	ruleMetadata = vc.Rule{Code: "SDJWTVC-METADATA", Level: vc.Must, Spec: specSDJWTVC + "#section-4", Type: typeProof,
		Text: "The issuer's metadata must be those of the issuer in iss and hold its keys, either in jwks or at an https address in jwks_uri."}
	ruleX5C = vc.Rule{Code: "JWS-X5C", Level: vc.Must, Spec: specJWS + "#section-4.1.6", Type: typeProof,
		Text: "The parameter x5c must hold certificates in base64, the first of which is that of the key, and for signatures."}
	ruleChain = vc.Rule{Code: "JWS-X5C-CHAIN", Level: vc.Must, Spec: specSDJWTVC + "#section-2.5", Type: typeProof,
		Text: "The certificate must be valid and lead to one that you trust."}
	ruleCertificateRevoked = vc.Rule{Code: "JWS-X5C-REVOCATION", Level: vc.Must, Spec: "https://www.rfc-editor.org/rfc/rfc5280#section-6.3", Type: typeProof,
		Text: "The certificate must not have been revoked."}
	ruleTypeMetadata = vc.Rule{Code: "SDJWTVC-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-5", Type: typeMalformed,
		Text: "The metadata of the type, and of the types that it extends, must be of the form that the specification gives them and be about that type."}
	ruleIntegrity = vc.Rule{Code: "SDJWTVC-INTEGRITY", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-6", Type: typeMalformed,
		Text: "The metadata of the type must have the digest that the issuer signed."}
	ruleClaimMandatory = vc.Rule{Code: "SDJWTVC-MANDATORY", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-5.5.3", Type: typeMalformed, Absence: true,
		Text: "A claim that is mandatory for the type must be in the credential."}
	ruleClaimDisclosure = vc.Rule{Code: "SDJWTVC-SD", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-5.5.4", Type: typeMalformed,
		Text: "The holder must be able to withhold exactly the claims that the type says."}
	ruleClaimPath = vc.Rule{Code: "SDJWTVC-PATH", Axis: vc.Conformant, Level: vc.Must, Spec: specSDJWTVC + "#section-5.5.1", Type: typeMalformed,
		Text: "The claims must have the structure that the type says: objects and arrays where its paths go through them."}
)

// claimsRules are the rules of SD-JWT VCs in the order of the checks.
var claimsRules = []vc.Rule{
	ruleClaimsTyp, ruleShown, ruleVCT, ruleIntegrityForm, ruleAKA, ruleIssuerKey, ruleIssuerDID, ruleMetadata, ruleX5C, ruleChain, ruleCertificateRevoked,
	ruleTypeMetadata, ruleIntegrity, ruleClaimMandatory, ruleClaimDisclosure, ruleClaimPath,
}
