package microcredential

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"
)

func decimal(t *testing.T, s string) Decimal {
	t.Helper()
	d, err := ParseDecimal(s)
	require.NoError(t, err, s)
	return d
}

func TestDecimalParse(t *testing.T) {
	for in, canonical := range map[string]string{
		"2": "2", "2.0": "2", "02.50": "2.5", "+3": "3", "-3.10": "-3.1", ".5": "0.5", "5.": "5", "0": "0", "-0": "0", "-0.00": "0",
		"1e1": "10", "1.25E1": "12.5", "25e-1": "2.5", "1e-3": "0.001", "100": "100", "0.000": "0",
		"12345678901234567890.123456789": "12345678901234567890.123456789",
	} {
		d := decimal(t, in)
		require.Equal(t, in, d.String())
		require.Equal(t, canonical, d.Canonical(), in)
		require.False(t, d.IsZero())
	}
	for _, in := range []string{
		"", " ", " 2", "2 ", "2,5", "1.2.3", "--1", "+-1", "e1", "1e", "1e+", "1e99", "1e-99999", "NaN", "INF", "0x1",
		".", "+", "-.", "١", strings.Repeat("9", 65),
	} {
		_, err := ParseDecimal(in)
		require.ErrorIs(t, err, ErrDecimal, in)
	}
}

func TestDecimalArithmetic(t *testing.T) {
	for _, tt := range []struct{ a, b, sum string }{
		{"0.1", "0.2", "0.3"}, {"3.5", "4.50", "8"}, {"-1", "0.999", "-0.001"}, {"1e2", "1e-2", "100.01"}, {"5", "-5", "0"},
	} {
		require.Equal(t, tt.sum, decimal(t, tt.a).Add(decimal(t, tt.b)).String())
		require.Equal(t, tt.sum, decimal(t, tt.b).Add(decimal(t, tt.a)).String())
	}
	require.Zero(t, decimal(t, "2.50").Cmp(decimal(t, "2.5")))
	require.Equal(t, -1, decimal(t, "-2").Cmp(decimal(t, "1")))
	require.Equal(t, 1, decimal(t, "10").Cmp(decimal(t, "9.99")))
	require.Equal(t, "2.5", Decimal{}.Add(decimal(t, "2.50")).String())
	require.True(t, Decimal{}.Add(Decimal{}).IsZero())
	require.Zero(t, Decimal{}.Cmp(decimal(t, "0")))
	require.Equal(t, -1, decimal(t, "-0.01").Sign())
	require.Empty(t, Decimal{}.Canonical())
	require.Equal(t, "-7", DecimalOf(-7).String())
}

func TestTextRoundTrip(t *testing.T) {
	var d Decimal
	require.NoError(t, d.UnmarshalText([]byte("2.50")))
	require.Equal(t, "2.50", d.String())
	require.NoError(t, d.UnmarshalText(nil))
	require.True(t, d.IsZero())
	require.Error(t, d.UnmarshalText([]byte("x")))

	var i Instant
	require.NoError(t, i.UnmarshalText([]byte("2026-05-04T10:00:00+02:00")))
	text, err := i.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "2026-05-04T10:00:00+02:00", string(text))
	require.NoError(t, i.UnmarshalText(nil))
	require.True(t, i.IsZero())

	var p ISODuration
	require.NoError(t, p.UnmarshalText([]byte("PT60H")))
	require.Equal(t, int64(60), p.Hours)
	text, err = p.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "PT60H", string(text))
	require.NoError(t, p.UnmarshalText(nil))
	require.True(t, p.IsZero())
	require.Error(t, p.UnmarshalText([]byte("60H")))

	var day Date
	require.NoError(t, day.UnmarshalText([]byte("2026-02-28")))
	require.Equal(t, "2026-02-28", day.String())
	require.Empty(t, Date{}.String())
}

func TestLangString(t *testing.T) {
	var s LangString
	require.True(t, s.IsZero())
	_, ok := s.Best(language.Swedish)
	require.False(t, ok)

	s = Text("nb", "Fjellføring").With("en", "Mountain guiding").With("se", "Duottarláidesteapmi").With("EN", "Guiding").With("", "?")
	require.Equal(t, []string{"nb", "en", "se", Und}, s.Tags())
	require.Equal(t, []string{"Mountain guiding", "Guiding"}, s.In("en"))
	require.Equal(t, []string{"?"}, s.In(""))
	base := s[:1:1]
	require.Len(t, base.With("sv", "Fjällguidning"), 2)
	require.Len(t, base, 1, "With leaves its receiver alone")

	text := func(tags ...string) string {
		var prefs []language.Tag
		for _, tag := range tags {
			prefs = append(prefs, language.Make(tag))
		}
		v, ok := s.Best(prefs...)
		require.True(t, ok)
		return v.Lang
	}
	require.Equal(t, "se", text("se"))
	require.Equal(t, "nb", text("no"), "Norwegian is Bokmål")
	require.Equal(t, "nb", text("nn"), "Bokmål stands in for Nynorsk")
	require.Equal(t, "nb", text("fi", "nb-NO"))
	require.Equal(t, "en", text("en-GB"))
	require.Equal(t, "en", text("sv"), "English when no preference is met")
	require.Equal(t, "en", text())
	require.Equal(t, "en", text("und"))

	both := Text("nn", "Fjellføring").With("nb", "Fjellføring")
	v, _ := both.Best(language.Make("no"))
	require.Equal(t, "nb", v.Lang)
	v, _ = Text("fi", "Opastus").With("sv", "Guidning").Best(language.German)
	require.Equal(t, "fi", v.Lang, "the first when nothing fits")
	v, _ = Text("not a tag!", "x").Best(language.German)
	require.Equal(t, "x", v.Text)
}

