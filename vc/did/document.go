package did

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const keyAgreement = "keyAgreement"

// relationships are the verification relationships of Controlled Identifiers
// 1.0 section 2.3.
var relationships = []string{vc.AssertionMethod, vc.Authentication, "capabilityInvocation", "capabilityDelegation", keyAgreement}

// maxMethods bounds how many keys one document may make its reader decode.
const maxMethods = 256

// Parse reads what was found at an identifier, a DID or URL without fragment:
//
//   - a controller document (Controlled Identifiers 1.0 section 2) whose id is
//     the identifier. A relationship may embed methods or refer to them, and
//     identifiers may be relative ("#key-1"). Methods of unknown types, and keys
//     of kinds that are not supported, are kept without a key.
//   - where the identifier is an https URL, a verification method on its own
//     whose id is the URL; it is returned as the only method, under no purpose.
//   - where the identifier is an https URL, a JSON Web Key on its own, to which
//     the kid of an Open Badges credential leads (Open Badges 3.0 section
//     8.2.4). It names no controller, so the URL is its controller, and it may
//     be used for assertions.
//
// The member @context is ignored. The error says where the document is
// malformed.
func Parse(id string, text []byte) (*vc.Controller, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	root, err := jsontree.Parse(text, jsontree.Limits{Bytes: maxDocument, Depth: 32, Values: 20_000})
	if err != nil {
		return nil, fmt.Errorf("DID-DOCUMENT: the document cannot be read: %w", err)
	}
	d := document{id: id, out: &vc.Controller{ID: id, Purposes: make(map[string][]string)}, seen: make(map[string]bool)}
	if err := d.read(root); err != nil {
		return nil, err
	}
	return d.out, nil
}

// newFault returns an error that says what is wrong at a place.
func newFault(v jsontree.Value, detail string) error { return newFaultAt(v.Pointer(), detail) }

func newFaultAt(pointer, detail string) error {
	if pointer == "" {
		return errors.New("DID-DOCUMENT: " + detail)
	}
	return errors.New("DID-DOCUMENT at " + pointer + ": " + detail)
}

// document is the state of reading a controller document.
type document struct {
	id   string
	out  *vc.Controller
	seen map[string]bool // identifiers of the methods
}

func (d *document) read(root jsontree.Value) error {
	switch {
	case !root.IsObject():
		return newFault(root, "the document is not a JSON object")
	case isDID(d.id):
		return d.readController(root)
	case root.Get("kty").Exists():
		return d.readBareKey(root)
	case root.Get("publicKeyMultibase").Exists() || root.Get("publicKeyJwk").Exists():
		return d.readBareMethod(root)
	}
	return d.readController(root)
}

func (d *document) readBareKey(root jsontree.Value) error {
	m := vc.Method{ID: d.id, Type: "JsonWebKey", Controller: d.id}
	key, err := jwk.Public(root)
	switch {
	case isUnsupported(err):
		m.Unusable = whyUnusable(err, "")
	case err != nil:
		return err
	default:
		m.Key, m.KeyID = key.Public, key.ID
	}
	d.out.Methods = []vc.Method{m}
	d.out.Purposes[vc.AssertionMethod] = []string{d.id}
	return nil
}

func (d *document) readBareMethod(root jsontree.Value) error {
	id, err := d.readMethod(root)
	if err == nil && id != d.id {
		return newFault(root.Get("id"), "the verification method has another identifier than its address")
	}
	return err
}

func (d *document) readController(root jsontree.Value) error {
	if !root.Get("id").IsText(d.id) {
		return newFaultAt("/id", "the document is about another identifier")
	}
	for alias := range root.Get("alsoKnownAs").Each() {
		if alias.Text() == "" {
			return newFault(alias, "an alias is not a string with content")
		}
		d.out.AlsoKnownAs = append(d.out.AlsoKnownAs, alias.Text())
	}
	for method := range root.Get("verificationMethod").Each() {
		if _, err := d.readMethod(method); err != nil {
			return err
		}
	}
	for _, purpose := range relationships {
		if root.Get(purpose).Exists() {
			d.out.Purposes[purpose] = []string{} // a relationship without keys differs from none
		}
		for entry := range root.Get(purpose).Each() {
			id, err := d.readEntry(entry)
			if err != nil {
				return err
			}
			d.out.Purposes[purpose] = append(d.out.Purposes[purpose], id)
		}
	}
	return nil
}

// readEntry reads one value of a relationship: a method, or the identifier of one
// here or elsewhere.
func (d *document) readEntry(v jsontree.Value) (string, error) {
	if v.IsObject() {
		return d.readMethod(v)
	}
	return d.absoluteID(v)
}

