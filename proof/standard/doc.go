// Package standard brings together every kind of proof that the library can
// check, for callers who want to verify whatever they are given.
package standard
