// Package status reads and publishes the status of credentials: whether they
// were revoked or suspended after they were issued.
//
// A credential names its place in a list ([Entry]); the list is a credential
// of its own whose subject is a compressed string of bits ([Bitstring]). This
// package knows W3C Bitstring Status List 1.0 for reading and publishing, and
// StatusList2021 and the 1EdTech revocation list for reading. It fetches
// nothing and checks no proof: package proof does both and uses this one.
//
// # Publishing
//
// A [List] hands out places at random and never twice, and changes the values
// at them. It keeps its state in a [Store]: [MemoryStore], [FileStore] or, for
// a database, package sqlstore. The credential that
// [List.Credential] returns is unsigned; you sign and serve it.
//
// # Hostile lists
//
// A gigabyte of zeros compresses to a megabyte. The lengths before and after
// expansion are limited ([Limits]), expansion stops at the limit, and bytes
// or further gzip members after the first are an error.
package status
