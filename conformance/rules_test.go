package conformance

import (
	"slices"
	"testing"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/stretchr/testify/require"
)

// Every requirement of every profile can be looked up by its code, has a clause and
// a sentence, and no profile has two checks that a report could not tell apart.
func TestRequirementsAreInOrder(t *testing.T) {
	rules := Rules()
	ids := make(map[string]bool)
	for _, profile := range Profiles() {
		require.False(t, ids[profile.ID], profile.ID)
		ids[profile.ID] = true
		require.NotEmpty(t, profile.Title, profile.ID)
		require.NotEmpty(t, profile.Spec, profile.ID)
		seen := make(map[string]bool)
		for _, check := range profile.Checks {
			name := profile.ID + " " + check.Suite + " " + check.Rule.Code
			require.False(t, seen[name], name)
			seen[name] = true
			require.True(t, slices.ContainsFunc(rules, func(r vc.Rule) bool { return r.Code == check.Rule.Code }), name)
			require.NotEmpty(t, check.Rule.Text, name)
			require.NotEmpty(t, check.Rule.Spec, name)
			require.NotEmpty(t, check.Rule.Level, name)
			require.NotEmpty(t, check.Needs, name)
		}
	}
}
