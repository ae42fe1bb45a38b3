// Package vocabulary holds the code lists of the European Union that European
// Digital Credentials for Learning draw on, as tables of our own: concept
// IRIs, the scheme each belongs to and an English label. A concept is looked up
// by IRI ([Lookup]) or enumerated by list ([Scheme.Concepts]).
//
// # What is a member
//
// Small lists are complete. Countries and languages are computed by the IRI
// rules of the Publications Office (see package microcredential), the 220 codes
// of ISCED-F 2013 by concatenation. Of the file types, those with a media type are
// here ([FileType]), and of the national qualification frameworks those of the
// Nordic countries, Estonia, Ireland, the Netherlands and Spain ([NQF]).
//
// The lists at the Publications Office grow, so an IRI that is not found here is
// unknown, not wrong. [Scheme.Complete] says which lists are complete.
package vocabulary
