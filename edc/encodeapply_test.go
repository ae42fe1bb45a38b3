package edc

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// with is a small document with interoperability data.
func with(tb testing.TB, members, patch string) vc.Document {
	tb.Helper()
	content := base64.StdEncoding.EncodeToString([]byte(interoperabilityHead + patch + "}"))
	return document(tb, `{"type": ["VerifiableCredential", "EuropeanDigitalCredential"], `+members+`,
		"attachment": [{"id": "urn:epass:mediaObject:1", "type": "MediaObject", "title": {"en": "Interoperability data"},
		"contentEncoding": "http://data.europa.eu/snb/encoding/6146cde7dd", "content": "`+content+`"}]}`)
}

func TestInteroperabilityData(t *testing.T) {
	const titled = `"displayParameter": {"title": {"nb": "Havbruk"}}`
	tests := []struct {
		name, members, patch string
		check                func(t *testing.T, c *mc.Credential)
	}{
		{"adds", titled, `{"definition":{"version":{"is":"2"},"tags":{"0":{"is":"a"},"1":{"is":""}}}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, "2", c.Definition.Version)
			require.Equal(t, []string{"a", ""}, c.Definition.Tags)
		}},
		{"replaces what it knows", titled, `{"envelope":{"display":{"title":{"is":[["nb","Havbruk"],["se","Mearradoallu"]],"was":[["nb","Havbruk"]]}}}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Text("nb", "Havbruk").With("se", "Mearradoallu"), c.Envelope.Display.Title)
		}},
		{"takes out what it knows", titled, `{"envelope":{"display":{"title":{"was":[["nb","Havbruk"]]}}}}`, func(t *testing.T, c *mc.Credential) {
			require.Empty(t, c.Envelope.Display.Title)
		}},
		{"does not replace what was changed since", titled, `{"envelope":{"display":{"title":{"is":[["nb","Annet"]],"was":[["nb","Fiske"]]}}}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Text("nb", "Havbruk"), c.Envelope.Display.Title)
		}},
		{"does not add where something stands", titled, `{"envelope":{"display":{"title":{"is":[["nb","Annet"]]}}}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Text("nb", "Havbruk"), c.Envelope.Display.Title)
		}},
		{"entries of a list", `"credentialSubject": {"identifier": [{"notation": "1"}, {"notation": "2"}]}`,
			`{"learner":{"party":{"identifiers":{"1":{"value":{"was":"2"}}}}}}`, func(t *testing.T, c *mc.Credential) {
				require.Equal(t, []mc.Identifier{{Value: "1"}}, c.Learner.Party.Identifiers)
			}},
		{"an index out of reach", titled, `{"definition":{"parts":{"999999999":{"version":{"is":"1"}},"-1":{"version":{"is":"1"}},"01":{"version":{"is":"1"}}}}}`, func(t *testing.T, c *mc.Credential) {
			require.Empty(t, c.Definition.Parts)
		}},
		{"values of no type", titled, `{"definition":{"version":{"is":1},"modified":{"is":"yesterday"},"qualification":{"is":9},"levels":{"0":{"eqf":{"is":99},"cycle":{"is":-1}}},
			"title":{"is":[["nb"]]},"tags":{"0":{"is":{}}},"image":{"content":{"is":"%"},"size":{"is":"1"}},"outcomes":[1],"notes":{"0":{"subject":{"is":1}}}},
			"extensions":{"x":{"is":1}},"residue":{"a":{"b":{"is":[]}}},"nobody":{"knows":{"is":"1"}},"award":"","learner":{"party":{"logo":{"content":{"is":{"sha256":"00"}}}}}}`,
			func(t *testing.T, c *mc.Credential) {
				require.Equal(t, &mc.Credential{Envelope: c.Envelope}, c)
			}},
		{"no object", titled, `[]`, func(t *testing.T, c *mc.Credential) { require.Empty(t, c.Annexes) }},
		{"residue of another format", titled, `{"residue":{"ob3":{"/a/]b":{"is":"[1]"}}},"extensions":{"https://a.example/b.c[0]":{"is":"{}"}}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Residue{"ob3": {"/a/]b": "[1]"}}, c.Residue)
			require.Equal(t, map[string]string{"https://a.example/b.c[0]": "{}"}, c.Extensions)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := with(t, tt.members, tt.patch)
			c, _ := decoded(t, doc)
			tt.check(t, c)

			plain, report, err := Decode(doc, DecodeOptions{WithoutInteroperability: true})
			require.NoError(t, err)
			require.Len(t, plain.Annexes, 1, "a file like any other")
			require.NotContains(t, report.Summary().String(), "residue")
		})
	}
}

// What is large in memory needs a large attachment.
func TestInteroperabilityDataIsBounded(t *testing.T) {
	deep := strings.Repeat(`{"parts":{"9":`, 300) + `{"version":{"is":"1"}}` + strings.Repeat("}}", 300)
	doc := with(t, `"issued": "2026-05-04T12:00:00Z"`, `{"definition":`+deep+`}`)
	c, _ := decoded(t, doc)
	depth := 0
	for d := c.Definition; len(d.Parts) > 0; d = d.Parts[len(d.Parts)-1] {
		depth++
	}
	require.Less(t, depth, 100)
}

// Text that is no such data is an attachment.
func TestAnnexesThatLookAlike(t *testing.T) {
	c := own(t)
	c.Annexes = []mc.Media{
		{Content: []byte(interoperabilityHead + `{"definition":{"version":{"is":"3"}}}}`), MediaType: "application/json", Type: fileTypeJSON()},
		{Content: []byte("{}"), MediaType: "application/json", Type: fileTypeJSON()},
	}
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	back, _ := decoded(t, doc)
	require.Equal(t, c, back)
}

func fileTypeJSON() mc.Concept {
	return mc.Concept{IRI: "http://publications.europa.eu/resource/authority/file-type/JSON", Scheme: "http://publications.europa.eu/resource/authority/file-type"}
}
