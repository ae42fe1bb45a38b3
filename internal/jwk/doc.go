// Package jwk reads and writes public and private keys as JSON Web Keys
// (RFC 7517, RFC 7518 section 6, RFC 8037 section 2) and computes their
// thumbprints (RFC 7638).
//
// It knows the keys that sign credentials: Ed25519, P-256, P-384 and RSA from
// 2,048 bits. A key is read only if it can mean one thing: no member name
// twice, every octet string in base64url of exactly the right length, a safe
// point of its curve, and no use, key_ops or alg that contradicts the key. A
// private member where a public key is expected is an error, because such a
// key is no longer anybody's secret.
//
// Keys are made and written, and thumbprints computed, by
// github.com/lestrrat-go/jwx/v2, of which this is the only user. Its reader takes
// padding, line breaks, names twice and points off the curve, so each member is
// read strictly here and handed over one by one; jwx never sees the text. It
// keeps settings for a whole process; none is set here, and none of those that
// others may set changes how a single member is taken.
//
// The certificate members (x5u, x5c, x5t, x5t#S256) are not looked at: trust
// in certificates is another package's business.
package jwk
