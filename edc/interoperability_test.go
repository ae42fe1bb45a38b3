package edc

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// with is a small document with interoperability data: "model", or with the
// guards "was" as well.
func with(tb testing.TB, members, head, data string) vc.Document {
	tb.Helper()
	content := base64.StdEncoding.EncodeToString([]byte(head + data + "}"))
	return document(tb, `{"type": ["VerifiableCredential", "EuropeanDigitalCredential"], `+members+`,
		"attachment": [{"id": "urn:epass:mediaObject:1", "type": "MediaObject", "title": {"en": "Interoperability data"},
		"contentEncoding": "http://data.europa.eu/snb/encoding/6146cde7dd", "content": "`+content+`"}]}`)
}

// Data in the first form, of documents that are already in use, stays readable.
func TestInteroperabilityTree(t *testing.T) {
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
			requireInteroperability(t, with(t, tt.members, interoperabilityTree, tt.patch), tt.check)
		})
	}
}

func requireInteroperability(t *testing.T, doc vc.Document, check func(*testing.T, *mc.Credential)) {
	t.Helper()
	c, _ := decoded(t, doc)
	check(t, c)
	plain, report, err := Decode(doc, DecodeOptions{WithoutInteroperability: true})
	require.NoError(t, err)
	require.Len(t, plain.Annexes, 1, "a file like any other")
	require.NotContains(t, report.Summary().String(), "residue")
}

func TestInteroperabilityData(t *testing.T) {
	const titled = `"displayParameter": {"title": {"nb": "Havbruk"}}`
	tests := []struct {
		name, members, data string
		check               func(t *testing.T, c *mc.Credential)
	}{
		{"adds, in any order", titled, `{"definition.tags[1]":"","definition.tags[0]":"a","definition.version":"2"}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, "2", c.Definition.Version)
			require.Equal(t, []string{"a", ""}, c.Definition.Tags)
		}},
		{"replaces what it knows", titled, `{"envelope.display.title":{"nb":"Havbruk","se":"Mearradoallu"}},"was":{"envelope.display.title":{"nb":"Havbruk"}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Text("nb", "Havbruk").With("se", "Mearradoallu"), c.Envelope.Display.Title)
		}},
		{"takes out what it knows", titled, `{"envelope.display.title":null},"was":{"envelope.display.title":[["nb","Havbruk"]]}`, func(t *testing.T, c *mc.Credential) {
			require.Empty(t, c.Envelope.Display.Title)
		}},
		{"does not replace what was changed since", titled, `{"envelope.display.title":{"nb":"Annet"}},"was":{"envelope.display.title":{"nb":"Fiske"}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Text("nb", "Havbruk"), c.Envelope.Display.Title)
		}},
		{"does not add where something stands", titled, `{"envelope.display.title":{"nb":"Annet"}}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Text("nb", "Havbruk"), c.Envelope.Display.Title)
		}},
		{"takes out no part as a whole", titled, `{"envelope.display":null,"envelope":null,"envelope.display.title[nb]":null,"envelope.display.title[se]":"x"}`, func(t *testing.T, c *mc.Credential) {
			require.Equal(t, mc.Text("nb", "Havbruk"), c.Envelope.Display.Title)
		}},
		{"entries of a list", `"credentialSubject": {"identifier": [{"notation": "1"}, {"notation": "2"}]}`,
			`{"learner.party.identifiers[1].value":null},"was":{"learner.party.identifiers[1].value":"2"}`, func(t *testing.T, c *mc.Credential) {
				require.Equal(t, []mc.Identifier{{Value: "1"}}, c.Learner.Party.Identifiers)
			}},
		{"values of no type", titled, `{"definition.parts[999999999].version":"1","definition.version":1,"award":"","learner.party.logo.content":{"sha256":"00"},"nobody.knows":"1"}`,
			func(t *testing.T, c *mc.Credential) { require.Equal(t, &mc.Credential{Envelope: c.Envelope}, c) }},
		{"guards of no type", titled, `{"definition.version":"1"},"was":[]`, func(t *testing.T, c *mc.Credential) { require.Equal(t, "1", c.Definition.Version) }},
		{"no object", titled, `[]`, func(t *testing.T, c *mc.Credential) { require.Empty(t, c.Annexes) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			requireInteroperability(t, with(t, tt.members, interoperabilityHead, tt.data), tt.check)
		})
	}
}

