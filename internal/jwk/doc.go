// Package jwk reads and writes public and private keys as JSON Web Keys
// (RFC 7517, RFC 7518 section 6, RFC 8037 section 2) and computes their
// thumbprints (RFC 7638).
//
// It knows the keys that sign credentials: Ed25519, P-256, P-384, P-521 and RSA from
// 2,048 bits. A key is read only if it can mean one thing: every octet string is
// in base64url and exactly of the right length, a point is a safe one of its curve,
// and use, key_ops and alg do not contradict the key. A private member in a public
// key is an error, because that key is no longer secret.
//
// github.com/lestrrat-go/jwx/v2 makes and writes the keys and computes the
// thumbprints; this is the only package that uses it. Its reader accepts padding,
// line breaks, names twice and points off the curve. So jwx never sees the text of
// a key: each member is read strictly here and handed over by itself. jwx has
// settings for the whole process. None is set here, and none that others set
// changes how it takes a single member.
//
// The certificate members (x5u, x5c, x5t, x5t#S256) are ignored: trust in
// certificates is the concern of another package.
package jwk
