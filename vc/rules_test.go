package vc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// negatives holds, for each document, edits and the problems that they cause,
// as "CODE pointer" without the prefix of the version.
var negatives = []struct {
	name, source, prefix string
	check                func(Document) []Problem
	cases                map[string]string // edits, separated by "; " -> problems, separated by ", "
}{
	{"credential 2.0", fullV2, "VCDM2-", credentialProblems, map[string]string{
		`-/@context`:       "CONTEXT /@context",
		`/@context=null`:   "CONTEXT /@context",
		`/@context=7`:      "CONTEXT /@context",
		`/@context=[]`:     "CONTEXT /@context",
		`/@context=""`:     "CONTEXT /@context",
		`/@context={}`:     "CONTEXT-FIRST /@context",
		`/@context/1=null`: "CONTEXT /@context/1",
		`/@context/1=123`:  "CONTEXT /@context/1",
		`/@context/1=[]`:   "CONTEXT /@context/1",
		`/@context/1="https ://not-a-url/contexts/1"`:         "CONTEXT /@context/1",
		`/@context/1="relative"`:                              "CONTEXT /@context/1",
		`-/@context/0`:                                        "CONTEXT-FIRST /@context",
		`/@context/0="http://www.w3.org/ns/credentials/v2"`:   "CONTEXT-FIRST /@context",
		`/@context/0="https://www.w3.org/ns/credentials/v2/"`: "CONTEXT-FIRST /@context",
		`/@context="https://www.w3.org/ns/credentials/v2"`:    "CONTEXT-LIST /@context",

		`-/type`:                    "TYPE /type",
		`/type=null`:                "TYPE /type",
		`/type=[]`:                  "TYPE /type",
		`/type=""`:                  "TYPE /type",
		`/type={}`:                  "TYPE /type",
		`/type/1=""`:                "TYPE /type/1",
		`/type/1=5`:                 "TYPE /type/1",
		`/type/1="@id"`:             "TYPE /type/1",
		`/type/1="https ://x#Type"`: "TYPE /type/1",
		`/type=["Course"]`:          "TYPE-CREDENTIAL /type",
		`/type="Course"`:            "TYPE-CREDENTIAL /type",

		`-/issuer`:              "ISSUER /issuer",
		`/issuer=null`:          "ISSUER /issuer",
		`/issuer=[]`:            "ISSUER /issuer",
		`/issuer=["did:x:y"]`:   "ISSUER /issuer",
		`/issuer=5`:             "ISSUER /issuer",
		`/issuer=""`:            "ISSUER-ID /issuer",
		`/issuer="fake-issuer"`: "ISSUER-ID /issuer",
		`/issuer={}`:            "ISSUER-ID /issuer/id",
		`/issuer/id=null`:       "ISSUER-ID /issuer/id",
		`/issuer/id="fake"`:     "ISSUER-ID /issuer/id",

		`-/credentialSubject`:               "SUBJECT /credentialSubject",
		`/credentialSubject=null`:           "SUBJECT /credentialSubject",
		`/credentialSubject="did:x:y"`:      "SUBJECT /credentialSubject",
		`/credentialSubject=[]`:             "SUBJECT /credentialSubject",
		`/credentialSubject={}`:             "SUBJECT /credentialSubject",
		`/credentialSubject/1={}`:           "SUBJECT /credentialSubject/1",
		`/credentialSubject/1="did:x:y"`:    "SUBJECT /credentialSubject/1",
		`/credentialSubject/1=[{"a":1}]`:    "SUBJECT /credentialSubject/1",
		`/credentialSubject/0/id=["a","b"]`: "ID /credentialSubject/0/id",

		`/validFrom=null`:                           "NULL /validFrom",
		`/validFrom=""`:                             "VALID-FROM /validFrom",
		`/validFrom="2026-01-01"`:                   "VALID-FROM /validFrom",
		`/validFrom="2026-01-01T00:00:00"`:          "VALID-FROM /validFrom",
		`/validFrom="2026-02-30T00:00:00Z"`:         "VALID-FROM /validFrom",
		`/validFrom={"@value":"x"}`:                 "VALID-FROM /validFrom",
		`/validFrom=["2026-01-01T00:00:00Z"]`:       "VALID-FROM /validFrom",
		`/validUntil=1767225600`:                    "VALID-UNTIL /validUntil",
		`/validUntil="2031-01-01T00:00:60Z"`:        "VALID-UNTIL /validUntil",
		`/validUntil="2026-01-01T00:30:00+01:00"`:   "PERIOD /validUntil",
		`/issuanceDate="2026-01-01T00:00:00Z"`:      "OLD-DATE /issuanceDate",
		`-/validUntil; /expirationDate="anything"`:  "OLD-DATE /expirationDate",
		`/validFrom="x"; /validUntil="2026-01-01Z"`: "VALID-FROM /validFrom, VALID-UNTIL /validUntil",

		`/credentialStatus=null`:                  "NULL /credentialStatus",
		`/credentialStatus=[]`:                    "STATUS /credentialStatus",
		`/credentialStatus="https://example.org"`: "STATUS /credentialStatus",
		`/credentialStatus=[{"type":"A"}, 5]`:     "STATUS /credentialStatus/1",
		`/credentialStatus={}`:                    "STATUS-TYPE /credentialStatus/type",
		`-/credentialStatus/type`:                 "STATUS-TYPE /credentialStatus/type",
		`/credentialStatus/type=2`:                "STATUS-TYPE /credentialStatus/type",
		`/credentialStatus/id=["a:b","c:d"]`:      "ID /credentialStatus/id",
		`/credentialStatus/id="https ://x"`:       "ID /credentialStatus/id",

		`/credentialSchema="https://example.org"`:    "SCHEMA /credentialSchema",
		`/credentialSchema/0=null`:                   "SCHEMA /credentialSchema/0",
		`-/credentialSchema/0/type`:                  "SCHEMA-TYPE /credentialSchema/0/type",
		`-/credentialSchema/0/id`:                    "SCHEMA-ID /credentialSchema/0/id",
		`/credentialSchema/0/id="https ://x"`:        "SCHEMA-ID /credentialSchema/0/id",
		`/refreshService=true`:                       "REFRESH /refreshService",
		`-/refreshService/type`:                      "REFRESH-TYPE /refreshService/type",
		`/refreshService/id=1`:                       "ID /refreshService/id",
		`/termsOfUse=[[]]`:                           "TERMS /termsOfUse/0",
		`-/termsOfUse/0/type`:                        "TERMS-TYPE /termsOfUse/0/type",
		`/termsOfUse={}`:                             "TERMS-TYPE /termsOfUse/type",
		`/evidence="https://example.org"`:            "EVIDENCE /evidence",
		`/evidence={}`:                               "EVIDENCE-TYPE /evidence/type",
		`/evidence/0/type=[]`:                        "EVIDENCE-TYPE /evidence/0/type",
		`/evidence/0/id="exam"`:                      "ID /evidence/0/id",
		`/confidenceMethod=null`:                     "NULL /confidenceMethod",
		`/confidenceMethod="x"`:                      "EXTENSION /confidenceMethod",
		`/renderMethod/0={"id":"https://a.example"}`: "EXTENSION-TYPE /renderMethod/0/type",

		`/relatedResource=null`:                                       "NULL /relatedResource",
		`/relatedResource="x"`:                                        "RELATED /relatedResource",
		`/relatedResource=["https://example.org/a"]`:                  "RELATED /relatedResource/0",
		`-/relatedResource/0/id`:                                      "RELATED-ID /relatedResource/0/id",
		`/relatedResource/0/id="a"`:                                   "RELATED-ID /relatedResource/0/id",
		`/relatedResource/1/id="https://example.org/contexts/1"`:      "RELATED-UNIQUE /relatedResource/1/id",
		`-/relatedResource/0/digestSRI`:                               "RELATED-DIGEST /relatedResource/0",
		`/relatedResource/0/digestSRI=null`:                           "RELATED-SRI /relatedResource/0/digestSRI",
		`/relatedResource/0/digestSRI="sha256-AAAA"`:                  "RELATED-SRI /relatedResource/0/digestSRI",
		`/relatedResource/0/digestSRI="md5-AAAAAAAAAAAAAAAAAAAAAA=="`: "RELATED-SRI /relatedResource/0/digestSRI",
		`/relatedResource/0/digestSRI=" "`:                            "RELATED-SRI /relatedResource/0/digestSRI",
		`/relatedResource/1/digestMultibase=[]`:                       "RELATED-MULTIBASE /relatedResource/1/digestMultibase",
		`/relatedResource/1/digestMultibase/0="uAAAA"`:                "RELATED-MULTIBASE /relatedResource/1/digestMultibase/0",
		`/relatedResource/1/digestMultibase/0="x"`:                    "RELATED-MULTIBASE /relatedResource/1/digestMultibase/0",
		`/relatedResource/1/digestMultibase/0=5`:                      "RELATED-MULTIBASE /relatedResource/1/digestMultibase/0",
		`/relatedResource/0/mediaType="json"`:                         "RELATED-MEDIA-TYPE /relatedResource/0/mediaType",
		`/relatedResource/0/mediaType=1`:                              "RELATED-MEDIA-TYPE /relatedResource/0/mediaType",

		`/name=null`:                            "NULL /name",
		`/name=[]`:                              "TEXT /name",
		`/name={}`:                              "TEXT /name",
		`/name=12`:                              "TEXT /name",
		`/name/2=["Course"]`:                    "TEXT /name/2",
		`/name/0/url="did:x:y"`:                 "TEXT /name/0",
		`-/name/0/@value`:                       "TEXT /name/0",
		`/name/0/@value=1`:                      "TEXT /name/0",
		`/name/0/@language=1`:                   "TEXT /name/0",
		`/name/1/@direction="up"`:               "TEXT /name/1",
		`/description=true`:                     "TEXT /description",
		`/issuer/name={"@value":"a","url":"b"}`: "TEXT /issuer/name",
		`/issuer/description/0=null`:            "TEXT /issuer/description/0",
		`-/name/0/@language`:                    "TEXT-LANGUAGE /name/0",
		`/name/0/@language="norsk bokmål"`:      "TEXT-LANGUAGE /name/0",
		`/name/0/@language="9n"`:                "TEXT-LANGUAGE /name/0",
		`/name/0/@language=""`:                  "TEXT-LANGUAGE /name/0",

		`/proof=null`:        "PROOF /proof",
		`/proof="eyJ"`:       "PROOF /proof",
		`/proof=[]`:          "PROOF /proof",
		`/proof/0="eyJ"`:     "PROOF /proof/0",
		`-/proof/0/type`:     "PROOF-TYPE /proof/0/type",
		`/proof/0/id="p"`:    "ID /proof/0/id",
		`/id=null`:           "ID /id",
		`/id=["a:b"]`:        "ID /id",
		`/id={}`:             "ID /id",
		`/id=""`:             "ID /id",
		`/id="https ://x/1"`: "ID /id",
		`/image=null`:        "NULL /image",
	}},
	{"credential 1.1", fullV1, "VCDM1-", credentialProblems, map[string]string{
		`/@context=["https://example.org/c","https://www.w3.org/2018/credentials/v1"]`: "CONTEXT-FIRST /@context",
		`/@context/1=5`: "CONTEXT /@context/1",
		`/@context="https://www.w3.org/2018/credentials/v1"`: "CONTEXT-LIST /@context",
		`-/type`:                                 "TYPE /type",
		`/type=["Course"]`:                       "TYPE-CREDENTIAL /type",
		`-/issuer`:                               "ISSUER /issuer",
		`/issuer="Vestre Aas"`:                   "ISSUER-ID /issuer",
		`/credentialSubject={}`:                  "SUBJECT /credentialSubject",
		`-/issuanceDate; -/issued`:               "ISSUANCE-DATE /issuanceDate",
		`-/issuanceDate; -/issued; -/validFrom`:  "ISSUANCE-DATE /issuanceDate",
		`/issuanceDate=null`:                     "ISSUANCE-DATE /issuanceDate",
		`/issuanceDate="2026-01-01"`:             "ISSUANCE-DATE /issuanceDate",
		`-/issuanceDate`:                         "ISSUED /issued",
		`/expirationDate="never"`:                "EXPIRATION-DATE /expirationDate",
		`/validUntil="never"`:                    "RESERVED-DATE /validUntil",
		`/issued=5`:                              "RESERVED-DATE /issued",
		`-/expirationDate`:                       "NEW-UNTIL /validUntil",
		`/issuanceDate="2026-01-01T00:00:00"`:    "DATE-ZONE /issuanceDate",
		`/expirationDate="2026-01-31T00:00:00Z"`: "PERIOD /expirationDate",
		`/credentialStatus=5`:                    "STATUS /credentialStatus",
		`-/credentialStatus/type`:                "STATUS-TYPE /credentialStatus/type",
		`-/credentialStatus/id`:                  "STATUS-ID /credentialStatus/id",
		`/credentialSchema="x:y"`:                "SCHEMA /credentialSchema",
		`-/credentialSchema/type`:                "SCHEMA-TYPE /credentialSchema/type",
		`-/credentialSchema/id`:                  "SCHEMA-ID /credentialSchema/id",
		`/refreshService=[]`:                     "REFRESH /refreshService",
		`-/refreshService/type`:                  "REFRESH-TYPE /refreshService/type",
		`-/refreshService/id`:                    "REFRESH-ID /refreshService/id",
		`/termsOfUse="https://example.org"`:      "TERMS /termsOfUse",
		`/termsOfUse={"id":"a:b"}`:               "TERMS-TYPE /termsOfUse/type",
		`/evidence=null`:                         "NULL /evidence",
		`/evidence="x"`:                          "EVIDENCE /evidence",
		`/evidence={"id":"a:b"}`:                 "EVIDENCE-TYPE /evidence/type",
		`/proof=true`:                            "PROOF /proof",
		`/proof={}`:                              "PROOF-TYPE /proof/type",
		`/id="1"`:                                "ID /id",
		`/holder=null`:                           "NULL /holder",
	}},
	{"presentation 2.0", fullPresentation, "VCDM2-", CheckPresentation, map[string]string{
		`-/@context`:                                       "CONTEXT /@context",
		`/@context/0={"A":"https://a.example"}`:            "CONTEXT-FIRST /@context",
		`-/type`:                                           "TYPE /type",
		`/type=["VerifiableCredential"]`:                   "TYPE-PRESENTATION /type",
		`/holder=[]`:                                       "HOLDER /holder, CREDENTIAL-SECURED /verifiableCredential/1",
		`/holder=null`:                                     "NULL /holder, CREDENTIAL-SECURED /verifiableCredential/1",
		`/holder={"name":"Acme"}`:                          "HOLDER-ID /holder/id, CREDENTIAL-SECURED /verifiableCredential/1",
		`/holder="z6MkpJySvETLnxhQG9"`:                     "HOLDER-ID /holder, CREDENTIAL-SECURED /verifiableCredential/1",
		`/verifiableCredential/0="eyJ"`:                    "CREDENTIAL /verifiableCredential/0",
		`/verifiableCredential=null`:                       "NULL /verifiableCredential",
		`/verifiableCredential/0={}`:                       "CREDENTIAL /verifiableCredential/0",
		`-/holder`:                                         "CREDENTIAL-SECURED /verifiableCredential/1",
		`/holder="did:example:nils"`:                       "CREDENTIAL-SECURED /verifiableCredential/1",
		`/verifiableCredential/0/type=[]`:                  "TYPE /verifiableCredential/0/type",
		`-/verifiableCredential/1/credentialSubject`:       "SUBJECT /verifiableCredential/1/credentialSubject",
		`-/verifiableCredential/2/type`:                    "ENVELOPE-TYPE /verifiableCredential/2/type",
		`-/verifiableCredential/2/@context`:                "ENVELOPE-CONTEXT /verifiableCredential/2/@context",
		`/verifiableCredential/2/id="https://example.org"`: "ENVELOPE-ID /verifiableCredential/2/id",
		`/termsOfUse={}`:                                   "TERMS-TYPE /termsOfUse/type",
		`/proof="x"`:                                       "PROOF /proof",
		`/id="x"`:                                          "ID /id",
	}},
	{"presentation 1.1", presentationV1, "VCDM1-", CheckPresentation, map[string]string{
		``:                                      "CREDENTIAL /verifiableCredential",
		`-/verifiableCredential; /type="Other"`: "TYPE-PRESENTATION /type",
		`-/verifiableCredential; /holder=5`:     "HOLDER /holder",
		`-/verifiableCredential; /holder="x"`:   "HOLDER-ID /holder",
		`-/verifiableCredential; -/proof/type`:  "PROOF-TYPE /proof/type",
	}},
	{"envelope", fullEnvelope, "VCDM2-", CheckEnvelope, map[string]string{
		`/@context=[]`: "ENVELOPE-CONTEXT /@context",
		`/@context="https://www.w3.org/ns/credentials/examples/v2"`: "ENVELOPE-CONTEXT /@context",
		`-/type`:                           "ENVELOPE-TYPE /type",
		`/type=["VerifiablePresentation"]`: "ENVELOPE-TYPE /type",
		`/type=["EnvelopedVerifiablePresentation","Other"]`: "ENVELOPE-TYPE /type",
		`-/id`:                    "ENVELOPE-ID /id",
		`/id="eyJ.eyJ.x"`:         "ENVELOPE-ID /id",
		`/id="https://a.example"`: "ENVELOPE-ID /id",
	}},
}

