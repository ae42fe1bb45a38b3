package vectors

import (
	"testing"

	"github.com/mikromerit/mikromerit/vc"
)

// The texts and times are as the library judges them; see [TestEmbeddedVectorsAgainstTheLibrary]
// for the whole set.
func TestTextsAndDates(t *testing.T) {
	for _, maker := range []func(bench) ([]Vector, error){texts, dates} {
		for _, v := range made(t, maker) {
			verdict, why := verdictOn(t, v)
			if (verdict == vc.Valid) != v.Accept {
				t.Errorf("%s (%s): %s %v", v.ID, v.Rule, verdict, why)
			} else if !v.Accept && !breaks(v, why) {
				t.Errorf("%s should break %s: %v", v.ID, v.Rule, why)
			}
		}
	}
}
