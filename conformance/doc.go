// Package conformance judges what others made: documents, issuers, verifiers and
// badge hosts. What it asks of them are [Check]s in [Profile]s, each
// with the code, the level and the clause of the requirement that it tests.
//
//	report, err := conformance.Judge(ctx, target, conformance.Options{}, profile)
//
// [Run] does the same in a Go test, with a subtest for each requirement.
//
// # Targets
//
// A [Target] is whatever can be asked to do something: a service, a program, a
// Go value, a folder of documents. It says what it can do; a check that needs
// more is not applicable to it, with the reason.
//
// # Documents
//
// [Files], [DocumentsIn] and [DocumentsFrom] are targets that consist of documents:
// files, folders, archives, lines. Each document is verified once, whatever the
// number of profiles, and no more is kept than what was found wrong. A document is
// held against the rules of its own format; it needs no proof, but one that it has
// is judged in the profile of its suite. With [Options.As] each must be what it is
// said to be.
//
// # Issuers are judged by what they make
//
// An issuer is asked to sign templates that keep the rules and spoilt copies of
// them. It passes a check when what it signs keeps the rule and says what it was
// given, and when it refuses or mends what breaks the rule. Who signs everything,
// and who refuses everything, passes none. What it signs under the identifiers in
// the templates is real: judge an issuer with keys that nobody relies on.
//
// # Verifiers are judged in pairs
//
// A verifier that rejects everything is as useless as one that accepts
// everything. So each check of a verifier puts a good document and its spoilt
// copies to it, and is passed only by who accepts the first and none of the
// others.
//
// # Security
//
// A target is not trusted: it may hang, answer without end, or with something
// else than was asked for. That is a result about the target, never a failure of
// the run. Exchanges are kept in the report without secrets.
//
// Documents are not trusted either: their sizes, what an archive expands to and the
// time for each are bounded, and no name in an archive leads to a file. What a
// report says about a document are rules and places, never anything about people.
package conformance
