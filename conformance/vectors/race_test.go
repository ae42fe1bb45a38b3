//go:build race

package vectors

import (
	"fmt"
	"testing"
)

// TestMain leaves everything out under the race detector. All here is made one after
// the other, so there is no race to find, and it would take minutes. .ci/run tests it
// without.
func TestMain(*testing.M) {
	fmt.Println("skipped: this is tested without the race detector")
}