// What the data says in one form it says in the other: a draft with a tree that
// is read and written anew has the same model.
func TestInteroperabilityIsWrittenAnew(t *testing.T) {
	const claim = `"displayParameter": {"title": {"nb": "Havbruk"}}, "issued": "2026-05-04T12:00:00Z", "validFrom": "2026-05-04T12:00:00Z",
		"issuer": {"id": "did:web:a.example", "type": "Organisation", "legalName": {"nb": "A"}, "location": {"type": "Location", "address": {"type": "Address",
		"countryCode": {"id": "http://publications.europa.eu/resource/authority/country/NOR", "type": "Concept"}}}},
		"credentialSubject": {"id": "did:key:z6Mk", "type": "Person", "fullName": {"nb": "B"}}`
	before, _ := decoded(t, with(t, claim, interoperabilityTree, `{"definition":{"version":{"is":"2"},"tags":{"0":{"is":"a"}},"stackability":{"partialQualification":{"is":2}},
		"title":{"is":[["nb","Havbruk"],["se","M"],["nb","H"]]}},"envelope":{"display":{"title":{"was":[["nb","Havbruk"]]}}}}`))
	require.Equal(t, mc.No, before.Definition.Stackability.PartialQualification)
	require.Empty(t, before.Envelope.Display.Title)
	doc, _, err := Encode(before, EncodeOptions{})
	require.NoError(t, err)
	data, err := base64.StdEncoding.DecodeString(doc.Lookup("/attachment/0/content").Text())
	require.NoError(t, err)
	require.Contains(t, string(data), interoperabilityHead)
	require.Contains(t, string(data), `"definition.title":[["nb","Havbruk"],["se","M"],["nb","H"]]`)
	require.Contains(t, string(data), `"envelope.display.title":null`)
	require.Contains(t, string(data), `"was":{`)
	after, _ := decoded(t, doc)
	require.Equal(t, before, after)
}

// What is large in memory needs a large attachment.
func TestInteroperabilityDataIsBounded(t *testing.T) {
	deep := strings.Repeat(`{"parts":{"999":`, 40) + `{"version":{"is":"1"}}` + strings.Repeat("}}", 40)
	doc := with(t, `"issued": "2026-05-04T12:00:00Z"`, interoperabilityTree, `{"definition":`+deep+`}`)
	c, _ := decoded(t, doc)
	require.Empty(t, c.Definition.Parts)
	require.Empty(t, c.Annexes, "it is interoperability data all the same")
}

// Text that is no such data is an attachment.
func TestAnnexesThatLookAlike(t *testing.T) {
	c := own(t)
	c.Annexes = []mc.Media{
		{Content: []byte(interoperabilityTree + `{"definition":{"version":{"is":"3"}}}}`), MediaType: "application/json", Type: fileTypeJSON()},
		{Content: []byte(interoperabilityHead + `{"definition.version":"3"}}`), MediaType: "application/json", Type: fileTypeJSON()},
		{Content: []byte("{}"), MediaType: "application/json", Type: fileTypeJSON()},
	}
	doc, _, err := Encode(c, EncodeOptions{PersonalData: true})
	require.NoError(t, err)
	back, _ := decoded(t, doc)
	require.Equal(t, c, back)
}

func fileTypeJSON() mc.Concept {
	return mc.Concept{IRI: "http://publications.europa.eu/resource/authority/file-type/JSON", Scheme: "http://publications.europa.eu/resource/authority/file-type"}
}
