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
	if doubt, ok := d.doubts[c.Pointer()]; ok {
		o.Severity, o.Reason, o.Element = mc.SeverityWarning, CodeContradiction+": "+doubt.reason, doubt.element
	}
	return o
}

// doubtScale reports a scale that contradicts itself, and a grade that is not on
// it. Only numbers are compared with a range.
func (d *decoder) doubtScale(description, result jsontree.Value, at path) {
	at = at.Dot("grade")
	low, high := decimalIn(description.Get("valueMin")), decimalIn(description.Get("valueMax"))
	required, value := description.Get("requiredValue"), result.Get("value")
	if !low.IsZero() && !high.IsZero() && low.Cmp(high) > 0 {
		d.doubt(description.Get("valueMin"), at, "the lowest value is above the highest")
	}
	for _, v := range []jsontree.Value{required, value} {
		n := decimalIn(v)
		switch {
		case n.IsZero():
		case !low.IsZero() && n.Cmp(low) < 0:
			d.doubt(v, at, "it is below the lowest value of the scale")
		case !high.IsZero() && n.Cmp(high) > 0:
			d.doubt(v, at, "it is above the highest value of the scale")
		}
		if isNot(v, description.Get("allowedValue")) {
			d.doubt(v, at, "it is none of the values of the scale")
		}
	}
	if status := result.Get("status").Text(); status == "Failed" || status == "Completed" {
		if said := passFail(value.Text()); said != "" && statuses[said] != status {
			d.doubt(value, at, "the status says something else")
		}
	}
}

// decimalIn returns the number that a text is, if it is one.
func decimalIn(v jsontree.Value) mc.Decimal {
	_, text, _ := mapping.Peek(v)
	n, err := mc.ParseDecimal(text)
	if err != nil {
		return mc.Decimal{}
	}
	return n
}

// isNot reports whether a text is none of those that are listed.
func isNot(v, listed jsontree.Value) bool {
	if v.Text() == "" || !listed.Exists() || listed.Kind() == jsontree.Array && listed.Len() == 0 {
		return false
	}
	for one := range listed.Each() {
		if one.IsText(v.Text()) {
			return false
		}
	}
	return true
}
