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
// # What Open Badges has no member for
//
// Encode writes plain Open Badges. A fact stands in the nearest member that others
// read: levels, skills, credit systems and quality assurance as alignments, the scale
// of a grade with its result, the awarding body as creator. What has no member, or one
// that wallets do not show, also stands in a list of facts at the end of the criteria,
// in the language of the badge; Decode reads it back. Where a line of the list and a
// member differ, the member counts.
//
// With [EncodeOptions.Extension] a badge also has the terms of our extension context
// ([ExtensionContext]), which work only in nodes of its four types, and names its
// schema ([ExtensionSchema]). What has no term there either is kept as residue: a JSON
// literal of canonical paths and values under the extension's term residue.
//
// # What is never carried over
//
// An encoded badge is a new statement. Proof, status, schema, terms of use and
// refresh service of a source belong to the source; a converted badge refers
// to the original by evidence, relatedResource and provenance. Personal data
// beyond names and identifiers of the learner is left out unless
// [EncodeOptions.PersonalData] asks for it, and the report says so.
package badge
