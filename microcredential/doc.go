// Package microcredential is the format-neutral model of a European
// micro-credential: the standard elements of Annex I to the Council
// Recommendation of 16 June 2022 (2022/C 243/02), and what credentials say
// beyond them. This package knows no credential format; each format has a
// codec that reads documents into the model and writes them from it.
//
// # Three layers
//
// A [Credential] separates three kinds of facts, which formats mix freely:
//
//   - [Definition]: what can be earned. The learning outcomes, workload,
//     level, forms of assessment and participation, quality assurance. It
//     exists before any learner does and is the same for all learners.
//   - [Award]: what this person earned. Who awarded it and when, the
//     assessments taken with their grades, the activities joined.
//   - [Envelope]: the facts about the credential as a document. Who issued
//     it, from when to when it is valid, how it is shown, where its status is.
//
// The [Learner] stands beside them. A credential with several claims keeps
// the first one in Definition and Award and the others in
// [Credential.Others]; a claim made of parts keeps them in [Award.Parts].
// [Award.Kind] says what the claim is, so that a certificate of participation,
// whose only claim is an activity, is carried without inventing an
// achievement.
//
// # Conventions
//
// Text is a [LangString]. A coded value is a [Concept], never a bare string.
// Where Go code needs to branch on it, a closed enumeration stands beside the
// concept and never replaces it, so that a code unknown to this package
// survives. Numbers of credits are a [Decimal], which is exact; there are no
// floats. A point in time is an [Instant], which keeps the text it was read
// from. The zero value of every type means "not stated".
//
// What no field carries is kept as [Residue], by format and JSON Pointer.
//
// # Accounting
//
// A [Report] has one [Leaf] for every leaf of the source document. Codecs
// fill it through a [Tracker], which also reports the leaves that the codec
// did not account for, so that nothing is lost silently. [Combine] joins the
// report of a decoder and that of an encoder.
//
// # Annex I
//
// [AnnexI] says for each of the 11 mandatory and 5 optional elements whether
// and where a credential states it. [Observe] reports statements that are
// well-formed but most likely not meant.
package microcredential
