package proof_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// everyURL is a loader of the caller's that has the same context for every
// URL, whatever it is asked for.
type everyURL string

func (e everyURL) LoadContext(context.Context, string) ([]byte, error) { return []byte(e), nil }

func contextJSON(tb testing.TB, url string) string {
	tb.Helper()
	c, ok := contexts.Builtin().Lookup(url)
	require.True(tb, ok, url)
	return string(c.JSON())
}

// A loader of the caller's adds contexts; it cannot put another one in the
// place of a built-in one, however it came by it.
func TestContextSubstitution(t *testing.T) {
	good := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	evil := env()
	evil.Contexts = everyURL(`{"@context":{"@vocab":"urn:evil:","id":"@id","type":"@type"}}`)
	require.Equal(t, "valid", passOrFail(t, verifier(evil), good, anyone()))
	require.Equal(t, "invalid JSONLD-TERM-UNDEFINED", passOrFail(t, verifier(evil), change(good, "/grade", `"A"`), anyone()))
	require.Equal(t, "invalid PROOF-SIGNATURE", passOrFail(t, verifier(evil), change(good, "/@context/-", `"https://evil.example/"`, "/grade", `"A"`), anyone()))
}

// The base context under another name is not the base context, even when it
// reads the same: the document is in breach of the data model.
func TestContextAlias(t *testing.T) {
	twin := env()
	twin.Contexts = everyURL(contextJSON(t, vc.ContextV2))
	for _, url := range []string{
		"http://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/v2/", "https://www.w3.org/ns/credentials/v2#", "https://www.w3.org/ns/credentials/v2?v=1",
		"HTTPS://www.w3.org/ns/credentials/v2", "https://www.w3.org:443/ns/credentials/v2", "https://www.w3.org/ns//credentials/v2", "https://www.w3.org/ns/credentials/%762",
		"https://www.w3.org./ns/credentials/v2", "https://user@www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/v2.jsonld", "https://www.w3.org/ns/./credentials/v2",
		"https://www.wЗ.org/ns/credentials/v2", "urn:w3:v2", "ns/credentials/v2", " https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/V2",
	} {
		for _, suite := range bothWays {
			file := change(signed(t, plain(school.id), suite, school, dataintegrity.Options{}), "/@context/0", quote(url))
			for name, world := range map[string]vc.Env{"built in": env(), "with a twin": twin} {
				require.Contains(t, passOrFail(t, verifier(world), file, strict()), "VCDM2-CONTEXT-FIRST", "%s %s %s", url, suite, name)
			}
		}
	}
}

