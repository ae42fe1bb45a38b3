package report_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/mikromerit/mikromerit/conformance"
)

// nodes returns all elements of a page in their order.
func nodes(t *testing.T, text string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	require.NoError(t, err)
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attrOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for inner := range n.Descendants() {
		if inner.Type == html.TextNode {
			b.WriteString(inner.Data)
		}
	}
	return b.String()
}

// harmless are the elements that a page may have, and the attributes.
const (
	harmless           = "html head meta title style body a header div p h1 h2 h3 h4 svg circle path rect span bdi dl dt dd main section ul li form fieldset legend input label b strong details summary article code pre table caption thead tbody tr th td br footer"
	harmlessAttributes = "lang charset http-equiv content name class href rel id aria-labelledby aria-label aria-hidden focusable viewBox preserveAspectRatio x y width height cx cy r d tabindex type for checked scope dir"
)

// requireHarmless requires that a page loads nothing, runs nothing, and has no
// element or attribute that the template does not have.
func requireHarmless(t *testing.T, text string) {
	t.Helper()
	style, policy := "", ""
	for _, n := range nodes(t, text) {
		require.Contains(t, strings.Fields(harmless), n.Data)
		for _, a := range n.Attr {
			require.Contains(t, strings.Fields(harmlessAttributes), a.Key, n.Data)
		}
		if href := attrOf(n, "href"); href != "" && !strings.HasPrefix(href, "#") {
			require.Regexp(t, `^https?://`, href)
			require.Equal(t, "a", n.Data)
			require.Equal(t, "noreferrer", attrOf(n, "rel"))
		}
		if n.Data == "style" {
			style += textOf(n)
		}
		if n.Data == "meta" && attrOf(n, "http-equiv") != "" {
			policy = attrOf(n, "content")
		}
	}
	require.NotContains(t, style, "url(")
	require.NotContains(t, style, "@import")
	sum := sha256.Sum256([]byte(style))
	require.Equal(t, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'; base-uri 'none'; form-action 'none'", policy)
}

// requireAccessible requires what a reader of screens needs: a language, one title,
// headings without gaps, names for all landmarks and controls, ids that lead
// somewhere.
func requireAccessible(t *testing.T, text string) {
	t.Helper()
	level, ids, count := 0, map[string]bool{}, map[string]int{}
	var wanted []string
	for _, n := range nodes(t, text) {
		count[n.Data]++
		if id := attrOf(n, "id"); id != "" {
			require.False(t, ids[id], "the id %s is there twice", id)
			ids[id] = true
		}
		switch n.Data {
		case "html":
			require.Equal(t, "en", attrOf(n, "lang"))
		case "h1", "h2", "h3", "h4":
			next := int(n.Data[1] - '0')
			require.LessOrEqual(t, next, level+1, "a heading of level %d follows one of level %d", next, level)
			require.NotEmpty(t, strings.TrimSpace(textOf(n)))
			level = next
		case "section":
			wanted = append(wanted, attrOf(n, "aria-labelledby"))
		case "label":
			wanted = append(wanted, attrOf(n, "for"))
		case "input":
			wanted = append(wanted, attrOf(n, "id"))
		case "th":
			require.Equal(t, "col", attrOf(n, "scope"))
		}
		if href := attrOf(n, "href"); strings.HasPrefix(href, "#") {
			wanted = append(wanted, href[1:])
		}
	}
	for _, id := range wanted {
		require.True(t, ids[id], "nothing has the id %q", id)
	}
	require.Equal(t, count["input"], count["label"])
	require.Equal(t, count["table"], count["caption"])
	require.Equal(t, count["details"], count["summary"])
	for _, once := range []string{"h1", "main", "header", "footer", "title"} {
		require.Equal(t, 1, count[once], once)
	}
}

// Every report makes a page that anybody can read and that does nothing.
func TestPageIsHarmlessAndAccessible(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			text := written(t, "html", r)
			requireHarmless(t, text)
			requireAccessible(t, text)
		})
	}
}

// The first thing that a person reads is who was judged, and how it ended.
func TestPageBeginsWithTheVerdict(t *testing.T) {
	for name, want := range map[string]string{
		"sample": "Vestre Ås badge server does not conform.",
		"good":   "Vestre Ås badge server conforms.",
		"empty":  "The target: undecided.",
	} {
		for _, n := range nodes(t, written(t, "html", reports()[name])) {
			if n.Data == "h1" {
				require.Equal(t, want, textOf(n))
			}
		}
	}
}

