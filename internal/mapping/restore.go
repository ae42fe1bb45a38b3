package mapping

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Residue is what a document keeps beside its members: values of the model, by
// path, that the members do not give back.
type Residue struct {
	Entries []Entry
	growth  int // bytes that the model may grow by
}

// Entry is one value of a residue.
type Entry struct {
	Path mc.Path
	Is   jsontree.Value // what the source states; absent or null: nothing
	Was  jsontree.Value // what the document said instead; absent: nothing
}

func (e Entry) removes() bool { return !e.Is.Exists() || e.Is.Kind() == jsontree.Null }

// ReadResidue reads a residue: an object from paths to values, and the object
// "was", which may be absent.
func ReadResidue(is, was jsontree.Value) Residue {
	r := newResidue(is)
	for name, m := range is.Members() {
		r.Entries = append(r.Entries, Entry{mc.Path(name), m, was.Get(name)})
	}
	return r
}

// newResidue returns a residue that may grow the model in proportion to its own
// length, so that a short text cannot fill the memory. The path of the largest
// part, with a value in it, takes a hundredth of the size of the part.
func newResidue(source jsontree.Value) Residue {
	return Residue{growth: 1<<17 + 128*len(source.Raw())}
}

// ReadResidueTree reads a residue in the notation that was used before: a tree of
// the fields, entries and keys of the model, with an object of "is" and "was" at
// each leaf.
func ReadResidueTree(tree jsontree.Value) Residue {
	r := newResidue(tree)
	r.read(tree, reflect.TypeFor[mc.Credential](), "")
	return r
}

// maxOuterKey bounds a key that stands in the paths of all entries below it.
const maxOuterKey = 256

func (r *Residue) read(tree jsontree.Value, t reflect.Type, at mc.Path) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case !tree.IsObject():
	case isUnit(t):
		if is := tree.Get("is"); is.Kind() != jsontree.Null {
			r.Entries = append(r.Entries, Entry{at, is, tree.Get("was")})
		}
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			name := mc.FieldName(t.Field(i).Name)
			r.read(tree.Get(name), t.Field(i).Type, at.Dot(name))
		}
	case t.Kind() == reflect.Slice:
		for key, m := range tree.Members() {
			if i, ok := number(key); ok {
				r.read(m, t.Elem(), at.At(i))
			}
		}
	case t.Kind() == reflect.Map:
		for key, m := range tree.Members() {
			if t.Elem().Kind() != reflect.Map || len(key) <= maxOuterKey {
				r.read(m, t.Elem(), at.Key(key))
			}
		}
	}
}

// Restorer applies a residue to what was read from the members of a document. The
// zero value applies every entry.
type Restorer struct {
	// Guarded applies an entry only while the document still says what it "was".
	// Each entry is then about one unit, and lists keep their entries: one that
	// comes to state nothing stays, unless it is the last.
	Guarded bool
	// Files are the files that the residue may name by their digest.
	Files Files
	// Refuse returns an error for a path that the residue must not change. It is
	// called after the entries before it have been applied. Before is what the
	// document says of the unit, invalid for nothing and for a larger part; value
	// is what the residue says, invalid if it removes. Nil: it may change all.
	Refuse func(at mc.Path, before, value reflect.Value) error
}

// Restored is what became of an entry.
type Restored struct {
	Entry
	Err           error         // why the entry was not applied
	Unit          mc.Path       // the unit that the entry is about; "" for a larger part
	Before, After reflect.Value // the unit before and after all entries; invalid if not stated

	place place
}

// Leaves returns the paths of the values that the entry has added or changed.
func (r Restored) Leaves() []mc.Path {
	if r.Err != nil || r.Unit == "" || !r.After.IsValid() {
		return nil
	}
	before, after := map[mc.Path]string{}, map[mc.Path]string{}
	if r.Before.IsValid() {
		valuesOf(r.Unit, r.Before, before)
	}
	valuesOf(r.Unit, r.After, after)
	maps.DeleteFunc(after, func(at mc.Path, value string) bool { return before[at] == value })
	return slices.Sorted(maps.Keys(after))
}

var errGuard = errors.New("the document says otherwise by now")

// Apply applies a residue and returns what became of each entry. The order of the
// entries does not matter: first values are set, in the order of the model, then
// others are removed, from the end.
func (r *Restorer) Apply(c *mc.Credential, residue Residue) []Restored {
	known, out := places{}, make([]Restored, len(residue.Entries))
	for i, e := range residue.Entries {
		out[i].Entry = e
		out[i].place, out[i].Err = known.find(e.Path)
	}
	slices.SortStableFunc(out, func(a, b Restored) int {
		order := slices.CompareFunc(a.place.hops, b.place.hops, hop.compare)
		switch {
		case a.removes() && b.removes():
			return -order
		case a.removes():
			return 1
		case b.removes():
			return -1
		}
		return order
	})
	x := applying{r, c, setter{growth: residue.growth, gaps: r.Guarded}, map[mc.Path]reflect.Value{}}
	for i := range out {
		if out[i].Err == nil {
			out[i].Err = x.entry(&out[i])
		}
	}
	for i := range out {
		if o := &out[i]; o.Unit != "" {
			o.Before, o.After = x.before[o.Unit], o.place.whole().stated(c)
		}
	}
	return out
}

// applying is the state of one [Restorer.Apply].
type applying struct {
	*Restorer
	c      *mc.Credential
	set    setter
	before map[mc.Path]reflect.Value // the units before any entry
}

func (x *applying) entry(e *Restored) (err error) {
	p := e.place
	if x.Guarded && p.text || !isUnit(p.to) && (x.Guarded || !e.removes()) {
		return errValue
	}
	var value reflect.Value
	if !e.removes() {
		if value, err = readValue(e.Is, p.to, x.Files); err != nil {
			return err
		}
	}
	if isUnit(p.to) {
		e.Unit = p.unit
		if _, seen := x.before[e.Unit]; !seen {
			x.before[e.Unit] = p.whole().stated(x.c)
		}
	}
	if x.Refuse != nil {
		if err := x.Refuse(e.Path, x.before[e.Unit], value); err != nil {
			e.Unit = ""
			return err
		}
	}
	if x.Guarded && !x.holds(e) {
		return errGuard
	}
	return x.set.set(reflect.ValueOf(x.c).Elem(), p.hops, value)
}

// holds reports whether the document still says what it "was".
func (x *applying) holds(e *Restored) bool {
	now := e.place.stated(x.c)
	if !e.Was.Exists() || !now.IsValid() {
		return e.Was.Exists() == now.IsValid()
	}
	was, err := readValue(e.Was, e.place.to, x.Files)
	return err == nil && Identical(was, now)
}
