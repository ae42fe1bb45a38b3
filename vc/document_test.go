package vc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const small = `{ "a": 1.0, "b": ["x", {"c": null}], "d/e": {}, "~": "\u00e5" }`

func TestParseDocument(t *testing.T) {
	d := document(t, small)
	require.Equal(t, small, d.String())
	require.Equal(t, []byte(small), d.Bytes())
	require.False(t, d.IsZero())
	require.Equal(t, "1.0", d.Get("a").Raw())
	require.Equal(t, jsontree.Null, d.Lookup("/b/1/c").Kind())
	require.True(t, d.Lookup("/d~1e").IsObject())
	require.Equal(t, "å", d.Lookup("/~0").Text())
	require.False(t, d.Lookup("/b/2").Exists())
	canonical, err := d.Canonical()
	require.NoError(t, err)
	require.Equal(t, `{"a":1,"b":["x",{"c":null}],"d/e":{},"~":"å"}`, string(canonical))

	// The bytes that are handed out are the caller's own.
	d.Bytes()[0] = 'x'
	require.Equal(t, small, d.String())
}

func TestParseDocumentRefuses(t *testing.T) {
	for src, code := range map[string]string{
		``: jsontree.CodeEmpty, `{`: jsontree.CodeSyntax, `{} {}`: jsontree.CodeTrailing,
		`{"a":1,"a":2}`: jsontree.CodeDuplicate, "{\"a\":\"\xff\"}": jsontree.CodeEncoding,
	} {
		_, err := ParseDocument([]byte(src), Limits{})
		var e *jsontree.Error
		require.ErrorAs(t, err, &e, src)
		require.Equal(t, code, e.Code, src)
	}
	for _, src := range []string{`[]`, `"x"`, `null`, `7`, `true`} {
		d, err := ParseDocument([]byte(src), Limits{})
		var p Problem
		require.ErrorAs(t, err, &p, src)
		require.Equal(t, "VC-OBJECT", p.Code())
		require.True(t, d.IsZero())
	}
	_, err := ParseDocument([]byte(small), Limits{Bytes: 10})
	require.ErrorContains(t, err, jsontree.CodeSize)
	_, err = ParseDocument([]byte(small), Limits{Depth: 2})
	require.ErrorContains(t, err, jsontree.CodeDepth)
	_, err = ParseDocument([]byte(small), Limits{Values: 3})
	require.ErrorContains(t, err, jsontree.CodeCount)
}

func TestNewDocument(t *testing.T) {
	d := document(t, small)
	same, err := NewDocument(d.Root())
	require.NoError(t, err)
	require.Equal(t, d, same)

	// A part of a document becomes a document of its own.
	part, err := NewDocument(d.Lookup("/b/1"))
	require.NoError(t, err)
	require.Equal(t, `{"c": null}`, part.String())
	require.Equal(t, "", part.Root().Pointer())

	for _, v := range []jsontree.Value{{}, d.Get("a"), d.Get("b")} {
		_, err = NewDocument(v)
		require.Error(t, err)
	}
}

func TestZeroDocument(t *testing.T) {
	var d Document
	require.True(t, d.IsZero())
	require.Empty(t, d.String())
	require.False(t, d.Get("a").Exists())
	require.False(t, d.Lookup("/a").Exists())
	_, err := d.With("/a", "1")
	require.Error(t, err)
	same, err := d.Without("/a")
	require.NoError(t, err)
	require.True(t, same.IsZero())
}

func TestWith(t *testing.T) {
	d := document(t, small)
	for _, c := range []struct{ pointer, raw, want string }{
		{"/a", "2", `{ "a": 2, "b": ["x", {"c": null}], "d/e": {}, "~": "\u00e5" }`},
		{"/b/1/c", `"y"`, `{ "a": 1.0, "b": ["x", {"c": "y"}], "d/e": {}, "~": "\u00e5" }`},
		{"/b/1/n", "[]", `{ "a": 1.0, "b": ["x", {"c": null,"n":[]}], "d/e": {}, "~": "\u00e5" }`},
		{"/b/-", "3", `{ "a": 1.0, "b": ["x", {"c": null},3], "d/e": {}, "~": "\u00e5" }`},
		{"/b/0", "0", `{ "a": 1.0, "b": [0, {"c": null}], "d/e": {}, "~": "\u00e5" }`},
		{"/d~1e/f~1g", "{}", `{ "a": 1.0, "b": ["x", {"c": null}], "d/e": {"f/g":{}}, "~": "\u00e5" }`},
		{"/~0", `""`, `{ "a": 1.0, "b": ["x", {"c": null}], "d/e": {}, "~": "" }`},
		{"/~01", "1", `{ "a": 1.0, "b": ["x", {"c": null}], "d/e": {}, "~": "\u00e5","~1":1 }`},
		{"/", "1", `{ "a": 1.0, "b": ["x", {"c": null}], "d/e": {}, "~": "\u00e5","":1 }`},
		{"", `{"z": 0}`, `{"z": 0}`},
	} {
		got, err := d.With(c.pointer, c.raw)
		require.NoError(t, err, c.pointer)
		require.Equal(t, c.want, got.String(), c.pointer)
		require.Equal(t, small, d.String(), "the document itself never changes")
	}
}

func TestWithRefuses(t *testing.T) {
	d := document(t, small)
	for _, c := range []struct{ pointer, raw string }{
		{"a", "1"},                     // no pointer
		{"x", "1"},                     // no pointer
		{"/x/y", "1"},                  // no parent
		{"/a/b", "1"},                  // a number has no members
		{"/b/2", "1"},                  // only "-" appends
		{"/b/01", "1"},                 // no index
		{"/a", ""},                     // no value
		{"/a", "1,2"},                  // two values
		{"/a", `1,"q":2`},              // would slip in a member
		{"/n", `1},"x":{`},             // not one value
		{"/n", `1,"n":2`},              // a name twice
		{"/n", `1,"other":2`},          // a second member by stealth
		{"/b/-", `1,2`},                // a second element by stealth
		{"", `[]`},                     // no document
		{"", ``},                       // nothing
		{"/a", "\"\xff\""},             // not UTF-8
		{"/a", `{"x":1,"x":2}`},        // a name twice
		{"/b/1", `{"c":1}, {"c":2}`},   // a second element by stealth
		{"/d~1e", `{}/*comment*/`},     // no JSON
		{"/d~1e", `{"deep":[[[[[]]]]`}, // cut off
	} {
		_, err := d.With(c.pointer, c.raw)
		require.Error(t, err, "%q %q", c.pointer, c.raw)
	}
}

func TestWithout(t *testing.T) {
	d := document(t, small)
	for pointer, want := range map[string]string{
		"/a":     `{ "b": ["x", {"c": null}], "d/e": {}, "~": "\u00e5" }`,
		"/b":     `{ "a": 1.0, "d/e": {}, "~": "\u00e5" }`,
		"/b/0":   `{ "a": 1.0, "b": [{"c": null}], "d/e": {}, "~": "\u00e5" }`,
		"/b/1":   `{ "a": 1.0, "b": ["x"], "d/e": {}, "~": "\u00e5" }`,
		"/b/1/c": `{ "a": 1.0, "b": ["x", {}], "d/e": {}, "~": "\u00e5" }`,
		"/~0":    `{ "a": 1.0, "b": ["x", {"c": null}], "d/e": {} }`,
		"/none":  small,
		"":       small,
	} {
		got, err := d.Without(pointer)
		require.NoError(t, err, pointer)
		require.Equal(t, want, got.String(), pointer)
	}
}
