package keys

import (
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/didsyntax"
	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
)

// Public is a public key with its address, for publishing. It is immutable.
type Public struct {
	key        crypto.PublicKey
	canonical  string // the key as a JWK of its required members; "" if it has no JWK
	multibase  string // "" if the key has no Multikey form
	controller string
	method     string
}

// errMultikeyOnly says that a key has no other form than the Multikey.
// draft-ietf-cose-bls-key-representations, which would give it a JSON Web Key, is
// unfinished, and no object identifier names it in PEM.
var errMultikeyOnly = errors.New("KEY-TYPE: a BLS12-381 key has only the form of a Multikey, none as a JSON Web Key and none in PEM; write it as a Multikey")

var errAddress = errors.New("KEY-ADDRESS: an address is the URL or DID of a controller and the URL of a verification method")

// NewPublic gives a public key an address: the controller, and the URL of the
// verification method, which may be a fragment of the controller's document
// ("#key-1"). If both are "", the key is its own address: a did:key, or for RSA
// and P-521 a did:jwk. It is an error if the key is weak or not of a kind that [New] takes, and
// if nobody could look up the address, such as a DID with a wrong letter. If the
// right spelling is known, the error says it.
func NewPublic(key crypto.PublicKey, controller, method string) (*Public, error) {
	if err := jwk.Check(key); err != nil {
		return nil, fmt.Errorf("KEY-TYPE: %w", err)
	}
	p := &Public{key: key, controller: controller, method: method}
	p.canonical, _ = jwk.Canonical(key)
	p.multibase, _ = multikey.EncodePublic(key) // one of the two forms at least
	switch {
	case controller == "" && method == "":
		p.addressItself()
	case strings.HasPrefix(method, "#"):
		p.method = controller + method
	}
	if !isURL(p.controller) || strings.Contains(p.controller, "#") || !isURL(p.method) || strings.HasSuffix(p.method, "#") {
		return nil, errAddress
	}
	home, fragment, _ := strings.Cut(p.method, "#")
	for _, id := range []string{p.controller, home} {
		if err := didsyntax.CheckAddress(id); err != nil {
			return nil, fmt.Errorf("KEY-ADDRESS: %s cannot be the address of a key: %w", id, err)
		}
	}
	if !isFragment(fragment) {
		return nil, errors.New("KEY-ADDRESS: what follows the # of a verification method has only ASCII characters and no further # (RFC 3986 section 3.5)")
	}
	return p, nil
}

func (p *Public) addressItself() {
	if p.multibase != "" {
		p.controller = "did:key:" + p.multibase
		p.method = p.controller + "#" + p.multibase
		return
	}
	p.controller = "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(p.canonical))
	p.method = p.controller + "#0"
}

// isURL reports whether a text looks like an absolute URL. Whoever resolves it
// checks the rest.
func isURL(text string) bool {
	scheme, rest, found := strings.Cut(text, ":")
	return found && scheme != "" && rest != "" && !strings.ContainsAny(scheme, "/#?") && !strings.ContainsAny(text, " \t\r\n\"<>\\")
}

// isFragment reports whether a text has only the characters of RFC 3986 section 3.5.
func isFragment(text string) bool {
	for _, r := range text {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune("#[]^`{|}", r) {
			return false
		}
	}
	return true
}

// WithAddress is [Private.WithAddress] for a public key.
func (p *Public) WithAddress(controller, method string) (*Public, error) {
	if controller == "" && method == "" {
		return nil, errAddress
	}
	return NewPublic(p.key, controller, method)
}

// Controller returns who the key speaks for: a DID or URL.
func (p *Public) Controller() string { return p.controller }

// Method returns the URL of the verification method.
func (p *Public) Method() string { return p.method }

// Key returns the key itself: an ed25519.PublicKey, *ecdsa.PublicKey,
// *rsa.PublicKey or *bbs.PublicKey.
func (p *Public) Key() crypto.PublicKey { return p.key }

// Multibase returns the key as a publicKeyMultibase value, or "" for an RSA
// or P-521 key, which has none here.
func (p *Public) Multibase() string { return p.multibase }

// Thumbprint returns the key's SHA-256 thumbprint in base64url (RFC 7638), or ""
// for a BLS12-381 key, which has no JSON Web Key to take it of.
func (p *Public) Thumbprint() string {
	text, _ := jwk.Thumbprint(p.key) // the key was checked when p was made
	return text
}

// JWK returns the key as the text of a public JSON Web Key whose kid is the
// URL of the verification method. It is an error for a BLS12-381 key, which has
// none.
func (p *Public) JWK() ([]byte, error) {
	if p.canonical == "" {
		return nil, errMultikeyOnly
	}
	text, err := jwk.EncodePublic(p.key, p.method)
	if err != nil {
		return nil, fmt.Errorf("KEY-TYPE: %w", err)
	}
	return []byte(text + "\n"), nil
}

// PEM returns the key as a SubjectPublicKeyInfo in PEM (RFC 7468 section 13). It
// is an error for a BLS12-381 key, which has none.
func (p *Public) PEM() ([]byte, error) {
	if p.canonical == "" {
		return nil, errMultikeyOnly
	}
	text, err := jwk.EncodePublicPEM(p.key)
	if err != nil {
		return nil, fmt.Errorf("KEY-TYPE: %w", err)
	}
	return text, nil
}
