package jose

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// conceal replaces the disclosable members and elements of the claims by
// digests (RFC 9901 section 4.2.4). What decides cannot be hidden
// ([vc.IsDecisive]): a verifier would come to another verdict without it. The tail is what follows the token: the
// disclosures with their tildes.
func conceal(claims vc.Document, options Options) (payload, tail string, err error) {
	t := &concealer{hidden: make(map[int]bool), decoys: options.Decoys}
	for _, pointer := range options.Disclosable {
		if pointer != "" && vc.IsDecisive(pointer) {
			return "", "", fmt.Errorf("SDJWT-POINTER at %s: what verification depends on cannot be made disclosable", pointer)
		}
		v := claims.Lookup(pointer)
		if !v.Parent().Exists() {
			return "", "", fmt.Errorf("SDJWT-POINTER at %s: the pointer leads to no member or element", pointer)
		}
		t.hidden[v.Offset()] = true
	}
	out, err := t.value(nil, claims.Root())
	if err != nil {
		return "", "", err
	}
	digests := `,"` + nameHash + `":"` + hashes[0].name + `"}`
	return strings.TrimSuffix(string(out), "}") + digests, "~" + strings.Join(append(t.disclosures, ""), "~"), nil
}

// concealer writes claims with digests in the place of what is hidden.
type concealer struct {
	hidden      map[int]bool // by the offset at which the value stands
	decoys      int
	disclosures []string
}

func (t *concealer) value(dst []byte, v jsontree.Value) ([]byte, error) {
	switch v.Kind() {
	case jsontree.Object:
		return t.object(dst, v)
	case jsontree.Array:
		return t.array(dst, v)
	}
	return append(dst, v.Raw()...), nil
}

func (t *concealer) object(dst []byte, v jsontree.Value) ([]byte, error) {
	var digests []string
	dst = append(dst, '{')
	start := len(dst)
	for name, member := range v.Members() {
		if name == nameDigests || name == nameElement || name == nameHash {
			return nil, fmt.Errorf("SDJWT-DIGEST at %s: the name is reserved (RFC 9901 section 4.1)", member.Pointer())
		}
		text, err := t.value(nil, member)
		if err != nil {
			return nil, err
		}
		if t.hidden[member.Offset()] {
			digests = append(digests, t.hide(string(jsontree.AppendString(nil, name)), string(text)))
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(jsontree.AppendString(dst, name), ':')
		dst = append(dst, text...)
	}
	if len(digests) > 0 {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, `"`+nameDigests+`":["`...)
		for range t.decoys {
			digests = append(digests, decoy())
		}
		slices.Sort(digests) // by chance: the order must not tell that of the members
		dst = append(dst, strings.Join(digests, `","`)+`"]`...)
	}
	return append(dst, '}'), nil
}

func (t *concealer) array(dst []byte, v jsontree.Value) ([]byte, error) {
	hidden := false
	dst = append(dst, '[')
	start := len(dst)
	for element := range v.Elements() {
		text, err := t.value(nil, element)
		if err != nil {
			return nil, err
		}
		if t.hidden[element.Offset()] {
			hidden = true
			text = elementOf(t.hide(string(text)))
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, text...)
	}
	if hidden {
		for range t.decoys {
			dst = append(append(dst, ','), elementOf(decoy())...)
		}
	}
	return append(dst, ']'), nil
}

// hide makes a disclosure of a value, with its name before it or without, and
// returns its digest. The salt has 128 bits (RFC 9901 section 9.3).
func (t *concealer) hide(raw ...string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	text := jws.Encode([]byte(`["` + jws.Encode(salt) + `",` + strings.Join(raw, ",") + `]`))
	t.disclosures = append(t.disclosures, text)
	return hashes[0].digest(text)
}

func elementOf(digest string) []byte { return []byte(`{"` + nameElement + `":"` + digest + `"}`) }

// decoy returns the digest of nothing that anybody knows (RFC 9901 section
// 4.2.5).
func decoy() string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	return hashes[0].digest(string(secret))
}

// Disclosable returns JSON Pointers of everything in an SD-JWT that its holder
// may keep to itself, in the document that [Document] returns.
func Disclosable(file *proof.Secured, limits vc.Limits) ([]string, error) {
	_, processed, err := openFile(context.Background(), file, limits)
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

// maxPointers bounds the length of all pointers: those of many disclosures
// deep down under long names are much longer than the SD-JWT.
const maxPointers = 32 << 20

// Disclose returns an SD-JWT that reveals only what the pointers name, with
// all that is in it and what it stands in, beside what was never hidden. The
// pointers are those of the document that [Document] returns for the file; one
// that leads nowhere is an error. Without pointers nothing is revealed. The
// signature of the issuer stays as it is.
func Disclose(file *proof.Secured, limits vc.Limits, pointers ...string) (*proof.Secured, error) {
	sig, processed, err := openFile(context.Background(), file, limits)
	if err != nil {
		return nil, err
	}
	var all wanted
	for _, pointer := range pointers {
		if !processed.payload.Lookup(pointer).Exists() {
			return nil, fmt.Errorf("SDJWT-POINTER at %s: the pointer leads to nothing in the SD-JWT", pointer)
		}
		all.add(pointer)
	}
	revealed := *sig
	revealed.Disclosures = nil
	known := make(map[*place]*wanted)
	for _, d := range processed.disclosures {
		if all.find(d.place, known) != nil {
			revealed.Disclosures = append(revealed.Disclosures, d.text)
		}
	}
	return proof.Open([]byte(selectiveText(&revealed)), limits)
}

// wanted is a tree of pointers, by their steps.
type wanted struct {
	whole bool // all that stands here
	next  map[string]*wanted
}

func (w *wanted) add(pointer string) {
	if pointer != "" {
		for step := range strings.SplitSeq(pointer[1:], "/") {
			if w.next == nil {
				w.next = make(map[string]*wanted)
			}
			if w.next[step] == nil {
				w.next[step] = new(wanted)
			}
			w = w.next[step]
		}
	}
	w.whole = true
}

// find returns where a place is in the tree: below what is wanted as a whole,
// or on the way to something wanted. It is nil elsewhere. What was found for a
// place is kept in known, because many disclosures stand in few places.
func (w *wanted) find(p *place, known map[*place]*wanted) *wanted {
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
