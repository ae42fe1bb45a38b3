// Package examples holds programs that show how the library is used, and the
// fictional credentials that they, the tests and the documentation work on.
// Each program is one short file over the public packages only:
//
//	issue    sign a badge with a key
//	verify   check whatever file it is, offline
//	convert  a sealed Europass credential becomes a signed badge
//	annexi   build a micro-credential by hand, compare it with Annex I
//
// The folder data is described in its README. There is no code in this
// package itself; its tests make and check the folder data.
package examples
