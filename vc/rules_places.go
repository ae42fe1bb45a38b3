package vc

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// spot is a place that a rule is about: a value, or the object in which a
// member is missing.
type spot struct {
	value  jsontree.Value
	parent jsontree.Value // the object that has, or lacks, the member
	name   string         // of the member
}

// pointer leads to the value, or to where the missing member would stand.
func (s spot) pointer() string {
	if s.value.Exists() {
		return s.value.Pointer()
	}
	return s.parent.Pointer() + "/" + jsontree.EscapePointer(s.name)
}

// visitor is shown the places that a rule is about, one by one.
type visitor func(spot)

// selector shows the places in an object that a rule is about.
type selector struct {
	// names are the members without which there is no such place; nil: there may be
	// one in any object.
	names []string
	whole bool // a member that is an array is one place
	show  func(root jsontree.Value, visit visitor)
}

// isPresent reports whether a member counts as present. JSON-LD takes null for
// a member that is not there, and among the outermost members the rule NULL
// warns of it; only an id and a proof must not be null.
func isPresent(name string, v jsontree.Value) bool {
	return v.Exists() && (v.Kind() != jsontree.Null || name == "id" || name == "proof" || v.Parent().Parent().Exists())
}

// member shows the members with these names that are there.
func member(names ...string) selector {
	return selector{names, true, func(root jsontree.Value, visit visitor) {
		for _, name := range names {
			if v := root.Get(name); isPresent(name, v) {
				visit(spot{v, root, name})
			}
		}
	}}
}

// neededMember shows the member with this name, even if it is missing.
func neededMember(name string) selector {
	return selector{show: func(root jsontree.Value, visit visitor) {
		visit(spot{root.Get(name), root, name})
	}}
}

// each shows the elements of the members with these names, or a member itself
// that is no array or an empty one.
func each(names ...string) selector {
	return selector{names, false, func(root jsontree.Value, visit visitor) {
		for _, name := range names {
			v := root.Get(name)
			switch {
			case v.Kind() == jsontree.Array && v.Len() > 0:
				for i := range v.Len() {
					visit(spot{v.At(i), root, name})
				}
			case isPresent(name, v):
				visit(spot{v, root, name})
			}
		}
	}}
}

// needed shows what each shows, or the missing member.
func needed(name string) selector {
	present, missing := each(name), neededMember(name)
	return selector{show: func(root jsontree.Value, visit visitor) {
		if isPresent(name, root.Get(name)) {
			present.show(root, visit)
		} else {
			missing.show(root, visit)
		}
	}}
}

// in applies a selector to each object among the places of another, which names
// its members.
func in(outer, inner selector) selector {
	return selector{outer.names, false, func(root jsontree.Value, visit visitor) {
		for _, name := range outer.names {
			v := root.Get(name)
			if v.IsObject() {
				inner.show(v, visit)
			}
			if v.Kind() != jsontree.Array || outer.whole {
				continue
			}
			for i := range v.Len() {
				if one := v.At(i); one.IsObject() {
					inner.show(one, visit)
				}
			}
		}
	}}
}

// both shows the places of two selectors that name their members.
func both(first, second selector) selector {
	return selector{slices.Concat(first.names, second.names), false, func(root jsontree.Value, visit visitor) {
		first.show(root, visit)
		second.show(root, visit)
	}}
}

// identifier shows what identifies something that is given as a string or as
// an object with an id.
func identifier(name string) selector {
	byID, byText := neededMember("id"), member(name)
	return selector{byText.names, false, func(root jsontree.Value, visit visitor) {
		if v := root.Get(name); v.IsObject() {
			byID.show(v, visit)
		} else {
			byText.show(root, visit)
		}
	}}
}

var (
	// identifiers shows the ids of the document and of the objects that the
	// data model itself defines. Objects further down belong to the formats.
	identifiers = both(member("id"), in(
		each("issuer", "holder", "credentialSubject", "credentialStatus", "credentialSchema", "refreshService",
			"termsOfUse", "evidence", "confidenceMethod", "renderMethod", "relatedResource", "proof"),
		member("id")))

	// names shows the names and descriptions of the credential and its issuer.
	names = both(each("name", "description"), in(member("issuer"), each("name", "description")))
)

// nulls shows the outermost members that are null.
var nulls = selector{show: func(root jsontree.Value, visit visitor) {
	for i := range root.Len() {
		if v := root.At(i); v.Kind() == jsontree.Null {
			visit(spot{v, root, v.Name()})
		}
	}
}}

// repeatedIDs shows each id of a member's objects that an earlier object has.
func repeatedIDs(name string) selector {
	ids := in(each(name), member("id"))
	return selector{ids.names, false, func(root jsontree.Value, visit visitor) {
		if root.Get(name).Len() < 2 {
			return
		}
		seen := make(map[string]bool)
		ids.show(root, func(s spot) {
			if seen[s.value.Text()] {
				visit(s)
			}
			seen[s.value.Text()] = true
		})
	}}
}

// outermost are bits for the members that the selectors of the table name.
type outermost map[string]uint64

// mask returns the bits of names; 0: no bit is known for one of them.
func (o outermost) mask(names []string) (mask uint64) {
	for _, name := range names {
		if o[name] == 0 {
			if len(o) == 64 {
				return 0
			}
			o[name] = 1 << len(o)
		}
		mask |= o[name]
	}
	return mask
}

// present returns the bits of the members that an object has.
func (o outermost) present(root jsontree.Value) (mask uint64) {
	if !root.IsObject() {
		return 0
	}
	for i := range root.Len() {
		mask |= o[root.At(i).Name()]
	}
	return mask
}
