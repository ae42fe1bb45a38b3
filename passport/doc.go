// Package passport bundles the credentials of one learner, and reads such bundles.
//
// A passport holds originals, byte for byte as their issuers signed them. It never
// merges them into one credential, which nobody could verify. [Build] makes one in
// three forms:
//
//   - [Presentation]: a Verifiable Presentation of the W3C's data model 2.0, signed by
//     the holder, for one verifier if it has a challenge and a domain. Tokens, COSE
//     messages and sealed Europass credentials stand in it in envelopes.
//   - [Record]: a Comprehensive Learner Record 2.0, signed by whoever collects. Its
//     associations say which achievements are parts of others or come before them.
//   - [Europass]: a European Digital Presentation of sealed Europass credentials, as the
//     Commission's viewer exports them. Nobody signs it.
//
// What a form has no place for is refused with a [*RefusedError], which names every
// file and the reason. Nothing is converted to make it fit.
//
// [Open] verifies a passport and each original in it, whose answers are those that it
// has alone. It says of each whether it belongs to the holder ([Binding]), and reports
// copies, names that differ, and credentials of two learners; it never takes two
// learners for one. [Passport.Total] and [Passport.Plan] add up and compare what the
// originals state, by package stacking.
package passport
