package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

const assertionURL = "https://vestre-aas.example/assertions/1"

// assertion is a hosted badge of Open Badges 2.0, awarded to a hashed e-mail
// address, with nothing but addresses of its class.
const assertion = `{
  "@context": "https://w3id.org/openbadges/v2",
  "type": "Assertion",
  "id": "` + assertionURL + `",
  "recipient": {"type": "email", "hashed": true, "salt": "Kosher",
    "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"},
  "issuedOn": "2016-05-04T12:00:00Z",
  "verification": {"type": "hosted"},
  "badge": "https://vestre-aas.example/badges/fjord"
}`

// olderWeb is the web with the assertion, its class and its issuer.
func olderWeb() vc.StaticFetcher {
	return vc.StaticFetcher{
		assertionURL: []byte(assertion),
		"https://vestre-aas.example/badges/fjord": []byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://vestre-aas.example/badges/fjord",
			"name": "Fjord og fangst", "description": "Bærekraftig fiske.", "image": "https://vestre-aas.example/fjord.png",
			"criteria": {"narrative": "Bestått praktisk prøve."}, "issuer": "https://vestre-aas.example/issuer"}`),
		"https://vestre-aas.example/issuer": []byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://vestre-aas.example/issuer",
			"name": "Vestre Ås høgskole", "url": "https://vestre-aas.example", "email": "post@vestre-aas.example"}`),
	}
}

func TestOlderBadge(t *testing.T) {
	b := newBench(t)
	file := b.put("assertion.json", []byte(assertion))
	b.run("verify", "--any-issuer", "--json", file)
	require.Equal(t, exitIndeterminate, b.status, "it counts only where it is hosted")
	l := b.lines()[0]
	require.Equal(t, "unsecured", l.Format)
	require.Equal(t, "2.0", l.Edition)
	require.True(t, l.has("OB2-HOSTED", "unknown"))

	b.web = olderWeb()
	b.ok("verify", "--json", "--online", "--issuer", "https://vestre-aas.example/issuer", "--recipient", "A@example.com", file)
	l = b.lines()[0]
	require.True(t, l.has("OB2-HOSTED", "pass"))
	require.True(t, l.has("OB2-RECIPIENT", "pass"))
	require.True(t, l.has("ISSUER-TRUST", "pass"))
	b.ok("verify", "--any-issuer", "--online", file)
	require.Contains(t, b.out, "assertion.json: valid (hosted badge, Open Badges 2.0)\n")
	for _, wrong := range [][]string{
		{"--recipient", "b@example.com"}, {"--issuer", "https://other.example"}, {"--domain", "a.example"}, {"--challenge", "x"},
	} {
		b.run(append(append([]string{"verify", "--online"}, wrong...), file)...)
		require.Equal(t, exitInvalid, b.status, wrong)
	}

	b.ok("inspect", "--online", file)
	golden(t, "inspect-older.txt", b.out)
}

// The badge of Open Badges 2 becomes one of 3, or a European credential, and
// says where it came from.
func TestConvertOlderBadge(t *testing.T) {
	b := newBench(t)
	file := b.put("assertion.json", []byte(assertion))
	b.web = olderWeb()
	b.refuses(exitIndeterminate, "assertion.json names parts of the badge only by their addresses, and they were not fetched; add --online, or give them with --document URL=FILE", "convert", "--to", "ob3", file)
	b.ok("convert", "--to", "ob3", "--online", file)
	doc := parsed(t, b.out)
	require.Equal(t, "Fjord og fangst", doc.Lookup("/credentialSubject/achievement/name").Text())
	require.Contains(t, b.out, assertionURL)
	require.Contains(t, b.err, "Open Badges 2 or older to Open Badges 3.0: of the ")
	// Standard error and the document tell the same: a hosted badge carries no
	// proof, and is authentic where it is hosted.
	require.NotContains(t, b.err, "carries no proof")
	require.Contains(t, b.err, "authentic: yes")
	require.Contains(t, b.out, "found it authentic, in force")
}

// A badge that was revoked is still what its issuer made: it is converted,
// and the new document says that it is not in force.
func TestConvertOlderBadgeRevoked(t *testing.T) {
	b := newBench(t)
	b.web = olderWeb()
	b.web[assertionURL] = []byte(strings.Replace(assertion, `"type": "Assertion",`, `"type": "Assertion", "revoked": true,`, 1))
	b.ok("convert", "--to", "ob3", "--online", b.put("assertion.json", []byte(assertion)))
	require.Contains(t, b.out, "not in force")
	require.Contains(t, b.err, "in force: NO")
}

// A picture may hold only the address of the badge (Open Badges 1).
func TestOlderBadgeBaked(t *testing.T) {
	b := newBench(t)
	svg := `<svg xmlns="http://www.w3.org/2000/svg"><openbadges:assertion xmlns:openbadges="http://openbadges.org" verify="` + assertionURL + `"/></svg>`
	file := b.put("badge.svg", []byte(svg))
	b.run("verify", "--any-issuer", "--json", file)
	require.Equal(t, exitIndeterminate, b.status)
	require.Equal(t, "svg", b.lines()[0].Baked)
	require.True(t, b.lines()[0].has("OB2-HOSTED", "unknown"))
	b.ok("inspect", file)
	require.Contains(t, b.out, "the address of a badge, "+assertionURL)
	b.ok("unbake", file)
	require.Equal(t, assertionURL, b.out)
	key, _ := b.key("key.json")
	b.refuses(exitError, "the picture holds only the address of a badge", "issue", "--key", key, file)
	b.refuses(exitIndeterminate, "badge.svg names parts of the badge only by their addresses, and they were not fetched; add --online", "convert", "--to", "ob3", file)

	b.web = olderWeb()
	b.ok("verify", "--any-issuer", "--json", "--online", file)
	require.Equal(t, "2.0", b.lines()[0].Edition)
	b.ok("convert", "--to", "ob3", "--online", file)
	require.Contains(t, b.out, "Fjord og fangst")

	b.web[assertionURL] = []byte(`{"type": "Cat"}`)
	b.run("verify", "--any-issuer", "--json", "--online", file)
	require.Equal(t, exitIndeterminate, b.status, "what lies there today says nothing about the badge")
	require.True(t, b.lines()[0].has("OB2-HOSTED", "unknown"))

	baked := strings.Replace(svg, `verify="`+assertionURL+`"/>`, `><![CDATA[`+assertion+`]]></openbadges:assertion>`, 1)
	b.web = olderWeb()
	b.ok("verify", "--any-issuer", "--json", "--online", b.put("inside.svg", []byte(baked)))
	b.refuses(exitInvalid, "carries no proof", "bake", "--image", file, b.path("inside.svg"))
}

// Published assertions of every kind are read; offline none of them is valid.
func TestVerifyPublishedOlderBadges(t *testing.T) {
	for name, form := range map[string]string{
		"basic-assertion.json": "hosted badge, Open Badges 2.0", "simple.jwt": "signed badge, Open Badges 2.0", "simple-badge.png": "hosted badge, Open Badges 2.0, in a PNG",
	} {
		b := newBench(t)
		file := b.put(name, testkit.ReadShared(t, "data/samples/ob2", name))
		b.run("verify", "--any-issuer", file)
		require.Equal(t, exitIndeterminate, b.status, b.out)
		require.Contains(t, b.out, name+": indeterminate ("+form+")\n")
		b.ok("inspect", file)
		require.Contains(t, b.out, "\nBadge\n")
	}
}
