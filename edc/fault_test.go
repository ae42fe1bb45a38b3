package edc

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// An id that is not a URL, or a period that ends before it begins, is an error that
// says so. No id is invented in its place.
func TestErrorsNameWhatCannotStandThere(t *testing.T) {
	early, err := mc.ParseInstant("1999-01-01T00:00:00Z")
	require.NoError(t, err)
	for path, change := range map[string]func(*mc.Credential){
		"ELM-ID at envelope.issuer.id":       func(c *mc.Credential) { c.Envelope.Issuer.ID = "Vestre Ås" },
		"ELM-ID at learner.id":               func(c *mc.Credential) { c.Learner.ID = "4711" },
		"ELM-ID at definition.id":            func(c *mc.Credential) { c.Definition.ID = "kurs 1" },
		"ELM-PERIOD at envelope.validUntil":  func(c *mc.Credential) { c.Envelope.ValidUntil = early },
		"ELM-ID at envelope.evidence[0].url": func(c *mc.Credential) { c.Envelope.Evidence = []mc.Evidence{{URL: "work.pdf"}} },
	} {
		c := foreign(t)
		c.Provenance = nil
		change(c)
		_, report, err := Encode(c, EncodeOptions{})
		require.ErrorContains(t, err, path+":")
		require.NotNil(t, report)
	}
}

// Whoever fills the model is told which value of the model to supply.
func TestErrorsNameWhatIsMissing(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*mc.Credential)
		pointer string
	}{
		{"country", func(c *mc.Credential) { c.Envelope.Issuer.Locations = nil }, "envelope.issuer.locations"},
		{"country of the awarding body", func(c *mc.Credential) { c.Envelope.Issuer.Locations = nil }, "envelope.issuer.locations"},
		{"name", func(c *mc.Credential) { c.Envelope.Issuer.Name = nil }, "envelope.issuer.name"},
		{"title", func(c *mc.Credential) { c.Definition.Title = nil }, "definition.title"},
		{"issuer", func(c *mc.Credential) { c.Envelope.Issuer = mc.Party{} }, "envelope.issuer"},
		{"start of validity", func(c *mc.Credential) { c.Envelope.ValidFrom, c.Envelope.Issued = mc.Instant{}, mc.Instant{} }, "envelope.validFrom"},
		{"one of two awarding bodies without a place", func(c *mc.Credential) {
			c.Award.Awarding.Bodies = []mc.Party{c.Envelope.Issuer, {Name: mc.Text("fi", "Toinen")}}
		}, "award.awarding.bodies[1].locations"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := foreign(t)
			tt.change(c)
			doc, report, err := Encode(c, EncodeOptions{})
			var problem vc.Problem
			require.ErrorAs(t, err, &problem)
			require.Equal(t, "ELM-REQUIRED", problem.Code())
			require.ErrorContains(t, err, "ELM-REQUIRED at "+tt.pointer+":")
			require.True(t, doc.IsZero())
			require.Equal(t, tt.pointer, problem.Pointer)
			require.Len(t, mc.Paths(c), report.Summary().Read, "the report goes as far as writing came")
		})
	}
	_, _, err := Encode(nil, EncodeOptions{})
	require.Error(t, err)
	_, _, err = Encode(foreign(t), EncodeOptions{IssuerCountry: "Sweden"})
	require.ErrorContains(t, err, "ELM-COUNTRY")
}

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
