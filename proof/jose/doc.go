// Package jose makes and checks credentials and presentations that are
// secured as JSON Web Tokens: the VC-JWT of Open Badges 3.0 (section 8.2) and the
// older one of the data model 1.1 (section 6.3.1), the vc+jwt and vp+jwt of
// Securing Verifiable Credentials using JOSE and COSE, and the vc+sd-jwt of the
// same specification, in which the holder chooses what to disclose (RFC 9901).
//
// # Which part is the credential
//
// The credential proper is one of three things: the payload without the
// registered claims; the claim vc (or vp) of a VC-JWT of the data model 1.1; or
// the payload of an SD-JWT with the disclosures in their places. That document
// counts as verified; see [Document]. Claims that say the same as a member of
// the credential must agree with it. A finding's pointer that names a claim is a
// pointer into the payload.
//
// # Security
//
// The header is read strictly; a critical extension that is not understood is a
// failure. The key decides which algorithms are possible; "none" and HMAC are
// not among them. A key in the token's own header shows only that the signature
// is right; whether it is the issuer's key is looked up in the issuer's
// controller document. The addresses in jku and x5u and the certificates in x5c
// are not used.
//
// A disclosure counts only if the issuer signed its digest, once, at the place
// where it goes. When the policy demands a challenge or a domain, an SD-JWT must
// have a key binding JWT that names them and is signed with the holder's key.
package jose
