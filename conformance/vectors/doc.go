// Package vectors holds documents that a verifier must accept and, for each, spoilt
// copies that it must not: the attacks that anybody without the key can make, and
// those that only a careless issuer makes. All are generated here, and come out the
// same each time.
//
// A spoilt copy names the good document that it was made of (its pair). A verifier
// has passed a pair when it accepts the good one and none of the copies.
//
// [FS] gives them as files, each with a header that says what it is, for software in
// other languages.
package vectors
