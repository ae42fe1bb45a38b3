// Package vc holds what every format of verifiable credential shares: the
// immutable [Document], the structural rules of the W3C Verifiable Credentials
// Data Model 1.1 and 2.0 ([Credential]), the way a finding is expressed
// ([Rule], [Problem], [Finding], [Verdict]) and what a check may use of the
// world around it ([Env]).
//
// It knows no credential format, no proof and no network.
//
// # Errors and findings
//
// An error means that the job could not be done: a limit was exceeded, the
// context was cancelled, the text is not a document at all. What a document
// is found to be, good or bad, is a [Problem] or a [Finding]. Messages name
// the place in the document, never a person's data.
package vc
