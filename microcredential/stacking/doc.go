// Package stacking adds up what several credentials of one learner say, and holds
// them against the parts of a larger qualification.
//
// [Sum] counts credits by framework, those earned and those offered apart, and hours
// by themselves. Nothing is converted and no two frameworks are added: five ECTS and
// five studiepoeng are five and five. Nothing is counted twice: neither the same
// credential in two files, nor a part beside its whole, nor what one credential
// replaces or exempts from. Every claim gets an [Entry] that says whether it was
// counted, and if not, why.
//
// [Check] says of each part of a target whether it is there, missing, no longer in
// force, or met by something that does not fit as it is stated.
//
// Neither of them recognises anything. They repeat what the credentials state;
// whether that counts towards a qualification is decided by the institution that
// awards the qualification.
//
// Package stacking knows no credential format. What the verification of a credential
// found reaches it as the answers to the five questions, [Item.Axes].
package stacking
