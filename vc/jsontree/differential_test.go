package jsontree

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireLikeOracle compares what the parser makes of a text with what the
// oracle makes of it: acceptance, every part of the error, every value.
func requireLikeOracle(t testing.TB, src []byte, limits Limits) {
	t.Helper()
	want, wantErr := parseWithOracle(src, limits)
	got, err := Parse(src, limits)
	if wantErr != nil {
		var w, e *Error
		require.True(t, errors.As(wantErr, &w))
		require.True(t, errors.As(err, &e), "the oracle refuses %q: %v", src, wantErr)
		require.Equal(t, *w, *e, "%q", src)
		require.False(t, got.Exists())
		return
	}
	require.NoError(t, err, "the oracle accepts %q", src)
	require.Equal(t, len(want.nodes), len(got.t.nodes))
	requireSameValue(t, want, 0, got)
}

func requireSameValue(t testing.TB, o *oracleTree, i int32, v Value) {
	w, n := o.nodes[i], v.node()
	if w.kind != v.Kind() || w.name != v.Name() || w.text != v.Text() || w.start != n.start || w.end != n.end ||
		w.n != int32(v.Len()) || w.ordinal != int32(v.Ordinal()) || w.nameStart != n.nameStart {
		t.Fatalf("value %s of %q: %+v is not %+v", v.Pointer(), o.src, *n, w)
	}
	for k, child := range o.children[w.firstChild : w.firstChild+w.n] {
		m := v.At(k)
		requireIs(t, v, m.Parent())
		if w.kind == Object {
			requireIs(t, m, v.Get(o.nodes[child].name))
		}
		requireSameValue(t, o, child, m)
	}
}

// texts are small texts around every decision of the parser.
func texts() []string {
	out := []string{
		"", " ", "\ufeff{}", "{}", "[]", `""`, "null", "true", "false", "0", "-0", "-", "-x", "01", "1.", "1.5", ".5", "1e", "1e+", "1e+5", "1E-05", "0e0", "00", "+1",
		"nul", "nulL", "tru", "truex", "fals", "falsey", "nan", "Infinity", "'a'", "[", "]", "{", "}", "[}", "{]", "[1}", `{"a":1]`, "[,]", "[1,]", "[1 2]", "[1,,2]",
		`{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`, `{"a" 1}`, `{"a":1 "b":2}`, `{a:1}`, `{1:1}`, `{null:1}`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{"\u0061":1,"a":2}`, `{"":1,"":2}`,
		`{"x":{"a":1,"b":[{"c":1,"c":2}]}}`, `{"a":1}{`, "{}\x00", "[]]", "1 1", `"a`, `"a\`, `"a\u`, `"a\u00`, `"\u00zz"`, `"\x"`, "\"\x1f\"", "\"\x7f\"", "\"\x00\"", "\"\t\"", "\"a\nb\"",
		`"\"\\\/\b\f\n\r\t"`, `"\u0041\u00e5\u20ac\uFFFD\uffff"`, `"\ud83d\ude00"`, `"\uD83D\uDE00"`, `"\ud83d"`, `"\ud83dx"`, `"\ud83d\n"`, `"\ud83d\u0041"`, `"\ude00"`, `"\ude00\ud83d"`, `"\ud83d\ud83d\ude00"`, `"\ud83d\u00"`,
		"\"\xff\"", "\"\xc3\xa5\"", "\"\xc3\"", "\"\xed\xa0\x80\"", "\"\xc0\xaf\"", "\"\xf4\x90\x80\x80\"", "\"\xf0\x9f\x98\x80\"", "[\"\xff\", x", "\xff", "[\xc3\xa5]", "{\"\xff\":1}", "\u00a0{}", "{}\u00a0", "\v1", "\f1",
		"\r\n\t {\r\n\t \"a\"\r\n\t :\r\n\t [\r\n\t 1\r\n\t ,\r\n\t 2\r\n\t ]\r\n\t }\r\n\t ", strings.Repeat(" ", 40) + "[" + strings.Repeat(" ", 17) + "1" + strings.Repeat(" ", 9) + "]" + strings.Repeat(" ", 8),
		"/**/{}", "{}//", `{"a":[1,2.50,"\u00e5",null,{"b":true}]}`, `[1e400]`, ` [ ] `, `{"a":{"b":{"c":[[[[]]]]}}}`,
	}
	out = append(out, inText(badge(3)), inText([]byte(inText(badge(2)))), inText(edc(3, 40)), inText(badge(3))[:200], strings.Replace(inText(badge(3)), `\"`, `\q`, 1))
	for n := range 20 { // a special byte in each place of a word
		pad := strings.Repeat("x", n)
		for _, c := range []string{`\n`, `"`, "\x01", "å", "\xff", "\x7f", `\`, " ", "!", "#", "[", "]", "\u0100", "\u2022"} {
			out = append(out, `["`+pad+c+`xyz"]`, `["`+pad+c, `{"`+pad+c+`":"`+pad+c+`"}`)
		}
	}
	for _, n := range []int{2, 15, 16, 17, 40} { // small and large objects
		members := make([]string, n)
		for i := range members {
			members[i] = fmt.Sprintf("%q:{\"k\":%d}", fmt.Sprint("member", i), i)
		}
		whole := strings.Join(members, ",")
		out = append(out, "{"+whole+"}", "{"+whole+`,"member0":0}`, "{"+whole+`,"member1":0,"x":1}`, "{"+whole+`,"\u006dember0":0}`, "{"+whole+`,"\u006d":0}`, "["+whole+"]")
	}
	return out
}

func TestParseEqualsOracle(t *testing.T) {
	for _, src := range texts() {
		requireLikeOracle(t, []byte(src), Limits{})
		for n := range 4 {
			requireLikeOracle(t, []byte(src), Limits{Values: n + 1})
			requireLikeOracle(t, []byte(src), Limits{Depth: n + 1})
			requireLikeOracle(t, []byte(src), Limits{Bytes: 4 * (n + 1)})
		}
		for cut := range src {
			requireLikeOracle(t, []byte(src[:cut]), Limits{})
		}
	}
}

func FuzzParseEqualsJsontext(f *testing.F) {
	for _, s := range texts() {
		f.Add([]byte(s), 0, 0)
	}
	f.Fuzz(func(t *testing.T, src []byte, depth, values int) {
		requireLikeOracle(t, src, Limits{Depth: depth, Values: values})
	})
}
