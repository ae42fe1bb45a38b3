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

	in   map[string]bool // by pointer, the objects and arrays in which something is hidden
	deep bool            // whether there are more of them, or deeper ones
}

// The bounds of what is remembered about where something is hidden.
const (
	maxHiddenIn    = 10_000
	maxHiddenDepth = 16
)

// mark records that something is hidden in the object or array at a path.
func (h *hidden) mark(path []string) {
	h.some = true
	if len(path) > maxHiddenDepth || len(h.in) >= maxHiddenIn {
		h.deep = true
		return
	}
	if h.in == nil {
		h.in = make(map[string]bool)
	}
	h.in[pointerOf(path)] = true
}

// isWithin reports whether something is hidden in a value or below it.
func (h *hidden) isWithin(pointer string) bool {
	for at := range h.in {
		if at == pointer || strings.HasPrefix(at, pointer+"/") {
			return true
		}
	}
	return false
}

// hides reports whether something may be hidden in the value at a pointer.
func (h *hidden) hides(pointer string) bool { return h.deep || h.in[pointer] }

// addMember records a hidden member of the object at a path.
func (h *hidden) addMember(path []string) {
	h.mark(path)
	if len(path) == 0 {
		h.inPayload = true
		return
	}
	h.addWithin(path[0])
}

// addElement records a hidden element of the array at a path.
func (h *hidden) addElement(path []string) {
	h.mark(path)
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
	if c.form != nil && c.form.name == SDJWTVC {
		// What decides must not be hidden, which a rule of its own asks.
		c.evidence.Derived = true
		c.add(&ruleWithheld, vc.Pass, c.at(), "Parts of this credential are withheld, but neither its validity period nor its status can be among them.")
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