func TestEveryRuleIsBrokenSomewhere(t *testing.T) {
	broken := map[string]bool{ruleMatch.Code: true} // in TestCheckRelatedResource
	for _, n := range negatives {
		t.Run(n.name, func(t *testing.T) {
			for edits, want := range n.cases {
				d := document(t, n.source)
				if edits != "" {
					d = edit(t, d, strings.Split(edits, "; ")...)
				}
				problems := n.check(d)
				var codes []string
				for _, p := range strings.Split(want, ", ") {
					codes = append(codes, n.prefix+p)
				}
				require.ElementsMatch(t, codes, list(problems), edits)
				for _, p := range problems {
					broken[p.Code()] = true
					require.NotContains(t, p.Error(), "  ")
					require.NotEmpty(t, p.Found)
				}
			}
		})
	}
	for _, v := range []Version{V1, V2} {
		for _, rule := range Rules(v) {
			require.True(t, broken[rule.Code], "no test breaks %s", rule.Code)
		}
	}
}

func TestFullDocumentsKeepEveryRule(t *testing.T) {
	require.Empty(t, list(credentialProblems(document(t, fullV2))))
	require.Empty(t, list(credentialProblems(document(t, fullV1))))
	require.Empty(t, list(CheckPresentation(document(t, fullPresentation))))
	require.Empty(t, list(CheckEnvelope(document(t, fullEnvelope))))
}

