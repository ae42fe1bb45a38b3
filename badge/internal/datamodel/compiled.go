package datamodel

import "slices"

// Compiled returns the model with its classes made ready: a node is then read once,
// member by member, instead of once for each member that its class has. What is
// found stays the same.
func (m Model) Compiled() *Model {
	m.Classes = slices.Clone(m.Classes)
	for i := range m.Classes {
		k := &m.Classes[i]
		if len(k.Members) > mostMembers {
			continue // asked for member by member
		}
		k.Members = slices.Clone(k.Members)
		k.lookup = newLookup(k.Members)
		for j := range k.Members {
			if of := &k.Members[j]; of.Value == Node {
				of.class = m.ClassOf(of.Class)
			}
		}
	}
	return &m
}

// mostMembers is how many members a compiled class has at most.
const mostMembers = 64

// lookup finds the members of a class by name: chains of places in Class.Members,
// which start at a slot for the outline of the name. A member that the versions of
// the VC Data Model have in two forms stands there twice.
type lookup struct {
	first [64]int8 // 1 + the place
	next  [mostMembers]int8
}

func newLookup(members []Member) *lookup {
	l := new(lookup)
	for i := len(members) - 1; i >= 0; i-- {
		slot := outline(members[i].Name)
		l.next[i], l.first[slot] = l.first[slot], int8(i+1)
	}
	return l
}

// outline tells most names of a class apart.
func outline(name string) uint8 {
	if name == "" {
		return 0
	}
	return (uint8(len(name))*7 + name[0] + name[len(name)-1]*3 + name[len(name)/2]) & 63
}
