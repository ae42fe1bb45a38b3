package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
)

func inspectIn(lang string) mikromerit.InspectOptions {
	return mikromerit.InspectOptions{Language: language.Make(lang)}
}

// ourTags are all elements that the template uses.
var ourTags = wordSet(`!doctype html head meta link title style body header p nav ul li span button a main h1 h2 h3 div details summary small footer code
	form input label textarea article section dl dt dd img hr b strong q bdi ol table thead tbody tr th td svg circle path rect`)

var (
	tagName    = regexp.MustCompile(`<\s*/?\s*([!a-zA-Z][^\s>/]*)`)
	eventOrCSS = regexp.MustCompile(`(?i)<[^>]*\s(on[a-z]+|style|srcset|background|xlink:href)\s*=`)
	addresses  = regexp.MustCompile(`(?i)\s(?:href|src|action|formaction)="([^"]*)"`)
)

// requireOurMarkup checks that a page has no element or attribute that the template has
// not, and leads nowhere but to https, to itself and to pictures in it.
func requireOurMarkup(t *testing.T, page, name string) {
	t.Helper()
	body := regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(page, "")
	for _, tag := range tagName.FindAllStringSubmatch(body, -1) {
		require.True(t, ourTags[strings.ToLower(tag[1])], "%s: element %s", name, tag[1])
	}
	require.NotRegexp(t, eventOrCSS, body, name)
	for _, a := range addresses.FindAllStringSubmatch(body, -1) {
		at := a[1]
		ours := strings.HasPrefix(at, "./") || at == "data:," || strings.HasPrefix(at, "https://") ||
			regexp.MustCompile(`^data:image/(png|jpeg|svg&#43;xml|svg\+xml);base64,`).MatchString(at)
		require.True(t, ours, "%s: address %.80s", name, at)
	}
	for _, r := range page {
		require.False(t, r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069, "%s: a character that reorders", name)
	}
}

// payloads are texts that do something where somebody forgets to escape them.
var payloads = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'-alert(1)-'`, `</style><script>alert(1)</script>`, `</title><svg onload=alert(1)>`,
	`{{.}}{{template "card"}}`, `javascript:alert(1)`, "\u202e\u2066gnirts\u2069", `<a href="javascript:alert(1)">x</a>`, `]]><script>`, `<!--<script>`,
	`<iframe srcdoc="<script>alert(1)</script>">`, `*{background:url(https://evil.example/x)}`, "\x00\x1b[31m", `<meta http-equiv=refresh content="0;url=https://evil.example">`,
	`<form action=https://evil.example><input name=x></form>`, `<base href=https://evil.example>`, `<link rel=stylesheet href=https://evil.example/a.css>`,
	"✓ Verified by mikromerit</p></section><section class=\"verdict tone-good\">", strings.Repeat("Z̸̧̖̖̃̆", 300), strings.Repeat("W", 5000), strings.Repeat("\u0301", 2000),
}

var evilSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="alert(1)"><script>alert(1)</script><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(2)</script></body></foreignObject><image href="https://evil.example/p.png"/></svg>`

// hostile returns a badge with a payload in every text and address that it can have.
func hostile(payload string) []byte {
	q := func(s string) string {
		text, _ := json.Marshal(s)
		return string(text)
	}
	svg := "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(evilSVG))
	return []byte(fmt.Sprintf(`{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": %[1]s, "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": %[1]s, "description": %[1]s,
  "image": {"id": %[2]s, "type": "Image", "caption": %[1]s},
  "issuer": {"id": "did:example:evil", "type": ["Profile"], "name": %[1]s, "url": %[1]s, "image": {"id": "https://evil.example/logo.png", "type": "Image"}},
  "validFrom": "2026-01-01T00:00:00Z",
  "evidence": [
    {"id": "javascript:alert(1)", "type": ["Evidence"], "name": %[1]s}, {"id": "data:text/html,<script>alert(1)</script>", "type": ["Evidence"], "name": "d"},
    {"id": "https://user:pw@evil.example/", "type": ["Evidence"], "name": "u"}, {"id": "https://\u0430pple.example/", "type": ["Evidence"], "name": "h"},
    {"id": "https://ok.example/a?b=\"><script>alert(1)</script>", "type": ["Evidence"], "name": "k"}, {"id": "http://plain.example/", "type": ["Evidence"], "name": "p"}],
  "credentialSubject": {"type": ["AchievementSubject"], "name": %[1]s,
    "identifier": [{"type": "IdentityObject", "identityHash": %[1]s, "identityType": "name", "hashed": false}],
    "result": [{"type": ["Result"], "value": %[1]s}],
    "achievement": {"id": "urn:x:1", "type": ["Achievement"], "achievementType": %[1]s, "name": %[1]s, "description": %[1]s,
      "criteria": {"narrative": %[1]s}, "image": {"id": %[2]s, "type": "Image"},
      "alignment": [{"type": ["Alignment"], "targetName": %[1]s, "targetUrl": %[1]s, "targetFramework": %[1]s}],
      "creator": {"id": "did:example:evil", "type": ["Profile"], "name": %[1]s}}}}`, q(payload), q(svg)))
}

// Whatever a credential says stays text, and what it draws stays out.
func TestHostileTextsDoNothing(t *testing.T) {
	for _, payload := range payloads {
		for _, lang := range []string{"en", "is"} {
			card := cardOf(t, trusting(t, false), hostile(payload), lang)
			requireOurMarkup(t, card, payload)
			require.Equal(t, 1, strings.Count(card, `<section class="verdict`), "only our own band is one: %s", payload)
			require.NotContains(t, card, "evil.example/x)}</style", payload)
			require.NotContains(t, card, base64.StdEncoding.EncodeToString([]byte(evilSVG))[:40], "the picture is not shown")
			require.Less(t, len(card), 200_000)
		}
	}
	card := cardOf(t, trusting(t, false), hostile("x"), "en")
	require.Contains(t, visible(card), english.Content.NoPicture)
	require.Contains(t, card, `href="https://ok.example/a?b=%22%3e%3cscript%3ealert%281%29%3c/script%3e" rel="noopener noreferrer external"`)
	for _, never := range []string{"javascript:alert", "data:text/html", "user:pw", "http://plain.example", `href="https://xn--`, `href="https://а`} {
		for _, a := range addresses.FindAllStringSubmatch(card, -1) {
			require.NotContains(t, a[1], never)
		}
	}
}

