package web

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Everything that a reader finds on a card, in two languages and for two formats.
func TestCardText(t *testing.T) {
	sealed, badge := example(t, "vestre-aas-micro-credential.sealed.jsonld"), example(t, "vestre-aas-badge.signed.json")
	golden(t, "sealed-nb.txt", visible(cardOf(t, trusting(t, true), sealed, "nb")))
	golden(t, "sealed-fi.txt", visible(cardOf(t, trusting(t, true), sealed, "fi")))
	golden(t, "badge-en.txt", visible(cardOf(t, trusting(t, false), badge, "en")))
}

// The same file twice is the same page, so that a page can be compared.
func TestCardIsTheSameEachTime(t *testing.T) {
	badge := example(t, "vestre-aas-badge.signed.json")
	require.Equal(t, cardOf(t, trusting(t, false), badge, "sv"), cardOf(t, trusting(t, false), badge, "sv"))
}

// The band must say what the verdict says, for each way in which it can end.
func TestVerdictOnCard(t *testing.T) {
	badge := example(t, "vestre-aas-badge.signed.json")
	trusted := trusting(t, false)
	trusted.Policy.Trust.Issuers = []string{"did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN"}
	any := trusting(t, false)
	any.Policy.Trust.Any = true
	spoilt := bytes.Replace(badge, []byte("Joni Saarela"), []byte("Jonas Saarela"), 1)
	if bytes.Equal(spoilt, badge) {
		spoilt = bytes.Replace(badge, []byte("Vestre"), []byte("Ostre"), 1)
	}
	words := english.Standing
	for _, c := range []struct {
		name, tone, title string
		says              []string
		card              string
	}{
		{"trusted", toneGood, words.Good, []string{words.Trusted}, cardOf(t, trusted, badge, "en")},
		{"nobody vouches", toneCalm, words.Open, []string{words.NotVouched, "It calls itself"}, cardOf(t, trusting(t, false), badge, "en")},
		{"not asked", toneCalm, words.Open, []string{words.NotAsked}, cardOf(t, any, badge, "en")},
		{"altered", toneBad, words.NotGenuine, []string{words.NobodyShown}, cardOf(t, trusted, spoilt, "en")},
		{"unsigned", toneNone, words.Unsigned, []string{words.Nobody, words.UnsignedNote}, cardOf(t, trusted, example(t, "vestre-aas-badge.json"), "en")},
	} {
		require.Contains(t, c.card, `<section class="verdict tone-`+c.tone+`">`, c.name)
		require.Contains(t, visible(c.card), c.title, c.name)
		for _, s := range c.says {
			require.Contains(t, visible(c.card), s, c.name)
		}
	}
	require.NotContains(t, cardOf(t, trusted, spoilt, "en"), words.Good)
	require.Contains(t, visible(cardOf(t, trusted, spoilt, "en")), english.Keeps.NotGenuine)
}

// A name that only the document gives stands between quotation marks after words that
// say so, and the name of the signatory is never taken from there.
func TestClaimedNameIsNotProven(t *testing.T) {
	card := cardOf(t, trusting(t, false), example(t, "vestre-aas-badge.signed.json"), "en")
	band, _, _ := strings.Cut(card, `<p class="whose">`)
	require.Contains(t, band, "It calls itself <q><bdi>Vestre Ås høgskole</bdi></q>")
	require.NotContains(t, band, "<strong><bdi>Vestre")
	require.Contains(t, visible(card), "Issuer as named in the credential: Vestre Ås høgskole")
	sealed := cardOf(t, trusting(t, true), example(t, "vestre-aas-micro-credential.sealed.jsonld"), "en")
	require.Contains(t, sealed, "Sealed by <strong><bdi>Vestre Ås høgskole</bdi></strong>", "the certificate has that name")
}

