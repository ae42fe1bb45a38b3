package datamodel

import "github.com/mikromerit/mikromerit/vc/jsontree"

// Mandatory returns JSON Pointers to the members that a class requires and
// that are there, down to those that the classes below require. A node of a
// class that requires nothing by itself, such as criteria, is one as a whole.
// The types of all nodes on the way go without saying.
func (c *Checker) Mandatory(v jsontree.Value, k *Class) []string {
	if k.Typing == TopLevel {
		c.version = VersionOf(v)
	}
	var pointers []string
	for i := range k.Members {
		m := &k.Members[i]
		if !m.Required || m.Only != 0 && m.Only != c.version {
			continue
		}
		for one := range v.Get(m.Name).Each() {
			var below []string
			if m.Value == Node && one.IsObject() {
				below = c.Mandatory(one, c.ClassOf(m.Class))
			}
			if below == nil {
				below = []string{one.Pointer()}
			}
			pointers = append(pointers, below...)
		}
	}
	return pointers
}