// A card of a huge credential is of bounded size, and says what it left out.
func TestHugeCredentials(t *testing.T) {
	var alignments, evidence []string
	for i := range 10_000 {
		alignments = append(alignments, fmt.Sprintf(`{"type":["Alignment"],"targetName":"Outcome number %d","targetUrl":"https://a.example/%d","targetType":"CFItem"}`, i, i))
		evidence = append(evidence, fmt.Sprintf(`{"id":"https://e.example/%d","type":["Evidence"],"name":"Evidence %d"}`, i, i))
	}
	text := strings.Replace(string(hostile("x")), `"alignment": [{"type": ["Alignment"], "targetName": "x", "targetUrl": "x", "targetFramework": "x"}]`, `"alignment": [`+strings.Join(alignments, ",")+"]", 1)
	text = regexp.MustCompile(`(?s)"evidence": \[.*?\],\n  "credentialSubject"`).ReplaceAllLiteralString(text, `"evidence": [`+strings.Join(evidence, ",")+`], "credentialSubject"`)
	require.Contains(t, text, "Outcome number 9999")
	require.Contains(t, text, "Evidence 9999")
	card := cardOf(t, trusting(t, false), []byte(text), "en")
	requireOurMarkup(t, card, "huge")
	require.Less(t, len(card), 300_000)
	require.Contains(t, visible(card), "9975 more, not shown here")
	require.Contains(t, visible(card), english.Keeps.TooMuch)
	h := Handler(Config{Verifier: trusting(t, false)})
	require.NotContains(t, post(t, h, "/", nil, [2]string{"file", text}).Body.String(), `name="to"`)
	out := post(t, h, "/convert", nil, [2]string{"file", text}, [2]string{"to", "edc zip"})
	require.Equal(t, http.StatusUnprocessableEntity, out.Code)
	require.Contains(t, visible(out.Body.String()), english.Keeps.TooMuch)
	values := `{"@context":[],"type":["VerifiableCredential"],"a":[` + strings.Repeat("1,", defaultValues) + `1]}`
	require.Equal(t, http.StatusUnprocessableEntity, post(t, h, "/", nil, [2]string{"file", values}).Code)
}

// A line of the card can neither be reordered nor overdrawn by a name, and is cut where
// it is too long.
func TestCleaned(t *testing.T) {
	for text, want := range map[string]string{
		"Ingrid Ås": "Ingrid Ås", "  a \n\t b ": "a b", "a\u202eb\u2066c": "abc", "a\x00\x07b": "ab", "": "", "\u200f": "",
		"e\u0301\u0301\u0301\u0301\u0301x": "e\u0301\u0301\u0301x", "नमस्ते": "नमस्ते", "\xff\xfe": "", "a\u00a0b": "a b",
		"abcdefghijk": "abcdefghij…",
	} {
		require.Equal(t, want, cleaned(text, 10), "%q", text)
	}
	require.Equal(t, "'x' is trusted", quotable("“x” is trusted"))
}
