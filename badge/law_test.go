package badge

import (
	"encoding"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// The law of the round trip: what a badge of a credential gives back when it is
// read is the credential. These are the exceptions.
//
//   - The id of the badge and that of its issuer are its own (a converted badge,
//     Options.ID, Options.IssuerID, an issuer without an id).
//   - The issuer of a badge that a third party makes is that party; the issuer
//     of the credential is the source of the award, in place of its source.
//   - Personal data that nobody asked for is withheld.
//   - Entries that state nothing are left out of their lists, and the texts of
//     one language stand together.

// statements are the values of a credential by their paths, without entries
// that state nothing.
func statements(units []unit) map[path]any {
	out := map[path]any{}
	for _, u := range units {
		put(out, u.at, u)
	}
	return out
}

func put(out map[path]any, at path, u unit) {
	out[at] = u.value.Interface()
	if text, ok := out[at].(mc.LangString); ok {
		out[at] = withTags(text)
	}
}

// withTags is a text in which no language at all is the undetermined one.
func withTags(s mc.LangString) (out mc.LangString) {
	for _, v := range s {
		out.Add(v.Lang, v.Text)
	}
	return out
}

// comparison is what the law says of one encoding.
type comparison struct {
	want []unit          // what a badge of the credential gives back
	own  func(path) path // where that stands in the credential
	kept func(path) bool // what of a badge counts
}

func compare(c *mc.Credential, opts EncodeOptions, report *mc.Report) comparison {
	x := comparison{own: func(p path) path { return p }}
	x.kept = func(p path) bool {
		return p != "envelope.id" && p != "envelope.issuer.id" && !(opts.Authority == ThirdParty && p.Under("envelope.issuer"))
	}
	source := *c
	if opts.Authority == ThirdParty {
		source.Award.Source, source.Envelope.Issuer = &c.Envelope.Issuer, mc.Party{}
		x.own = func(p path) path {
			if p.Under("award.source") {
				return "envelope.issuer" + p[len("award.source"):]
			}
			return p
		}
	}
	withheld := map[path]bool{}
	for _, l := range report.Leaves {
		if l.Reason == withheldReason {
			leaf := l.Canonical[0]
			withheld[leaf], withheld[leaf.Parent()], withheld[leaf.Parent().Parent()] = true, true, true // a text is one
		}
	}
	x.want = unitsOf(&source, func(p path) bool { return x.kept(p) && !withheld[x.own(p)] })
	return x
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
	var sources []string
	told := map[mc.Path]bool{}
	for _, l := range report.Leaves {
		if l.Added || l.Reason == "not handled by the codec" || l.Kind == mc.KindResidue && l.Reason == "no field of the model carries it" {
			require.Fail(tb, "not accounted for", "%s: %s", l.Source, doc)
		}
		sources = append(sources, l.Source)
		for _, p := range l.Canonical {
			told[p] = true
		}
	}
	if !slices.Equal(leafPointers(doc.String()), sources) {
		require.Equal(tb, leafPointers(doc.String()), sources)
	}
	for _, p := range mc.Paths(c) {
		if !told[p] && !p.Under("residue") {
			require.Fail(tb, "without source", "%s: %s", p, doc)
		}
	}
}

// sound reports whether the values of a credential are ones that can be: a test
// may have taken the year from a date.
func sound(c *mc.Credential) bool {
	for _, u := range unitsOf(c, func(path) bool { return true }) {
		text, ok := u.value.Interface().(encoding.TextMarshaler)
		if !ok {
			continue
		}
		raw, err := text.MarshalText()
		again := reflect.New(u.value.Type())
		if err != nil || again.Interface().(encoding.TextUnmarshaler).UnmarshalText(raw) != nil || !identical(again.Elem(), u.value) {
			return false
		}
	}
	return true
}

// requireLaw checks the law for one credential, if a badge can be made of it.
func requireLaw(tb testing.TB, c *mc.Credential, opts EncodeOptions) bool {
	tb.Helper()
	doc, report, err := Encode(c, opts)
	if err != nil || !sound(c) {
		return false
	}
	back, _ := decodeOf(tb, doc)
	x := compare(c, opts, report)
	want, got := statements(x.want), statements(unitsOf(back, x.kept))
	if !reflect.DeepEqual(want, got) {
		require.Equal(tb, want, got, doc.String())
	}
	return true
}

// requireLoss checks that without residue the values that do not come back are
// those that the report says are lost, in whole or in part.
func requireLoss(tb testing.TB, c *mc.Credential, opts EncodeOptions) bool {
	tb.Helper()
	opts.WithoutResidue = true
	doc, report, err := Encode(c, opts)
	if err != nil || !sound(c) {
		return false
	}
	back, _ := decodeOf(tb, doc)
	x := compare(c, opts, report)
	given := map[path]any{} // with the entries that state nothing
	for _, u := range unitsOf(back, x.kept) {
		put(given, u.from, u)
	}
	leaves := map[path]mc.Leaf{}
	for _, l := range report.Leaves {
		if !l.Added {
			leaves[l.Canonical[0]] = l
		}
	}
	for _, u := range x.want {
		if text, ok := u.value.Interface().(mc.LangString); ok {
			returned, _ := given[u.at].(mc.LangString)
			for i, v := range withTags(text) {
				requireSame(tb, leaves[text.Path(x.own(u.from), i)], containsText(returned, v))
			}
			continue
		}
		other, there := given[u.at]
		requireSame(tb, leaves[x.own(u.from)], there && equivalent(reflect.ValueOf(u.value.Interface()), reflect.ValueOf(other)))
	}
	return true
}

func containsText(s mc.LangString, v mc.LangValue) bool {
	for _, w := range s {
		if v == w {
			return true
		}
	}
	return false
}

// requireSame checks that a leaf is reported as lost if and only if it does not
// come back.
func requireSame(tb testing.TB, l mc.Leaf, returned bool) {
	tb.Helper()
	lost := l.Kind == mc.KindDropped || l.Kind == mc.KindNarrowed || l.Kind == mc.KindMerged || l.Kind == mc.KindEmbedded
	if l.Kind == mc.KindTransformed && l.Match == mc.MatchClose {
		return // it may come back by another member or not at all
	}
	if lost == returned {
		require.Fail(tb, "the report does not say what happened", "%v is %s %s (%s), comes back: %v", l.Canonical, l.Kind, l.Match, l.Reason, returned)
	}
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			if v.opts.WithoutResidue || v.opts.WithoutExtension {
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
	doc, _, err := Encode(c, EncodeOptions{PersonalData: true})
	require.NoError(t, err)
	back, _, err := Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, c, back)
}

// Leaving out any one thing changes nothing about the law.
func TestLawWithoutAnyField(t *testing.T) {
	total := countFields(richConverted(t))
	done, tries := 0, 60
	for i := range tries {
		c := richConverted(t)
		change(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
		if i%3 == 0 {
			c.Provenance = nil
		}
		opts := EncodeOptions{PersonalData: i%2 == 0}
		if i%5 == 0 {
			opts.Authority = ThirdParty
		}
		if requireLaw(t, c, opts) {
			done++
		}
		opts.WithoutExtension = i%4 == 0
		requireLoss(t, c, opts)
	}
	require.Greater(t, done, tries*9/10)
}

func TestLawOfRandomModels(t *testing.T) {
	kept, total := 0, 0
	for seed := range uint64(100) {
		c := randomModel(seed)
		if requireLaw(t, c, EncodeOptions{PersonalData: true}) {
			kept++
			total += len(mc.Paths(c))
		}
		requireLoss(t, c, EncodeOptions{PersonalData: true, WithoutExtension: seed%2 == 0})
	}
	require.Greater(t, kept, 70)
	t.Logf("%d models with %d values", kept, total)
}

// randomModel is a credential with any values anywhere, the same for the same
// seed.
func randomModel(seed uint64) *mc.Credential {
	m := &modelMaker{rand.New(rand.NewPCG(seed, 7))}
	c := &mc.Credential{}
	m.fill(reflect.ValueOf(c).Elem(), 0)
	base := minimal()
	c.Envelope.Issuer.ID, c.Envelope.ValidFrom = base.Envelope.Issuer.ID, base.Envelope.ValidFrom
	c.Definition.Title, c.Learner.ID = base.Definition.Title, "did:key:z6Mk"
	return c
}

type modelMaker struct{ *rand.Rand }

var pools = map[reflect.Type][]string{
	reflect.TypeFor[mc.Instant]():     {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5+02:00", "2026-01-02T03:04:05"},
	reflect.TypeFor[mc.Date]():        {"1999-10-02", "2000-02-29"},
	reflect.TypeFor[mc.Decimal]():     {"2.50", "3", "1e1", "0.1"},
	reflect.TypeFor[mc.ISODuration](): {"PT60H", "P1M", "P2W"},
}

var words = []string{"a", "Grønn energi", "https://a.example/1", "urn:epass:x:1", "urn:uuid:1", "MicroCredential", "Result", "name",
	"http://data.europa.eu/snb/eqf/5", "http://data.europa.eu/esco/skill/1", "eqf", "5", "online", "ext:Level", "Säde Ö", "@none"}

func (m *modelMaker) fill(v reflect.Value, depth int) {
	if m.IntN(12) < depth {
		return
	}
	if pool := pools[v.Type()]; pool != nil {
		into := v.Addr().Interface().(interface{ UnmarshalText([]byte) error })
		_ = into.UnmarshalText([]byte(pool[m.IntN(len(pool))]))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		m.fill(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if m.IntN(3) == 0 {
				m.fill(v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		m.list(v, depth)
	case reflect.Map:
		m.entries(v)
	case reflect.String:
		v.SetString(words[m.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(uint64(1 + m.IntN(2)))
	case reflect.Int, reflect.Int8, reflect.Int64:
		v.SetInt(int64(1 + m.IntN(8)))
	}
}

func (m *modelMaker) list(v reflect.Value, depth int) {
	if text, ok := v.Addr().Interface().(*mc.LangString); ok {
		for i, tag := range []string{"nb", "sv", "en-GB", "und", "x y", "NB"} {
			if m.IntN(3) == 0 {
				*text = append(*text, mc.LangValue{Lang: tag, Text: fmt.Sprint(words[m.IntN(len(words))], i/3)})
			}
		}
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 1+m.IntN(3), 4))
	for i := range v.Len() {
		if v.Type() == bytesType {
			v.Index(i).SetUint(uint64(m.IntN(256)))
			continue
		}
		m.fill(v.Index(i), depth+1)
	}
}

func (m *modelMaker) entries(v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	for _, key := range []string{"edc", "ob3"} {
		if v.Type().Elem().Kind() == reflect.String {
			v.SetMapIndex(reflect.ValueOf("https://x.example/[1]."+key), reflect.ValueOf(`{"a":1}`))
			continue
		}
		v.SetMapIndex(reflect.ValueOf(key), reflect.ValueOf(map[string]string{"/a~1[0]/b.c]": `"x"`}))
	}
}

// FuzzRoundTrip puts any text into any one place of the model.
func FuzzRoundTrip(f *testing.F) {
	for i, s := range []string{"", " ", "x", "und", "en-US", "urn:epass:1", "https://a.example/", "ext:a b", "\x00", "@id", "@none", "_:b", "1e5", "md5$00", "sha256$00", "𝔘", "data:,x", "did:web:vestre-aas.example"} {
		for n := range 3 {
			f.Add(i*12+n*1009, s, byte(i+n))
		}
	}
	total := countFields(richConverted(f))
	f.Fuzz(func(t *testing.T, n int, s string, flags byte) {
		c := richConverted(t)
		change(c, int(uint(n)%uint(total)), func(v reflect.Value) {
			if v.Kind() == reflect.String {
				v.SetString(strings.ToValidUTF8(s, "?")) // JSON has no other
			} else if v.Kind() != reflect.Struct {
				v.SetZero()
			}
		})
		if flags&16 > 0 {
			c.Provenance = nil
		}
		opts := EncodeOptions{PersonalData: flags&1 > 0, WithoutExtension: flags&4 > 0}
		if flags&8 > 0 {
			opts.Authority = ThirdParty
		}
		if flags&2 > 0 || flags&4 > 0 {
			requireLoss(t, c, opts)
		} else {
			requireLaw(t, c, opts)
		}
	})
}