// A file with several credentials shows them all, and each has its own verdict.
func TestCardOfSeveral(t *testing.T) {
	badge, draft := example(t, "vestre-aas-badge.signed.json"), example(t, "vestre-aas-badge.json")
	card := cardOf(t, trusting(t, false), []byte("["+string(badge)+","+string(draft)+"]"), "en")
	require.Equal(t, 2, strings.Count(card, `<article class="card">`))
	text := visible(card)
	require.Contains(t, text, "2 credentials in one file")
	require.Contains(t, text, "Credential 2 of 2")
	require.Contains(t, text, english.Standing.Open)
	require.Contains(t, text, english.Standing.Unsigned)
	require.Contains(t, text, english.Keeps.Several)

	many := "[" + strings.Repeat(string(draft)+",", 24) + string(draft) + "]"
	card = cardOf(t, trusting(t, false), []byte(many), "en")
	require.Equal(t, maxCards, strings.Count(card, `<article class="card">`))
	require.Contains(t, visible(card), "5 more are in the file and not shown here.")
}

// Of a presentation the credential comes first, and after it who presents it.
func TestCardOfPresentation(t *testing.T) {
	badge, err := mikromerit.Open(example(t, "vestre-aas-badge.signed.json"), vc.Limits{})
	require.NoError(t, err)
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	shown, err := mikromerit.Present(t.Context(), key, mikromerit.PresentOptions{}, badge)
	require.NoError(t, err)
	card := cardOf(t, trusting(t, false), shown.Bytes(), "sv")
	require.Equal(t, 2, strings.Count(card, `<article class="card">`))
	require.Regexp(t, `(?s)<h2>.*Vestre Ås høgskole.*`+swedish.Standing.PresentedBy, card)
	require.Contains(t, visible(card), swedish.Standing.PresentedBy+" "+key.Controller())
	require.NotContains(t, card, swedish.Keeps.Several, "its only credential can be converted")
	require.NotContains(t, visible(card), "2 intyg", "a presentation is no credential")
}

// Of what a holder derived, the missing elements may have been left out.
func TestCardOfWhatWasDerived(t *testing.T) {
	key, err := keys.Generate(keys.BLS12381)
	require.NoError(t, err)
	draft, err := vc.ParseDocument(example(t, "vestre-aas-badge.json"), vc.Limits{})
	require.NoError(t, err)
	whole, err := mikromerit.IssueDocument(t.Context(), draft, key, mikromerit.IssueOptions{SetIssuer: true})
	require.NoError(t, err)
	shown, err := dataintegrity.Derive(t.Context(), vc.Env{}, whole.File, dataintegrity.DeriveOptions{})
	require.NoError(t, err)
	require.Contains(t, visible(cardOf(t, trusting(t, false), shown.Bytes(), "en")), english.Elements.Withheld)
	require.NotContains(t, visible(cardOf(t, trusting(t, false), example(t, "vestre-aas-badge.signed.json"), "en")), english.Elements.Withheld)
}

// A certificate of attendance need not have the elements of a micro-credential.
func TestCardOfAnotherKind(t *testing.T) {
	card := cardOf(t, trusting(t, false), testkit.ReadShared(t, "data", "samples", "elm", "Sample-CertOfPart-signed.jsonld"), "en")
	require.Contains(t, visible(card), english.Elements.Not)
	require.NotContains(t, card, "<table>")
}

// Every published sample has a card, in every language, and its markup is ours alone.
func TestCardsOfPublishedSamples(t *testing.T) {
	root := testkit.Shared(t, "data", "samples")
	shown := 0
	for _, folder := range []string{"elm", "ob3", "ob3-spec", "clr", "ob2", "pair", "elm-ebsi", "jades-dss"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*"))
		require.NoError(t, err)
		for i, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				continue // a folder
			}
			v := trusting(t, false)
			if found, err := v.Inspect(t.Context(), text, inspectIn("en")); err != nil || found == nil {
				continue
			}
			lang := tongues[i%len(tongues)].Tag
			card := cardOf(t, v, text, lang)
			requireOurMarkup(t, card, name)
			require.Contains(t, card, `<html lang="`+lang+`">`)
			shown++
		}
	}
	require.Greater(t, shown, 80)
}
