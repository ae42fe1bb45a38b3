// Package jws holds what every reader of JSON Web Signatures needs, whatever
// the payload means: the table of signature algorithms (RFC 7518 section 3.1,
// RFC 8037 section 3.1), the strict base64url of RFC 7515 section 2 and the
// rules of the header parameter crit.
//
// An algorithm is chosen by its name but never used before the key is known to
// fit it, so that a header cannot make a key of one kind be used as a key of
// another. "none" and the HMAC algorithms are not in the table: for this module
// they do not exist.
package jws
