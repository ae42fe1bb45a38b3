// Package examples holds programs that show how the library is used, and the
// fictional credentials that they, the tests and the documentation work on.
// Each program is one short file over the public packages only:
//
//	issue    sign a badge with a key
//	verify   check a file of any kind, offline
//	convert  turn a sealed Europass credential into a signed badge
//	annexi   build a micro-credential by hand and compare it with Annex I
//	bothways convert a sealed Europass credential to a badge and back
//	profiles ask what Finland and the Netherlands say of a credential
//	class    issue to a class from a table, again, and revoke one
//	priorlearning
//	         validate what was learnt at work, and issue it
//	passport put credentials of three issuers into a competence passport
//	beam     verify and convert very many on a cluster (a module of its own)
//	conformance
//	         judge a folder of badges; its tests judge an issuer and verifiers
//
// The README in the folder data describes it. This package itself has no code; its
// tests make and check the folder data.
package examples
