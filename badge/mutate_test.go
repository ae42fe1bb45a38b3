package badge

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// requireHonest encodes a credential: either a badge that breaks no rule and
// loses nothing in JSON-LD comes out, with an account of every leaf, or an
// error that names the rule.
func requireHonest(tb testing.TB, c *mc.Credential, opts EncodeOptions) (vc.Document, bool) {
	tb.Helper()
	doc, report, err := Encode(c, opts)
	if err != nil {
		require.Regexp(tb, `^OB3-[A-Z-]+`, err.Error())
		return doc, false
	}
	for _, p := range ob3.Check(doc) {
		// A source may state a grade that its own scale does not have.
		require.Equal(tb, "OB3-RESULT-VALUE", p.Code(), p.Error())
	}
	n := 0
	for _, l := range report.Leaves {
		if !l.Added {
			n++
		}
		require.NotEqual(tb, "not handled by the codec", l.Reason, l.Canonical)
		for _, pointer := range l.Target {
			require.True(tb, doc.Lookup(pointer).Exists(), "%v says it stands at %s", l.Canonical, pointer)
		}
	}
	require.Len(tb, mc.Paths(c), n)
	return doc, true
}

// Leaving out any one thing yields a good badge or a clear error. A large
// prime spreads the few hundred places that are tried over the model.
func TestAnyFieldMayBeMissing(t *testing.T) {
	total, refused, tries := mapping.ChangeNth(richConverted(t), -1, nil), 0, 150
	for i := range tries {
		c := richConverted(t)
		mapping.ChangeNth(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
		doc, ok := requireHonest(t, c, EncodeOptions{PersonalData: i%2 == 0})
		if !ok {
			refused++
		} else if i%8 == 0 {
			requireSafe(t, doc)
		}
	}
	require.Less(t, refused, tries/20)
}

func TestAnyFieldMayBeMissingFitsTheSchema(t *testing.T) {
	schema := publishedSchema(t)
	total := mapping.ChangeNth(richConverted(t), -1, nil)
	for i := range 60 {
		c := richConverted(t)
		mapping.ChangeNth(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
		if doc, _, err := Encode(c, EncodeOptions{}); err == nil {
			requireFits(t, schema, doc)
		}
	}
}

// FuzzEncode puts any text into any one place of the model.
func FuzzEncode(f *testing.F) {
	for i, s := range []string{"", " ", "x", "und", "en-US", "en_US", "urn:epass:1", "https://a.example/", "ext:a b", "\x00", "\xff", "a\nb", "@id", "@none", "_:b", "1e5", "md5$00", "𝔘"} {
		for n := range 2 {
			f.Add(i*12+n*1009, s, byte(i+n))
		}
	}
	total := mapping.ChangeNth(richConverted(f), -1, nil)
	f.Fuzz(func(t *testing.T, n int, s string, flags byte) {
		c := richConverted(t)
		mapping.ChangeNth(c, int(uint(n)%uint(total)), func(v reflect.Value) {
			if v.Kind() == reflect.String {
				v.SetString(s)
			} else if v.Kind() != reflect.Struct {
				v.SetZero()
			}
		})
		opts := EncodeOptions{PersonalData: flags&1 > 0, WithoutResidue: flags&2 > 0, WithoutExtension: flags&4 > 0}
		if flags&8 > 0 {
			opts.Authority = ThirdParty
		}
		if flags&16 > 0 {
			c.Provenance = nil
		}
		if doc, ok := requireHonest(t, c, opts); ok {
			requireSafe(t, doc)
		}
	})
}
