package terms

import "strings"

// Prefix is a prefix of the context edc-ap.
type Prefix struct {
	Name string
	// Namespaces are the IRIs that names with the prefix begin with. The first one is
	// that of ELM 3.2; the others are read as the same.
	Namespaces []string
}

// The namespace of the model and the root of the profiles, before and since ELM 3.3.
const (
	ELM         = "http://data.europa.eu/snb/model/elm/"
	ELM33       = "http://data.europa.eu/snb/model/ontology/"
	Profiles    = "http://data.europa.eu/snb/model/ap/"
	Profiles33  = "http://data.europa.eu/snb/model/application-profile/"
	versionRoot = "http://data.europa.eu/snb/model/version/" // of profiles with their version, since 3.3
)

// clvNamespace is what the prefix clv should stand for. The context lacks the slash,
// so that "clv:latitude" means nothing there: it is read, and the whole IRI is written.
const clvNamespace = "http://data.europa.eu/m8g/"

var prefixes = []Prefix{
	{"elm", []string{ELM, ELM33}},
	{"cred", []string{"https://www.w3.org/2018/credentials#"}},
	{"adms", []string{"http://www.w3.org/ns/adms#"}},
	{"dc", []string{"http://purl.org/dc/terms/"}},
	{"foaf", []string{"http://xmlns.com/foaf/0.1/"}},
	{"org", []string{"http://www.w3.org/ns/org#"}},
	{"rov", []string{"http://www.w3.org/ns/regorg#"}},
	{"skos", []string{"http://www.w3.org/2004/02/skos/core#"}},
	{"person", []string{"http://www.w3.org/ns/person#"}},
	{"locn", []string{"http://www.w3.org/ns/locn#"}},
	{"clv", []string{clvNamespace, "http://data.europa.eu/m8g"}},
	{"vc", []string{"http://data.europa.eu/snb/model/w3c/vc/"}},
	{"xsd", []string{"http://www.w3.org/2001/XMLSchema#"}},
	{"rdf", []string{"http://www.w3.org/1999/02/22-rdf-syntax-ns#"}},
	{"rdfs", []string{"http://www.w3.org/2000/01/rdf-schema#"}},
	{"sec", []string{"https://w3id.org/security#"}},
}

// Prefixes returns the prefixes of the context. The caller must not change them.
func Prefixes() []Prefix { return prefixes }

// Expand returns the IRI of a name with a prefix, such as elm:awards, in the
// namespaces of ELM 3.2. An IRI is returned as [Canonical] has it. It is false for
// anything else.
func Expand(name string) (iri string, ok bool) {
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		return "", false
	}
	if strings.HasPrefix(local, "//") {
		return Canonical(name), true
	}
	for _, p := range prefixes {
		if p.Name == prefix {
			return p.Namespaces[0] + local, true
		}
	}
	return "", false
}

// Canonical returns an IRI with the namespace and the profile root of ELM 3.2 in
// place of those of later releases. Any other IRI stays as it is.
func Canonical(iri string) string {
	for _, p := range prefixes {
		for _, other := range p.Namespaces[1:] {
			if local, ok := strings.CutPrefix(iri, other); ok && !strings.HasPrefix(iri, p.Namespaces[0]) {
				return p.Namespaces[0] + local
			}
		}
	}
	if name, ok := ProfileName(iri); ok {
		return Profiles + name
	}
	return iri
}

// ProfileName returns the name of an application profile, such as edc-generic-full,
// from its IRI in any release. It is false for any other IRI.
func ProfileName(iri string) (name string, ok bool) {
	if versioned, is := strings.CutPrefix(iri, versionRoot); is {
		_, rest, _ := strings.Cut(versioned, "/") // the version
		iri = "http://data.europa.eu/snb/model/" + rest
	}
	for _, root := range []string{Profiles, Profiles33} {
		if name, ok = strings.CutPrefix(iri, root); ok && name != "" && !strings.Contains(name, "/") {
			return name, true
		}
	}
	return "", false
}
