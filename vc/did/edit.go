package did

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The functions below edit the text of a controller document for its owner,
// whose keys change. Every byte outside the edit stays as it is. None of them
// removes a key, because nothing that the key signed would verify any more.

// AddMethod returns a controller document with one more key, which may sign
// credentials and, if its type [keys.Type.Presents], presentations, unless the
// document keeps all its keys from that. The key must speak for the controller of the
// document, under a fragment that is
// not taken; see [FreeMethod].
func AddMethod(document []byte, key *keys.Public) ([]byte, error) {
	e, err := newEditor(document)
	if err != nil {
		return nil, err
	}
	switch {
	case key.Controller() != e.id():
		return nil, fmt.Errorf("DID-CONTROLLER: the document is that of %s, and the key speaks for %s", shorten(e.id()), shorten(key.Controller()))
	case !strings.HasPrefix(key.Method(), e.id()+"#"):
		return nil, fmt.Errorf("DID-METHOD: the verification method %s is not one of the document of %s", shorten(key.Method()), shorten(e.id()))
	case e.old.Method(key.Method()) != nil:
		return nil, fmt.Errorf("DID-METHOD: the document has a verification method %s already; another one is free: %s", shorten(key.Method()), shorten(e.freeMethod()))
	}
	method, reference := string(key.VerificationMethod()), string(jsontree.AppendString(nil, key.Method()))
	e.append("verificationMethod", method)
	e.append(vc.AssertionMethod, reference)
	if e.presents(key) {
		e.append(vc.Authentication, reference)
	}
	e.addContext(key.Context())
	return e.result()
}

// presents reports whether a new key is to sign presentations: where other keys do,
// or where the document has keys and none that could.
func (e *editor) presents(key *keys.Public) bool {
	can := func(m vc.Method) bool { return keys.TypeOf(m.Key).Presents() }
	return keys.TypeOf(key.Key()).Presents() &&
		(e.doc.Get(vc.Authentication).Exists() || len(e.old.Methods) > 0 && !slices.ContainsFunc(e.old.Methods, can))
}

// FreeMethod returns an identifier for the next key of a controller document,
// such as "did:web:example.org#key-2".
func FreeMethod(document []byte) (controller, method string, err error) {
	e, err := newEditor(document)
	if err != nil {
		return "", "", err
	}
	return e.id(), e.freeMethod(), nil
}

// RetireMethod returns a controller document in which a key only serves to
// verify what it signed: it stays in verificationMethod and assertionMethod, so
// that older credentials verify, and is taken out of every other relationship.
// Destroy the private key: a document cannot say that it signs nothing new.
func RetireMethod(document []byte, method string) ([]byte, error) {
	e, err := newEditor(document)
	if err != nil {
		return nil, err
	}
	id, err := e.methodID(method)
	if err != nil {
		return nil, err
	}
	if !e.old.Allows(id, vc.AssertionMethod) {
		return nil, fmt.Errorf("DID-METHOD: %s signs no credentials, so there is nothing to retire it from; revoke it", shorten(id))
	}
	for _, purpose := range relationships {
		if purpose != vc.AssertionMethod {
			e.removeFrom(purpose, id)
		}
	}
	return e.result()
}

// ExpireMethod returns a controller document in which a key expires at a time
// (Controlled Identifiers 1.0 section 2.2). From then on nothing that it
// signed verifies, whenever it was signed.
func ExpireMethod(document []byte, method string, at time.Time) ([]byte, error) {
	return setTime(document, method, "expires", at)
}

// RevokeMethod returns a controller document in which a key is revoked from a
// time on (Controlled Identifiers 1.0 section 2.2). Revoke a key that somebody
// else may have: from then on nothing that it signed verifies, whenever it was
// signed. A revocation is for good, so a key cannot be revoked again.
func RevokeMethod(document []byte, method string, at time.Time) ([]byte, error) {
	return setTime(document, method, "revoked", at)
}

func setTime(document []byte, method, member string, at time.Time) ([]byte, error) {
	e, err := newEditor(document)
	if err != nil {
		return nil, err
	}
	id, err := e.methodID(method)
	if err != nil {
		return nil, err
	}
	if found := e.old.Method(id); member == "revoked" && !found.Revoked.IsZero() {
		return nil, fmt.Errorf("DID-METHOD: %s was revoked already, at %s", shorten(id), found.Revoked.UTC().Format(time.RFC3339))
	}
	e.setMember(e.doc.Lookup(e.pointerOf(id)), member, strconv.Quote(at.UTC().Format(time.RFC3339)))
	return e.result()
}

// editor edits a controller document and remembers the first fault.
type editor struct {
	doc vc.Document
	old *vc.Controller // as it was
	err error
}

func newEditor(document []byte) (*editor, error) {
	doc, err := vc.ParseDocument(document, vc.Limits{Bytes: maxDocument, Depth: 32, Values: 20_000})
	if err != nil {
		return nil, fmt.Errorf("DID-DOCUMENT: the document cannot be read: %w", err)
	}
	old, err := Parse(doc.Get("id").Text(), document)
	if err != nil {
		return nil, err
	}
	if root := doc.Root(); root.Get("kty").Exists() || root.Get("publicKeyMultibase").Exists() || root.Get("publicKeyJwk").Exists() {
		return nil, errors.New("DID-DOCUMENT: this is a key on its own and no controller document")
	}
	return &editor{doc: doc, old: old}, nil
}

func (e *editor) id() string { return e.old.ID }

