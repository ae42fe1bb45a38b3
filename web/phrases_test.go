package web

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"
)

// everyPhrase calls f with each phrase of a language and its name.
func everyPhrase(v reflect.Value, name string, f func(name, phrase string)) {
	switch v.Kind() {
	case reflect.String:
		f(name, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			everyPhrase(v.Field(i), name+"."+v.Type().Field(i).Name, f)
		}
	case reflect.Array:
		for i := range v.Len() {
			everyPhrase(v.Index(i), name+string(rune('A'+i)), f)
		}
	}
}

func phraseMap(p *phrases) map[string]string {
	all := make(map[string]string)
	everyPhrase(reflect.ValueOf(*p), "", func(name, phrase string) { all[name] = phrase })
	return all
}

var verbs = regexp.MustCompile(`%[sd]`)

// A phrase that is missing in a language leaves a hole in the page, and one that takes
// other values than the English one shows nonsense.
func TestPhrasesAreWhole(t *testing.T) {
	want := phraseMap(&english)
	require.Greater(t, len(want), 220)
	for _, one := range tongues {
		for name, phrase := range phraseMap(one.Phrases) {
			require.NotEmpty(t, phrase, "%s has no phrase %s", one.Tag, name)
			require.Equal(t, strings.TrimSpace(phrase), phrase, "%s %s", one.Tag, name)
			require.NotContains(t, phrase, "  ", "%s %s", one.Tag, name)
			require.Equal(t, verbs.FindAllString(want[name], -1), verbs.FindAllString(phrase, -1), "%s %s", one.Tag, name)
			if last := want[name]; strings.HasSuffix(last, ".") && strings.Contains(last, " ") {
				require.True(t, strings.HasSuffix(phrase, "."), "%s %s is a sentence: %q", one.Tag, name, phrase)
			}
		}
	}
}

// Letters of another language, or its commonest words, show that a phrase was put into
// the wrong table.
func TestPhrasesAreInTheirLanguage(t *testing.T) {
	letters := map[string]string{"en": "", "nb": "æøåéÆØÅ", "nn": "æøåéòÆØÅÒ", "sv": "åäöÅÄÖ", "da": "æøåéÆØÅ", "fi": "åäöÄÖ", "is": "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ"}
	foreign := map[string][]string{
		"nb": {"ikkje", "ein", "frå", "kva", "och", "inte", "af", "hvad"}, "nn": {"ikke", "en", "fra", "hva", "hvem", "av dem", "noen", "filen"},
		"sv": {"ikke", "og", "af", "fra", "ikkje"}, "da": {"ikkje", "och", "inte", "av", "hva", "noen", "kontroller en"},
		"fi": {"ikke", "och", "og", "the"}, "is": {"ikke", "og den", "the", "af den"}, "en": {"og", "och", "ja"},
	}
	for _, one := range tongues {
		for name, phrase := range phraseMap(one.Phrases) {
			for _, r := range phrase {
				if r > unicode.MaxASCII && !strings.ContainsRune("–…“”", r) {
					require.Contains(t, letters[one.Tag], string(r), "%s %s: %q", one.Tag, name, phrase)
				}
			}
			words := " " + strings.ToLower(strings.NewReplacer(",", " ", ".", " ", ":", " ", "?", " ").Replace(phrase)) + " "
			for _, word := range foreign[one.Tag] {
				require.NotContains(t, words, " "+word+" ", "%s %s", one.Tag, name)
			}
		}
	}
}

// International words may be the same in two languages, whole sentences may not.
func TestPhrasesAreTranslated(t *testing.T) {
	for i, one := range tongues {
		mine := phraseMap(one.Phrases)
		for _, other := range tongues[:i] {
			for name, phrase := range phraseMap(other.Phrases) {
				if len(strings.Fields(phrase)) >= 4 && !strings.HasPrefix(name, ".Keeps.Download") {
					near := map[string]bool{"nb": true, "nn": true, "da": true, "sv": true}
					if near[one.Tag] && near[other.Tag] && len(strings.Fields(phrase)) < 7 {
						continue // neighbours can say a short thing in the same words
					}
					require.NotEqual(t, phrase, mine[name], "%s and %s say the same for %s", one.Tag, other.Tag, name)
				}
			}
		}
	}
}

// The page is in the language that a browser asks for, and speaks English to whoever
// reads none of its languages.
func TestLanguageOfTheReader(t *testing.T) {
	for accept, want := range map[string]string{
		"nb-NO,nb;q=0.9,en;q=0.8": "nb", "no": "nb", "nn,nb;q=0.5": "nn", "sv-FI": "sv", "da;q=0.8,en;q=0.2": "da", "fi": "fi", "is-IS": "is",
		"": "en", "zh": "en", "de-DE,sv;q=0.4": "sv", "en-GB": "en", "*": "en", "nonsense;;q=x": "en",
	} {
		require.Equal(t, want, tongueFor(wantedBy("", accept)...).Tag, accept)
	}
	require.LessOrEqual(t, len(wantedBy("", strings.Repeat("nb,", 5000))), maxAccept, "a header of any length is read in part")
	require.Equal(t, "is", tongueFor(wantedBy("is", "nb")...).Tag, "what a reader chooses comes before what the browser says")
	require.Equal(t, "nb", tongueFor(wantedBy("<script>", "nb")...).Tag)
	require.Equal(t, "en", tongueFor(language.Und).Tag)
	require.Len(t, Languages(), 7)
}
