package edc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// decoder is the state of reading one document.
type decoder struct {
	mapping.Reader
	schema  *schema
	opts    DecodeOptions
	media   map[string][]byte         // decoded files by their base64 text
	bodies  map[string]jsontree.Value // nodes with content by id
	open    []jsontree.Value          // nodes being read through a reference
	close   func()                    // ends the reading of the last of them
	follows int                       // references that may still be followed
	bytes   int                       // bytes that may still be read through references
	claim   awardingAt

	plain            bool             // leave interoperability data alone
	interoperability jsontree.Value   // the attachment with it
	stated           mapping.Residue  // the data itself
	completed        map[mc.Path]bool // what it states; nil without it
	against          map[mc.Path]bool // plain facts that it contradicts
	refused          []mc.Path        // what it says and is not followed in
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
	d.close = func() { d.open = d.open[:len(d.open)-1] }
	var leaves []string
	d.scan(root, "", &leaves)
	d.Reader = mapping.Reader{Format: &d.schema.format, State: d, Follow: d.follow, Tracker: mc.NewDecodeTracker(Format, leaves)}
	return d
}

// decoderOf is the decoder that a row reads for.
func decoderOf(r *mapping.Reader) *decoder { return r.State.(*decoder) }

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

// credential reads the credential in a node, and accounts for the whole
// document.
func (d *decoder) credential(node jsontree.Value) *mc.Credential {
	credential := &mc.Credential{}
	d.schema.credential.ReadObject(&d.Reader, node, credential, "")
	root := node.Root()
	for name, m := range root.Members() {
		if node.Parent().Exists() && name != node.Name() {
			d.Reject(m, "not part of the credential")
		}
	}
	d.Tracker.KeepResidue(&d.Residue, func(pointer string) (string, bool) {
		v := root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	credential.Residue = d.Residue
	if d.interoperability.Exists() {
		d.complete(credential)
	}
	return credential
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
// when v is only its id, and what to call once it is read.
func (d *decoder) follow(v jsontree.Value) (body jsontree.Value, leave func(), ok bool) {
	id := v
	if v.IsObject() {
		if !bare(v) {
			return v, nil, false
		}
		id = v.Get("id")
	}
	body, ok = d.bodies[id.Text()]
	if !ok || id.Kind() != jsontree.String || d.within(v, body) {
		return v, nil, false
	}
	if d.follows == 0 || d.bytes < len(body.Raw()) {
		return v, nil, false
	}
	d.follows--
	d.bytes -= len(body.Raw())
	d.open = append(d.open, body)
	d.Scaffold(v)
	return body, d.close, true
}

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

// first returns the value itself or the first element of an array.
func first(v jsontree.Value) (jsontree.Value, bool) {
	if v.Kind() == jsontree.Array {
		v = v.At(0)
	}
	return v, v.Exists() && v.Kind() != jsontree.Null
}
