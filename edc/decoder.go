package edc

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var (
	errPositive = errors.New("not a positive whole number")
	errPercent  = errors.New("not a percentage from 1 to 100")
)

// decoder is the state of reading one document.
type decoder struct {
	schema  *schema
	opts    DecodeOptions
	track   *mc.Tracker
	residu  mc.Residue
	media   map[string][]byte         // decoded files by their base64 text
	bodies  map[string]jsontree.Value // nodes with content by id
	open    []jsontree.Value          // nodes being read through a reference
	follows int                       // references that may still be followed
	bytes   int                       // bytes that may still be read through references
	claim   awardingAt

	plain            bool             // leave interoperability data alone
	interoperability jsontree.Value   // the attachment with it
	stated           mapping.Residue  // the data itself
	completed        map[mc.Path]bool // what it states; nil without it
}

// awardingAt is the awarding process of the claim being read, which its
// activities and assessments usually repeat.
type awardingAt struct {
	node jsontree.Value
	at   mc.Path
}

// The budget of following references keeps the work linear in the size of the
// document, however its nodes refer to each other.
const (
	maxFollows = 256
	maxRereads = 4
)

func newDecoder(root jsontree.Value, opts DecodeOptions) *decoder {
	d := &decoder{
		schema: elm(), opts: opts,
		media:   map[string][]byte{},
		bodies:  map[string]jsontree.Value{},
		follows: maxFollows,
		bytes:   maxRereads * len(root.Source()),
	}
	var pointers []string
	d.scan(root, "", &pointers)
	d.track = mc.NewDecodeTracker(Format, pointers)
	return d
}

// scan lists the leaves and indexes the nodes.
func (d *decoder) scan(v jsontree.Value, pointer string, leaves *[]string) {
	if v.Len() == 0 {
		*leaves = append(*leaves, pointer)
		return
	}
	if v.IsObject() {
		for name, m := range v.Members() {
			d.scan(m, pointer+"/"+jsontree.EscapePointer(name), leaves)
		}
		if id := v.Get("id").Text(); id != "" && !bare(v) {
			if _, seen := d.bodies[id]; !seen {
				d.bodies[id] = v
			}
		}
		return
	}
	i := 0
	for e := range v.Elements() {
		d.scan(e, pointer+"/"+strconv.Itoa(i), leaves)
		i++
	}
}

// bare reports whether an object only refers to a node.
func bare(v jsontree.Value) bool {
	for name := range v.Members() {
		if name != "id" && name != "type" {
			return false
		}
	}
	return v.Len() > 0
}

// follow returns the body of a node that stands elsewhere in the document,
// when v is only its id. [decoder.leave] must be called after reading it.
func (d *decoder) follow(v jsontree.Value) (jsontree.Value, bool) {
	id := v
	if v.IsObject() {
		if !bare(v) {
			return v, false
		}
		id = v.Get("id")
	}
	body, ok := d.bodies[id.Text()]
	if !ok || id.Kind() != jsontree.String || d.within(v, body) {
		return v, false
	}
	if d.follows == 0 || d.bytes < len(body.Raw()) {
		return v, false
	}
	d.follows--
	d.bytes -= len(body.Raw())
	d.open = append(d.open, body)
	d.scaffold(v)
	return body, true
}

// leave ends the reading of a node that was followed.
func (d *decoder) leave() { d.open = d.open[:len(d.open)-1] }

// within reports whether following the reference v to body would go round in
// a circle.
func (d *decoder) within(v, body jsontree.Value) bool {
	for up := v; up.Exists(); up = up.Parent() {
		if up == body {
			return true
		}
	}
	return slices.Contains(d.open, body)
}

// localID reports whether an id only links the nodes of one document. The
// Commission's tools number nodes anew in every document under urn:epass:, and
// name those made from the seal's certificate urn:certificate...:1.
func localID(id string) bool {
	return strings.HasPrefix(id, "urn:epass:") || strings.HasPrefix(id, "urn:certificate") || strings.HasPrefix(id, "_:")
}

// keep accounts for a leaf that stands at a path as it was.
func (d *decoder) keep(v jsontree.Value, at mc.Path) { d.track.Keep(v.Pointer(), string(at)) }

// change accounts for a leaf that stands at a path in another notation.
func (d *decoder) change(v jsontree.Value, at mc.Path, reason string) {
	d.track.Change(v.Pointer(), string(at), mc.MatchExact, reason)
}

// derive adds the path of something that follows from a node to the leaf that
// tells it best.
func (d *decoder) derive(v jsontree.Value, at mc.Path) {
	if leaf := telling(v); leaf.Exists() {
		d.change(leaf, at, "follows from the member that it stands in or from its code")
	}
}

// telling returns the leaf that says what a node is: an id that means something
// outside the document, else the first leaf below that is no id or type, else
// any.
func telling(v jsontree.Value) jsontree.Value {
	if id := v.Get("id"); id.Text() != "" && lastingConcept(id.Text()) {
		return id
	}
	for name, m := range v.Members() {
		if name != "id" && name != "type" && m.Kind() != jsontree.Null {
			return telling(m)
		}
	}
	if v.Len() > 0 {
		return telling(v.At(0))
	}
	return v
}

// scaffold accounts for leaves without content of their own.
func (d *decoder) scaffold(v jsontree.Value) { d.track.Scaffold(v.Pointer()) }

// residue keeps the raw text of a value that the model has no field for, or
// that is malformed.
func (d *decoder) residue(v jsontree.Value, reason string) {
	if d.nothing(v) {
		return
	}
	pointer := v.Pointer()
	d.residu.Put(Format, pointer, v.Raw())
	d.track.Mark(pointer, mc.Outcome{To: string(mc.ResiduePath(Format, pointer)), Kind: mc.KindResidue, Reason: reason})
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

// first returns the value itself or the first element of an array.
func (d *decoder) first(v jsontree.Value) (jsontree.Value, bool) {
	if v.Kind() == jsontree.Array {
		v = v.At(0)
	}
	return v, v.Exists() && v.Kind() != jsontree.Null
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
			case "@type":
				d.scaffold(m)
			default:
				d.residue(m, "not part of a literal")
			}
		}
		v = value
	}
	if leaf, text, ok = d.peek(v); !ok {
		d.residue(v, "not a literal")
	}
	return leaf, text, ok
}

// peek is literal without accounting for anything.
func (d *decoder) peek(v jsontree.Value) (leaf jsontree.Value, text string, ok bool) {
	v, _ = d.first(v)
	if value := v.Get("@value"); value.Exists() {
		v = value
	}
	switch v.Kind() {
	case jsontree.String:
		return v, v.Text(), true
	case jsontree.Number, jsontree.Bool:
		return v, v.Raw(), true
	}
	return v, "", false
}

// same reports whether two values are written alike but for white space.
func same(a, b jsontree.Value) bool {
	if a.Kind() != b.Kind() || a.Len() != b.Len() || a.Name() != b.Name() && a.Parent().IsObject() && b.Parent().IsObject() {
		return false
	}
	if a.Len() == 0 {
		return a.Text() == b.Text() && (a.Kind() == jsontree.String || a.Raw() == b.Raw())
	}
	for i := range a.Len() {
		if !same(a.At(i), b.At(i)) {
			return false
		}
	}
	return true
}
