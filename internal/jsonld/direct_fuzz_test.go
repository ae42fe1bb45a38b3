package jsonld

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// otherValues and otherNames are what a mutation puts in the place of a value or
// of a member name: every form that JSON-LD gives a meaning of its own.
var (
	otherValues = []string{
		`null`, `true`, `0`, `-0.0`, `2.5`, `1e3`, `0.30000000000000004`, `123456789012345678901`, `1e400`, `""`, `"x"`, `"x y"`, `"ü\u0000\n"`,
		`"_:b"`, `"_: "`, `"_:b0"`, `"@id"`, `"@none"`, `"@unknown"`, `"@json"`, `"urn:ex:a"`, `"urn:ex:a b"`, `"//example.org/x"`, `"http://[x"`,
		`"xsd:date"`, `"cred:x"`, `"sec:x"`, `"did:example:issuer"`, `"VerifiableCredential"`, `"Achievement"`, `"Concept"`, `"BitstringStatusListEntry"`,
		`[]`, `[[]]`, `["x",["y"]]`, `[null]`, `["a","a"]`, `[1,{"id":"urn:ex:b"}]`, `{}`, `[{},{}]`, `{"id":"_:b","type":"Profile"}`, `{"id":"urn:ex:a"}`, `{"@id":"urn:ex:a"}`,
		`{"@value":"x"}`, `{"@value":"x","@language":"nb"}`, `{"@value":"x","@direction":"rtl"}`, `{"@value":null}`, `{"@value":1,"@type":"xsd:byte"}`, `{"@value":{"a":1},"@type":"@json"}`,
		`{"@value":"x","@type":"http://www.w3.org/2001/XMLSchema#date"}`, `{"type":["xsd:date"],"@value":"x"}`, `{"@value":"x","@type":null}`, `{"@value":"x","@language":""}`,
		`{"@value":"x","@index":"i"}`, `{"@value":"x","@language":5}`, `{"@value":"x","@language":"EN-gb"}`, `{"@value":"x","@language":"a_b"}`,
		`{"@list":["x",{"@list":[]}]}`, `{"@set":["x"]}`, `{"@graph":{"id":"urn:ex:a","type":"Profile"}}`, `{"@reverse":{"urn:ex:p":{"id":"urn:ex:b"}}}`,
		`{"@included":[{"id":"urn:ex:a","type":"Profile"}]}`, `{"@nest":{"name":"x"}}`, `{"en":"x","nb":["y",null],"@none":"z"}`, `{"en":5}`, `{"e_n":"x"}`, `{"EN-GB":"x"}`, `{"":"x"}`,
		`{"@context":{"name":"urn:ex:name"},"type":"Profile","name":"x"}`, `{"@context":null,"@id":"urn:ex:a","urn:ex:p":"x"}`, `{"@context":[],"name":"x"}`,
		`{"@context":{"@vocab":"urn:ex:"},"a":{"b":"c"}}`, `{"@context":{"@language":"nb"},"name":"x","description":"y"}`, `{"@context":{"@base":"http://example.org/"},"id":"x","type":"y","name":"z"}`,
		`{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiableCredential","validUntil":"2030-01-01T00:00:00Z"}`,
		`{"@context":"https://example.org/unknown"}`, `{"@context":{"T":{"@id":"urn:ex:T","@context":{"p":{"@id":"urn:ex:p","@type":"@id"}}}},"type":["T","Profile"],"p":"urn:ex:b"}`,
		`{"@context":{"p":{"@id":"urn:ex:p","@context":{"@propagate":false,"q":"urn:ex:q"}}},"p":{"q":"x","urn:ex:r":{"q":"y"}}}`,
		`{"@context":{"l":{"@id":"urn:ex:l","@container":"@list"}},"l":["x",{"id":"urn:ex:a","l":[]},1]}`,
		`{"@context":{"g":{"@id":"urn:ex:g","@container":["@graph","@set"]}},"g":[{"id":"urn:ex:a","type":"Profile"},{"type":"Profile"}]}`,
		`{"@context":{"j":{"@id":"urn:ex:j","@type":"@json"}},"j":{"b":[1,null],"a":1e2}}`, `{"@context":{"v":{"@id":"urn:ex:v","@type":"@vocab"}},"v":["Profile","name","urn:ex:z"]}`,
		`{"@context":{"id":"urn:ex:id","type":"urn:ex:type"},"id":"x","type":"y"}`, `{"@context":{"x":{"@id":"urn:ex:@","@prefix":true},"y":"x:type"},"y":"z"}`,
		`{"@context":{"r":{"@reverse":"urn:ex:r"}},"r":{"id":"urn:ex:b"}}`, `{"@context":{"n":null},"n":"x"}`, `{"@context":{"d":{"@id":"urn:ex:d","@type":"http://www.w3.org/2001/XMLSchema#double"}},"d":[1,"1",true]}`,
		`{"@context":{"statusPurpose":"urn:ex:other"},"type":"Profile","statusPurpose":"x"}`, `{"https://www.w3.org/2018/credentials#validUntil":"2030-01-01"}`,
	}
	otherNames = []string{
		"@id", "id", "@type", "type", "@value", "@context", "@graph", "@list", "@set", "@index", "@nest", "@included", "@reverse", "@language", "@direction", "@unknown", "",
		"urn:ex:p", "_:p", "unknown", "name", "description", "validUntil", "validFrom", "issuer", "evidence", "credentialSubject", "credentialStatus", "statusPurpose", "proof",
		"verifiableCredential", "achievement", "https://www.w3.org/2018/credentials#validUntil", "https://schema.org/name", "cred:issuer", "prefLabel", "holder", "en",
	}
)

