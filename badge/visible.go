package badge

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var errDecisive = errors.New("the residue cannot change when the badge is in force")

// contradicts reports an entry of the residue that is not followed.
func (d *decoder) contradicts(v jsontree.Value, at path) {
	o := contradicted(at)
	o.Reason += ", and is not followed"
	if v.Kind() == jsontree.Null {
		d.Mark(v, o)
		return
	}
	d.RejectAs(v, o)
}

func contradicted(at path) mc.Outcome {
	return mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityWarning, Element: mc.ElementOf(at),
		Reason: CodeContradiction + ": the residue says something else of " + string(at)}
}

// insist lets a leaf that the residue contradicts be reported so, whatever else
// it tells: the number of credits also says that it is credits.
func (d *decoder) insist() {
	against := map[string]mc.Outcome{}
	for _, c := range d.Claims {
		if c.Outcome.Kind == mc.KindDropped && strings.HasPrefix(c.Outcome.Reason, CodeContradiction) {
			against[c.Pointer()] = c.Outcome
		}
	}
	for i := range d.Claims {
		c := &d.Claims[i]
		switch o, found := against[c.Pointer()]; {
		case !found:
		case c.Outcome.To == "":
			c.Outcome = o
		default:
			c.Outcome.Severity, c.Outcome.Element, c.Outcome.Reason = o.Severity, o.Element, o.Reason
		}
	}
}

// hides reports whether the residue takes away a plain fact that is then stated
// nowhere.
func (r *restored) hides(c mapping.Claim, text string) bool {
	at := path(c.Outcome.To)
	return !c.Extension && mapping.IsPlainFact(at) && !strings.HasSuffix(c.Pointer(), "/inLanguage") && !mapping.Restates(r.to, at, text)
}

// plainText is a text or number of the badge.
func (d *decoder) plainText(pointer string) string {
	v := d.root.Lookup(pointer)
	if v.Kind() == jsontree.Number {
		return v.Raw()
	}
	return v.Text()
}
