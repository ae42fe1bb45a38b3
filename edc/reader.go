package edc

import (
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Is reports whether a document is a European Digital Credential: it has the
// type EuropeanDigitalCredential or the JSON-LD context of the application
// profile, at the top level or in the member credential, as in the files for
// upload to the Commission's issuer. The sealed form is an envelope around such a
// document and is not one itself.
func Is(doc vc.Document) bool {
	_, ok := credentialIn(doc.Root())
	return ok
}

// credentialIn returns the credential object in a document.
func credentialIn(root jsontree.Value) (jsontree.Value, bool) {
	if isCredential(root) {
		return root, true
	}
	inner := root.Get("credential")
	return inner, isCredential(inner)
}

func isCredential(v jsontree.Value) bool {
	if hasText(v.Get("type"), typeEDP) {
		return false // the same context, around credentials
	}
	if hasText(v.Get("@context"), contextEDC) {
		return true
	}
	for _, name := range []string{"type", "@type"} {
		for t := range v.Get(name).Each() {
			if class := termFor(t.Text()); class == typeEDC || class == typeConverted {
				return true
			}
		}
	}
	return false
}

// DecodeOptions are the choices of [Decode]. The zero value reads as the
// Commission's own tools do.
type DecodeOptions struct {
	// BirthZone is the zone in which a birth date stated in UTC is a civil
	// date. Nil is the time of Brussels, which needs no time zone database.
	BirthZone *time.Location

	// WithoutInteroperability reads only what every reader of ELM sees: the
	// attachment with the residue is then a file like any other.
	WithoutInteroperability bool
}

// Decode reads a European Digital Credential, sealed (the payload of the seal)
// or not, into the model. The report has one entry for every leaf of the
// document: see the package documentation for what a leaf is and what becomes
// of it. What is malformed or has no place in the model is kept as residue under
// its JSON Pointer, with the reason in the report.
//
// The only error is a [vc.Problem], for a document that is not such a credential.
// Decode does not check more than reading needs; see [Check]. It assumes no default
// language, credit framework or encoding.
func Decode(doc vc.Document, opts DecodeOptions) (*mc.Credential, *mc.Report, error) {
	if !Is(doc) {
		return nil, nil, ruleFormat.At("", "")
	}
	d := newDecoder(doc.Root(), opts)
	d.plain = opts.WithoutInteroperability
	node, _ := credentialIn(d.root)
	credential := d.credential(node)
	report := d.located(d.reconcile(d.Tracker.Report(), credential))
	return credential, &report, nil
}

// decoder is the state of reading one document.
type decoder struct {
	mapping.Reader
	spelling
	schema  *schema
	opts    DecodeOptions
	media   map[string][]byte         // decoded files by their base64 text
	bodies  map[string]jsontree.Value // nodes with content by id
	open    []jsontree.Value          // nodes being read through a reference
	close   func()                    // ends the reading of the last of them
	follows int                       // references that may still be followed
	bytes   int                       // bytes that may still be read through references
	claim   awardingAt
	model   *mc.Credential // what is read

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
		spelling: spell(root), schema: elm(), opts: opts,
		media:   map[string][]byte{},
		bodies:  map[string]jsontree.Value{},
		follows: maxFollows,
		bytes:   maxRereads * len(root.Source()),
	}
	d.close = func() { d.open = d.open[:len(d.open)-1] }
	root = d.root
	node, _ := credentialIn(root)
	d.index(node)
	d.Reader = mapping.Reader{Format: &d.schema.format, State: d, Follow: d.follow, Tracker: mc.NewDecodeTracker(Format, mapping.Leaves(root))}
	if hasText(node.Get("@context"), ContextBeside) {
		d.Names = besideNames
	}
	return d
}

// decoderOf returns the decoder that a row reads for.
func decoderOf(r *mapping.Reader) *decoder { return r.State.(*decoder) }

// index notes the nodes of the credential that references lead to.
func (d *decoder) index(v jsontree.Value) {
	if id := v.Get("id").Text(); id != "" && !isReference(v) {
		if _, seen := d.bodies[id]; !seen {
			d.bodies[id] = v
		}
	}
	for i := range v.Len() {
		d.index(v.At(i))
	}
}

// credential reads the credential in a node, and accounts for the whole
// document.
func (d *decoder) credential(node jsontree.Value) *mc.Credential {
	credential := &mc.Credential{}
	d.model = credential
	d.schema.credential.ReadObject(&d.Reader, node, credential, "")
	root := node.Root()
	for name, m := range root.Members() {
		if node.Parent().Exists() && name != node.Name() {
			dropBeside(&d.Reader, m, credential, "")
		}
	}
	d.Tracker.KeepResidue(&d.Residue, func(pointer string) (string, bool) {
		v := root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	credential.Residue = d.Residue
	if d.interoperability.Exists() {
		d.applyInteroperability(credential)
	}
	return credential
}

// dropBeside accounts for what a file for the Commission's issuer says beside the
// credential: to whom it is to be sent, and how its pages are made. Nobody signed it
// as part of the credential, and it may name strangers, so it goes nowhere.
func dropBeside(r *mapping.Reader, v jsontree.Value, _ *mc.Credential, _ mc.Path) {
	r.Mark(v, mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByNothing, Severity: mc.SeverityInfo, Reason: reasonBeside})
}

const reasonBeside = "not part of the credential"

// isReference reports whether an object has nothing but an id and a type, so that
// it only refers to a node.
func isReference(v jsontree.Value) bool {
	for name := range v.Members() {
		if name != "id" && name != "type" {
			return false
		}
	}
	return v.Len() > 0
}

// follow returns the body of a node elsewhere in the document if v is only a
// reference to it, and a function to call once the body is read.
func (d *decoder) follow(v jsontree.Value) (body jsontree.Value, leave func(), ok bool) {
	id := v
	if v.IsObject() {
		if !isReference(v) {
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

// within reports whether following the reference v to body would go in a circle.
func (d *decoder) within(v, body jsontree.Value) bool {
	for up := v; up.Exists(); up = up.Parent() {
		if up == body {
			return true
		}
	}
	return slices.Contains(d.open, body)
}

// telling returns the leaf that best says what a node is: an id that means
// something outside the document, or else the first leaf that is not an id or type,
// or else the first one.
func telling(v jsontree.Value) jsontree.Value {
	if id := v.Get("id"); id.Text() != "" && isLasting(id.Text()) {
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

// first returns the first element of an array, or the value itself. It is false
// for nothing and null.
func first(v jsontree.Value) (jsontree.Value, bool) {
	if v.Kind() == jsontree.Array {
		v = v.At(0)
	}
	return v, v.Exists() && v.Kind() != jsontree.Null
}
