package vc

import "github.com/mikromerit/mikromerit/vc/jsontree"

// class says which documents a row of the table is about; a row may name
// several.
type class uint8

const (
	credential class = 1 << iota
	presentation
	envelope
)

// row is one requirement: the document and version it applies to, where to
// look, and what is wrong there.
type row struct {
	of     class
	code   string // follows VCDM1- or VCDM2-
	level  Level
	v1, v2 string // anchor in the version's specification; "" where it has no such rule
	text   string
	at     selector
	wrong  fault

	rules [V2 + 1]*Rule // by version; made from the above
	needs uint64        // the members of which one must be there; 0: none
}

// The specifications. The address of version 1.1 names its date because the
// undated one leads to the newest version.
const (
	specV1 = "https://www.w3.org/TR/2022/REC-vc-data-model-20220303/#"
	specV2 = "https://www.w3.org/TR/vc-data-model-2.0/#"
)

// table is every structural rule, in the order in which problems are
// reported. A place at which a MUST is broken is not reported again by the
// rows below, so the more basic requirement comes first.
//
// Levels follow the specification's words, with these decisions:
//
//   - A lone @context string is the same JSON-LD as a list of one, so it is
//     only a SHOULD that the list is written out.
//   - Dates of version 1.1 under 2.0 are a SHOULD: whether another context
//     defines the term is not a question of structure, and where none does,
//     canonicalisation reports the data loss as an error anyway.
//   - Under 1.1 the member issued may stand in for issuanceDate, with a
//     warning. The specification reserves it for just that (section 4.6), the
//     v1 context defines it, and the European Learning Model, built on 1.1,
//     requires issued and leaves issuanceDate optional. A validFrom or
//     validUntil beside the members of 1.1 is reserved too and no problem; in
//     their place it is one, since a reader of 1.1 does not look at it.
//   - A value of such a reserved member that is no date breaks a MUST, since
//     the v1 context types it as xsd:dateTime and a reader cannot tell how long
//     the credential is valid.
var table = compile([]row{
	{of: credential | presentation, code: "CONTEXT", level: Must, v1: "contexts", v2: "contexts",
		text: "There must be an @context that lists one or more URLs and objects.",
		at:   needed("@context"), wrong: notContext},
	{of: credential | presentation, code: "CONTEXT-FIRST", level: Must, v1: "contexts", v2: "contexts",
		text: "The first value of @context must be the base context of the data model.",
		at:   member("@context"), wrong: notBaseContextFirst},
	{of: credential | presentation, code: "CONTEXT-LIST", level: Should, v1: "contexts", v2: "contexts",
		text: "The @context should be written as an array.",
		at:   member("@context"), wrong: notArray},

	{of: credential | presentation, code: "TYPE", level: Must, v1: "types", v2: "types",
		text: "There must be a type: one or more terms or absolute URLs.",
		at:   needed("type"), wrong: notTerm},
	{of: credential, code: "TYPE-CREDENTIAL", level: Must, v1: "types", v2: "types",
		text: "The types of a credential must include VerifiableCredential.",
		at:   member("type"), wrong: without("VerifiableCredential")},
	{of: presentation, code: "TYPE-PRESENTATION", level: Must, v1: "types", v2: "verifiable-presentations",
		text: "The types of a presentation must include VerifiablePresentation.",
		at:   member("type"), wrong: without("VerifiablePresentation")},

	{of: credential, code: "ISSUER", level: Must, v1: "issuer", v2: "issuer",
		text: "There must be an issuer: a URL or an object with an id.",
		at:   neededMember("issuer"), wrong: notStringOrObject},
	{of: credential, code: "ISSUER-ID", level: Must, v1: "issuer", v2: "issuer",
		text: "The issuer must be identified by one absolute URL.",
		at:   identifier("issuer"), wrong: notURL},
	{of: presentation, code: "HOLDER", level: Must, v1: "presentations-0", v2: "verifiable-presentations",
		text: "The holder must be a URL or an object with an id.",
		at:   member("holder"), wrong: notStringOrObject},
	{of: presentation, code: "HOLDER-ID", level: Must, v1: "presentations-0", v2: "verifiable-presentations",
		text: "The holder must be identified by one absolute URL.",
		at:   identifier("holder"), wrong: notURL},

	{of: credential, code: "SUBJECT", level: Must, v1: "credential-subject", v2: "credential-subject",
		text: "There must be a credentialSubject: one or more objects, none of them empty.",
		at:   needed("credentialSubject"), wrong: notFilledObject},

	{of: credential, code: "VALID-FROM", level: Must, v2: "validity-period",
		text: "The validFrom must be a date and time with zone (xsd:dateTimeStamp).",
		at:   member("validFrom"), wrong: notDateTimeStamp},
	{of: credential, code: "VALID-UNTIL", level: Must, v2: "validity-period",
		text: "The validUntil must be a date and time with zone (xsd:dateTimeStamp).",
		at:   member("validUntil"), wrong: notDateTimeStamp},
	{of: credential, code: "PERIOD", level: Must, v2: "validity-period",
		text: "The validUntil must not be earlier than the validFrom.",
		at:   member("validUntil"), wrong: earlierThan("validFrom")},
	{of: credential, code: "OLD-DATE", level: Should, v2: "validity-period",
		text: "The validity period should be stated by validFrom and validUntil; issuanceDate and expirationDate belong to version 1.1.",
		at:   member("issuanceDate", "expirationDate"), wrong: exists},

	{of: credential, code: "ISSUANCE-DATE", level: Must, v1: "issuance-date",
		text: "There must be an issuanceDate: a date and time (xsd:dateTime).",
		at:   neededMember("issuanceDate"), wrong: notIssuanceDate},
	{of: credential, code: "ISSUED", level: Should, v1: "issuance-date",
		text: "The date of issue should be stated by issuanceDate, not only by issued.",
		at:   member("issued"), wrong: aloneWithout("issuanceDate")},
	{of: credential, code: "EXPIRATION-DATE", level: Must, v1: "expiration",
		text: "The expirationDate must be a date and time (xsd:dateTime).",
		at:   member("expirationDate"), wrong: notDateTime},
	{of: credential, code: "RESERVED-DATE", level: Must, v1: "issuance-date",
		text: "The reserved members issued, validFrom and validUntil must be dates and times (xsd:dateTime).",
		at:   member("issued", "validFrom", "validUntil"), wrong: notDateTime},
	{of: credential, code: "NEW-UNTIL", level: Should, v1: "expiration",
		text: "The end of validity should not be stated by validUntil alone, which belongs to version 2.0.",
		at:   member("validUntil"), wrong: aloneWithout("expirationDate")},
	{of: credential, code: "DATE-ZONE", level: Should, v1: "issuance-date",
		text: "A date and time should state its zone; without one it is taken as UTC.",
		at:   member("issuanceDate", "expirationDate", "issued", "validFrom", "validUntil"), wrong: notDateTimeStamp},
	{of: credential, code: "PERIOD", level: Should, v1: "expiration",
		text: "A credential should not expire before it becomes valid.",
		at:   member("expirationDate", "validUntil"), wrong: earlierThanStart},

	{of: credential, code: "STATUS", level: Must, v1: "status", v2: "status",
		text: "The credentialStatus must be one or more objects.",
		at:   each("credentialStatus"), wrong: notObject},
	{of: credential, code: "STATUS-TYPE", level: Must, v1: "status", v2: "status",
		text: "Each credentialStatus must have a type: one or more terms or absolute URLs.",
		at:   in(each("credentialStatus"), needed("type")), wrong: notTerm},
	{of: credential, code: "STATUS-ID", level: Must, v1: "status",
		text: "Each credentialStatus must have an id that is one absolute URL.",
		at:   in(each("credentialStatus"), neededMember("id")), wrong: notURL},
	{of: credential, code: "SCHEMA", level: Must, v1: "data-schemas", v2: "data-schemas",
		text: "The credentialSchema must be one or more objects.",
		at:   each("credentialSchema"), wrong: notObject},
	{of: credential, code: "SCHEMA-TYPE", level: Must, v1: "data-schemas", v2: "data-schemas",
		text: "Each credentialSchema must have a type: one or more terms or absolute URLs.",
		at:   in(each("credentialSchema"), needed("type")), wrong: notTerm},
	{of: credential, code: "SCHEMA-ID", level: Must, v1: "data-schemas", v2: "data-schemas",
		text: "Each credentialSchema must have an id that is one absolute URL.",
		at:   in(each("credentialSchema"), neededMember("id")), wrong: notURL},
	{of: credential, code: "REFRESH", level: Must, v1: "refreshing", v2: "refreshing",
		text: "The refreshService must be one or more objects.",
		at:   each("refreshService"), wrong: notObject},
	{of: credential, code: "REFRESH-TYPE", level: Must, v1: "refreshing", v2: "refreshing",
		text: "Each refreshService must have a type: one or more terms or absolute URLs.",
		at:   in(each("refreshService"), needed("type")), wrong: notTerm},
	{of: credential, code: "REFRESH-ID", level: Must, v1: "refreshing",
		text: "Each refreshService must have an id that is one absolute URL.",
		at:   in(each("refreshService"), neededMember("id")), wrong: notURL},
	{of: credential | presentation, code: "TERMS", level: Must, v1: "terms-of-use", v2: "terms-of-use",
		text: "The termsOfUse must be one or more objects.",
		at:   each("termsOfUse"), wrong: notObject},
	{of: credential | presentation, code: "TERMS-TYPE", level: Must, v1: "terms-of-use", v2: "terms-of-use",
		text: "Each termsOfUse must have a type: one or more terms or absolute URLs.",
		at:   in(each("termsOfUse"), needed("type")), wrong: notTerm},
	{of: credential, code: "EVIDENCE", level: Must, v1: "evidence", v2: "evidence",
		text: "The evidence must be one or more objects.",
		at:   each("evidence"), wrong: notObject},
	{of: credential, code: "EVIDENCE-TYPE", level: Must, v1: "types", v2: "evidence",
		text: "Each evidence must have a type: one or more terms or absolute URLs.",
		at:   in(each("evidence"), needed("type")), wrong: notTerm},
	{of: credential, code: "EXTENSION", level: Must, v2: "reserved-extension-points",
		text: "The reserved extension points confidenceMethod and renderMethod must be one or more objects.",
		at:   each("confidenceMethod", "renderMethod"), wrong: notObject},
	{of: credential, code: "EXTENSION-TYPE", level: Must, v2: "reserved-extension-points",
		text: "Each value of confidenceMethod and renderMethod must have a type.",
		at:   in(each("confidenceMethod", "renderMethod"), needed("type")), wrong: notTerm},

	{of: credential, code: "RELATED", level: Must, v2: "integrity-of-related-resources",
		text: "The relatedResource must be one or more objects.",
		at:   each("relatedResource"), wrong: notObject},
	{of: credential, code: "RELATED-ID", level: Must, v2: "integrity-of-related-resources",
		text: "Each relatedResource must have an id that is one absolute URL.",
		at:   in(each("relatedResource"), neededMember("id")), wrong: notURL},
	{of: credential, code: "RELATED-UNIQUE", level: Must, v2: "integrity-of-related-resources",
		text: "No two related resources may have the same id.",
		at:   repeatedIDs("relatedResource"), wrong: exists},
	{of: credential, code: "RELATED-DIGEST", level: Must, v2: "integrity-of-related-resources",
		text: "Each relatedResource must have a digestSRI or a digestMultibase.",
		at:   each("relatedResource"), wrong: noDigest},
	{of: credential, code: "RELATED-SRI", level: Must, v2: "integrity-of-related-resources",
		text: "A digestSRI must be one or more digests such as sha384-…, of the length of their hash.",
		at:   in(each("relatedResource"), each("digestSRI")), wrong: notSRI},
	{of: credential, code: "RELATED-MULTIBASE", level: Must, v2: "integrity-of-related-resources",
		text: "A digestMultibase must be one or more digests in base64url (u…) or base58 (z…), of the length of their hash.",
		at:   in(each("relatedResource"), each("digestMultibase")), wrong: notMultibaseDigest},
	{of: credential, code: "RELATED-MEDIA-TYPE", level: Must, v2: "integrity-of-related-resources",
		text: "A mediaType must be a media type such as application/json.",
		at:   in(each("relatedResource"), member("mediaType")), wrong: notMediaType},

	{of: credential, code: "TEXT", level: Must, v2: "names-and-descriptions",
		text: "A name or description must be a string, or one or more objects with @value and otherwise only @language and @direction.",
		at:   names, wrong: notText},
	{of: credential, code: "TEXT-LANGUAGE", level: Should, v2: "language-and-base-direction",
		text: "A language value object should have a well-formed @language.",
		at:   names, wrong: noLanguage},

	{of: presentation, code: "CREDENTIAL", level: Must, v1: "presentations-0",
		text: "The verifiableCredential must be one or more objects, none of them empty, or compact JSON Web Signatures.",
		at:   each("verifiableCredential"), wrong: notObjectOrToken},
	{of: presentation, code: "CREDENTIAL", level: Must, v2: "verifiable-presentations",
		text: "The verifiableCredential must be one or more objects, none of them empty.",
		at:   each("verifiableCredential"), wrong: notFilledObject},
	{of: presentation, code: "CREDENTIAL-SECURED", level: Must, v2: "presentations-including-holder-claims",
		text: "Each credential in a presentation must have a proof, be enveloped, or be issued by the holder of the presentation.",
		at:   each("verifiableCredential"), wrong: notSecured},

	{of: envelope, code: "ENVELOPE-CONTEXT", level: Must, v2: "enveloped-verifiable-credentials",
		text: "An envelope must have an @context that includes the base context.",
		at:   neededMember("@context"), wrong: without(ContextV2)},
	{of: envelope, code: "ENVELOPE-TYPE", level: Must, v2: "enveloped-verifiable-credentials",
		text: "The type of an envelope must be EnvelopedVerifiableCredential or EnvelopedVerifiablePresentation.",
		at:   neededMember("type"), wrong: notEnvelopeType},
	{of: envelope, code: "ENVELOPE-ID", level: Must, v2: "enveloped-verifiable-credentials",
		text: "The id of an envelope must be a data: URL.",
		at:   neededMember("id"), wrong: notDataURL},

	{of: credential | presentation, code: "PROOF", level: Must, v1: "proofs-signatures", v2: "securing-mechanisms",
		text: "The proof must be one or more objects.",
		at:   each("proof"), wrong: notObject},
	{of: credential | presentation, code: "PROOF-TYPE", level: Must, v1: "types", v2: "securing-mechanisms",
		text: "Each proof must have a type.",
		at:   in(each("proof"), needed("type")), wrong: notTerm},
	{of: credential | presentation, code: "ID", level: Must, v1: "identifiers", v2: "identifiers",
		text: "An id must be one absolute URL.",
		at:   identifiers, wrong: notURL},
	{of: credential | presentation, code: "NULL", level: Should, v1: "syntaxes", v2: "json-ld",
		text: "A member without value should be left out: JSON-LD drops null, so no securing mechanism based on it covers it.",
		at:   nulls, wrong: exists},
})

