// Package vocabulary holds the code lists of the European Union that European
// Digital Credentials for Learning draw on, as tables of our own: concept
// IRIs, the scheme each belongs to and an English label. A concept is looked up
// by IRI ([Lookup]) or enumerated by list ([Scheme.Concepts]). [Observe] and
// [Unknown] say which codes are none of their list; nothing is ever dropped or
// changed.
//
// # What is a member
//
// Every list that Europass prescribes or recommends and that is published with its
// codes is complete: the small lists of the European Learning Model, the EQF, the 43
// national frameworks with their 381 levels ([NQF]), the 220 fields of ISCED-F 2013,
// currencies, file types, sex and the topics of notes. Countries are computed by the
// IRI rules of the Publications Office (see package microcredential), and languages
// by ISO 639: of those that the rules do not know, the form of the code decides.
//
// Where a national level was referenced to a level of the EQF, and we are sure of it,
// [NQFLevel.EQF] says so with the year of the report. It is a hint for a person, and
// nothing derives a level from it. The cycles of QF-EHEA have no list with IRIs, so
// theirs are our own ([CycleConcept]).
//
// [Concept.Labels] has further labels in Swedish, Danish, Norwegian, Finnish and
// Icelandic where there is a standard term. They are ours, because the published lists
// have English labels only.
//
// # What is left out
//
// ESCO, DigComp, administrative units and NUTS regions are too large or not published
// with their labels: their codes are known by their form ([Scheme.Fits]), and a caller
// can bring a [Source] of labels, which [Find] asks. Of grade-status,
// accreditation-decision and claim-type only the addresses are known.
//
// The lists at the Publications Office grow, so a code that is not found may be newer
// than these tables. [Scheme.Complete] says which lists are complete, and
// [Scheme.Closed] in which of them the Commission's issuer refuses unknown codes.
//
// # Sources
//
// The lists as published with the European Learning Model 3 (2023), the authority
// tables of the Publications Office, and the overview of national frameworks by
// Cedefop. All tables are made on first use and found by a map.
package vocabulary
