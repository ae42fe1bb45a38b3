// Package vectors holds documents that a verifier must accept and, for each, spoilt
// copies that it must not: the attacks that anybody without the key can make, and
// those that only a careless issuer makes. All are generated here, and come out the
// same each time.
//
// A spoilt copy names the good document that it was made of (its pair). A verifier
// has passed a pair when it accepts the good one and none of the copies.
//
// # Families
//
// The first part of an id is the family, and the next ones are the suite and the good
// document.
//
//	di           credentials with embedded proofs, under each suite:
//	               minimal, minimal-1.1, badge, badge-1.1, record: every member
//	               altered and removed, the proof stripped, swapped and doubled,
//	               undefined terms, wrong keys, times and models
//	               set, chain: several proofs
//	               revealed: what a holder, or anybody else, may make of derived
//	               proofs, of ecdsa-sd-2023 and bbs-2023
//	               answered, presented: answers of bbs-2023 to a challenge
//	               text: JSON that careless readers take for what was signed
//	               dates, contexts, proof: times, contexts and members of proofs
//	               exchanged: parts of one credential in another of the same issuer
//	               s-large, s-small: both signatures that ECDSA has
//	ob3          badges whose status stands in a list
//	jose         tokens: VC-JWT (and under PS256), VC-JOSE, SD-JWT, presentations
//	vp           presentations with embedded proofs, for one verifier
//	status       lists of the Bitstring Status List, good, wrong and of strangers
//	status-2021  lists of the kind before that
//	controllers  issuers by did:web and https, whose documents a verifier looks up:
//	             keys that are not listed, revoked, replaced, or somebody else's
//	jades        Europass credentials under seals
//
// What is not here cannot be asked of others: limits of size, time and depth, which
// each verifier sets for itself; whom it trusts; which addresses it may fetch; and
// how it reports.
//
// # Files
//
// [FS] gives the vectors as files, for software in other languages. "index.json"
// lists them all. Each vector is one file, named by its id with ".vector" behind
// it: lines of a name, a colon, a space and a value; an empty line; and then the
// document, to its last byte, which may be no UTF-8 and need not end with a line.
//
//	mikromerit-vector: 1
//	id: di/eddsa-rdfc-2022/minimal/expired
//	pair: di/eddsa-rdfc-2022/minimal
//	expect: reject
//	level: SHOULD
//	rule: VALID-UNTIL
//	suite: eddsa-rdfc-2022
//	format: vcdm2
//	operation: verify
//	media-type: application/vc
//	because: The credential ended in 2021.
//	spec: https://www.w3.org/TR/vc-data-model-2.0/#validity-period-0
//
// A verifier that is asked for the operation must answer as "expect" says; of a
// copy with the level SHOULD it is only recommended. "challenge" and "domain" are
// what the verifier gave, which a credential answers by its presentation header. Each "resource" is a file of the same tree and the URL
// under which the document refers to it; "anchors" is the file with the
// certificates, in PEM, that a seal leads to. Lines without a value are left out,
// and later versions may add names.
//
// # Security
//
// The keys of the vectors are made of words in the source and are worth nothing:
// never trust an issuer of this package.
package vectors
