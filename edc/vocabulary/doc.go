// Package vocabulary holds the code lists of the European Union that European
// Digital Credentials for Learning draw on, as tables of our own: concept
// IRIs, the scheme each belongs to and an English label. A concept is looked up
// by IRI ([Lookup]) or enumerated by list ([Scheme.Concepts]).
//
// # What is a member
//
// Small lists are complete. Countries and languages are computed by the IRI
// rules of the Publications Office (see package microcredential), the 220 codes
// of ISCED-F 2013 by concatenation, file types from a subset with media types
// ([FileType]). Of the national qualification frameworks those of the Nordic
// countries, Estonia, Ireland, the Netherlands and Spain are here ([NQF]).
//
// The lists at the Publications Office grow, so an IRI that is not found here is
// unknown and not wrong: [Lookup] never decides about validity. [Scheme.Complete]
// says where it may.
package vocabulary
