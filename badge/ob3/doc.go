// Package ob3 holds the classes and rules of Open Badges 3.0 (1EdTech): a W3C
// Verifiable Credential 2.0 that says who achieved what, by which criteria.
//
// The structs ([AchievementCredential], [EndorsementCredential], [Achievement],
// [Profile] and the others) are the classes of the specification in its plain
// JSON binding, for building and reading badges directly: the functions that
// build them ([NewAchievementCredential], [NewAchievement] and the others) ask
// for what the specification requires, [ParseAchievementCredential] reads what
// issuers write, and what the structs do not know they keep. [Check] holds a
// document against the specification's rules, each with its code ([Rules]);
// [MandatoryPointers] are the parts that no holder may withhold.
//
// Package badge converts badges to and from the model of micro-credentials and
// verifies them.
package ob3
