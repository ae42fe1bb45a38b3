package eudi

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// Where the requirements stand.
const (
	specType = "https://github.com/eu-digital-identity-wallet/eudi-srv-pid-issuer/blob/main/src/main/resources/vct/learning_credential.json"
	specETSI = "https://www.etsi.org/deliver/etsi_ts/119400_119499/11947201/"
)

// forms says in words what a claim of a kind must be.
var forms = map[kind]string{
	textClaim: "text that is not empty", textsClaim: "an array of texts, none of them empty", timeClaim: "a time in whole seconds since 1970",
	dateClaim: "a date, as YYYY-MM-DD", countryClaim: "a country by its ISO 3166-1 code of two letters", levelClaim: "a whole number from 1 to 8, the EQF level",
	truthClaim: "true or false", keyClaim: "an object with the key in jwk",
}

// claimRules are the rules of the claims, by name.
var claimRules = func() map[string]*vc.Rule {
	rules := make(map[string]*vc.Rule, len(claims))
	for i := range claims {
		c := &claims[i]
		must := " must be "
		if !c.mandatory {
			must = ", if it is there, must be "
		}
		rules[c.name] = &vc.Rule{Code: "EUDI-LC-" + c.code(), Axis: vc.Conformant, Level: vc.Must, Spec: specType,
			Text: "The claim " + c.name + ", " + c.what + "," + must + forms[c.kind] + "."}
	}
	return rules
}()

// The other rules. Those of ETSI hold for attestations of attributes in the Union;
// the reference issuer of the type does not keep them yet.
var (
	ruleRules = vc.Rule{Code: "EUDI-LC-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: specType,
		Text: "The claims must be of the forms that the type of the EUDI Learning Credential gives them."}
	ruleIssuer = vc.Rule{Code: "EUDI-LC-ISS-HTTPS", Axis: vc.Conformant, Level: vc.Should, Spec: specType,
		Text: "The issuer should be named by its https address."}
	ruleLanguage = vc.Rule{Code: "EUDI-LC-LANGUAGE", Axis: vc.Conformant, Level: vc.Should, Spec: specType,
		Text: "Each language of instruction should be a code of ISO 639-1, such as en."}
	ruleExpired = vc.Rule{Code: "EUDI-LC-EXPIRED", Axis: vc.InForce, Level: vc.Must, Spec: specType,
		Text: "The last day of validity must not have passed anywhere."}
	ruleOrder = vc.Rule{Code: "EUDI-LC-PERIOD", Axis: vc.Conformant, Level: vc.Should, Spec: specType,
		Text: "The last day of validity should not lie before the day of the award."}
	ruleCopy = vc.Rule{Code: "EUDI-LC-COPY", Axis: vc.Conformant, Level: vc.Must, Spec: specType,
		Text: "A copy that the learner makes must say that it is one, so that nobody issues it."}
	ruleNBF = vc.Rule{Code: "EUDI-LC-ETSI-NBF", Axis: vc.Conformant, Level: vc.Should, Spec: specETSI, Absence: true,
		Text: "An attestation should say in nbf from when it is valid (ETSI TS 119 472-1, EAA-5.2.7.1-01)."}
	ruleIntegrity = vc.Rule{Code: "EUDI-LC-ETSI-INTEGRITY", Axis: vc.Conformant, Level: vc.Should, Spec: specETSI, Absence: true,
		Text: "An attestation should have the digest of its type metadata in vct#integrity (ETSI TS 119 472-1, EAA-5.2.1.2-03)."}
	ruleCategory = vc.Rule{Code: "EUDI-LC-CATEGORY", Axis: vc.Conformant, Level: vc.Should, Spec: specETSI, Absence: true,
		Text: "An attestation should say in category whether it is a qualified one: urn:etsi:esi:eaa:eu:qualified, urn:etsi:esi:eaa:eu:pub or eaa:eu:non-qualified."}
)

// categories are the values of category.
var categories = []string{"urn:etsi:esi:eaa:eu:qualified", "urn:etsi:esi:eaa:eu:pub", "eaa:eu:non-qualified"}

// Rules returns the rules of the format.
func Rules() []vc.Rule {
	var out []vc.Rule
	for i := range claims {
		out = append(out, *claimRules[claims[i].name])
	}
	return slices.Concat(out, []vc.Rule{ruleRules, ruleIssuer, ruleLanguage, ruleExpired, ruleOrder, ruleCopy, ruleNBF, ruleIntegrity, ruleCategory})
}
