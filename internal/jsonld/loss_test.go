package jsonld

import (
	"crypto"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// lossCase is a document with the expected code and pointer of its error, both
// empty if it is accepted.
type lossCase struct {
	name, doc, code, pointer string
}

// terms is the context of most cases; it has terms of every kind.
const terms = `"@context":{"@version":1.1,"id":"@id","type":"@type","graph":"@graph",
"T":"urn:ex:T","name":"urn:ex:name","knows":{"@id":"urn:ex:knows","@type":"@id"},"near":{"@id":"urn:ex:near","@type":"@vocab"},
"date":{"@id":"urn:ex:date","@type":"http://www.w3.org/2001/XMLSchema#date"},"relDate":{"@id":"urn:ex:relDate","@type":"urn:ex:datatype"},
"list":{"@id":"urn:ex:list","@container":"@list"},"label":{"@id":"urn:ex:label","@container":"@language"},
"data":{"@id":"urn:ex:data","@type":"@json"},"in":{"@id":"urn:ex:in","@container":"@graph"},
"byIndex":{"@id":"urn:ex:byIndex","@container":"@index"},"byId":{"@id":"urn:ex:byId","@container":"@id"},
"byType":{"@id":"urn:ex:byType","@container":"@type"},"of":{"@reverse":"urn:ex:has"},"nest":"@nest",
"gone":null,"arabic":{"@id":"urn:ex:arabic","@direction":"rtl"},"swedish":{"@id":"urn:ex:swedish","@language":"sv"},
"bad":{"@id":"urn:ex:bad","@language":"not_a_tag"},"blank":"_:property"}`

var lossCases = []lossCase{
	// Names.
	{"undefined term", `{` + terms + `,"id":"urn:a","name":"x","extra":1}`, CodeTermUndefined, "/extra"},
	{"undefined term deep", `{` + terms + `,"id":"urn:a","knows":[{"id":"urn:b","name":"x"},{"id":"urn:c","other":{"a":1}}]}`, CodeTermUndefined, "/knows/1/other"},
	{"undefined term under nest", `{` + terms + `,"id":"urn:a","nest":{"name":"x","other":2}}`, CodeTermUndefined, "/nest/other"},
	{"undefined term in a graph", `{` + terms + `,"graph":[{"id":"urn:a","name":"x","other":2}]}`, CodeTermUndefined, "/graph/0/other"},
	{"undefined term with escapes", `{` + terms + `,"id":"urn:a","name":"x","a/b~c":1}`, CodeTermUndefined, "/a~1b~0c"},
	{"term defined as null", `{` + terms + `,"id":"urn:a","name":"x","gone":1}`, CodeTermUndefined, "/gone"},
	{"letter case of a term", `{` + terms + `,"id":"urn:a","name":"x","Name":"y"}`, CodeTermUndefined, "/Name"},
	{"member of the form of a keyword", `{` + terms + `,"id":"urn:a","name":"x","@foo":1}`, CodeKeyword, "/@foo"},
	{"keyword without meaning", `{` + terms + `,"id":"urn:a","name":"x","@propagate":true}`, CodeKeyword, "/@propagate"},
	{"keyword of framing", `{` + terms + `,"id":"urn:a","name":"x","@default":"y"}`, CodeKeyword, "/@default"},
	{"blank node property", `{` + terms + `,"id":"urn:a","name":"x","blank":1}`, CodeBlankPredicate, "/blank"},
	{"blank node property by name", `{` + terms + `,"id":"urn:a","name":"x","_:p":1}`, CodeBlankPredicate, "/_:p"},
	{"IRI property with a space", `{` + terms + `,"id":"urn:a","name":"x","urn:ex:a b":1}`, CodeIRIInvalid, "/urn:ex:a b"},
	{"relative vocabulary", `{"@context":{"@vocab":"terms#"},"@id":"urn:a","name":"x"}`, CodeTermUndefined, "/name"},

	// Types.
	{"undefined type", `{` + terms + `,"id":"urn:a","type":"Undefined"}`, CodeTypeUndefined, "/type"},
	{"undefined type among others", `{` + terms + `,"id":"urn:a","type":["T","Undefined"]}`, CodeTypeUndefined, "/type/1"},
	{"type of the form of a keyword", `{` + terms + `,"id":"urn:a","type":"@foo"}`, CodeKeyword, "/type"},
	{"type that is a keyword", `{` + terms + `,"id":"urn:a","type":"@json"}`, CodeKeyword, "/type"},
	{"type that is an alias of a keyword", `{` + terms + `,"id":"urn:a","type":"id"}`, CodeKeyword, "/type"},
	{"type defined as null", `{` + terms + `,"id":"urn:a","type":"gone"}`, CodeTypeUndefined, "/type"},
	{"type with a space", `{` + terms + `,"id":"urn:a","type":"urn:ex:a b"}`, CodeIRIInvalid, "/type"},
	{"relative datatype", `{` + terms + `,"id":"urn:a","name":{"@value":"x","type":"day"}}`, CodeTypeUndefined, "/name/type"},
	{"two datatypes", `{` + terms + `,"id":"urn:a","name":{"@value":"x","type":["urn:d","@json"]}}`, CodeSyntax, "/name"},
	{"blank node datatype", `{` + terms + `,"id":"urn:a","name":{"@value":"x","type":"_:d"}}`, CodeTypeUndefined, "/name/type"},
	{"undefined type of a value object with @json beside it", `{` + terms + `,"id":"urn:a","name":{"@value":{},"type":["@json","urn:d"]}}`, CodeSyntax, "/name/@value"},

	// Identifiers.
	{"relative id", `{` + terms + `,"id":"a","name":"x"}`, CodeIRIRelative, "/id"},
	{"empty id", `{` + terms + `,"id":"","name":"x"}`, CodeIRIRelative, "/id"},
	{"id of the form of a keyword", `{` + terms + `,"id":"@foo","name":"x"}`, CodeKeyword, "/id"},
	{"relative object", `{` + terms + `,"id":"urn:a","knows":"b"}`, CodeIRIRelative, "/knows"},
	{"relative object in an object", `{` + terms + `,"id":"urn:a","knows":{"id":"b"}}`, CodeIRIRelative, "/knows/id"},
	{"object of the form of a keyword", `{` + terms + `,"id":"urn:a","knows":"@foo"}`, CodeKeyword, "/knows"},
	{"undefined vocabulary object", `{` + terms + `,"id":"urn:a","near":"nowhere"}`, CodeIRIRelative, "/near"},
	{"relative graph name", `{` + terms + `,"id":"a","graph":[{"id":"urn:b","name":"x"}]}`, CodeIRIRelative, "/id"},
	{"relative id in a list", `{` + terms + `,"id":"urn:a","list":["x",{"id":"b","name":"y"}]}`, CodeIRIRelative, "/list/1/id"},
	{"relative id in an id map", `{` + terms + `,"id":"urn:a","byId":{"b":{"name":"y"}}}`, CodeIRIRelative, "/byId/b"},
	{"IRI with a space", `{` + terms + `,"id":"http://example.org/a b","name":"x"}`, CodeIRIInvalid, "/id"},
	{"IRI that closes itself", `{` + terms + `,"id":"urn:a> <urn:b","name":"x"}`, CodeIRIInvalid, "/id"},
	{"IRI with a line feed", `{` + terms + `,"id":"urn:a","knows":"urn:b\nurn:c"}`, CodeIRIInvalid, "/knows"},
	{"IRI with a control character", `{` + terms + `,"id":"urn:a\u0001","name":"x"}`, CodeIRIInvalid, "/id"},
	{"blank node label with a space", `{` + terms + `,"id":"_:a b","name":"x"}`, CodeIRIInvalid, "/id"},
	{"id map over another id", `{` + terms + `,"id":"urn:a","byId":{"urn:b":{"id":"urn:c","name":"y"}}}`, CodeValueDropped, "/byId/urn:b"},
	{"null id", `{` + terms + `,"id":null,"name":"x"}`, CodeSyntax, "/id"},

	// Values.
	{"null value", `{` + terms + `,"id":"urn:a","name":["x",null]}`, "", ""},
	{"null member", `{` + terms + `,"id":"urn:a","type":"T","name":null}`, "", ""},
	{"null in a value object", `{` + terms + `,"id":"urn:a","type":"T","name":{"@value":null}}`, CodeValueDropped, "/name/@value"},
	{"null in a list", `{` + terms + `,"id":"urn:a","list":["x",null,"y"]}`, "", ""},
	{"null in a language map", `{` + terms + `,"id":"urn:a","type":"T","label":{"nb":null}}`, "", ""},
	{"language without a value", `{` + terms + `,"id":"urn:a","type":"T","name":{"@language":"nb"}}`, CodeValueDropped, "/name"},
	{"language on a node", `{` + terms + `,"id":"urn:a","type":"T","@language":"nb"}`, CodeValueDropped, ""},
	{"free-floating scalar", `{` + terms + `,"graph":["free",{"id":"urn:a","name":"x"}]}`, CodeValueDropped, "/graph/0"},
	{"free-floating value object", `{` + terms + `,"graph":[{"@value":"free"},{"id":"urn:a","name":"x"}]}`, CodeValueDropped, "/graph/0"},
	{"free-floating list", `{` + terms + `,"graph":[{"@list":["free"]},{"id":"urn:a","name":"x"}]}`, CodeValueDropped, "/graph/0/@list"},
	{"free-floating set", `{` + terms + `,"graph":[{"@set":["free"]},{"id":"urn:a","name":"x"}]}`, CodeValueDropped, "/graph/0/@set/0"},
	{"dangling id in a graph", `{` + terms + `,"graph":[{"id":"urn:free"},{"id":"urn:a","name":"x"}]}`, CodeValueDropped, "/graph/0"},
	{"node without statements in a graph", `{` + terms + `,"graph":[{"id":"urn:free","name":[]},{"id":"urn:a","name":"x"}]}`, CodeValueDropped, "/graph/0"},
	{"id beside included nodes only", `{` + terms + `,"id":"urn:free","@included":[{"id":"urn:a","name":"x"}]}`, CodeValueDropped, ""},
	{"dangling id in a graph container", `{` + terms + `,"id":"urn:a","in":{"id":"urn:b"}}`, CodeValueDropped, "/in"},
	{"scalar in a graph container", `{` + terms + `,"id":"urn:a","in":"x"}`, CodeValueDropped, "/in"},
	{"index", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@index":"i"}}`, CodeValueDropped, "/name/@index"},
	{"index map", `{` + terms + `,"id":"urn:a","byIndex":{"i":"x"}}`, CodeValueDropped, "/byIndex/i"},
	{"type map without value", `{` + terms + `,"id":"urn:a","name":"x","byType":{"T":[]}}`, CodeValueDropped, "/byType/T"},
	{"array in @list", `{` + terms + `,"id":"urn:a","name":{"@list":[["x"],["y"]]}}`, CodeValueDropped, "/name/@list/0"},
	{"set in @list", `{` + terms + `,"id":"urn:a","name":{"@list":["x",{"@set":["y"]}]}}`, CodeValueDropped, "/name/@list/1"},
	{"empty object", `{}`, CodeValueDropped, ""},
	{"context only", `{` + terms + `}`, CodeValueDropped, ""},
	{"id only", `{` + terms + `,"id":"urn:a"}`, CodeValueDropped, ""},
	{"empty array", `[]`, CodeEmpty, ""},
	{"scalar document", `"x"`, CodeValueDropped, ""},
	{"value document", `{"@value":"x"}`, CodeValueDropped, ""},
	{"members without values", `{` + terms + `,"id":"urn:a","name":[]}`, CodeValueDropped, ""},

	// Language and direction.
	{"malformed language", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@language":"a b"}}`, CodeLanguage, "/name"},
	{"empty language", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@language":""}}`, CodeLanguage, "/name/@value"},
	{"language subtag too long", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@language":"abcdefghi"}}`, CodeLanguage, "/name"},
	{"malformed language in a map", `{` + terms + `,"id":"urn:a","label":{"n_o":"x"}}`, CodeLanguage, "/label/n_o"},
	{"malformed language of a term", `{` + terms + `,"id":"urn:a","bad":"x"}`, CodeLanguage, "/bad"},
	{"malformed default language", `{"@context":{"@vocab":"urn:ex:","@language":"a_b"},"name":"x"}`, CodeLanguage, "/name"},
	{"language string without a language", `{` + terms + `,"id":"urn:a","name":{"@value":"x","type":"http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}}`, CodeLanguage, "/name"},
	{"direction", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@direction":"ltr"}}`, "", ""},
	{"direction of a term", `{` + terms + `,"id":"urn:a","arabic":"x"}`, "", ""},
	{"default direction", `{"@context":{"@vocab":"urn:ex:","@direction":"ltr"},"name":"x"}`, "", ""},
	{"default direction in a map", `{"@context":[{"@direction":"rtl"},` + terms[len(`"@context":`):] + `],"label":{"ar":"x"}}`, "", ""},

	{"direction of a number", `{` + terms + `,"id":"urn:a","name":{"@value":1,"@direction":"ltr"}}`, CodeDirection, "/name/@value"},
	{"malformed language with a direction", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@language":"a b","@direction":"ltr"}}`, CodeLanguage, "/name"},

	// Numbers.
	{"whole number beyond 2^53", `{` + terms + `,"id":"urn:a","name":9007199254740993}`, CodeNumber, "/name"},
	{"number beyond any float", `{` + terms + `,"id":"urn:a","name":1e400}`, CodeNumber, "/name"},
	{"number below any float", `{` + terms + `,"id":"urn:a","name":1e-400}`, CodeNumber, "/name"},
	{"fraction of 17 digits", `{` + terms + `,"id":"urn:a","name":0.30000000000000004}`, "", ""},
	{"number in a JSON literal", `{` + terms + `,"id":"urn:a","data":[9007199254740993]}`, CodeNumber, "/data"},

	// Contexts.
	{"unknown context", `{"@context":["https://www.w3.org/ns/credentials/v2","https://example.org/unknown"],"id":"urn:a"}`, CodeContextUnknown, "/@context/1"},
	{"unknown context deep", `{` + terms + `,"id":"urn:a","knows":{"@context":"https://example.org/unknown","id":"urn:b"}}`, CodeContextUnknown, "/knows/@context"},
	{"relative context", `{"@context":"context.jsonld","id":"urn:a"}`, CodeContextUnknown, "/@context"},
	{"context of a file", `{"@context":"file:///etc/hostname","id":"urn:a"}`, CodeContextUnknown, "/@context"},
	{"unknown import", `{"@context":{"@version":1.1,"@import":"https://example.org/unknown","name":"urn:n"},"name":"x"}`, CodeContextUnknown, "/@context/@import"},
	{"unknown scoped context", `{"@context":{"p":{"@id":"urn:p","@context":"https://example.org/unknown"}},"p":{"urn:q":1}}`, CodeContextUnknown, "/p"},
	{"context is a number", `{"@context":7,"@id":"urn:a"}`, CodeContextInvalid, "/@context"},
	{"context array in an array", `{"@context":[[{"name":"urn:n"}]],"name":"x"}`, CodeContextInvalid, "/@context/0"},
	{"container is null", `{"@context":{"name":{"@id":"urn:n","@container":null}},"name":"x"}`, CodeContextInvalid, "/@context/name/@container"},
	{"container is a number", `{"@context":{"name":{"@id":"urn:n","@container":[1]}},"name":"x"}`, CodeContextInvalid, "/@context/name/@container"},
	{"protected is a string", `{"@context":{"@protected":"yes","name":"urn:n"},"name":"x"}`, CodeContextInvalid, "/@context/@protected"},
	{"relative base", `{"@context":{"@base":"x/"},"urn:n":"x"}`, CodeContextInvalid, "/@context"},
	{"empty default language", `{"@context":{"@vocab":"urn:ex:","@language":""},"name":"x"}`, CodeContextInvalid, "/@context/@language"},
	{"keyword redefined", `{"@context":{"@id":"urn:n"},"name":"x"}`, CodeContextInvalid, "/@context/@id"},
	{"term of the form of a keyword", `{"@context":{"@foo":"urn:n","name":"urn:n"},"name":"x"}`, CodeKeyword, "/@context/@foo"},
	{"term for a keyword-like name", `{"@context":{"@vocab":"urn:ex:","foo":{"@id":"@foo"}},"name":"x"}`, CodeKeyword, "/@context/foo"},
	{"protected term redefined", `{"@context":["https://www.w3.org/ns/credentials/v2",{"name":"urn:other"}],"id":"urn:a","name":"urn:b"}`, CodeProtected, "/@context/1"},
	{"protected term removed", `{"@context":["https://www.w3.org/ns/credentials/v2",{"name":null}],"id":"urn:a","type":"VerifiableCredential"}`, CodeProtected, "/@context/1"},
	{"protected terms nullified", `{"@context":["https://www.w3.org/ns/credentials/v2",null],"@id":"urn:a","urn:b":1}`, CodeProtected, "/@context/1"},
	{"protected null redefined", `{"@context":[{"@protected":true,"name":null},{"name":"urn:n"}],"name":"x"}`, CodeProtected, "/@context/1"},

	{"protected prefix made a plain term", `{"@context":[{"@protected":true,"p":"urn:p#"},{"p":{"@id":"urn:p#"}}],"p:a":"x"}`, CodeProtected, "/@context/1"},

	// Grammar.
	{"keyword twice", `{` + terms + `,"id":"urn:a","@id":"urn:b","name":"x"}`, CodeSyntax, "/@id"},
	{"value object with a property", `{` + terms + `,"id":"urn:a","name":{"@value":"x","name":"y"}}`, CodeSyntax, "/name"},
	{"set with an id", `{` + terms + `,"id":"urn:a","name":{"@set":["x"],"id":"urn:b"}}`, CodeSyntax, "/name"},
	{"list with a type", `{` + terms + `,"id":"urn:a","name":{"@list":["x"],"type":"T"}}`, CodeSyntax, "/name"},
	{"reverse of a literal", `{` + terms + `,"id":"urn:a","of":"x"}`, CodeSyntax, "/of"},
	{"object as @value", `{` + terms + `,"id":"urn:a","name":{"@value":{"x":1}}}`, CodeSyntax, "/name/@value"},
	{"fault inside @set", `{` + terms + `,"id":"urn:a","name":{"@set":[{"@id":7}]}}`, CodeSyntax, "/name/@set/0/@id"},
	{"fault inside @list", `{` + terms + `,"id":"urn:a","name":{"@list":[{"@id":7}]}}`, CodeSyntax, "/name/@list/0/@id"},

	// Accepted.
	{"plain", `{` + terms + `,"id":"urn:a","type":"T","name":"x"}`, "", ""},
	{"no id", `{` + terms + `,"name":"x"}`, "", ""},
	{"every kind", `{` + terms + `,"id":"urn:a","type":["T"],"name":["x",1,1.5,true],"knows":["urn:b",{"id":"_:b","name":"y"}],
		"near":"T","date":"2026-01-02","list":["x",["y"],[]],"label":{"nb":"x","sv":["y","z"],"@none":"w"},
		"data":{"b":[1,null],"a":"x"},"in":{"name":"inner"},"byIndex":{"@none":"x"},"byId":{"urn:c":{"name":"z"}},
		"byType":{"T":{"id":"urn:d"}},"of":{"id":"urn:e"},"nest":{"swedish":"ja"},"@included":[{"id":"urn:f","name":"q"}]}`, "", ""},
	{"empty array member", `{` + terms + `,"id":"urn:a","type":"T","name":[]}`, "", ""},
	{"empty list", `{` + terms + `,"id":"urn:a","list":[]}`, "", ""},
	{"empty object member", `{` + terms + `,"id":"urn:a","name":{}}`, "", ""},
	{"null as a JSON literal", `{` + terms + `,"id":"urn:a","data":null}`, "", ""},
	{"string as a JSON literal", `{` + terms + `,"id":"urn:a","data":"null"}`, "", ""},
	{"base in the context", `{"@context":{"@base":"https://example.org/x/"},"@id":"a","urn:n":{"@id":"../b"}}`, "", ""},
	{"vocabulary", `{"@context":{"@vocab":"https://example.org/#"},"@type":"A","b":{"c":"d"}}`, "", ""},
	{"undefined prefix", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@type":"xsd:dateTime"}}`, "", ""},
	{"typed whole number", `{` + terms + `,"id":"urn:a","relDate":3}`, "", ""},
	{"typed fraction", `{` + terms + `,"id":"urn:a","relDate":3.5}`, "", ""},
	{"upper-case language", `{` + terms + `,"id":"urn:a","name":{"@value":"x","@language":"EN-gb"}}`, "", ""},
	{"language mapped away", `{"@context":{"@vocab":"urn:ex:","@language":"sv","plain":{"@language":null}},"plain":"x","name":"y"}`, "", ""},
	{"credential", `{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:uuid:1","type":"VerifiableCredential","issuer":"did:example:a",
		"credentialSubject":{"id":"did:example:b"}}`, "", ""},
	{"same protected context twice", `{"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/v2"],"id":"urn:uuid:1","type":"VerifiableCredential"}`, "", ""},
	{"several credentials", `{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiablePresentation","verifiableCredential":[
		{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:a","type":"VerifiableCredential","issuer":"did:example:a","credentialSubject":{"id":"did:example:b"}}]}`, "", ""},
	{"list of lists", `{` + terms + `,"id":"urn:a","name":{"@list":[{"@list":["x"]},{"@list":[]}]}}`, "", ""},
	{"reverse", `{` + terms + `,"id":"urn:a","@reverse":{"urn:ex:p":{"id":"urn:b"}}}`, "", ""},
	{"non-ASCII IRI", `{` + terms + `,"id":"https://example.org/fjäll","name":"x"}`, "", ""},
}

func TestDataLoss(t *testing.T) {
	for _, tc := range lossCases {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Canonicalize(t.Context(), parseDocument(t, []byte(tc.doc)), Options{})
			if tc.code == "" {
				require.NoError(t, err)
				return
			}
			var fault *Error
			require.True(t, errors.As(err, &fault), "got %v", err)
			require.Equal(t, tc.code, fault.Code, "%v", err)
			require.Equal(t, tc.pointer, fault.Pointer, "%v", err)
			require.Equal(t, lossCodes[tc.code], errors.Is(err, ErrDataLoss))
		})
	}
}

func TestLexicalForms(t *testing.T) {
	const s = "http://www.w3.org/2001/XMLSchema#"
	for _, tc := range []struct{ value, term string }{
		{`3`, `"3"^^<` + s + `integer>`},
		{`3.0`, `"3"^^<` + s + `integer>`},
		{`-0`, `"0"^^<` + s + `integer>`},
		{`1e3`, `"1000"^^<` + s + `integer>`},
		{`100000000000000000000`, `"100000000000000000000"^^<` + s + `integer>`},
		{`1e21`, `"1.0E21"^^<` + s + `double>`},
		{`3.5`, `"3.5E0"^^<` + s + `double>`},
		{`0.1`, `"1.0E-1"^^<` + s + `double>`},
		{`1e-7`, `"1.0E-7"^^<` + s + `double>`},
		{`-12.25`, `"-1.225E1"^^<` + s + `double>`},
		{`{"@value":3,"@type":"` + s + `double"}`, `"3.0E0"^^<` + s + `double>`},
		{`{"@value":3,"@type":"https://www.w3.org/2001/XMLSchema#float"}`, `"3"^^<https://www.w3.org/2001/XMLSchema#float>`},
		{`{"@value":3.0,"@type":"https://www.w3.org/2001/XMLSchema#float"}`, `"3"^^<https://www.w3.org/2001/XMLSchema#float>`},
		{`{"@value":3.5,"@type":"https://www.w3.org/2001/XMLSchema#float"}`, `"3.5E0"^^<https://www.w3.org/2001/XMLSchema#float>`},
		{`{"@value":"3.50","@type":"` + s + `double"}`, `"3.50"^^<` + s + `double>`},
		{`{"@value":true,"@type":"urn:d"}`, `"true"^^<urn:d>`},
		{`false`, `"false"^^<` + s + `boolean>`},
		{`"x"`, `"x"`},
		{`{"@value":"x","@type":"` + s + `string"}`, `"x"`},
		{`{"@value":"x","@language":"EN-gb"}`, `"x"@en-gb`},
		{`{"@value":"x","@language":"AR","@direction":"rtl"}`, `"x"^^<https://www.w3.org/ns/i18n#ar_rtl>`},
		{`{"@value":"x","@direction":"ltr"}`, `"x"^^<https://www.w3.org/ns/i18n#_ltr>`},
		{`0.30000000000000004`, `"3.0E-1"^^<` + s + `double>`},
		{`{"@value":{"b":1.50,"a":[null,"\u00e9",1e2]},"@type":"@json"}`,
			`"{\"a\":[null,\"é\",100],\"b\":1.5}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`},
		{`{"@value":null,"@type":"@json"}`, `"null"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`},
		{`{"@value":"sober","@type":"@json"}`, `"\"sober\""^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`},
		{`{"@value":[],"@type":"@json"}`, `"[]"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`},
	} {
		doc := parseDocument(t, []byte(`{"@id":"urn:a","urn:p":`+tc.value+`}`))
		c, err := Canonicalize(t.Context(), doc, Options{})
		require.NoError(t, err, tc.value)
		require.Equal(t, "<urn:a> <urn:p> "+tc.term+" .\n", string(c.Bytes()))
	}
}

// TestBlankLabels shows that the labels of a document cannot be the same as those
// that are made up.
func TestBlankLabels(t *testing.T) {
	for _, label := range []string{"b0", "b1", "c14n0", "x"} {
		doc := parseDocument(t, []byte(`{"@id":"_:`+label+`","urn:p":[{"urn:q":1},{"urn:q":2},{"@id":"_:`+label+`"}]}`))
		ds, err := Dataset(t.Context(), doc, Options{})
		require.NoError(t, err)
		c, err := rdf.Canonicalize(t.Context(), ds, rdf.Options{})
		require.NoError(t, err)
		require.Equal(t, 5, c.Len())
		issued := c.Issued(ds)
		require.Len(t, issued, 3)
		require.Contains(t, issued, label)
	}
}

// TestNames shows that unnamed blank nodes can be named by their places, that
// no two of them share a name, and that the canonical form stays the same.
func TestNames(t *testing.T) {
	names := Options{Name: func(at jsontree.Value) string { return at.Pointer() }}
	for _, tc := range lossCases {
		doc := parseDocument(t, []byte(tc.doc))
		plain, err := Dataset(t.Context(), doc, Options{})
		if err != nil {
			continue
		}
		named, err := Dataset(t.Context(), doc, names)
		require.NoError(t, err)
		require.Equal(t, plain.BlankNodes(), named.BlankNodes(), tc.name)
		require.Equal(t, canonical(t, plain), canonical(t, named), tc.name)
	}
	doc := parseDocument(t, []byte(`{`+terms+`,"list":["x",{"name":"y"}],"in":{"name":"z"},"knows":{"id":"_:k"}}`))
	ds, err := Dataset(t.Context(), doc, names)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"=", "+/list/0", "+/list/1", "=/list/1", "@/in", "=/in", "k"}, ds.Labels())
}

// TestErrorsOfCanonicalization shows that the categories of package rdf come through.
func TestErrorsOfCanonicalization(t *testing.T) {
	doc := parseDocument(t, []byte(`{"@id":"urn:a","urn:p":[1,2,3]}`))
	_, err := Canonicalize(t.Context(), doc, Options{Limits: rdf.Limits{Quads: 2}})
	require.ErrorIs(t, err, rdf.ErrLimit)
	_, err = Canonicalize(t.Context(), doc, Options{Hash: crypto.MD5})
	require.ErrorIs(t, err, rdf.ErrHash)
}
