package jsontree

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

func TestParseRefuses(t *testing.T) {
	deep := strings.Repeat("[", 101) + strings.Repeat("]", 101)
	tests := []struct {
		name, in, code string
		offset         int
	}{
		{"empty", "", CodeEmpty, 0},
		{"white space", " \n\t ", CodeEmpty, 0},
		{"byte order mark", "\xef\xbb\xbf{}", CodeEncoding, 0},
		{"cut off", `{"a":[1,2`, CodeSyntax, 9},
		{"cut off in a string", `{"a":"b`, CodeSyntax, 7},
		{"duplicate name", `{"a":1,"b":{"a":1},"a":2}`, CodeDuplicate, 19},
		{"duplicate name behind an escape", `{"a":1,"\u0061":2}`, CodeDuplicate, 7},
		{"bad UTF-8", "{\"a\":\"\xff\"}", CodeEncoding, 5},
		{"overlong UTF-8", "\"\xc0\xaf\"", CodeEncoding, 0},
		{"lone surrogate", `["\ud800"]`, CodeEncoding, 1},
		{"reversed surrogates", `["\udc00\ud800"]`, CodeEncoding, 1},
		{"trailing value", `{} {}`, CodeTrailing, 2},
		{"trailing bytes", "{}x", CodeTrailing, 2},
		{"NUL after the value", "{}\x00", CodeTrailing, 2},
		{"too deep", deep, CodeDepth, 100},
		{"comment", `{/**/}`, CodeSyntax, 1},
		{"trailing comma", `[1,]`, CodeSyntax, 3},
		{"single quotes", `{'a':1}`, CodeSyntax, 1},
		{"leading zero", `[01]`, CodeSyntax, 2},
		{"NaN", `[NaN]`, CodeSyntax, 1},
		{"control character", "[\"\x01\"]", CodeSyntax, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := Parse([]byte(tt.in), Limits{})
			var e *Error
			require.True(t, errors.As(err, &e), "got %v", err)
			require.Equal(t, tt.code, e.Code, e.Error())
			require.InDelta(t, tt.offset, e.Offset, 2, e.Error())
			require.False(t, v.Exists())
		})
	}
}

func TestParseLimits(t *testing.T) {
	_, err := Parse([]byte(`[1,2,3]`), Limits{Values: 3})
	require.ErrorContains(t, err, CodeCount)
	_, err = Parse([]byte(`[1,2,3]`), Limits{Values: 4})
	require.NoError(t, err)
	_, err = Parse([]byte(`[1,2,3]`), Limits{Bytes: 6})
	require.ErrorContains(t, err, CodeSize)
	_, err = Parse([]byte(strings.Repeat("[", 3000)+strings.Repeat("]", 3000)), Limits{Depth: 5000})
	require.NoError(t, err)
}

func TestNavigate(t *testing.T) {
	v := must(t, `{"a/b":{"m~n":[10,{"x":"A\u00e5\n"},null,true]},"n":null}`)
	x := v.Lookup("/a~1b/m~0n/1/x")
	require.Equal(t, "Aå\n", x.Text())
	require.Equal(t, "/a~1b/m~0n/1/x", x.Pointer())
	require.Equal(t, `"A\u00e5\n"`, x.Raw())
	require.Equal(t, 4, v.Lookup("/a~1b/m~0n").Len())
	require.True(t, v.Lookup("/a~1b/m~0n/3").Bool())
	require.Equal(t, Null, v.Get("n").Kind())
	require.True(t, v.Get("n").Exists())
	for _, p := range []string{"/zzz", "/a~1b/m~0n/4", "/a~1b/m~0n/01", "/a~1b/m~0n/-", "a", "/n/x", "/a~1b/m~0n/99999999999"} {
		require.False(t, v.Lookup(p).Exists(), p)
	}
	require.Equal(t, "", v.Pointer())
	require.Equal(t, Absent, Value{}.Get("a").At(1).Lookup("/x").Kind())
	require.Equal(t, "", Value{}.Raw())
}

