package elmo

import "github.com/mikromerit/mikromerit/vc"

const (
	spec          = "https://github.com/emrex-eu/elmo-schemas/blob/v1.7.0/schema.xsd"
	specSignature = "https://www.w3.org/TR/xmldsig-core1/"
)

func rule(code string, level vc.Level, text string) vc.Rule {
	return vc.Rule{Code: "ELMO-" + code, Axis: vc.Conformant, Level: level, Spec: spec, Text: text}
}

// The rules of the schema and of the words in it.
var (
	ruleRequired  = rule("REQUIRED", vc.Must, "Every element and attribute that the schema demands must be there.")
	ruleRepeated  = rule("REPEATED", vc.Must, "An element must not stand more often than the schema allows.")
	ruleUnknown   = rule("UNKNOWN", vc.Must, "An element or attribute must be one of the schema, in the place that the schema has for it; anything else belongs into an extension.")
	ruleOrder     = rule("ORDER", vc.Must, "Elements must stand in the order of the schema.")
	ruleWord      = rule("WORD", vc.Must, "A value of a closed list must be one of its words.")
	ruleDate      = rule("DATE", vc.Must, "A date must be a calendar date such as 2026-05-04 (xs:date).")
	ruleDateTime  = rule("DATETIME", vc.Must, "A date and time must be one such as 2026-05-04T12:00:00+02:00 (xs:dateTime).")
	ruleZone      = rule("ZONE", vc.Should, "A date and time should state its zone.")
	ruleNumber    = rule("NUMBER", vc.Must, "An amount must be a decimal number, and a count a whole number.")
	ruleCountry   = rule("COUNTRY", vc.Must, "A country must be a code of two letters (ISO 3166-1).")
	ruleLanguage  = rule("LANGUAGE", vc.Must, "A language must be a tag such as nb, nn, se, sv or fi (BCP 47).")
	ruleContent   = rule("CONTENT", vc.Should, "The content of an attachment should be a data: URI in base64.")
	ruleReference = rule("REFERENCE", vc.Should, "A reference to a grading scheme, a group or an attachment should lead to one that is there.")
	rulePeriod    = rule("PERIOD", vc.Should, "An academic term should not end before it begins.")
	ruleSpecified = rule("STATUS", vc.Should, "A result should say its status; without one, readers take it for passed.")
)

// The rules about the file as a whole.
var (
	ruleSignature  = vc.Rule{Code: "ELMO-SIGNATURE", Axis: vc.Authentic, Level: vc.Must, Spec: specSignature, Text: "The XML signature of an ELMO file must cover it whole and be right."}
	ruleRevocation = vc.Rule{Code: "ELMO-REVOCATION", Axis: vc.InForce, Level: vc.Must, Spec: specSignature, Text: "It must be known that the certificate of a signature was not revoked; an ELMO file carries nothing that shows it."}
	ruleRules      = vc.Rule{Code: "ELMO-RULES", Axis: vc.Conformant, Level: vc.Must, Spec: spec, Text: "An ELMO file must keep every rule of the format that is a MUST."}
	ruleIssued     = vc.Rule{Code: "ELMO-ISSUED", Axis: vc.InForce, Level: vc.Must, Spec: spec, Text: "A report must not be dated in the future. The format has no end of validity and no revocation."}
	ruleRead       = vc.Rule{Code: "FORMAT-ELMO", Axis: vc.Authentic, Level: vc.Must, Spec: spec, Text: "An ELMO file must be XML that is well formed, without a document type and within the limits, with at least one report."}
)

// Rules returns the rules of this package.
func Rules() []vc.Rule {
	return []vc.Rule{
		ruleRequired, ruleRepeated, ruleUnknown, ruleOrder, ruleWord, ruleDate, ruleDateTime, ruleZone, ruleNumber, ruleCountry, ruleLanguage,
		ruleContent, ruleReference, rulePeriod, ruleSpecified, ruleSignature, ruleRevocation, ruleRules, ruleIssued, ruleRead,
	}
}
