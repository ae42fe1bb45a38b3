// Package examples holds programs that show how the library is used, and the
// fictional credentials that they, the tests and the documentation work on.
// Each program is one short file over the public packages only:
//
//	issue    sign a badge with a key
//	verify   check a file of any kind, offline
//	convert  turn a sealed Europass credential into a signed badge
//	annexi   build a micro-credential by hand and compare it with Annex I
//	conformance
//	         judge a folder of badges; its tests judge an issuer and verifiers
//
// The README in the folder data describes it. This package itself has no code; its
// tests make and check the folder data.
package examples
