package dataintegrity

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Nearly all proofs of the RDF suites have the same few members, in a document
// whose contexts give them one meaning. Their canonical form is one statement for
// each member, about one node and in an order that does not depend on the values:
// it can be written down at once. Whatever is not exactly like that is
// canonicalised as any document.

// statementForm is the statement that a member of a proof makes: what stands before
// and after its value.
type statementForm struct {
	member        string
	before, after string
	value         func(string) (string, bool) // what stands for a text, or false
}

// statementForms are those of the members of a DataIntegrityProof, in the order of
// the canonical form, which is that of the bytes (RDFC-1.0 section 4.4.3 step 6).
var statementForms = [...]statementForm{
	{"created", " <" + dcterms + `created> "`, `"^^<http://www.w3.org/2001/XMLSchema#dateTime> .` + "\n", plainLiteral},
	{"type", " <" + rdfType + "> <" + security, "> .\n", proofType},
	{"challenge", " <" + security + `challenge> "`, "\" .\n", plainLiteral},
	{"cryptosuite", " <" + security + `cryptosuite> "`, `"^^<` + security + "cryptosuiteString> .\n", plainLiteral},
	{"domain", " <" + security + `domain> "`, "\" .\n", plainLiteral},
	{"expires", " <" + security + `expiration> "`, `"^^<http://www.w3.org/2001/XMLSchema#dateTime> .` + "\n", plainLiteral},
	{"nonce", " <" + security + `nonce> "`, "\" .\n", plainLiteral},
	{"proofPurpose", " <" + security + "proofPurpose> <" + security, "> .\n", purposeTerm},
	{"verificationMethod", " <" + security + "verificationMethod> <", "> .\n", plainIRI},
}

// plainLiteral returns a text that stands in N-Quads as it is.
func plainLiteral(text string) (string, bool) {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return "", false
		}
	}
	return text, true
}

func proofType(text string) (string, bool) { return text, text == "DataIntegrityProof" }

// purposeTerm returns the name of a proof purpose in the vocabulary.
func purposeTerm(text string) (string, bool) {
	switch text {
	case vc.AssertionMethod:
		return text, true
	case vc.Authentication:
		return "authenticationMethod", true
	}
	return "", false
}

// plainIRI returns an IRI that no context takes for an abbreviation: its scheme is
// no term of theirs.
func plainIRI(text string) (string, bool) {
	scheme, rest, _ := strings.Cut(text, ":")
	switch scheme {
	case "did", "https", "http", "urn":
		if !strings.HasPrefix(rest, "//") && (scheme == "http" || scheme == "https") {
			return "", false
		}
		return text, rdf.IsIRI(text)
	}
	return "", false
}

// templated appends the canonical form of a proof configuration under the contexts
// of a document, or returns false when it must be worked out. What would follow
// from contexts that do not fit each other is left to the document: it comes first.
func templated(dst []byte, env vc.Env, used, config jsontree.Value) ([]byte, bool) {
	if !hasUsualTerms(env, used) || env.Limits.Quads > 0 && env.Limits.Quads < len(statementForms) {
		return dst, false
	}
	subject := "_:c14n0"
	id := config.Get("id")
	members := 0
	if id.Exists() {
		iri, ok := plainIRI(id.Text())
		if !ok {
			return dst, false
		}
		subject, members = "<"+iri+">", members+1
	}
	for i := range statementForms {
		f := &statementForms[i]
		v := config.Get(f.member)
		if !v.Exists() {
			continue
		}
		text, ok := "", v.Kind() == jsontree.String
		if ok {
			text, ok = f.value(v.Text())
		}
		if !ok {
			return dst, false
		}
		dst = append(append(append(append(dst, subject...), f.before...), text...), f.after...)
		members++
	}
	for _, name := range [...]string{"proofValue", "@context"} {
		if config.Get(name).Exists() {
			members++
		}
	}
	return dst, config.Get("type").Exists() && members == config.Len()
}

// hasUsualTerms reports whether contexts are built-in ones that give the members of
// a proof the meaning of the data model 2.0. It is protected, so no context beside
// it changes it.
func hasUsualTerms(env vc.Env, used jsontree.Value) bool {
	defined := false
	for c := range used.Each() {
		url := c.Text()
		if _, replaced := env.ContextRevisions[url]; replaced {
			return false
		}
		if _, known := contexts.Builtin().Lookup(url); !known {
			return false
		}
		defined = defined || url == vc.ContextV2 || url == contexts.DataIntegrityV2
	}
	return defined
}
