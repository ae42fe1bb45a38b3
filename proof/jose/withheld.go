package jose

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxDeciding is longer than the name of any member that decides.
const maxDeciding = 64

// hidden says where digests without a disclosure stand. A decoy looks the same,
// so only issuer and holder know whether something is hidden.
type hidden struct {
	some      bool     // whether anything is hidden
	inPayload bool     // whether members of the payload itself are
	inside    []string // the names of members that decide and in which something is hidden
}

// addMember records a hidden member of the object at a path.
func (h *hidden) addMember(path []string) {
	h.some = true
	if len(path) == 0 {
		h.inPayload = true
		return
	}
	h.addWithin(path[0])
}

// addElement records a hidden element of the array at a path.
func (h *hidden) addElement(path []string) {
	h.some = true
	if len(path) > 0 {
		h.addWithin(path[0])
	}
}

// addWithin records that something is hidden in a member of the payload that
// decides. An issuer does not count: only its id decides, and one that is hidden
// is missed.
func (h *hidden) addWithin(name string) {
	if len(name) > maxDeciding {
		return
	}
	if pointer := "/" + jsontree.EscapePointer(name) + "/0"; vc.IsDecisive(pointer) && !slices.Contains(h.inside, name) {
		h.inside = append(h.inside, name)
	}
}

// reportWithheld reports what the holder withholds, as far as it can be seen: an
// SD-JWT shows where something is hidden, and so where nothing is.
func (c *check) reportWithheld(processed *processedPayload) {
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

// missing names what decides whether a credential is in force and may be among
// what is hidden, in a few words.
func (h *hidden) missing(payload vc.Document) string {
	var words []string
	if h.inPayload {
		words = vc.UnstatedValidity(payload)
	}
	for _, name := range h.inside {
		words = append(words, "more in "+name)
	}
	return strings.Join(words, " or ")
}

// leftToHolder returns JSON Pointers to what decides and was disclosed, and so
// could have been withheld.
func (o *processedPayload) leftToHolder() []string {
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
