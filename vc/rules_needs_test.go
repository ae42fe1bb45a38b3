package vc

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A row that is skipped because of the members that an object lacks would have shown
// nothing; and most rows can be skipped.
func TestSkippedRowsShowNothing(t *testing.T) {
	skippable := 0
	for _, r := range table {
		if r.needs != 0 {
			skippable++
		}
	}
	require.Greater(t, skippable, len(table)/2)
	skipped := 0
	look := func(d Document) {
		present := named.present(d.root)
		for _, r := range table {
			if r.needs == 0 || r.needs&present != 0 {
				continue
			}
			skipped++
			r.at.show(d.root, func(s spot) { t.Errorf("%s: %s is shown in %s", r.code, s.pointer(), d.root.Raw()) })
		}
	}
	for _, src := range []string{fullV1, fullV2, fullPresentation, fullEnvelope, `{}`} {
		full := document(t, src)
		look(full)
		for name := range full.root.Members() {
			less, err := full.Without("/" + name)
			require.NoError(t, err)
			look(less)
			only, err := document(t, `{}`).WithValue("/"+name, full.Get(name))
			require.NoError(t, err)
			look(only)
		}
	}
	require.Greater(t, skipped, 1000)
}
