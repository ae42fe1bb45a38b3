package badge

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// doubt reports that a value contradicts another member. It is carried as it is.
func (d *decoder) doubt(v jsontree.Value, at path, reason string) {
	if v.Exists() {
		d.doubts[v.Pointer()] = doubtful{reason, mc.ElementOf(at)}
	}
}

// doubtful is what contradicts a value, and the element that it is of.
type doubtful struct {
	reason  string
	element int
}

// doubted returns what became of a leaf, with what contradicts it.
func (d *decoder) doubted(c mapping.Claim) mc.Outcome {
	o := c.Outcome
	if doubt, ok := d.doubts[c.Pointer]; ok {
		o.Severity, o.Reason, o.Element = mc.SeverityWarning, CodeContradiction+": "+doubt.reason, doubt.element
	}
	return o
}
