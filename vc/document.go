package vc

import (
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Document is an unsecured JSON object: a credential, a presentation, a
// controller document. It is immutable and keeps the text it was read from; an
// edit yields a new Document in which every byte outside the edit is
// unchanged. A secured document has another type (package proof), so that an
// edit can never carry an old proof along unnoticed.
//
// The zero Document holds nothing. A Document may be shared between
// goroutines.
type Document struct {
	root jsontree.Value
}

// GeneralRules returns the rules that hold for documents of every kind.
func GeneralRules() []Rule { return []Rule{ruleObject} }

var ruleObject = Rule{Code: "VC-OBJECT", Level: Must, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#syntaxes",
	Text: "A document must be a JSON object."}

// ParseDocument reads a JSON object strictly; see package jsontree for what
// is refused. The error is a [*jsontree.Error] or, for JSON that is not an
// object, a [Problem].
func ParseDocument(src []byte, limits Limits) (Document, error) {
	root, err := jsontree.Parse(src, limits.json())
	if err != nil {
		return Document{}, err
	}
	return documentOf(root)
}

// NewDocument returns the document of an object that has been read already. An
// object inside another one becomes a document of its own, a view on what has
// been read: it keeps the whole text alive.
func NewDocument(root jsontree.Value) (Document, error) {
	if root.Parent().Exists() {
		var err error
		if root, err = root.View(Limits{}.json()); err != nil {
			return Document{}, err
		}
	}
	return documentOf(root)
}

func documentOf(root jsontree.Value) (Document, error) {
	if !root.IsObject() {
		return Document{}, ruleObject.At("", root.Kind().String())
	}
	return Document{root}, nil
}

// Root returns the document's outermost object.
func (d Document) Root() jsontree.Value { return d.root }

// Get returns a member of the outermost object, or the absent value.
func (d Document) Get(name string) jsontree.Value { return d.root.Get(name) }

// Lookup follows a JSON Pointer (RFC 6901); the absent value means that it
// leads nowhere.
func (d Document) Lookup(pointer string) jsontree.Value { return d.root.Lookup(pointer) }

// Bytes returns a copy of the text that the document was read from.
func (d Document) Bytes() []byte { return []byte(d.root.Source()) }

// String returns the text that the document was read from.
func (d Document) String() string { return d.root.Source() }

// IsZero reports whether the document holds nothing.
func (d Document) IsZero() bool { return !d.root.Exists() }

// Canonical returns the canonical form of RFC 8785. The error is a
// [*jsontree.Error] about a number that binary64 cannot keep.
func (d Document) Canonical() ([]byte, error) { return d.root.Canonical() }

// With returns a new document in which the value at a JSON Pointer is raw,
// which must be one JSON value. A member that is not there yet is added at
// the end of its object; the step "-" appends to an array (RFC 6902 section
// 4.1). The parent must exist.
func (d Document) With(pointer, raw string) (Document, error) {
	value, err := jsontree.ParseString(raw, editLimits.json())
	if err != nil {
		return Document{}, err
	}
	return d.WithValue(pointer, value)
}

// WithValue is [Document.With] for a value that has been read already, which
// must exist; it is put in as it stands in its text.
func (d Document) WithValue(pointer string, value jsontree.Value) (Document, error) {
	if old := d.Lookup(pointer); old.Exists() {
		return edited(old.Replaced(value))
	}
	up, step := splitPointer(pointer)
	switch parent := d.Lookup(up); {
	case parent.Kind() == jsontree.Object && strings.HasPrefix(pointer, "/"):
		return edited(parent.Inserted(step, value))
	case parent.Kind() == jsontree.Array && step == "-":
		return edited(parent.Appended(value))
	}
	return Document{}, fmt.Errorf("VC-POINTER: nothing can be set at %q: its parent is not there or cannot hold it", pointer)
}

// Without returns a new document without the member or element at a JSON
// Pointer, or the document itself when there is none. Without a member of the
// outermost object it is a view on this document.
func (d Document) Without(pointer string) (Document, error) {
	old := d.Lookup(pointer)
	if !old.Parent().Exists() {
		return d, nil
	}
	return documentOf(old.Removed())
}

// WithoutMembers returns a new document without the members of the outermost object
// that have one of these names, as [Document.Without] of one after the other does, or
// the document itself when there is none.
func (d Document) WithoutMembers(names ...string) (Document, error) {
	if d.IsZero() {
		return d, nil
	}
	return documentOf(d.root.RemovedMembers(names...))
}

// editLimits are the absolute limits: an edit may make a document larger than
// the limits it was read with.
var editLimits = Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30}

func edited(root jsontree.Value, err error) (Document, error) {
	if err != nil {
		return Document{}, err
	}
	return documentOf(root)
}

func splitPointer(pointer string) (parent, step string) {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return "", pointer
	}
	step = strings.ReplaceAll(strings.ReplaceAll(pointer[i+1:], "~1", "/"), "~0", "~")
	return pointer[:i], step
}
