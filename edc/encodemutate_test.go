package edc

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// settable calls f with every value of a model that is stated, depth first.
func settable(v reflect.Value, f func(reflect.Value)) {
	if v.CanSet() && !v.IsZero() {
		f(v)
	}
	if v.Type().Implements(textType) {
		return // no parser makes a part of a date or duration
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			settable(v.Elem(), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			settable(v.Field(i), f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			settable(v.Index(i), f)
		}
	}
}

func countSettable(c *mc.Credential) (n int) {
	settable(reflect.ValueOf(c).Elem(), func(reflect.Value) { n++ })
	return n
}

// mutate sets value number n, counted as by settable.
func mutate(c *mc.Credential, n int, set func(reflect.Value)) {
	i := 0
	settable(reflect.ValueOf(c).Elem(), func(v reflect.Value) {
		if i == n {
			set(v)
		}
		i++
	})
}

// honest encodes a credential: it comes out as a draft without problems that
// reads as the credential, or an error says what is missing.
func honest(tb testing.TB, c *mc.Credential, opts EncodeOptions) bool {
	tb.Helper()
	doc, report, err := Encode(c, opts)
	if err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			require.Regexp(tb, `^ELM-(REQUIRED|ID|PERIOD) at [a-z].*(Supply|Set) `, line)
		}
		return false
	}
	require.Empty(tb, Check(doc))
	for _, l := range report.Leaves {
		require.NotEqual(tb, "not handled by the codec", l.Reason, l.Canonical)
		for _, target := range l.Target {
			require.True(tb, doc.Lookup(target).Exists(), target)
		}
	}
	back, _, err := Decode(doc, DecodeOptions{})
	require.NoError(tb, err)
	if want := expected(c, opts, back); !opts.WithoutResidue {
		if p := diff(want, back, nil); p != nil {
			require.Fail(tb, "what was read is not what was written", string(p.text(nil)))
		}
	}
	return true
}

// Leaving out any one thing gives a good draft or an error that names what is
// missing. A large prime spreads the tries over the model.
func TestAnyValueMayBeMissing(t *testing.T) {
	for _, m := range models[:6] {
		t.Run(m.name, func(t *testing.T) {
			total, refused, tries := countSettable(m.make(t)), 0, 120
			for i := range tries {
				c := m.make(t)
				mutate(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
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
		mutate(c, int(uint(n)%uint(countSettable(c))), func(v reflect.Value) {
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