// What can be done to the contexts of a document that is signed.
func TestContextsChanged(t *testing.T) {
	const unknown, known = `"https://evil.example/context"`, `"https://w3id.org/security/multikey/v1"`
	inline := `{"grade":"urn:x:grade"}`
	remapped := `{"creditsEarned":"urn:x:other","name":"urn:x:name"}`
	rdfc := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	jcs := signed(t, badge(school.id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	list := func(urls ...string) []string { return []string{"/@context", "[" + strings.Join(urls, ",") + "]"} }
	v2, ob := quote(vc.ContextV2), quote(obContext)
	for _, tt := range []struct {
		name       string
		edits      []string
		rdfc, jcs  string
		unreadable bool
	}{
		{"a context removed", list(v2), "invalid JSONLD-TERM-UNDEFINED", "invalid PROOF-CONTEXT", false},
		{"all removed", []string{"/@context", ""}, "invalid PROOF-CONTEXT VCDM2-CONTEXT", "invalid PROOF-CONTEXT VCDM2-CONTEXT", false},
		{"none", list(), "invalid JSONLD-TERM-UNDEFINED VCDM2-CONTEXT", "invalid PROOF-CONTEXT VCDM2-CONTEXT", false},
		{"null", []string{"/@context", "null"}, "invalid JSONLD-TERM-UNDEFINED VCDM2-CONTEXT", "invalid PROOF-CONTEXT VCDM2-CONTEXT", false},
		{"the other way round", list(ob, v2), "invalid VCDM2-CONTEXT-FIRST", "invalid PROOF-CONTEXT VCDM2-CONTEXT-FIRST", false},
		{"another version of the base", list(quote(vc.ContextV1), ob), "invalid", "invalid", true},
		{"one set before", list(known, v2, ob), "invalid VCDM2-CONTEXT-FIRST", "invalid PROOF-CONTEXT VCDM2-CONTEXT-FIRST", false},
		{"one set between", list(v2, known, ob), "valid", "invalid PROOF-CONTEXT", false},
		{"an unknown one between", list(v2, unknown, ob), "indeterminate JSONLD-CONTEXT-UNKNOWN", "invalid PROOF-CONTEXT", false},
		{"one appended", list(v2, ob, known), "valid", "valid", false},
		{"an unknown one appended", list(v2, ob, unknown), "indeterminate JSONLD-CONTEXT-UNKNOWN", "valid", false},
		{"null appended", list(v2, ob, "null"), "invalid", "valid", true},
		{"a term appended and used", append(list(v2, ob, inline), "/grade", `"A"`), "invalid", "invalid PROOF-SIGNATURE", true},
		{"terms with another meaning", list(v2, ob, remapped), "invalid", "valid", true},
		{"a context in the subject", []string{"/credentialSubject/@context", `null`}, "invalid", "invalid PROOF-SIGNATURE", true},
		{"a base", list(v2, ob, `{"@base":"https://evil.example/"}`), "", "valid", true},
		{"a vocabulary and a term", append(list(v2, ob, `{"@vocab":"urn:x:"}`), "/grade", `"A"`), "invalid", "invalid PROOF-SIGNATURE", true},
	} {
		for name, c := range map[string]struct{ file, want string }{"rdfc": {rdfc, tt.rdfc}, "jcs": {jcs, tt.jcs}} {
			got := passOrFail(t, modeller(), change(c.file, tt.edits...), strict())
			if tt.unreadable && c.want != "valid" { // the code of the reason may differ; what counts is that it is not valid
				require.True(t, strings.HasPrefix(got, c.want), "%s %s: %s", tt.name, name, got)
				continue
			}
			expect(t, c.want, got, tt.name, name)
		}
	}
}

// Under JCS a context that was appended is no part of what was verified, and
// the document of the result does not have it: what a reader of the result
// sees was signed.
func TestContextAppendedUnderJCSIsCutOff(t *testing.T) {
	file := signed(t, badge(school.id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	appended := change(file, "/@context/-", `"https://w3id.org/security/multikey/v1"`, "/@context/-", `{"@vocab":"urn:evil:","creditsEarned":"urn:evil:x"}`)
	r, err := verifier(env()).Verify(t.Context(), []byte(appended), anyone())
	require.NoError(t, err)
	require.Equal(t, vc.Valid, r.Verdict)
	require.Equal(t, string(must(badge(school.id).Canonical())), string(must(r.Document.Canonical())))
	// The list in the proof is what counts, and it is signed.
	for _, raw := range []string{"", "[]", "null", quote(vc.ContextV2), "[" + quote(vc.ContextV2) + "]", `{}`} {
		require.True(t, strings.HasPrefix(check(t, change(file, "/proof/@context", raw)), "invalid "), raw)
	}
	// A proof without the list covers the contexts of the document.
	bare := byHand(badge(school.id), school, "")
	require.Equal(t, "valid", check(t, bare))
	require.Equal(t, "invalid PROOF-SIGNATURE", check(t, change(bare, "/@context/-", `"https://w3id.org/security/multikey/v1"`)))
}

// Whatever JSON-LD would drop makes a proof over the statements invalid, and
// a proof over the text does not cover it.
func TestInjectedMembers(t *testing.T) {
	const inner = "/credentialSubject/achievement"
	for _, tt := range []struct{ pointer, raw, rdfc string }{
		{"/grade", `"A"`, "JSONLD-TERM-UNDEFINED"},
		{"/grade", `null`, "JSONLD-TERM-UNDEFINED"},
		{"/grade", `[]`, "JSONLD-TERM-UNDEFINED"},
		{"/achievement", `{}`, "JSONLD-TERM-UNDEFINED"}, // known elsewhere, not here
		{inner + "/credentialStatus", `{"id":"urn:x"}`, "JSONLD-TERM-UNDEFINED"},
		{inner + "/grade", `{"value":"A"}`, "JSONLD-TERM-UNDEFINED"},
		{"/credentialSubject/result/0/grade", `"A"`, "JSONLD-TERM-UNDEFINED"},
		{"/issuer/trusted", `true`, "JSONLD-TERM-UNDEFINED"},
		{"/proof/trusted", `true`, "JSONLD-TERM-UNDEFINED"},
		{"/proof/grade", `null`, "JSONLD-TERM-UNDEFINED"},
		{"/type/-", `"Diploma"`, "JSONLD-TYPE-UNDEFINED"},
		{inner + "/type/-", `"Diploma"`, "JSONLD-TYPE-UNDEFINED"},
		{"/proof/type", `["DataIntegrityProof","Other"]`, "PROOF-FORM"},
		{"/@foo", `"A"`, "JSONLD-KEYWORD"},
		{"/@index", `"A"`, "JSONLD-VALUE-DROPPED"},
		{inner + "/id", `"diploma/1"`, "JSONLD-IRI-RELATIVE"},
		{inner + "/tag/-", `{"@value":null}`, "JSONLD-VALUE-DROPPED"},
	} {
		for _, suite := range bothWays {
			file := signed(t, badge(school.id), suite, school, dataintegrity.Options{})
			got := check(t, change(file, tt.pointer, tt.raw))
			if suite == dataintegrity.EdDSAJCS2022 {
				tt.rdfc = "PROOF-SIGNATURE"
				if tt.pointer == "/proof/type" {
					tt.rdfc = "PROOF-FORM"
				}
			}
			require.True(t, strings.HasPrefix(got, "invalid ") && strings.Contains(got, tt.rdfc), "%s %s=%s: %s", suite, tt.pointer, tt.raw, got)
		}
	}
}

// Names of things that were never there, under every suite with statements.
func TestInjectionUnderEverySuite(t *testing.T) {
	for suite, by := range map[dataintegrity.Cryptosuite]person{
		dataintegrity.EdDSARDFC2022: school, dataintegrity.ECDSARDFC2019: schoolEC, dataintegrity.Ed25519Signature2020: school,
	} {
		doc := edit(badge(by.id), "/@context/-", `"https://w3id.org/security/suites/ed25519-2020/v1"`)
		file := signed(t, doc, suite, by, dataintegrity.Options{})
		require.Equal(t, "valid", check(t, file), suite)
		for i, raw := range []string{`"A"`, `{"id":"urn:x"}`, `7`, `null`} {
			require.Equal(t, "invalid JSONLD-TERM-UNDEFINED", check(t, change(file, fmt.Sprintf("/x%d", i), raw)), suite)
		}
	}
}
