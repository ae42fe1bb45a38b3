package losses

import (
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// holders are members that hold what a document is about and say nothing
// themselves, so that a name does without them.
var holders = []string{"credential", "credentialSubject", "hasClaim", "specifiedBy", "achievement", "badge", "verifiableCredential"}

// Name splits the place of a leaf into the thing that it is part of and its part:
// /credentialSubject/hasClaim/awardedBy/awardingBody/0/legalName/en is awardedBy and
// awardingBody. Of several claims, the name says which.
func Name(pointer string) (thing, part string) {
	names := steps(pointer)
	for len(names) > 1 && slices.Contains(holders, names[0]) && names[1] != "id" && names[1] != "type" {
		names = names[1:]
	}
	switch len(names) {
	case 0:
		return "", ""
	case 1:
		return names[0], ""
	}
	if base, _, further := strings.Cut(names[0], "/"); further && slices.Contains(holders, base) && len(names) > 2 {
		return names[1] + " of " + names[0], names[2]
	}
	return names[0], names[1]
}

// steps are the names of members on the way to a leaf, without numbers except those
// of a further claim.
func steps(pointer string) []string {
	var names []string
	for _, name := range strings.Split(pointer, "/") {
		switch {
		case name == "":
		case strings.Trim(name, "0123456789") != "":
			names = append(names, strings.NewReplacer("~1", "/", "~0", "~").Replace(name))
		case name != "0" && len(names) > 0 && slices.Contains(holders, names[len(names)-1]):
			names[len(names)-1] += "/" + name
		}
	}
	return names
}

// NameOf returns the name of a leaf in one text.
func NameOf(l mc.Leaf) string {
	thing, part := Name(l.Source)
	switch {
	case thing == "" && len(l.Canonical) > 0:
		return string(l.Canonical[0])
	case thing == "":
		return "the document"
	case part == "":
		return thing
	}
	return thing + " (" + part + ")"
}
