// Package jsontree is the one door through which JSON enters the library. It
// reads a text strictly into an immutable tree that keeps the text, and knows
// the source bytes, the JSON Pointer and the RFC 8785 form of every value.
//
// # Strictness
//
// A text is refused, with the byte offset and a stable code, when it is not
// exactly one JSON value (RFC 8259), repeats a member name in an object, is
// not valid UTF-8, holds a lone surrogate escape, starts with a byte order
// mark, has bytes after the value, or exceeds the [Limits] on length, depth and
// number of values. Two readers can therefore never see two meanings in one
// text.
//
// # Immutability
//
// A [Value] is a position in a tree that never changes, so it may be shared
// between goroutines. An edit ([Value.Insert], [Value.Replace],
// [Value.Remove]) yields a new text in which every other byte is as it was.
//
// # Numbers
//
// A number keeps its lexical form. Where the canonical form needs its value
// (RFC 8785 section 3.2.2.3), a literal that a binary64 float would silently
// turn into another number, such as 9007199254740993 or 1e400, is an error:
// two different documents must not share one canonical form.
package jsontree
