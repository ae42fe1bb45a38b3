// Package jose makes and checks credentials and presentations that are
// secured as JSON Web Tokens: the VC-JWT of Open Badges 3.0 (section 8.2) with
// its ancestor of the data model 1.1 (section 6.3.1), the vc+jwt and vp+jwt of
// Securing Verifiable Credentials using JOSE and COSE, and the vc+sd-jwt of
// the same specification, in which the holder chooses what to disclose (RFC
// 9901).
//
// # What is the credential
//
// The credential proper is the payload without the registered claims, the
// member vc (or vp) of a VC-JWT of the data model 1.1, or what the disclosures
// make of the payload of an SD-JWT. It is this document that counts as
// verified; see [Document]. Claims that say the same as a member of the
// credential must agree with it. Where a finding's pointer names a claim, it
// is a pointer into the payload.
//
// # Security
//
// The header is read strictly; an extension that is critical and not
// understood is a failure. The key decides which algorithms there are, and
// "none" and HMAC do not exist. A key that stands in the token's own header
// shows that the signature is right and nothing else: whether it is the
// issuer's is asked of the issuer's controller document. The addresses jku,
// x5u and the certificates in x5c are never followed.
//
// A disclosure counts only if the issuer signed its digest, once, at the
// place where it is put. When the policy demands a challenge or a domain, an
// SD-JWT must be bound to the holder's key by a key binding JWT that names
// them.
package jose
