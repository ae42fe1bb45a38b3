package edc

import (
	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/vc"
)

const (
	generic  = "http://data.europa.eu/snb/model/ap/edc-generic-no-cv/" // the profile that all others import
	validity = "https://www.w3.org/TR/vc-data-model-1.1/"
)

// The rules about the credential as a whole.
var (
	ruleRules = vc.Rule{Code: "ELM-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: generic + "EuropeanDigitalCredentialShape",
		Text: "A credential must conform to the application profiles that it names, or else to edc-generic-full."}
	ruleFormat = vc.Rule{Code: "ELM-FORMAT", Axis: vc.Conformant, Level: vc.Must, Spec: generic + "EuropeanDigitalCredentialShape",
		Text: "A European Digital Credential must have the type EuropeanDigitalCredential or the context edc-ap."}
	ruleType = vc.Rule{Code: "ELM-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: validity + "#types",
		Text: "The types must include VerifiableCredential and EuropeanDigitalCredential: without the first, most members have no meaning in JSON-LD."}
	ruleContext = vc.Rule{Code: "ELM-CONTEXT", Axis: vc.Conformant, Level: vc.Should, Spec: validity + "#contexts",
		Text: "The contexts should be those of VC 1.1 and edc-ap, or those of VC 2.0 and " + ContextBeside + "."}
)

// The rules that [Encode] names in its errors.
var (
	ruleRequired = vc.Rule{Code: "ELM-REQUIRED", Axis: vc.Conformant, Level: vc.Must, Spec: generic + "EuropeanDigitalCredentialShape",
		Text: "The credential must state what the format requires, because nothing is invented."}
	ruleID = vc.Rule{Code: "ELM-ID", Axis: vc.Conformant, Level: vc.Must, Spec: validity + "#identifiers",
		Text: "An id must be a URL."}
	ruleCountry = vc.Rule{Code: "ELM-COUNTRY", Axis: vc.Conformant, Level: vc.Must, Spec: generic + "AddressShape",
		Text: "The country of an address must be one of the authority table."}
	rulePicture = vc.Rule{Code: "ELM-PICTURE", Axis: vc.Conformant, Level: vc.Must, Spec: generic + "MediaObjectShape",
		Text: "The page that a viewer shows must be a picture."}
	rulePeriod = vc.Rule{Code: "ELM-PERIOD", Axis: vc.InForce, Level: vc.Must, Spec: validity + "#expiration",
		Text: "The validity period must not end before it begins."}
)

// Rules returns every rule of the package: those of the application profiles are
// in package shapes.
func Rules() []vc.Rule {
	return append([]vc.Rule{ruleRules, ruleFormat, ruleType, ruleContext, ruleProtected, ruleRequired, ruleID, ruleCountry, rulePicture, rulePeriod}, shapes.Rules()...)
}
