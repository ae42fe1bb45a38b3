package rules

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

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
		c.AddMember(k.set().Type, v, "type", "other types")
	}
	if issuer := v.Get("issuer"); issuer.Kind() == jsontree.String && c.version == vc.V2 {
		c.Add(&ruleIssuer, issuer, "its id alone")
	}
	c.schemas(v, k)
	for status := range v.Get("credentialStatus").Each() {
		if status.Get("type").IsText(revocationList) {
			c.Add(&ruleRevocationList, status.Get("type"), "1EdTechRevocationList")
		}
	}
	for proof := range v.Get("proof").Each() {
		if purpose := proof.Get("proofPurpose"); purpose.Kind() == jsontree.String && !purpose.IsText("assertionMethod") {
			c.Add(&rulePurpose, purpose, "another purpose")
		}
	}
}

// contexts checks the order of the contexts. The base context of version 1.1
// stands in the same place as that of 2.0.
func (c *Checker) contexts(v jsontree.Value, k *Class) {
	list := v.Get("@context")
	if list.Kind() != jsontree.Array {
		c.AddMember(k.set().Context, v, "@context", list.Kind().String())
		return
	}
	switch first := list.At(0); {
	case first.IsText(vc.ContextV1):
		c.Add(&ruleLegacy, first, "version 1.1")
	case !first.IsText(vc.ContextV2):
		c.AddMember(k.set().Context, list, "0", "another context")
	}
	for i, want := range k.Contexts {
		got := list.At(i + 1)
		switch {
		case !want.Known.MatchString(got.Text()):
			c.add(k.set().Context, list.Pointer()+"/"+string(rune('1'+i)), "another context")
		case got.Text() != want.Current:
			c.Add(k.set().ContextOld, got, "an older one")
		}
	}
	for i := len(k.Contexts) + 1; i < list.Len(); i++ {
		if got := list.At(i); !got.IsObject() && !IsURI(got.Text()) {
			c.Add(k.set().Context, got, got.Kind().String())
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
			found = found || k.Schema.MatchString(schema.Get("id").Text())
		}
	}
	if asked && !found {
		c.AddMember(k.set().Schema, v, "credentialSchema", "only other schemas")
	}
}

// badge is what holds between the members of a badge.
func badge(c *Checker, v jsontree.Value) {
	if !v.Get("name").Exists() && c.version == vc.V2 {
		c.AddMember(&ruleName, v, "name", "none")
	}
	Picture(c, v)
}

// endorsement checks that a nested endorsement is about something in the
// document that it stands in. One of its own may be about anything.
func endorsement(c *Checker, v jsontree.Value) {
	id := v.Get("credentialSubject").Get("id")
	if id.Kind() != jsontree.String || !v.Parent().Exists() {
		return
	}
	if c.ids == nil {
		c.ids = make(map[string]bool)
		collect(v.Root(), c.ids)
	}
	if !c.ids[id.Text()] {
		c.Add(&ruleEndorsement, id, "the id of nothing in it")
	}
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
func Picture(c *Checker, v jsontree.Value) {
	id := v.Get("image").Get("id")
	media, isData := cutPrefixFold(id.Text(), "data:")
	if !isData {
		return
	}
	media, _, _ = strings.Cut(media, ",")
	media, _, _ = strings.Cut(media, ";")
	if !slices.Contains([]string{"image/png", "image/svg+xml"}, strings.ToLower(media)) {
		c.Add(&ruleImage, id, "another media type")
	}
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}
