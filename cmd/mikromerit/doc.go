// Command mikromerit verifies, inspects, converts and issues European
// micro-credentials: Open Badges 3.0, Europass EDC and other W3C Verifiable
// Credentials. It works offline.
//
//	mikromerit verify [--json] [--now T] [--anchor PEM]... [--trust ISSUER]... FILE...
//	mikromerit inspect FILE
//	mikromerit convert --to FORMAT [--report R.json] [-o OUT] FILE
//	mikromerit issue --suite SUITE --key K.json [--set-issuer] [-o OUT] FILE
//	mikromerit keygen [--type ed25519] [-o K.json]
//	mikromerit version
//
// A FILE is recognised by its content, never by its name; "-" is standard
// input, which can be read once. An OUT that is absent or "-" is standard
// output. Files are written whole or not at all, so OUT may be FILE.
//
// # Exit status
//
//	0  valid; for the other commands: done
//	1  invalid: not a credential, or one that breaks a rule or whose proof fails
//	2  indeterminate: something needed could not be found out
//	3  the job could not be done: wrong usage, unreadable file, exceeded limit
//
// Of several files the worst counts. From bad to good: 3, 1, 2, 0. That a job
// could not be done is the worst, because nothing is known then; indeterminate
// is better than invalid, because it may still turn out to be valid.
//
// # JSON lines
//
// With --json, verify prints one JSON object on one line for each file, in the
// order of the arguments, also for a file that cannot be opened:
//
//	{"file":"…","format":"…","verdict":"…","findings":[…],"proofs":[…]}
//
// Format is "data-integrity", "jades", "jws", "sd-jwt", "enveloped" or
// "unsecured", or "unknown" for a file that cannot be opened. Verdict is "valid",
// "invalid", "indeterminate" or "error", and the exit status follows from the
// verdicts. Each finding has the members code, status ("pass", "fail",
// "unknown", "warn", "not-asked"), pointer (a JSON Pointer into the file, "" for
// the whole of it) and detail (one sentence). Each proof has suite, pointer and
// verdict and, if known, verificationMethod and controller. A presentation has
// the member credentials, too: one object of the same form for each credential
// in it, with its pointer in the place of file. Members may be added in later
// versions; these stay.
//
// With the verdict "error" the findings say why: FILE-READ (the file or
// standard input could not be read), JSON-SIZE, JSON-DEPTH, JSON-COUNT (it is
// larger than what is accepted, which is 32 MiB, 100 levels and 1,000,000
// values), JOB-LIMIT (checking it takes more work than is allowed) or
// JOB-FAILED.
//
// # Messages
//
// What stands in the way of a job is one sentence on standard error that starts
// with "mikromerit:" and says what to do. The loss summary of convert goes to
// standard error, too, so that standard output holds the document alone.
//
// The grammar of the command line is declared with kong, which derives the help
// texts from the same declaration; it leaves the exit status to this program.
package main
