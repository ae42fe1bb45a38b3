package vc

import (
	"slices"
	"strings"
)

// decisive lists the members of a credential on which a verdict depends. A
// holder who could withhold one of them could turn an expired or revoked
// credential into a valid one, so no kind of selective disclosure may leave
// them to the holder. Of the issuer only the identifier decides.
//
// Besides the members of both versions of the data model it has the claims
// that stand beside a credential in a token and that RFC 9901 section 9.7,
// VC-JOSE-COSE section 3.2.1 and SD-JWT VC section 2.2.2.2 forbid to hide.
var decisive = [...]string{
	"@context", "type", "issuer", "holder",
	"validFrom", "validUntil", "issuanceDate", "issued", "expirationDate",
	"credentialStatus", "credentialSchema", "termsOfUse", "refreshService", "relatedResource",
	"iss", "aud", "exp", "nbf", "iat", "cnf", "nonce", "vct", "vct#integrity", "status",
}

// decisiveByID lists the decisive members that may be an object of which only
// the id decides.
var decisiveByID = [...]string{"issuer"}

// DecisivePointers returns JSON Pointers to the members of a credential on
// which a verdict depends, as far as they are there: its contexts and types,
// who issued it, when it is in force, and its status, schemas, terms of use,
// refresh services and related resources, each as a whole. Of an issuer that is
// an object it is the id. Whatever kind of selective disclosure is used, a
// holder must not be free to withhold these.
func DecisivePointers(credential Document) []string {
	var pointers []string
	for _, name := range decisive {
		member := credential.Get(name)
		if slices.Contains(decisiveByID[:], name) && member.Get("id").Exists() {
			member = member.Get("id")
		}
		if member.Exists() {
			pointers = append(pointers, member.Pointer())
		}
	}
	return pointers
}

// IsDecisive reports whether hiding what stands at a JSON Pointer, in a
// credential or in the claims of a token, would hide something decisive: the
// pointer leads to a decisive member, into one, or to what holds one. The
// pointer need not lead anywhere.
func IsDecisive(pointer string) bool {
	name, rest, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	switch {
	case pointer == "":
		return true
	case slices.Contains(decisiveByID[:], name):
		return rest == "" || rest == "id" || strings.HasPrefix(rest, "id/")
	}
	return slices.Contains(decisive[:], name)
}

// UnstatedValidity returns, in a few words each, what a credential does not
// state of its validity period and status. Where parts of the credential are
// hidden, these may be among them.
func UnstatedValidity(credential Document) []string {
	var words []string
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return credential.Get(name).Exists() })
	}
	if !has("validFrom", "issuanceDate", "issued", "nbf") {
		words = append(words, "a start of validity")
	}
	if !has("validUntil", "expirationDate", "exp") {
		words = append(words, "an end of validity")
	}
	if !has("credentialStatus", "status") {
		words = append(words, "a status")
	}
	return words
}
