package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIssueKeepsTheBytes(t *testing.T) {
	for name, make := range map[string]func(string) []byte{"credential": credential, "badge": openBadge} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			key, did := b.key("key.json")
			draft := make(quoted(did))
			file := b.put("draft.json", draft)
			for _, suite := range []string{"eddsa-rdfc-2022", "eddsa-jcs-2022"} {
				b.run("issue", "--suite", suite, "--key", key, file)
				require.Equal(t, exitValid, b.status, b.err)
				body := strings.TrimSuffix(strings.TrimSpace(string(draft)), "}")
				require.True(t, strings.HasPrefix(b.out, strings.TrimRight(body, "\n")), b.out)
				require.Contains(t, b.out, `"created":"2026-08-01T12:00:00Z"`)
				b.stdin = b.out
				b.run("verify", "--any-issuer", "-")
				require.Equal(t, exitValid, b.status, b.out)
			}
			b.run("issue", "--suite", "eddsa-jcs-2022", "--key", key, "--now", "2026-07-01T00:00:00Z", file)
			require.Contains(t, b.out, `"created":"2026-07-01T00:00:00Z"`)
		})
	}
}

// Who signs what carries a proof already is told how to add one.
func TestIssueSigned(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	b.ok("issue", "--key", key, "-o", b.path("c.json"), b.put("draft.json", credential(quoted(did))))
	b.run("issue", "--key", key, "-o", b.path("out.json"), b.path("c.json"))
	require.Equal(t, exitInvalid, b.status)
	require.Equal(t, "mikromerit: c.json already carries a proof; take the member proof out and sign the rest, or add a proof with --add\n", b.err)
}

func TestIssueRefuses(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	sound := string(credential(quoted(did)))
	sealedFile, _ := sealed(b, "sealed.json", sealable())
	for _, test := range []struct {
		name, file, want string
		flags            []string
	}{
		{"foreign issuer", b.put("a.json", credential(quoted("did:example:school"))),
			"a.json is not signed: the issuer is did:example:school, but the key speaks for " + did + "; sign with the issuer's own key, or add --set-issuer", nil},
		// No key can have that name, so the right spelling is proposed.
		{"issuer in other letters", b.put("i.json", credential(quoted("did:web:bücher.example"))), "did you mean did:web:xn--bcher-kva.example?", nil},
		{"no issuer", b.put("b.json", []byte(strings.Replace(sound, `"issuer": "`+did+`",`, "", 1))), "FAIL  VCDM2-ISSUER", nil},
		{"broken rule", b.put("c.json", []byte(strings.Replace(sound, `"2026-05-04T12:00:00Z"`, `"4 May"`, 1))), "breaks the rules of its format", nil},
		{"broken badge", b.put("d.json", []byte(strings.Replace(string(openBadge(quoted(did))), `"criteria"`, `"criterion"`, 1))), "FAIL  OB3-", nil},
		{"undefined term", b.put("e.json", []byte(strings.Replace(sound, `"name": "Ingrid Ås"`, `"shoeSize": 38`, 1))), "at /credentialSubject/shoeSize", nil},
		{"unknown context", b.put("f.json", []byte(strings.Replace(sound, `credentials/v2"]`, `credentials/v2", "https://vestre-aas.example/context"]`, 1))), "is not at hand", nil},
		{"sealed", sealedFile, "sealed.json is sealed or signed already", nil},
		{"nothing to set", b.put("h.json", []byte(`{"credentialSubject": {}}`)), "FAIL  VCDM2-TYPE", []string{"--set-issuer"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"issue", "--suite", "eddsa-rdfc-2022", "--key", key, "-o", b.path("out.json")}, test.flags...)
			b.run(append(args, test.file)...)
			require.Equal(t, exitInvalid, b.status, b.err)
			require.Contains(t, b.err, test.want)
			require.True(t, strings.HasPrefix(b.err, "mikromerit: "))
			require.NoFileExists(t, b.path("out.json"))
		})
	}
}

