// Package conformance judges what others made: documents, issuers, verifiers,
// holders and badge hosts. What it asks of them are [Check]s in [Profile]s, each
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
package conformance
