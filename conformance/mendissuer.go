package conformance

// issuerMends says how what is wrong is mended, by the code of the rule. Rules of which
// the sentence says it already are left out.
var issuerMends = map[string]string{
	"DOCUMENT-READABLE": "Give the credential itself, as it was issued: not a picture of it, a PDF or a key.",

	"OB3-CONTEXT":   "Begin @context with https://www.w3.org/ns/credentials/v2 and https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json, in this order, and put your own behind them.",
	"OB3-LEGACY":    "Issue new badges with the context https://www.w3.org/ns/credentials/v2 and with validFrom; the old ones stay as they are.",
	"OB3-TYPE":      "Give the credential the type [\"VerifiableCredential\", \"OpenBadgeCredential\"].",
	"OB3-NODE-TYPE": "Give each object the type of its class, such as [\"Achievement\"], [\"AchievementSubject\"] or [\"Profile\"].",
	"OB3-REQUIRED":  "Add the member that is named; an Achievement needs id, type, name, description and criteria.",
	"OB3-EMPTY":     "Leave out members without a value.",
	"OB3-ENUM":      "Use a term of the enumeration, or one of your own that begins with \"ext:\".",
	"OB3-JSONLD":    "Add a context that defines the name, or take the member out: no proof covers it.",
	"OB3-ISSUER":    "Write the issuer as an object with id, type [\"Profile\"] and name.",
	"OB3-HASH-WEAK": "Hash identities by SHA-256, with a salt of their own.",
	"CLR2-CONTEXT":  "Begin @context with the contexts of the data model 2.0, of CLR 2.0.1 and of Open Badges 3.0.3, in this order.",

	"VCDM2-CONTEXT-FIRST":   "Put https://www.w3.org/ns/credentials/v2 first in @context.",
	"VCDM2-TYPE-CREDENTIAL": "Add VerifiableCredential to the types.",
	"VCDM2-ISSUER-ID":       "Identify the issuer by an absolute URL or a DID.",
	"VCDM2-VALID-FROM":      "Write dates such as 2026-03-02T10:30:00+01:00, with the zone.",
	"VCDM2-VALID-UNTIL":     "Write dates such as 2026-03-02T10:30:00+01:00, with the zone.",
	"VCDM2-OLD-DATE":        "Use validFrom and validUntil in the place of issuanceDate and expirationDate.",
	"VCDM2-ID":              "Use absolute URLs, such as urn:uuid: and a UUID, or leave the id out.",
	"VCDM2-STATUS-TYPE":     "Give each credentialStatus its type, such as BitstringStatusListEntry.",

	"PROOF-PURPOSE":   "Sign credentials for the purpose assertionMethod, and list the key under it in the controller document.",
	"PROOF-METHOD":    "Publish the key in the controller document that the verificationMethod names, and list it under assertionMethod.",
	"PROOF-CREATED":   "Write the creation time with its zone, and check the clock of the machine that signs.",
	"PROOF-SIGNATURE": "Sign last, after every other change; compare the canonical form and its hash with those of another implementation.",
	"PROOF-PLAIN":     "Leave the names of the base context their meaning; put terms of your own under names of their own.",
	"ISSUER-KEY":      "Sign with a key of the issuer: the controller of the verification method must be the issuer's id.",

	"JSONLD-TERM-UNDEFINED":  "Add a context that defines the name, or take the member out.",
	"JSONLD-TYPE-UNDEFINED":  "Add a context that defines the type, or take it out.",
	"JSONLD-CONTEXT-UNKNOWN": "Use published contexts that do not change; for a check here, give the context.",

	"JWS-ALG": "Sign with RS256, ES256 or EdDSA; never with \"none\" or a shared secret.",
	"JWT-ISS": "Let the claim iss be the id of the issuer.",
	"JWT-JTI": "Let the claim jti be the id of the credential.",
	"JWT-SUB": "Let the claim sub be the id of the subject.",
	"JWT-EXP": "Let the claim exp be the end of the validity period, in whole seconds.",
	"JWT-NBF": "Let the claim nbf be the beginning of the validity period, in whole seconds.",

	"ISSUE-MANDATORY":   "Keep the pointers that you were given in the base proof, and hash what they select with the mandatory statements.",
	"DERIVE-SHOWN":      "Select by the pointers of the base proof and those of the holder, as selectJsonLd does, and take nothing from elsewhere.",
	"DERIVE-UNLINKABLE": "Draw new random scalars for each proof, and never hand out a proof again.",

	"STATUS-ENTRY-INDEX": "Write statusListIndex as a string of decimal digits.",
	"ELM-FORMAT":         "Give the credential the type EuropeanDigitalCredential and the context http://data.europa.eu/snb/model/context/edc-ap.",

	"EUMC-3": "State the country of the issuer; in Open Badges as address.addressCountryCode of the profile.",
	"EUMC-6": "State what the learner can do; in Open Badges as alignments or in the criteria, in Europass as learning outcomes.",
	"EUMC-7": "State credits with their system, such as ECTS, or the hours.",
}
