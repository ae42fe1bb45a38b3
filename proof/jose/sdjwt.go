package jose

import (
	"context"
	"crypto"
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha512" // crypto.SHA384, crypto.SHA512
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The member names that RFC 9901 section 4.1 reserves.
const (
	nameDigests = "_sd"     // the digests of the hidden members of an object
	nameElement = "..."     // the digest of a hidden element of an array
	nameHash    = "_sd_alg" // the hash algorithm, in the outermost object only
)

// hash is a hash algorithm for digests, by the name that it has in _sd_alg
// (IANA Named Information Hash Algorithm Registry).
type hash struct {
	name string
	hash crypto.Hash
}

// hashes is the table of those that are accepted. The first one is the
// default (RFC 9901 section 4.1.1).
var hashes = [...]hash{{"sha-256", crypto.SHA256}, {"sha-384", crypto.SHA384}, {"sha-512", crypto.SHA512}}

// digest returns the digest of a text in base64url.
func (h hash) digest(text string) string {
	w := h.hash.New()
	w.Write([]byte(text))
	return jws.Encode(w.Sum(nil))
}

func hashOf(payload vc.Document) (hash, error) {
	v := payload.Get(nameHash)
	if !v.Exists() {
		return hashes[0], nil
	}
	for _, h := range hashes {
		if v.IsText(h.name) {
			return h, nil
		}
	}
	return hash{}, errors.New("an _sd_alg other than sha-256, sha-384 and sha-512")
}

// disclosure is one disclosure of an SD-JWT.
type disclosure struct {
	text  string
	name  jsontree.Value // of a member; absent for an element of an array
	value jsontree.Value
	place *place // where its value stands in the processed payload; nil: nowhere
}

// place is a place in the processed payload. Places share what is above them:
// their pointers, all written out, could be far longer than the SD-JWT.
type place struct {
	above *place // nil: the root
	step  string // name or index in what is above
}

// pointer returns the place as a JSON Pointer.
func (p *place) pointer() string {
	var steps []string
	for ; p != nil; p = p.above {
		steps = append(steps, p.step)
	}
	slices.Reverse(steps)
	return pointerOf(steps)
}

// errDisclosure is the category of a fault in a disclosure, as against one in
// what the issuer signed.
var errDisclosure = errors.New("in a disclosure")

func faultyDisclosure(found string) error { return fmt.Errorf("%s %w", found, errDisclosure) }

// readDisclosure reads an array of salt, name and value or of salt and value
// (RFC 9901 section 4.2).
func readDisclosure(text string, limits jsontree.Limits) (*disclosure, error) {
	raw, err := jws.Decode(text)
	if err != nil {
		return nil, faultyDisclosure("a text that is not base64url")
	}
	v, err := jsontree.Parse(raw, limits)
	if err != nil {
		return nil, faultyDisclosure("a text that is not strict JSON")
	}
	switch {
	case v.Kind() != jsontree.Array || v.Len() < 2 || v.Len() > 3:
		return nil, faultyDisclosure("another value than an array of two or three elements")
	case v.At(0).Kind() != jsontree.String:
		return nil, faultyDisclosure("a salt that is not a string")
	case v.Len() == 2:
		return &disclosure{text: text, value: v.At(1)}, nil
	case v.At(1).Kind() != jsontree.String:
		return nil, faultyDisclosure("a name that is not a string")
	}
	switch v.At(1).Text() {
	case nameDigests, nameElement, nameHash:
		return nil, faultyDisclosure("a reserved name")
	}
	return &disclosure{text: text, name: v.At(1), value: v.At(2)}, nil
}

// opened is the payload of an SD-JWT with its disclosures in place.
type opened struct {
	payload     vc.Document // the processed payload
	hash        hash
	disclosures []*disclosure // in the order of the file
	hidden      hidden
}

// open puts the disclosures of an SD-JWT where the issuer put their digests
// (RFC 9901 section 7.1 step 3). The error says in a few words what was found
// instead of what should be; it wraps errDisclosure when the fault is not the
// issuer's, and is that of ctx when the context ended.
func open(ctx context.Context, payload vc.Document, sig *proof.Signature, limits vc.Limits) (*opened, error) {
	h, err := hashOf(payload)
	if err != nil {
		return nil, err
	}
	o := &opened{hash: h}
	w := &weaver{
		ctx:      ctx,
		hidden:   &o.hidden,
		limits:   jsontree.Limits{Bytes: limits.Bytes, Depth: limits.Depth, Values: limits.Values},
		byDigest: make(map[string]*disclosure, len(sig.Disclosures)),
		seen:     make(map[string]bool),
	}
	for _, text := range sig.Disclosures {
		if err := w.pause(); err != nil {
			return nil, err
		}
		d, err := readDisclosure(text, w.limits)
		if err != nil {
			return nil, err
		}
		digest := h.digest(text)
		if w.byDigest[digest] != nil {
			return nil, faultyDisclosure("the same text twice")
		}
		w.byDigest[digest] = d
		o.disclosures = append(o.disclosures, d)
	}
	if err := w.value(payload.Root()); err != nil {
		return nil, err
	}
	for _, d := range o.disclosures {
		if d.place == nil {
			return nil, faultyDisclosure("a value whose digest is nowhere")
		}
	}
	o.payload, err = vc.ParseDocument(w.out, limits)
	if err != nil {
		return nil, faultyDisclosure("values that exceed a limit when they are put together")
	}
	return o, nil
}

// weaver writes the processed payload.
type weaver struct {
	ctx      context.Context
	steps    int
	hidden   *hidden
	limits   jsontree.Limits
	byDigest map[string]*disclosure
	seen     map[string]bool // digests that were come across
	out      []byte
	path     []string // the steps from the root to what is being written
	places   []*place // by depth, like path; nil until a disclosure needs it
}

// stepsPerCheck is how many values are written between two looks at the
// context.
const stepsPerCheck = 1_024

// pause looks at the context now and then.
func (w *weaver) pause() error {
	if w.steps++; w.steps%stepsPerCheck == 0 {
		return w.ctx.Err()
	}
	return nil
}

// place returns where the present value stands.
func (w *weaver) place() *place {
	var above *place
	for i, step := range w.path {
		if w.places[i] == nil {
			w.places[i] = &place{above, step}
		}
		above = w.places[i]
	}
	return above
}

// maxDepth bounds the recursion, which disclosures within disclosures could
// drive further than the nesting of any text. What is put together is read
// again under the caller's own limit.
const maxDepth = 1_000

func (w *weaver) value(v jsontree.Value) error {
	if len(w.path) > maxDepth {
		return faultyDisclosure("values that are nested too deeply")
	}
	if err := w.pause(); err != nil {
		return err
	}
	switch v.Kind() {
	case jsontree.Object:
		return w.object(v)
	case jsontree.Array:
		return w.array(v)
	}
	w.out = append(w.out, v.Raw()...)
	return nil
}

// at writes a value one step further down.
func (w *weaver) at(step string, write func() error) error {
	w.path, w.places = append(w.path, step), append(w.places, nil)
	defer func() { w.path, w.places = w.path[:len(w.path)-1], w.places[:len(w.places)-1] }()
	return write()
}

func (w *weaver) object(v jsontree.Value) error {
	digests := v.Get(nameDigests)
	switch {
	case v.Get(nameElement).Exists():
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
		w.name(start, name)
		if err := w.at(name, func() error { return w.value(member) }); err != nil {
			return err
		}
	}
	if err := w.members(v, digests, start); err != nil {
		return err
	}
	w.out = append(w.out, '}')
	return nil
}

// name writes the name of a member and, unless it is the first one of its
// object, which starts at start, a comma before it.
func (w *weaver) name(start int, name string) {
	if len(w.out) > start {
		w.out = append(w.out, ',')
	}
	w.out = append(jsontree.AppendString(w.out, name), ':')
}

// members writes those hidden members of an object that were disclosed.
func (w *weaver) members(object, digests jsontree.Value, start int) error {
	var taken map[string]bool // made when it is needed
	for digest := range digests.Elements() {
		d, err := w.take(digest)
		if err != nil {
			return err
		}
		if d == nil {
			w.hidden.member(w.path)
			continue
		}
		if !d.name.Exists() {
			return faultyDisclosure("an element of an array in the place of a member")
		}
		if taken == nil {
			taken = namesOf(object)
		}
		name := d.name.Text()
		if taken[name] {
			return faultyDisclosure("a member that is there already")
		}
		taken[name] = true
		w.name(start, name)
		if err := w.at(name, func() error { return w.disclosed(d) }); err != nil {
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

func (w *weaver) array(v jsontree.Value) error {
	w.out = append(w.out, '[')
	n := 0
	for element := range v.Elements() {
		write := func() error { return w.value(element) }
		if digest := element.Get(nameElement); digest.Exists() {
			if element.Len() != 1 {
				return errors.New("another member beside the name ... in an array")
			}
			d, err := w.take(digest)
			if err != nil {
				return err
			}
			if d == nil {
				w.hidden.element(w.path)
				continue
			}
			if d.name.Exists() {
				return faultyDisclosure("a member in the place of an element of an array")
			}
			write = func() error { return w.disclosed(d) }
		}
		if n > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.at(strconv.Itoa(n), write); err != nil {
			return err
		}
		n++
	}
	w.out = append(w.out, ']')
	return nil
}

// take returns the disclosure with a digest, or nil where there is none: what
// it stands for was not disclosed, or it is a decoy. No digest may be come
// across twice (RFC 9901 section 7.1 step 4).
func (w *weaver) take(digest jsontree.Value) (*disclosure, error) {
	if digest.Kind() != jsontree.String {
		return nil, errors.New("a digest that is not a string")
	}
	text := digest.Text()
	if err := w.pause(); err != nil {
		return nil, err
	}
	if w.seen[text] {
		return nil, errors.New("a digest that stands twice")
	}
	w.seen[text] = true
	return w.byDigest[text], nil
}

// disclosed writes the value of a disclosure.
func (w *weaver) disclosed(d *disclosure) error {
	d.place = w.place()
	return w.value(d.value)
}

func pointerOf(path []string) string {
	var b strings.Builder
	for _, step := range path {
		b.WriteByte('/')
		b.WriteString(jsontree.EscapePointer(step))
	}
	return b.String()
}
