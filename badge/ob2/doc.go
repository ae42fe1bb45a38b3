// Package ob2 reads the badges that came before Open Badges 3.0: Open Badges
// 2.0 and 2.1, 1.1, 1.0 and 0.5. It checks them, verifies them as far as that
// can still be done, and decodes them into the canonical model. It does not
// write them.
//
// # What such a badge is
//
// An assertion says that a recipient earned a badge class, which an issuer
// defined. The three may stand in one document or lie at three addresses.
// [Read] puts them together into one document ([Assertion.Document]), fetching
// only through the [vc.Fetcher] that it is given; without one it reads what is
// there. Every other function works on that one document, so a JSON Pointer in
// a finding or report is a place in it. [KindOf] tells an assertion from a
// class or profile that is given alone, which is no award.
//
// # What verification can say
//
// A hosted badge has no signature: it is authentic because a copy of it lies
// where its issuer says that its badges lie. A signed badge is a JSON Web
// Signature by a key that the issuer's profile lists. Either way the profile is
// the authority, and the copy of a profile inside a badge proves nothing,
// because who made the badge made the copy. So [Verify] takes keys, address
// ranges and revocation lists only from the profile at its own address, and
// where that cannot be fetched, it is undecided whether the badge is authentic
// and in force. Blockcerts 1 and 2 are recognised and not supported, which is
// undecided too.
//
// That a badge breaks a rule of the format is another question. What cannot be
// read where it decides, such as a revocation that is neither true nor false,
// leaves open what it decides.
//
// # How such a badge becomes a newer one
//
// By way of the model, like every credential: decoded here and encoded by the
// package of the other format. That makes a new statement, which the old
// signature or hosted copy does not cover. The function Convert of the root
// package does it with what was verified, and has the new document say where it
// comes from, so that a reader can go back to what the issuer really said.
package ob2
