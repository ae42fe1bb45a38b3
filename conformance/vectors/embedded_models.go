package vectors

import (
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// model is a credential that breaks a rule of the data model 2.0, as a careless
// issuer would sign it. A verifier must check each required property and produce
// errors for what is no conforming document (section 1.3).
type model struct {
	slug, rule, because string
	edits               []string
}

var models = []model{
	{"no-context", "VCDM2-CONTEXT", "There is no @context.", []string{"/@context", ""}},
	{"context-last", "VCDM2-CONTEXT-FIRST", "The first context is not that of the data model.", []string{"/@context", `["https://www.w3.org/ns/credentials/examples/v2","` + vc.ContextV2 + `"]`}},
	{"context-number", "VCDM2-CONTEXT", "A context is a number.", []string{"/@context/-", "7"}},
	{"no-type", "VCDM2-TYPE", "There is no type.", []string{"/type", ""}},
	{"other-type", "VCDM2-TYPE-CREDENTIAL", "The types do not include VerifiableCredential.", []string{"/type", `["https://vocabulary.example/Diploma"]`}},
	{"no-issuer", "VCDM2-ISSUER", "There is no issuer.", []string{"/issuer", ""}},
	{"issuer-list", "VCDM2-ISSUER", "The issuer is a list.", []string{"/issuer", `["https://issuer.example/1","https://issuer.example/2"]`}},
	{"issuer-number", "VCDM2-ISSUER", "The issuer is a number.", []string{"/issuer", "7"}},
	{"issuer-text", "VCDM2-ISSUER-ID", "The issuer is no URL.", []string{"/issuer", `"a school"`}},
	{"issuer-without-id", "VCDM2-ISSUER-ID", "The issuer is an object without id.", []string{"/issuer", `{"name":"A school"}`}},
	{"id-text", "VCDM2-ID", "The id is no URL.", []string{"/id", `"number 7"`}},
	{"id-list", "VCDM2-ID", "There are two ids.", []string{"/id", `["urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad001","urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad002"]`}},
	{"no-subject", "VCDM2-SUBJECT", "There is no credentialSubject.", []string{"/credentialSubject", ""}},
	{"subject-empty", "VCDM2-SUBJECT", "The credentialSubject is empty.", []string{"/credentialSubject", "{}"}},
	{"subject-text", "VCDM2-SUBJECT", "The credentialSubject is a text.", []string{"/credentialSubject", `"` + learnerDID + `"`}},
	{"subject-none", "VCDM2-SUBJECT", "The list of subjects is empty.", []string{"/credentialSubject", "[]"}},
	{"start-day", "VCDM2-VALID-FROM", "The validFrom is a day without time and zone.", []string{"/validFrom", `"2020-03-01"`}},
	{"start-zoneless", "VCDM2-VALID-FROM", "The validFrom has no zone.", []string{"/validFrom", `"2020-03-01T08:00:00"`}},
	{"end-text", "VCDM2-VALID-UNTIL", "The validUntil is no date.", []string{"/validUntil", `"for ever"`}},
	{"end-number", "VCDM2-VALID-UNTIL", "The validUntil is a number.", []string{"/validUntil", "4102444799"}},
	{"end-list", "VCDM2-VALID-UNTIL", "There are two ends.", []string{"/validUntil", `["2099-12-31T23:59:59Z","2098-12-31T23:59:59Z"]`}},
	{"end-before-start", "VCDM2-PERIOD", "The credential ends before it begins, though both lie where they should for one who looks at one of them.", []string{"/validFrom", `"2019-03-01T08:00:00Z"`, "/validUntil", `"2018-03-01T08:00:00Z"`}},
	{"status-untyped", "VCDM2-STATUS-TYPE", "The credentialStatus has no type.", []string{"/credentialStatus", `{"id":"https://status.example/1#7"}`}},
	{"schema-untyped", "VCDM2-SCHEMA-TYPE", "The credentialSchema has no type.", []string{"/credentialSchema", `{"id":"https://schemas.example/1"}`}},
	{"schema-without-id", "VCDM2-SCHEMA-ID", "The credentialSchema has no id.", []string{"/credentialSchema", `{"type":"JsonSchema"}`}},
	{"evidence-untyped", "VCDM2-EVIDENCE-TYPE", "The evidence has no type.", []string{"/evidence", `[{"id":"https://evidence.example/1"}]`}},
	{"terms-untyped", "VCDM2-TERMS-TYPE", "The termsOfUse have no type.", []string{"/termsOfUse", `[{"id":"https://terms.example/1"}]`}},
	{"refresh-untyped", "VCDM2-REFRESH-TYPE", "The refreshService has no type.", []string{"/refreshService", `{"id":"https://refresh.example/1"}`}},
	{"name-number", "VCDM2-TEXT", "The name is a number.", []string{"/name", "7"}},
	{"name-with-more", "VCDM2-TEXT", "The name has a member beside its value, language and direction.", []string{"/name", `{"@value":"First aid","@language":"en","url":"https://example.org"}`}},
	{"related-undigested", "VCDM2-RELATED-DIGEST", "A related resource has no digest.", []string{"/relatedResource", `[{"id":"https://related.example/1","mediaType":"application/json"}]`}},
	{"related-twice", "VCDM2-RELATED-UNIQUE", "Two related resources have the same id.", []string{"/relatedResource",
		`[{"id":"https://related.example/1","digestSRI":"sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="},{"id":"https://related.example/1","digestSRI":"sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="}]`}},
}

// brokenModels signs each of the models. What a suite for statements cannot sign
// is left out there.
func brokenModels(g good) ([]embeddedCopy, error) {
	var out []embeddedCopy
	for _, m := range models {
		doc, err := edit(g.unsigned, m.edits...)
		if err != nil {
			return nil, err
		}
		signed, err := g.sign(doc, g.issuer, g.options)
		var unsignable *dataintegrity.InputError
		if errors.As(err, &unsignable) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: m.slug, rule: m.rule, because: m.because, text: signed.String()})
	}
	return out, nil
}