// The full documents have something for each rule to look at, unless the rule
// is about something that should not be there.
func TestFullDocumentsReachEveryRule(t *testing.T) {
	absent := map[string]bool{"OLD-DATE": true, "RELATED-UNIQUE": true, "NULL": true}
	reached := map[string]bool{}
	for _, full := range []struct {
		of  class
		v   Version
		src string
	}{{credential, V1, fullV1}, {credential, V2, fullV2}, {presentation, V2, fullPresentation}, {envelope, V2, fullEnvelope}} {
		for _, r := range table {
			if r.of&full.of == 0 || r.rules[full.v] == nil {
				continue
			}
			r.at.show(document(t, full.src).Root(), func(s spot) {
				reached[r.code] = reached[r.code] || s.value.Exists()
			})
		}
	}
	for _, r := range table {
		require.Equal(t, !absent[r.code], reached[r.code], r.code)
	}
}

func TestRulesAreWellFormed(t *testing.T) {
	for v, prefix := range map[Version]string{V1: "VCDM1-", V2: "VCDM2-"} {
		codes := map[string]bool{}
		for _, r := range Rules(v) {
			require.True(t, strings.HasPrefix(r.Code, prefix), r.Code)
			require.False(t, codes[r.Code], "%s stands twice", r.Code)
			codes[r.Code] = true
			require.True(t, IsURL(r.Spec), r.Spec)
			require.Contains(t, r.Spec, "#")
			require.True(t, strings.HasSuffix(r.Text, "."), r.Text)
			require.Regexp(t, map[Level]string{Must: `(?i)\bmust\b|No two`, Should: `should`}[r.Level], r.Text)
		}
	}
	require.Empty(t, Rules(0))
	require.Empty(t, Rules(200))
}

