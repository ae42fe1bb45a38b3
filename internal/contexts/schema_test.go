package contexts

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// The JSON Schema of the extension stands in the repository as the file that its
// URL is to serve (Open Badges 3.0, section 7). It is made from the table of terms.
func TestExtensionSchema(t *testing.T) {
	const file = "../../docs/ns/eumc/v1.schema.json"
	sub, _ := tableFiles(t)
	d, _, err := (&reader{files: sub}).readTable("eumc-v1.terms")
	require.NoError(t, err)
	text, err := json.MarshalIndent(schemaOf(d.parts[0].scope), "", "  ")
	require.NoError(t, err)
	text = append(text, '\n')
	if *update {
		require.NoError(t, os.WriteFile(file, text, 0o644))
	}
	there, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, string(text) == string(there), "%s is not what the table says; go test ./internal/contexts -run TestExtensionSchema -update", file)
}

type object = map[string]any

// schemaOf returns the schema of a context: wherever a node has one of the types of
// the extension, the values of its terms must be of their kinds.
func schemaOf(s *scope) object {
	defs, node := object{}, []any{}
	for _, t := range s.terms {
		if t.scope == nil || t.typ != "" {
			continue // not a type
		}
		defs[t.name] = object{"properties": properties(t.scope, defs)}
		has := object{"type": "object", "required": []any{"type"}, "properties": object{"type": object{"type": "array", "contains": object{"const": t.name}}}}
		node = append(node, object{"if": has, "then": object{"$ref": "#/$defs/" + t.name}})
	}
	defs["anyNode"] = object{"allOf": node, "items": object{"$ref": "#/$defs/anyNode"}, "additionalProperties": object{"$ref": "#/$defs/anyNode"}}
	defs["text"] = object{"type": "object", "additionalProperties": object{"anyOf": []any{
		object{"type": "string"}, object{"type": "array", "items": object{"type": "string"}}}}}
	return object{
		"$schema": "https://json-schema.org/draft/2019-09/schema",
		"$id":     EuMicroCredential + ".schema.json",
		"title":   "The terms of European micro-credentials in an Open Badge 3.0",
		"$ref":    "#/$defs/anyNode", "$defs": defs,
	}
}

// properties returns the schemas of the terms of a context. A term has the same
// definition wherever it occurs, so each is defined once.
func properties(s *scope, defs object) object {
	out := object{}
	for _, t := range s.terms {
		if t.iri == "" {
			continue
		}
		out[t.name] = object{"$ref": "#/$defs/term." + t.name}
		if _, done := defs["term."+t.name]; !done {
			defs["term."+t.name] = true // while its own terms are written
			defs["term."+t.name] = valueOf(t, defs)
		}
	}
	return out
}

// valueOf returns the schema of the values of a term.
func valueOf(t *term, defs object) any {
	one := object{"type": "string"}
	switch typ := t.typ[strings.LastIndexAny(t.typ, "#/")+1:]; {
	case slices.Contains(t.containers, "@language"):
		one = object{"$ref": "#/$defs/text"}
	case typ == "@json":
		return true
	case typ == "@id" && t.scope != nil:
		one = object{"type": []any{"object", "string"}, "properties": properties(t.scope, defs)}
	case typ == "@id":
		one = object{"type": []any{"object", "string"}}
	case typ == "boolean":
		one = object{"type": "boolean"}
	case typ == "decimal":
		one["pattern"] = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"
	case typ == "duration":
		one["pattern"] = "^-?P"
	case typ == "date":
		one["pattern"] = "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"
	case typ == "dateTime":
		one["pattern"] = "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T"
	}
	if slices.Contains(t.containers, "@set") {
		return object{"anyOf": []any{one, object{"type": "array", "items": one}}}
	}
	return one
}

// A document with every term keeps the schema, and one wrong value of any kind
// breaks it.
func TestExtensionSchemaJudges(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	schema, err := compiler.Compile(filepath.Join("..", "..", "docs", "ns", "eumc", "v1.schema.json"))
	require.NoError(t, err)
	text, err := os.ReadFile("testdata/eumc.json")
	require.NoError(t, err)
	judge := func(text string) error {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		require.NoError(t, err)
		return schema.Validate(doc)
	}
	require.NoError(t, judge(string(text)))
	for _, wrong := range []string{
		`{"type":["OpenBadgeCredential","EuMicroCredential"],"displayTitle":"Sikkerhet"}`,
		`{"type":["EuMicroCredential"],"issuedAt":"yesterday"}`,
		`{"a":[{"type":["EuMicroCredentialAchievement"],"creditPoint":[{"point":2.5}]}]}`,
		`{"type":["EuMicroCredentialAchievement"],"volumeOfLearning":"60 hours"}`,
		`{"type":["EuMicroCredentialAchievement"],"supervision":{"supervised":"yes"}}`,
		`{"type":["EuMicroCredentialProfile"],"homepage":[7]}`,
	} {
		require.Error(t, judge(wrong), wrong)
	}
	require.NoError(t, judge(`{"type":["OpenBadgeCredential"],"displayTitle":"of somebody else"}`))
}