// A known gap keeps a run from failing, and nobody from hearing of it: a target that
// conforms but for one is not said to conform without a word.
func TestEveryFormForPeopleNamesKnownGaps(t *testing.T) {
	r := good()
	r.Results[0].Status, r.Results[0].Known = conformance.Warn, "mended in spring"
	count(r)
	for _, format := range []string{"text", "html", "earl"} {
		require.Contains(t, strings.ReplaceAll(written(t, format, r), "</bdi>", ""), "Vestre Ås badge server conforms, apart from 1 known gap.", format)
	}
	require.Contains(t, written(t, "junit", r), `name="verdict" value="conforms, apart from 1 known gap"`)
	r.Results[0].Level = "SHOULD"
	require.NotContains(t, written(t, "text", r), "apart from")
}

// A failure says what is required, where that stands, what was found, and what to
// do about it.
func TestPageExplainsAFailure(t *testing.T) {
	for _, n := range nodes(t, written(t, "html", sample())) {
		if n.Data != "article" {
			continue
		}
		said := textOf(n)
		for _, part := range []string{"The proof of a credential must have the purpose assertionMethod.", "MUST", "PROOF-PURPOSE", "eddsa-rdfc-2022",
			"w3.org/TR/vc-data-integrity § proofs", "a proof with the purpose authentication", "response 1", "/proof/proofPurpose",
			"Set proofPurpose to assertionMethod", "POST https://badges.vestre-as.example/vc/credentials/issue", "status 201, 42 ms", "1 case passed."} {
			require.Contains(t, said, part)
		}
		return
	}
	require.Fail(t, "there is no failure on the page")
}

// Each result is on the page once, in a section of the profile that the filter
// knows.
func TestPageFilterKnowsEveryPart(t *testing.T) {
	text := written(t, "html", sample())
	ids := map[string]bool{}
	for _, n := range nodes(t, text) {
		ids[attrOf(n, "id")] = true
	}
	shown := 0
	for _, n := range nodes(t, text) {
		class := strings.Fields(attrOf(n, "class"))
		switch {
		case n.Data == "section" && len(class) > 1:
			require.True(t, ids["show-"+class[1]], class)
			require.Contains(t, text, "body:has(#show-"+class[1]+":checked)")
		case len(class) == 2 && class[0] == "part":
			require.True(t, ids[class[1]], class)
			require.Contains(t, text, "body:has(#"+class[1]+":checked)")
		case n.Data == "article" || (n.Data == "tr" && n.Parent.Data == "tbody"):
			shown++
		}
	}
	require.Equal(t, len(sample().Results), shown)
}

// Nobody reads ten thousand failures, and no browser should have to show them: the
// page stays of a size that can be used, and says what it leaves out.
func TestPageOfManyResultsStaysUsable(t *testing.T) {
	r := many(10_000, 1)
	requireBounded(t, r, "And 9940 more; they are in the report in JSON.")
	r = many(1, 10_000)
	requireBounded(t, r, "And 9988 cases more; they are in the report in JSON.")
	r = many(300, 300)
	requireBounded(t, r, "more; they are in the report in JSON.")
	r = many(10_000, 2)
	r.Profiles = nil
	for i := range r.Results {
		r.Results[i].Profile = fmt.Sprint("profile-", i)
	}
	requireBounded(t, r, "And 9900 profiles more; they are in the report in JSON.")
}

func requireBounded(t *testing.T, r *conformance.Report, says string) {
	t.Helper()
	text := written(t, "html", r)
	require.Less(t, len(text), 4<<20)
	require.Less(t, len(nodes(t, text)), 20_000)
	require.Contains(t, text, says)
	require.Contains(t, text, strconv.Itoa(len(r.Results)))
	require.Less(t, len(written(t, "text", r)), 1<<20)
}

// many returns a report with that many failures of so many cases each, with large
// exchanges.
func many(results, cases int) *conformance.Report {
	r := sample()
	r.Profiles, r.Results = r.Profiles[:1], nil
	body := strings.Repeat("x ", 30_000)
	for i := range results {
		one := conformance.Result{ID: fmt.Sprintf("RULE-%d", i), Profile: "ob3-issuer", Level: "MUST", Title: "A rule must be kept.", Status: conformance.Fail}
		for range cases {
			exchange := sampleExchange()
			exchange.Response.Text = body
			one.Cases = append(one.Cases, conformance.Case{Name: "a case", Status: conformance.Fail, Exchanges: []conformance.Exchange{exchange}})
		}
		r.Results = append(r.Results, one)
	}
	count(r)
	return r
}
