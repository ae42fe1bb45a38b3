package elmo

import (
	"reflect"
	"slices"

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
	d.applyResidue(credential)
	report := d.Tracker.Report()
	d.reconcile(&report, credential)
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
	residue jsontree.Value            // our extension
	stated  mapping.Residue           // what it states
	kept    map[mc.Path]bool          // of it, what the credential has
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

// applyResidue applies our extension to the credential and accounts for it.
func (d *decoder) applyResidue(c *mc.Credential) {
	if !d.residue.Exists() {
		return
	}
	visible := c.Envelope
	restorer := mapping.Restorer{Guarded: true, Files: filesOf(c), Refuse: func(at mc.Path, before, value reflect.Value) error {
		if mapping.Decisive(&visible, at, before, value) || before.IsValid() && (at == "envelope.issuer.id" || at == "learner.id") {
			return errPlain
		}
		return nil
	}}
	var told []mc.Path
	applied := 0
	for _, done := range restorer.Apply(c, d.stated) {
		if done.Err == nil {
			applied++
		}
		told = append(told, done.Leaves()...)
	}
	mapping.Prune(c)
	stated := map[mc.Path]bool{}
	for _, p := range mc.Paths(c) {
		stated[p] = true
	}
	d.kept = map[mc.Path]bool{}
	slices.Sort(told)
	for _, at := range told {
		if stated[at] {
			d.kept[at] = true
			d.Tracker.Change(d.residue.Pointer(), string(at), mc.MatchExact, "kept in our extension")
		}
	}
	if applied == 0 {
		d.Tracker.Mark(d.residue.Pointer(), mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo, Reason: "the document says otherwise by now"})
	}
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

// reconcile takes out of the report the paths that our extension has removed or
// replaced.
func (d *decoder) reconcile(report *mc.Report, c *mc.Credential) {
	if d.kept == nil {
		return
	}
	stated := map[mc.Path]bool{}
	for _, p := range mc.Paths(c) {
		stated[p] = true
	}
	for i := range report.Leaves {
		l := &report.Leaves[i]
		if l.Source == d.residue.Pointer() {
			continue
		}
		told := len(l.Canonical)
		l.Canonical = slices.DeleteFunc(l.Canonical, func(p mc.Path) bool { return !stated[p] || d.kept[p] })
		if told > 0 && len(l.Canonical) == 0 && l.Kind != mc.KindResidue {
			l.Kind, l.CarriedBy, l.Match = mc.KindScaffold, mc.CarriedNatively, mc.MatchNone
			l.Reason = "written because the format asks for it; our extension says what the credential states"
		}
	}
}
