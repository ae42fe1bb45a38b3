package vectors

import (
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// embeddedOperators lists what is done to each good credential with an embedded
// proof: first what anybody can do who has no key, then what a stranger can do who
// has one, and then what a careless issuer does.
var embeddedOperators = []operator{
	{slug: "altered", rule: "PROOF-SIGNATURE", make: alteredMembers},
	{slug: "removed", rule: "PROOF-SIGNATURE", make: removedMembers},
	{slug: "added", rule: "PROOF-SIGNATURE", because: "The member termsOfUse was added after signing.",
		make: edits("/termsOfUse", `[{"id":"https://terms.example/1","type":["https://vocabulary.example/Terms"]}]`)},
	{slug: "proof-added", rule: "PROOF-SIGNATURE", because: "A domain was added to the proof after it was made.", make: edits("/proof/domain", `"elsewhere.example"`)},
	{slug: "swapped", rule: "PROOF-SIGNATURE", because: "The proof is that of another document of the same issuer.", make: swapped},
	{slug: "doubled", rule: "PROOF-SIGNATURE", because: "Beside the right proof stands one of another document; who accepts this must say which proof it relied upon.",
		level: vc.Should, spec: specDI + "#verify-proof-sets-and-chains", only: wholeOnly, make: doubled},
	{slug: "other-method", rule: "PROOF-SIGNATURE", because: "The proof names the key of somebody else, who did not make it.",
		make: editsOf(func(g good) []string { return []string{"/proof/verificationMethod", quote(g.stranger.key.Method)} })},
	{slug: "other-suite", rule: "PROOF-SIGNATURE", because: "The proof names another cryptosuite than the one that it was made by.", only: named, make: otherSuite},
	{slug: "other-purpose", rule: "PROOF-SIGNATURE", because: "The purpose of the proof was changed after it was made.", make: edits("/proof/proofPurpose", `"authentication"`)},

	{slug: "stripped", rule: "PROOF-NONE", because: "The proof was taken away.", make: edits("/proof", "")},
	{slug: "emptied", rule: "PROOF-NONE", because: "The list of proofs is empty.", make: edits("/proof", "[]")},
	{slug: "proof-null", rule: "PROOF-FORM", because: "The proof is null.", make: edits("/proof", "null")},
	{slug: "proof-text", rule: "PROOF-FORM", because: "The proof is a text.", make: edits("/proof", `"signed"`)},
	{slug: "proof-in-capitals", rule: "PROOF-NONE", because: "The proof stands under another name, PROOF, which only a reader who does not care about case takes for it.", make: otherCase},
	{slug: "proof-graph", rule: "PROOF-FORM", because: "The proof stands in a graph of its own.", make: editsOf(func(g good) []string {
		return []string{"/proof", `{"@graph":[` + g.file.Lookup(g.proofAt()).Raw() + `]}`}
	})},
	{slug: "proof-list-in-list", rule: "PROOF-FORM", because: "The proof stands in a list in a list.", make: editsOf(func(g good) []string { return []string{"/proof", "[[" + g.file.Lookup(g.proofAt()).Raw() + "]]"} })},
	{slug: "proof-untyped", rule: "PROOF-FORM", because: "The proof has no type.", make: edits("/proof/type", "")},
	{slug: "proof-without-suite", rule: "PROOF-FORM", because: "The proof names no cryptosuite.", only: named, make: edits("/proof/cryptosuite", "")},
	{slug: "proof-without-method", rule: "PROOF-FORM", because: "The proof names no verificationMethod.", make: edits("/proof/verificationMethod", "")},
	{slug: "proof-without-purpose", rule: "PROOF-FORM", because: "The proof names no proofPurpose.", make: edits("/proof/proofPurpose", "")},
	{slug: "proof-without-value", rule: "PROOF-FORM", because: "The proof has no proofValue.", make: edits("/proof/proofValue", "")},
	{slug: "unknown-type", rule: "PROOF-SUITE", because: "The proof is of a type that nobody has defined.", make: edits("/proof/type", `"NoSuchProof2031"`)},
	{slug: "unknown-suite", rule: "PROOF-SUITE", because: "The proof names a cryptosuite that nobody has defined.", only: named, make: edits("/proof/cryptosuite", `"no-such-suite-2031"`)},
	{slug: "value", rule: "PROOF-VALUE", make: malformedValues},
	{slug: "signature", rule: "PROOF-SIGNATURE", only: wholeOnly, make: malformedSignatures},
	{slug: "key-of-another-kind", rule: "PROOF-KEY", because: "The proof names a key of a kind that its cryptosuite does not sign with.", make: otherKind},
	{slug: "method", rule: "PROOF-METHOD", make: malformedMethods},

	{slug: "duplicate-name", rule: "JSON-DUPLICATE-NAME", because: "The member that names who signed stands twice, once with the name of a stranger; the algorithm of the data model lets the last one count.",
		level: vc.Should, make: twice},
	{slug: "trailing", rule: "JSON-TRAILING", because: "Something follows the document.", make: appended(`{"proof":[]}`)},
	{slug: "comment", rule: "JSON-SYNTAX", because: "There is a comment in the document.", make: commented},
	{slug: "garbled", rule: "JSON-ENCODING", because: "A text holds a byte that is no UTF-8.", make: garbled},

	{slug: "undefined-term", rule: "JSONLD-TERM-UNDEFINED", because: "A member was added that no context defines, so the proof does not cover it.", only: statementsOnly, make: edits("/noSuchTerm", `"Master of Medicine"`)},
	{slug: "undefined-term-inside", rule: "JSONLD-TERM-UNDEFINED", because: "A member that no context defines was added to the subject, so the proof does not cover it.", only: statementsOnly,
		make: edits("/credentialSubject/noSuchTerm", `"Master of Medicine"`)},
	{slug: "undefined-term-in-proof", rule: "JSONLD-TERM-UNDEFINED", because: "A member that no context defines was added to the proof, so the proof does not cover it.", only: statementsOnly, make: edits("/proof/noSuchTerm", `"x"`)},
	{slug: "undefined-type", rule: "JSONLD-TYPE-UNDEFINED", because: "A type was added that no context defines, so the proof does not cover it.", only: statementsOnly, make: edits("/type/-", `"NoSuchDiploma"`)},
	{slug: "relative-id", rule: "JSONLD-IRI-RELATIVE", because: "A relative identifier was added, under a name that a new context defines, and the proof does not cover it.", only: statementsOnly,
		make: edits("/@context/-", `{"seeAlso2031":{"@id":"https://vocabulary.example/seeAlso","@type":"@id"}}`, "/seeAlso2031", `"relative/diploma"`)},
	{slug: "blank-name", rule: "JSONLD-BLANK-PREDICATE", because: "A member was added whose name is the label of a blank node, which the proof does not cover.", only: statementsOnly, make: edits("/_:note", `"x"`)},
	{slug: "redefined-term", rule: "JSONLD-PROTECTED", because: "A context was added that gives a protected term another meaning.", only: statementsOnly,
		make: edits("/@context/-", `{"VerifiableCredential":"https://vocabulary.example/Friend"}`)},
	{slug: "unknown-context", rule: "JSONLD-CONTEXT-UNKNOWN", because: "A context was added that is nowhere to be had.", only: statementsOnly, make: edits("/@context/-", `"https://contexts.invalid/v1"`)},
	{slug: "contexts-swapped", rule: "PROOF-CONTEXT", because: "A context was put before one that the proof was made over.", only: textOnly, make: contextBefore},

	{slug: "expired", rule: "VALID-UNTIL", because: "The credential ended in 2021.",
		make: periodLevel(issued(func(g good) []string { return []string{g.draft.ends, quote(endedOn)} }))},
	{slug: "not-yet-valid", rule: "VALID-FROM", because: "The credential does not begin before 2098.",
		make: periodLevel(issued(func(g good) []string { return []string{g.draft.begins, quote(startsOn)} }))},
	{slug: "foreign-key", rule: "ISSUER-KEY", because: "It is signed by a stranger and names somebody else as its issuer.", level: vc.Should, make: ofAStranger},
	{slug: "proof-expired", rule: "PROOF-EXPIRES", because: "The proof ended in 2021.", level: vc.Should, make: signedWith(expired)},
	{slug: "signed-to-sign-in", rule: "PROOF-PURPOSE", because: "The proof was made for authentication, not for assertions.",
		make: signedWith(func(o *dataintegrity.Options) { o.Purpose = vc.Authentication })},
	{slug: "created-malformed", rule: "PROOF-CREATED", because: "The proof was made on no date at all.", only: wholeOnly, make: resigned("/proof/created", `"in spring"`)},
	{slug: "dangling", rule: "PROOF-CHAIN", because: "The proof builds on a proof that is not there.", only: func(g good) bool { return wholeOnly(g) && named(g) }, make: dangling},

	{slug: "hidden", rule: "PROOF-PLAIN", level: vc.Should, only: hides, make: hiddenEnds},
	{slug: "renamed", rule: "PROOF-PLAIN", only: func(g good) bool { return hides(g) && g.draft.format == "vcdm2" }, make: renamed},
	{slug: "universal-key", rule: "PROOF-METHOD", because: "The key is a point of small order, with which one signature fits every document.", level: vc.Should, spec: "https://www.w3.org/TR/vc-di-eddsa/#security-considerations",
		only: func(g good) bool { return g.suite.key == ed25519Key }, make: universal},
	{slug: "model", rule: "VCDM2-RULES", only: wholeOnly, make: brokenModels},
}