func TestLargeObjectIsIndexed(t *testing.T) {
	var b strings.Builder
	b.WriteByte('{')
	for i := range 1000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"k%d":%d`, i, i)
	}
	b.WriteByte('}')
	v := must(t, b.String())
	for i := range 1000 {
		require.Equal(t, fmt.Sprint(i), v.Get(fmt.Sprintf("k%d", i)).Raw())
	}
	require.False(t, v.Get("k1000").Exists())
}

func TestCanonical(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{"b":1,"a":[true,false,null]}`, `{"a":[true,false,null],"b":1}`},
		// RFC 8785 section 3.2.2: numbers and strings.
		{`[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]`, `[333333333.3333333,1e+30,4.5,0.002,1e-27]`},
		{`"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"`, `"€$\u000f\nA'B\"\\\\\"/"`},
		// RFC 8785 section 3.2.3: order by UTF-16 code units.
		{`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"},
		{`[-0, 0.0, 1.0, 1e0, 100, 1e21, 123456789012345680000, 1e-7, 5e-324]`, `[0,0,1,1,100,1e+21,123456789012345680000,1e-7,5e-324]`},
		{`{"":{"":""}}`, `{"":{"":""}}`},
	}
	for _, tt := range tests {
		got, err := must(t, tt.in).Canonical()
		require.NoError(t, err)
		require.Equal(t, tt.want, string(got))
	}
}

func TestNumbersThatWouldChange(t *testing.T) {
	refused := []string{"9007199254740993", "-9007199254740993", "12345678901234567890", "1e400", "-1e400", "1e-400",
		"0.1000000000000000055511151231257827", "9007199254740993.0", "900719925474099.3e1", "1e99999999999", "1e-99999999999", "1e23456"}
	for _, lit := range refused {
		_, err := must(t, "["+lit+"]").Canonical()
		var e *Error
		require.True(t, errors.As(err, &e), lit)
		require.Equal(t, CodeNumber, e.Code)
		require.Equal(t, "/0", e.Pointer)
	}
	for _, lit := range []string{"9007199254740992", "9007199254740994", "1e22", "1e23", "0.1", "0.10000000000000001", "3.50", "1.7976931348623157e308", "0e400", "-0.0"} {
		_, err := must(t, "["+lit+"]").Canonical()
		require.NoError(t, err, lit)
	}
}

func TestEdit(t *testing.T) {
	src := `{ "a" : 1.0 , "b":[ 1 , 2 ],"c":{}}`
	v := must(t, src)
	require.Equal(t, `{ "b":[ 1 , 2 ],"c":{}}`, string(v.Get("a").Remove()))
	require.Equal(t, `{ "a" : 1.0,"c":{}}`, string(v.Get("b").Remove()))
	require.Equal(t, `{ "a" : 1.0 , "b":[ 1 , 2 ]}`, string(v.Get("c").Remove()))
	require.Equal(t, `{ "a" : 1.0 , "b":[ 1 ],"c":{}}`, string(v.Lookup("/b/1").Remove()))
	require.Equal(t, `{ "a" : 1.0 , "b":[ 2 ],"c":{}}`, string(v.Lookup("/b/0").Remove()))
	require.Equal(t, `{ "a" : 1.0 , "b":[ 1 , 2 ],"c":{"x\"y":null}}`, string(v.Get("c").Insert(`x"y`, "null")))
	require.Equal(t, `{ "a" : 1.0 , "b":[ 1 , 2,3 ],"c":{}}`, string(v.Get("b").Append("3")))
	require.Equal(t, `{ "a" : 1.0 , "b":[ 1 , 2 ],"c":{},"d":0}`, string(v.Insert("d", "0")))
	require.Equal(t, `{ "a" : true , "b":[ 1 , 2 ],"c":{}}`, string(v.Get("a").Replace("true")))
	require.Equal(t, `[9]`, string(must(t, `[]`).Append("9")))
	require.Equal(t, `{}`, string(must(t, `{"a":1}`).Get("a").Remove()))
	require.Equal(t, src, string(v.Remove()))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.50,"\u00e5",null,{"b":true}]}`, `"\ud83d\ude00"`, `[1e400]`, "{\"\xff\":1}", `{"a":1,"a":2}`, ` [ ] `} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		v, err := Parse(src, Limits{})
		if err != nil {
			var e *Error
			require.True(t, errors.As(err, &e), "every refusal has a code")
			return
		}
		require.True(t, jsontext.Value(src).IsValid(), "what is accepted is valid JSON")
		walk(t, v)
		canonical, err := v.Canonical()
		if err != nil {
			return
		}
		again, err := Parse(canonical, Limits{})
		require.NoError(t, err)
		twice, err := again.Canonical()
		require.NoError(t, err)
		require.Equal(t, string(canonical), string(twice), "the canonical form is its own canonical form")
		oracle := jsontext.Value(append([]byte(nil), src...))
		require.NoError(t, oracle.Canonicalize())
		require.Equal(t, string(oracle), string(canonical), "an independent implementation agrees")
	})
}

// walk checks that each value is found again by its own pointer.
func walk(t *testing.T, v Value) {
	require.Equal(t, v, v.Root().Lookup(v.Pointer()))
	for i := range v.Len() {
		walk(t, v.At(i))
	}
}

func must(t testing.TB, src string) Value {
	t.Helper()
	v, err := Parse([]byte(src), Limits{})
	require.NoError(t, err)
	return v
}

// Walking over a set costs nothing, whether it is an array or a single value.
func TestEachAllocatesNothing(t *testing.T) {
	for _, text := range []string{`["a","b","c"]`, `"a"`} {
		v, err := Parse([]byte(text), Limits{})
		require.NoError(t, err)
		found := false
		require.Zero(t, testing.AllocsPerRun(10, func() {
			for e := range v.Each() {
				found = found || e.IsText("c")
			}
		}), text)
		require.Equal(t, len(text) > 3, found)
	}
}

// Admits answers as Parse does.
func TestAdmits(t *testing.T) {
	for _, text := range []string{`1`, `[]`, `{}`, `[1,2,3]`, `{"a":[{"b":{}}],"c":1}`, ` [[[[["[[{{"]]]]] `, `[1,1,1,1,1,1,1,1,1,1]`} {
		v, err := Parse([]byte(text), Limits{})
		require.NoError(t, err)
		for size := range 24 {
			for _, l := range []Limits{{Bytes: size}, {Depth: size}, {Values: size}, {Bytes: 2 * size, Depth: size, Values: size}} {
				_, err := Parse([]byte(text), l)
				require.Equal(t, err == nil, l.Admits(v), "%s %+v", text, l)
			}
		}
	}
}
