// Package badge converts Open Badges (1EdTech) to and from the model of
// micro-credentials, and says what verifying them takes.
//
// [Decode] reads a badge into the model, [Encode] writes a
// [microcredential.Credential] as an Open Badge 3.0 and accounts for every value
// of it in a report. [Family] lets a [proof.Verifier] check a badge with its
// endorsements and nested badges, and [MatchRecipient] says whose it is.
//
// The classes and rules of the editions stand in packages of their own: ob3 for
// Open Badges 3.0, ob2 for what came before, clr for the Comprehensive Learner
// Record; bake puts badges into pictures.
//
// # What Open Badges cannot hold
//
// Open Badges has one string where the European model has texts in many
// languages, and no terms for the level, the credit framework, the assessment,
// the form of participation, supervision or quality assurance. Encode writes
// the nearest native member for readers that know only Open Badges, and the
// whole in the terms of our extension context ([ExtensionContext]), whose terms
// work only in nodes of its four types; such a reader sees a plain badge. What
// has no term there either is kept as residue: a JSON literal of canonical
// paths and values under the extension's term residue.
//
// # What is never carried over
//
// An encoded badge is a new statement. Proof, status, schema, terms of use and
// refresh service of a source belong to the source; a converted badge refers
// to the original by evidence, relatedResource and provenance. Personal data
// beyond names and identifiers of the learner is left out unless
// [EncodeOptions.PersonalData] asks for it, and the report says so.
package badge
