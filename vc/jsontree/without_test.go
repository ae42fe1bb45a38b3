package jsontree

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func oneByOne(v Value, names []string) Value {
	v = v.Root()
	for _, name := range names {
		v = v.Get(name).removedOr(v)
	}
	return v
}

func (v Value) removedOr(root Value) Value {
	if !v.Exists() {
		return root
	}
	return v.Removed()
}

func requireWithout(t testing.TB, v Value, names []string) {
	t.Helper()
	requireAsParsed(t, oneByOne(v, names).Source(), v.RemovedMembers(names...))
}

// Members are removed at once as they are one after the other, in every order.
func TestRemovedMembers(t *testing.T) {
	names := []string{"a", "b", "c", "d", "none", "a"}
	for _, text := range []string{`{}`, `{"a":1}`, ` { "a" : 1 , "b":{"a":2} } `, "{\n\t\"x\": [1],  \"a\":1 ,\"b\"  :2,\n \"c\":[] , \"\\u0064\": {} }\n", `{"a":1,"b":2,"c":3,"d":4}`, `{"d":1,"y":2,"c":3 ,"z":{"c":[4]}, "b":5}`,
		`{"a":1,` + largeObject(40)[1:], `[1]`, `7`} {
		v, err := ParseString(text, Limits{})
		require.NoError(t, err)
		r := rand.New(rand.NewPCG(1, uint64(len(text))))
		for range 60 {
			r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			some := names[:r.IntN(len(names)+1)]
			requireWithout(t, v, some)
			if v.Len() > 1 { // of a view, and of a view that leaves something out
				requireWithout(t, v.At(v.Len()-1).Removed(), some)
				inner, err := ParseString(`{"q":[`+text+`]}`, Limits{})
				require.NoError(t, err)
				view, err := inner.Get("q").At(0).View(Limits{})
				require.NoError(t, err)
				requireWithout(t, view, some)
			}
		}
	}
}

func FuzzRemovedMembers(f *testing.F) {
	f.Add(`{"a":1,"b":2,"c":3}`, "b,a")
	f.Add("{ \"a\" :1 ,\n\"b\":2 }", "a,b")
	f.Fuzz(func(t *testing.T, text, names string) {
		if v, err := ParseString(text, Limits{}); err == nil {
			requireWithout(t, v, strings.Split(names, ","))
		}
	})
}
