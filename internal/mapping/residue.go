package mapping

import (
	"reflect"
	"slices"
	"sort"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Comparison is what reading a document gives, beside what it should give.
type Comparison struct {
	want, got []Unit
	sorted    []string                  // the paths of want, once somebody looks for one
	found     map[mc.Path]reflect.Value // got, by path
}

// Compare compares what reading a document should give with what it gives.
func Compare(want, got []Unit) *Comparison {
	x := &Comparison{want: want, got: got, found: make(map[mc.Path]reflect.Value, len(got))}
	for _, u := range got {
		x.found[u.At] = u.Value
	}
	return x
}

// wanted are the paths of what reading should give, sorted.
func (x *Comparison) wanted() []string {
	if x.sorted == nil {
		x.sorted = make([]string, len(x.want))
		for i, u := range x.want {
			x.sorted[i] = string(u.At)
		}
		slices.Sort(x.sorted)
	}
	return x.sorted
}

// Got returns what reading gives at a path.
func (x *Comparison) Got(at mc.Path) (v reflect.Value, ok bool) {
	v, ok = x.found[at]
	return v, ok
}

// wants reports whether reading should give something at or below a path.
func (x *Comparison) wants(at mc.Path) bool {
	wanted := x.wanted()
	for _, next := range []string{"", ".", "["} {
		i := sort.SearchStrings(wanted, string(at)+next)
		if i < len(wanted) && (wanted[i] == string(at) || next != "" && strings.HasPrefix(wanted[i], string(at)+next)) {
			return true
		}
	}
	return false
}

// Difference is a unit that reading a document gives differently than it should.
type Difference struct {
	At        mc.Path
	Want, Got reflect.Value // invalid if nothing is stated
}

// Differences returns what should be read and is not read so, in the order of the
// model, and then what is read and should not be.
func (x *Comparison) Differences() []Difference {
	var out []Difference
	for _, u := range x.want {
		got, ok := x.Got(u.At)
		if !ok || !Identical(u.Value, got) {
			out = append(out, Difference{u.At, u.Value, got})
		}
	}
	for _, u := range x.got {
		if _, wanted := slices.BinarySearch(x.wanted(), string(u.At)); !wanted {
			out = append(out, Difference{u.At, reflect.Value{}, u.Value})
		}
	}
	return out
}

// Beyond returns the outermost paths below which reading gives something and
// should give nothing, but none above the fixed paths.
func (x *Comparison) Beyond(fixed []mc.Path) []mc.Path {
	above := func(at mc.Path) bool {
		return slices.ContainsFunc(fixed, func(p mc.Path) bool { return p.Under(at) })
	}
	var out []mc.Path
	var last mc.Path
	for _, u := range x.got {
		if last != "" && u.At.Under(last) || x.wants(u.At) {
			continue
		}
		last = u.At
		for up := last.Parent(); up != "" && !x.wants(up) && !above(up); up = up.Parent() {
			last = up
		}
		out = append(out, last)
	}
	return out
}

// AppendResidue appends the residue as a JSON object: by path what should be read,
// null where nothing should be.
func AppendResidue(dst []byte, differences []Difference, files Files) []byte {
	return appendSide(dst, differences, files, func(d Difference) (reflect.Value, bool) { return d.Want, true })
}

// AppendWas appends what the document says instead, for [Restorer.Guarded]. It
// appends nothing when the document says nothing at those paths.
func AppendWas(dst []byte, differences []Difference, files Files) []byte {
	return appendSide(dst, differences, files, func(d Difference) (reflect.Value, bool) { return d.Got, d.Got.IsValid() })
}

func appendSide(dst []byte, differences []Difference, files Files, side func(Difference) (reflect.Value, bool)) []byte {
	n := 0
	for _, d := range differences {
		v, says := side(d)
		if !says {
			continue
		}
		dst = append(jsontree.AppendString(append(dst, "{,"[min(n, 1)]), string(d.At)), ':')
		if n++; v.IsValid() {
			dst = AppendValue(dst, v, files)
		} else {
			dst = append(dst, "null"...)
		}
	}
	if n > 0 {
		dst = append(dst, '}')
	}
	return dst
}
