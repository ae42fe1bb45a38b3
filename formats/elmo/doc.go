// Package elmo reads and writes the EMREX ELMO format, in which universities of the
// north and elsewhere exchange results: an XML document with a learner, and a report
// of each institution with what the learner achieved there (versions 1.7 and 2.0).
//
// [Read] reads a file strictly: no document type, no entities, all sizes bounded. Each
// report becomes a document in JSON whose members are the elements of the XML, so that
// it is a credential like any other: it is verified, inspected and converted.
//
//   - An element is a member of its name. One that may be repeated is an array.
//   - An attribute is a member that begins with "@". The language of a text is
//     "@language", the text beside attributes "@value".
//   - An element that the schema does not know, or that may hold anything, is its XML
//     as a text. No element is lost.
//
// [Decode] and [Encode] tie that document to the model, and [XML] writes it as a file,
// in the order of the schema. Both versions have one namespace; what is of version 2.0
// has a dateOfBirth or an alternativeName.
//
// What ELMO has no element for is learning outcomes, the type of assessment,
// supervision, quality assurance and the form of participation. Such values are
// reported as dropped, or stand in an extension of ours, if that is asked for.
package elmo
