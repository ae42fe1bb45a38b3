package vectors

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// controlledRow is what an issuer says of its keys, and who signs by which. In its
// texts {issuer} and {stranger} are identifiers, {key} and {other-key} their keys, and
// {nobodys-key} is a point of small order.
type controlledRow struct {
	form          string // of the good document, "" or a name behind a hyphen
	name          string
	rule, because string
	level         vc.Level
	spec          string
	page          string // "": it is nowhere
	strangerPage  string
	method        string // by which it is signed
	byStranger    bool   // with the key of the stranger
	byNobody      bool   // with the signature that fits a point of small order
}

// The texts of the documents.
const (
	listedMethod  = `{"id":"{issuer}#key-1","type":"Multikey","controller":"{issuer}","publicKeyMultibase":"{key}"}`
	foreignMethod = `{"id":"{issuer}#key-1","type":"Multikey","controller":"{issuer}","publicKeyMultibase":"{other-key}"}`
	listedKey     = `"assertionMethod":["{issuer}#key-1"]`
	ownMethod     = "{issuer}#key-1"
	strangePage   = `{"@context":"https://www.w3.org/ns/cid/v1","id":"{stranger}","verificationMethod":[{"id":"{stranger}#key-1","type":"Multikey","controller":"{stranger}","publicKeyMultibase":"{other-key}"}],"assertionMethod":["{stranger}#key-1"]}`
	specMethods   = "https://www.w3.org/TR/cid-1.0/#verification-methods"
)

// controllerPage returns the document of the issuer with these members.
func controllerPage(members ...string) string {
	return `{"@context":"https://www.w3.org/ns/cid/v1","id":"{issuer}",` + strings.Join(members, ",") + "}"
}

// methodList is the list of these verification methods.
func methodList(list ...string) string {
	return `"verificationMethod":[` + strings.Join(list, ",") + "]"
}

// withMembers puts members into a verification method.
func withMembers(method, members string) string {
	return strings.Replace(method, "{", "{"+members+",", 1)
}