// mutate changes a few places of a document, mostly one.
func mutate(r *rand.Rand, text []byte) []byte {
	for range 1 + r.IntN(5)/3 {
		doc, err := jsontree.Parse(text, jsontree.Limits{})
		if err != nil {
			return text
		}
		text = mutateOnce(r, doc)
	}
	return text
}

func mutateOnce(r *rand.Rand, doc jsontree.Value) []byte {
	all := valuesOf(nil, doc)
	v := all[r.IntN(len(all))]
	switch r.IntN(6) {
	case 0, 1, 2:
		return v.Replace(otherValues[r.IntN(len(otherValues))])
	case 3: // the same value in another place
		return v.Replace(all[r.IntN(len(all))].Raw())
	case 4:
		return v.Replace("[" + v.Raw() + "," + otherValues[r.IntN(len(otherValues))] + "]")
	}
	if !v.IsObject() {
		v = v.Parent()
	}
	if !v.IsObject() {
		return []byte(doc.Source())
	}
	return v.Replace(withOtherMember(r, v))
}

// withOtherMember renames a member of an object or adds one.
func withOtherMember(r *rand.Rand, v jsontree.Value) string {
	name, renamed := otherNames[r.IntN(len(otherNames))], r.IntN(v.Len()+1)
	var members []string
	for i := range v.Len() {
		m := v.At(i)
		key := m.Name()
		if i == renamed && !v.Get(name).Exists() {
			key = name
		}
		members = append(members, string(jsontree.AppendString(nil, key))+":"+m.Raw())
	}
	if renamed == v.Len() && !v.Get(name).Exists() {
		members = append(members, string(jsontree.AppendString(nil, name))+":"+otherValues[r.IntN(len(otherValues))])
	}
	return "{" + strings.Join(members, ",") + "}"
}

// valuesOf appends all values, contexts too, but not what is inside of these.
func valuesOf(all []jsontree.Value, v jsontree.Value) []jsontree.Value {
	all = append(all, v)
	if v.Name() == "@context" {
		return all
	}
	for i := range v.Len() {
		all = valuesOf(all, v.At(i))
	}
	return all
}

// seeds are documents to mutate: those of the tests here, and small samples.
func seeds(tb testing.TB) [][]byte {
	texts := [][]byte{badgeDocument(), europassDocument()}
	for _, text := range repeatingDocuments {
		texts = append(texts, []byte(text))
	}
	for _, tc := range lossCases {
		texts = append(texts, []byte(tc.doc))
	}
	if !testkit.HasShared() {
		return texts
	}
	root := testkit.Shared(tb, "data", "samples")
	for _, pattern := range []string{"ob3-spec/*.json", "ob3/complete.json", "ob3/simple.json", "clr/*.json", "elm/credential-sample.jsonld", "pair/*.json", "probes/*.json"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(tb, err)
		for _, file := range files {
			if data, err := os.ReadFile(file); err == nil && len(data) < 1<<15 {
				texts = append(texts, data)
			}
		}
	}
	return texts
}

// FuzzFastEqualsSlow shows that the direct way and the one through the expanded
// form lead to the same quads, labels, remarks and refusals, whatever the document
// is.
func FuzzFastEqualsSlow(f *testing.F) {
	for i, text := range seeds(f) {
		f.Add(text, uint64(i))
	}
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		if len(text) > 1<<15 {
			return
		}
		if doc, err := jsontree.Parse(text, jsontree.Limits{}); err == nil {
			requireSameWays(t, doc, nil, string(text))
		}
		changed := mutate(rand.New(rand.NewPCG(seed, 1)), text)
		if doc, err := jsontree.Parse(changed, jsontree.Limits{}); err == nil {
			requireSameWays(t, doc, nil, string(changed))
		}
	})
}

// TestMutantsEqual does the same for a few thousand mutants, and asks that enough
// of them are accepted directly and enough refused.
func TestMutantsEqual(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of documents, one after the other")
	}
	direct, refused, all := 0, 0, 0
	r := rand.New(rand.NewPCG(12, 12))
	for _, text := range seeds(t) {
		turns := 5
		if takeWay(parseDocument(t, text), nil, false, true).fault == "" {
			turns = 100
		}
		for range turns {
			doc, err := jsontree.Parse(mutate(r, text), jsontree.Limits{})
			if err != nil {
				continue
			}
			all++
			if requireSameWays(t, doc, nil, doc.Source()) {
				direct++
			} else if takeWay(doc, nil, false, true).fault != "" {
				refused++
			}
		}
	}
	t.Logf("%d mutants, %d read directly, %d refused", all, direct, refused)
	require.Greater(t, direct, all/10)
	require.Greater(t, refused, all/20)
}

// TestSuiteEqual takes the documents of the W3C toRdf tests both ways.
func TestSuiteEqual(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of documents, one after the other")
	}
	folder := testkit.Shared(t, "data", "vectors", "json-ld-api")
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.jsonld"))
	require.NoError(t, err)
	known := newRootContexts(suiteLoader{"https://w3c.github.io/json-ld-api/tests/", folder})
	direct, all := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		doc, err := jsontree.Parse(data, jsontree.Limits{})
		if err != nil {
			continue
		}
		all++
		if requireSameWays(t, doc, known, file) {
			direct++
		}
	}
	t.Logf("%d documents, %d read directly", all, direct)
	require.NotZero(t, direct)
}
