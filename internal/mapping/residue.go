package mapping

import (
	"reflect"
	"slices"
	"sort"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Comparison is what reading a document gives beside what it should give.
type Comparison struct {
	want, got []Unit
	wanted    []string         // paths of want, sorted
	found     map[mc.Path]Unit // got by path
}

// Compare compares what reading a document should give with what it gives.
func Compare(want, got []Unit) *Comparison {
	x := &Comparison{want: want, got: got, wanted: make([]string, len(want)), found: make(map[mc.Path]Unit, len(got))}
	for i, u := range want {
		x.wanted[i] = string(u.At)
	}
	slices.Sort(x.wanted)
	for _, u := range got {
		x.found[u.At] = u
	}
	return x
}

// Got returns what reading gives for a path.
func (x *Comparison) Got(at mc.Path) (v reflect.Value, ok bool) {
	u, ok := x.found[at]
	return u.Value, ok
}

// Wants reports whether something is wanted at or below a path.
func (x *Comparison) Wants(at mc.Path) bool {
	for _, next := range []string{"", ".", "["} {
		i := sort.SearchStrings(x.wanted, string(at)+next)
		if i < len(x.wanted) && (x.wanted[i] == string(at) || next != "" && strings.HasPrefix(x.wanted[i], string(at)+next)) {
			return true
		}
	}
	return false
}

// Difference is a unit that reading a document does not give as it should.
type Difference struct {
	At        mc.Path
	Want, Got reflect.Value // invalid for nothing
}

// Differences returns what is wanted and comes out otherwise, in the order of
// the model, and then what comes out and is not wanted.
func (x *Comparison) Differences() []Difference {
	var out []Difference
	for _, u := range x.want {
		got, ok := x.Got(u.At)
		if !ok || !Identical(u.Value, got) {
			out = append(out, Difference{u.At, u.Value, got})
		}
	}
	for _, u := range x.got {
		if _, wanted := slices.BinarySearch(x.wanted, string(u.At)); !wanted {
			out = append(out, Difference{u.At, reflect.Value{}, u.Value})
		}
	}
	return out
}

// Beyond returns the outermost paths at which reading gives something and
// nothing is wanted, but none above the given ones.
func (x *Comparison) Beyond(fixed []mc.Path) []mc.Path {
	above := func(at mc.Path) bool {
		return slices.ContainsFunc(fixed, func(p mc.Path) bool { return p.Under(at) })
	}
	var out []mc.Path
	var last mc.Path
	for _, u := range x.got {
		if last != "" && u.At.Under(last) || x.Wants(u.At) {
			continue
		}
		last = u.At
		for up := last.Parent(); up != "" && !x.Wants(up) && !above(up); up = up.Parent() {
			last = up
		}
		out = append(out, last)
	}
	return out
}

// AppendResidue appends the residue as a JSON object: what is wanted by path,
// null for what is not.
func AppendResidue(dst []byte, differences []Difference, files Files) []byte {
	return appendSide(dst, differences, files, func(d Difference) (reflect.Value, bool) { return d.Want, true })
}

// AppendWas appends what the document says instead, which guards the residue:
// it only holds while the document still says so. It appends nothing when the
// document says nothing else.
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