func TestSetIssuer(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	school := `{"id": "did:example:school", "type": ["Profile"], "name": "Vestre Ås høgskole"}`
	for _, test := range []struct {
		name            string
		draft           []byte
		flags           []string
		issuer, creator string
	}{
		{"string", credential(quoted("did:example:school")), nil, quoted(did), ""},
		{"string with name", credential(quoted("did:example:school")), []string{"--issuer-name", "Desk"}, `{"id":"` + did + `","name":"Desk"}`, ""},
		{"object", credential(`{"id": "did:example:school", "name": "A"}`), nil, quoted(did), ""},
		{"object with name", credential(`{"id": "did:example:school", "name": "A"}`), []string{"--issuer-name", "Desk"}, `{"id":"` + did + `","name":"Desk"}`, ""},
		{"its own already", credential(quoted(did)), []string{"--issuer-name", "Desk"}, quoted(did), ""},
		{"badge", openBadge(school), nil, `{"id":"` + did + `","type":["Profile"]}`, school},
		{"badge with name", openBadge(school), []string{"--issuer-name", "Desk"}, `{"id":"` + did + `","type":["Profile"],"name":"Desk"}`, school},
		{"badge with a bare id", openBadge(quoted("did:example:school")), nil, `{"id":"` + did + `","type":["Profile"]}`, `{"id":"did:example:school","type":["Profile"]}`},
		{"badge of the signer", openBadge(`{"type": ["Profile"], "name": "Desk"}`), nil, `{"type": ["Profile"], "name": "Desk","id":"` + did + `"}`, ""},
		{"badge with a creator", []byte(strings.Replace(string(openBadge(school)), `"type": ["Achievement"],`,
			`"type": ["Achievement"], "creator": {"id": "did:example:owner", "type": ["Profile"]},`, 1)), nil,
			`{"id":"` + did + `","type":["Profile"]}`, `{"id": "did:example:owner", "type": ["Profile"]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := b.put("draft.json", test.draft)
			b.run(append([]string{"issue", "--suite", "eddsa-rdfc-2022", "--key", key, "--set-issuer", file}, test.flags...)...)
			require.Equal(t, exitValid, b.status, b.err)
			doc := parsed(t, b.out)
			require.Equal(t, test.issuer, doc.Get("issuer").Raw())
			require.Equal(t, test.creator, doc.Lookup("/credentialSubject/achievement/creator").Raw())
			require.False(t, doc.Lookup("/credentialSubject/source").Exists(), "who issued it before did not assess for whoever issues it now")
			b.stdin = b.out
			b.run("verify", "--issuer", did, "-")
			require.Equal(t, exitValid, b.status, b.out)
		})
	}
}

// A badge whose issuer has no name is shown by viewers as nobody's: issue asks for
// the name, or takes the profile from a file in either format.
func TestIssueDescribesTheIssuer(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	draft := b.put("draft.json", openBadge(`{"id": "did:example:school", "type": ["Profile"], "name": "Vestre Ås høgskole"}`))
	b.ok("issue", "--suite", "eddsa-rdfc-2022", "--key", key, "--set-issuer", draft)
	require.Contains(t, strings.Join(strings.Fields(b.err), " "), "ISSUE-NAME")
	require.Contains(t, strings.Join(strings.Fields(b.err), " "), "Give its name with --issuer-name, or its profile with --issuer.")
	for name, profile := range map[string]string{
		"badge":      `{"id": "https://desk.example/", "type": ["Profile"], "name": "Merkekontoret", "url": "https://desk.example/"}`,
		"europass":   `{"type": "Organisation", "legalName": {"nb": "Merkekontoret"}, "homepage": [{"type": "WebResource", "contentURL": "https://desk.example/"}]}`,
		"credential": `{"issuer": {"type": "Organisation", "legalName": {"nb": ["Merkekontoret"]}, "homepage": {"type": "WebResource", "contentURL": "https://desk.example/"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			b.ok("issue", "--suite", "eddsa-rdfc-2022", "--key", key, "--set-issuer", "--issuer", b.put("desk.json", []byte(profile)), draft)
			require.NotContains(t, b.err, "ISSUE-NAME")
			issuer := parsed(t, b.out).Get("issuer")
			require.Equal(t, did, issuer.Get("id").Text())
			require.Equal(t, "Merkekontoret", issuer.Get("name").Text())
			require.Equal(t, "https://desk.example/", issuer.Get("url").Text())
			b.stdin = b.out
			b.ok("verify", "--issuer", did, "-")
		})
	}
	b.refuses(exitError, "desk.json does not describe an issuer", "issue", "--key", key, "--set-issuer", "--issuer", b.put("desk.json", []byte(`{"a": 1}`)), draft)
	b.refuses(exitError, "give that, too", "issue", "--key", key, "--issuer", b.path("desk.json"), draft)
}

// convert takes a file for --issuer as the description of who issues the document,
// and anything else as somebody to trust.
func TestConvertForADescribedIssuer(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	desk := b.put("desk.json", []byte(`{"id": "https://desk.example/", "type": ["Profile"], "name": "Merkekontoret"}`))
	b.ok("convert", "--to", "ob3", "--anchor", anchor, "--issuer", desk, "--issuer", "did:example:school", file)
	require.Equal(t, "Merkekontoret", parsed(t, b.out).Lookup("/issuer/name").Text())
	require.Equal(t, "https://desk.example/", parsed(t, b.out).Lookup("/issuer/id").Text())
	b.refuses(exitError, "a document has one issuer", "convert", "--to", "ob3", "--issuer", desk, "--issuer", file, file)
}

// Whoever embeds the original is told that everything in it travels along, and on the
// way back that it was used.
func TestConvertTellsOfTheOriginal(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	said := func() string { return strings.Join(strings.Fields(b.err), " ") }
	b.ok("convert", "--to", "ob3", "--anchor", anchor, "--embed-original", "-o", b.path("badge.json"), file)
	require.Contains(t, said(), "The whole source is in the document, with all personal data that stands in it.")
	b.ok("convert", "--to", "edc", "--anchor", anchor, "--issuer-country", "NO", b.path("badge.json"))
	require.Contains(t, said(), "verified and converted in its place. Of the original: Sealed by Vestre Ås høgskole")
	b.ok("convert", "--to", "edc", "--ignore-original", "--issuer-country", "NO", b.path("badge.json"))
	require.NotContains(t, said(), "in its place")
}
