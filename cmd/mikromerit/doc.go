// Command mikromerit verifies, inspects, converts and issues European
// micro-credentials: Open Badges 3.0, Europass EDC and other W3C Verifiable
// Credentials. It works offline.
//
//	mikromerit verify [--json | --brief] [--failed] [--summary] [--each] [--resume FILE] [--issuer ID]... [--anchor PEM]... [--trust FILE]... [--any-issuer]
//	                  [--require AXIS,... | --strict] [--domain D]... [--challenge C] [--recipient VALUE]...
//	                  [--europass] [--now T] [--online] [--with DIR]... [--document URL=FILE]... [--context URL=FILE]... WHAT...
//	mikromerit check [--json | --brief] [--failed] [--summary] [--each] [--resume FILE] [--profile PROFILE]... [--now T] [--with DIR]... WHAT...
//	mikromerit inspect [--json] [--failed] [--summary] [--each] [--resume FILE] [--language TAG] [--profile PROFILE]... WHAT...
//	mikromerit show [--language TAG] [-o PAGE.html] FILE
//	mikromerit convert --to FORMAT [--issuer FILE] [--issuer-country CC] [--credit-framework NAME] [--image FILE]
//	                   [--personal-data | --hash-recipient] [--extension] [--embed-original] [--require-native LIST]
//	                   [--report R.json] [-o OUT] FILE
//	mikromerit convert --to FORMAT [--json] [--failed] [--summary] [--resume FILE] [--report losses.csv] ... -o FOLDER/ WHAT...
//	mikromerit issue --key K.json [--suite SUITE] [--set-issuer [--issuer-name NAME | --issuer FILE]]
//	                 [--add [--previous ID]...] [-o OUT] FILE
//	mikromerit seal --key FILE [--cert PEM] [--password-file FILE] [--level LEVEL] [--tsa URL] [--online] [--layout LAYOUT]
//	                [--sig-t] [--overwrite] [--new-id] [--mandate TEXT] [--as-it-is] [--dry-run] [--json] [-o OUT] DRAFT|FOLDER...
//	mikromerit extend [--to LEVEL] --tsa URL [--online] [--json] [-o OUT] SEALED|FOLDER...
//	mikromerit derive --reveal POINTER... [--challenge C] [-o OUT] FILE
//	mikromerit present --key K.json [--suite SUITE] [--domain D]... [--challenge C] [-o OUT] FILE...
//	mikromerit present --europass [--anchor PEM]... [-o OUT] SEALED...
//	mikromerit passport build --as vp|clr|edp [--key K.json] [--domain D]... [--challenge C] [-o OUT] FILE...
//	mikromerit passport check [--target FILE] [--json] PASSPORT
//	mikromerit bake --image IMG [-o OUT] FILE
//	mikromerit unbake [-o OUT] IMG
//	mikromerit status new|allocate|set|publish [--store DIR] ...
//	mikromerit status revoke|suspend|reinstate [--store DIR] [--recipient VALUE] BADGE|PLACE...
//	mikromerit status list [--store DIR] [--json]
//	mikromerit serve [--listen HOST:PORT] [--url URL] [--tls-cert PEM --tls-key PEM | --unsafe-http] [--key K.json]...
//	                 [--api-key-file FILE] [--database FILE|postgres://...] [--issuer ID]... [--no-page] ...
//	mikromerit keygen [--type TYPE] [--format FORMAT] [--public FILE] [--controller-document FILE] [-o K.json]
//	mikromerit key list|rotate|retire|revoke --controller-document FILE ...
//	mikromerit collect -o DIR FILE...
//	mikromerit rules [--json] [--axis AXIS] [--profile PROFILE]...
//	mikromerit profiles [--json]
//	mikromerit explain [--profile PROFILE]... CODE
//	mikromerit help [COMMAND]
//	mikromerit version
//
// A FILE is recognised by its content, never by its name: JSON, a token, a
// sealed credential, or a PNG or SVG image with a badge in it. "-" is standard
// input, which can be read once. Without OUT, or with "-", the result goes to
// standard output. Files are written whole or not at all. A file that exists is
// overwritten only with --force, and never if it was read.
//
// # Many documents
//
// Where WHAT may stand, it is a file, a folder, a pattern such as 'in/**/*.json', a ZIP
// archive, or lines of JSON (NDJSON); an array and other JSON with several credentials
// in it are one document, or with --each, and for convert, one for each. Their names say
// where they are from, and are the same in each run: dir/a.json, all.zip!b.json,
// rows.ndjson:17, list.json#/3. A folder is read in the order of the names, without
// hidden files and links. What fails does not stop the others, and of what was not
// named, but found in a folder or an archive, other files are passed over and counted.
//
// Each document then has one line, and a closing table says how many are what, and why.
// --failed prints the lines of those that are not valid or done, --summary the table
// alone; both with --json too. The table of convert also says which fields were lost, by
// the elements of Annex I; --report has every value. Memory does not grow with the
// number of documents, but for the names of the files in one folder, the directory of
// one archive, and for convert some bytes for each file, not each line, that keep the
// names apart.
//
// Convert writes each document to a file of its own below the folder, named after it:
// deep/a.json of a folder, all.zip/b.json, rows.ndjson/17.json, with a number where two
// would be alike. A file is there whole or not at all. With --json it prints:
//
//	{"file":"…","out":"…","verdict":"converted","from":"…","to":"…","source":"…","summary":{…},"lost":[{"element":1,"member":"…","kind":"…","values":1}],"findings":[…],"error":"…"}
//
// With --resume FILE, what was done is kept in FILE. The same run again, after an end at
// any point, goes on there, prints what one run would have printed, and leaves the same
// files; what could not be done is tried again. Documents are told apart by their names
// and digests. The options must be the same, and what the files that they name say is
// not looked at again for what is done. FILE names the documents and holds what was said
// of them, so it is for its owner only.
//
// Without --online nothing is fetched from a network. With it, controller
// documents, status lists and the parts of older badges are fetched, over https
// and from public addresses only. Only collect, which is always online, also
// fetches JSON-LD contexts.
//
// # Files instead of the web
//
// --document, --context and --status-list give a file for one address. --with
// gives a folder of files, which are found by their own ids, by an index.json or
// by a path that is the address; package bundle says how. Files that are given
// take precedence over the web. The command collect fills such a folder. Whoever
// can write into the folder speaks for every issuer in it, and decides whom you
// trust.
//
// # Whom to trust
//
// Anybody can make a key and claim to be a university. Only those are trusted whom
// --issuer, --anchor or --trust names; --any-issuer leaves the question open. A
// trust file is a JSON object:
//
//	{"issuers": ["did:web:nord.example", {"id": "NTRNO-000000017", "name": "Vestre Ås"}], "anchors": ["seal-ca.pem"]}
//
// The verdict is over the questions authentic, in force and trusted, and over
// bound when --domain, --challenge or --recipient asks for it. Broken rules of the
// format are reported, but count for the verdict only with --require or --strict.
//
// # Signing
//
// The suite follows from the key unless --suite names one: eddsa-rdfc-2022 for
// Ed25519, ecdsa-rdfc-2019 for P-256 and P-384, a VC-JWT ("jwt"; of a
// presentation vp+jwt) for RSA, bbs-2023 for BLS12-381. A key file may have any form that keygen writes,
// be a PKCS#12 file with --password-file, or be a JSON Web Key set from which
// --key-id chooses a key.
//
// An institution signs under an address of its own. keygen --kid
// did:web:example.org#key-1 puts the address into the key file, and
// --controller-document writes what to publish there. --kid gives the address of a
// key whose file, such as PEM, does not hold it. A document that exists keeps its
// keys: a badge can be verified as long as the key that signed it is listed.
//
// # Sealing
//
// "seal" makes a Europass credential of a draft, with the key and the certificate of
// an organisation. It completes the issuer from the certificate and prints each thing
// that it completes or that contradicts the certificate. No network is used unless
// --tsa names a time-stamp service; --online also fetches revocation data from where
// certificates say. When a service fails, the file is written at the level that it
// reached, and the exit status is 2; "extend" takes it further later. Several files go
// to the folder that -o names, as NAME.sealed.jsonld. With --json each file has a line:
//
//	{"file":"…","out":"…","level":"LTA","effects":[{"kind":"set","pointer":"…","before":…,"after":…,"reason":"…"}],"findings":[…],"error":"…"}
//
// # Status lists
//
// A folder holds one list. The file list.json says what it is for, and the files
// of package status beside it say which places were given away and what their
// values are. The file register.ndjson says which credential got which place.
// "status allocate" puts a place into a credential before it is signed, and
// "status publish" writes the list to publish at its address.
//
// # Serving
//
// "serve" answers to the VC API of the W3C at the root, to the Open Badges 3.0 API
// below /ims/ob/v3p0, and shows a page for people at /. By default it listens at
// this machine alone, and refuses other machines without TLS. Without --key and
// --api-key-file it signs nothing. Each line of that file is NAME KEY [USES]: the
// key opens what signs (use sign) as a bearer token, and the badges of NAME (use
// host), also for programs that NAME allows it. Credentials that can be revoked
// are issued at /SUITE-revocable/credentials/issue, and revoked at
// /credentials/status.
//
// Everything is kept in an SQLite file or in PostgreSQL, and is committed before
// it is answered. The log is JSON on standard error, a line for each request with
// its id, route and status, and without personal data. /healthz says that the
// program runs, /readyz that its database answers, /metrics is for Prometheus.
//
// # Exit status
//
//	0  valid; for the other commands: done
//	1  invalid: something required is answered with no
//	2  indeterminate: something required could not be found out
//	3  the job could not be done: wrong usage, unreadable file, no credential, exceeded limit
//
// Of several files the worst status counts. From bad to good: 3, 1, 2, 0. A job that
// could not be done is the worst, because nothing is known then. Indeterminate is
// better than invalid, because it may still turn out to be valid.
//
// # JSON lines
//
// With --json, verify prints one JSON object on one line for each file, in the order
// of the arguments, even for a file that cannot be opened:
//
//	{"file":"…","format":"…","verdict":"…","axes":{…},"findings":[…],"proofs":[…],"headline":"…","signedBy":[…],"settle":[…]}
//
// Format is "data-integrity", "jades", "xades", "jws", "sd-jwt", "enveloped",
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
// document), claims (what the document calls its issuer) and sealed. For an
// undecided verdict, settle lists what would settle it. The proof of a seal has seal,
// with its level, the indication and subIndication of EN 319 102-1, its times, its time
// stamps and what its certificate states. A Europass credential has europass: the
// ribbon and the checks that the Commission's viewer shows, each with the colour and
// with our own answer, ours. Derived is true when a
// holder was free to withhold parts.
//
// A presentation, a Comprehensive Learner Record or a container has the member
// credentials, with one object of the same form for each credential in it; pointer
// stands in it instead of file. Whatever is endorsed has the member endorsements in
// the same form. If a container holds a single credential, at is where it stands.
// For an image, baked is "png" or "svg", and everything else is about the badge in
// it: pointers lead into that, and faults in how it was baked only warn (BAKE-...).
// For a badge of Open Badges 2 or older, edition is its edition. Later versions may
// add members; these stay.
//
// With the verdict "error" the findings say why: FORMAT-..., JSON-..., JWS-...,
// BAKE-... (the file is no credential, or is damaged), FILE-READ (the file or
// standard input could not be read), JSON-SIZE, JSON-DEPTH, JSON-COUNT (it exceeds
// 32 MiB, 100 levels or 1,000,000 values), BAKE-LIMIT (an image or the badge in it
// exceeds a limit), JOB-LIMIT (checking it takes more work than is allowed) or
// JOB-FAILED.
//
// # Messages
//
// When a job fails, one sentence on standard error that starts with "mikromerit:"
// says why and what to do. The summary of convert goes to standard error as well, so
// that standard output holds the document alone.
//
// The command line is declared with kong, which also derives the help texts from the
// declaration; the exit status is set by this program.
package main
