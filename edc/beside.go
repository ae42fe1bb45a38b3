package edc

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/contexts"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ContextBeside is the address of our JSON-LD context with the terms of the European
// Learning Model for credentials on the VC Data Model 2.0.
const ContextBeside = contexts.ELM

var ruleProtected = vc.Rule{Code: "ELM-CONTEXT-PROTECTED", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.w3.org/TR/json-ld11/#protected-term-definitions",
	Text: "The context edc-ap must not stand after that of VC 2.0: it gives description another meaning, which VC 2.0 protects, so that the credential has no meaning in JSON-LD. On VC 2.0, name " + ContextBeside + " in place of edc-ap."}

// besideNames are the members that have another name beside VC 2.0, by that name.
var besideNames = map[string]string{"descriptions": "description"}

// checkContexts checks that the contexts of a credential can be combined, and that
// they are the usual ones.
func checkContexts(root jsontree.Value) []vc.Problem {
	list := root.Get("@context")
	switch {
	case isAfter(list, contextEDC, contexts.CredentialsV2):
		return []vc.Problem{ruleProtected.At(list.Pointer(), "")}
	case isAfter(list, ContextBeside, contexts.CredentialsV2):
	case !hasText(list, contextVC) || !hasText(list, contextEDC):
		return []vc.Problem{ruleContext.At(root.Pointer(), "")}
	}
	return nil
}

// isAfter reports whether a list of contexts has one context somewhere after another.
func isAfter(list jsontree.Value, one, other string) bool {
	seen := false
	for v := range list.Each() {
		if seen && v.IsText(one) {
			return true
		}
		seen = seen || v.IsText(other)
	}
	return false
}

// IsBesideVC2 reports whether a credential has the form of [BesideVC2].
func IsBesideVC2(doc vc.Document) bool {
	return isAfter(doc.Get("@context"), ContextBeside, contexts.CredentialsV2)
}

// BesideVC2 returns a European Digital Credential as one on the VC Data Model 2.0,
// which can have a Data Integrity proof. It names [ContextBeside] in place of edc-ap;
// descriptions are written under descriptions; what VC 2.0 calls validUntil, and what
// ELM calls issued, have those names only. In RDF it says the same as before. [Decode]
// reads both forms alike.
//
// It also takes the form of EBSI, on VC 2.0 with edc-ap, which cannot be signed. A
// proof that is embedded holds for its own document only and is left out. The error
// is a [vc.Problem], for a document that is not such a credential.
func BesideVC2(doc vc.Document) (vc.Document, error) {
	root, ok := credentialIn(doc.Root())
	if !ok {
		return vc.Document{}, ruleFormat.At("", "")
	}
	dst := append(make([]byte, 0, len(root.Raw())+len(ContextBeside)), '{')
	dst = appendBesideContexts(append(dst, `"@context":`...), root.Get("@context"))
	for name, m := range root.Members() {
		switch name {
		case "@context", "proof":
			continue
		case "type":
			dst = appendBesideTypes(append(dst, `,"type":`...), m)
			continue
		}
		name, keep := besideDate(root, name, m)
		if keep {
			dst = jsontree.AppendString(append(dst, ','), besideName(name))
			dst = appendBeside(append(dst, ':'), m)
		}
	}
	return vc.ParseDocument(append(dst, '}'), vc.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30})
}

// appendBesideContexts writes the two contexts, and after them any that the
// credential has besides its own two.
func appendBesideContexts(dst []byte, list jsontree.Value) []byte {
	dst = append(dst, `["`+contexts.CredentialsV2+`","`+ContextBeside+`"`...)
	for v := range list.Each() {
		switch v.Text() {
		case contextVC, contexts.CredentialsV2, contextEDC, ContextBeside:
		default:
			dst = append(append(dst, ','), v.Raw()...)
		}
	}
	return append(dst, ']')
}

// appendBesideTypes writes the types without those that no context defines.
func appendBesideTypes(dst []byte, types jsontree.Value) []byte {
	dst = append(dst, `["VerifiableCredential","`+typeEDC+`"`...)
	for v := range types.Each() {
		switch v.Text() {
		case "VerifiableCredential", typeEDC, typeConverted, "VerifiableAttestation":
		default:
			dst = append(append(dst, ','), v.Raw()...)
		}
	}
	return append(dst, ']')
}

// besideDate returns the name of a member of the credential. The older name of a date
// becomes the newer one, or goes if that says the same.
func besideDate(root jsontree.Value, name string, m jsontree.Value) (newer string, keep bool) {
	switch name {
	case "issuanceDate":
		newer = "issued"
	case "expirationDate":
		newer = "validUntil"
	default:
		return name, true
	}
	other := root.Get(newer)
	if !other.Exists() {
		return newer, true
	}
	return name, other.Raw() != m.Raw()
}

// moveBeside gives the places in a report the names that they have beside VC 2.0.
func moveBeside(r *mc.Report) {
	for i := range r.Leaves {
		targets := slices.Clone(r.Leaves[i].Target)
		for j := range targets {
			targets[j] = pointerBeside(targets[j])
		}
		r.Leaves[i].Target = targets
	}
}

func pointerBeside(pointer string) string {
	segments := strings.Split(pointer, "/")
	for i, name := range segments {
		switch {
		case i == 1 && name == "issuanceDate":
			segments[i] = "issued"
		case i == 1 && name == "expirationDate":
			segments[i] = "validUntil"
		case i > 0:
			segments[i] = besideName(name)
		}
	}
	return strings.Join(segments, "/")
}

func besideName(name string) string {
	for beside, own := range besideNames {
		if name == own {
			return beside
		}
	}
	return name
}

// appendBeside writes a value with the names of members beside VC 2.0.
func appendBeside(dst []byte, v jsontree.Value) []byte {
	switch v.Kind() {
	case jsontree.Object:
		dst = append(dst, '{')
		for name, m := range v.Members() {
			if dst[len(dst)-1] != '{' {
				dst = append(dst, ',')
			}
			dst = append(jsontree.AppendString(dst, besideName(name)), ':')
			dst = appendBeside(dst, m)
		}
		return append(dst, '}')
	case jsontree.Array:
		dst = append(dst, '[')
		for e := range v.Elements() {
			if dst[len(dst)-1] != '[' {
				dst = append(dst, ',')
			}
			dst = appendBeside(dst, e)
		}
		return append(dst, ']')
	}
	return append(dst, v.Raw()...)
}
