// Package shapes checks credentials against the application profiles of the
// European Learning Model (ELM): which members a node of each class has, how
// many, and of what kind. The Commission publishes the profiles as SHACL shapes, in
// versions 3.1 and 3.2; here they are tables of our own, and a test compares them with
// the published shapes row by row.
//
// [Check] sees what a SHACL processor sees: the statements that JSON-LD makes of the
// document. Objects with one id are one node, with the values of all of them. What
// no context defines is dropped, whatever it says; [Report.Losses] tells. Classes are
// compared as they are written: SHACL also follows rdfs:subClassOf in the data, but
// neither the profiles nor the contexts have it, and a credential is not let declare
// what its own classes count as.
//
// A text whose language tag is not well-formed (RFC 5646 section 2.2.9) is dropped, as
// section 8.2.2 of the JSON-LD API says; some libraries keep tags with subtags of more
// than eight letters, and count such texts.
//
// Where the contexts cannot be used, as in EBSI's form with edc-ap on VC 2.0, the rules
// are asked as if under the usual ones, and [Report.Assumed] says so. Beside VC 2.0,
// they are asked under the contexts that the credential names.
//
// # The notation
//
// A table is a file tables/PROFILE.rows. A head names a class, and its IRI if it is
// not of the ELM; the rows of its members are indented under it:
//
//	Concept  skos:Concept
//	  inScheme   skos:inScheme   0..n  ConceptScheme
//	  prefLabel  skos:prefLabel  0..n  text unique
//
// A row gives the JSON name, the IRI, how many values there may be, and what each of
// them must be:
//
//	Agent|Person    a node of one of these classes
//	text            text with a language; unique: one in each language
//	dateTime        a literal of this datatype of XML Schema
//	iri, literal    a node with an IRI; any literal
//	max 100         a number up to this
//	node SHAPE      a node like a shape without class, whose head is: node SHAPE
//	in LIST         a concept whose inScheme is that of tables/lists
//	@3.1, @3.2      the row is in this version only
//
// A minimum with ! counts only once the credential is sealed, because sealing adds
// the member; one with ~ counts in drafts that this module writes as well. The shapes
// that the Commission's issuer uses before sealing ask for an issuer. Of drafts it is not
// asked here, because what the Commission's builder exports has none, and sealing sets
// it.
//
// # What the tables leave out
//
// The shape of VerifiableCredential, which is deactivated, that of SpecificationNode,
// to which nothing refers, and shapes that ask for nothing: ConceptScheme, Mailbox,
// ShaclValidator2017 and, in 3.2, CredentialStatus, Proof and TermsOfUse. A
// sh:nodekind (with a small k) of Person.citizenshipCountry and the class
// sh:propertyShape of EuropeanDigitalPresentation.proof are misspelt, and no
// processor reads them.
//
// Some rules cannot be kept. ELM 3.1 demands that a credentialStatus or a termsOfUse
// is a text, and its context makes a node of each. The context puts an embedded proof
// into a graph of its own, where it has no class, so that ELM 3.2 refuses every one. A
// diploma supplement must consist of parts that consist of parts, without end.
package shapes
