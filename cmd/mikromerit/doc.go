// Command mikromerit verifies, inspects, converts and issues European
// micro-credentials: Open Badges 3.0, Europass EDC and other W3C Verifiable
// Credentials. It works offline.
//
//	mikromerit verify [--json | --brief] [--issuer ID]... [--anchor PEM]... [--trust FILE]... [--any-issuer]
//	                  [--require AXIS,... | --strict] [--domain D]... [--challenge C] [--recipient VALUE]...
//	                  [--now T] [--online] [--with DIR]... [--document URL=FILE]... [--context URL=FILE]... FILE|FOLDER...
//	mikromerit inspect [--language TAG] FILE
//	mikromerit convert --to FORMAT [--report R.json] [--issuer-country CC] [-o OUT] FILE
//	mikromerit issue --key K.json [--suite SUITE] [--set-issuer] [--add [--previous ID]...] [-o OUT] FILE
//	mikromerit derive --reveal POINTER... [-o OUT] FILE
//	mikromerit present --key K.json [--suite SUITE] [--domain D]... [--challenge C] [-o OUT] FILE...
//	mikromerit bake --image IMG [-o OUT] FILE
//	mikromerit unbake [-o OUT] IMG
//	mikromerit status new|allocate|set|publish [--store DIR] ...
//	mikromerit status revoke|suspend|reinstate [--store DIR] [--recipient VALUE] BADGE|PLACE...
//	mikromerit status list [--store DIR] [--json]
//	mikromerit keygen [--type TYPE] [--format FORMAT] [--public FILE] [--controller-document FILE] [-o K.json]
//	mikromerit key list|rotate|retire|revoke --controller-document FILE ...
//	mikromerit collect -o DIR FILE...
//	mikromerit rules [--json] [--axis AXIS]
//	mikromerit explain CODE
//	mikromerit help [COMMAND]
//	mikromerit version
//
// A FILE is recognised by its content, never by its name: JSON, a token, a
// sealed credential, or a PNG or SVG image with a badge in it. "-" is standard
// input, which can be read once. An OUT that is absent or "-" is standard
// output. Files are written whole or not at all; one that exists is overwritten
// only with --force, and one that is read is never overwritten. A folder stands
// for the files in it; verify then prints one line for each and a summary.
//
// Nothing is fetched from a network without --online, and then over https from
// public addresses only: controller documents, status lists, and what a badge
// of Open Badges 2 or older leaves at its addresses. Only collect, which is
// always online, fetches JSON-LD contexts, too.
//
// # Files in the place of the web
//
// --document, --context and --status-list give one file for one address, --with
// a folder of files, which are found by their own ids, by an index.json or by a
// path named as the address; package bundle says how. Files that are given
// prevail over the web. "collect" fills such a folder once. Whoever can write
// into the folder speaks for every issuer in it, and says whom to trust.
//
// # Whom to trust
//
// Anybody can make a key and call himself a university. Nobody is trusted
// unless --issuer, --anchor or --trust names him; --any-issuer leaves the
// question open. A trust file is a JSON object:
//
//	{"issuers": ["did:web:nord.example", {"id": "NTRNO-000000017", "name": "Vestre Ås"}], "anchors": ["seal-ca.pem"]}
//
// The verdict is over the questions authentic, in force and trusted, and over
// bound when --domain, --challenge or --recipient asks for it. What a document
// owes to its format is told, and changes the verdict only with --require or
// --strict.
//
// # Signing
//
// The suite follows from the key unless --suite names one: eddsa-rdfc-2022 for
// Ed25519, ecdsa-rdfc-2019 for P-256 and P-384, a VC-JWT ("jwt"; of a
// presentation vp+jwt) for RSA. A key file may have any form that keygen
// writes, or be a PKCS#12 file with --password-file, or a JSON Web Key set of
// which --key-id chooses a key. An institution signs under an address of its own: keygen --kid
// did:web:example.org#key-1 puts it into the key file, --controller-document
// writes what to publish for it, and --kid gives it to a key whose file, such as
// PEM, does not hold it. A document that exists keeps its keys: a badge can be
// verified as long as the key that signed it is listed.
//
// # Status lists
//
// A folder holds one list: list.json says what it is for, and the files beside
// it, which package status keeps, which places were given away and their
// values. The file register.ndjson says which credential got which place. "status
// allocate" puts a place into a credential before it is
// signed, "status publish" writes the list for its address.
//
// # Exit status
//
//	0  valid; for the other commands: done
//	1  invalid: something required is answered with no
//	2  indeterminate: something required could not be found out
//	3  the job could not be done: wrong usage, unreadable file, no credential, exceeded limit
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
//	{"file":"…","format":"…","verdict":"…","axes":{…},"findings":[…],"proofs":[…],"headline":"…","signedBy":[…],"settle":[…]}
//
// Format is "data-integrity", "jades", "jws", "sd-jwt", "enveloped",
// "container" (several credentials) or "unsecured", or "unknown" for a file that
// is no credential. Verdict is "valid", "invalid", "indeterminate" or "error",
// and the exit status follows from the verdicts. Axes has the members authentic,
// in-force, trusted, bound and conformant, each "valid", "invalid",
// "indeterminate" or "not-asked". Each finding has the members code, axis, status
// ("pass", "fail", "unknown", "warn", "not-asked"), pointer (a JSON Pointer into
// the file, "" for the whole of it) and detail (one or two sentences) and, where
// known, level ("MUST", "SHOULD"), spec (where the requirement stands) and type
// (the W3C's problem type). Each proof has suite, pointer and verdict and, if
// known, verificationMethod and controller. Headline says who signed it, and
// signedBy has for each of them id, trusted and, if known, name (never from the
// document), claims (what the document calls its issuer) and sealed. Settle, of
// an undecided verdict, lists what settles it. Derived is true when a holder was
// free to withhold parts.
//
// A presentation, a Comprehensive Learner Record or a container has the member
// credentials: one object of the same form for each credential in it, with its
// pointer in the place of file; and so has whatever is endorsed the member
// endorsements. At is where in a container its only credential stands. Of a
// file that is an image, baked is "png" or "svg", and all else is about the badge
// in it: pointers lead into that, and how it was baked only warns (BAKE-...). Of
// a badge of Open Badges 2 or older, edition is its edition. Members may be added
// in later versions; these stay.
//
// With the verdict "error" the findings say why: FORMAT-..., JSON-..., JWS-...,
// BAKE-... (the file is no credential, or is damaged), FILE-READ (the file or
// standard input could not be read), JSON-SIZE, JSON-DEPTH, JSON-COUNT (it is
// larger than what is accepted, which is 32 MiB, 100 levels and 1,000,000
// values), BAKE-LIMIT (an image or the badge in it is), JOB-LIMIT (checking it
// takes more work than is allowed) or JOB-FAILED.
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
