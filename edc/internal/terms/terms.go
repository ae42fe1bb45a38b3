package terms

import (
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// unnamed are the properties of the model that the context has no term for, or one
// that means something else. The names are those that other tools write.
var unnamed = map[string]string{
	"hasMember":       "http://www.w3.org/ns/org#hasMember",
	"geometry":        "http://www.w3.org/ns/locn#geometry",
	"latitude":        clvNamespace + "latitude",
	"longitude":       clvNamespace + "longitude",
	"areaDialing":     ELM + "areaDialing",
	"defaultLanguage": ELM + "defaultLanguage",
	"order":           ELM + "order", // since ELM 3.3
}

// of31 are IRIs that ELM 3.1 has for these terms.
var of31 = map[string]string{
	ELM + "nationalID":         "nationalID",
	ELM + "resultDestribution": "resultDistribution",

	"https://www.w3.org/2018/credentials#proof": "proof", // as its shapes have it
}

// names are all terms and IRIs, each by the other.
type names struct{ iri, term map[string]string }

var all = sync.OnceValue(func() names {
	n := names{iri: map[string]string{}, term: map[string]string{}}
	for _, address := range []string{contexts.CredentialsV1, contexts.EuropassEDC} {
		context, ok := contexts.Builtin().Lookup(address)
		if !ok {
			continue
		}
		root, _ := jsontree.Parse(context.JSON(), jsontree.Limits{})
		scope := root.Get("@context")
		n.addScope(scope)
		n.addScope(scope.Get("VerifiableCredential").Get("@context"))
		n.addScope(scope.Get("VerifiablePresentation").Get("@context"))
	}
	for term, iri := range unnamed {
		n.iri[term], n.term[iri] = iri, term
	}
	for iri, term := range of31 {
		n.term[iri] = term
	}
	return n
})

// addScope adds the terms of a context or of the one within a type.
func (n *names) addScope(scope jsontree.Value) {
	for term, definition := range scope.Members() {
		if definition.IsObject() {
			definition = definition.Get("@id")
		}
		iri, ok := Expand(definition.Text())
		if !ok || strings.HasPrefix(term, "@") || isPrefix(term) {
			continue
		}
		n.iri[term] = iri
		if _, known := n.term[iri]; !known {
			n.term[iri] = term
		}
	}
}

func isPrefix(term string) bool {
	for _, p := range prefixes {
		if p.Name == term {
			return true
		}
	}
	return false
}

// IRI returns the IRI of a term of the model, a member or a class, in the namespaces
// of ELM 3.2.
func IRI(term string) (iri string, ok bool) {
	iri, ok = all().iri[term]
	return iri, ok
}

// Term returns the term of a member or class that a document names in any way: by
// the term itself, with a prefix (elm:awards), or by an IRI of any release. It is false
// for a name that is not of the model.
func Term(name string) (term string, ok bool) {
	n := all()
	if iri, is := Expand(name); is {
		term, ok = n.term[iri]
		return term, ok
	}
	_, ok = n.iri[name]
	return name, ok
}
