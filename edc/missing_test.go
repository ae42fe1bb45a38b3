package edc

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// honest encodes a credential: it comes out as a draft without problems that
// reads as the credential, or an error says what is missing.
func honest(tb testing.TB, c *mc.Credential, opts EncodeOptions) bool {
	tb.Helper()
	doc, _, err := Encode(c, opts)
	if err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			require.Regexp(tb, `^ELM-(REQUIRED|ID|PERIOD) at [a-z].*(Supply|Set) `, line)
		}
		return false
	}
	require.Empty(tb, Check(doc))
	_, err = law(opts).Check(c)
	require.NoError(tb, err)
	return true
}

// Leaving out any one thing gives a good draft or an error that names what is
// missing. A large prime spreads the tries over the model.
func TestAnyValueMayBeMissing(t *testing.T) {
	for _, m := range models[:6] {
		t.Run(m.name, func(t *testing.T) {
			total, refused, tries := mapping.ChangeNth(m.make(t), -1, nil), 0, 120
			for i := range tries {
				c := m.make(t)
				mapping.ChangeNth(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
				opts := m.opts
				opts.WithoutResidue = i%7 == 0
				if !honest(t, c, opts) {
					refused++
				} else if i%8 == 0 {
					doc, _, _ := Encode(c, opts)
					requireSafe(t, doc)
				}
			}
			require.Less(t, refused, tries/8)
		})
	}
}

func FuzzEncode(f *testing.F) {
	for i, s := range []string{"", " ", "x", "und", "en-US", "en_US", "urn:epass:org:1", "https://a.example/", "_:b", "\x00", "a\nb", "@id", "@none", "1e5", "P2W", "2026-05-04T12:00:00Z", "did:a:b", "http://data.europa.eu/snb/eqf/6", "𝔘"} {
		for n := range 3 {
			f.Add(i*12+n*1009, s, byte(i+n))
		}
	}
	f.Fuzz(func(t *testing.T, n int, s string, which byte) {
		if !utf8.ValidString(s) {
			return // JSON cannot say it
		}
		m := models[int(which)%6]
		c := m.make(t)
		mapping.ChangeNth(c, int(uint(n)%uint(mapping.ChangeNth(c, -1, nil))), func(v reflect.Value) {
			if v.Kind() == reflect.String {
				v.SetString(s)
			} else if v.Kind() != reflect.Struct {
				v.SetZero()
			}
		})
		if honest(t, c, m.opts) {
			doc, _, _ := Encode(c, m.opts)
			requireSafe(t, doc)
		}
	})
}
