package shapes

import (
	"slices"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A Profile is an application profile of the ELM for credentials, by the last step
// of its IRI.
type Profile string

// The profiles.
const (
	GenericNoCV       Profile = "edc-generic-no-cv" // without code lists; part of all others
	GenericFull       Profile = "edc-generic-full"  // part of all further ones
	Accredited        Profile = "edc-accredited"
	IssuedByMandate   Profile = "edc-issued-by-mandate"
	Converted         Profile = "edc-converted"
	DiplomaSupplement Profile = "edc-diploma-supplement"
)

// order lists the profiles so that imports come first.
var order = []Profile{GenericNoCV, GenericFull, Accredited, IssuedByMandate, Converted, DiplomaSupplement}

// imports are the profiles that another one takes over and adds to.
var imports = map[Profile]Profile{
	GenericFull: GenericNoCV, Accredited: GenericFull, IssuedByMandate: GenericFull, Converted: GenericFull, DiplomaSupplement: Accredited,
}

// concepts are the codes by which a credential names its profile in
// credentialProfiles. Codes of older lists stand for the generic profile.
var concepts = map[string]Profile{
	"http://data.europa.eu/snb/credential/c_ae121a00": Accredited,
	"http://data.europa.eu/snb/credential/c_9a31f32a": IssuedByMandate,
	"http://data.europa.eu/snb/credential/c_7e400154": Converted,
	"http://data.europa.eu/snb/credential/6dff8a0f87": DiplomaSupplement,
}

// ProfileOf returns the profile that an IRI stands for.
func ProfileOf(iri string) (Profile, bool) {
	name, _ := terms.ProfileName(iri)
	p := Profile(name)
	return p, slices.Contains(order, p)
}

// IRI returns the IRI of the profile, as ELM 3.2 writes it.
func (p Profile) IRI() string { return terms.Profiles + string(p) }

// Imports returns the profile and those that it takes over, the most general one
// first.
func (p Profile) Imports() []Profile {
	if base, ok := imports[p]; ok {
		return append(base.Imports(), p)
	}
	return []Profile{p}
}

// ProfilesOf returns the profiles that a credential names, as the Commission's
// wallet chooses them: by its schemas or, without any, by its credentialProfiles; the
// generic one if it names none that is known. unknown are the SHACL schemas that are
// no profile for credentials. Schemas of other kinds are for others to check.
func ProfilesOf(credential jsontree.Value) (profiles []Profile, unknown []jsontree.Value) {
	add := func(p Profile) {
		if !slices.Contains(profiles, p) {
			profiles = append(profiles, p)
		}
	}
	schemas := 0
	for schema := range credential.Get("credentialSchema").Each() {
		id := schema
		if schema.IsObject() {
			id = schema.Get("id")
		}
		p, known := ProfileOf(id.Text())
		switch {
		case known:
			add(p)
		case schema.IsObject() && !hasText(schema.Get("type"), "ShaclValidator2017"):
			continue
		case len(unknown) < maxViolations:
			unknown = append(unknown, schema)
		}
		schemas++
	}
	if schemas == 0 {
		for concept := range credential.Get("credentialProfiles").Each() {
			if p, ok := concepts[concept.Get("id").Text()]; ok {
				add(p)
			} else {
				add(GenericFull)
			}
		}
	}
	if len(profiles) == 0 {
		add(GenericFull)
	}
	return profiles, unknown
}

func hasText(v jsontree.Value, text string) bool {
	for e := range v.Each() {
		if e.IsText(text) {
			return true
		}
	}
	return false
}

// tablesOf returns the tables of profiles with their imports, each once.
func (s *schema) tablesOf(profiles []Profile) (out []*table) {
	wanted := 0 // by bit
	for _, p := range profiles {
		for ok := true; ok; p, ok = imports[p] {
			if i := slices.Index(order, p); i >= 0 {
				wanted |= 1 << i
			}
		}
	}
	for i, p := range order {
		if wanted>>i&1 == 1 {
			out = append(out, s.profiles[p])
		}
	}
	return out
}