// controlledRows are the documents by which a credential must be accepted, and those
// by which it must not: the algorithm of the specification returns a key only where
// the document is the one that was asked for, and lists the key as its own for this
// purpose. That a key was revoked or has expired is for the verifier to heed.
func controlledRows() []controlledRow {
	const method = "PROOF-METHOD"
	right := controllerPage(methodList(listedMethod), listedKey)
	rows := []controlledRow{
		{name: "good", because: "The issuer lists the key in its document.", page: right, method: ownMethod},
		{form: "-embedded", name: "good", because: "The issuer states the key in the list of those for assertions.", page: controllerPage(`"assertionMethod":[` + listedMethod + "]"), method: ownMethod},
		{form: "-embedded", name: "for-signing-in", rule: method, because: "The issuer states the key in the list of those to sign in with.", page: controllerPage(`"authentication":[` + listedMethod + "]"), method: ownMethod},
		{form: "-two-keys", name: "good", because: "The issuer lists an old key, which it does not sign with any more, and this one.", page: controllerPage(methodList(strings.Replace(foreignMethod, "#key-1", "#key-0", 1), listedMethod), listedKey), method: ownMethod},
		{form: "-two-keys", name: "the-old-one", rule: method, because: "The key that signed is one that the issuer no longer lists for assertions.", page: controllerPage(methodList(strings.Replace(foreignMethod, "#key-1", "#key-0", 1), listedMethod), listedKey), method: "{issuer}#key-0", byStranger: true},

		{name: "not-listed", rule: method, because: "The issuer states the key and lists it for nothing.", page: controllerPage(methodList(listedMethod))},
		{name: "listed-for-nothing", rule: method, because: "The list of keys for assertions is empty.", page: controllerPage(methodList(listedMethod), `"assertionMethod":[]`)},
		{name: "for-signing-in", rule: method, because: "The issuer lists the key to sign in with, not for assertions.", page: controllerPage(methodList(listedMethod), `"authentication":["{issuer}#key-1"]`)},
		{name: "for-agreeing-on-keys", rule: method, because: "The issuer lists the key to agree on keys with, not for assertions.", page: controllerPage(methodList(listedMethod), `"keyAgreement":["{issuer}#key-1"]`)},
		{name: "another-listed", rule: method, because: "The issuer lists another key for assertions.", page: controllerPage(methodList(listedMethod), `"assertionMethod":["{issuer}#key-2"]`)},
		{name: "gone", rule: method, because: "The key was replaced by another one, and is no longer in the document.", page: controllerPage(methodList(strings.Replace(foreignMethod, "#key-1", "#key-2", 1)), `"assertionMethod":["{issuer}#key-2"]`)},
		{name: "replaced", rule: "PROOF-SIGNATURE", because: "Under the name of the key stands another one now.", page: controllerPage(methodList(foreignMethod), listedKey)},
		{name: "no-keys", rule: method, because: "The document holds no key.", page: controllerPage(`"alsoKnownAs":["https://issuer.example/"]`)},
		{name: "revoked", rule: method, because: "The key was revoked in 2021.", level: vc.Should, spec: specMethods, page: controllerPage(methodList(withMembers(listedMethod, `"revoked":"`+endedOn+`"`)), listedKey)},
		{name: "expired", rule: method, because: "The key expired in 2021.", level: vc.Should, spec: specMethods, page: controllerPage(methodList(withMembers(listedMethod, `"expires":"`+endedOn+`"`)), listedKey)},
		{name: "revoked-on-no-date", rule: method, because: "When the key was revoked is no date.", level: vc.Should, spec: specMethods, page: controllerPage(methodList(withMembers(listedMethod, `"revoked":"last spring"`)), listedKey)},
		{name: "of-a-stranger", rule: method, because: "The document says that a stranger controls the key.", page: controllerPage(methodList(strings.Replace(listedMethod, `"controller":"{issuer}"`, `"controller":"{stranger}"`, 1)), listedKey)},
		{name: "of-nobody", rule: method, because: "The key names no controller.", page: controllerPage(methodList(strings.Replace(listedMethod, `"controller":"{issuer}",`, "", 1)), listedKey)},
		{name: "untyped", rule: method, because: "The key has no type.", page: controllerPage(methodList(strings.Replace(listedMethod, `"type":"Multikey",`, "", 1)), listedKey)},
		{name: "two-in-one", rule: method, because: "The verification method states two keys.", page: controllerPage(methodList(withMembers(listedMethod, `"publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`)), listedKey)},
		{name: "secret-shown", rule: method, because: "The document gives the secret key away, too.", level: vc.Should, spec: specMethods, page: controllerPage(methodList(withMembers(listedMethod, `"secretKeyMultibase":"z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"`)), listedKey)},
		{name: "small-order", rule: method, because: "The key is a point of small order, with which one signature fits every document.", level: vc.Should, spec: "https://www.w3.org/TR/vc-di-eddsa/#security-considerations",
			page: controllerPage(methodList(strings.Replace(listedMethod, "{key}", "{nobodys-key}", 1)), listedKey), byNobody: true},
		{name: "document-of-another", rule: method, because: "The document is about somebody else.", page: strings.Replace(right, `"id":"{issuer}",`, `"id":"{stranger}",`, 1)},
		{name: "document-without-id", rule: method, because: "The document does not say whom it is about.", page: strings.Replace(right, `"id":"{issuer}",`, "", 1)},
		{name: "document-cut", rule: method, because: "The document ends in the middle.", page: right[:len(right)-2]},
		{name: "document-list", rule: method, because: "The document is a list.", page: "[" + right + "]"},
		{name: "document-twice", rule: method, because: "There are two documents in one.", page: right + right},
		{name: "web-page", rule: method, because: "In the place of the document is a page for people.", page: "<!doctype html><title>" + ownMethod + "</title>"},
		{name: "document-missing", rule: method, because: "The document is nowhere to be had."},

		{name: "strangers-key-behind-it", rule: method, because: "A stranger signed and calls the own key one of the issuer's.", page: right, method: "{issuer}#{other-key}", byStranger: true},
		{name: "no-fragment", rule: method, because: "The proof names the issuer and none of its keys, and a stranger signed.", page: right, method: "{issuer}#", byStranger: true},
		{name: "signed-by-stranger", rule: "PROOF-SIGNATURE", because: "A stranger signed in the name of the issuer's key.", page: right, method: ownMethod, byStranger: true},
		{name: "signed-as-stranger", rule: "ISSUER-KEY", because: "A stranger signed by a key of the own document, and names somebody else as the issuer.", level: vc.Should, page: right, strangerPage: strangePage, method: "{stranger}#key-1", byStranger: true},
		{name: "also-known-as", rule: "ISSUER-KEY", because: "A stranger signed, whose document says that the issuer is another name of the stranger.", level: vc.Should, page: right,
			strangerPage: strings.Replace(strangePage, `"verificationMethod"`, `"alsoKnownAs":["{issuer}"],"verificationMethod"`, 1), method: "{stranger}#key-1", byStranger: true},
		{name: "claims-the-issuer", rule: method, because: "A stranger signed by a key of the own document, which says that the issuer controls it.", page: right,
			strangerPage: strings.Replace(strangePage, `"controller":"{stranger}"`, `"controller":"{issuer}"`, 1), method: "{stranger}#key-1", byStranger: true},
	}
	for i := range rows {
		if rows[i].method == "" {
			rows[i].method = ownMethod
		}
	}
	return rows
}
