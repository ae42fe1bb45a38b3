package jwk

import (
	"crypto"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The stable codes of an [Error].
const (
	codeJSON     = "JWK-JSON"     // not a JSON object
	codeSecret   = "JWK-SECRET"   // private members in a public key
	codeKind     = "JWK-KIND"     // a kind of key that is not supported
	codePurpose  = "JWK-PURPOSE"  // a key that is not for signatures
	codeConflict = "JWK-CONFLICT" // members that contradict one another
	codeMember   = "JWK-MEMBER"   // a member that is missing or malformed
	codeWeak     = "JWK-WEAK"     // a key that is not a safe one of its kind
)

// ErrUnsupported is wrapped by the errors about keys that may be correct but that
// are not supported here: JWK-KIND and JWK-PURPOSE.
var ErrUnsupported = errors.New("the key is of a kind that is not supported")

// Error says why a JWK was refused.
type Error struct {
	Code    string // stable, such as JWK-KIND
	Pointer string // of the member in the document that held the key
	Detail  string // what was found, as a sentence without a full stop
	cause   error
}

// Error returns the message as one sentence.
func (e *Error) Error() string {
	if e.Pointer == "" {
		return e.Code + ": " + e.Detail
	}
	return e.Code + " at " + e.Pointer + ": " + e.Detail
}

// Unwrap returns the error behind this one, or nil.
func (e *Error) Unwrap() error { return e.cause }

// Key is what a JWK says.
type Key struct {
	Public crypto.PublicKey // ed25519.PublicKey, *ecdsa.PublicKey or *rsa.PublicKey
	Signer crypto.Signer    // the private key; nil when a public JWK was read
	ID     string           // kid, or ""
	Alg    string           // alg, the only algorithm that the key is for; "": any that fits the key
}

// secretMembers hold private or symmetric key material (RFC 7518 sections
// 6.2.2, 6.3.2 and 6.4.1).
var secretMembers = []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

// Public reads a public key. The error is an [*Error].
func Public(v jsontree.Value) (Key, error) {
	for _, name := range secretMembers {
		if m := v.Get(name); m.Exists() {
			return Key{}, &Error{Code: codeSecret, Pointer: m.Pointer(), Detail: "a public key must not hold the private member " + name}
		}
	}
	k, key, err := readHead(v, "verify")
	if err != nil {
		return Key{}, err
	}
	key.Public, err = k.readPublic(v)
	return key, err
}

// Private reads a private key and its public half, which must belong to it. The error is an [*Error].
func Private(v jsontree.Value) (Key, error) {
	k, key, err := readHead(v, "sign")
	if err != nil {
		return Key{}, err
	}
	if key.Public, err = k.readPublic(v); err != nil {
		return Key{}, err
	}
	if !v.Get("d").Exists() {
		return Key{}, &Error{Code: codeMember, Pointer: v.Pointer() + "/d", Detail: "the key holds no private member d, so it cannot sign"}
	}
	key.Signer, err = k.readPrivate(v)
	return key, err
}

// readHead reads the members that every kind of key has (RFC 7517 section 4).
func readHead(v jsontree.Value, operation string) (*kind, Key, error) {
	var key Key
	if !v.IsObject() {
		return nil, key, &Error{Code: codeJSON, Pointer: v.Pointer(), Detail: "a key is a JSON object, and this is " + v.Kind().String()}
	}
	for _, name := range []string{"kty", "crv", "use", "alg", "kid"} {
		if m := v.Get(name); m.Exists() && (m.Kind() != jsontree.String || m.Text() == "") {
			return nil, key, &Error{Code: codeMember, Pointer: m.Pointer(), Detail: name + " is not a string with content"}
		}
	}
	k, err := kindOf(v)
	if err != nil {
		return nil, key, err
	}
	key.ID, key.Alg = v.Get("kid").Text(), v.Get("alg").Text()
	if err := checkUse(v, operation); err != nil {
		return nil, key, err
	}
	return k, key, checkAlg(v, k)
}

func kindOf(v jsontree.Value) (*kind, error) {
	kty, crv := v.Get("kty"), v.Get("crv")
	if !kty.Exists() {
		return nil, &Error{Code: codeMember, Pointer: v.Pointer() + "/kty", Detail: "the key does not say its type"}
	}
	for i := range kinds {
		if k := &kinds[i]; kty.IsText(k.kty) && crv.Text() == k.crv {
			return k, nil
		}
	}
	return nil, &Error{Code: codeKind, Pointer: kty.Pointer(), cause: ErrUnsupported,
		Detail: kindName(kty, crv) + " keys are not supported (Ed25519, P-256, P-384, P-521 and RSA are)"}
}

// kindName returns the name of a kind of key in its JWK, if that is short.
func kindName(kty, crv jsontree.Value) string {
	name := crv.Text()
	if name == "" {
		name = kty.Text()
	}
	if len(name) > 32 || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ ") != "" {
		return "these"
	}
	return name
}

// checkUse checks that use and key_ops allow an operation, sign or verify (RFC 7517
// sections 4.2 and 4.3).
func checkUse(v jsontree.Value, operation string) error {
	if use := v.Get("use"); use.Exists() && !use.IsText("sig") {
		return &Error{Code: codePurpose, Pointer: use.Pointer(), Detail: "the key is not for signatures", cause: ErrUnsupported}
	}
	ops := v.Get("key_ops")
	if !ops.Exists() {
		return nil
	}
	if ops.Kind() != jsontree.Array {
		return &Error{Code: codeMember, Pointer: ops.Pointer(), Detail: "key_ops is not an array"}
	}
	var names []string
	for op := range ops.Elements() {
		if op.Kind() != jsontree.String || slices.Contains(names, op.Text()) {
			return &Error{Code: codeMember, Pointer: op.Pointer(), Detail: "key_ops holds an operation twice or something that is not an operation"}
		}
		if len(names) >= 16 {
			return &Error{Code: codeMember, Pointer: op.Pointer(), Detail: "key_ops holds more operations than there are"}
		}
		names = append(names, op.Text())
	}
	if !slices.Contains(names, operation) {
		return &Error{Code: codePurpose, Pointer: ops.Pointer(), Detail: "the key is not for the operation " + operation, cause: ErrUnsupported}
	}
	for _, name := range names {
		if name != "sign" && name != "verify" {
			return &Error{Code: codeConflict, Pointer: ops.Pointer(), Detail: "one key must not be for signatures and for anything else"}
		}
	}
	return nil
}

// checkAlg checks that alg fits the key (RFC 7517 section 4.4).
func checkAlg(v jsontree.Value, k *kind) error {
	alg := v.Get("alg")
	if !alg.Exists() || slices.Contains(k.algs, alg.Text()) {
		return nil
	}
	for i := range kinds {
		if slices.Contains(kinds[i].algs, alg.Text()) {
			return &Error{Code: codeConflict, Pointer: alg.Pointer(), Detail: "the algorithm does not fit the key"}
		}
	}
	return &Error{Code: codePurpose, Pointer: alg.Pointer(), Detail: "the key is for an algorithm that is not supported here", cause: ErrUnsupported}
}