// result returns the edited text, which must still be a controller document.
func (e *editor) result() ([]byte, error) {
	if e.err != nil {
		return nil, e.err
	}
	text := e.doc.Bytes()
	if _, err := Parse(e.id(), text); err != nil {
		return nil, err
	}
	return text, nil
}

// freeMethod returns the first identifier of the form #key-n that is not taken.
func (e *editor) freeMethod() string {
	for n := 1; ; n++ {
		id := e.id() + "#key-" + strconv.Itoa(n)
		if e.old.Method(id) == nil && !strings.Contains(e.doc.String(), `#key-`+strconv.Itoa(n)+`"`) {
			return id
		}
	}
}

// methodID returns the absolute identifier of a method of the document, which
// may be given as a fragment.
func (e *editor) methodID(method string) (string, error) {
	if strings.HasPrefix(method, "#") {
		method = e.id() + method
	}
	if e.old.Method(method) == nil {
		var names []string
		for _, m := range e.old.Methods[:min(len(e.old.Methods), 16)] {
			names = append(names, shorten(m.ID))
		}
		return "", fmt.Errorf("DID-METHOD: the document has no verification method %s; it has %s", shorten(method), strings.Join(names, ", "))
	}
	return method, nil
}

// pointerOf returns the pointer to a method, which stands in verificationMethod
// or in a relationship.
func (e *editor) pointerOf(id string) string {
	for _, member := range append([]string{"verificationMethod"}, relationships...) {
		for v := range e.doc.Get(member).Each() {
			if v.IsObject() && e.names(v.Get("id"), id) {
				return v.Pointer()
			}
		}
	}
	return ""
}

// names reports whether a value is the identifier, in full or as a fragment.
func (e *editor) names(v jsontree.Value, id string) bool {
	return v.IsText(id) || strings.HasPrefix(v.Text(), "#") && e.id()+v.Text() == id
}

// removeFrom removes a method from a relationship.
func (e *editor) removeFrom(purpose, id string) {
	for v := range e.doc.Get(purpose).Each() {
		switch {
		case v.IsObject() && e.names(v.Get("id"), id):
			e.fail(fmt.Errorf("DID-METHOD: %s stands inside %s; move it to verificationMethod first", shorten(id), purpose))
			return
		case !v.IsObject() && e.names(v, id):
			doc, err := e.doc.Without(v.Pointer())
			if err != nil {
				e.fail(err)
				return
			}
			e.doc = doc
			e.removeFrom(purpose, id) // begin again in the edited document
			return
		}
	}
}

func (e *editor) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

func (e *editor) set(pointer, raw string) {
	doc, err := e.doc.With(pointer, raw)
	if err != nil {
		e.fail(err)
		return
	}
	e.doc = doc
}

// setMember sets a member of an object, in the layout of the object.
func (e *editor) setMember(object jsontree.Value, name, raw string) {
	margin := marginOf(object)
	if object.Get(name).Exists() || margin == "" {
		e.set(object.Pointer()+"/"+name, raw)
		return
	}
	last := object.At(object.Len() - 1)
	end := last.Offset() + len(last.Raw()) - object.Offset()
	e.set(object.Pointer(), object.Raw()[:end]+","+indent(margin)+strconv.Quote(name)+": "+raw+object.Raw()[end:])
}

// append adds a value to a member that holds one or several, in their layout.
func (e *editor) append(member, raw string) {
	list := e.doc.Get(member)
	switch {
	case !list.Exists():
		e.set("/"+member, "["+raw+"]")
	case list.Kind() != jsontree.Array:
		e.set("/"+member, "["+list.Raw()+","+raw+"]")
	case list.Len() == 0:
		e.set("/"+member, "["+raw+"]")
	default:
		margin := marginOf(list.At(list.Len() - 1))
		e.set("/"+member+"/-", margin+layOut(raw, margin))
	}
}

// addContext adds a JSON-LD context for the terms of a method, unless the
// document has one that defines them or no context at all.
func (e *editor) addContext(url string) {
	contexts := e.doc.Get("@context")
	known := []string{url, "https://www.w3.org/ns/cid/v1", "https://www.w3.org/ns/did/v1.1"}
	for v := range contexts.Each() {
		if slices.Contains(known, v.Text()) {
			return
		}
	}
	if contexts.Exists() {
		e.append("@context", strconv.Quote(url))
	}
}

// marginOf returns the line break and white space before a value that starts
// its line, or "".
func marginOf(v jsontree.Value) string {
	before := v.Source()[:v.Offset()]
	line := strings.LastIndexByte(before, '\n')
	if line < 0 || strings.TrimLeft(before[line:], "\n \t") != "" {
		return ""
	}
	return before[line:]
}

// indent returns the margin of what stands inside a value with a margin. The
// value is two levels deep, so half of its margin is one level.
func indent(margin string) string { return margin + margin[1:1+(len(margin)-1)/2] }

// layOut gives each member of an object a line of its own, if there is a
// margin.
func layOut(raw, margin string) string {
	root, err := jsontree.Parse([]byte(raw), jsontree.Limits{})
	if err != nil || margin == "" || !root.IsObject() {
		return raw
	}
	inner := indent(margin)
	var b strings.Builder
	b.WriteByte('{')
	comma := ""
	for name, member := range root.Members() {
		b.WriteString(comma + inner + string(jsontree.AppendString(nil, name)) + ": " + member.Raw())
		comma = ","
	}
	b.WriteString(margin + "}")
	return b.String()
}
