package microcredential

import (
	"slices"
	"strings"
)

// Outcome is what a codec says about a leaf. An empty Severity or CarriedBy is
// derived from the kind. A Severity that is set also survives [Combine]; a
// codec sets it for a loss that is intended, to protect the learner for
// example.
type Outcome struct {
	To        string // canonical path when decoding, target pointer when encoding; may be empty
	Kind      Kind
	Match     Match
	Reason    string // one sentence or phrase without personal data
	Severity  Severity
	CarriedBy Carrier
	Element   int // Annex I number of a leaf that has no canonical path
}

// Outcome returns what became of a leaf without where it is now, for the report of
// a document that the reported one is part of.
func (l Leaf) Outcome() Outcome {
	o := Outcome{Kind: l.Kind, Match: l.Match, Reason: l.Reason, CarriedBy: l.CarriedBy}
	if l.graded {
		o.Severity = l.Severity
	}
	return o
}

// Tracker accounts for every leaf of one stage of a conversion. The leaves
// are known from the start, so whatever a codec forgets is in the report.
// A Tracker must not be used by several goroutines at once.
type Tracker struct {
	from, to string
	decoding bool
	leaves   []Leaf
	marked   []bool
	index    map[string]int
	sorted   []string // the keys, once they are asked for
	added    []Leaf
	stray    []string
	places   map[leafPlace]bool // of leaves with many
}

// leafPlace is one place where a leaf is.
type leafPlace struct {
	of *Leaf
	to string
}

// manyPlaces is how many places of a leaf are looked through one by one. A shared
// node, or a text with many facts, has one for each of its uses.
const manyPlaces = 16

// NewDecodeTracker returns a tracker for reading a document of the given
// format into the model; pointers are the JSON Pointers of its leaves in
// document order.
func NewDecodeTracker(format string, pointers []string) *Tracker {
	t := newTracker(pointers)
	t.from, t.to, t.decoding = format, Model, true
	for i, p := range pointers {
		t.leaves[i].Source = p
	}
	return t
}

// NewEncodeTracker returns a tracker for writing c in the given format. Its
// leaves are those of [Paths].
func NewEncodeTracker(format string, c *Credential) *Tracker {
	paths := Paths(c)
	keys := make([]string, len(paths))
	for i, p := range paths {
		keys[i] = string(p)
	}
	t := newTracker(keys)
	t.from, t.to = Model, format
	for i, p := range paths {
		t.leaves[i].Canonical = []Path{p}
	}
	return t
}

func newTracker(keys []string) *Tracker {
	t := &Tracker{
		leaves: make([]Leaf, len(keys)),
		marked: make([]bool, len(keys)),
		index:  make(map[string]int, len(keys)),
	}
	for i, k := range keys {
		t.index[k] = i
	}
	return t
}

// Mark records what becomes of a leaf. A leaf marked twice is carried in both
// places and has the better outcome of the two. When key is not a leaf but a
// container, all leaves below it that have no mark yet get this one. A key
// that is neither is reported by [Tracker.Stray].
func (t *Tracker) Mark(key string, o Outcome) {
	if i, ok := t.index[key]; ok {
		t.mark(i, o)
		return
	}
	found := false
	for _, leaf := range t.below(key) {
		found = true
		if i := t.index[leaf]; !t.marked[i] {
			t.mark(i, o)
		}
	}
	if !found {
		t.stray = append(t.stray, key)
	}
}

// Keep marks a leaf as carried exactly in the given place: a canonical path
// when decoding, a target pointer when encoding.
func (t *Tracker) Keep(key, to string) { t.Mark(key, Outcome{To: to, Kind: KindExact}) }

// Change marks a leaf as carried natively in another notation.
func (t *Tracker) Change(key, to string, match Match, reason string) {
	t.Mark(key, Outcome{To: to, Kind: KindTransformed, Match: match, Reason: reason})
}

// Scaffold marks a leaf, or all below a container, as without content.
func (t *Tracker) Scaffold(key string) { t.Mark(key, Outcome{Kind: KindScaffold}) }

// Drop marks a leaf, or all below a container, as not carried.
func (t *Tracker) Drop(key, reason string) {
	t.Mark(key, Outcome{Kind: KindDropped, Reason: reason})
}

// Add records a value that the result has without a source; o.Kind is
// [KindDefaulted] or [KindSynthesised].
func (t *Tracker) Add(o Outcome) {
	l := Leaf{Added: true}
	t.fill(&l, o)
	t.added = append(t.added, l)
}

// Unmarked returns the leaves that have no mark, in order.
func (t *Tracker) Unmarked() []string {
	var out []string
	for i := range t.leaves {
		if !t.marked[i] {
			out = append(out, t.key(i))
		}
	}
	return out
}

