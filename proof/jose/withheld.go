package jose

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var ruleWithheld = vc.Rule{Code: "SD-WITHHELD", Level: vc.Should, Axis: vc.InForce, Spec: specSDJWT + "#section-9.7",
	Text: "What decides on whether a credential is in force should not be left to its holder to reveal."}

// maxDeciding is longer than the name of anything that decides.
const maxDeciding = 64

// hidden says where digests stand that no disclosure belongs to. A decoy looks
// the same, so nobody but issuer and holder knows whether something is hidden.
type hidden struct {
	some   bool
	top    bool     // members of the payload itself
	inside []string // names of members that decide and are not shown as a whole
}

// member notes a hidden member of the object at a path.
func (h *hidden) member(path []string) {
	h.some = true
	if len(path) == 0 {
		h.top = true
		return
	}
	h.within(path[0])
}

// element notes a hidden element of the array at a path.
func (h *hidden) element(path []string) {
	h.some = true
	if len(path) > 0 {
		h.within(path[0])
	}
}

// within notes that something is hidden in a member of the payload. Of an issuer
// only the id decides, which then is shown or missed as every other is.
func (h *hidden) within(name string) {
	if len(name) > maxDeciding {
		return
	}
	if pointer := "/" + jsontree.EscapePointer(name) + "/0"; vc.IsDecisive(pointer) && !slices.Contains(h.inside, name) {
		h.inside = append(h.inside, name)
	}
}

// withheld says what the holder keeps back, as far as it can be seen: an
// SD-JWT shows where something is hidden, and so where nothing is.
func (c *check) withheld(processed *opened) {
	h := processed.hidden
	if !h.some {
		return
	}
	c.evidence.Derived, c.evidence.Withheld = true, h.missing(processed.payload)
	status, detail := vc.Pass, "Parts of this credential are withheld, but neither its validity period nor its status can be among them."
	if c.evidence.Withheld != "" {
		status, detail = vc.Warn, "Parts of this credential are withheld. Whether it has "+c.evidence.Withheld+" that is not shown cannot be seen."
	}
	if free := processed.leftToHolder(); len(free) > 0 {
		detail += " Its issuer left " + strings.Join(free, ", ") + " to the holder to reveal."
	}
	c.evidence.Findings = append(c.evidence.Findings, ruleWithheld.Finding(status, c.at(), detail))
}

// missing says in a few words what decides on whether a credential is in force
// and may be among what is hidden.
func (h *hidden) missing(payload vc.Document) string {
	var words []string
	if h.top {
		words = vc.UnstatedValidity(payload)
	}
	for _, name := range h.inside {
		words = append(words, "more in "+name)
	}
	return strings.Join(words, " or ")
}

// leftToHolder returns JSON Pointers to what decides and was disclosed, so that
// the holder could have kept it back.
func (o *opened) leftToHolder() []string {
	var free []string
	for _, d := range o.disclosures {
		var top, next *place
		for p := d.place; p != nil; p = p.above {
			top, next = p, top
		}
		pointer := "/" + jsontree.EscapePointer(top.step)
		if next != nil && !vc.IsDecisive(pointer+"/0") { // in an issuer, of which only the id decides
			pointer += "/" + jsontree.EscapePointer(next.step)
		}
		if vc.IsDecisive(pointer) && !slices.Contains(free, pointer) {
			free = append(free, pointer)
		}
	}
	return free
}
