package mapping

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Residue is what a document says beside its members: the values of the model
// by their paths that those do not give back.
type Residue struct {
	Entries []Entry
	growth  int // bytes of the model
}

// Entry is one value of a residue.
type Entry struct {
	Path mc.Path
	Is   jsontree.Value // absent or null: the source states nothing
	Was  jsontree.Value // what the document said instead; absent: nothing
}

func (e Entry) takesAway() bool { return !e.Is.Exists() || e.Is.Kind() == jsontree.Null }

// ReadResidue reads an object from canonical paths to values, and one of what
// the document said instead, which may be absent.
func ReadResidue(is, was jsontree.Value) Residue {
	r := newResidue(is)
	for name, m := range is.Members() {
		r.Entries = append(r.Entries, Entry{mc.Path(name), m, was.Get(name)})
	}
	return r
}

// newResidue is a residue that can make as many parts of the model as its
// length allows for: what is large in memory needs a large text. The path of the
// largest part, and a value in it, take a hundredth of its size.
func newResidue(source jsontree.Value) Residue {
	return Residue{growth: 1<<17 + 128*len(source.Raw())}
}

// ReadResidueTree reads the residue of interoperability data in its first
// form: a tree of the fields, entries and keys of the model, with an object of
// what each "is" and "was" at its leaves.
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
			name := FieldName(t.Field(i).Name)
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

// Restorer puts a residue back into what was read from the other members of a
// document. The zero value follows the residue in all it says.
type Restorer struct {
	// Guarded applies an entry only while the document still says what it said
	// when the residue was made. Each entry is then about one unit, and the
	// entries of a list keep their numbers: one that comes to state nothing
	// stays, unless it is the last.
	Guarded bool
	// Files are the files that the residue may name by their digest.
	Files Files
	// Refuse says why a path is not for the residue to change, now that the
	// entries before it have been applied; nil: it may change all. Before is what
	// the document says of the unit, invalid for nothing and for a whole part;
	// value is what the residue says, invalid when it takes away.
	Refuse func(at mc.Path, before, value reflect.Value) error
}

// Restored is what became of an entry.
type Restored struct {
	Entry
	Err           error         // why the entry does not hold
	Unit          mc.Path       // that the entry is about; "" for a whole part
	Before, After reflect.Value // what the unit was before and is after all; invalid for nothing

	place place
}

// Leaves returns the paths of the values that the residue states otherwise than
// the members did.
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

// Apply restores, whatever the order of the entries: first the values, in the
// order of the model, then what is taken away, from the end. Every entry has a
// result.
func (r *Restorer) Apply(c *mc.Credential, residue Residue) []Restored {
	known, out := places{}, make([]Restored, len(residue.Entries))
	for i, e := range residue.Entries {
		out[i].Entry = e
		out[i].place, out[i].Err = known.find(e.Path)
	}
	slices.SortStableFunc(out, func(a, b Restored) int {
		order := slices.CompareFunc(a.place.hops, b.place.hops, hop.compare)
		switch {
		case a.takesAway() && b.takesAway():
			return -order
		case a.takesAway():
			return 1
		case b.takesAway():
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
	before map[mc.Path]reflect.Value // of the units that entries are about
}

func (x *applying) entry(e *Restored) (err error) {
	p := e.place
	if x.Guarded && p.text || !isUnit(p.to) && (x.Guarded || !e.takesAway()) {
		return errValue
	}
	var value reflect.Value
	if !e.takesAway() {
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

// holds reports whether the document says what it said when the residue was
// made.
func (x *applying) holds(e *Restored) bool {
	now := e.place.stated(x.c)
	if !e.Was.Exists() || !now.IsValid() {
		return e.Was.Exists() == now.IsValid()
	}
	was, err := readValue(e.Was, e.place.to, x.Files)
	return err == nil && Identical(was, now)
}
