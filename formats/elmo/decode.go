package elmo

import (
	"reflect"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// DecodeOptions are the choices of [Decode].
type DecodeOptions struct {
	// WithoutExtension reads only what every reader of ELMO sees, and not our
	// extension.
	WithoutExtension bool
}

// Decode reads a report into the model. The first learning opportunity of the report is
// the claim of the credential, those inside it its parts, and those beside it others.
// The report has one entry for every leaf of the document. What is malformed or has no
// place in the model is kept as residue, with the reason in the report.
//
// The only error is a [vc.Problem], for a document that is not such a report.
func Decode(doc vc.Document, opts DecodeOptions) (*mc.Credential, *mc.Report, error) {
	if !Is(doc) {
		return nil, nil, ruleRead.At("", "")
	}
	d := newDecoder(doc.Root(), opts)
	credential := &mc.Credential{}
	d.schema.credential.ReadObject(&d.Reader, d.root, credential, "")
	d.Tracker.KeepResidue(&d.Residue, func(pointer string) (string, bool) {
		v := d.root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	credential.Residue = d.Residue
	d.packed.Apply(credential, d.Tracker, filesOf(credential), refuseIDs)
	report := d.Tracker.Report()
	d.packed.Reconcile(&report, credential)
	for i := range report.Leaves {
		if l := &report.Leaves[i]; l.Kind == mc.KindResidue && l.Reason == "no field of the model carries it" {
			l.Reason = "no result of the report refers to it"
		}
	}
	return credential, &report, nil
}

// decoder is the state of reading one document.
type decoder struct {
	mapping.Reader
	schema *schema
	root   jsontree.Value
	plain  bool

	schemes map[string]jsontree.Value // the scales by their ids
	packed  *mapping.Packed           // our extension; nil: none
}

func newDecoder(root jsontree.Value, opts DecodeOptions) *decoder {
	d := &decoder{schema: tables(), root: root, plain: opts.WithoutExtension, schemes: map[string]jsontree.Value{}}
	d.Reader = mapping.Reader{Format: &d.schema.format, State: d, Lang: mc.Und, Tracker: mc.NewDecodeTracker(Format, mapping.Leaves(root))}
	d.describe(root.Get("report"))
	return d
}

// describe notes the scales that a report describes.
func (d *decoder) describe(report jsontree.Value) {
	for scheme := range report.Get("gradingScheme").Elements() {
		if id := scheme.Get("@localId").Text(); !d.schemes[id].Exists() {
			d.schemes[id] = scheme
		}
	}
}

// decoderOf returns the decoder that a row reads for.
func decoderOf(r *mapping.Reader) *decoder { return r.State.(*decoder) }

// refuseIDs keeps our extension from saying whose the report is.
func refuseIDs(at mc.Path, before, _ reflect.Value) error {
	if before.IsValid() && (at == "envelope.issuer.id" || at == "learner.id") {
		return errPlain
	}
	return nil
}

// errPlain is why our extension is not followed.
var errPlain = ruleRead.At("/extension", "an extension that says whose the report is")

// filesOf returns the files of a credential, which the residue may name.
func filesOf(c *mc.Credential) mapping.Files {
	files := mapping.Files{}
	for i := range c.Annexes {
		files.Add(c.Annexes[i].Content)
	}
	return files
}
