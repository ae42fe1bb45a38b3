// Package policy judges micro-credentials by what a country, a sector or an
// institution asks of them beyond their format: how many credits, in which system,
// at which level, in which languages, with which facts about the learner.
//
// # Profiles are data
//
// A [Profile] is a list of rules with the documents that they are from. It is
// written as a JSON file; those that come with the library ([Shipped]) are written
// as a user's own are. A [Library] reads such files strictly and resolves which of
// them extends which. A file holds no code: each rule names one of a closed set of
// checks ([Kinds]) over the canonical paths of the model.
//
// # What a judgement says
//
// [Judge] answers each rule with pass, fail, not applicable or unknown, and with the
// canonical path of what decided it. As in [mc.AnnexI], what only a part or a further
// claim of the credential states does not count for the whole. Credits without a
// framework, a time in months or a country without a code are unknown: nothing is
// assumed and nothing is converted.
//
// A failure hurts one or more of the ten European principles of micro-credentials
// ([Principle]); [Report.Principles] counts by them.
//
// # Levels
//
// A MUST is a rule whose source demands it in so many words. Guidelines and habits
// are SHOULD or MAY, and what is uncertain about a source stands in its note. Only a
// MUST makes a credential fail a profile.
package policy