// absoluteID returns an identifier in full, where it may be a fragment only.
func (d *document) absoluteID(v jsontree.Value) (string, error) {
	id := v.Text()
	if strings.HasPrefix(id, "#") {
		id = d.id + id
	}
	if !vc.IsURL(id) || strings.HasSuffix(id, "#") {
		return "", newFault(v, "this is not a URL, nor a fragment of the document's own")
	}
	return id, nil
}

// readMethod reads a verification method (Controlled Identifiers 1.0 section 2.2)
// and returns its identifier.
func (d *document) readMethod(v jsontree.Value) (string, error) {
	if !v.IsObject() {
		return "", newFault(v, "a verification method is an object, and this is "+v.Kind().String())
	}
	for _, name := range []string{"id", "type", "controller"} {
		if v.Get(name).Text() == "" {
			return "", newFaultAt(v.Pointer()+"/"+name, "a verification method has an id, a type and a controller, each a string")
		}
	}
	m := vc.Method{Type: v.Get("type").Text(), Controller: v.Get("controller").Text()}
	var err error
	if m.ID, err = d.absoluteID(v.Get("id")); err != nil {
		return "", err
	}
	if d.seen[m.ID] {
		return "", newFault(v.Get("id"), "two verification methods have one identifier")
	}
	if d.seen[m.ID] = true; len(d.seen) > maxMethods {
		return "", newFault(v, fmt.Sprintf("there are more than %d verification methods", maxMethods))
	}
	if !vc.IsURL(m.Controller) {
		return "", newFault(v.Get("controller"), "the controller is not a URL")
	}
	if m.Expires, err = readDate(v.Get("expires")); err != nil {
		return "", err
	}
	if m.Revoked, err = readDate(v.Get("revoked")); err != nil {
		return "", err
	}
	if err := readKey(v, &m); err != nil {
		return "", err
	}
	d.out.Methods = append(d.out.Methods, m)
	return m.ID, nil
}

func readDate(v jsontree.Value) (time.Time, error) {
	if !v.Exists() {
		return time.Time{}, nil
	}
	moment, err := vc.ParseDateTime(v.Text())
	if err != nil {
		return time.Time{}, newFault(v, "this is not a date with time and zone")
	}
	return moment.Time(), nil
}

// keyMembers are the forms in which a method can hold its key.
var keyMembers = []string{"publicKeyMultibase", "publicKeyJwk"}

// methodTypes lists the types of methods that can be used, with the member that
// holds the key: those of Controlled Identifiers 1.0 section 2.2, and those of
// the suites that came before them.
var methodTypes = map[string]string{
	"Multikey":                   "publicKeyMultibase",
	"Ed25519VerificationKey2020": "publicKeyMultibase",
	"JsonWebKey":                 "publicKeyJwk",
	"JsonWebKey2020":             "publicKeyJwk",
}

// secretMembers do not belong in a published document.
var secretMembers = []string{"secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk", "privateKeyBase58", "privateKeyPem"}

// readKey reads the key of a method, or notes why it cannot be used.
func readKey(v jsontree.Value, m *vc.Method) error {
	for _, name := range secretMembers {
		if secret := v.Get(name); secret.Exists() {
			return newFault(secret, "the document gives a private key away")
		}
	}
	if v.Get(keyMembers[0]).Exists() && v.Get(keyMembers[1]).Exists() {
		return newFault(v, "the verification method holds its key twice")
	}
	member, known := methodTypes[m.Type]
	if !known {
		m.Unusable = "verification methods of the type " + strconv.Quote(shorten(m.Type)) + " are not supported (Multikey and JsonWebKey are)"
		return nil
	}
	text := v.Get(member)
	if !text.Exists() {
		return newFaultAt(v.Pointer()+"/"+member, "the verification method holds no key in the form of its type")
	}
	key, err := decodeKey(text, member)
	if isUnsupported(err) {
		m.Unusable = whyUnusable(err, member)
		return nil
	}
	if err != nil {
		return err
	}
	if _, ok := key.Public.(ed25519.PublicKey); !ok && m.Type == "Ed25519VerificationKey2020" {
		return newFault(text, "the key is not of the type that the verification method names")
	}
	m.Key, m.KeyID = key.Public, key.ID
	return nil
}

func decodeKey(v jsontree.Value, member string) (jwk.Key, error) {
	if member == "publicKeyJwk" {
		return jwk.Public(v)
	}
	key, err := multikey.Public(v.Text())
	if err != nil {
		return jwk.Key{}, fmt.Errorf("DID-DOCUMENT at %s: %w", v.Pointer(), err)
	}
	return jwk.Key{Public: key}, nil
}
