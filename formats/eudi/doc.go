// Package eudi reads, writes and checks the EUDI Learning Credential: the claims of
// an SD-JWT VC with the type of the European wallet for micro-credentials. Package
// proof/jose signs and verifies the token around them.
//
// # The type
//
// The claims are a flat list of texts, most of them without a language, and with no
// room for anything else: a credential in which the model says more loses it, and
// the report names each value. Not carried are the form of participation, the
// supervision, the type of assessment, credits other than in words, and the field of
// study. There is no room for a residue either: what a wallet shows is what there is.
// Claims that the type does not know are kept as residue of the model when they are
// read.
//
// The metadata of the type are built in ([TypeMetadata]), so that nothing needs to be
// fetched to know what the holder must be able to withhold.
//
// # Drafts
//
// [Encode] writes a draft. The time of issue, the end, the id, the holder's key and
// the address of a status list are those of the token, which whoever signs adds.
package eudi
