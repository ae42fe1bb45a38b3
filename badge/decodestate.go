package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// decoder is the state of reading one document.
type decoder struct {
	root     jsontree.Value
	lang     string // language of the members that hold one text
	claims   []claim
	residues mc.Residue
	extended bool // whether a term of the extension is being read

	profiles map[string]jsontree.Value // parties with content, by id
	open     []jsontree.Value          // nodes being read through a reference
	follows  int                       // references that may still be followed
	bytes    int                       // bytes that may still be read through references

	assessments  map[string]jsontree.Value // of the achievement, by id
	descriptions map[string]jsontree.Value // of results, by id
	results      map[string]jsontree.Value // by id
	definition   *mc.Definition            // what is being read, for results
	display      *mc.Display
	planned      map[string]int  // its assessments that have no scale from a result, by id
	taken        map[string]bool // pointers of nodes that something referred to
}

// claim is what became of a leaf, or of all leaves below a pointer.
type claim struct {
	pointer string
	outcome mc.Outcome
	ext     bool // read from a term of the extension
}

// The budget of following references keeps the work in proportion to the
// document, however its nodes refer to each other.
const (
	maxFollows     = 256
	maxFollowBytes = 4 << 20
)

func newDecoder(root jsontree.Value, opts DecodeOptions) *decoder {
	d := &decoder{
		root: root, lang: mc.Und, follows: maxFollows, bytes: maxFollowBytes,
		profiles: map[string]jsontree.Value{}, taken: map[string]bool{},
	}
	subject := first(root.Get("credentialSubject"))
	achievement := first(subject.Get("achievement"))
	if tag := achievement.Get("inLanguage").Text(); tag != "" && wellFormed(tag) {
		d.lang = tag
	} else if tag := opts.Language.String(); tag != mc.Und {
		d.lang = tag
	}
	d.assessments = byID(achievement.Get("assessment"))
	d.descriptions = byID(achievement.Get("resultDescription"))
	d.results = byID(subject.Get("result"))
	d.findProfiles(root)
	return d
}

// first returns the value itself or the first element of an array.
func first(v jsontree.Value) jsontree.Value {
	if v.Kind() == jsontree.Array {
		return v.At(0)
	}
	return v
}

func byID(list jsontree.Value) map[string]jsontree.Value {
	out := map[string]jsontree.Value{}
	for e := range list.Each() {
		if id := e.Get("id").Text(); id != "" && !out[id].Exists() {
			out[id] = e
		}
	}
	return out
}

// findProfiles indexes the parties that a member may refer to by id alone.
func (d *decoder) findProfiles(v jsontree.Value) {
	if id := v.Get("id").Text(); id != "" && v.Len() > 2 && !d.profiles[id].Exists() && names(v.Get("type"), "Profile") {
		d.profiles[id] = v
	}
	for i := range v.Len() {
		d.findProfiles(v.At(i))
	}
}

// names reports whether a type member lists a type.
func names(v jsontree.Value, name string) bool {
	for t := range v.Each() {
		if t.IsText(name) {
			return true
		}
	}
	return false
}

// follow returns a node that is read once more because another one refers to
// it. When ok, [decoder.leave] must be called after reading it.
func (d *decoder) follow(node jsontree.Value, from jsontree.Value) (ok bool) {
	if !node.IsObject() || d.follows == 0 || d.bytes < len(node.Raw()) || slices.Contains(d.open, node) {
		return false
	}
	for up := from; up.Exists(); up = up.Parent() {
		if up == node {
			return false // round in a circle
		}
	}
	d.follows--
	d.bytes -= len(node.Raw())
	d.open = append(d.open, node)
	return true
}

// leave ends the reading of a node that was followed.
func (d *decoder) leave() { d.open = d.open[:len(d.open)-1] }

// within runs f for a member that may be a term of the extension.
func (d *decoder) within(ext bool, f func()) {
	outer := d.extended
	d.extended = outer || ext
	f()
	d.extended = outer
}

// localID reports whether an id only links the nodes of one document.
func localID(id string) bool {
	return strings.HasPrefix(id, "_:") || strings.HasPrefix(id, "urn:epass:")
}

