package eudi

import (
	"errors"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// ErrFormat says that a document is no EUDI Learning Credential.
var ErrFormat = errors.New("EUDI-LC-FORMAT: the document is not the claims of an EUDI Learning Credential")

// DecodeOptions are the choices of [Decode]. The zero value reads what is there.
type DecodeOptions struct {
	// Language is that of the texts, for which the claims state none. Without it they
	// are in no stated language.
	Language language.Tag
	// WithoutExtension reads only what every reader of the type sees, and not
	// [ResidueClaim].
	WithoutExtension bool
}

// decoder is the state of reading one document.
type decoder struct {
	plain  bool
	packed *mapping.Packed // our claim; nil: none
}

// Decode reads the claims into the model. The report has an entry for every leaf:
// what has no place in the model is kept as residue. Nothing is checked beyond what
// reading needs: see [CheckClaims].
func Decode(doc vc.Document, o DecodeOptions) (*mc.Credential, *mc.Report, error) {
	if !Is(doc) {
		return nil, nil, ErrFormat
	}
	root, t, c := doc.Root(), schema(), &mc.Credential{}
	d := &decoder{plain: o.WithoutExtension}
	r := &mapping.Reader{Format: &t.format, State: d, Tracker: mc.NewDecodeTracker(Format, mapping.Leaves(root))}
	if o.Language != language.Und {
		r.Lang = o.Language.String()
	}
	t.credential.ReadObject(r, root, c, "")
	r.Tracker.KeepResidue(&c.Residue, func(pointer string) (string, bool) {
		v := root.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	d.packed.Apply(c, r.Tracker, nil, refuseIDs)
	report := r.Tracker.Report()
	for i := range report.Leaves {
		if l := &report.Leaves[i]; l.Kind == mc.KindResidue && l.Reason == "no field of the model carries it" {
			l.Reason = "the type does not have the claim, or not with such a value"
		}
	}
	d.packed.Reconcile(&report, c)
	return c, &report, nil
}
