package vc

import (
	"iter"

	"github.com/mikromerit/mikromerit/jsontree"
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

// selector yields the places in a document that a rule is about.
type selector func(root jsontree.Value) iter.Seq[spot]

// member yields the members with these names that are there.
func member(names ...string) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		return func(yield func(spot) bool) {
			for _, name := range names {
				if v := root.Get(name); v.Exists() && !yield(spot{v, root, name}) {
					return
				}
			}
		}
	}
}

// neededMember yields the member with this name, there or not.
func neededMember(name string) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		return func(yield func(spot) bool) {
			yield(spot{root.Get(name), root, name})
		}
	}
}

// each yields the elements of the members with these names, or the member
// itself where it is no array or an empty one.
func each(names ...string) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		return func(yield func(spot) bool) {
			for s := range member(names...)(root) {
				if s.value.Len() == 0 || s.value.IsObject() {
					if !yield(s) {
						return
					}
					continue
				}
				for v := range s.value.Elements() {
					if !yield(spot{v, root, s.name}) {
						return
					}
				}
			}
		}
	}
}

// needed yields what each yields, or the missing member.
func needed(name string) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		if root.Get(name).Exists() {
			return each(name)(root)
		}
		return neededMember(name)(root)
	}
}

// in applies a selector to each object among the places of another.
func in(outer, inner selector) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		return func(yield func(spot) bool) {
			for o := range outer(root) {
				if !o.value.IsObject() {
					continue
				}
				for s := range inner(o.value) {
					if !yield(s) {
						return
					}
				}
			}
		}
	}
}

// both yields the places of several selectors.
func both(selectors ...selector) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		return func(yield func(spot) bool) {
			for _, sel := range selectors {
				for s := range sel(root) {
					if !yield(s) {
						return
					}
				}
			}
		}
	}
}

// identifier yields what identifies something that is given as a string or as
// an object with an id.
func identifier(name string) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		if v := root.Get(name); v.IsObject() {
			return neededMember("id")(v)
		}
		return member(name)(root)
	}
}

var (
	// identifiers yields the ids of the document and of the objects that the
	// data model itself defines. Objects further down belong to the formats.
	identifiers = both(member("id"), in(
		each("issuer", "holder", "credentialSubject", "credentialStatus", "credentialSchema", "refreshService",
			"termsOfUse", "evidence", "confidenceMethod", "renderMethod", "relatedResource", "proof"),
		member("id")))

	names = both(each("name", "description"), in(member("issuer"), each("name", "description")))
)

// nulls yields the outermost members that are null.
func nulls(root jsontree.Value) iter.Seq[spot] {
	return func(yield func(spot) bool) {
		for name, v := range root.Members() {
			if v.Kind() == jsontree.Null && !yield(spot{v, root, name}) {
				return
			}
		}
	}
}

// repeatedIDs yields the ids of a member's objects that one before them has.
func repeatedIDs(name string) selector {
	return func(root jsontree.Value) iter.Seq[spot] {
		return func(yield func(spot) bool) {
			known := make(map[string]bool)
			for s := range in(each(name), member("id"))(root) {
				id := s.value.Text()
				if known[id] && !yield(s) {
					return
				}
				known[id] = true
			}
		}
	}
}
