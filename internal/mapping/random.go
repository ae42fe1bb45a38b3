package mapping

import (
	"encoding"
	"fmt"
	"math/rand/v2"
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Random returns a credential with random values in random fields, always the
// same for the same seed. It makes little sense, and reaches what no sensible
// example does.
func Random(seed uint64) *mc.Credential {
	c := &mc.Credential{}
	randomMaker{rand.New(rand.NewPCG(seed, 7))}.fill(reflect.ValueOf(c).Elem(), 0)
	return c
}

type randomMaker struct{ *rand.Rand }

// randomTexts are values of the types that are read from text.
var randomTexts = map[reflect.Type][]string{
	reflect.TypeFor[mc.Instant]():     {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5+02:00", "2026-01-02T03:04:05"},
	reflect.TypeFor[mc.Date]():        {"1999-10-02", "2000-02-29"},
	reflect.TypeFor[mc.Decimal]():     {"2.50", "3", "1e1", "0.1"},
	reflect.TypeFor[mc.ISODuration](): {"PT60H", "P1M", "P2W"},
}

// randomWords are strings, some of which mean something to a codec.
var randomWords = []string{"a", "Grønn energi", "https://a.example/1", "urn:epass:x:1", "urn:uuid:1", "MicroCredential", "Result", "name",
	"http://data.europa.eu/snb/eqf/5", "http://data.europa.eu/esco/skill/1", "eqf", "5", "online", "ext:Level", "Säde Ö", NoLanguage,
	"http://publications.europa.eu/resource/authority/country/NOR", "nqf", "credits", "text/markdown", "image/png", "NO", "Completed", "email"}

var randomLanguages = []string{"nb", "sv", "en-GB", mc.Und, "x y", "NB", "nb", "", NoLanguage}

func (m randomMaker) fill(v reflect.Value, depth int) {
	if m.IntN(12) < depth {
		return
	}
	if texts := randomTexts[v.Type()]; texts != nil {
		_ = v.Addr().Interface().(interface{ UnmarshalText([]byte) error }).UnmarshalText([]byte(texts[m.IntN(len(texts))]))
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
		v.SetString(m.word())
	case reflect.Uint8:
		v.SetUint(uint64(1 + m.IntN(2)))
	case reflect.Int, reflect.Int8, reflect.Int64:
		v.SetInt(int64(1 + m.IntN(8)))
	}
}

func (m randomMaker) word() string { return randomWords[m.IntN(len(randomWords))] }

func (m randomMaker) list(v reflect.Value, depth int) {
	switch into := v.Addr().Interface().(type) {
	case *mc.LangString:
		for i, tag := range randomLanguages {
			if m.IntN(3) == 0 {
				*into = append(*into, mc.LangValue{Lang: tag, Text: fmt.Sprint(m.word(), i/3)})
			}
		}
	case *[]byte:
		*into = []byte(m.word())
	default:
		v.Set(reflect.MakeSlice(v.Type(), 1+m.IntN(3), 4))
		for i := range v.Len() {
			m.fill(v.Index(i), depth+1)
		}
	}
}

func (m randomMaker) entries(v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	for _, key := range []string{"edc", "ob3"} {
		if v.Type().Elem().Kind() == reflect.String {
			v.SetMapIndex(reflect.ValueOf("https://x.example/[1]."+key), reflect.ValueOf(`{"a":1}`))
			continue
		}
		v.SetMapIndex(reflect.ValueOf(key), reflect.ValueOf(map[string]string{"/a~1[0]/b.c]": `"x"`}))
	}
}

// ChangeNth calls set with the nth value below a part of the model that is stated
// and can be set, outer values first. It returns how many there are. Tests use it
// to take away or change any one value.
func ChangeNth(part any, n int, set func(reflect.Value)) (total int) {
	settable(reflect.ValueOf(part).Elem(), func(v reflect.Value) {
		if total == n {
			set(v)
		}
		total++
	})
	return total
}

// Settable calls f with every value below a part of the model that is stated and
// can be set, outer values first.
func Settable(part any, f func(reflect.Value)) { settable(reflect.ValueOf(part).Elem(), f) }

func settable(v reflect.Value, f func(reflect.Value)) {
	if v.IsZero() {
		return
	}
	if v.CanSet() {
		f(v)
	}
	switch {
	case v.Type().Implements(reflect.TypeFor[encoding.TextMarshaler]()) || v.Type() == bytesType:
		return // no parser makes a part of a date or duration
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			settable(v.Elem(), f)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			settable(v.Field(i), f)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			settable(v.Index(i), f)
		}
	}
}
