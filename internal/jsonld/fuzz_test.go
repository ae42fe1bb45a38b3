package jsonld

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// FuzzCanonicalize shows that no document makes the package panic, that the
// result is the same with and without remembered contexts, and that every
// string and number of an accepted document is in its canonical form: with
// any one of them replaced by something that does not occur, the document is
// refused or has another canonical form.
func FuzzCanonicalize(f *testing.F) {
	for _, tc := range lossCases {
		f.Add([]byte(tc.doc), uint(3))
	}
	f.Add(badgeDocument(), uint(20))
	f.Add(europassDocument(), uint(50))
	f.Fuzz(func(t *testing.T, text []byte, which uint) {
		doc, err := jsontree.Parse(text, jsontree.Limits{Bytes: 1 << 16})
		if err != nil {
			return
		}
		c, err := Canonicalize(context.Background(), doc, Options{})
		if err != nil {
			return
		}
		leaves := leavesOf(nil, doc)
		if len(leaves) == 0 {
			return
		}
		leaf := leaves[which%uint(len(leaves))]
		for _, other := range replacements(doc) {
			changed, err := jsontree.Parse(leaf.Replace(other), jsontree.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			d, err := Canonicalize(context.Background(), changed, Options{})
			if err == nil && bytes.Equal(c.Bytes(), d.Bytes()) {
				t.Fatalf("%s can become %s without a trace", leaf.Pointer(), other)
			}
		}
	})
}

// replacements are values that no canonical form of the document has yet.
func replacements(doc jsontree.Value) []string {
	unique := "q"
	for strings.Contains(doc.Source(), unique) {
		unique += "q"
	}
	return []string{`"urn:` + unique + `"`, `"` + unique + `"`, `"@` + unique + `"`, `{"@id":"urn:` + unique + `"}`,
		`7770001`, `{"@value":"` + unique + `"}`}
}

// leavesOf appends the strings, numbers and booleans outside of contexts. The
// members of JSON literals are among them.
func leavesOf(leaves []jsontree.Value, v jsontree.Value) []jsontree.Value {
	switch v.Kind() {
	case jsontree.Object, jsontree.Array:
		for i := range v.Len() {
			if e := v.At(i); e.Name() != "@context" {
				leaves = leavesOf(leaves, e)
			}
		}
	case jsontree.String, jsontree.Number, jsontree.Bool:
		leaves = append(leaves, v)
	}
	return leaves
}

// TestEveryLeafCounts applies the property of the fuzz test to every leaf of
// the documents of this package.
func TestEveryLeafCounts(t *testing.T) {
	texts := [][]byte{badgeDocument()}
	for _, tc := range lossCases {
		if tc.code == "" {
			texts = append(texts, []byte(tc.doc))
		}
	}
	checked := 0
	for _, text := range texts {
		want := outcome(t, text, nil)
		doc := parseDocument(t, text)
		for _, leaf := range leavesOf(nil, doc) {
			for _, other := range append(replacements(doc), `null`) {
				if leaf.Raw() == other {
					continue
				}
				if outcome(t, leaf.Replace(other), nil) == want {
					t.Errorf("%s can become %s without a trace", leaf.Pointer(), other)
				}
				checked++
			}
		}
	}
	t.Logf("%d changes", checked)
}
