package vc

import (
	"crypto"
	"slices"
	"time"
)

// The verification relationships of Controlled Identifiers 1.0 section 2.3
// that a proof may name as its purpose.
const (
	AssertionMethod = "assertionMethod" // issuing credentials
	Authentication  = "authentication"  // presenting them
)

// Controller is a controller document (Controlled Identifiers 1.0): it says
// which keys speak for an identifier, and for what.
type Controller struct {
	ID          string // the identifier, without fragment
	AlsoKnownAs []string
	Methods     []Method
	Purposes    map[string][]string // verification relationship -> absolute method ids
}

// Method is a verification method: a public key with an address.
type Method struct {
	ID         string           // absolute URL
	Type       string           // "Multikey", "JsonWebKey", ...
	Controller string           // who the key speaks for
	Key        crypto.PublicKey // ed25519.PublicKey, *ecdsa.PublicKey, *rsa.PublicKey or *bbs.PublicKey
	Unusable   string           // why Key is nil, as a clause: "secp256k1 keys are not supported"
	KeyID      string           // the kid of a key that is a JSON Web Key, or ""
	Expires    time.Time        // zero: never
	Revoked    time.Time        // zero: never
}

// Method returns the verification method with an absolute id, or nil.
func (c *Controller) Method(id string) *Method {
	for i := range c.Methods {
		if c.Methods[i].ID == id {
			return &c.Methods[i]
		}
	}
	return nil
}

// Allows reports whether the document lists a method under a purpose.
func (c *Controller) Allows(methodID, purpose string) bool {
	return slices.Contains(c.Purposes[purpose], methodID)
}

// WhyUnusable returns the reason why the method has no key, as a clause.
func (m *Method) WhyUnusable() string {
	if m.Unusable == "" {
		return "keys of its kind are not supported"
	}
	return m.Unusable
}