// hides reports whether a document can be written with other names.
func hides(g good) bool { return fromJSONLD(g) && g.unsigned.Get("validUntil").Exists() }

// The names that another context or none gives to the end.
const (
	credentialsIRI = "https://www.w3.org/2018/credentials#"
	endedTyped     = `{"@value":"` + endedOn + `","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`
	endedText      = `"` + endedOn + `"`
	ownID          = "urn:the-id-of-the-document" // stands for it in the edits
)

// rewriting is the statements of a credential that has ended, in other words:
// nobody needs a key for that, and the signature stays right.
type rewriting struct {
	slug, because string
	edits         []string
	// kept says that the member keeps its name, so that its value breaks the data
	// model.
	kept bool
}

var rewritings = []rewriting{
	{"by-iri", "The credential has ended, and the end stands under the IRI of validUntil.", []string{"/validUntil", "", "/https:~1~1www.w3.org~12018~1credentials#validUntil", endedTyped}, false},
	{"by-compact-iri", "The credential has ended, and the end stands under a compact IRI.", []string{"/validUntil", "", "/@context/-", `{"c":"` + credentialsIRI + `"}`, "/c:validUntil", endedTyped}, false},
	{"renamed", "The credential has ended, and a context gives the end another name.",
		[]string{"/validUntil", "", "/@context/-", `{"lastDay":{"@id":"` + credentialsIRI + `validUntil","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}}`, "/lastDay", endedText}, false},
	{"included", "The credential has ended, and the end stands in a block beside the document.",
		[]string{"/validUntil", "", "/@included", `[{"id":"` + ownID + `","type":"VerifiableCredential","validUntil":` + endedText + `}]`}, false},
	{"nested", "The credential has ended, and the end stands in a nest.", []string{"/validUntil", "", "/@nest", `{"validUntil":` + endedText + `}`}, false},
	{"in-a-list", "The credential has ended, and the end stands in a list.", []string{"/validUntil", "[" + endedText + "]"}, true},
	{"twice", "The credential has ended, and the end stands twice in a list.", []string{"/validUntil", "[" + endedText + "," + endedText + "]"}, true},
	{"as-value", "The credential has ended, and the end is a value object.", []string{"/validUntil", endedTyped}, true},
	{"as-set", "The credential has ended, and the end is a set.", []string{"/validUntil", `{"@set":[` + endedText + `]}`}, true},
}

// hiddenEnds writes a credential that has ended so that a reader of the JSON may
// miss it. The data model wants compacted documents (section 1.3), but not every
// verifier needs to notice; a value of the wrong form it must notice.
func hiddenEnds(g good) ([]embeddedCopy, error) {
	doc, err := edit(g.unsigned, "/validUntil", endedText)
	if err != nil {
		return nil, err
	}
	ended, err := g.sign(doc, g.issuer, g.options)
	if err != nil {
		return nil, err
	}
	var out []embeddedCopy
	for _, r := range rewritings {
		edits := slices.Clone(r.edits)
		for i := range edits {
			edits[i] = strings.ReplaceAll(edits[i], ownID, g.unsigned.Get("id").Text())
		}
		doc, err := edit(ended, edits...)
		if err != nil {
			return nil, err
		}
		c := embeddedCopy{slug: r.slug, because: r.because, text: doc.String()}
		if r.kept {
			c.rule, c.level = "VCDM2-VALID-UNTIL", vc.Must
		}
		out = append(out, c)
	}
	return out, nil
}