// named are the outermost members that rows name.
var named = make(outermost)

// compile sets the rules of each row.
func compile(rows []row) []row {
	for i := range rows {
		r := &rows[i]
		r.needs = named.mask(r.at.names)
		if r.v1 != "" {
			r.rules[V1] = &Rule{Code: "VCDM1-" + r.code, Axis: Conformant, Level: r.level, Spec: specV1 + r.v1, Text: r.text}
		}
		if r.v2 != "" {
			r.rules[V2] = &Rule{Code: "VCDM2-" + r.code, Axis: Conformant, Level: r.level, Spec: specV2 + r.v2, Text: r.text}
		}
	}
	return rows
}

// Rules returns the structural rules of one version of the data model, for
// reports and documentation, in the order in which they are checked.
func Rules(v Version) []Rule {
	var rules []Rule
	for _, r := range table {
		if v <= V2 && r.rules[v] != nil {
			rules = append(rules, *r.rules[v])
		}
	}
	if v == V2 {
		rules = append(rules, ruleMatch)
	}
	return rules
}

// maxProblems bounds how many problems one hostile document can cause.
const maxProblems = 1_000

// checker checks documents against the table and collects the problems.
type checker struct {
	version  Version
	problems []Problem
	broken   map[string]bool // pointers at which a MUST is broken
}

func (k *checker) check(of class, root jsontree.Value) {
	var current *row
	visit := func(s spot) {
		if found := current.wrong(s); found != "" {
			k.add(current.rules[k.version], s.pointer(), found)
		}
	}
	present := named.present(root)
	for i := range table {
		current = &table[i]
		if current.of&of != 0 && current.rules[k.version] != nil && (current.needs == 0 || current.needs&present != 0) {
			current.at.show(root, visit)
		}
	}
}

func (k *checker) add(rule *Rule, pointer, found string) {
	if k.broken[pointer] || len(k.problems) >= maxProblems {
		return
	}
	if rule.Level == Must {
		if k.broken == nil {
			k.broken = make(map[string]bool)
		}
		k.broken[pointer] = true
	}
	k.problems = append(k.problems, rule.At(pointer, found))
}
