package ob2

import "slices"

// class describes a class of Open Badges: what [Check] demands of its
// members, and which members are known.
type class struct {
	name    string
	types   []string // names under which a node may state it; none: it states nothing
	typed   Edition  // edition from which the type must be stated; 0: it has a default
	anchor  string   // in the specification
	members []memberOf
}

// memberOf is a member of a class.
type memberOf struct {
	name     string
	alias    string  // another name that the context has for it
	required Edition // edition from which it is required; 0: it is not
	advised  bool    // required, but the specification's own examples leave it out
	many     bool
	value    value
	class    string // of value isNode
	linked   bool   // a node may stand at an address
}

// value is the kind of a member's value.
type value uint8

const (
	isText value = iota
	isWords
	isIRI
	isURL
	isDate
	isTruth
	isNumberOrText
	isImage
	isNode
	isAny
)

// common are the members that every class may have.
var common = []memberOf{
	{name: "@context", value: isAny, many: true}, {name: "@language"}, {name: "type", value: isAny, many: true},
	{name: "related", value: isNode, class: "Related", many: true, linked: true},
	{name: "version", value: isNumberOrText},
	{name: "endorsement", value: isNode, class: "Endorsement", many: true, linked: true},
}

// classes are the classes of the editions 1.0 to 2.1. What stands in bold in
// the specification is required.
var classes = []class{
	{name: "Assertion", types: []string{"Assertion"}, typed: Edition11, anchor: "Assertion", members: []memberOf{
		{name: "id", value: isIRI, required: Edition11},
		{name: "uid"},
		{name: "recipient", value: isNode, class: "IdentityObject", required: Edition10},
		{name: "badge", value: isNode, class: "BadgeClass", required: Edition10, linked: true},
		{name: "verification", alias: "verify", value: isNode, class: "VerificationObject", required: Edition10},
		{name: "issuedOn", value: isDate, required: Edition10},
		{name: "image", value: isImage}, {name: "expires", value: isDate}, {name: "narrative"},
		{name: "evidence", value: isNode, class: "Evidence", many: true, linked: true},
		{name: "revoked", value: isTruth}, {name: "revocationReason"},
	}},
	{name: "BadgeClass", types: []string{"BadgeClass"}, typed: Edition11, anchor: "BadgeClass", members: []memberOf{
		{name: "id", value: isIRI, required: Edition11},
		{name: "name", required: Edition10}, {name: "description", required: Edition10},
		{name: "image", value: isImage, required: Edition10},
		{name: "criteria", value: isNode, class: "Criteria", required: Edition10, linked: true},
		{name: "issuer", value: isNode, class: "Profile", required: Edition10, linked: true},
		{name: "alignment", value: isNode, class: "AlignmentObject", many: true},
		{name: "tags", many: true},
	}},
	{name: "Profile", types: []string{"Profile", "Issuer"}, typed: Edition11, anchor: "Profile", members: []memberOf{
		{name: "id", value: isIRI, required: Edition11},
		{name: "name", required: Edition10}, {name: "url", value: isURL, required: Edition10}, {name: "email", required: Edition20},
		{name: "telephone"}, {name: "description"}, {name: "image", value: isImage},
		{name: "publicKey", value: isNode, class: "CryptographicKey", many: true, linked: true},
		{name: "verification", alias: "verify", value: isNode, class: "VerificationPolicy"},
		{name: "revocationList", value: isNode, class: "RevocationList", linked: true},
	}},
	{name: "IdentityObject", anchor: "IdentityObject", members: []memberOf{
		{name: "id", value: isIRI},
		{name: "identity", required: Edition10}, {name: "type", value: isWords, required: Edition10},
		{name: "hashed", value: isTruth, required: Edition10, advised: true}, {name: "salt"},
	}},
	{name: "VerificationObject", anchor: "VerificationObject", members: []memberOf{
		{name: "id", value: isIRI},
		{name: "type", value: isWords, required: Edition10, many: true},
		{name: "creator", value: isIRI, many: true}, {name: "url", value: isURL},
		{name: "verificationProperty", value: isWords}, {name: "startsWith", value: isIRI, many: true}, {name: "allowedOrigins", many: true},
	}},
	{name: "VerificationPolicy", anchor: "VerificationObject", members: []memberOf{
		{name: "id", value: isIRI}, {name: "type", value: isWords, many: true},
		{name: "verificationProperty", value: isWords}, {name: "startsWith", value: isIRI, many: true}, {name: "allowedOrigins", many: true},
	}},
	{name: "Evidence", types: []string{"Evidence"}, anchor: "Evidence", members: []memberOf{
		{name: "id", value: isIRI}, {name: "narrative"}, {name: "name"}, {name: "description"}, {name: "genre"}, {name: "audience"},
	}},
	{name: "Image", types: []string{"Image", "ImageObject", "schema:ImageObject", "http://schema.org/ImageObject"}, anchor: "Image", members: []memberOf{
		{name: "id", value: isImage, required: Edition20}, {name: "caption"}, {name: "author", value: isAny, many: true},
	}},
	{name: "Criteria", types: []string{"Criteria"}, anchor: "Criteria", members: []memberOf{{name: "id", value: isIRI}, {name: "narrative"}}},
	{name: "AlignmentObject", types: []string{"AlignmentObject", "Alignment", "schema:AlignmentObject"}, anchor: "Alignment", members: []memberOf{
		{name: "id", value: isIRI},
		{name: "targetName", alias: "name", required: Edition10}, {name: "targetUrl", alias: "url", value: isURL, required: Edition10},
		{name: "targetDescription", alias: "description"}, {name: "targetFramework"}, {name: "targetCode"},
	}},
	{name: "CryptographicKey", types: []string{"CryptographicKey"}, anchor: "CryptographicKey", members: []memberOf{
		{name: "id", value: isIRI, required: Edition20}, {name: "owner", value: isIRI}, {name: "publicKeyPem", required: Edition20},
	}},
	{name: "RevocationList", types: []string{"RevocationList"}, typed: Edition20, anchor: "RevocationList", members: []memberOf{
		{name: "id", value: isIRI}, {name: "issuer", value: isAny}, {name: "revokedAssertions", value: isAny, many: true, required: Edition20},
	}},
	{name: "Endorsement", types: []string{"Endorsement"}, typed: Edition20, anchor: "Endorsement", members: []memberOf{
		{name: "id", value: isIRI, required: Edition20},
		{name: "claim", value: isAny, required: Edition20},
		{name: "issuer", value: isNode, class: "Profile", required: Edition20, linked: true},
		{name: "issuedOn", value: isDate, required: Edition20},
		{name: "verification", alias: "verify", value: isNode, class: "VerificationObject", required: Edition20},
	}},
	{name: "Related", anchor: "related", members: []memberOf{{name: "id", value: isIRI, required: Edition20}, {name: "type", value: isAny, many: true}}},

	// Edition 0.5 has one document with other names.
	{name: "Assertion 0.5", anchor: "Assertion", members: []memberOf{
		{name: "recipient", required: Edition05}, {name: "salt"}, {name: "evidence", value: isIRI},
		{name: "issued_on", value: isDate}, {name: "expires", value: isDate},
		{name: "badge", value: isNode, class: "BadgeClass 0.5", required: Edition05},
	}},
	{name: "BadgeClass 0.5", anchor: "BadgeClass", members: []memberOf{
		{name: "version", value: isNumberOrText}, {name: "name", required: Edition05}, {name: "description", required: Edition05},
		{name: "image", value: isImage, required: Edition05}, {name: "criteria", value: isIRI, required: Edition05},
		{name: "issuer", value: isNode, class: "Issuer 0.5", required: Edition05},
	}},
	{name: "Issuer 0.5", anchor: "Profile", members: []memberOf{
		{name: "origin", value: isURL, required: Edition05}, {name: "name", required: Edition05}, {name: "org"}, {name: "contact"},
	}},
}

// classNamed finds a class by name.
func classNamed(name string) *class {
	i := slices.IndexFunc(classes, func(k class) bool { return k.name == name })
	return &classes[i]
}

// knows reports whether a member belongs to the class.
func (k *class) knows(name string) bool {
	if name == "@id" || name == "@type" {
		name = name[1:]
	}
	is := func(m memberOf) bool { return m.name == name || m.alias == name }
	return slices.ContainsFunc(k.members, is) || slices.ContainsFunc(common, is)
}
