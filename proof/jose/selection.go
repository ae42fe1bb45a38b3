package jose

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Disclosable returns JSON Pointers to everything in an SD-JWT that its holder
// may withhold, in the document that [Document] returns.
func Disclosable(file *proof.Secured, limits vc.Limits) ([]string, error) {
	_, processed, err := openUnbound(context.Background(), file, limits)
	if err != nil {
		return nil, err
	}
	pointers, length := make([]string, len(processed.disclosures)), 0
	for i, d := range processed.disclosures {
		pointers[i] = d.place.pointer()
		if length += len(pointers[i]); length > maxPointers {
			return nil, fmt.Errorf("SDJWT-POINTER: %w: the pointers to what may be kept back are longer than %d bytes", vc.ErrLimit, maxPointers)
		}
	}
	slices.Sort(pointers)
	return pointers, nil
}

// maxPointers bounds the length of all pointers together: many disclosures deep
// below long names make them far longer than the SD-JWT.
const maxPointers = 32 << 20

// Disclose returns an SD-JWT that reveals what the pointers name, everything in
// it and what it stands in; what was never hidden stays visible. The pointers are
// those of the document that [Document] returns for the file; one that leads
// nowhere is an error. Without pointers nothing is revealed. The issuer's
// signature stays as it is.
func Disclose(file *proof.Secured, limits vc.Limits, pointers ...string) (*proof.Secured, error) {
	sig, processed, err := openUnbound(context.Background(), file, limits)
	if err != nil {
		return nil, err
	}
	var all pointerTree
	for _, pointer := range pointers {
		if !processed.payload.Lookup(pointer).Exists() {
			return nil, fmt.Errorf("SDJWT-POINTER at %s: the pointer leads to nothing in the SD-JWT", pointer)
		}
		all.add(pointer)
	}
	revealed := *sig
	revealed.Disclosures = nil
	known := make(map[*place]*pointerTree)
	for _, d := range processed.disclosures {
		if all.find(d.place, known) != nil {
			revealed.Disclosures = append(revealed.Disclosures, d.text)
		}
	}
	return proof.Open([]byte(selectiveText(&revealed)), limits)
}

// pointerTree is a set of JSON Pointers as a tree of their steps.
type pointerTree struct {
	whole bool // whether a pointer leads here
	next  map[string]*pointerTree
}

func (w *pointerTree) add(pointer string) {
	if pointer != "" {
		for step := range strings.SplitSeq(pointer[1:], "/") {
			if w.next == nil {
				w.next = make(map[string]*pointerTree)
			}
			if w.next[step] == nil {
				w.next[step] = new(pointerTree)
			}
			w = w.next[step]
		}
	}
	w.whole = true
}

// find returns the node of the tree for a place. That is the node itself for a
// place on the way to a pointer, the end of a pointer for a place below it, and
// nil for any other. Results are kept in known, because many disclosures stand in
// few places.
func (w *pointerTree) find(p *place, known map[*place]*pointerTree) *pointerTree {
	if p == nil || w.whole {
		return w
	}
	found, ok := known[p]
	if !ok {
		if found = w.find(p.above, known); found != nil && !found.whole {
			found = found.next[jsontree.EscapePointer(p.step)]
		}
		known[p] = found
	}
	return found
}
