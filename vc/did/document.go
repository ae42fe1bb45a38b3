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
//     the identifier. Methods may be embedded in the relationships or be
//     referred to, and identifiers may be relative ("#key-1"). Methods of
//     unknown types, and keys that cannot sign here, are kept without a key.
//   - where the identifier is an https URL, a verification method on its own
//     whose id is the URL; it is returned as the only method, under no purpose.
//   - where the identifier is an https URL, a JSON Web Key on its own, to which
//     the kid of an Open Badges credential leads (Open Badges 3.0 section
//     8.2.4). Nobody but the URL speaks for it, so that is its controller, and
//     it is there for assertions.
//
// The JSON member @context is not looked at. The error says where the document
// is malformed.
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

// fault says what is wrong at a place.
func fault(v jsontree.Value, detail string) error { return faultAt(v.Pointer(), detail) }

func faultAt(pointer, detail string) error {
	if pointer == "" {
		return errors.New("DID-DOCUMENT: " + detail)
	}
	return errors.New("DID-DOCUMENT at " + pointer + ": " + detail)
}

// document is a controller document being read.
type document struct {
	id   string
	out  *vc.Controller
	seen map[string]bool // identifiers of the methods
}

func (d *document) read(root jsontree.Value) error {
	switch {
	case !root.IsObject():
		return fault(root, "the document is not a JSON object")
	case isDID(d.id):
		return d.controller(root)
	case root.Get("kty").Exists():
		return d.bareKey(root)
	case root.Get("publicKeyMultibase").Exists() || root.Get("publicKeyJwk").Exists():
		return d.bareMethod(root)
	}
	return d.controller(root)
}

func (d *document) bareKey(root jsontree.Value) error {
	m := vc.Method{ID: d.id, Type: "JsonWebKey", Controller: d.id}
	key, err := jwk.Public(root)
	switch {
	case isUnsupported(err):
		m.Unusable = unusable(err, "")
	case err != nil:
		return err
	default:
		m.Key, m.KeyID = key.Public, key.ID
	}
	d.out.Methods = []vc.Method{m}
	d.out.Purposes[vc.AssertionMethod] = []string{d.id}
	return nil
}

func (d *document) bareMethod(root jsontree.Value) error {
	id, err := d.method(root)
	if err == nil && id != d.id {
		return fault(root.Get("id"), "the verification method has another identifier than its address")
	}
	return err
}

func (d *document) controller(root jsontree.Value) error {
	if !root.Get("id").IsText(d.id) {
		return faultAt("/id", "the document is about another identifier")
	}
	for alias := range root.Get("alsoKnownAs").Each() {
		if alias.Text() == "" {
			return fault(alias, "an alias is not a string with content")
		}
		d.out.AlsoKnownAs = append(d.out.AlsoKnownAs, alias.Text())
	}
	for method := range root.Get("verificationMethod").Each() {
		if _, err := d.method(method); err != nil {
			return err
		}
	}
	for _, purpose := range relationships {
		if root.Get(purpose).Exists() {
			d.out.Purposes[purpose] = []string{} // there for nobody is not the same as not there
		}
		for entry := range root.Get(purpose).Each() {
			id, err := d.entry(entry)
			if err != nil {
				return err
			}
			d.out.Purposes[purpose] = append(d.out.Purposes[purpose], id)
		}
	}
	return nil
}

// entry reads one value of a relationship: a method, or the identifier of one
// here or elsewhere.
func (d *document) entry(v jsontree.Value) (string, error) {
	if v.IsObject() {
		return d.method(v)
	}
	return d.absolute(v)
}

// absolute returns an identifier in full.
func (d *document) absolute(v jsontree.Value) (string, error) {
	id := v.Text()
	if strings.HasPrefix(id, "#") {
		id = d.id + id
	}
	if !vc.IsURL(id) || strings.HasSuffix(id, "#") {
		return "", fault(v, "this is not a URL, nor a fragment of the document's own")
	}
	return id, nil
}

// method reads a verification method (Controlled Identifiers 1.0 section 2.2)
// and returns its identifier.
func (d *document) method(v jsontree.Value) (string, error) {
	if !v.IsObject() {
		return "", fault(v, "a verification method is an object, and this is "+v.Kind().String())
	}
	for _, name := range []string{"id", "type", "controller"} {
		if v.Get(name).Text() == "" {
			return "", faultAt(v.Pointer()+"/"+name, "a verification method has an id, a type and a controller, each a string")
		}
	}
	m := vc.Method{Type: v.Get("type").Text(), Controller: v.Get("controller").Text()}
	var err error
	if m.ID, err = d.absolute(v.Get("id")); err != nil {
		return "", err
	}
	if d.seen[m.ID] {
		return "", fault(v.Get("id"), "two verification methods have one identifier")
	}
	if d.seen[m.ID] = true; len(d.seen) > maxMethods {
		return "", fault(v, fmt.Sprintf("there are more than %d verification methods", maxMethods))
	}
	if !vc.IsURL(m.Controller) {
		return "", fault(v.Get("controller"), "the controller is not a URL")
	}
	if m.Expires, err = date(v.Get("expires")); err != nil {
		return "", err
	}
	if m.Revoked, err = date(v.Get("revoked")); err != nil {
		return "", err
	}
	if err := readKey(v, &m); err != nil {
		return "", err
	}
	d.out.Methods = append(d.out.Methods, m)
	return m.ID, nil
}

func date(v jsontree.Value) (time.Time, error) {
	if !v.Exists() {
		return time.Time{}, nil
	}
	moment, err := vc.ParseDateTime(v.Text())
	if err != nil {
		return time.Time{}, fault(v, "this is not a date with time and zone")
	}
	return moment.Time(), nil
}

// keyMembers are the forms in which a method can hold its key.
var keyMembers = []string{"publicKeyMultibase", "publicKeyJwk"}

// types lists the types of methods that can be used, with the member that
// holds the key: those of Controlled Identifiers 1.0 section 2.2, and those of
// the suites that came before them.
var types = map[string]string{
	"Multikey":                   "publicKeyMultibase",
	"Ed25519VerificationKey2020": "publicKeyMultibase",
	"JsonWebKey":                 "publicKeyJwk",
	"JsonWebKey2020":             "publicKeyJwk",
}

// secretMembers never belong into a published document.
var secretMembers = []string{"secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk", "privateKeyBase58", "privateKeyPem"}

// readKey reads the key of a method, or says why there is none that can be used
// here.
func readKey(v jsontree.Value, m *vc.Method) error {
	for _, name := range secretMembers {
		if secret := v.Get(name); secret.Exists() {
			return fault(secret, "the document gives a private key away")
		}
	}
	if v.Get(keyMembers[0]).Exists() && v.Get(keyMembers[1]).Exists() {
		return fault(v, "the verification method holds its key twice")
	}
	member, known := types[m.Type]
	if !known {
		m.Unusable = "verification methods of the type " + strconv.Quote(brief(m.Type)) + " are not supported (Multikey and JsonWebKey are)"
		return nil
	}
	text := v.Get(member)
	if !text.Exists() {
		return faultAt(v.Pointer()+"/"+member, "the verification method holds no key in the form of its type")
	}
	key, err := decodeKey(text, member)
	if isUnsupported(err) {
		m.Unusable = unusable(err, member)
		return nil
	}
	if err != nil {
		return err
	}
	if _, ok := key.Public.(ed25519.PublicKey); !ok && m.Type == "Ed25519VerificationKey2020" {
		return fault(text, "the key is not of the type that the verification method names")
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
