package jose

import (
	"context"
	"errors"
	"strconv"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// processedPayload is the payload of an SD-JWT with the disclosures in their
// places.
type processedPayload struct {
	payload     vc.Document
	hash        hash
	disclosures []*disclosure // in the order of the file
	hidden      hidden
	disclosed   map[string]bool // by pointer, what is a disclosure of its own; nil until it is needed
}

// processPayload replaces the digests in the payload of an SD-JWT by the
// disclosures (RFC 9901 section 7.1 step 3). The error says in a few words what
// was found; it wraps errDisclosure when the fault lies in a disclosure, and is
// that of ctx when the context has ended.
func processPayload(ctx context.Context, payload vc.Document, sig *proof.Signature, limits vc.Limits) (*processedPayload, error) {
	h, err := hashOf(payload)
	if err != nil {
		return nil, err
	}
	o := &processedPayload{hash: h}
	w := &payloadWriter{
		ctx:      ctx,
		hidden:   &o.hidden,
		limits:   jsontree.Limits{Bytes: limits.Bytes, Depth: limits.Depth, Values: limits.Values},
		byDigest: make(map[string]*disclosure, len(sig.Disclosures)),
		seen:     make(map[string]bool),
	}
	for _, text := range sig.Disclosures {
		if err := w.checkContext(); err != nil {
			return nil, err
		}
		d, err := readDisclosure(text, w.limits)
		if err != nil {
			return nil, err
		}
		digest := h.digest(text)
		if w.byDigest[digest] != nil {
			return nil, newDisclosureError("the same text twice")
		}
		w.byDigest[digest] = d
		o.disclosures = append(o.disclosures, d)
	}
	if err := w.writeValue(payload.Root()); err != nil {
		return nil, err
	}
	for _, d := range o.disclosures {
		if d.place == nil {
			return nil, newDisclosureError("a value whose digest is nowhere")
		}
	}
	o.payload, err = vc.ParseDocument(w.out, limits)
	if err != nil {
		return nil, newDisclosureError("values that exceed a limit when they are put together")
	}
	return o, nil
}

// payloadWriter writes the processed payload.
type payloadWriter struct {
	ctx      context.Context
	steps    int
	hidden   *hidden
	limits   jsontree.Limits
	byDigest map[string]*disclosure
	seen     map[string]bool // the digests so far
	out      []byte
	path     []string // the steps from the root to the value being written
	places   []*place // the place of each step in path; nil until it is needed
}

// stepsPerCheck is how many values are written before it is asked again whether
// the context has ended.
const stepsPerCheck = 1_024

// checkContext returns the error of the context, which it looks at every so
// often.
func (w *payloadWriter) checkContext() error {
	if w.steps++; w.steps%stepsPerCheck == 0 {
		return w.ctx.Err()
	}
	return nil
}

// place returns the place of the value being written.
func (w *payloadWriter) place() *place {
	var above *place
	for i, step := range w.path {
		if w.places[i] == nil {
			w.places[i] = &place{above, step}
		}
		above = w.places[i]
	}
	return above
}

// maxDepth bounds the recursion. Disclosures within disclosures can nest deeper
// than any single text does. The result is read again within the limit of the
// Env.
const maxDepth = 1_000

func (w *payloadWriter) writeValue(v jsontree.Value) error {
	if len(w.path) > maxDepth {
		return newDisclosureError("values that are nested too deeply")
	}
	if err := w.checkContext(); err != nil {
		return err
	}
	switch v.Kind() {
	case jsontree.Object:
		return w.writeObject(v)
	case jsontree.Array:
		return w.writeArray(v)
	}
	w.out = append(w.out, v.Raw()...)
	return nil
}

// within calls write for a value one step further down.
func (w *payloadWriter) within(step string, write func() error) error {
	w.path, w.places = append(w.path, step), append(w.places, nil)
	defer func() { w.path, w.places = w.path[:len(w.path)-1], w.places[:len(w.places)-1] }()
	return write()
}

func (w *payloadWriter) writeObject(v jsontree.Value) error {
	digests := v.Get(nameDigests)
	switch {
	case v.Get(nameDigest).Exists():
		return errors.New("the name ... outside an array")
	case v.Get(nameHash).Exists() && len(w.path) > 0:
		return errors.New("the name _sd_alg in an inner object")
	case digests.Exists() && digests.Kind() != jsontree.Array:
		return errors.New("an _sd that is no array")
	}
	w.out = append(w.out, '{')
	start := len(w.out)
	for name, member := range v.Members() {
		if name == nameDigests || name == nameHash {
			continue
		}
		w.writeName(start, name)
		if err := w.within(name, func() error { return w.writeValue(member) }); err != nil {
			return err
		}
	}
	if err := w.writeDisclosed(v, digests, start); err != nil {
		return err
	}
	w.out = append(w.out, '}')
	return nil
}

// writeName writes the name of a member, with a comma before it unless it is the
// first of its object. The members of the object start at start.
func (w *payloadWriter) writeName(start int, name string) {
	if len(w.out) > start {
		w.out = append(w.out, ',')
	}
	w.out = append(jsontree.AppendString(w.out, name), ':')
}

// writeDisclosed writes the hidden members of an object that were disclosed.
func (w *payloadWriter) writeDisclosed(object, digests jsontree.Value, start int) error {
	var taken map[string]bool // the names of the members; nil until it is needed
	for digest := range digests.Elements() {
		d, err := w.disclosureOf(digest)
		if err != nil {
			return err
		}
		if d == nil {
			w.hidden.addMember(w.path)
			continue
		}
		if !d.name.Exists() {
			return newDisclosureError("an element of an array in the place of a member")
		}
		if taken == nil {
			taken = namesOf(object)
		}
		name := d.name.Text()
		if taken[name] {
			return newDisclosureError("a member that is there already")
		}
		taken[name] = true
		w.writeName(start, name)
		if err := w.within(name, func() error { return w.writeDisclosure(d) }); err != nil {
			return err
		}
	}
	return nil
}

func namesOf(object jsontree.Value) map[string]bool {
	names := make(map[string]bool, object.Len())
	for name := range object.Members() {
		names[name] = true
	}
	return names
}

func (w *payloadWriter) writeArray(v jsontree.Value) error {
	w.out = append(w.out, '[')
	n := 0
	for element := range v.Elements() {
		write := func() error { return w.writeValue(element) }
		if digest := element.Get(nameDigest); digest.Exists() {
			if element.Len() != 1 {
				return errors.New("another member beside the name ... in an array")
			}
			d, err := w.disclosureOf(digest)
			if err != nil {
				return err
			}
			if d == nil {
				w.hidden.addElement(w.path)
				continue
			}
			if d.name.Exists() {
				return newDisclosureError("a member in the place of an element of an array")
			}
			write = func() error { return w.writeDisclosure(d) }
		}
		if n > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.within(strconv.Itoa(n), write); err != nil {
			return err
		}
		n++
	}
	w.out = append(w.out, ']')
	return nil
}

// disclosureOf returns the disclosure with a digest, or nil if there is none,
// because the digest is a decoy or what it stands for was not disclosed. A digest
// must not occur twice (RFC 9901 section 7.1 step 4).
func (w *payloadWriter) disclosureOf(digest jsontree.Value) (*disclosure, error) {
	if digest.Kind() != jsontree.String {
		return nil, errors.New("a digest that is not a string")
	}
	text := digest.Text()
	if err := w.checkContext(); err != nil {
		return nil, err
	}
	if w.seen[text] {
		return nil, errors.New("a digest that stands twice")
	}
	w.seen[text] = true
	return w.byDigest[text], nil
}

// writeDisclosure writes the value of a disclosure.
func (w *payloadWriter) writeDisclosure(d *disclosure) error {
	d.place = w.place()
	return w.writeValue(d.value)
}
