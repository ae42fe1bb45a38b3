package datamodel

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// TypeCredential is the type of every credential.
const TypeCredential = "VerifiableCredential"

// The types that 1EdTech defines for members of a credential.
const (
	schemaType     = "1EdTechJsonSchemaValidator2019"
	revocationList = "1EdTechRevocationList"
	oneEdTech      = "1EdTech"
)

// VersionOf returns the version of the VC Data Model that a credential names:
// by its first context or, where no base context stands first, by one that
// stands elsewhere; without one, the newest.
func VersionOf(v jsontree.Value) vc.Version {
	version := vc.V2
	for context := range v.Get("@context").Each() {
		switch context.Text() {
		case vc.ContextV2:
			return vc.V2
		case vc.ContextV1:
			version = vc.V1
		}
	}
	return version
}

// top checks what makes an object a credential: contexts, types, and what its
// status, schemas and proofs say.
func (c *Checker) top(v jsontree.Value, k *Class) {
	c.version = VersionOf(v)
	c.contexts(v, k)
	if t := v.Get("type"); !Lists(t, TypeCredential) || !Lists(t, k.Types...) {
		c.AddMember(c.set(k).Type, v, "type", "other types")
	}
	if issuer := v.Get("issuer"); issuer.Kind() == jsontree.String && c.version == vc.V2 {
		c.Add(c.Issuer, issuer, "its id alone")
	}
	c.schemas(v, k)
	for status := range v.Get("credentialStatus").Each() {
		if status.Get("type").IsText(revocationList) {
			c.Add(c.RevocationList, status.Get("type"), "1EdTechRevocationList")
		}
	}
	for proof := range v.Get("proof").Each() {
		if purpose := proof.Get("proofPurpose"); purpose.Kind() == jsontree.String && !purpose.IsText("assertionMethod") {
			c.Add(c.Purpose, purpose, "another purpose")
		}
	}
}

// contexts checks the order of the contexts. The base context of version 1.1
// stands in the same place as that of 2.0.
func (c *Checker) contexts(v jsontree.Value, k *Class) {
	list := v.Get("@context")
	if list.Kind() != jsontree.Array {
		c.AddMember(c.set(k).Context, v, "@context", list.Kind().String())
		return
	}
	switch first := list.At(0); {
	case first.IsText(vc.ContextV1):
		c.Add(c.Legacy, first, "version 1.1")
	case !first.IsText(vc.ContextV2):
		c.AddMember(c.set(k).Context, list, "0", "another context")
	}
	for i, want := range k.Contexts {
		got := list.At(i + 1)
		switch {
		case got.IsText(want.Current):
		case !want.Known().MatchString(got.Text()):
			c.add(c.set(k).Context, list.Pointer()+"/"+string(rune('1'+i)), "another context")
		default:
			c.Add(c.set(k).ContextOld, got, "an older one")
		}
	}
	for i := len(k.Contexts) + 1; i < list.Len(); i++ {
		if got := list.At(i); !got.IsObject() && !IsURI(got.Text()) {
			c.Add(c.set(k).Context, got, got.Kind().String())
		}
	}
}

// schemas checks that whoever validates by 1EdTech's schema type also
// validates against the published schema of the class.
func (c *Checker) schemas(v jsontree.Value, k *Class) {
	asked, found := false, false
	for schema := range v.Get("credentialSchema").Each() {
		if schema.Get("type").IsText(schemaType) {
			asked = true
			found = found || k.Schema().MatchString(schema.Get("id").Text())
		}
	}
	if asked && !found {
		c.AddMember(c.set(k).Schema, v, "credentialSchema", "only other schemas")
	}
}

// Names reports whether a document has a node with an id, outside of
// endorsements.
func (c *Checker) Names(root jsontree.Value, id string) bool {
	if c.ids == nil {
		c.ids = make(map[string]bool)
		collect(root, c.ids)
	}
	return c.ids[id]
}

// collect gathers the ids of nodes, without those of endorsements and of
// references inside them.
func collect(v jsontree.Value, ids map[string]bool) {
	if id := v.Get("id"); id.Kind() == jsontree.String {
		ids[id.Text()] = true
	}
	for i := range v.Len() {
		if kid := v.At(i); kid.Len() > 0 && kid.Name() != "endorsement" {
			collect(kid, ids)
		}
	}
}

// Picture checks the image of a node as far as it can be seen: one that is
// given with its content, as a data URI, says what it is.
func (c *Checker) Picture(v jsontree.Value) {
	id := v.Get("image").Get("id")
	media, isData := cutPrefixFold(id.Text(), "data:")
	if !isData {
		return
	}
	media, _, _ = strings.Cut(media, ",")
	media, _, _ = strings.Cut(media, ";")
	if !slices.Contains([]string{"image/png", "image/svg+xml"}, strings.ToLower(media)) {
		c.Add(c.Image, id, "another media type")
	}
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}

// OpenBadgesContext is the context of Open Badges 3.0.
var OpenBadgesContext = Context{contexts.OpenBadges303, NewPattern(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$`)}

// Envelope returns the members that every credential of 1EdTech has, before and after its
// subject in the order of the specification.
func Envelope(subject string) []Member {
	return []Member{
		{Name: "id", Required: true, Value: URI},
		{Name: "description"},
		{Name: "issuer", Required: true, Value: Node, Class: "Profile", Ref: true, Only: vc.V2},
		{Name: "issuer", Required: true, Value: Node, Class: "Profile", Only: vc.V1},
		{Name: "validFrom", Required: true, Value: Instant, Only: vc.V2, Twin: "issuanceDate"},
		{Name: "validUntil", Value: Instant, Only: vc.V2},
		{Name: "issuanceDate", Required: true, Value: Instant, Only: vc.V1, Twin: "validFrom"},
		{Name: "expirationDate", Value: Instant, Only: vc.V1},
		{Name: "awardedDate", Value: Instant},
		{Name: "credentialSubject", Required: true, Value: Node, Class: subject},
		{Name: "credentialSchema", Many: true, Compact: true, Value: Node, Class: "CredentialSchema"},
		{Name: "credentialStatus", Value: Node, Class: "CredentialStatus"},
		{Name: "refreshService", Value: Node, Class: "RefreshService"},
		{Name: "termsOfUse", Many: true, Compact: true, Value: Node, Class: "TermsOfUse"},
		{Name: "proof", Many: true, Compact: true, Value: Node, Class: "Proof"},
	}
}

// Endorsed are the members of whatever can be endorsed.
var Endorsed = []Member{
	{Name: "endorsement", Many: true, Value: Node, Class: "EndorsementCredential"},
	{Name: "endorsementJwt", Many: true, Value: JWS},
}

// Identified reports whether a subject has an id or an identifier.
func Identified(s jsontree.Value) bool {
	for identifier := range s.Get("identifier").Each() {
		if identifier.IsObject() {
			return true
		}
	}
	return s.Get("id").Text() != ""
}
