package template

import (
	"bytes"
	"encoding/json"
)

// SchemaID is the address of [Schema].
const SchemaID = "https://mikromerit.github.io/ns/template/v1.schema.json"

// object is an object of JSON; encoding/json writes its members in order.
type object map[string]any

// Schema returns a JSON Schema of templates, by which editors complete and check them.
// It comes from the same tables that read them. What it cannot say, such as that a
// level must be one of its framework, is checked by [Parse].
func Schema() []byte {
	schema := classSchema(members())
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$id"] = SchemaID
	schema["title"] = "Template of a micro-credential"
	schema["required"] = []string{"title", "learner"}
	schema["$defs"] = definitionsOfSchema()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(schema) // maps and texts can always be written
	return out.Bytes()
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

func either(all ...object) object { return object{"anyOf": all} }

// several is one of a thing, or a list of them.
func several(one object) object { return either(one, object{"type": "array", "items": one}) }

// classSchema returns the schema of an object.
func classSchema[T any](c class[T]) object {
	properties := object{}
	for _, m := range c {
		properties[m.name] = object{"$ref": "#/$defs/" + m.takes, "description": m.what}
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// definitionsOfSchema are what members take.
func definitionsOfSchema() object {
	word := object{"type": []string{"string", "number", "boolean"}}
	text := either(ref("word"), object{"type": "object", "minProperties": 1, "additionalProperties": ref("word"), "propertyNames": object{"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}})
	titledBy := func(c object) object { return several(either(ref("text"), c)) }
	pattern := func(p string) object {
		return object{"type": "string", "pattern": p + `|\{\{`}
	}
	return object{
		"word": word, "text": text, "words": several(ref("word")), "texts": several(ref("text")),
		"date":    pattern(`^[0-9]{4}-[0-9]{2}-[0-9]{2}`),
		"address": pattern(`^[A-Za-z][A-Za-z0-9+.-]*:`), "addresses": several(ref("address")),
		"number":         either(object{"type": "number", "minimum": 0}, pattern(`^[0-9.]+$`)),
		"truth":          either(object{"type": "boolean"}, pattern(`^(yes|no|true|false|Yes|No|True|False)$`)),
		"file":           pattern(`\.(png|jpe?g|svg|pdf|txt|md|json|xml|csv)$`),
		"code":           either(ref("word"), classSchema(concepts())),
		"codes":          several(ref("code")),
		"party":          either(ref("word"), classSchema(organisations())),
		"parties":        object{"type": "object", "additionalProperties": classSchema(organisations())},
		"parties-list":   several(ref("party")),
		"learner":        either(ref("word"), classSchema(learners())),
		"validity":       classSchema(validities()),
		"outcomes":       titledBy(classSchema(outcomes())),
		"credits":        several(either(pattern(`^[0-9.]+ .+`), classSchema(workloads()))),
		"assessments":    several(either(ref("word"), classSchema(assessments()))),
		"qualities":      titledBy(classSchema(assurances())),
		"prerequisites":  titledBy(classSchema(requirements())),
		"reference":      either(ref("text"), classSchema(references())),
		"references":     titledBy(classSchema(references())),
		"supervision":    classSchema(supervisions()),
		"stackability":   either(ref("word"), classSchema(stackings())),
		"scale":          classSchema(scales()),
		"grade":          either(ref("text"), classSchema(grades())),
		"origin":         either(ref("word"), classSchema(origins())),
		"partners":       several(classSchema(partners())),
		"issuing-rights": several(classSchema(issuingRights())),
		"validation":     several(classSchema(steps())),
		"attachments":    several(either(ref("file"), classSchema(attachments()))),
	}
}
