package ob3

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// asked is checkStructure member by member, as the tables read.
func asked(credential jsontree.Value) []vc.Problem {
	model := Model()
	c := datamodel.Checker{Model: &model}
	c.Node(credential, c.ClassOf(className(credential)))
	return c.Problems()
}

// The compiled model finds what the tables say, in the same order, whatever is
// changed in a badge.
func TestCompiledFindsTheSame(t *testing.T) {
	doc := good(t)
	checked := 0
	compare := func(text []byte) {
		root, err := jsontree.Parse(text, jsontree.Limits{})
		if err != nil {
			return
		}
		checked++
		require.Equal(t, asked(root), checkStructure(root), string(text))
	}
	compare(doc.Bytes())
	for m := range testkit.Mutants(doc.Bytes()) {
		compare(m.Text)
	}
	for _, pointer := range []string{"/@context/0", "/@context/1"} {
		for _, raw := range []string{`"https://www.w3.org/2018/credentials/v1"`, `"https://purl.imsglobal.org/spec/ob/v3p0/context.json"`, `7`} {
			edited, err := doc.With(pointer, raw)
			require.NoError(t, err)
			compare(edited.Bytes())
		}
	}
	require.Greater(t, checked, 500)
}

// Every member of every class is found by its name, and nothing else.
func TestCompiledKnowsEveryMember(t *testing.T) {
	for _, k := range classes {
		for _, m := range k.Members {
			for _, name := range []string{m.Name, m.Name + "x", "x" + m.Name, ""} {
				for _, value := range []string{`7`, `"a b"`, `[]`, `[{}]`, `{"id":7}`, `null`} {
					root, err := jsontree.Parse(fmt.Appendf(nil, `{%q:%s,"type":[%q]}`, name, value, k.Name), jsontree.Limits{})
					if err != nil {
						continue
					}
					model := Model()
					slow, fast := datamodel.Checker{Model: &model}, datamodel.Checker{Model: compiled()}
					slow.Node(root, slow.ClassOf(k.Name))
					fast.Node(root, fast.ClassOf(k.Name))
					require.Equal(t, slow.Problems(), fast.Problems(), "%s.%s", k.Name, name)
				}
			}
		}
	}
	for _, k := range classes {
		for _, context := range k.Contexts {
			require.True(t, context.Known().MatchString(context.Current))
		}
	}
}

func TestIsURI(t *testing.T) {
	for text, want := range map[string]bool{
		"a:b": true, "urn:uuid:1": true, "https://å.example/ø": true, "a:": false, ":b": false, "1a:b": false, "a+1.-:b": true,
		"a:b c": false, "a:å c": false, "a:å<": false, "a:b\x7f": false, "a:\ufffd": false, "a:b\xff": false, "a:\\": false, "a:^": false, "a:`": false, "a:{}": false, "a:|": false, `a:"`: false, "a:\n": false, "ab": false,
	} {
		require.Equal(t, want, datamodel.IsURI(text), "%q", text)
	}
}
