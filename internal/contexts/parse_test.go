package contexts

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// withHead puts terms under a head of eight lines, so the first is line 9.
func withHead(terms string) string {
	return `context https://x.example/v1
revision 1
prefix ex: https://x.example/vocab#
block node
  @protected
  id = @id
# the terms follow
---
` + terms
}

func compileText(text string, more ...string) (string, error) {
	files := fstest.MapFS{"x.terms": {Data: []byte(text)}}
	for i := 0; i < len(more); i += 2 {
		files[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	document, err := compile(files, "x.terms")
	return string(document), err
}

func TestNotation(t *testing.T) {
	for name, c := range map[string]struct{ terms, want string }{
		"nothing":            {"", `{}`},
		"short form":         {"name = ex:name", `{"name":"https://x.example/vocab#name"}`},
		"alias":              {"id = @id", `{"id":"@id"}`},
		"null":               {"gone = null", `{"gone":null}`},
		"object form":        {"name ex:name", `{"name":{"@id":"https://x.example/vocab#name"}}`},
		"undeclared prefix":  {"name zz:name as xsd:date", `{"name":{"@id":"zz:name","@type":"xsd:date"}}`},
		"no abbreviation":    {"name ex://name", `{"name":{"@id":"ex://name"}}`},
		"all flags":          {"a ex:a as @vocab in @list with @index ex:i with @protected false context null", `{"a":{"@id":"https://x.example/vocab#a","@type":"@vocab","@container":"@list","@index":"https://x.example/vocab#i","@protected":false,"@context":null}}`},
		"several containers": {"a ex:a in @graph @id", `{"a":{"@id":"https://x.example/vocab#a","@container":["@graph","@id"]}}`},
		"no IRI":             {"a _ with @reverse ex:b", `{"a":{"@reverse":"https://x.example/vocab#b"}}`},
		"keywords":           {"@version 1.1\n@propagate false\n@vocab ex:\n@language null", `{"@version":1.1,"@propagate":false,"@vocab":"https://x.example/vocab#","@language":null}`},
		"comments":           {"# all\na = b#c # rest", `{"a":"b#c"}`},
		"block":              {"<node>", `{"@protected":true,"id":"@id"}`},
		"scope of block":     {"A ex:A <node>", `{"A":{"@id":"https://x.example/vocab#A","@context":{"@protected":true,"id":"@id"}}}`},
		"scope of both":      {"A a:A <node>\n  b = c", `{"A":{"@id":"a:A","@context":{"@protected":true,"id":"@id","b":"c"}}}`},
		"deep scope":         {"A a:A\n  B a:B\n    C = c\nD = d", `{"A":{"@id":"a:A","@context":{"B":{"@id":"a:B","@context":{"C":"c"}}}},"D":"d"}`},
		"each":               {"each ex: as @id\n  a b\n  c", `{"a":{"@id":"https://x.example/vocab#a","@type":"@id"},"b":{"@id":"https://x.example/vocab#b","@type":"@id"},"c":{"@id":"https://x.example/vocab#c","@type":"@id"}}`},
		"space in a word":    {`a\ b = c\ d`, `{"a b":"c d"}`},
		"entry as JSON":      {`a ex:a with context {"b\ c":"d"}`, `{"a":{"@id":"https://x.example/vocab#a","context":{"b c":"d"}}}`},
		"each in short form": {"each = zz:\n  a b", `{"a":"zz:a","b":"zz:b"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := compileText(withHead(c.terms))
			require.NoError(t, err)
			require.Equal(t, `{"@context":`+c.want+`}`, got)
		})
	}
}

// A context that is an array has several parts, of which some refer to others.
func TestParts(t *testing.T) {
	got, err := compileText(withHead("@version 1.1\n---\nhttps://y.example/v1\n---\n<node>\na ex:a"))
	require.NoError(t, err)
	require.Equal(t, `{"@context":[{"@version":1.1},"https://y.example/v1",`+
		`{"@protected":true,"id":"@id","a":{"@id":"https://x.example/vocab#a"}}]}`, got)
	_, err = compileText(withHead("a = b\n---\n# a comment\n?"))
	require.ErrorContains(t, err, "x.terms:12: the term ? has no IRI")
	_, err = compileText("context https://x.example/v2\nextends base\n---\nadd a b", "base.terms", withHead("a = b\n---\nc = d"))
	require.ErrorContains(t, err, "one context definition")
}

// Some published documents hold more than a context.
func TestBeside(t *testing.T) {
	got, err := compileText("context https://x.example/v1\nbeside a:b [\n  1,\n  {\"c\":\"d\\ e\"}]\nbeside f true\n---\ng = h")
	require.NoError(t, err)
	require.Equal(t, `{"@context":{"g":"h"},"a:b":[1,{"c":"d e"}],"f":true}`, got)
	for _, l := range []string{"beside", "beside a", "beside a [", "beside @context 1"} {
		_, err := compileText("context https://x.example/v1\n" + l + "\n---\n")
		require.Error(t, err, l)
	}
}

func TestChanges(t *testing.T) {
	base := withHead("@version 1.1\na = 1st\nA ex:A as @id <node>\n  b zz:b")
	changes := `context https://x.example/v2
extends base
---
add c ex:c
add @vocab ex:
remove @version
remove a
change A ex:A2
within A
  change b zz:b as @json
  remove id
  add each = zz:
    d e
`
	got, err := compileText(changes, "base.terms", base)
	require.NoError(t, err)
	require.Equal(t, `{"@context":{"@vocab":"https://x.example/vocab#",`+
		`"A":{"@id":"https://x.example/vocab#A2","@context":{"@protected":true,"b":{"@id":"zz:b","@type":"@json"},"d":"zz:d","e":"zz:e"}},`+
		`"c":{"@id":"https://x.example/vocab#c"}}}`, got)
}

func TestNotationErrors(t *testing.T) {
	for terms, want := range map[string]string{
		"a = b\n\ta = c":           "x.terms:10: a tab",
		"  a = b":                  "x.terms:9: the first line is indented",
		"a b\n    c = d\n  e = f":  "x.terms:11: the indentation matches no line above",
		"a":                        "x.terms:9: the term a has no IRI",
		"a = b\n# c\na = d":        "x.terms:11: the term a is defined twice",
		"a = b c":                  "x.terms:9: the short form",
		"a = b\n  c = d":           "x.terms:9: the short form",
		"a b like c":               `x.terms:9: "like" is not understood`,
		"a b as":                   `x.terms:9: "as" is not understood`,
		"a b in set":               `x.terms:9: "in" is not understood`,
		"a b context none":         `x.terms:9: "context" is not understood`,
		"a b context null\n  c =d": "x.terms:9: the term a has a scoped context and none",
		"@protect":                 "x.terms:9: @protect is no keyword",
		"@vocab a b":               "x.terms:9: @vocab has one value",
		"@vocab a\n@vocab b":       "x.terms:10: @vocab is set twice",
		"<nodes>":                  "x.terms:9: there is no block <nodes>",
		"<node> a":                 "x.terms:9: <node> stands alone",
		"each ex:":                 "x.terms:9: a list of terms",
		"each ex\n  a":             "x.terms:9: a list of terms",
		"each\n  a":                "x.terms:9: a list of terms",
		"each ex:\n  a\n    b":     "x.terms:11: nothing is indented",
		"each ex:\n  a b\n  a":     "x.terms:11: the term a is defined twice",
	} {
		_, err := compileText(withHead(terms))
		require.ErrorContains(t, err, want, "%s", terms)
	}
}

func TestHeadErrors(t *testing.T) {
	for head, want := range map[string]string{
		"context a b":                        `x.terms:1: "context" is followed by exactly one word`,
		"digest a":                           `x.terms:1: "digest" is no line of a head`,
		"prefix ex https://x":                "x.terms:1: an abbreviation is written",
		"prefix e: a:\nprefix e: b":          "x.terms:2: the abbreviation e: already stands",
		"block a":                            "x.terms:1: a block is written",
		"block a\n  b = c\nblock a\n  d = e": "x.terms:3: the block a is already there",
		"revision 1\n  2":                    `x.terms:2: nothing is indented under "revision"`,
		"include nothing":                    "nothing.blocks: no such file",
		"extends nothing":                    "nothing.terms: no such file",
		"extends x":                          "more than 16 deep",
		"include wrong":                      "wrong.blocks:2: ",
	} {
		_, err := compileText(head+"\n---\n", "wrong.blocks", "# comment\nblock")
		require.ErrorContains(t, err, want, "%s", head)
	}
	_, err := compileText("context https://x.example/\n")
	require.ErrorContains(t, err, "x.terms: no line ---")
	_, err = newFromTable(fstest.MapFS{"x.terms": {Data: []byte("revision 1\n---\n")}}, "x.terms")
	require.ErrorContains(t, err, "no line context")
	_, err = compileText("block a\n  <b>\nblock b\n  <a>\n---\n<a>")
	require.ErrorContains(t, err, "x.terms:4: the block <a> contains itself")
}

// An error in a block is reported where the block stands.
func TestErrorInBlock(t *testing.T) {
	_, err := compileText("include b\n---\n\na = b\n<rest>", "b.blocks", "block rest\n  a = c\n")
	require.ErrorContains(t, err, "b.blocks:2: the term a is defined twice")
}

func TestChangeErrors(t *testing.T) {
	for change, want := range map[string]string{
		"add":                   "x.terms:3: a change is written",
		"append a = b":          `x.terms:3: "append" is no change`,
		"add a = b":             "x.terms:3: the term a is defined twice",
		"remove b":              "x.terms:3: there is no b to remove",
		"change b = c":          "x.terms:3: there is no term b to change",
		"within a":              "x.terms:3: there is no scoped context of a",
		"within A\n  remove zz": "x.terms:4: there is no zz to remove",
	} {
		_, err := compileText("extends base\n---\n"+change, "base.terms", "context x:\n---\na = b\nA a:A\n  b = c\n")
		require.ErrorContains(t, err, want, "%s", change)
	}
}

// The table in the package comment compiles and has the digest it says.
func TestDocExample(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(source), "This one is complete:\n//\n")
	var table strings.Builder
	for line := range strings.Lines(rest) {
		text, isCode := strings.CutPrefix(line, "//\t")
		if !isCode && strings.TrimSpace(line) != "//" {
			break
		}
		if !isCode {
			text = "\n"
		}
		table.WriteString(text)
	}
	files := fstest.MapFS{"example.terms": {Data: []byte(table.String())}}
	c, err := newFromTable(files, "example.terms")
	require.NoError(t, err)
	document, err := compile(files, "example.terms")
	require.NoError(t, err)
	require.JSONEq(t, `{"@context": {
		"@protected": true, "id": "@id", "type": "@type",
		"name": "https://schema.org/name",
		"skill": {"@id": "https://badges.example/vocab#skill", "@type": "@id", "@container": "@set"},
		"tool": {"@id": "https://badges.example/vocab#tool", "@type": "@id", "@container": "@set"},
		"Craft": {"@id": "https://badges.example/vocab#Craft", "@context": {
			"@protected": true, "id": "@id", "type": "@type",
			"motto": {"@id": "https://badges.example/vocab#motto", "@container": "@language"},
			"learned": {"@id": "https://badges.example/vocab#learned", "@type": "http://www.w3.org/2001/XMLSchema#date"}
		}}}}`, string(document))
	digest, err := canonicalDigest(document)
	require.NoError(t, err)
	require.Equal(t, digest, c.Digest)
}

// Whatever a table says, compiling it ends in a document or in an error.
func FuzzCompile(f *testing.F) {
	f.Add(withHead("a = b\neach ex:\n  c d\nA ex:A <node>"))
	f.Add("extends x\n---\n")
	f.Add("block a\n  <a>\n---\n<a>")
	f.Add("---\n\n---\n@vocab {}\nx _ with @a [")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Count(text, "<") > 8 {
			t.Skip("blocks that double in size; tables are not input")
		}
		document, err := compileText(text)
		if err == nil {
			require.NoError(t, checkDocument([]byte(document)))
		}
	})
}
