// Package clr reads, builds and checks Comprehensive Learner Records 2.0
// (1EdTech): a credential that holds several Open Badges of one learner and
// says how their achievements hang together.
//
// [New] builds a record of badges that are signed already: each stands in it
// byte for byte as it was, so that its own proof still holds, and the record is
// signed as a whole afterwards. [Parse] reads one, [Check] holds it against the
// rules. The badges in a record are read with package ob3; whether their
// proofs hold is for package proof to say, badge by badge.
//
// [Decode] reads a record into the European model, one claim for each badge and the
// parts of programmes as the associations tell them; [Encode] writes a credential
// with several claims as a record. They read and write the badges in it by package
// badge.
package clr
