// Package xmldsig reads XML of strangers and verifies XAdES signatures that stand in
// it, as EU trusted lists and the older Europass credentials have them (XML
// Signature 1.1, ETSI EN 319 132-1).
//
// It reads a strict part of XML 1.0: UTF-8, no document type, no processing
// instructions, so no entities but those that every reader knows. All sizes are
// bounded. encoding/xml is not used, because it does not tell a line break in an
// attribute from a reference to one, which canonical XML writes differently.
//
// [Verify] returns what was signed as it was read from the canonical bytes whose
// digest is in the signature. Nothing else of the file reaches the caller, so an
// element that was moved or added cannot be taken for a signed one.
package xmldsig
