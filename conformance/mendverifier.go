package conformance

// verifierMends says, by the code of a requirement, what the makers of a verifier do about
// it.
var verifierMends = map[string]string{
	"PROOF-SIGNATURE":            "Verify the signature over the document and the proof exactly as they were received, with every member of the proof but proofValue.",
	"PROOF-NONE":                 "Reject what carries no proof; never take the absence of a proof for its success.",
	"PROOF-FORM":                 "Demand type, cryptosuite, verificationMethod, proofPurpose and proofValue of every proof, as strings.",
	"PROOF-SUITE":                "Reject a proof of a type or cryptosuite that you do not know.",
	"PROOF-VALUE":                "Decode the proofValue strictly: one base, the exact length, nothing around it.",
	"PROOF-METHOD":               "Look the verificationMethod up in the document of its controller, and take it only if it is listed there for the purpose.",
	"PROOF-PURPOSE":              "Compare the proofPurpose with the one that you expect: assertionMethod for credentials, authentication for presentations.",
	"PROOF-CREATED":              "Reject a proof whose created is no xsd:dateTimeStamp.",
	"PROOF-EXPIRES":              "Compare the expires of a proof with the time.",
	"PROOF-CHAIN":                "Look up each previousProof among the proofs of the document, and verify it first.",
	"PROOF-CONTEXT":              "Check that the contexts of the document begin with those of the proof.",
	"PROOF-CHALLENGE":            "Compare the challenge of the proof with the one that you gave, to the letter.",
	"PROOF-DOMAIN":               "Compare the domain of the proof with your own, as a set.",
	"PROOF-PLAIN":                "After verification, check that the document is compacted, so that what you read as JSON is what was signed.",
	"ISSUER-KEY":                 "Compare the controller of the key with the issuer of the credential.",
	"HOLDER-KEY":                 "Compare the controller of the key with the holder of the presentation.",
	"VALID-UNTIL":                "Compare validUntil, or expirationDate, with the time.",
	"VALID-FROM":                 "Compare validFrom, or issuanceDate, with the time.",
	"NESTED-CREDENTIAL":          "Verify every credential in a presentation or record as you would verify it alone.",
	"JSON-DUPLICATE-NAME":        "Use a JSON reader that refuses a name that stands twice in an object.",
	"JSON-TRAILING":              "Refuse what follows the JSON value.",
	"JSON-ENCODING":              "Refuse what is not UTF-8 instead of replacing it.",
	"JSONLD-TERM-UNDEFINED":      "Process JSON-LD in safe mode: a member that no context defines is an error.",
	"JSONLD-TYPE-UNDEFINED":      "Process JSON-LD in safe mode: a type that no context defines is an error.",
	"JSONLD-IRI-RELATIVE":        "Process JSON-LD in safe mode and without a base: a relative identifier is an error.",
	"JSONLD-BLANK-PREDICATE":     "Process JSON-LD in safe mode: a name that is a blank node is an error.",
	"JSONLD-PROTECTED":           "Do not let a context redefine a protected term (JSON-LD 1.1).",
	"JSONLD-CONTEXT-UNKNOWN":     "Reject a document whose contexts you cannot load; never go on without one.",
	"JSONLD-CONTEXT-UNAVAILABLE": "Reject a document whose contexts you cannot load; never go on without one.",
	"STATUS-REVOKED":             "Look the credential up in its status list, and reject it if it is revoked.",
	"STATUS-SUSPENDED":           "Look the credential up in its status list, and reject it while it is suspended.",
	"JWS-ALG":                    "Choose the algorithm by the key, from a list of your own; never accept none.",
	"JWS-CRIT":                   "Reject a token with a critical header parameter that you do not know.",
}

// mendOf returns how a fault is mended, or "".
func mendOf(code string) string { return verifierMends[code] }
