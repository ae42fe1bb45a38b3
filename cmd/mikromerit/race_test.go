//go:build race

package main

import "testing"

// afterRaces skips what judges by thousands of documents, one after the other: under
// the race detector that takes minutes and can find nothing. .ci/run tries it without.
func afterRaces(t *testing.T) {
	t.Helper()
	t.Skip("this is tested without the race detector")
}