func TestISODuration(t *testing.T) {
	const hour = time.Hour
	for _, tt := range []struct {
		in       string
		min, max time.Duration
		hours    int64 // -1: not whole hours
		suspect  bool
	}{
		{"PT60H", 60 * hour, 60 * hour, 60, false},
		{"P60M", 60 * 28 * 24 * hour, 60 * 31 * 24 * hour, -1, true},
		{"PT60M", hour, hour, 1, false},
		{"PT90M", 90 * time.Minute, 90 * time.Minute, -1, false},
		{"P24M", 24 * 28 * 24 * hour, 24 * 31 * 24 * hour, -1, false},
		{"P1Y60M", (365 + 60*28) * 24 * hour, (366 + 60*31) * 24 * hour, -1, false},
		{"P2M", 2 * 28 * 24 * hour, 2 * 31 * 24 * hour, -1, false},
		{"P1W", 7 * 24 * hour, 7 * 24 * hour, -1, false},
		{"P1DT12H", 36 * hour, 36 * hour, -1, false},
		{"PT0.5S", 500 * time.Millisecond, 500 * time.Millisecond, -1, false},
		{"PT3600.0S", hour, hour, 1, false},
		{"-PT5H", 5 * hour, 5 * hour, -1, false},
		{"PT0S", 0, 0, 0, false},
		{"P999999999999Y", 1<<63 - 1, 1<<63 - 1, -1, false},
		{"PT99999999999999999999S", 1<<63 - 1, 1<<63 - 1, -1, false},
	} {
		d, err := ParseISODuration(tt.in)
		require.NoError(t, err, tt.in)
		require.Equal(t, tt.in, d.String())
		require.False(t, d.IsZero())
		least, most := d.Bounds()
		require.Equal(t, tt.min, least, tt.in)
		require.Equal(t, tt.max, most, tt.in)
		hours, ok := d.WholeHours()
		require.Equal(t, tt.hours >= 0, ok, tt.in)
		if ok {
			require.Equal(t, tt.hours, hours, tt.in)
		}
		require.Equal(t, tt.suspect, d.isLikelyTime(), tt.in)
	}
	for _, in := range []string{
		"", "P", "PT", "60H", "P60H", "PT60", "PT60D", "P1M1Y", "PT1S1H", "P1Y1Y", "P-1Y", "+P1Y", "P1.5Y", "PT.5S", "PT5.S",
		"P1YT", "p1y", "PT1H ", "P1T2H", "PT1HT1M", "P9999999999999Y",
	} {
		_, err := ParseISODuration(in)
		require.ErrorIs(t, err, ErrDuration, in)
	}
	require.True(t, ISODuration{}.IsZero())
}

func TestInstant(t *testing.T) {
	for in, utc := range map[string]string{
		"2026-05-04T10:00:00Z":           "2026-05-04T10:00:00Z",
		"2026-05-04T10:00:00+02:00":      "2026-05-04T08:00:00Z",
		"2026-05-04T10:00:00-14:00":      "2026-05-05T00:00:00Z",
		"2026-05-04T10:00:00":            "2026-05-04T10:00:00Z",
		"2026-05-04T24:00:00Z":           "2026-05-05T00:00:00Z",
		"2026-05-04T10:00:00.250Z":       "2026-05-04T10:00:00.25Z",
		"2026-05-04T10:00:00.123456789Z": "2026-05-04T10:00:00.123456789Z",
		"0001-01-01T00:00:00Z":           "0001-01-01T00:00:00Z",
		"2024-02-29T00:00:00Z":           "2024-02-29T00:00:00Z",
	} {
		i, err := ParseInstant(in)
		require.NoError(t, err, in)
		require.Equal(t, in, i.String())
		require.Equal(t, utc, i.Time().UTC().Format(time.RFC3339Nano), in)
		require.False(t, i.IsZero())
		require.Equal(t, len(in) > 19, i.Zoned(), in)
	}
	for _, in := range []string{
		"", "2026-05-04", "2026-05-04 10:00:00Z", "2026-05-04T10:00Z", "2026-05-04T25:00:00Z", "2026-05-04T24:00:01Z", "2026-05-04T10:60:00Z",
		"2026-05-04T10:00:60Z", "2026-02-29T10:00:00Z", "2026-13-01T10:00:00Z", "2026-05-04T10:00:00+14:01", "2026-05-04T10:00:00+2:00",
		"2026-05-04T10:00:00z", "2026-05-04T10:00:00.Z", "0000-01-01T00:00:00Z", "12026-05-04T10:00:00Z", "2026-05-04T10:00:00ZZ",
	} {
		_, err := ParseInstant(in)
		require.ErrorIs(t, err, ErrInstant, in)
	}
	require.True(t, Instant{}.Time().IsZero())
	require.True(t, InstantOf(time.Time{}).IsZero())
	require.Equal(t, "2026-05-04T10:00:00Z", InstantOf(time.Date(2026, 5, 4, 10, 0, 0, 999, time.UTC)).String())
}

