package dataintegrity

import (
	"crypto"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

// worked is the canonical form of a proof's options as it is worked out for any
// document.
func worked(tb testing.TB, env vc.Env, used string, options vc.Document) (string, error) {
	tb.Helper()
	config, err := options.Without("/proofValue")
	require.NoError(tb, err)
	config, err = config.With("/@context", used)
	require.NoError(tb, err)
	out, remarks, err := canonicalise(tb.Context(), env, rdfc{}, config, manner{hash: crypto.SHA256}, true)
	if len(remarks) > 0 {
		return "", fmt.Errorf("there are remarks: %v", remarks)
	}
	return string(out.bytes), err
}

// checkTemplate compares both ways and reports whether there is a template. Where
// the options cannot be worked out although there is one, the document itself must
// be at fault, for it comes first.
func checkTemplate(tb testing.TB, env vc.Env, used string, options vc.Document) bool {
	tb.Helper()
	contexts, err := vc.ParseDocument([]byte(`{"@context":`+used+`,"urn:x:1":"2"}`), vc.Limits{})
	require.NoError(tb, err)
	got, ok := templated(nil, env, contexts.Get("@context"), options.Root())
	if !ok {
		return false
	}
	want, err := worked(tb, env, used, options)
	if err != nil {
		_, _, err := canonicalise(tb.Context(), env, rdfc{}, contexts, manner{hash: crypto.SHA256}, false)
		require.Error(tb, err, "%s %s", used, options)
		return true
	}
	require.Equal(tb, want, string(got), "%s %s", used, options)
	return true
}

func document(tb testing.TB, text string) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

// templateMembers are members of a proof for which there is a template.
var templateMembers = []string{
	`"id":"urn:uuid:1"`, `"cryptosuite":"eddsa-rdfc-2022"`, `"created":"2026-01-01T00:00:00Z"`, `"verificationMethod":"did:key:z6Mk#z6Mk"`,
	`"proofPurpose":"assertionMethod"`, `"expires":"2027-01-01T00:00:00Z"`, `"domain":"a.example"`, `"challenge":"c"`, `"nonce":"n"`, `"proofValue":"z1"`, `"@context":"urn:x"`,
}

// Whatever members a proof has, its template is what is worked out.
func TestTemplateOfMembers(t *testing.T) {
	const used = `["` + vc.ContextV2 + `"]`
	for chosen := range 1 << len(templateMembers) {
		text := `{"type":"DataIntegrityProof"`
		for i, member := range templateMembers {
			if chosen>>i&1 != 0 {
				text += "," + member
			}
		}
		require.True(t, checkTemplate(t, vc.Env{}, used, document(t, text+"}")))
	}
}

// Whatever built-in context stands beside the one that defines the proof, before
// or after it, the template is what is worked out.
func TestTemplateOfContexts(t *testing.T) {
	for _, form := range []string{`%[2]q`, `[%[2]q,%[1]q]`, `[%[1]q,%[2]q]`, `[%[3]q,%[4]q,%[1]q]`, `[%[3]q,%[1]q,%[4]q]`} {
		for _, url := range contexts.Builtin().URLs() {
			used := fmt.Sprintf(form, url, vc.ContextV2, vc.ContextV1, contexts.DataIntegrityV2)
			for _, iris := range [][2]string{{"urn:x:1", "did:x:1"}, {"http://x.example", "https://x.example"}} {
				options := document(t, `{"id":"`+iris[0]+`","type":"DataIntegrityProof","verificationMethod":"`+iris[1]+`",`+
					`"proofPurpose":"authentication",`+strings.Join(templateMembers[5:], ",")+`}`)
				require.True(t, checkTemplate(t, vc.Env{}, used, options), used)
			}
		}
	}
}

// There is no template for what could mean something else.
func TestTemplateIsNotFor(t *testing.T) {
	const usual = `"type":"DataIntegrityProof","created":"2026-01-01T00:00:00Z"`
	const used = `["` + vc.ContextV2 + `"]`
	for _, options := range []string{
		`{"created":"2026-01-01T00:00:00Z"}`, `{"type":["DataIntegrityProof"]}`, `{"type":"Ed25519Signature2020"}`, `{"@type":"DataIntegrityProof"}`,
		`{` + usual + `,"previousProof":"urn:x:1"}`, `{` + usual + `,"domain":["a","b"]}`, `{` + usual + `,"challenge":null}`, `{` + usual + `,"nonce":1}`,
		`{` + usual + `,"proofPurpose":"keyAgreement"}`, `{` + usual + `,"verificationMethod":"z6Mk"}`, `{` + usual + `,"verificationMethod":"cred:x"}`,
		`{` + usual + `,"verificationMethod":"did:x:a b"}`, `{` + usual + `,"nonce":"a\nb"}`, `{` + usual + `,"nonce":"\u00e9"}`, `{` + usual + `,"nonce":"\""}`,
		`{` + usual + `,"id":"_:b1"}`, `{` + usual + `,"id":{"id":"urn:x:1"}}`, `{` + usual + `,"name":"x"}`,
	} {
		require.False(t, checkTemplate(t, vc.Env{}, used, document(t, options)), options)
	}
	for _, used := range []string{`[]`, `null`, `{}`, `["` + vc.ContextV1 + `"]`, `["` + vc.ContextV2 + `",{}]`, `["` + vc.ContextV2 + `",null]`, `["` + vc.ContextV2 + `","https://own.example"]`} {
		require.False(t, checkTemplate(t, vc.Env{}, used, document(t, `{`+usual+`}`)), used)
	}
	for _, env := range []vc.Env{{ContextRevisions: map[string]string{vc.ContextV2: "1"}}, {Limits: vc.Limits{Quads: 3}}} {
		require.False(t, checkTemplate(t, env, used, document(t, `{`+usual+`}`)))
	}
}

// FuzzTemplate gives the members of a proof any text.
func FuzzTemplate(f *testing.F) {
	f.Add("", "eddsa-rdfc-2022", "did:key:z#z", "assertionMethod", "n")
	f.Add("https://x.example/1", "\u00e9", "https:x", "authentication", "\"\\\n")
	f.Add("urn:uuid:1", "", "http://[", "capabilityInvocation", "@en")
	f.Fuzz(func(t *testing.T, id, suite, method, purpose, text string) {
		w := objectWriter{}
		w.text("id", id)
		w.text("type", "DataIntegrityProof")
		w.text("cryptosuite", suite)
		w.text("verificationMethod", method)
		w.text("proofPurpose", purpose)
		for _, name := range []string{"created", "expires", "domain", "challenge", "nonce"} {
			w.text(name, text)
		}
		options, err := vc.ParseDocument(w.bytes(), vc.Limits{})
		if err != nil {
			return
		}
		if checkTemplate(t, vc.Env{}, `["`+vc.ContextV2+`"]`, options) {
			_, err := worked(t, vc.Env{}, `["`+vc.ContextV2+`"]`, options)
			require.NoError(t, err)
		}
	})
}
