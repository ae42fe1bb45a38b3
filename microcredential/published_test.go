package microcredential_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The accepted codes are exactly those of the published table, apart from its
// entries for the Union and for provisional data.
func TestCountryOfPublishedTable(t *testing.T) {
	published := map[string]bool{}
	for _, line := range strings.Split(string(testkit.ReadShared(t, "data/vocabularies/country.xsd")), "\n") {
		if _, iri, ok := strings.Cut(line, `<xs:enumeration value="`); ok {
			iri, _, _ = strings.Cut(iri, `"`)
			published[strings.TrimPrefix(iri, mc.SchemeCountry+"/")] = true
		}
	}
	require.Len(t, published, 253)
	for code := range published {
		c, ok := mc.CountryOf(code)
		require.Equal(t, code != "EUR" && code != "OP_DATPRO", ok, code)
		if ok {
			require.Equal(t, code, c.Authority())
		}
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			if c, ok := mc.CountryOf(code); ok {
				require.True(t, published[c.Authority()], code)
			}
		}
	}
}
