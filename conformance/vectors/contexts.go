package vectors

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// specFirst is where the data model says which context comes first.
const specFirst = "https://www.w3.org/TR/vc-data-model-2.0/#contexts"

// changedContexts returns the vectors of what can be done to the contexts of a
// credential, with a key and without.
func changedContexts(b bench) ([]Vector, error) {
	older := quote(vc.ContextV1)
	other := `"https://w3id.org/security/multikey/v1"`
	badge, base := quote(badgeContext), quote(vc.ContextV2)
	list := func(urls ...string) []string { return []string{"/@context", "[" + strings.Join(urls, ",") + "]"} }
	rows := []struct {
		slug, because    string
		statements, text string // the rule that is broken under each way; "": none
		edits            []string
	}{
		{"badge-removed", "The context of badges was taken away, so their names mean nothing.", "JSONLD-TERM-UNDEFINED", "PROOF-CONTEXT", list(base)},
		{"removed", "The contexts were taken away.", "", "PROOF-CONTEXT", []string{"/@context", ""}},
		{"emptied", "The list of contexts is empty.", "JSONLD-TERM-UNDEFINED", "PROOF-CONTEXT", list()},
		{"null", "The contexts are null.", "JSONLD-TERM-UNDEFINED", "PROOF-CONTEXT", []string{"/@context", "null"}},
		{"turned", "The contexts stand the other way round.", "VCDM2-CONTEXT-FIRST", "PROOF-CONTEXT", list(badge, base)},
		{"one-before", "A context was put before the others.", "VCDM2-CONTEXT-FIRST", "PROOF-CONTEXT", list(other, base, badge)},
		{"one-between", "A context was put between the others.", "", "PROOF-CONTEXT", list(base, other, badge)},
		{"older-first", "The context of the older data model stands in the place of the first.", "JSONLD-TERM-UNDEFINED", "PROOF-CONTEXT", list(older, badge)},
		{"term", "A context was added that defines one more name, which is used.", "PROOF-SIGNATURE", "PROOF-SIGNATURE", append(list(base, badge, `{"grade":"https://vocabulary.example/grade"}`), "/grade", `"A"`)},
		{"vocabulary", "A context was added that gives every name a meaning, and a name is used.", "PROOF-SIGNATURE", "PROOF-SIGNATURE", append(list(base, badge, `{"@vocab":"https://vocabulary.example/"}`), "/grade", `"A"`)},
		{"in-the-subject", "A context was put into the subject that takes the meaning from every name.", "JSONLD-PROTECTED", "PROOF-SIGNATURE", []string{"/credentialSubject/@context", "null"}},
		{"keyword-unknown", "A member was added whose name looks like a keyword of JSON-LD.", "JSONLD-KEYWORD", "PROOF-SIGNATURE", []string{"/@grade", `"A"`}},
		{"index", "An index was added, which says nothing as a statement.", "JSONLD-VALUE-DROPPED", "PROOF-SIGNATURE", []string{"/@index", `"A"`}},
		{"known-elsewhere", "A member was added whose name is defined, but not in this place.", "JSONLD-TERM-UNDEFINED", "PROOF-SIGNATURE", []string{"/achievement", "{}"}},
		{"trusted", "A member was added to the issuer that no context defines.", "JSONLD-TERM-UNDEFINED", "PROOF-SIGNATURE", []string{"/issuer/trusted", "true"}},
		{"null-member", "A member without a value was added that no context defines.", "JSONLD-TERM-UNDEFINED", "PROOF-SIGNATURE", []string{"/grade", "null"}},
		{"value-null", "A value object without a value was added.", "JSONLD-VALUE-DROPPED", "PROOF-SIGNATURE", []string{"/credentialSubject/achievement/tag/-", `{"@value":null}`}},
		{"proof-types", "The proof has a second type.", "PROOF-FORM", "PROOF-FORM", []string{"/proof/0/type", `["DataIntegrityProof","Other"]`}},
	}
	operators := []operator{{slug: "base", rule: "VCDM2-CONTEXT-FIRST", spec: specFirst, make: basesUnderOtherNames}}
	for _, row := range rows {
		edited := edits(row.edits...)
		operators = append(operators,
			operator{slug: row.slug, rule: row.statements, because: row.because, make: edited, only: func(g good) bool { return row.statements != "" && statementsOnly(g) }},
			operator{slug: row.slug, rule: row.text, because: row.because, make: edited, only: textOnly},
		)
	}
	d := draftOf("badge")
	d.slug = "contexts"
	return b.vectorsOf(bothWays, d, operators)
}

// basesUnderOtherNames signs credentials whose first context is only like that of
// the data model. A JCS proof is right whatever the contexts are.
func basesUnderOtherNames(g good) ([]embeddedCopy, error) {
	if g.suite.statements {
		return nil, nil // it cannot be signed: nobody has these contexts
	}
	var out []embeddedCopy
	for _, row := range []struct{ slug, because, url string }{
		{"http", "without TLS", "http://www.w3.org/ns/credentials/v2"},
		{"slash", "with a slash at its end", "https://www.w3.org/ns/credentials/v2/"},
		{"hash", "with an empty fragment", "https://www.w3.org/ns/credentials/v2#"},
		{"query", "with a query", "https://www.w3.org/ns/credentials/v2?v=1"},
		{"capitals", "in capitals in part", "HTTPS://www.w3.org/ns/credentials/v2"},
		{"port", "with a port", "https://www.w3.org:443/ns/credentials/v2"},
		{"two-slashes", "with two slashes in its path", "https://www.w3.org/ns//credentials/v2"},
		{"percent", "with an escape", "https://www.w3.org/ns/credentials/%762"},
		{"dot", "with a dot behind the host", "https://www.w3.org./ns/credentials/v2"},
		{"user", "with the name of a user", "https://user@www.w3.org/ns/credentials/v2"},
		{"extension", "with the extension of a file", "https://www.w3.org/ns/credentials/v2.jsonld"},
		{"folder", "with a dot as folder", "https://www.w3.org/ns/./credentials/v2"},
		{"cyrillic", "with a letter of another script", "https://www.wЗ.org/ns/credentials/v2"},
		{"relative", "without a host", "ns/credentials/v2"},
		{"blank", "behind a blank", " https://www.w3.org/ns/credentials/v2"},
	} {
		copies, err := issued(func(good) []string { return []string{"/@context/0", quote(row.url)} })(g)
		if err != nil {
			return nil, err
		}
		copies[0].slug, copies[0].because = row.slug, "The first context is that of the data model "+row.because+"."
		out = append(out, copies...)
	}
	return out, nil
}
