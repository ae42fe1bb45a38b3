// Package badge is the codec of Open Badges 3.0 (1EdTech): a W3C Verifiable
// Credential 2.0 that says who achieved what, by which criteria.
//
// [Decode] reads a badge into the model, [Verify] checks one with its
// endorsements and nested badges, and [MatchRecipient] says whose it is.
// [Encode] writes a [microcredential.Credential] as an Open Badge and accounts
// for every value of it in a report; [Check] holds a document against the
// specification's rules, each with its code ([Rules]). The structs
// ([AchievementCredential], [EndorsementCredential], [Achievement], [Profile] and
// the others) are the classes of Open Badges 3.0 in its plain JSON binding, for
// building and reading badges directly: the functions that build them
// ([NewAchievementCredential], [NewAchievement] and the others) ask for what the
// specification requires, [ParseAchievementCredential] reads what issuers write,
// and what the structs do not know they keep.
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
// [Options.PersonalData] asks for it, and the report says so.
package badge