// mark says what became of the leaves at or below a value.
func (d *decoder) mark(v jsontree.Value, o mc.Outcome) {
	d.claims = append(d.claims, claim{v.Pointer(), o, d.extended})
}

// keep accounts for a leaf that stands at a path as it was.
func (d *decoder) keep(v jsontree.Value, at path) {
	d.mark(v, mc.Outcome{To: string(at), Kind: mc.KindExact})
}

// keepText is keep for a text that a native member has without its language.
// What inLanguage says holds for the achievement; that the rest of the badge is
// in the same language is a conclusion.
func (d *decoder) keepText(v jsontree.Value, at path) {
	if d.lang != mc.Und && !strings.HasPrefix(v.Pointer(), atAchievement+"/") {
		d.mark(v, mc.Outcome{To: string(at), Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: "taken to be in the language of the achievement"})
		return
	}
	d.keep(v, at)
}

// change accounts for a leaf that stands at a path in another notation.
func (d *decoder) change(v jsontree.Value, at path, reason string) {
	d.mark(v, mc.Outcome{To: string(at), Kind: mc.KindTransformed, Match: mc.MatchExact, Reason: reason})
}

// derive adds the path of something that follows from a node to its first
// leaf.
func (d *decoder) derive(v jsontree.Value, at path) {
	for v.Len() > 0 {
		v = v.At(0)
	}
	if v.Exists() {
		d.change(v, at, "follows from what stands here")
	}
}

// scaffold accounts for leaves without content of their own.
func (d *decoder) scaffold(v jsontree.Value) { d.mark(v, mc.Outcome{Kind: mc.KindScaffold}) }

// residue keeps the raw text of a value that the model has no field for, or
// that is malformed.
func (d *decoder) residue(v jsontree.Value, reason string) {
	d.residueAs(v, mc.Outcome{Reason: reason})
}

func (d *decoder) residueAs(v jsontree.Value, o mc.Outcome) {
	if d.nothing(v) {
		return
	}
	pointer := v.Pointer()
	d.residues.Put(ob3.Format, pointer, v.Raw())
	o.To, o.Kind = string(mc.ResiduePath(ob3.Format, pointer)), mc.KindResidue
	d.mark(v, o)
}

// contradiction keeps a value that says something else than what was read for
// the same path.
func (d *decoder) contradiction(v jsontree.Value, at path) {
	d.residueAs(v, mc.Outcome{
		Severity: mc.SeverityWarning, Element: mc.ElementOf(at),
		Reason: CodeContradiction + ": another member says something else of " + string(at),
	})
}

// nothing accounts for a value that says nothing, null or an empty container,
// and reports whether it is one.
func (d *decoder) nothing(v jsontree.Value) bool {
	empty := v.Kind() == jsontree.Null || (v.Kind() == jsontree.Array || v.IsObject()) && v.Len() == 0
	if empty {
		d.scaffold(v)
	}
	return empty || !v.Exists()
}

// single returns the one value of a member; further elements of an array
// become residue. It is false for a member that says nothing.
func (d *decoder) single(v jsontree.Value) (jsontree.Value, bool) {
	var found jsontree.Value
	for e := range v.Each() {
		switch {
		case d.nothing(e):
		case found.Exists():
			d.residue(e, "the model has room for one value")
		default:
			found = e
		}
	}
	return found, found.Exists()
}

// literal returns the text of a member with one literal: a string, or a number
// or boolean as it is written. A value object gives its value.
func (d *decoder) literal(v jsontree.Value) (leaf jsontree.Value, text string, ok bool) {
	v, ok = d.single(v)
	if !ok {
		return v, "", false
	}
	if value := v.Get("@value"); value.Exists() {
		for name, m := range v.Members() {
			switch name {
			case "@value":
			case "@type", "type":
				d.scaffold(m)
			default:
				d.residue(m, "not part of a literal")
			}
		}
		v = value
	}
	switch v.Kind() {
	case jsontree.String:
		return v, v.Text(), true
	case jsontree.Number, jsontree.Bool:
		return v, v.Raw(), true
	}
	d.residue(v, "not a literal")
	return v, "", false
}
