// Package dss compares what is found out here about seals with what the European
// Commission's own library, DSS, says of the same files. The library itself is no
// part of this module: validate.md says how to run it where Java is. What it said is
// kept in tables beside this package, so that the comparison needs no Java.
package dss
