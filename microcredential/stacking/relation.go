package stacking

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// relation is how a definition relates to what it refers to.
type relation uint8

const (
	unrelated relation = iota
	partOf             // the definition is a part of the other
	hasPart
	replaces // the definition stands in the place of the other
	replacedBy
	exempts // whoever has it needs not take the other
	precedes
	follows
	sameAs
)

// relations are the words for relations, as credentials and CLR 2.0 write them: only
// their letters, in lower case.
var relations = map[string]relation{
	"partof": partOf, "ispartof": partOf, "childof": partOf, "ischildof": partOf,
	"haspart": hasPart, "parentof": hasPart, "isparentof": hasPart,
	"replaces": replaces, "supersedes": replaces, "replacedby": replacedBy, "isreplacedby": replacedBy, "supersededby": replacedBy,
	"exempts": exempts, "exemptsfrom": exempts, "exemption": exempts,
	"precedes": precedes, "prerequisiteof": precedes, "follows": follows, "precededby": follows, "prerequisite": follows, "requires": follows,
	"equivalent": sameAs, "exactmatchof": sameAs, "sameas": sameAs, "exactmatch": sameAs, "translation": sameAs, "versionof": sameAs,
}

// relationOf reads the word for a relation, which may be an IRI.
func relationOf(word string) relation {
	word = word[strings.LastIndexAny(word, "/#:")+1:]
	return relations[strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, word)]
}

// key names a definition: an id, an identifier, or a code in a register.
type key string

// keysOf returns by what others can refer to a definition.
func keysOf(id string, identifiers []mc.Identifier, codes []mc.Concept) (all []key) {
	if id != "" {
		all = append(all, key(id))
	}
	for _, i := range identifiers {
		scheme := i.SchemeIRI
		if scheme == "" {
			scheme = i.SchemeName
		}
		if scheme == "" {
			scheme = string(i.Scheme)
		}
		switch {
		case i.Value == "" || i.Hash != nil:
		case strings.Contains(i.Value, ":"): // an IRI means the same in every scheme
			all = append(all, key(i.Value))
		case scheme != "": // a bare number without a scheme may be anybody's
			all = append(all, key(scheme+" "+i.Value))
		}
	}
	for _, c := range codes {
		switch {
		case c.IRI != "":
			all = append(all, key(c.IRI))
		case c.Scheme != "" && c.Notation != "":
			all = append(all, key(c.Scheme+" "+c.Notation))
		}
	}
	return all[:min(len(all), maxKeys)]
}

func definitionKeys(d *mc.Definition) []key { return keysOf(d.ID, d.Identifiers, d.Codes) }

func refKeys(r mc.CredentialRef) []key { return keysOf(r.ID, r.Identifiers, nil) }

// reference is one statement of a claim about how it relates to something else.
type reference struct {
	kind relation
	can  bool // it can count towards the other; whether it did is not said
	keys []key
}

// references returns what a claim says of how it relates to others.
func references(d *mc.Definition, a *mc.Award) (all []reference) {
	add := func(refs []mc.CredentialRef, unsaid relation, can bool) {
		for _, r := range refs {
			kind, open := relationOf(r.Relation), false
			if kind == unrelated {
				kind, open = unsaid, can
			}
			if keys := refKeys(r); kind != unrelated && len(keys) > 0 && len(all) < maxReferences {
				all = append(all, reference{kind, open, keys})
			}
		}
	}
	add(a.PartOf, partOf, false)
	add(d.Stackability.Into, partOf, true)
	add(d.Related, unrelated, false)
	for _, p := range d.Prerequisites {
		if p.Credential != nil {
			add([]mc.CredentialRef{*p.Credential}, follows, false)
		}
	}
	for i := range d.Parts[:min(len(d.Parts), maxReferences)] {
		if keys := definitionKeys(&d.Parts[i]); len(keys) > 0 {
			all = append(all, reference{hasPart, false, keys})
		}
	}
	return all
}
