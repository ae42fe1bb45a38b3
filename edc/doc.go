// Package edc reads and writes European Digital Credentials for Learning:
// credentials in the European Learning Model (ELM 3.1 and 3.2) on the VC Data
// Model 1.1, as the Commission's tools write and seal them. [Decode] turns one
// into the canonical model, [Encode] writes the model as an unsealed draft,
// [Check] holds either against its application profiles, [Is] recognises a credential.
//
// It also reads and writes the form of EBSI, on the VC Data Model 2.0 with arrays
// everywhere ([Flavour]), whose contexts cannot be combined, and our own form on that
// data model, which can have a Data Integrity proof ([BesideVC2]). Members and classes
// may be named by terms, with prefixes or by IRIs, in the namespaces of ELM 3.2 and
// 3.3. Of a sealed credential (JAdES) it reads the payload; the seal is the
// concern of another package.
//
// # The tables
//
// The mapping is data. Each ELM class has a table, in a file named for what the
// class describes. It says for each member which field of the model holds the
// value, and of what kind the value is: text by language, a concept, an instant, a
// node of another class. The same tables serve reading and writing. The engine that
// runs them, internal/mapping, is the one of all formats. What [Check] asks is in the
// tables of package shapes: the application profiles.
//
// # Leaves
//
// A leaf is a string, number, boolean or null of the document, or an empty
// object or array. Every leaf has exactly one entry in the report, in the order
// of the document:
//
//   - exact or transformed: its value is at the named paths of the model. There
//     are several paths if the model also says in an enumeration what a code
//     means (envelope.issuer.locations[0].addresses[0].country.alpha2 beside the
//     concept), and if a node is used in several places.
//   - merged: it is a part of a value, such as a part of a phone number.
//   - scaffold: it has no content of its own. These are @context; the type of a
//     node if it is the one that the member asks for; ids that only link the nodes
//     of one document (urn:epass:, urn:certificate, blank nodes); the id of a
//     node that is read in place of the reference; base64 as the encoding of a
//     file; a notation that repeats the name of the code list; null and what is
//     empty.
//   - residue: the model has no place for it, or it is malformed. Its raw text
//     is kept in [microcredential.Credential.Residue] under its pointer.
//   - dropped: the leaves of an embedded proof, which only holds for its own
//     document.
//
// Every value of the model came from a leaf: nothing is assumed. There is no default
// language or credit framework, and an odd value such as the workload P60M is kept
// as it is (see [microcredential.Observe]).
//
// # What is read liberally
//
// A value and an array of one value are the same everywhere. Text by language may
// be a language map, a value object or plain text (language "und"). If a node is
// only referred to by its id, its body is read from where that is, within a budget
// that keeps the work linear. If the awarding process of an activity, assessment or
// entitlement repeats that of the claim word for word, it is that of the claim. If
// the time of issue or expiry is stated under two terms, issued and validUntil
// count.
//
// # Dates
//
// ELM states a birth date as a point in time. The Commission's tools write midnight
// in Brussels, in UTC. The decoder returns the civil date in Brussels at that time
// ([DecodeOptions] can name another zone) and keeps the instant beside it; the report
// says so if the date in UTC differs. Summer time is computed here and needs no time
// zone database. All other dates stay as they are.
//
// # Writing
//
// [Encode] works in three steps. It fills a copy of the model with what ELM
// requires and the model states elsewhere: the list of a code, the title of an
// award, the awarding body, a page to show. It writes that copy by the tables, and
// leaves out every optional node that would not be complete and every code that is
// not of the list that edc-generic-full prescribes. Then it reads the document back:
// what is not read as the model states it becomes residue, and what is read beyond
// that was added. So the report says what a reader will find, and not what the
// writer meant.
//
// Nodes are numbered by class in the order of the document. Equal nodes share an
// id, and different nodes never do.
//
// # Interoperability data
//
// The residue is a JSON file among the attachments, titled "Interoperability
// data": values of the model by their paths and, where the members say something
// else, what that "was". [Decode] applies each value only while the document still
// says what it "was", so that nobody is overruled who edits or seals a draft later.
// It cannot change the ids of issuer and learner, nor the validity and status that
// the document states. What it says against other members that every reader sees is
// a warning with [CodeContradiction].
// An older notation of the data, a tree of the fields, is read as well.
//
// What a decoder of this package could not read is put back at its place instead, if
// JSON-LD keeps it, it breaks no rule and it refers to no node by an id that is
// numbered anew. To see only what all other readers see, use [DecodeOptions].
//
// Decode gives back exactly what Encode was given, except for
//
//   - what a new document states for itself: its id, profiles, schemas, status,
//     terms, refresh services, endorsements and time of issue when the model has a
//     provenance, and id and issuer when they are set in [EncodeOptions];
//   - empty lists and maps that are not nil, and pointers and entries at the end of
//     a list that state nothing;
//   - values that no parser makes: text that is not UTF-8, a duration put together
//     by hand, a date that does not exist, more than 256 texts in one member.
//
// A credential that was converted from another document has the profile Converted
// with the original as evidence, if the provenance has its bytes. If not, it has the
// generic profile and a note that says where it comes from.
package edc
