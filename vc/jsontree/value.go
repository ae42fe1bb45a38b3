package jsontree

import (
	"iter"
	"strconv"
	"strings"
)

// Kind is the type of a JSON value.
type Kind uint8

// The kinds of a value. Absent is the kind of the zero [Value], which stands
// for "there is no such value".
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"nothing", "null", "a boolean", "a number", "a string", "an array", "an object"}

// String returns the kind as it reads in a sentence: "an object", "null".
func (k Kind) String() string { return kindNames[k] }

// Value is a position in an immutable tree. The zero Value is [Absent]; every
// method may be called on it and yields absent or empty results, so that a
// path can be followed without a check at each step.
type Value struct {
	t *tree
	i int32
}

func (v Value) node() *node {
	if v.t == nil {
		return &absent
	}
	return &v.t.nodes[v.i]
}

// isCut reports whether the value is the root of a view that leaves out one of
// its members.
func (v Value) isCut() bool { return v.t != nil && v.t.cut != nil && v.i == v.t.root }

// Kind returns the type of the value.
func (v Value) Kind() Kind { return v.node().kind }

// Exists reports whether there is a value, which may be null.
func (v Value) Exists() bool { return v.t != nil }

// IsObject reports whether the value is an object.
func (v Value) IsObject() bool { return v.Kind() == Object }

// Len returns the number of members of an object or elements of an array,
// and 0 for anything else.
func (v Value) Len() int {
	n := v.node()
	switch {
	case !n.isContainer():
		return 0
	case v.isCut():
		return int(n.n) - 1
	}
	return int(n.n)
}

// Get returns the member of an object with this name, or the absent value.
func (v Value) Get(name string) Value {
	n := v.node()
	if n.kind != Object {
		return Value{}
	}
	i := v.t.find(n, name)
	if i < 0 || v.t.cut != nil && i == v.t.cut.member {
		return Value{}
	}
	return Value{v.t, i}
}

// At returns element i of an array (counting from 0) or member i of an
// object in document order, or the absent value.
func (v Value) At(i int) Value {
	if i < 0 || i >= v.Len() {
		return Value{}
	}
	at := v.node().first + int32(i)
	if v.isCut() && at >= v.t.cut.member {
		at++
	}
	return Value{v.t, at}
}

// Members yields the members of an object in document order; it yields
// nothing for any other kind.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.Kind() != Object {
			return
		}
		for i := range v.Len() {
			m := v.At(i)
			if !yield(m.Name(), m) {
				return
			}
		}
	}
}

// Elements yields the elements of an array in order; it yields nothing for
// any other kind.
func (v Value) Elements() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.Kind() != Array {
			return
		}
		for i := range v.Len() {
			if !yield(v.At(i)) {
				return
			}
		}
	}
}

// Each yields the elements of an array, or the value itself when it is
// anything else that exists: JSON-LD lets one value stand for a set of one.
func (v Value) Each() iter.Seq[Value] {
	// One function for both cases, so that the compiler knows which one is
	// ranged over: then neither it nor the body of the loop is allocated.
	return func(yield func(Value) bool) {
		if v.Kind() != Array {
			if v.Exists() {
				yield(v)
			}
			return
		}
		for i := range v.Len() {
			if !yield(v.At(i)) {
				return
			}
		}
	}
}

// Name returns the member name under which the value stands in its object,
// or "".
func (v Value) Name() string {
	if v.t == nil || v.i == v.t.root {
		return ""
	}
	return v.t.name(v.node())
}

// Parent returns the object or array that holds the value; the root has an
// absent parent.
func (v Value) Parent() Value {
	if v.t == nil || v.i == v.t.root {
		return Value{}
	}
	return Value{v.t, v.node().parent}
}

// Root returns the outermost value of the text.
func (v Value) Root() Value {
	if v.t == nil {
		return Value{}
	}
	return Value{v.t, v.t.root}
}

// Text returns the decoded text of a string, and "" for any other kind.
func (v Value) Text() string {
	n := v.node()
	if n.kind != String {
		return ""
	}
	return v.t.text(n)
}

// IsText reports whether the value is the string s.
func (v Value) IsText(s string) bool { return v.Kind() == String && v.Text() == s }

// Bool returns the value of a boolean, and false for any other kind.
func (v Value) Bool() bool {
	n := v.node()
	return n.kind == Bool && n.end-n.start == int32(len("true"))
}

// Raw returns the value's source text, exactly as it was read.
func (v Value) Raw() string {
	switch {
	case v.t == nil:
		return ""
	case v.isCut():
		return v.Source()[v.start():v.end()]
	}
	n := v.node()
	return v.t.src[n.start-v.t.base : n.end-v.t.base]
}

// Source returns the whole text that the value was read from.
func (v Value) Source() string {
	switch {
	case v.t == nil:
		return ""
	case v.t.cut != nil:
		return v.t.cut.text(v.t)
	}
	return v.t.src
}

// Offset returns the byte offset at which the value starts in its text.
func (v Value) Offset() int { return int(v.start()) }

// start and end are the places of the value's bytes in its source.
func (v Value) start() int32 { return v.place(v.node().start) }
func (v Value) end() int32   { return v.place(v.node().end) }

// place turns a position of a node into a place in the source.
func (v Value) place(position int32) int32 {
	switch {
	case v.t == nil:
		return 0
	case v.t.cut != nil && position > v.t.cut.from:
		position -= v.t.cut.to - v.t.cut.from
	}
	return position - v.t.base
}

// Pointer returns the value's JSON Pointer (RFC 6901); the root has "".
func (v Value) Pointer() string {
	var room [24]string // enough for most documents
	steps, size := room[:0], 0
	for w, up := v, v.Parent(); up.Exists(); w, up = up, up.Parent() {
		step := ""
		if up.Kind() == Object {
			step = EscapePointer(w.Name())
		} else {
			step = strconv.Itoa(w.Ordinal())
		}
		steps = append(steps, step)
		size += 1 + len(step)
	}
	var b strings.Builder
	b.Grow(size)
	for i := len(steps) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(steps[i])
	}
	return b.String()
}

// Lookup follows a JSON Pointer (RFC 6901) from the value. A pointer that leads
// nowhere or is malformed yields the absent value.
func (v Value) Lookup(pointer string) Value {
	if pointer == "" {
		return v
	}
	if pointer[0] != '/' {
		return Value{}
	}
	for step := range strings.SplitSeq(pointer[1:], "/") {
		switch v.Kind() {
		case Object:
			v = v.Get(unescape.Replace(step))
		case Array:
			v = v.At(arrayIndex(step))
		default:
			return Value{}
		}
	}
	return v
}

var (
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
)

// EscapePointer escapes a member name as one step of a JSON Pointer.
func EscapePointer(name string) string { return escape.Replace(name) }

// arrayIndex reads an array index of RFC 6901 section 4: digits without a
// leading zero. Anything else yields -1.
func arrayIndex(step string) int {
	if step == "" || len(step) > 9 || (len(step) > 1 && step[0] == '0') {
		return -1
	}
	n := 0
	for _, c := range []byte(step) {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// Ordinal returns the place of the value among the members or elements of
// its parent, counted from 0; the root has 0.
func (v Value) Ordinal() int {
	parent := v.Parent()
	if !parent.Exists() {
		return 0
	}
	ordinal := v.i - parent.node().first
	if parent.isCut() && v.i > v.t.cut.member {
		ordinal--
	}
	return int(ordinal)
}
