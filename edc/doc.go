// Package edc reads and writes European Digital Credentials for Learning:
// credentials in the European Learning Model (ELM 3.1 and 3.2) on the VC Data
// Model 1.1, as the Commission's tools write and seal them. [Decode] turns one
// into the canonical model, [Encode] writes the model as an unsealed draft,
// [Check] looks at the structure of either, [Is] recognises a credential.
//
// The variant of EBSI, on the VC Data Model 2.0 with arrays everywhere, is read
// too. The seal (JAdES) is not this package's concern: it reads the payload.
//
// # The tables
//
// The mapping is data. For each ELM class there is a table, in a file named for
// what the class describes, that says for each JSON term which field of the
// model holds it and of what kind it is: text by language, a concept, an
// instant, a node of another class. Tables name fields by their accessors, and
// not by what is done with them: the same tables serve reading and writing. The
// engine that runs them, internal/mapping, is that of all formats. [Check] has
// its own table, of how often each member occurs.
//
// # Leaves
//
// A leaf is a string, number, boolean or null of the document, or an empty
// object or array. Every leaf has exactly one entry in the report, in the order
// of the document:
//
//   - exact or transformed: it stands at the named paths of the model. A leaf
//     tells several paths when the model says in an enumeration what a code
//     means (envelope.issuer.locations[0].addresses[0].country.alpha2 besides
//     the concept), and when a node that stands once is used in several places.
//   - merged: it is a part of a value, of a phone number in parts.
//   - scaffold: it has no content of its own. These are @context; the type of a
//     node where it is the one that the member asks for; ids that only link the
//     nodes of one document (urn:epass:, urn:certificate, blank nodes); the id
//     by which a node refers to another that is read in its place; base64 as the
//     encoding of a file; a notation that repeats the name of the code list; null
//     and what is empty.
//   - residue: the model has no place for it, or it is malformed. Its raw text
//     is kept in [microcredential.Credential.Residue] under its pointer.
//   - dropped: the leaves of an embedded proof, which holds for the document
//     that it stands in only.
//
// In turn every value of the model came from a leaf: nothing is assumed. There
// is no default language or credit framework, and an odd value such as the
// workload P60M is kept as it is (see [microcredential.Observe]).
//
// # What is read liberally
//
// One value may stand for an array of one and the reverse, everywhere. Text by
// language may be a language map, a value object or plain text (language
// "und"). A node that is only referred to by its id is read where its body
// stands, within a budget that keeps the work linear. An awarding process of an
// activity, assessment or entitlement that repeats the claim's word for word is
// the claim's. When the time of issue or expiry is stated under two terms, issued
// and validUntil count.
//
// # Dates
//
// ELM states a birth date as a point in time, which the Commission's tools write
// as midnight in Brussels, in UTC. The decoder gives the civil date in Brussels
// at that time ([DecodeOptions] can name another zone), keeps the instant beside
// it and says so in the report when the date in UTC is another one. The rules of
// summer time are computed here and need no time zone database. All other dates
// stay as they are.
//
// # Writing
//
// [Encode] works in three steps. It fills a copy of the model with what ELM
// requires and the model states elsewhere: the list of a code, the title of an
// award, the awarding body, a page to show. It writes that copy by the tables, and
// leaves out every node that ELM allows to be absent and that would not be
// complete, and every code that is not of the list that edc-generic-full
// prescribes. Then it reads the document back: whatever is not read as the model
// states it becomes residue, and whatever is read beyond that was added. So the
// report is what a reader will find, and not what the writer meant.
//
// Nodes are numbered by class in the order of the document, equal nodes share an
// id, and an id never has two bodies: a later, different one is numbered anew.
//
// # Interoperability data
//
// The residue is a JSON file among the attachments, titled "Interoperability
// data": the values of the model by their paths and, where the other members say
// something else, what that "was". [Decode] applies it, one value at a time and
// only while the document still says what it "was": whoever edits or seals a draft
// later is not overruled. It cannot change the ids of issuer and learner, nor the
// validity and status that the document states; what it says against other members
// that every reader sees is a warning with [CodeContradiction]. The first form of the data, a tree of the fields, is
// read as well. Residue that a decoder of this package left, and for which ELM
// does have a member, is put back at its place instead, if JSON-LD keeps it, no
// rule is broken and it names no node by an id that the document gives anew. A
// reader who wants only what all others see asks for that in [DecodeOptions].
//
// Decode gives back exactly what Encode was given, except for
//
//   - what a new document states for itself: its id, profiles, schemas, status,
//     terms, refresh services, endorsements and time of issue when the model has a
//     provenance, and id and issuer when they are set in [EncodeOptions];
//   - empty lists and maps that are not nil, pointers to nothing stated and last
//     entries of a list in which nothing is stated;
//   - values that no parser makes: text that is not UTF-8, a duration put together
//     by hand, a date that does not exist, more than 256 texts in one member.
//
// A credential that was converted from another document has the profile Converted
// with the original as evidence, if the provenance has its bytes; else the
// generic profile and a note that says where it comes from.
package edc
