// Package sign1 reads and writes COSE_Sign1 messages (RFC 9052 section 4.2): their
// form, not what they mean.
//
// A message is read strictly. It is well-formed CBOR from its first byte to its
// last, tagged with 18 or not at all; no label stands twice in a map of headers, and
// labels are integers or text. Indefinite lengths and lengths in more bytes than
// needed are read: RFC 9052 section 9 forbids them in the bytes that are signed,
// which are written anew here, and nowhere else.
package sign1
