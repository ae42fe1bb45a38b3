// Package broken holds targets that are wrong in one way each, to see whether the
// conformance suite notices, and blames nothing else. A check that no defect here
// makes fail is perhaps a check that cannot fail.
package broken
