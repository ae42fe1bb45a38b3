package datamodel

import (
	"regexp"
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Model is a data model, and the rules for what its credentials have in common.
type Model struct {
	Classes []Class // with every class that a member names
	Rules   Set     // of the classes that have none of their own

	Legacy, Issuer, RevocationList, Purpose *vc.Rule // of a credential
	Image                                   *vc.Rule // of a node with a picture
	Lossy, Undefined, Unchecked             *vc.Rule // of JSON-LD; see Loss
}

// ClassOf finds a class by name; nil if there is none.
func (m *Model) ClassOf(name string) *Class {
	for i := range m.Classes {
		if m.Classes[i].Name == name {
			return &m.Classes[i]
		}
	}
	return nil
}

// Class describes a class of a data model. Members that are not listed are
// allowed unless the class is closed.
type Class struct {
	Name    string
	Typing  Typing
	Closed  bool
	Rules   *Set                           // that it can break; nil: those of the model
	Members []Member                       // in the order of the specification
	Also    func(*Checker, jsontree.Value) // what holds between the members; may be nil

	// A credential has these as well.

	Types    []string  // one of them stands beside VerifiableCredential
	Contexts []Context // what follows the base context, in this order
	Schema   Pattern   // the ids of its JSON Schema

	lookup *lookup // of a compiled model; see Model.Compiled
}

// Typing says how a node of a class states its type.
type Typing uint8

// The ways of stating a type.
const (
	Listed   Typing = iota // an array that has the name of the class in it
	Exact                  // exactly the name of the class, a string
	Untyped                // the class has no type member
	AnyType                // any string
	TopLevel               // a credential; see Class.Types
)

// Member is a member of a class.
type Member struct {
	Name     string
	Required bool
	Many     bool       // an array, even of one; never an empty one
	Compact  bool       // many, but in the JSON-LD binding one value may stand without the array
	Ref      bool       // the id may stand for the node
	Only     vc.Version // the version of the VC Data Model that has the member; 0: both
	Twin     string     // what the other version calls it
	Value    Value
	Class    string // of value Node
	Enum     *Enum  // of value Word

	class *Class // of value Node in a compiled model
}

// Value is the kind of a member's value.
type Value uint8

// The kinds of values.
const (
	Text     Value = iota
	URI            // an absolute URI
	Instant        // a date and time with zone
	Date           // a day
	Number         // a JSON number
	Truth          // a JSON boolean
	Language       // a language code
	Country        // ISO 3166-1 alpha-2
	JWS            // a JSON Web Signature in its compact form
	Word           // of an enumeration
	Node           // of a class
	Any            // not looked at here
)

// Pattern is the form of a text. It is worked out when it is first asked for: most
// programs meet few of them.
type Pattern func() *regexp.Regexp

// NewPattern returns the pattern that a regular expression describes.
func NewPattern(expression string) Pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// Context is a context that a credential must name at its place.
type Context struct {
	Current string  // the newest
	Known   Pattern // it and its predecessors
}

// Set is the rules that a node can break by its class. The last four are for
// credentials.
type Set struct {
	NodeType, Required, Kind, Array, Empty, Closed, Enum *vc.Rule
	Context, ContextOld, Type, Schema                    *vc.Rule
}

// Enum is an enumeration. One that can be extended also takes terms that start
// with "ext:".
type Enum struct {
	Name       string
	Extensible bool
	Values     []string
}

// Has reports whether s is a value of the enumeration. The published pattern
// for extensions is not anchored and takes almost anything after "ext:"; read
// strictly it means letters, digits, dots and underscores, and that is what
// counts here.
func (n *Enum) Has(s string) bool {
	if n.Extensible && len(s) > len(extension) && s[:len(extension)] == extension {
		return extensionName(s[len(extension):])
	}
	return slices.Contains(n.Values, s)
}

const extension = "ext:"

func extensionName(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_') {
			return false
		}
	}
	return true
}