func TestInstantCivilDate(t *testing.T) {
	summer := time.FixedZone("CEST", 2*3600)
	birth, err := ParseInstant("1999-10-01T22:00:00Z")
	require.NoError(t, err)
	require.Equal(t, "1999-10-01", birth.DateIn(time.UTC).String())
	require.Equal(t, "1999-10-02", birth.DateIn(summer).String())
	require.Equal(t, "1999-10-01", birth.DateIn(nil).String(), "the offset of the text")

	day, exact := birth.MidnightIn(summer)
	require.True(t, exact)
	require.Equal(t, "1999-10-02", day.String())
	_, exact = birth.MidnightIn(time.UTC)
	require.False(t, exact)
	require.True(t, birth.isShiftedMidnight())

	local, err := ParseInstant("1999-10-02T00:00:00+02:00")
	require.NoError(t, err)
	require.Zero(t, local.Compare(birth))
	require.NotEqual(t, local, birth, "the text differs")
	require.False(t, local.isShiftedMidnight())
	day, exact = local.MidnightIn(nil)
	require.True(t, exact)
	require.Equal(t, "1999-10-02", day.String())
	_, exact = Instant{}.MidnightIn(nil)
	require.False(t, exact)
}

func TestDate(t *testing.T) {
	for _, in := range []string{"", "2026-5-04", "2026-02-30", "2026-00-10", "20260504", "2026-05-04Z", "0000-01-01"} {
		_, err := ParseDate(in)
		require.ErrorIs(t, err, ErrDate, in)
	}
	a, err := ParseDate("2026-05-04")
	require.NoError(t, err)
	require.Equal(t, -1, a.Compare(Date{2026, 5, 5}))
	require.Zero(t, a.Compare(Date{2026, time.May, 4}))
}

func TestLevels(t *testing.T) {
	for n := 1; n <= 8; n++ {
		l, ok := EQFLevel(n)
		require.True(t, ok)
		require.Equal(t, int8(n), l.EQF)
		require.Equal(t, int8(n), EQFOf(l.Value.IRI))
		require.Equal(t, SchemeEQF, l.Value.Scheme)
	}
	for _, n := range []int{-1, 0, 9} {
		_, ok := EQFLevel(n)
		require.False(t, ok)
	}
	require.Zero(t, EQFOf("http://data.europa.eu/snb/eqf/9"))
	require.Zero(t, EQFOf("http://data.europa.eu/snb/eqf/25831c2"))
	for c, eqf := range map[Cycle]int8{CycleShort: 5, CycleFirst: 6, CycleSecond: 7, CycleThird: 8, CycleNone: 0, 9: 0} {
		require.Equal(t, eqf, c.EQF())
		if eqf > 0 {
			back, ok := ParseCycle(c.String())
			require.True(t, ok)
			require.Equal(t, c, back)
		}
	}
	_, ok := ParseCycle("")
	require.False(t, ok)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"P60M", "PT3.5S", "1999-10-01T22:00:00Z", "1e1", "-0.5", "nb", "SWE", "definition.title[en][1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDecimal(s); err == nil {
			again := decimal(t, strings.TrimSpace(d.Canonical()[:min(len(d.Canonical()), maxDecimalText)]))
			if len(d.Canonical()) <= maxDecimalText {
				require.Zero(t, d.Cmp(again))
			}
		}
		if d, err := ParseISODuration(s); err == nil {
			least, most := d.Bounds()
			require.LessOrEqual(t, least, most)
		}
		if i, err := ParseInstant(s); err == nil {
			require.Equal(t, s, i.String())
		}
		CountryOf(s)
		if c, ok := LanguageConcept(s); ok {
			require.Len(t, c.Notation, 3)
		}
		LanguageTag(s)
		Text(s, s).Best(language.Make(s))
		p := Path(s)
		for p != "" && len(s) < 500 {
			require.Less(t, len(p.Parent()), len(p))
			p = p.Parent()
		}
		ElementOf(Path(s))
	})
}
