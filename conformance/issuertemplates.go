package conformance

import (
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// template is a credential that an issuer is asked to sign.
type template struct {
	name string
	text string // "{{issuer}}" stands for the id of the issuer, "{{id}}" for a new one
}

// unnamedIssuer is the issuer of what is put to a target that does not say by which
// identifier it signs: the target has to put its own.
const unnamedIssuer = "https://issuer.example/"

// document returns the template for an issuer.
func (t template) document(issuer string) (vc.Document, error) {
	if issuer == "" {
		issuer = unnamedIssuer
	}
	fill := strings.NewReplacer("{{issuer}}", strings.Trim(quoted(issuer), `"`), "{{id}}", newID())
	return vc.ParseDocument([]byte(fill.Replace(t.text)), vc.Limits{})
}

// newID returns an id that no credential has: a target may keep what it issued, and
// refuse to issue it again.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // it never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// The credentials that an issuer must be able to sign. They hold texts in several
// scripts, dates with and without offset, lists of one and of several.
var (
	model2Templates = []template{
		{"the least", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"{{issuer}}",
			"credentialSubject":{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01"}}`},
		{"names and dates", `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"{{id}}","type":["VerifiableCredential"],
			"issuer":{"id":"{{issuer}}","name":"Vestre Ås høgskole"},"name":{"@value":"Tilgjengelige nettsider – 無障害 🎓","@language":"nb"},
			"description":[{"@value":"A course","@language":"en"},{"@value":"Ett kurs","@language":"sv"}],
			"validFrom":"2024-01-02T03:04:05Z","validUntil":"2094-01-02T03:04:05+01:00",
			"credentialSubject":{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01","name":"Þóra \"Äikiö\" \\ Ø"}}`},
		{"several subjects", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"{{issuer}}","validFrom":"2024-01-02T03:04:05Z",
			"credentialSubject":[{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01","name":"A"},{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a03","name":"B"}]}`},
	}
	model1Templates = []template{
		{"the least", `{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiableCredential"],"issuer":"{{issuer}}","issuanceDate":"2024-01-02T03:04:05Z",
			"credentialSubject":{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01"}}`},
		{"an end", `{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"{{id}}","type":["VerifiableCredential"],"issuer":{"id":"{{issuer}}"},
			"issuanceDate":"2024-01-02T03:04:05Z","expirationDate":"2094-01-02T03:04:05Z","credentialSubject":{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01"}}`},
	}
	badgeTemplates = []template{
		{"the least badge", `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
			"id":"{{id}}","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Accessible pages",
			"issuer":{"id":"{{issuer}}","type":["Profile"],"name":"Vestre Ås høgskole"},"validFrom":"2024-01-02T03:04:05Z",
			"credentialSubject":{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01","type":["AchievementSubject"],
				"achievement":{"id":"https://vestre-aas.example/achievements/1","type":["Achievement"],"name":"Accessible pages","description":"Writes pages that everybody can read.","criteria":{"narrative":"An examination."}}}}`},
		{"a badge with results", `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
			"id":"{{id}}","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Tilgjengelige nettsider 🎓",
			"issuer":{"id":"{{issuer}}","type":["Profile"],"name":"Vestre Ås høgskole"},
			"validFrom":"2024-01-02T03:04:05Z","awardedDate":"2024-01-01T00:00:00Z","validUntil":"2094-01-02T03:04:05Z",
			"credentialSubject":{"type":["AchievementSubject"],
				"identifier":[{"type":"IdentityObject","hashed":true,"identityHash":"sha256$1c8ba0a4ef2b5d5d4f4c9f0e4fda4c6a5d8f0a63f3b1d1a2b9fbb7b2a5c8d9e0","identityType":"emailAddress","salt":"nor2026"}],
				"creditsEarned":2.5,
				"result":[{"type":["Result"],"resultDescription":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a07","value":"B"}],
				"achievement":{"id":"https://vestre-aas.example/achievements/2","type":["Achievement"],"achievementType":"MicroCredential","name":"Tilgjengelige nettsider","inLanguage":"nb",
					"description":"Lager nettsider som alle kan lese.","criteria":{"narrative":"# Eksamen\nSkriftlig."},"creditsAvailable":2.5,"tag":["web","universell utforming"],
					"alignment":[{"type":["Alignment"],"targetName":"Web accessibility","targetUrl":"http://data.europa.eu/esco/skill/1"}],
					"resultDescription":[{"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a07","type":["ResultDescription"],"name":"Karakter","resultType":"LetterGrade","allowedValue":["A","B","C"]}]}},
			"evidence":[{"type":["Evidence"],"name":"Portfolio","narrative":"Three pages."}]}`},
	}
)

// spoilt is a way to spoil a template, by which it breaks a rule.
type spoilt struct {
	rule  string
	name  string
	edits []string // pointers and values; "" removes
	// refuse says that it must be refused, since nothing that can be made of it says
	// what it says. Otherwise an issuer may mend it.
	refuse bool
}

// The ways to spoil templates, by what they break. Each is applied to the first
// template of a profile.
var (
	model2Spoils = []spoilt{
		{rule: "VCDM2-CONTEXT", name: "no context", edits: []string{"/@context", ""}},
		{rule: "VCDM2-CONTEXT", name: "a number for a context", edits: []string{"/@context", `4`}},
		{rule: "VCDM2-CONTEXT-FIRST", name: "another context first", edits: []string{"/@context", `["https://w3id.org/security/data-integrity/v2","https://www.w3.org/ns/credentials/v2"]`}},
		{rule: "VCDM2-TYPE", name: "no type", edits: []string{"/type", ""}},
		{rule: "VCDM2-TYPE-CREDENTIAL", name: "without the type VerifiableCredential", edits: []string{"/type", `["https://a.example/Other"]`}},
		{rule: "VCDM2-ISSUER-ID", name: "an issuer that is no URL", edits: []string{"/issuer", `"not a url"`}},
		{rule: "VCDM2-ISSUER", name: "an issuer that is a number", edits: []string{"/issuer", `4`}},
		{rule: "VCDM2-SUBJECT", name: "no subject", edits: []string{"/credentialSubject", ""}},
		{rule: "VCDM2-SUBJECT", name: "an empty subject", edits: []string{"/credentialSubject", `{}`}},
		{rule: "VCDM2-SUBJECT", name: "a subject that is a text", edits: []string{"/credentialSubject", `"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a01"`}},
		{rule: "VCDM2-VALID-FROM", name: "a beginning that is no date", edits: []string{"/validFrom", `"2024-13-45T00:00:00Z"`}},
		{rule: "VCDM2-VALID-FROM", name: "a beginning without zone", edits: []string{"/validFrom", `"2024-01-02T03:04:05"`}},
		{rule: "VCDM2-VALID-UNTIL", name: "an end that is no date", edits: []string{"/validUntil", `"some day"`}},
		{rule: "VCDM2-PERIOD", name: "an end before the beginning", edits: []string{"/validFrom", `"2024-01-02T03:04:05Z"`, "/validUntil", `"2023-01-02T03:04:05Z"`}},
		{rule: "VCDM2-ID", name: "an id that is no URL", edits: []string{"/id", `"not a url"`}},
		{rule: "VCDM2-ID", name: "a subject of which the id is no URL", edits: []string{"/credentialSubject", `{"id":"not a url","name":"A"}`}},
		{rule: "VCDM2-STATUS-TYPE", name: "a status without type", edits: []string{"/credentialStatus", `{"id":"https://a.example/status#1"}`}},
		{rule: "VCDM2-SCHEMA-TYPE", name: "a schema without type", edits: []string{"/credentialSchema", `{"id":"https://a.example/schema.json"}`}},
		{rule: "VCDM2-SCHEMA-ID", name: "a schema without id", edits: []string{"/credentialSchema", `{"type":"JsonSchema"}`}},
		{rule: "VCDM2-EVIDENCE-TYPE", name: "evidence without type", edits: []string{"/evidence", `[{"id":"https://a.example/evidence"}]`}},
		{rule: "VCDM2-TERMS-TYPE", name: "terms of use without type", edits: []string{"/termsOfUse", `{"id":"https://a.example/terms"}`}},
		{rule: "VCDM2-REFRESH-TYPE", name: "a refresh service without type", edits: []string{"/refreshService", `{"id":"https://a.example/refresh"}`}},
		{rule: "VCDM2-RELATED-DIGEST", name: "a related resource without digest", edits: []string{"/relatedResource", `[{"id":"https://www.w3.org/ns/credentials/v2"}]`}},
		{rule: "VCDM2-TEXT", name: "a name that is a number", edits: []string{"/name", `4`}},
	}
	model1Spoils = []spoilt{
		{rule: "VCDM1-CONTEXT", name: "no context", edits: []string{"/@context", ""}},
		{rule: "VCDM1-CONTEXT-FIRST", name: "another context first", edits: []string{"/@context", `["https://w3id.org/security/suites/ed25519-2020/v1","https://www.w3.org/2018/credentials/v1"]`}},
		{rule: "VCDM1-TYPE", name: "no type", edits: []string{"/type", ""}},
		{rule: "VCDM1-TYPE-CREDENTIAL", name: "without the type VerifiableCredential", edits: []string{"/type", `["https://a.example/Other"]`}},
		{rule: "VCDM1-ISSUER-ID", name: "an issuer that is no URL", edits: []string{"/issuer", `"not a url"`}},
		{rule: "VCDM1-SUBJECT", name: "no subject", edits: []string{"/credentialSubject", ""}},
		{rule: "VCDM1-SUBJECT", name: "an empty subject", edits: []string{"/credentialSubject", `{}`}},
		{rule: "VCDM1-ISSUANCE-DATE", name: "a date of issue that is no date", edits: []string{"/issuanceDate", `"yesterday"`}},
		{rule: "VCDM1-EXPIRATION-DATE", name: "an end that is no date", edits: []string{"/expirationDate", `"some day"`}},
		{rule: "VCDM1-PERIOD", name: "an end before the beginning", edits: []string{"/expirationDate", `"2023-01-02T03:04:05Z"`}},
		{rule: "VCDM1-ID", name: "an id that is no URL", edits: []string{"/id", `"not a url"`}},
		{rule: "VCDM1-STATUS-TYPE", name: "a status without type", edits: []string{"/credentialStatus", `{"id":"https://a.example/status/1"}`}},
		{rule: "VCDM1-STATUS-ID", name: "a status without id", edits: []string{"/credentialStatus", `{"type":"https://a.example/Status"}`}},
		{rule: "VCDM1-EVIDENCE-TYPE", name: "evidence without type", edits: []string{"/evidence", `[{"id":"https://a.example/evidence"}]`}},
	}
	badgeSpoils = []spoilt{
		{rule: "OB3-CONTEXT", name: "the contexts in another order", edits: []string{"/@context", `["https://www.w3.org/ns/credentials/v2","https://w3id.org/security/data-integrity/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`}},
		{rule: "OB3-REQUIRED", name: "no criteria", edits: []string{"/credentialSubject/achievement/criteria", ""}},
		{rule: "OB3-REQUIRED", name: "no description", edits: []string{"/credentialSubject/achievement/description", ""}},
		{rule: "OB3-REQUIRED", name: "no achievement", edits: []string{"/credentialSubject/achievement", ""}},
		{rule: "OB3-SUBJECT", name: "nobody who achieved it", edits: []string{"/credentialSubject/id", ""}},
		{rule: "OB3-CRITERIA", name: "criteria that say nothing", edits: []string{"/credentialSubject/achievement/criteria", `{"type":"Criteria"}`}},
		{rule: "OB3-NODE-TYPE", name: "an achievement of another type", edits: []string{"/credentialSubject/achievement/type", `["Profile"]`}},
		{rule: "OB3-KIND", name: "a name that is a number", edits: []string{"/credentialSubject/achievement/name", `4`}},
		{rule: "OB3-ENUM", name: "a type of achievement that there is not", edits: []string{"/credentialSubject/achievement/achievementType", `"Trophy"`}},
		{rule: "OB3-EMPTY", name: "an empty list", edits: []string{"/evidence", `[]`}},
		{rule: "OB3-ARRAY", name: "two achievements", edits: []string{"/credentialSubject/achievement", `[{"id":"https://a.example/1","type":["Achievement"],"name":"A","description":"A","criteria":{"narrative":"A"}},{"id":"https://a.example/2","type":["Achievement"],"name":"B","description":"B","criteria":{"narrative":"B"}}]`}},
		{rule: "OB3-RESULT", name: "a result of nothing", edits: []string{"/credentialSubject/result", `[{"type":["Result"],"resultDescription":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0aff","value":"A"}]`}},
		{rule: "OB3-HASH", name: "a hash of another form", edits: []string{"/credentialSubject/identifier", `[{"type":"IdentityObject","hashed":true,"identityHash":"crc32$00","identityType":"emailAddress"}]`}},
		{rule: "OB3-JSONLD", name: "a name that no context defines", edits: []string{"/credentialSubject/achievement/nobodyDefinesThis", `"x"`}, refuse: true},
		{rule: "OB3-JSONLD", name: "a type that no context defines", edits: []string{"/credentialSubject/achievement/type", `["Achievement","NobodyDefinesThis"]`}, refuse: true},
	}
	// linkedSpoils are for proofs over JSON-LD: signing would leave out a part.
	linkedSpoils = []spoilt{
		{rule: "JSONLD-TERM-UNDEFINED", name: "a name that no context defines", edits: []string{"/nobodyDefinesThis", `"x"`}, refuse: true},
		{rule: "JSONLD-TYPE-UNDEFINED", name: "a type that no context defines", edits: []string{"/type/-", `"NobodyDefinesThis"`}, refuse: true},
		{rule: "JSONLD-CONTEXT-UNKNOWN", name: "a context that nobody has", edits: []string{"/@context/-", `"https://nobody-has-this.invalid/context.json"`}, refuse: true},
		{rule: "JSONLD-PROTECTED", name: "a protected name with another meaning", edits: []string{"/@context/-", `{"VerifiableCredential":"https://a.example/Other"}`}, refuse: true},
	}
)
