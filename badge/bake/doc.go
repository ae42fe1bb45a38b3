// Package bake puts a badge into a PNG or SVG image and takes it out again
// (Open Badges 3.0, "Baked Badge"; CLR 2.0 likewise).
//
// [Bake] never decodes a pixel and never writes the image anew: it splices one
// chunk or one element into the bytes, which are otherwise as they were, and
// takes out the badges that were there. [Unbake] reads what is in the wild: the
// names of CLR 2.0 and of Open Badges 1 and 2, other text chunks, compressed
// text, several badges, odd places. What breaks a rule but can be read is a
// [vc.Problem] of the payload; what cannot be read is an [*Error] that names
// the chunk or the line.
//
// # What is written
//
// A PNG gets one uncompressed iTXt chunk just before IEND, so after the last
// IDAT and, in an animation, after the last frame. An SVG gets one element right
// behind the start tag of its root. The element declares its own namespace
// prefix, so that no other byte of the image changes and no prefix of the image
// can collide with it; to a reader of XML this is the same as a declaration at
// the root, where the specification's text has it. A compact JWS stands in the
// attribute verify, a JSON document in CDATA. A root written as an empty element
// must become a start tag and an end tag. White space around the payload is not
// kept.
//
// XML readers turn the line end CR LF into LF (XML 1.0 section 2.11). In JSON
// that is white space between tokens, so a document baked into an SVG says the
// same and its proofs hold, but its bytes may differ there.
//
// # What is refused
//
// A PNG must be sound from its signature to IEND: checksums, lengths, IHDR first
// and once, IDAT chunks together, IEND. Bytes after IEND belong to no PNG; they
// are looked through for further chunks, and kept. The pixels are not decoded.
//
// An SVG must be well-formed XML in UTF-8, with or without a byte order mark.
// A document type declaration may name an external subset, as drawing
// programs write it; nothing is ever fetched. One with an internal subset is
// refused, and so is every entity other than the five of XML, because two
// readers could then see two badges.
//
// Sizes and depths are bounded by [Limits]. Taking a payload out says nothing
// about its truth: it is as untrusted as any other input.
package bake
