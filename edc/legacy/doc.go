// Package legacy recognises the credentials of Europass from before the European
// Learning Model 3: XML with a XAdES seal in it (versions 1 and 2 of EDC). It says what
// such a file holds and whether the signature of its seal is right.
//
// It goes no further: nothing is found out about trust, revocation and the rules of
// the format, and nothing is converted. So the verdict about such a file stays open.
package legacy
