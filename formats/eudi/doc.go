// Package eudi reads, writes and checks the EUDI Learning Credential: the claims of
// an SD-JWT VC with the type of the European wallet for micro-credentials. Package
// proof/jose signs and verifies the token around them.
//
// # The type
//
// The claims are a flat list of texts, most of them without a language: a credential
// in which the model says more loses it, and the report names each value. Not carried
// are the form of participation, the supervision, the type of assessment, credits other
// than in words, and the field of study. Claims that the type does not know are kept as
// residue of the model when they are read.
//
// On request, what no claim holds stands in one of ours, [ResidueClaim], which Decode
// reads back. It follows [EncodeOptions.PersonalData] like the claims, and the holder
// can withhold it; whoever shows it shows all that is in it.
//
// The metadata of the type are built in ([TypeMetadata]), so that nothing needs to be
// fetched to know what the holder must be able to withhold.
//
// # Drafts
//
// [Encode] writes a draft. The time of issue, the end, the id, the holder's key and
// the address of a status list are those of the token, which whoever signs adds.
package eudi
