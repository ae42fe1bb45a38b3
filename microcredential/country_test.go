package microcredential

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCountryOf(t *testing.T) {
	for _, tt := range []struct{ code, alpha2, alpha3, authority string }{
		{"NO", "NO", "NOR", "NOR"},
		{"nor", "NO", "NOR", "NOR"},
		{"SE", "SE", "SWE", "SWE"},
		{"FI", "FI", "FIN", "FIN"},
		{"DK", "DK", "DNK", "DNK"},
		{"IS", "IS", "ISL", "ISL"},
		{"FO", "FO", "FRO", "FRO"},
		{"GL", "GL", "GRL", "GRL"},
		{"AX", "AX", "ALA", "ALA"},
		{"EL", "GR", "GRC", "GRC"},
		{"GR", "GR", "GRC", "GRC"},
		{"UK", "GB", "GBR", "GBR"},
		{"GBR", "GB", "GBR", "GBR"},
		{"XK", "XK", "XKX", "1A0"},
		{"1A0", "XK", "XKX", "1A0"},
		{"http://publications.europa.eu/resource/authority/country/IRL", "IE", "IRL", "IRL"},
		{"http://publications.europa.eu/resource/authority/country/1A0", "XK", "XKX", "1A0"},
		{"FQ0", "TF", "ATF", "FQ0"},
	} {
		c, ok := CountryOf(tt.code)
		require.True(t, ok, tt.code)
		require.Equal(t, tt.alpha2, c.Alpha2, tt.code)
		require.Equal(t, tt.alpha3, c.Alpha3(), tt.code)
		require.Equal(t, tt.authority, c.Authority(), tt.code)
		require.Equal(t, SchemeCountry+"/"+tt.authority, c.Concept.IRI, tt.code)
		require.Equal(t, tt.authority, Country{Alpha2: tt.alpha2}.Authority(), tt.code)
	}
	for _, code := range []string{"", "N", "EUR", "OP_DATPRO", "ZZ", "001", "578", "SU", "YUG", "EU", "http://example.org/NO", "ÅX"} {
		_, ok := CountryOf(code)
		require.False(t, ok, code)
	}
	require.Empty(t, Country{}.Alpha3())
}

func TestLanguages(t *testing.T) {
	for tag, code := range map[string]string{
		"nb": "NOB", "nn": "NNO", "no": "NOR", "se": "SME", "smj": "SMJ", "sma": "SMA", "smn": "SMN", "sms": "SMS",
		"sv": "SWE", "fi": "FIN", "da": "DAN", "is": "ISL", "fo": "FAO", "kl": "KAL", "fit": "FIT", "fkv": "FKV",
		"en": "ENG", "de": "DEU", "fr": "FRA", "el": "ELL", "he": "HEB", "yi": "YID", "id": "IND", "cnr": "CNR",
	} {
		c, ok := LanguageConcept(tag)
		require.True(t, ok, tag)
		require.Equal(t, code, c.Notation)
		require.Equal(t, SchemeLanguage+"/"+code, c.IRI)
		for _, in := range []string{code, c.IRI} {
			got, ok := LanguageTag(in)
			require.True(t, ok, in)
			require.Equal(t, tag, got)
		}
	}
	for _, tag := range []string{"pt-BR", "pt"} {
		c, ok := LanguageConcept(tag)
		require.True(t, ok)
		require.Equal(t, "POR", c.Notation)
	}
	for _, tag := range []string{"", "und", "zz", "q", "english", "en-", "en--x", "n0"} {
		_, ok := LanguageConcept(tag)
		require.False(t, ok, tag)
	}
	for _, code := range []string{"", "NB", "UND", "ZZZZ", "http://example.org/ENG"} {
		_, ok := LanguageTag(code)
		require.False(t, ok, code)
	}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			tag := string([]rune{a, b})
			c, ok := LanguageConcept(tag)
			if !ok || renamedLanguages[tag] != "" {
				continue
			}
			back, ok := LanguageTag(c.IRI)
			require.True(t, ok, tag)
			require.Equal(t, tag, back)
		}
	}
}