// Any value may stand at a place that a rule looks at.
func TestMutations(t *testing.T) {
	// Members in which a value of this kind is right, besides the one there.
	right := map[string]string{
		"{}": " /@context/1 /@context/2 /credentialSubject/0/achieved ",
		`"x"`: " /name /description /issuer/name /issuer/description /type/1 /type/2 /name/0 /name/1 /name/2 /issuer/description/0 " +
			"/credentialStatus/type /credentialSchema/0/type /refreshService/type /termsOfUse/0/type /termsOfUse/1/type " +
			"/termsOfUse/1/type/0 /evidence/0/type /evidence/0/type/0 /confidenceMethod/type /renderMethod/0/type /proof/0/type " +
			"/name/0/@value /name/1/@value /description/@value /issuer/description/0/@value " +
			"/name/0/@language /name/1/@language /description/@language /issuer/description/0/@language ",
	}
	unchecked := " /@context/2/Course /credentialSubject/0/achieved /credentialSubject/1/name "
	d := document(t, fullV2)
	for _, pointer := range pointers(d) {
		for _, raw := range []string{"null", "7", "true", `"x"`, `""`, "[]", "{}", `[[{}]]`, `{"id":null,"type":7}`} {
			problems := credentialProblems(edit(t, d, pointer+"="+raw))
			switch {
			case strings.Contains(unchecked, " "+pointer+" "):
				require.Empty(t, list(problems), "%s=%s", pointer, raw)
			case strings.Contains(right[raw], " "+pointer+" "):
			case raw == `""` && (strings.HasSuffix(pointer, "name") || strings.Contains(pointer, "@value") ||
				strings.Contains(pointer, "description") || strings.HasPrefix(pointer, "/name")):
			case strings.HasPrefix(pointer, "/@context/") && raw[0] == '{', strings.HasPrefix(pointer, "/credentialSubject/") && raw[0] == '{':
			default:
				require.NotEmpty(t, problems, "%s=%s", pointer, raw)
			}
		}
	}
}

// pointers returns the pointers of every value of a document but the root.
func pointers(d Document) []string {
	var out []string
	todo := []string{""}
	for len(todo) > 0 {
		v := d.Lookup(todo[0])
		for i := range v.Len() {
			todo = append(todo, v.At(i).Pointer())
		}
		if todo[0] != "" {
			out = append(out, todo[0])
		}
		todo = todo[1:]
	}
	return out
}

func TestProblemsAreBounded(t *testing.T) {
	d := document(t, fullV2)
	d = edit(t, d, `/@context=["https://www.w3.org/ns/credentials/v2"`+strings.Repeat(",7", 50_000)+"]")
	require.Len(t, credentialProblems(d), maxProblems)
}
