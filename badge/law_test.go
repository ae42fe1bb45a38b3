package badge

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// The law of the round trip: what a badge of a credential gives back when it is
// read is the credential. These are the exceptions.
//
//   - The id of the badge and that of its issuer are its own (a converted badge,
//     Options.ID, Options.IssuerID, an issuer without an id).
//   - The issuer of a badge that a third party makes is that party; the issuer
//     of the credential stands in the provenance, if that states it.
//   - Personal data that nobody asked for is withheld.
//   - Rendered pages stand in the source only.
//   - Entries that state nothing are left out of their lists.

// law is the law of the codec with some options.
func law(opts EncodeOptions) mapping.Law {
	l := mapping.Law{
		Encode:   func(c *mc.Credential) (vc.Document, *mc.Report, error) { return Encode(c, opts) },
		Decode:   func(doc vc.Document) (*mc.Credential, *mc.Report, error) { return Decode(doc, DecodeOptions{}) },
		Lossless: !opts.WithoutResidue && opts.Extension,
		Own:      func(at path) bool { return at == "envelope.id" || at == "envelope.issuer.id" },
		Withheld: func(l mc.Leaf) bool {
			return l.Reason == withheldReason || l.Canonical[0].Under(atPages) || l.Kind == mc.KindDropped && l.Reason == boundToSource("envelope.status", "")
		},
		Closes: true,
	}
	if opts.Authority == mc.ThirdParty {
		l.Own = func(at path) bool { return at == "envelope.id" || at.Under("envelope.issuer") }
	}
	return l
}

// requireLaw checks the law for one credential, if a badge can be made of it.
func requireLaw(tb testing.TB, c *mc.Credential, opts EncodeOptions) bool {
	tb.Helper()
	written, err := law(opts).Check(c)
	require.NoError(tb, err)
	return written
}

// requireLoss checks that without residue the values that do not come back are
// those that the report says are lost, in whole or in part.
func requireLoss(tb testing.TB, c *mc.Credential, opts EncodeOptions) bool {
	tb.Helper()
	opts.WithoutResidue = true
	return requireLaw(tb, c, opts)
}

// decodeOf reads what must be a badge, and checks that the report accounts for
// every leaf once and for every statement.
func decodeOf(tb testing.TB, doc vc.Document) (*mc.Credential, *mc.Report) {
	tb.Helper()
	c, report, err := Decode(doc, DecodeOptions{})
	require.NoError(tb, err)
	requireAccounted(tb, doc, c, report)
	return c, report
}

func requireAccounted(tb testing.TB, doc vc.Document, c *mc.Credential, report *mc.Report) {
	tb.Helper()
	require.NoError(tb, mapping.AccountsForDocument(report, doc.Root(), c), doc)
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			if v.opts.WithoutResidue || !v.opts.Extension {
				require.True(t, requireLoss(t, v.sample(t), v.opts))
				return
			}
			require.True(t, requireLaw(t, v.sample(t), v.opts))
		})
	}
}

// With nothing withheld and an id of its own, the credential comes back as it
// was, to the last field.
func TestDecodeEqualsTheModel(t *testing.T) {
	c := rich(t)
	doc, _, err := Encode(c, EncodeOptions{Extension: true, PersonalData: true})
	require.NoError(t, err)
	back, _, err := Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	c.Envelope.Display.Pages = nil // only the source has them
	require.Equal(t, c, back)
}

