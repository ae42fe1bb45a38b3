package status

import "github.com/mikromerit/mikromerit/vc"

// The specifications.
const (
	specBitstring = "https://www.w3.org/TR/vc-bitstring-status-list/#"
	specToken     = "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list"
	specBadges    = "https://www.imsglobal.org/spec/vccs/v1p0/"
)

// The rules of a status entry, of a list, and of the two together.
//
// Levels follow the specification's words, with one exception: that the index
// is written as a string is a MUST there, but a SHOULD here. Published
// credentials write a number, and a whole number without sign, fraction or
// exponent leaves no doubt about what was meant.
var (
	ruleEntryID = &vc.Rule{Code: "STATUS-ENTRY-ID", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The id of a status entry must not be the URL of the status list."}
	ruleEntryPurpose = &vc.Rule{Code: "STATUS-ENTRY-PURPOSE", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The statusPurpose of a status entry must be one string that is not empty."}
	ruleEntryIndex = &vc.Rule{Code: "STATUS-ENTRY-INDEX", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The statusListIndex must be a whole number of 0 or more in decimal digits, without sign or leading zero."}
	ruleEntryIndexText = &vc.Rule{Code: "STATUS-ENTRY-INDEX-TEXT", Axis: vc.Conformant, Level: vc.Should, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The statusListIndex should be written as a string."}
	ruleEntryList = &vc.Rule{Code: "STATUS-ENTRY-LIST", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The statusListCredential must be one absolute URL."}
	ruleEntrySize = &vc.Rule{Code: "STATUS-ENTRY-SIZE", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The statusSize must be a whole number greater than 0."}
	ruleEntryMessages = &vc.Rule{Code: "STATUS-ENTRY-MESSAGES", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The statusMessage must be an array with one message for every value that statusSize bits can have, and must be there when statusSize is greater than 1."}
	ruleEntryMessage = &vc.Rule{Code: "STATUS-ENTRY-MESSAGE", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "Each statusMessage must have a message and a status, which is one of the possible values in hexadecimal after 0x and stands in no other message."}
	ruleEntryReference = &vc.Rule{Code: "STATUS-ENTRY-REFERENCE", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistentry",
		Text: "The statusReference must be one or more absolute URLs."}
	ruleEntryRevocations = &vc.Rule{Code: "STATUS-ENTRY-REVOCATIONS", Axis: vc.Conformant, Level: vc.Must, Spec: specBadges,
		Text: "The id of a 1EdTechRevocationList entry must be the absolute URL of the list."}

	ruleListType = &vc.Rule{Code: "STATUS-LIST-TYPE", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistcredential",
		Text: "The types of a status list credential must include BitstringStatusListCredential or StatusList2021Credential."}
	ruleListSubject = &vc.Rule{Code: "STATUS-LIST-SUBJECT", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistcredential",
		Text: "A status list credential must have one credentialSubject, whose type is that of the list."}
	ruleListPurposes = &vc.Rule{Code: "STATUS-LIST-PURPOSES", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistcredential",
		Text: "The statusPurpose of a status list must be one or more strings that are not empty."}
	ruleListEncoded = &vc.Rule{Code: "STATUS-LIST-ENCODED", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstringstatuslistcredential",
		Text: "The encodedList must be u and then, in base64url without padding, exactly one gzip member."}
	ruleListLimit = &vc.Rule{Code: "STATUS-LIST-LIMIT", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "bitstring-encoding",
		Text: "A status list must not be longer, compressed or expanded, than its reader is ready to take."}
	ruleListTTL = &vc.Rule{Code: "STATUS-LIST-TTL", Axis: vc.Conformant, Level: vc.Should, Spec: specBitstring + "bitstringstatuslistcredential",
		Text: "The ttl should be a whole number of milliseconds."}
	ruleRevocations = &vc.Rule{Code: "STATUS-LIST-REVOCATIONS", Axis: vc.Conformant, Level: vc.Must, Spec: specBadges,
		Text: "A 1EdTech revocation list must have a revokedCredential array of objects, each with an id and, if at all, a revoked that is true or false."}

	ruleTokenEntry = &vc.Rule{Code: "STATUS-TOKEN-ENTRY", Axis: vc.Conformant, Level: vc.Must, Spec: specToken + "#section-6.2",
		Text: "The claim status must have a status_list, an object with idx, a whole number of 0 or more, and uri, the URL of the list."}
	ruleTokenSubject = &vc.Rule{Code: "STATUS-TOKEN-SUB", Axis: vc.Conformant, Level: vc.Must, Spec: specToken + "#section-5.1",
		Text: "The sub of a token status list must be the URL at which it is published."}
	ruleTokenIssued = &vc.Rule{Code: "STATUS-TOKEN-TIME", Axis: vc.Conformant, Level: vc.Must, Spec: specToken + "#section-5.1",
		Text: "A token status list must say in iat when it was issued; that and exp must be times."}
	ruleTokenTTL = &vc.Rule{Code: "STATUS-TOKEN-TTL", Axis: vc.Conformant, Level: vc.Must, Spec: specToken + "#section-5.1",
		Text: "The ttl must be a whole number of seconds greater than 0."}
	ruleTokenBits = &vc.Rule{Code: "STATUS-TOKEN-BITS", Axis: vc.Conformant, Level: vc.Must, Spec: specToken + "#section-4.2",
		Text: "The bits of a token status list must be 1, 2, 4 or 8."}
	ruleTokenEncoded = &vc.Rule{Code: "STATUS-TOKEN-LST", Axis: vc.Conformant, Level: vc.Must, Spec: specToken + "#section-4.2",
		Text: "The lst must be, in base64url without padding, exactly one zlib stream with at least one entry."}

	ruleKind = &vc.Rule{Code: "STATUS-KIND", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "validate-algorithm",
		Text: "The status list must be of the kind that the status entry names."}
	rulePurpose = &vc.Rule{Code: "STATUS-PURPOSE", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "validate-algorithm",
		Text: "The purpose of the status entry must be a purpose of the status list (STATUS_VERIFICATION_ERROR)."}
	ruleLength = &vc.Rule{Code: "STATUS-LENGTH", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "validate-algorithm",
		Text: "A status list must have at least 131,072 entries (STATUS_LIST_LENGTH_ERROR)."}
	ruleRange = &vc.Rule{Code: "STATUS-RANGE", Axis: vc.Conformant, Level: vc.Must, Spec: specBitstring + "validate-algorithm",
		Text: "The statusListIndex must lie within the status list (RANGE_ERROR)."}
)

var allRules = []*vc.Rule{
	ruleEntryID, ruleEntryPurpose, ruleEntryIndex, ruleEntryIndexText, ruleEntryList, ruleEntrySize, ruleEntryMessages, ruleEntryMessage,
	ruleEntryReference, ruleEntryRevocations, ruleListType, ruleListSubject, ruleListPurposes, ruleListEncoded, ruleListLimit, ruleListTTL,
	ruleRevocations, ruleTokenEntry, ruleTokenSubject, ruleTokenIssued, ruleTokenTTL, ruleTokenBits, ruleTokenEncoded, ruleKind, rulePurpose, ruleLength, ruleRange,
}

// Rules returns every rule of this package, for reports and documentation.
func Rules() []vc.Rule {
	rules := make([]vc.Rule, len(allRules))
	for i, rule := range allRules {
		rules[i] = *rule
	}
	return rules
}