// Stray returns the keys given to Mark that name nothing: mistakes of a codec.
func (t *Tracker) Stray() []string { return t.stray }

// KeepResidue puts every unmarked leaf of the source into r, with the JSON
// text that raw returns for its pointer, and marks it as residue. A leaf for
// which raw returns false stays unmarked.
func (t *Tracker) KeepResidue(r *Residue, raw func(pointer string) (text string, ok bool)) {
	for i := range t.leaves {
		if t.marked[i] {
			continue
		}
		pointer := t.key(i)
		text, ok := raw(pointer)
		if !ok {
			continue
		}
		r.Put(t.from, pointer, text)
		t.mark(i, Outcome{To: string(ResiduePath(t.from, pointer)), Kind: KindResidue, Reason: "no field of the model carries it"})
	}
}

// ResiduePath returns the canonical path of a value in [Credential.Residue].
func ResiduePath(format, pointer string) Path {
	return Path("residue").Key(format).Key(pointer)
}

// Report returns the account so far, with every unmarked leaf as dropped.
func (t *Tracker) Report() Report {
	leaves := slices.Concat(t.leaves, t.added)
	for i := range t.marked {
		if !t.marked[i] {
			leaves[i].Kind, leaves[i].CarriedBy = KindDropped, CarriedByNothing
			leaves[i].Reason = "not handled by the codec"
		}
	}
	grade(leaves)
	return Report{From: t.from, To: t.to, Leaves: leaves}
}

// key returns the pointer or path by which codecs name leaf i.
func (t *Tracker) key(i int) string {
	if t.decoding {
		return t.leaves[i].Source
	}
	return string(t.leaves[i].Canonical[0])
}

func (t *Tracker) mark(i int, o Outcome) {
	l := &t.leaves[i]
	if !t.marked[i] {
		t.marked[i] = true
		t.fill(l, o)
		return
	}
	t.addPlace(l, o.To)
	if o.Kind.rank() < l.Kind.rank() || l.Kind == KindScaffold {
		places := *l
		t.fill(l, o)
		l.Canonical, l.Target = places.Canonical, places.Target
	}
}

// fill writes an outcome into a leaf.
func (t *Tracker) fill(l *Leaf, o Outcome) {
	l.Kind, l.Match, l.Reason, l.Severity, l.CarriedBy = o.Kind, o.Match, o.Reason, o.Severity, o.CarriedBy
	l.graded = o.Severity != SeverityNone
	if o.Element > 0 {
		l.Element = o.Element
	}
	if l.CarriedBy == "" {
		l.CarriedBy = carrierOf(o.Kind)
	}
	if l.Match == MatchNone && o.Kind == KindExact {
		l.Match = MatchExact
	}
	t.addPlace(l, o.To)
}

func (t *Tracker) addPlace(l *Leaf, to string) {
	switch {
	case to == "":
	case t.decoding:
		if !hasPlace(t, l, l.Canonical, to) {
			l.Canonical = append(l.Canonical, Path(to))
		}
	case !hasPlace(t, l, l.Target, to):
		l.Target = append(l.Target, to)
	}
}

// hasPlace reports whether a leaf has a place, and notes it for a leaf with many.
func hasPlace[T ~string](t *Tracker, l *Leaf, known []T, to string) bool {
	if len(known) < manyPlaces {
		return slices.Contains(known, T(to))
	}
	if t.places == nil {
		t.places = map[leafPlace]bool{}
	}
	if len(known) == manyPlaces {
		for _, one := range known {
			t.places[leafPlace{l, string(one)}] = true
		}
	}
	found := t.places[leafPlace{l, to}]
	t.places[leafPlace{l, to}] = true
	return found
}

// below returns the leaves under a container.
func (t *Tracker) below(key string) []string {
	if t.sorted == nil {
		t.sorted = make([]string, len(t.leaves))
		for i := range t.leaves {
			t.sorted[i] = t.key(i)
		}
		slices.Sort(t.sorted)
	}
	if key == "" {
		return t.sorted
	}
	if t.decoding {
		return withPrefix(t.sorted, key+"/")
	}
	return slices.Concat(withPrefix(t.sorted, key+"."), withPrefix(t.sorted, key+"["))
}

// withPrefix returns the part of a sorted list that starts with prefix.
func withPrefix(sorted []string, prefix string) []string {
	from, _ := slices.BinarySearch(sorted, prefix)
	to := from
	for to < len(sorted) && strings.HasPrefix(sorted[to], prefix) {
		to++
	}
	return sorted[from:to]
}