// Leaving out any one thing changes nothing about the law.
func TestLawWithoutAnyField(t *testing.T) {
	total := mapping.ChangeNth(richConverted(t), -1, nil)
	done, tries := 0, 60
	for i := range tries {
		c := richConverted(t)
		mapping.ChangeNth(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
		if i%3 == 0 {
			c.Provenance = nil
		}
		opts := EncodeOptions{Extension: true, PersonalData: i%2 == 0}
		if i%5 == 0 {
			opts.Authority = mc.ThirdParty
		}
		if requireLaw(t, c, opts) {
			done++
		}
		opts.Extension = i%4 != 0
		requireLoss(t, c, opts)
	}
	require.Greater(t, done, tries*9/10)
}

func TestLawOfRandomModels(t *testing.T) {
	kept, total := 0, 0
	for seed := range uint64(100) {
		c := randomModel(seed)
		if requireLaw(t, c, EncodeOptions{Extension: true, PersonalData: true}) {
			kept++
			total += len(mc.Paths(c))
		}
		requireLoss(t, c, EncodeOptions{PersonalData: true, Extension: seed%2 != 0})
	}
	require.Greater(t, kept, 70)
	t.Logf("%d models with %d values", kept, total)
}

// randomModel is a credential with any values anywhere of which a badge can be
// made.
func randomModel(seed uint64) *mc.Credential {
	c, base := mapping.Random(seed), minimal()
	c.Envelope.Issuer.ID, c.Envelope.ValidFrom = base.Envelope.Issuer.ID, base.Envelope.ValidFrom
	c.Definition.Title, c.Learner.ID = base.Definition.Title, "did:key:z6Mk"
	return c
}

// FuzzRoundTrip puts any text into any one place of the model.
func FuzzRoundTrip(f *testing.F) {
	for i, s := range []string{"", " ", "x", "und", "en-US", "urn:epass:1", "https://a.example/", "ext:a b", "\x00", "@id", "@none", "_:b", "1e5", "md5$00", "sha256$00", "𝔘", "data:,x", "did:web:vestre-aas.example"} {
		for n := range 3 {
			f.Add(i*12+n*1009, s, byte(i+n))
		}
	}
	total := mapping.ChangeNth(richConverted(f), -1, nil)
	f.Fuzz(func(t *testing.T, n int, s string, flags byte) {
		c := richConverted(t)
		mapping.ChangeNth(c, int(uint(n)%uint(total)), func(v reflect.Value) {
			if v.Kind() == reflect.String {
				v.SetString(strings.ToValidUTF8(s, "?")) // JSON has no other
			} else if v.Kind() != reflect.Struct {
				v.SetZero()
			}
		})
		if flags&16 > 0 {
			c.Provenance = nil
		}
		opts := EncodeOptions{PersonalData: flags&1 > 0, Extension: flags&4 == 0}
		if flags&8 > 0 {
			opts.Authority = mc.ThirdParty
		}
		if flags&2 > 0 || flags&4 > 0 {
			requireLoss(t, c, opts)
		} else {
			requireLaw(t, c, opts)
		}
	})
}

// requireHonest encodes a credential: either a badge that breaks no rule and
// loses nothing in JSON-LD comes out, with an account of every leaf, or an
// error that names the rule.
func requireHonest(tb testing.TB, c *mc.Credential, opts EncodeOptions) (vc.Document, bool) {
	tb.Helper()
	doc, report, err := Encode(c, opts)
	if err != nil {
		require.Regexp(tb, `^(OB3|VCDM2)-[A-Z-]+`, err.Error())
		return doc, false
	}
	for _, p := range ob3.Check(doc) {
		// A source may state a grade that its own scale does not have.
		require.Equal(tb, "OB3-RESULT-VALUE", p.Code(), p.Error())
	}
	require.NoError(tb, mapping.AccountsForModel(report, c, doc.Root()))
	return doc, true
}

// Leaving out any one thing yields a good badge or a clear error. A large
// prime spreads the few hundred places that are tried over the model.
func TestAnyFieldMayBeMissing(t *testing.T) {
	total, refused, tries := mapping.ChangeNth(richConverted(t), -1, nil), 0, 150
	for i := range tries {
		c := richConverted(t)
		mapping.ChangeNth(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
		doc, ok := requireHonest(t, c, EncodeOptions{Extension: true, PersonalData: i%2 == 0})
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
		if doc, _, err := Encode(c, EncodeOptions{Extension: true}); err == nil {
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
		opts := EncodeOptions{PersonalData: flags&1 > 0, WithoutResidue: flags&2 > 0, Extension: flags&4 == 0}
		if flags&8 > 0 {
			opts.Authority = mc.ThirdParty
		}
		if flags&16 > 0 {
			c.Provenance = nil
		}
		if doc, ok := requireHonest(t, c, opts); ok {
			requireSafe(t, doc)
		}
	})
}
